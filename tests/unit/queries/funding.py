"""Small networks of money: payments said by one source, and answers as names and amounts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from graphsvc.model.statements import ActorStatement, TieStatement
from graphsvc.model.values import FlowClass, Money, PartialDate, Period
from queries.funding_values import FundingPaths
from tests.networks import tie

PAID, GOT = FlowClass.DISBURSEMENT, FlowClass.INCOMING


def pays(
    key: str,
    ego: ActorStatement,
    alter: ActorStatement,
    amount: str | None = None,
    *,
    on: str | None = "2020-06-15",
    currency: str = "EUR",
    of: FlowClass = PAID,
    **facts: Any,
) -> TieStatement:
    """A statement that money went from `ego` to `alter`; without an amount it is only declared."""
    day = PartialDate(on) if on else None
    money = Money(FlowClass.DECLARED) if amount is None else Money(of, Decimal(amount), currency, day)
    return tie(key, ego, alter, kind="funds", money=money, period=Period(day, day), **facts)


def arrivals(answer: FundingPaths) -> dict[str, tuple[Decimal | None, Decimal | None, Decimal | None]]:
    """{recipient: (attributed, least, most)}."""
    return {one.actor.name: (one.attributed, one.least, one.most) for one in answer.recipients_found}


def ways(answer: FundingPaths) -> list[tuple[Decimal | None, tuple[str, ...]]]:
    """(amount, names) of the paths."""
    return [
        (path.amount, (path.steps[0].payer.name, *(step.recipient.name for step in path.steps)))
        for path in answer.paths
    ]


def hops(answer: FundingPaths) -> dict[tuple[str, str], tuple[Decimal | None, Decimal | None]]:
    """{(payer, recipient): (amount, attributed)}."""
    return {(hop.payer.name, hop.recipient.name): (hop.amount, hop.attributed) for hop in answer.hops}
