"""Which statements about money are counted, so that none is counted twice, and which are shown beside as confirmation.

The same money is told again and again: promised, committed and paid; by who gave it and by who got it; by one source
and by another. So, for one answer:

1. one *stage* only: paid, committed, promised, budgeted, spent or lent. Where none is asked for, the one with amounts
   for most pairs of payer and recipient in a year; of equally many, the first in this order;
2. for each pair one *side* only: the payer's, or the recipient's where that states more years. It is not chosen year by
   year: what is paid on the last days of one year often arrives in the next, and would be counted in both;
3. on that side for each year one *source* only: the one with most statements on that pair in that year, of equally many
   the newest, then the first by id.

What is planned or called off is never counted. Amounts keep their sign: a return lowers the sum.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, StrEnum

from graphsvc.model.statements import StatementId
from graphsvc.model.values import FlowClass, PartialDate, Status


class Stage(StrEnum):
    """How far money has come. Money of different stages is never added up."""

    PAID = "paid"
    COMMITTED = "committed"
    PROMISED = "promised"
    BUDGETED = "budgeted"
    SPENT = "spent"
    LENT = "lent"


class Side(StrEnum):
    """Who states it."""

    PAYER = "payer"
    RECIPIENT = "recipient"


class Why(StrEnum):
    """Why a statement is not counted; the last two are found later, by whoever converts and adds up."""

    OTHER_STAGE = "other-stage"
    OTHER_SIDE = "other-side"
    OTHER_SOURCE = "other-source"
    PLANNED = "planned"
    ENDED = "called-off"
    NO_AMOUNT = "no-amount"
    NO_YEAR = "no-year"
    UNCONVERTED = "unconverted"
    ROUND_ABOUT = "round-about"


class _Place(Enum):
    """The stage and side of each class of flow; a declared one has no amount and is of no stage."""

    DISBURSEMENT = (Stage.PAID, Side.PAYER)
    INCOMING = (Stage.PAID, Side.RECIPIENT)
    COMMITMENT = (Stage.COMMITTED, Side.PAYER)
    INCOMING_COMMITMENT = (Stage.COMMITTED, Side.RECIPIENT)
    PLEDGE = (Stage.PROMISED, Side.PAYER)
    INCOMING_PLEDGE = (Stage.PROMISED, Side.RECIPIENT)
    BUDGET = (Stage.BUDGETED, Side.PAYER)
    EXPENDITURE = (Stage.SPENT, Side.PAYER)
    LOAN = (Stage.LENT, Side.PAYER)


@dataclass(frozen=True, slots=True)
class MoneySaid:
    """One statement about money, as much of it as the choice looks at.

    Attributes:
        payer, recipient: numbers of the actors.
        day: when it moved; its year is the year it counts in.
        newest: what orders sources by their age (published on), greater is newer.
    """

    id: StatementId
    payer: int
    recipient: int
    flow_class: FlowClass
    amount: Decimal | None
    currency: str | None
    day: PartialDate | None
    value_date: PartialDate | None
    status: Status
    source: str
    newest: str = ""

    @property
    def stage(self) -> Stage | None:
        """How far the money has come; None where no amount is stated."""
        return None if self.flow_class is FlowClass.DECLARED else _Place[self.flow_class.name].value[0]

    @property
    def side(self) -> Side | None:
        """Who states it."""
        return None if self.flow_class is FlowClass.DECLARED else _Place[self.flow_class.name].value[1]

    @property
    def year(self) -> int | None:
        """The year in which it counts."""
        known = self.day or self.value_date
        return int(known.text[:4]) if known else None


@dataclass(frozen=True, slots=True)
class Beside:
    """A statement that is not counted, and why."""

    said: MoneySaid
    why: Why


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is counted under one stage, what is not, and how many pairs in a year each stage has amounts for."""

    stage: Stage
    counted: tuple[MoneySaid, ...]
    beside: tuple[Beside, ...]
    pairs: tuple[tuple[Stage, int], ...]


def choose(statements: Iterable[MoneySaid], stage: Stage | None = None) -> Chosen:
    """Choose among `statements` by the rule of this module; counted and beside are in the order of their ids."""
    beside: list[Beside] = []
    usable: list[MoneySaid] = []
    for said in sorted(statements, key=lambda one: one.id):
        why = _unusable(said)
        if why is None:
            usable.append(said)
        else:
            beside.append(Beside(said, why))
    pairs = _pairs(usable)
    taken = stage or max(Stage, key=lambda one: (dict(pairs)[one], -list(Stage).index(one)))
    groups: dict[tuple[int, int], list[MoneySaid]] = defaultdict(list)
    for said in usable:
        if said.stage is taken:
            groups[said.payer, said.recipient].append(said)
        else:
            beside.append(Beside(said, Why.OTHER_STAGE))
    counted: list[MoneySaid] = []
    for group in groups.values():
        side = _side(group)
        beside += [Beside(said, Why.OTHER_SIDE) for said in group if said.side is not side]
        years: dict[int | None, list[MoneySaid]] = defaultdict(list)
        for said in group:
            if said.side is side:
                years[said.year].append(said)
        for some in years.values():
            kept, left = _of_one_source(some)
            counted += kept
            beside += left
    counted.sort(key=lambda one: one.id)
    beside.sort(key=lambda one: one.said.id)
    return Chosen(taken, tuple(counted), tuple(beside), pairs)


def _unusable(said: MoneySaid) -> Why | None:
    if said.amount is None or said.stage is None:
        return Why.NO_AMOUNT
    if said.status is Status.PLANNED and said.stage is not Stage.BUDGETED:
        return Why.PLANNED
    if said.status is Status.ENDED and not said.flow_class.is_paid:
        return Why.ENDED
    return Why.NO_YEAR if said.year is None else None


def _pairs(usable: Sequence[MoneySaid]) -> tuple[tuple[Stage, int], ...]:
    found: dict[Stage, set[tuple[int, int, int | None]]] = {stage: set() for stage in Stage}
    for said in usable:
        if said.stage is not None:
            found[said.stage].add((said.payer, said.recipient, said.year))
    return tuple((stage, len(pairs)) for stage, pairs in found.items())


def _side(group: Sequence[MoneySaid]) -> Side:
    years = {side: len({said.year for said in group if said.side is side}) for side in Side}
    return Side.PAYER if years[Side.PAYER] >= years[Side.RECIPIENT] else Side.RECIPIENT


def _of_one_source(some: Sequence[MoneySaid]) -> tuple[list[MoneySaid], list[Beside]]:
    sources: dict[str, list[MoneySaid]] = defaultdict(list)
    for said in some:
        sources[said.source].append(said)
    by_id = sorted(sources)
    best = max(by_id, key=lambda one: (len(sources[one]), sources[one][0].newest, -by_id.index(one)))
    return sources[best], [Beside(said, Why.OTHER_SOURCE) for said in some if said.source != best]
