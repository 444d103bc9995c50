"""How likely at least one of several routes works, when ties work or fail independently of each other."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Final, TypeVar

TieId = TypeVar("TieId", bound=Hashable)
Ways = frozenset[frozenset[int]]

MOST_ROUTES: Final = 16
"""The exact number takes up to 2 ** routes steps."""


def union_chance(routes: Sequence[Sequence[TieId]], chance: Mapping[TieId, float]) -> float:
    """The chance that at least one route works: one works when all of its ties do, each independently of the others.

    Exact: the tie that most routes share is taken to work and to fail in turn (factoring), and routes that share
    nothing with the others are told apart. Without routes 0; a route without ties always works.

    Args:
        routes: the ties of each route, in any order.
        chance: of each tie, 0 to 1.

    Raises:
        ValueError: more than 16 routes, or a chance outside 0 to 1.
        KeyError: a tie has no chance.

    Source:
        Satyanarayana and Chang (1983), Networks 13(1), 107-120, for factoring.

    >>> round(union_chance(["ab", "ac"], {"a": 0.5, "b": 0.5, "c": 0.5}), 3)
    0.375
    """
    if len(routes) > MOST_ROUTES:
        raise ValueError(f"The chance of more than {MOST_ROUTES} routes together is not worked out.")
    ties = {tie: number for number, tie in enumerate(dict.fromkeys(tie for route in routes for tie in route))}
    chances = [float(chance[tie]) for tie in ties]
    if not all(0 <= one <= 1 for one in chances):
        raise ValueError("A chance must lie between 0 and 1.")
    return _chance(_least({frozenset(ties[tie] for tie in route) for route in routes}), chances, {})


def _chance(ways: Ways, chances: Sequence[float], known: dict[Ways, float]) -> float:
    if ways not in known:
        failures = [1 - _of_one_part(part, chances, known) for part in _parts(ways)]
        known[ways] = 1 - math.prod(failures)
    return known[ways]


def _of_one_part(ways: Ways, chances: Sequence[float], known: dict[Ways, float]) -> float:
    if len(ways) == 1:
        return math.prod(chances[tie] for tie in sorted(next(iter(ways))))
    counts = Counter(tie for way in ways for tie in way)
    # Of equally shared ties the first, so that the same question gives the same number to the last bit.
    pivot = min(counts, key=lambda tie: (-counts[tie], tie))
    works = _chance(_least({way - {pivot} for way in ways}), chances, known)
    fails = _chance(frozenset(way for way in ways if pivot not in way), chances, known)
    return chances[pivot] * works + (1 - chances[pivot]) * fails


def _least(ways: Iterable[frozenset[int]]) -> Ways:
    """Without ways that need all that another one needs."""
    kept: list[frozenset[int]] = []
    for way in sorted(ways, key=len):
        if not any(other <= way for other in kept):
            kept.append(way)
    return frozenset(kept)


def _parts(ways: Ways) -> list[Ways]:
    """Groups of ways that share no tie with another group."""
    groups: list[tuple[set[int], set[frozenset[int]]]] = []
    for way in sorted(ways, key=sorted):
        ties, members = set(way), {way}
        apart = []
        for group in groups:
            if group[0] & ties:
                ties |= group[0]
                members |= group[1]
            else:
                apart.append(group)
        groups = [*apart, (ties, members)]
    return [frozenset(members) for _, members in groups]
