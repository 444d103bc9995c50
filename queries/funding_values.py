"""What is answered about money: frozen values that page, JSON, CSV and command line share.

Amounts are exact decimals in the one currency of the answer. None is "not counted": somebody says that there is money,
or a project stands between, and nobody says how much, or what is said is not counted (`is_published`). Zero is zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from graphsvc.errors import Refused
from graphsvc.exchange_rates import NoRate, Rate
from graphsvc.identity.actors import Actor
from graphsvc.model.statements import Source, StatementId
from graphsvc.money_choice import Stage, Why
from graphsvc.traits import ActorClass

Pair = tuple[int, int]
"""Numbers of payer and recipient."""
LONGEST, USUAL_LONGEST = 6, 4
SHOWN, MOST_SHOWN = 20, 100
"""Recipients and paths."""


@dataclass(frozen=True, slots=True)
class Years:
    """From one year to another, both counted; None: without an end."""

    first: int | None = None
    last: int | None = None

    def has(self, year: int | None) -> bool:
        """Whether `year` is one of them; what has no year is only of all years."""
        if year is None:
            return self.first is None and self.last is None
        return (self.first is None or self.first <= year) and (self.last is None or year <= self.last)


class BadStage(Refused):
    """No stage of money has this name."""

    code = "flows.bad-stage"
    status = 400
    message = "There is no such stage of money."
    hint = f"Take one of {', '.join(Stage)}."


class BadCurrency(Refused):
    """No currency has this code."""

    code = "flows.bad-currency"
    status = 400
    message = "There is no such currency."
    hint = "Take a code of ISO 4217, such as USD."


class BadFlowQuestion(Refused):
    """The question about money cannot be answered as it stands."""

    code = "flows.bad-question"
    status = 400


class Place(StrEnum):
    """What a recipient does with what it gets."""

    END = "end"
    """It pays nobody: the money is where it was to go."""
    PASSES_ON = "passes-on"
    """It pays others: what it keeps is not traceable further."""
    UNREPORTED = "unreported"
    """An intermediary that reports no payment onward: all of it is not traceable further."""


@dataclass(frozen=True, slots=True)
class Aside:
    """An amount that is not in the sums, as stated: the same money told otherwise, or another stage of it."""

    statement: StatementId
    why: Why
    stage: Stage | None
    amount: Decimal | None
    currency: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Stated:
    """One amount of a cell as its source states it, with the rate that converted it (None: no need)."""

    statement: StatementId
    amount: Decimal
    currency: str
    converted: Decimal
    rate: Rate | None
    source: str


@dataclass(frozen=True, slots=True)
class ToldOfParts:
    """Of a cell's money so much is told of parts of its two ends by others; it counts there: (payer, recipient)."""

    amount: Decimal
    parts: tuple[tuple[Actor, Actor], ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One payer, one recipient, one year (None: no date).

    Attributes:
        amount: what is counted, returns and what counts with parts taken off; None: nothing is counted.
        is_published: whether anybody says an amount, counted or not: without one, how much is not known.
        of_parts: what counts with parts of the two, where there is any.
        attributed: how much of it is money of the asked payers, by proportional sharing; None where amount is.
        stated: what the amount is made of; asides: what confirms it or stands beside; both open their rows.
    """

    year: int | None
    amount: Decimal | None
    attributed: Decimal | None
    of_parts: ToldOfParts | None
    stated: tuple[Stated, ...]
    asides: tuple[Aside, ...]
    is_published: bool


@dataclass(frozen=True, slots=True)
class Hop:
    """Money from one actor to the next.

    Attributes:
        level: 1 from the asked payers, 2 from those they pay, ...
        amount, attributed: over the asked years; None: nothing is counted.
        is_published: whether anybody says an amount in them, counted or not.
        cells: by year; a year without a cell has no statement at all.
        project_statements: where a project stands between: those that tie the project to both.
        is_circle: it closes a circle, and is not drawn among the levels.
    """

    payer: Actor
    recipient: Actor
    level: int
    amount: Decimal | None
    attributed: Decimal | None
    cells: tuple[Cell, ...]
    project_statements: tuple[StatementId, ...]
    is_circle: bool
    is_published: bool


@dataclass(frozen=True, slots=True)
class LevelTotal:
    """What is paid at one level in one year (None: all asked years); never to be added to that of another level.

    `amount` and `attributed` are None where of all its hops none is counted: of `unpublished` hops nobody says an
    amount, of `uncounted` ones somebody does, and it is not counted here.
    """

    level: int
    year: int | None
    amount: Decimal | None
    attributed: Decimal | None
    hops: int
    unpublished: int
    uncounted: int


@dataclass(frozen=True, slots=True)
class YearAmount:
    """An amount in one year."""

    year: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Recipient:
    """What comes to one recipient of the money of the asked payers, each unit once.

    Attributes:
        attributed: by proportional sharing; least, most: however it is mixed on the way (None also for those after the
            first, in a very large network). None: nobody says how much.
        kept: what stays; received: all that it gets in these years, from anybody; share: attributed of received.
        years: when it arrives; what arrives again in another year counts in each.
        steps: the fewest hops from the payers.
    """

    actor: Actor
    attributed: Decimal | None
    least: Decimal | None
    most: Decimal | None
    kept: Decimal | None
    received: Decimal | None
    share: float | None
    years: tuple[YearAmount, ...]
    steps: int
    place: Place


@dataclass(frozen=True, slots=True)
class Step:
    """One hop of a path: when, how surely, who says so; whether anybody says an amount, counted or not."""

    payer: Actor
    recipient: Actor
    amount: Decimal | None
    attributed: Decimal | None
    first_year: int | None
    last_year: int | None
    statuses: tuple[str, ...]
    statements: tuple[StatementId, ...]
    is_project: bool
    is_published: bool


@dataclass(frozen=True, slots=True)
class FundingPath:
    """One way of the money; `amount` is how much of the first payer's goes all of it, None where a hop is unknown.

    Paths to one recipient never carry more together than comes to it; those to different ones share their beginnings.
    """

    steps: tuple[Step, ...]
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Statements on the hops of this answer that are not in the sums, for one reason; sums by currency as stated."""

    why: Why | NoRate
    statements: int
    sums: tuple[tuple[str, Decimal], ...]
    first: tuple[StatementId, ...]


@dataclass(frozen=True, slots=True)
class Party:
    """One end of the question: named actors, a class, and how many it stands for."""

    actors: tuple[Actor, ...]
    of_class: ActorClass | None
    stands_for: int


@dataclass(frozen=True, slots=True)
class FundingPaths:
    """Where the money of some goes, or where that of others comes from.

    Attributes:
        payers: None: everybody whose money comes to the recipients. recipients: None: everybody it goes to.
        stages: for each stage, how many pairs in a year have an amount; `stage` is the one that is counted.
        years: those with counted money; year: the one asked for, None: all.
        money: what the payers had (own or got; where none are asked for, own); at_ends of it comes to rest at
            recipients that are its end, not_traceable with those who report no more onward, back with the payers
            themselves. All None where they pay and nobody publishes how much.
        levels: totals, for each level by itself.
        hops: largest first within a level; hops_total: how many there are.
        recipients_found: those asked for that any money comes to, most first; recipients_total: how many there are.
        paths: widest first; then those with an unknown hop.
        circles: actors whose money comes round to them, the first 50 of each; last those who only pass money round
            among themselves, which is in no sum.
        left_out: what is not in the sums. rates: every rate that was used.
        first_day, last_day: of the counted statements.
        missing: codes: `no-amounts`, `not-counted`, `not-traceable`, `unconverted`, `undated`, `one-side`, `circles`,
            `round-about`, `returned`, `more-hops`, `more-recipients`, `more-paths`, `more-ranges`.
    """

    payers: Party | None
    recipients: Party | None
    stage: Stage
    stages: tuple[tuple[Stage, int], ...]
    currency: str
    year: int | None
    years: tuple[int, ...]
    money: Decimal | None
    at_ends: Decimal | None
    not_traceable: Decimal | None
    back: Decimal | None
    levels: tuple[LevelTotal, ...]
    hops: tuple[Hop, ...]
    hops_total: int
    recipients_found: tuple[Recipient, ...]
    recipients_total: int
    paths: tuple[FundingPath, ...]
    circles: tuple[tuple[Actor, ...], ...]
    left_out: tuple[LeftOut, ...]
    rates: tuple[Rate, ...]
    first_day: date | None
    last_day: date | None
    sources: tuple[Source, ...]
    missing: tuple[str, ...]
