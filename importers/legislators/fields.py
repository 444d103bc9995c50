"""Taking fields out of YAML mappings: what is left over is reported once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from graphsvc.errors import InvalidValue
from graphsvc.model.records import Item, Place, RowIssue, Tally
from graphsvc.model.values import PartialDate, Period
from importers.reading.cleaning import ADVICE, clean, one_line
from importers.reading.yaml import YamlValue


class Unusable(Exception):
    """A unit that cannot be taken: the rule, what to do, the field and what stood there."""

    def __init__(self, rule: str, advice: str, column: str | None = None, value: str | None = None) -> None:
        super().__init__(rule)
        self.rule = rule
        self.advice = advice
        self.column = column
        self.value = value


@dataclass(slots=True)
class Log:
    """What is reported beside the records: issues, counts of units, and fields that are not known."""

    issues: list[RowIssue] = field(default_factory=list)
    _counts: dict[str, list[int]] = field(default_factory=dict)
    _unknown: set[str] = field(default_factory=set)

    def kept(self, unit: str) -> None:
        """Count a unit from which a record came."""
        self._count(unit, 0)

    def refuse(self, unit: str, place: Place, problem: Unusable) -> None:
        """Count a unit that is skipped, with its reason."""
        self._count(unit, 1)
        value = problem.value[:200] if problem.value is not None else None
        self.issues.append(RowIssue(place, problem.rule, problem.advice, problem.column, value))

    def note(self, place: Place, rule: str, advice: str, column: str | None = None, value: str | None = None) -> None:
        """Report a doubt or repair of a unit that is taken."""
        shown = value[:200] if value is not None else None
        self.issues.append(RowIssue(place, rule, advice, column, shown, is_refusal=False))

    def leftovers(self, place: Place, fields: Iterable[str], known: frozenset[str], path: str) -> None:
        """Report fields that are neither read nor known to be left out, each once."""
        for name in fields:
            label = f"{path}{name}"
            if name not in known and label not in self._unknown:
                self._unknown.add(label)
                self.note(place, "field.unknown", "This field is not known and was left out.", label)

    def _count(self, unit: str, column: int) -> None:
        self._counts.setdefault(unit, [0, 0])[column] += 1

    def items(self) -> Iterable[Item]:
        """The issues, then one tally a sort of unit."""
        yield from self.issues
        for unit, (kept, skipped) in self._counts.items():
            yield Tally(unit, kept + skipped, kept, skipped)


def mapping(value: YamlValue, path: str) -> dict[str, YamlValue]:
    """A copy of `value` to take fields out of. Raises Unusable where it is no mapping."""
    if not isinstance(value, dict):
        raise Unusable("field.shape", f"{path} must be a mapping of fields.", path)
    return dict(value)


def sequence(value: YamlValue, path: str) -> list[YamlValue]:
    """`value` as a list; empty where there is none. Raises Unusable where it is something else."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise Unusable("field.shape", f"{path} must be a list.", path)
    return value


def text(fields: dict[str, YamlValue], name: str, log: Log, place: Place) -> str | None:
    """The cleaned text of a field that is taken out; None where it is empty or not there.

    Raises:
        Unusable: the field holds a list or mapping, or characters that cannot be used.
    """
    value = fields.pop(name, None)
    if value is None:
        return None
    if not isinstance(value, str):
        raise Unusable("field.shape", f"{name} must be a text.", name)
    cleaned = clean(one_line(value))
    if cleaned.refusal is not None:
        raise Unusable(cleaned.refusal, ADVICE[cleaned.refusal], name, value)
    for rule in (*cleaned.repairs, *cleaned.doubts):
        log.note(place, rule, ADVICE[rule], name, value)
    return cleaned.text or None


def needed(fields: dict[str, YamlValue], name: str, log: Log, place: Place) -> str:
    """As `text`, and raises Unusable where it is empty or not there."""
    value = text(fields, name, log, place)
    if value is None:
        raise Unusable("field.missing", f"Give the field {name}.", name)
    return value


def period(start: str | None, end: str | None) -> Period:
    """The period between two texts. Raises Unusable for impossible dates and an end before the start."""
    for name, value in (("start", start), ("end", end)):
        try:
            Period.parse(value, None)
        except InvalidValue:
            raise Unusable("date.impossible", "Write a day that exists as 2019-10-08.", name, value) from None
    try:
        return Period.parse(start, end)
    except InvalidValue:
        raise Unusable("period.reversed", "The end is before the start.", "end", end) from None


def is_over(held: Period, known_on: PartialDate | None) -> bool:
    """Whether the period has ended on the day up to which the file can know."""
    return known_on is not None and held.end is not None and held.end.last_day < known_on.first_day


def raw_pairs(fields: dict[str, YamlValue], left_out: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """The plain texts of a mapping as (field, text) pairs, personal fields left out."""
    return tuple((name, value) for name, value in fields.items() if isinstance(value, str) and name not in left_out)
