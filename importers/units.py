"""The units of a file: how many were read and kept, and why one cannot be taken."""

from __future__ import annotations

from graphsvc.model.records import Tally


class Unusable(Exception):
    """A unit that cannot be taken: the rule, what to do, the field and what stood there."""

    def __init__(self, rule: str, advice: str, column: str | None = None, value: str | None = None) -> None:
        super().__init__(rule)
        self.rule = rule
        self.advice = advice
        self.column = column
        self.value = value


class Units:
    """How many units of each sort were read and kept. A unit is kept when at least one record came of it."""

    def __init__(self) -> None:
        self._read: dict[str, int] = {}
        self._kept: dict[str, int] = {}

    def add(self, unit: str, read: int, kept: int) -> None:
        """Count `read` units, of which `kept` were kept."""
        self._read[unit] = self._read.get(unit, 0) + read
        self._kept[unit] = self._kept.get(unit, 0) + kept

    def tallies(self) -> list[Tally]:
        """One tally a sort of unit, in the order in which they were first read."""
        pairs = ((unit, read, self._kept.get(unit, 0)) for unit, read in self._read.items())
        return [Tally(unit, read, kept, read - kept) for unit, read, kept in pairs]
