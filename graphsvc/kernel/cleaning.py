"""Ties made clean before any measure sees them: no self-ties, no parallel ties, no strength of zero."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graphsvc.kernel.compiled import F64, I64


@dataclass(frozen=True, slots=True)
class Cleaned:
    """How many rows were taken out of a network, and why."""

    self_ties: int = 0
    parallel: int = 0
    zero_strength: int = 0


@dataclass(frozen=True, slots=True)
class CleanTies:
    """Ties sorted by (ego, alter), each pair once; arrays of equal length, None where nothing was given."""

    ego: I64
    alter: I64
    strength: F64 | None
    length: NDArray[Any] | None
    kind: NDArray[np.uint16] | None
    cleaned: Cleaned


def refuse_bad_strengths(strength: F64) -> None:
    """Raises ValueError naming the first strength that is negative, infinite or not a number."""
    _refuse("strength", strength, ~np.isfinite(strength) | (strength < 0), "a finite number of zero or more")


def refuse_bad_lengths(length: NDArray[Any]) -> None:
    """Raises ValueError naming the first length that is not a finite number above zero."""
    _refuse("length", length, ~np.isfinite(length) | (length <= 0), "a finite number above zero")


def _refuse(what: str, values: NDArray[Any], bad: NDArray[np.bool_], needed: str) -> None:
    places = np.flatnonzero(bad)
    if places.size:
        first = int(places[0])
        raise ValueError(f"{what}[{first}] is {values[first]}; it must be {needed}.")


def clean_ties(
    actors: int,
    ego: I64,
    alter: I64,
    *,
    directed: bool,
    strength: F64 | None,
    length: NDArray[Any] | None,
    kind: NDArray[np.uint16] | None,
) -> CleanTies:
    """The ties, cleaned, and what was taken out.

    Parallel ties become one with the sum of their strengths, the shortest of their lengths and the kind of the
    strongest (the first, when equal or without strengths). In an undirected network a-b and b-a are parallel.
    """
    is_self = ego == alter
    is_zero = np.zeros(ego.size, dtype=np.bool_) if strength is None else (strength == 0) & ~is_self
    if not directed:
        ego, alter = np.minimum(ego, alter), np.maximum(ego, alter)
    kept = np.flatnonzero(~(is_self | is_zero))
    pair = ego[kept] * np.int64(max(actors, 1)) + alter[kept]
    order = np.argsort(pair, kind="stable")
    pair, kept = pair[order], kept[order]
    starts = np.flatnonzero(np.r_[True, pair[1:] != pair[:-1]]) if pair.size else np.zeros(0, dtype=np.int64)
    first = kept[starts]
    return CleanTies(
        ego=ego[first],
        alter=alter[first],
        strength=None if strength is None else _reduced(np.add, strength[kept], starts),
        length=None if length is None else _reduced(np.minimum, length[kept], starts),
        kind=None if kind is None else _strongest(kind, strength, kept, starts),
        cleaned=Cleaned(int(is_self.sum()), int(kept.size - starts.size), int(is_zero.sum())),
    )


def _reduced(rule: np.ufunc, values: NDArray[Any], starts: I64) -> NDArray[Any]:
    if starts.size == values.size:
        return values
    reduced: NDArray[Any] = rule.reduceat(values, starts)
    return reduced


def _strongest(kind: NDArray[np.uint16], strength: F64 | None, kept: I64, starts: I64) -> NDArray[np.uint16]:
    if strength is None or starts.size == kept.size:
        return kind[kept[starts]]
    group = np.repeat(np.arange(starts.size), np.diff(np.r_[starts, kept.size]))
    order = np.lexsort((np.arange(kept.size), -strength[kept], group))
    return kind[kept[order[starts]]]
