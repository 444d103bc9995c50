"""What one actor's money hangs on: funders, intermediaries, who else could fund it. One answer for page and tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial

from graphsvc.access import Permission
from graphsvc.network import Network
from queries.funding_dependence import FundingDependence, find_funding_dependence
from queries.funding_ledger import ledger_of
from web.asking import Asking
from web.budgets import FLOWS
from web.flow_form import FlowForm, parameters
from web.flow_view import FlowView, view_of
from web.introductions import today
from web.pages import Page, Parameter
from web.spreadsheets import Row, Value
from web.typed_names import kept_text

COLUMNS = (
    *("part", "id", "name", "currency", "amount", "least", "most", "share", "unpublished", "peers", "note"),
    "introduction",
)


def show_dependence(asked: Asking, actor: str, **given: str | None) -> FundingDependence:
    """What the money of `actor` hangs on. Raises NotFound, BadStage, BadCurrency, BadFlowQuestion."""
    wanted = FlowForm.read(given).question(asked.network.kinds, partial(kept_text, asked))
    return find_funding_dependence(
        asked.network,
        actor,
        as_of=today(),
        stage=wanted.stage,
        currency=wanted.currency,
        year=wanted.year,
        language=asked.language,
    )


def show_form(asked: Asking, _answer: FundingDependence | None, **given: str | None) -> FlowView:
    """What the page shows of its form."""
    form = FlowForm.read({name: text for name, text in given.items() if name != "actor"})
    return view_of(asked, form.listing("to", [given.get("actor") or ""]), None)


def dependence_rows(answer: FundingDependence) -> Iterator[Row]:
    """The columns' names, then all parts of the answer. An empty amount is not published."""
    code, spread = answer.currency, answer.concentration
    yield COLUMNS
    yield _row(
        "whole",
        id=answer.actor.id,
        name=answer.actor.name,
        currency=code,
        amount=answer.received,
        unpublished=answer.unpublished,
        note=None if spread.as_if is None else f"as if {spread.as_if:.1f} equal funders",
    )
    yield _row("shares are of", currency=code, amount=answer.shared)
    for funder in answer.funders:
        share = _share(funder.share)
        yield _row(
            "funder", id=funder.actor.id, name=funder.actor.name, currency=code, amount=funder.amount, share=share
        )
    for one in answer.through:
        yield _row(
            "through",
            id=one.actor.id,
            name=one.actor.name,
            currency=code,
            amount=one.amount,
            least=one.least,
            most=one.most,
            share=_share(one.share),
            note="the only way" if one.is_only_way else None,
        )
    yield from _others(answer)


def _others(answer: FundingDependence) -> Iterator[Row]:
    for actor in answer.independent:
        yield _row("independent within two steps", id=actor.id, name=actor.name)
    for peer in answer.peer_funders:
        route = peer.introduction
        yield _row(
            "funds peers",
            id=peer.actor.id,
            name=peer.actor.name,
            peers=peer.peers,
            note="; ".join(actor.name for actor in peer.first_peers),
            introduction=None if route is None else " > ".join(actor.name for actor in route.actors),
        )


def _share(share: float | None) -> Decimal | None:
    return None if share is None else Decimal(f"{share:.4f}")


def _row(part: str, **cells: Value) -> Row:
    return (part, *(cells.get(column) for column in COLUMNS[1:]))


def dependence_example(network: Network) -> Mapping[str, str]:
    """The actor with most counted payers; where nobody says amounts, the first one."""
    payers: dict[int, int] = {}
    for _, recipient in ledger_of(network).paid:
        payers[recipient] = payers.get(recipient, 0) + 1
    number = min(payers, key=lambda one: (-payers[one], one), default=0)
    return {"actor": network.snapshot.actors.ids[number]}


FLOW_DEPENDENCE = Page(
    name="flows.dependence",
    path="/flows/dependence",
    summary="What one actor's money depends on: its funders, the intermediaries on its way, who else could fund it.",
    permission=Permission.READ,
    ask=show_dependence,
    answer=FundingDependence,
    template="flows/dependence.html",
    example=dependence_example,
    parameters=(
        Parameter("actor", "Id of the actor that gets the money.", is_required=True),
        *(one for one in parameters() if one.name in ("year", "stage", "currency")),
    ),
    budget=FLOWS,
    records=True,
    form=show_form,
    table=dependence_rows,
    recorded=("actor",),
)
