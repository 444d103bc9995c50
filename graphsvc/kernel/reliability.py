"""The chance that at least one of several routes works, on the union of their ties (network reliability)."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from itertools import combinations
from math import prod
from typing import TypeVar

MOST_ROUTES = 12

Tie = TypeVar("Tie", bound=Hashable)


def union_chance(routes: Sequence[Sequence[Tie]], chance: Mapping[Tie, float]) -> float:
    """The chance that every tie of at least one of `routes` works, ties working independently of each other.

    Exact, by inclusion and exclusion; a tie that several routes share is one tie. No routes: 0.

    Raises:
        ValueError: more than `MOST_ROUTES` routes.

    >>> round(union_chance([["a"], ["b"]], {"a": 0.5, "b": 0.5}), 2)
    0.75
    """
    if len(routes) > MOST_ROUTES:
        raise ValueError(f"At most {MOST_ROUTES} routes.")
    ties = [frozenset(route) for route in routes]
    total = 0.0
    for count in range(1, len(ties) + 1):
        sign = 1.0 if count % 2 else -1.0
        for some in combinations(ties, count):
            total += sign * prod(chance[tie] for tie in frozenset().union(*some))
    return min(max(total, 0.0), 1.0)
