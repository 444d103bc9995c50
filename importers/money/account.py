"""The account of one import of money: what was read and kept, what is refused, what the totals leave out."""

from __future__ import annotations

from collections.abc import Iterator

from graphsvc.model.records import Item, Place, RowIssue
from graphsvc.model.values import FlowClass, Money
from importers.money.leftout import LeftOut
from importers.units import Units, Unusable

Note = tuple[str, str, str, str | None]
"""Rule, advice, column and value of a doubt or repair."""


def noted(place: Place, notes: list[Note]) -> list[RowIssue]:
    """The notes as issues that refuse nothing."""
    return [
        RowIssue(place, rule, advice, column, None if value is None else value[:200], is_refusal=False)
        for rule, advice, column, value in notes
    ]


class Account:
    """Counts units of one sort, and holds each to have been said once.

    Refusals under the rules `no_money` leave nothing out of the totals; a repeated unit is one, since it counts once.

    What grows with the files is one number for each unit, to know repetitions.
    """

    def __init__(self, unit: str, no_money: tuple[str, ...] = ()) -> None:
        self.unit = unit
        self.units = Units()
        self.units.add(unit, 0, 0)
        self._repeated = f"{unit}.repeated"
        self._no_money = frozenset({self._repeated, *no_money})
        self._left_out = LeftOut()
        self._seen: dict[str, int] = {}

    def refuse(self, place: Place, problem: Unusable, flow_class: FlowClass | None, money: Money | None) -> RowIssue:
        """The issue of a unit that is not taken; its money goes into the account of what is left out."""
        self.units.add(self.unit, 1, 0)
        if problem.rule not in self._no_money:
            self._left_out.add(place, problem.rule, flow_class, money)
        value = problem.value[:200] if problem.value is not None else None
        return RowIssue(place, problem.rule, problem.advice, problem.column, value)

    def keep(self) -> None:
        """Count a unit that is taken."""
        self.units.add(self.unit, 1, 1)

    def check_new(self, number: str, says: int, column: str) -> None:
        """Remember what the unit `number` says.

        Args:
            number: its id.
            says: a hash of what it says.
            column: where the id stands, for the error.

        Raises:
            Unusable: no id, or one that was met before, with the same content or with other.
        """
        if not number:
            raise Unusable(f"{self.unit}.no-id", f"Give the {self.unit} its id.", column)
        before = self._seen.get(number)
        if before is None:
            self._seen[number] = says
            return
        if before == says:
            advice = f"The same {self.unit} stands in these files already; it was counted once."
            raise Unusable(self._repeated, advice, column, number)
        advice = f"Another {self.unit} of this id stands in these files already; only that one was taken."
        raise Unusable(f"{self.unit}.id-twice", f"{advice} Keep the newer.", column, number)

    def end(self) -> Iterator[Item]:
        """What was left out, and the counts."""
        yield from self._left_out.notes()
        yield from self.units.tallies()
