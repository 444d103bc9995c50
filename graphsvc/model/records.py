"""What an importer gives: records about actors and ties in the source's own keys, row issues, and tallies.

A record becomes a *statement* when a run gives it its source, its scope and its id (`graphsvc.model.statements`).
"""

from __future__ import annotations

from dataclasses import dataclass

from graphsvc.access import Sensitivity
from graphsvc.errors import InvalidValue
from graphsvc.model.values import (
    UNKNOWN_PERIOD,
    Confidence,
    Formality,
    Identifier,
    Money,
    Name,
    Period,
    Status,
    check_country,
)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in a source a statement stands: the file's name and a locator that a person can follow.

    Locators: `actors!12` (sheet and row), `row 12`, `XM-DAC-41121-2023-MEX/transaction[2]`, `K000377/terms/2`.
    """

    file: str
    locator: str

    def __str__(self) -> str:
        return f"{self.file}, {self.locator}"


@dataclass(frozen=True, slots=True)
class ActorRecord:
    """What one source says about one actor.

    Attributes:
        key: what names this actor inside the source (a row id, an identifier); the same in the next edition of the
            file. Never shown, never in an address.
        kind: a kind of actor of the registry (`organization`, `person`, ...).
        names: the first is the one the source prints; at least one.
        country: ISO 3166-1 alpha-2 (or XK); None where the source does not say.
        place_name: city or region as printed.
        attributes: further facts as (name, text) pairs, kept as they stand.
        sensitivity: stricter than the import's own if the row says so; None: the import's own.
        raw: the row or element as it stood, as (column, text) pairs.
    """

    place: Place
    key: str
    kind: str
    names: tuple[Name, ...]
    roles: frozenset[str] = frozenset()
    identifiers: tuple[Identifier, ...] = ()
    country: str | None = None
    place_name: str | None = None
    languages: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    note: str | None = None
    attributes: tuple[tuple[str, str], ...] = ()
    sensitivity: Sensitivity | None = None
    raw: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if not self.key:
            raise InvalidValue("An actor needs a key within its source.")
        if not self.names:
            raise InvalidValue("An actor needs a name.")
        if self.country is not None:
            check_country(self.country)


@dataclass(frozen=True, slots=True)
class TieRecord:
    """One statement by one source that two actors are related.

    Attributes:
        key: what names this statement inside the source, the same in the next edition of the file. Two identical
            rows have different keys (numbered): they may both be real.
        kind: a kind of tie of the registry.
        ego, alter: keys of actor records of the same source; the direction is the kind's.
        strength: a strength from 0 (excluded) to 1 that the source states; None where it states none.
        reporter: who says so, where the source passes on somebody else's word.
        money: for flows.
        note: a short remark of the source.
    """

    place: Place
    key: str
    kind: str
    ego: str
    alter: str
    period: Period = UNKNOWN_PERIOD
    formality: Formality = Formality.UNKNOWN
    status: Status = Status.REALISED
    confidence: Confidence = Confidence.STATED
    strength: float | None = None
    money: Money | None = None
    reporter: str | None = None
    note: str | None = None
    attributes: tuple[tuple[str, str], ...] = ()
    sensitivity: Sensitivity | None = None
    raw: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if not self.key:
            raise InvalidValue("A tie needs a key within its source.")
        if self.ego == self.alter:
            raise InvalidValue("A tie needs two different actors.")
        if self.strength is not None and not 0.0 < self.strength <= 1.0:
            raise InvalidValue("A strength lies above 0 and at most at 1.", value=str(self.strength))


@dataclass(frozen=True, slots=True)
class RowIssue:
    """Something about one row or element that a person should know.

    Attributes:
        rule: stable code such as `tie.unknown-kind`.
        column: the column or field, where it is one.
        value: what stood there (shortened to 200 characters); shown to the importing person only, never logged.
        advice: what to do about it.
        is_refusal: True: the row was skipped. False: it was taken, after a repair or with a doubt that is named here.
    """

    place: Place
    rule: str
    advice: str
    column: str | None = None
    value: str | None = None
    is_refusal: bool = True

    @property
    def is_repetition(self) -> bool:
        """Whether the row was skipped only because the same was taken already: nothing is lost by it."""
        return self.is_refusal and self.rule.endswith(".repeated")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many units of one sort an importer read, and what became of them: `read == kept + skipped`.

    A unit is what a person would count in the file: a row, an activity, a transaction, a membership. It is kept if at
    least one record came of it; otherwise a refusing row issue at its place gives the reason.
    """

    unit: str
    read: int
    kept: int
    skipped: int


Item = ActorRecord | TieRecord | RowIssue | Tally
"""What an importer yields, in any order; one Tally a sort of unit, at the end."""
