"""Which pairs of groups are tied more or less than chance gives, and which are farthest apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from queries.silo_values import GroupPair, Standing

EXPECTED = 3.0
"""A pair of groups without a tie is a gap where so many were expected: chance leaves one such pair in twenty empty."""
FAR, DEVIATIONS = 1.5, 2.0
"""Ties are many (few) from so many times what is expected on (down), and so many deviations of a rare event away."""

Matrix = tuple[tuple[GroupPair, ...], ...]


def standing(ties: int, expected: float) -> Standing:
    """Whether `ties` are far from the number that shuffled labels give in the mean."""
    if ties == 0 and expected >= EXPECTED:
        return Standing.EMPTY
    if abs(ties - expected) < DEVIATIONS * max(expected, 1.0) ** 0.5:
        return Standing.USUAL
    if ties >= FAR * expected:
        return Standing.MORE
    return Standing.LESS if ties <= expected / FAR else Standing.USUAL


@dataclass(frozen=True, slots=True)
class Largest:
    """Of a symmetric matrix of groups, in which each tie inside a group counts once, what the largest need.

    Attributes:
        part: the largest groups x the largest groups.
        by_group: the sums of their rows over all groups; total: the sum over all pairs, each once.
    """

    part: NDArray[Any]
    by_group: NDArray[Any]
    total: float

    @classmethod
    def of(cls, matrix: NDArray[Any], largest: NDArray[Any]) -> Largest:
        """What those of `matrix` whose places are `largest` need."""
        # A copy, so that the whole matrix is let go.
        return cls(matrix[np.ix_(largest, largest)], matrix[largest].sum(axis=1), float(np.triu(matrix).sum()))

    def merged(self, shown: int, *, has_rest: bool) -> NDArray[Any]:
        """The first `shown` of them, and where there are others, these together as the last row and column."""
        part = self.part[:shown, :shown]
        if not has_rest:
            return part
        found = np.zeros((shown + 1, shown + 1), dtype=self.part.dtype)
        found[:-1, :-1] = part
        found[-1, :-1] = found[:-1, -1] = np.maximum(self.by_group[:shown] - part.sum(axis=0), 0)
        found[-1, -1] = max(self.total - np.triu(part).sum() - found[-1, :-1].sum(), 0)
        return found


def _upper(matrix: Matrix) -> Iterator[GroupPair]:
    """Each pair of shown groups once; without all the others together."""
    for row, line in enumerate(matrix):
        yield from (pair for pair in line[row:] if pair.one is not None and pair.other is not None)


def empty_pairs(matrix: Matrix) -> tuple[GroupPair, ...]:
    """The pairs of shown groups without a tie where one was expected, the most expected first."""
    pairs = [pair for pair in _upper(matrix) if pair.standing is Standing.EMPTY]
    return tuple(sorted(pairs, key=lambda pair: (-(pair.expected or 0.0), str(pair.one), str(pair.other))))


def farthest_pair(matrix: Matrix) -> GroupPair | None:
    """The least tied of two different groups beside what is expected; of equal ones the most expected."""
    few = (Standing.EMPTY, Standing.LESS)
    pairs = [pair for pair in _upper(matrix) if pair.one != pair.other and pair.standing in few]
    return min(pairs, key=lambda pair: (pair.ratio, -(pair.expected or 0.0), pair.one, pair.other), default=None)
