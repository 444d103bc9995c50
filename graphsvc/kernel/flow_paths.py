"""The funding paths that carry most of an origin's money to a recipient, for people to look at.

Widest path first: the path whose narrowest tie is widest, then what is left, and so on. Fewest paths would be a hard
problem; these are at most as many as there are ties, and the first few carry most.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FundingPath:
    """One way of money: the ties in their order, and how much goes all the way, in minor units."""

    ties: tuple[int, ...]
    amount: int


def widest_paths(
    ties: Mapping[int, tuple[int, int, int]], starts: Iterable[int], ends: Iterable[int], *, limit: int
) -> tuple[tuple[FundingPath, ...], int]:
    """(the widest paths, one after the other; what the ties into the ends hold beyond them).

    Args:
        ties: {tie: (from node, to node, minor units on it)}.
        starts, ends: nodes; a path begins at the first start and stops at the first end that it comes to.
        limit: of paths.
    """
    first, last = set(starts), set(ends)
    leaving: dict[int, list[int]] = {}
    left: dict[int, int] = {}
    for tie, (ego, alter, amount) in sorted(ties.items()):
        if amount > 0 and ego not in last and alter not in first:
            leaving.setdefault(ego, []).append(tie)
            left[tie] = amount
    found: list[FundingPath] = []
    while len(found) < limit:
        path = _widest(ties, leaving, left, first, last)
        if path is None:
            break
        for tie in path.ties:
            left[tie] -= path.amount
        found.append(path)
    return tuple(found), sum(amount for tie, amount in left.items() if ties[tie][1] in last)


def _widest(
    ties: Mapping[int, tuple[int, int, int]],
    leaving: Mapping[int, list[int]],
    left: Mapping[int, int],
    starts: set[int],
    ends: set[int],
) -> FundingPath | None:
    """Dijkstra's search by the narrowest tie; of equally wide paths one with fewer ties, then of smaller numbers."""
    wait: list[tuple[int, int, int, int]] = []
    came: dict[int, tuple[int, int]] = {}
    done: set[int] = set(starts)

    def look(node: int, width: int | None, steps: int) -> None:
        for tie in leaving.get(node, ()):
            if left[tie] > 0 and ties[tie][1] not in done:
                narrow = left[tie] if width is None else min(width, left[tie])
                heapq.heappush(wait, (-narrow, steps, ties[tie][1], tie))

    for node in sorted(starts):
        look(node, None, 1)
    while wait:
        negative, steps, node, tie = heapq.heappop(wait)
        if node in done:
            continue
        done.add(node)
        came[node] = ties[tie][0], tie
        if node in ends:
            path: list[int] = []
            while node in came:
                node, used = came[node]
                path.append(used)
            return FundingPath(tuple(reversed(path)), -negative)
        look(node, -negative, steps + 1)
    return None
