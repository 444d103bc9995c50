"""The table of an answer on funding: its hops by level, each with its cells by year, and the totals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from queries.funding_values import Cell, FundingPaths, Hop, LevelTotal
from web.formats import named

FEWEST_ROWS, MOST_ROWS, FEW_MORE = 5, 12, 2
"""Of a level so many rows are seen at once; one or two more are not worth folding."""


@dataclass(frozen=True, slots=True)
class ShownHop:
    """A row: the number of the hop in the answer, from 1, its two ends in words, its cells by year (None: no date)."""

    number: int
    hop: Hop
    ends: str
    cells: Mapping[int | None, Cell]


@dataclass(frozen=True, slots=True)
class ShownLevel:
    """One level of the table.

    Attributes:
        whole: its total over the asked years; totals: of each year, None where nobody publishes an amount.
        years: the columns; has_undated: whether there is one for what has no date.
    """

    number: int
    whole: LevelTotal
    totals: Mapping[int, Decimal | None]
    years: tuple[int, ...]
    has_undated: bool
    rows: tuple[ShownHop, ...]

    @property
    def has_total(self) -> bool:
        """Whether there is a column of totals: one year is its own total."""
        return len(self.years) != 1

    @property
    def first(self) -> tuple[ShownHop, ...]:
        """The rows that are seen at once: those with an amount, at least a few."""
        known = sum(1 for row in self.rows if row.hop.amount is not None)
        seen = min(max(known, FEWEST_ROWS), MOST_ROWS)
        return self.rows if len(self.rows) <= seen + FEW_MORE else self.rows[:seen]

    @property
    def folded(self) -> tuple[ShownHop, ...]:
        """The others, which are folded away."""
        return self.rows[len(self.first) :]


def _row(number: int, hop: Hop) -> ShownHop:
    ends = f"{named(hop.payer)} – {named(hop.recipient)}"
    return ShownHop(number, hop, ends, {cell.year: cell for cell in hop.cells})


def levels_of(answer: FundingPaths) -> tuple[ShownLevel, ...]:
    """The levels of the table, the payers' own first."""
    rows: dict[int, list[ShownHop]] = {}
    for number, hop in enumerate(answer.hops, 1):
        rows.setdefault(hop.level, []).append(_row(number, hop))
    found = []
    for whole in answer.levels:
        if whole.year is not None:
            continue
        held = tuple(rows.get(whole.level, ()))
        totals = {one.year: one.amount for one in answer.levels if one.level == whole.level and one.year is not None}
        columns = sorted(totals) if answer.year is None else [answer.year]
        is_undated = any(None in row.cells for row in held)
        found.append(ShownLevel(whole.level, whole, totals, tuple(columns), is_undated, held))
    return tuple(found)
