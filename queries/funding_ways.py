"""The paths of money that are shown one by one: those that carry most first, then those with an unknown hop."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from queries.funding_ledger import Pair
from queries.funding_reach import Reach

MOST_LOOKED_AT = 50_000


@dataclass(frozen=True, slots=True)
class Way:
    """The actors of a path in order, and the payers' money on its narrowest hop (None: one is unknown)."""

    actors: tuple[int, ...]
    amount: int | None


def best_ways(
    reach: Reach, ends: Collection[int], amounts: Mapping[Pair, int | None], *, longest: int, limit: int
) -> tuple[tuple[Way, ...], bool]:
    """(at most `limit` simple paths from the payers to `ends`, whether there are more).

    First those without an unknown hop, the widest first; then fewer unknown hops, fewer hops, smaller numbers.

    Args:
        amounts: {hop: the payers' money on it in minor units, None where nothing is published}.
    """
    onward: dict[int, list[int]] = defaultdict(list)
    backward: dict[int, list[int]] = defaultdict(list)
    for ego, alter in reach.hops:
        onward[ego].append(alter)
        backward[alter].append(ego)
    to_go = _to_go(backward, ends)
    # (unknown hops, less the width, hops): none of them gets better by going on, so the first that arrive are best.
    wait: list[tuple[int, int, int, tuple[int, ...]]] = [
        (0, -(2**63), 0, (start,)) for start in reach.payers if start in to_go
    ]
    heapq.heapify(wait)
    found: list[Way] = []
    looked_at = 0
    while wait and looked_at < MOST_LOOKED_AT:
        looked_at += 1
        unknown, narrow, hops, path = heapq.heappop(wait)
        if path[-1] in ends and hops:
            if len(found) == limit:
                return tuple(found), True
            found.append(Way(path, None if unknown else -narrow))
        for other in onward.get(path[-1], ()):
            if other in path or other not in to_go or hops + 1 + to_go[other] > longest:
                continue
            amount = amounts.get((path[-1], other))
            width = narrow if amount is None else max(narrow, -amount)
            heapq.heappush(wait, (unknown + (amount is None), width, hops + 1, (*path, other)))
    return tuple(found), bool(wait)


def _to_go(backward: Mapping[int, list[int]], ends: Collection[int]) -> dict[int, int]:
    far = dict.fromkeys(sorted(ends), 0)
    layer = list(far)
    while layer:
        layer = [
            ego
            for alter in layer
            for ego in backward.get(alter, ())
            if far.setdefault(ego, far[alter] + 1) == far[alter] + 1
        ]
        layer = list(dict.fromkeys(layer))
    return far
