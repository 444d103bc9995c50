"""Which meetings are more than chance: the stochastic degree sequence model of two-mode ties (Neal 2014).

Every actor is thought to keep how often it takes part, and every event how many do; who takes part where is otherwise
by chance. The chance of each participation comes from the bipartite configuration model (Saracco and others 2015):
p_ij = x_i y_j / (1 + x_i y_j) with row and column sums as they are. The number of events that two actors share is then
a sum of independent events of the chances p_ik p_jk (Poisson binomial), and the chance of as many or more is computed
exactly, not by a normal approximation. All pairs of actors are thought of as tested, those that share nothing too, and
p-values are adjusted for that many tests (Benjamini and Hochberg 1995).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from graphsvc.kernel.compiled import F64, I64, kernel, sealed
from graphsvc.kernel.projection import LARGEST, Attendance, meetings
from graphsvc.kernel.threads import each

NEAR = 1e-10
"""How near expected sums must come to the real ones, as a share of them."""
MOST_TURNS = 100_000
_PARTS = 16


class NotSettled(ArithmeticError):
    """The chances of the configuration model could not be found to the precision that is promised."""


@dataclass(frozen=True, slots=True)
class Chances:
    """The chance of each cell of a two-mode table; rows of equal sums have equal chances, and so have columns.

    Attributes:
        row, column: the class of each row and column.
        chance: by class of row and class of column.
        columns: how many columns each class has.
    """

    row: I64
    column: I64
    chance: F64
    columns: I64

    def table(self) -> F64:
        """The chance of every cell: rows x columns."""
        return self.chance[np.ix_(self.row, self.column)]


@dataclass(frozen=True, slots=True)
class Backbone:
    """Pairs who share an event: `one` < `other`, sorted; at how many they met, and how likely so many are by chance.

    Attributes:
        p_value: the chance of as many shared events or more.
        adjusted: the same for the number of tests: keeping pairs of at most 0.05 means that about one in twenty of
            those kept is there by chance.
        left_out: number of events that were too large, see `graphsvc.kernel.projection`.
    """

    one: I64
    other: I64
    shared: I64
    p_value: F64
    adjusted: F64
    left_out: int

    def kept(self, level: float = 0.05) -> NDArray[np.bool_]:
        """Which pairs are more than chance."""
        return np.asarray(self.adjusted <= level)


def backbone(event: ArrayLike, person: ArrayLike, *, largest: int = LARGEST) -> Backbone:
    """Tests every pair that shares an event, out of rows (event, person); the same row twice counts once.

    Raises:
        ValueError: arrays of different lengths, or a number below 0.
        NotSettled: see there; not met so far.
    """
    met = meetings(event, person, largest=largest)
    kept = Attendance.of(event, person).up_to(largest)
    people, place = np.unique(kept.person, return_inverse=True)
    chances = configuration(np.bincount(place), np.diff(kept.bounds))
    one, other = (chances.row[np.searchsorted(people, side)] for side in (met.one, met.other))
    p_value = _tail_of_each(chances, np.minimum(one, other), np.maximum(one, other), met.shared)
    tests = people.size * (people.size - 1) // 2
    return Backbone(met.one, met.other, met.shared, p_value, adjusted(p_value, tests), met.left_out)


def configuration(row_sums: ArrayLike, column_sums: ArrayLike) -> Chances:
    """The chance of each cell of a 0-1 table of these sums, the least biased one (maximum entropy).

    Cells that no table of these sums has otherwise (a full row, say) have the chance 0 or 1.

    Raises:
        ValueError: no table has such sums.
        NotSettled: see there.
    """
    rows, columns = np.asarray(row_sums, dtype=np.int64), np.asarray(column_sums, dtype=np.int64)
    r, row, in_row = np.unique(-rows, return_inverse=True, return_counts=True)
    c, column, in_column = np.unique(-columns, return_inverse=True, return_counts=True)
    if rows.sum() != columns.sum() or not _exists(-r, in_row, -c, in_column):
        raise ValueError("No table of 0 and 1 has these sums of rows and columns.")
    return Chances(row, column, _divided(-r, in_row, -c, in_column), in_column)


def upper_tails(chance: ArrayLike, most: int) -> F64:
    """P(X >= k) for k = 0 to `most`, X the number of independent events of these chances that happen. Exact."""
    chances = sealed(np.asarray(chance, dtype=np.float64))
    return _tails(chances, sealed(np.ones(chances.size, dtype=np.int64)), most)


def adjusted(p_value: F64, tests: int) -> F64:
    """p-values adjusted for `tests` tests, of which those not given are 1 (Benjamini and Hochberg 1995)."""
    order = np.argsort(p_value, kind="stable")
    raised = p_value[order] * tests / np.arange(1, p_value.size + 1)
    result = np.empty(p_value.size)
    result[order] = np.minimum(np.minimum.accumulate(raised[::-1])[::-1], 1.0)
    return result


def _exists(r: I64, in_row: I64, c: I64, in_column: I64) -> bool:
    """Whether a table has these sums, each class given once, falling (Gale 1957, Ryser 1957)."""
    if min(r.min(initial=0), c.min(initial=0)) < 0:
        return False
    above = np.cumsum(in_row)
    room = (np.minimum(c[None, :], above[:, None]) * in_column).sum(axis=1)
    return bool((np.cumsum(r * in_row) <= room).all())


def _divided(r: I64, in_row: I64, c: I64, in_column: I64) -> F64:
    """The chances by class, classes of falling sums; cells that can only be 0 or 1 are found first.

    Where the a largest rows hold as much as they can at all, their cells in columns of a or more are 1, and the cells
    of the other rows in columns of a or fewer are 0; what is left are two tables of their own.
    """
    chance = np.zeros((r.size, c.size))
    if not chance.size:
        return chance
    for cut in range(r.size + 1):
        above = int(in_row[:cut].sum())
        full, more, less = c >= above, c > above, c < above
        divides = bool((~less).any() if cut == r.size else (~more).any() if cut == 0 else True)
        if divides and (r * in_row)[:cut].sum() == (np.minimum(c, above) * in_column).sum():
            chance[:cut, full] = 1.0
            held = int(in_column[full].sum())
            chance[:cut, less] = _divided(r[:cut] - held, in_row[:cut], c[less], in_column[less])
            chance[cut:, more] = _divided(r[cut:], in_row[cut:], c[more] - above, in_column[more])
            return chance
    return _settled(r.astype(np.float64), in_row, c.astype(np.float64), in_column)


def _settled(r: F64, in_row: I64, c: F64, in_column: I64) -> F64:
    """x_i y_j / (1 + x_i y_j) with the sums r and c, by fixed-point steps in turn for x and y."""
    scale = np.sqrt(float((r * in_row).sum()))
    x, y = r / scale, c / scale
    for _ in range(MOST_TURNS):
        x = r / (y * in_column / (1.0 + np.outer(x, y))).sum(axis=1)
        y = c / ((x * in_row)[:, None] / (1.0 + np.outer(x, y))).sum(axis=0)
        product = np.outer(x, y)
        chance: F64 = product / (1.0 + product)
        off = np.abs(chance @ in_column - r) / r
        if off.max() < NEAR and (np.abs(in_row @ chance - c) / c).max() < NEAR:
            return chance
    raise NotSettled("The chances of the configuration model were not found.")


def _tail_of_each(chances: Chances, one: I64, other: I64, shared: I64) -> F64:
    """The upper tail of each pair, given by the classes of its rows; each pair of classes is worked out once."""
    key = one * chances.chance.shape[0] + other
    order = np.argsort(key, kind="stable")
    starts = np.flatnonzero(np.diff(key[order], prepend=-1))
    bounds = sealed(np.append(starts, key.size))
    edges = np.linspace(0, starts.size, min(_PARTS, max(starts.size, 1)) + 1).astype(np.int64)
    chance, columns = sealed(chances.chance), sealed(chances.columns)
    ends = sealed(one[order]), sealed(other[order])
    work = partial(_tails_of_part, chance, columns, ends, sealed(shared[order]), bounds)
    result = np.empty(key.size)
    result[order] = np.concatenate(each(work, list(pairwise(edges.tolist()))))
    return result


def _tails_of_part(
    chance: F64, columns: I64, ends: tuple[I64, I64], shared: I64, bounds: I64, part: tuple[int, int]
) -> F64:
    return _tails_of_classes(chance, columns, *ends, shared, bounds, *part)


@kernel
def _tails(chance: F64, times: I64, most: int) -> F64:
    """P(X >= k), each chance given so many times; only positive numbers are added, so that small tails stay exact."""
    tails = np.zeros(most + 1)
    tails[0] = 1.0
    reached = 0
    for column in range(chance.size):
        for _ in range(times[column]):
            reached = min(reached + 1, most)
            for k in range(reached, 0, -1):
                tails[k] = (1.0 - chance[column]) * tails[k] + chance[column] * tails[k - 1]
    return tails


@kernel
def _tails_of_classes(
    chance: F64, columns: I64, one: I64, other: I64, shared: I64, bounds: I64, first: int, last: int
) -> F64:
    result = np.empty(bounds[last] - bounds[first])
    for group in range(first, last):
        start, end = bounds[group], bounds[group + 1]
        most = int(np.max(shared[start:end]))
        tails = _tails(chance[one[start]] * chance[other[start]], columns, most)
        for pair in range(start, end):
            result[pair - bounds[first]] = tails[shared[pair]]
    return result
