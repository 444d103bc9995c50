"""Why a tie has its chance: the factors of one statement, for people. The same formula as `graphsvc.chances`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from graphsvc.chances import DAYS_A_YEAR, last_known_day
from graphsvc.kinds import Kinds
from graphsvc.model.statements import TieStatement
from graphsvc.store.days import first_day, last_day


@dataclass(frozen=True, slots=True)
class Factors:
    """What the chance of one statement is made of; `chance` is their product, at most the rules' `most`.

    Attributes:
        base: of the kind.
        formality, confidence, strength, age, crowd: factors, 1 where they change nothing.
        known: the last day on which the tie was known to hold; None where nothing is dated.
        years: since then; None likewise.
        members: how many are tied to the same body by this kind of tie.
    """

    base: float
    formality: float
    confidence: float
    strength: float
    age: float
    crowd: float
    chance: float
    known: date | None
    years: float | None
    members: int


def factors_of(tie: TieStatement, kinds: Kinds, as_of: date, *, said_on: int, members: int) -> Factors:
    """The factors of `tie`.

    Args:
        said_on: the day of its source, YYYYMMDD; 0: not known.
        members: how many different actors are tied to its alter by its kind.
    """
    record, rules = tie.record, kinds.chances
    kind = kinds.tie(record.kind)
    start = first_day(record.period.start.text if record.period.start else None)
    end = last_day(record.period.end.text if record.period.end else None)
    today = as_of.year * 10_000 + as_of.month * 100 + as_of.day
    day = last_known_day(start, end, said_on, today, is_momentary=kind.momentary)
    known = date(day // 10_000, day // 100 % 100, day % 100) if day else None
    years = None if known is None else max((as_of - known).days / DAYS_A_YEAR, 0.0)
    age = rules.unknown_date if years is None else float(2.0 ** -(years / kind.half_life))
    crowd = 1.0 if kind.two_mode else float(max(members - 1, 1) ** (-kind.crowd / 2))
    formality, confidence = rules.formality[record.formality.value], rules.confidence[record.confidence.value]
    strength = rules.strength_factor(record.strength)
    chance = rules.bounded(kind.chance * formality * confidence * strength * age * crowd)
    return Factors(
        kind.chance, formality, confidence, strength, age, crowd, chance, known, years, members if kind.crowd else 0
    )
