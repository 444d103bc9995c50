"""Evidence: one statement, the row as it stood, its file and its source."""

from __future__ import annotations

from collections.abc import Mapping

from graphsvc.access import Permission
from graphsvc.network import Network
from queries.evidence import EvidenceAnswer, show_evidence
from web.asking import Asking
from web.pages import Page


def show_statement(asked: Asking, statement_id: str) -> EvidenceAnswer:
    """Where the statement stands. Raises NotFound."""
    return show_evidence(asked.network, statement_id, language=asked.language)


def first_statement(network: Network) -> Mapping[str, str]:
    """The first statement about the first actor."""
    return {"statement_id": network.snapshot.actors.members[0][0]}


STATEMENT = Page(
    name="statements.show",
    path="/statements/<statement_id>",
    summary="One statement: the row as it stood, its file and its source.",
    permission=Permission.READ,
    ask=show_statement,
    answer=EvidenceAnswer,
    template="statements/show.html",
    example=first_statement,
    records=True,
)
