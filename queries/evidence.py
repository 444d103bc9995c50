"""Where one statement stands: the row as it was read, its file, its source and licence."""

from __future__ import annotations

from dataclasses import dataclass

from graphsvc.identity.actors import Actor
from graphsvc.model.statements import ActorStatement, Source, TieStatement
from graphsvc.network import Network


@dataclass(frozen=True, slots=True)
class EvidenceAnswer:
    """One statement and where it stands.

    Attributes:
        actors: the actor it is about, or both ends of the tie (ego first).
        raw: the row or element as it stood, (column, text).
        file_sha256: fingerprint of the file it was read from, where known.
    """

    statement: ActorStatement | TieStatement
    actors: tuple[Actor, ...]
    source: Source
    raw: tuple[tuple[str, str], ...]
    file_sha256: str | None


def show_evidence(network: Network, statement_id: str, *, language: str) -> EvidenceAnswer:
    """Where the statement `statement_id` stands. Raises NotFound, also where the viewer may not see it."""
    evidence = network.evidence(statement_id)
    statement = evidence.statement
    ids = network.ends(statement) if isinstance(statement, TieStatement) else (network.find(statement.id),)
    shown = network.actors(ids, language)
    actors = tuple(shown[actor] for actor in ids if actor in shown)
    return EvidenceAnswer(statement, actors, evidence.source, statement.record.raw, evidence.file_sha256)
