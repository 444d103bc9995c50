"""Which pairs of groups are tied more or less than chance gives, and which are farthest apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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


def merged(
    matrix: NDArray[Any], shown: Sequence[int], by_group: NDArray[Any], total: Any, *, has_rest: bool
) -> NDArray[Any]:
    """The part of a symmetric matrix of groups that is shown, with all other groups as the last row and column.

    Args:
        matrix: groups x groups, each tie inside a group once.
        by_group: its sums by group; total: the sum of one triangle with the diagonal.
        has_rest: whether there are other groups.
    """
    part = matrix[np.ix_(shown, shown)]
    if not has_rest:
        return part
    found = np.zeros((len(shown) + 1, len(shown) + 1), dtype=matrix.dtype)
    found[:-1, :-1] = part
    found[-1, :-1] = found[:-1, -1] = np.maximum(by_group[list(shown)] - part.sum(axis=0), 0)
    found[-1, -1] = max(total - np.triu(part).sum() - found[-1, :-1].sum(), 0)
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
