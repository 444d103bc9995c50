"""How much what is known of a tie counts for an introduction: an installation's rules, read from its kinds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any

from graphsvc.errors import BadSetting
from graphsvc.model.values import Confidence, Formality

_TABLES: Mapping[str, type[Formality | Confidence]] = MappingProxyType(
    {"formality": Formality, "confidence": Confidence}
)
_HINT = "The shipped graphsvc/kinds.toml has every name, under [chance]."


@dataclass(frozen=True, slots=True)
class ChanceRules:
    """Factors and bounds of the chance that a tie carries an introduction; `kinds.toml` has defaults, not facts.

    Attributes:
        formality, confidence: a factor for each, above 0.
        unknown_date: the factor of a tie without any date.
        strength_low, strength_high: the factors of a stated strength of 0 and of 1; between them it is a line.
        most, least: no tie has a larger chance; one with a smaller carries no route.
        prior: how many requests the estimate weighs when real outcomes come in.
        strong, moderate: from which chance on a tie is called so; route_strong, route_moderate: a whole route.
    """

    formality: Mapping[str, float]
    confidence: Mapping[str, float]
    unknown_date: float
    strength_low: float
    strength_high: float
    most: float
    least: float
    prior: float
    strong: float
    moderate: float
    route_strong: float
    route_moderate: float

    def strength_factor(self, strength: float | None) -> float:
        """What a stated strength (0 to 1) counts; none counts 1."""
        if strength is None:
            return 1.0
        return self.strength_low + (self.strength_high - self.strength_low) * strength

    def bounded(self, chance: float) -> float:
        """`chance`, at most `most`."""
        return min(chance, self.most)


def read_rules(tables: Sequence[tuple[str, Mapping[str, Any]]]) -> ChanceRules:
    """The rules of several files in turn: (file, its table [chance]); a later one replaces what it names.

    Raises:
        BadSetting: an unknown name, something that is no number, or bounds that do not fit each other.
    """
    numbers: dict[str, float] = {}
    factors: dict[str, dict[str, float]] = {name: {} for name in _TABLES}
    for file, table in tables:
        for name, value in table.items():
            where = f"{file}, [chance] {name}"
            if name in _TABLES:
                factors[name] |= _factors(where, value, {member.value for member in _TABLES[name]})
            elif name in {field.name for field in fields(ChanceRules)}:
                numbers[name] = _number(where, value)
            else:
                raise BadSetting(f"{where}: unknown.", hint=_HINT)
    missing = {field.name for field in fields(ChanceRules)} - numbers.keys() - factors.keys()
    missing |= {name for name, members in _TABLES.items() if len(factors[name]) != len(members)}
    if missing:
        raise BadSetting(f"[chance]: {', '.join(sorted(missing))} is missing.", hint=_HINT)
    formality, confidence = (MappingProxyType(factors[name]) for name in ("formality", "confidence"))
    rules = ChanceRules(formality=formality, confidence=confidence, **numbers)
    _check(rules)
    return rules


def _factors(where: str, value: Any, members: set[str]) -> dict[str, float]:
    if not isinstance(value, dict) or value.keys() - members:
        raise BadSetting(f"{where}: use {', '.join(sorted(members))}.", hint=_HINT)
    return {name: _number(f"{where}.{name}", number) for name, number in value.items()}


def _number(where: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0.0 < value <= 1000.0:
        raise BadSetting(f"{where}: not a number above 0.", hint=_HINT)
    return float(value)


def _check(rules: ChanceRules) -> None:
    fits = (
        rules.least < rules.most < 1.0
        and rules.moderate <= rules.strong <= 1.0
        and rules.route_moderate <= rules.route_strong <= 1.0
        and rules.strength_low <= rules.strength_high
        and rules.unknown_date <= 1.0
    )
    if not fits:
        raise BadSetting("[chance]: most is below 1 and above least; strong is not below moderate; low not above high.")
