"""The paths of money that are shown one by one: those that carry most first, then those with an unknown hop."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from graphsvc.kernel.flow_paths import widest_paths
from queries.funding_reach import Reach
from queries.funding_traced import Followed
from queries.funding_values import Pair

MOST_LOOKED_AT = 50_000
PAYERS, TO_EACH, ENDS = 12, 3, 10
"""Of so many payers, those with most money, paths are looked for, so many of each to each of the first recipients."""


@dataclass(frozen=True, slots=True)
class Way:
    """The actors of a path in order, and how much of the first one's money goes all of it (None: a hop is unknown)."""

    actors: tuple[int, ...]
    amount: int | None


def carrying_ways(followed: Followed, reach: Reach, ends: Sequence[int], longest: int) -> list[Way]:
    """The widest paths of each payer's own part of the money to the first of `ends`, those that carry most first.

    To one recipient, the paths of a payer never carry more together than comes to it. Paths to different recipients
    share their beginnings, and are not to be added up.
    """
    paid = {alter for _, alter in reach.hops}
    first = {one: (followed.brought if one in paid else followed.paid).get(one, 0) for one in reach.starts}
    most = sorted((one for one in first if first[one]), key=lambda one: (-first[one], one))[:PAYERS]
    found: list[Way] = []
    for payer in most:
        alone = followed.alone(payer, is_own=followed.is_own and payer in paid)
        amounts = ((pair, sum(alone.on_hops.get(pair, {}).values())) for pair in reach.hops)
        on_hops = {place: (*pair, minor) for place, (pair, minor) in enumerate(amounts) if minor > 0}
        for end in ends[:ENDS]:
            if alone.roughly.get(end):
                paths, _ = widest_paths(on_hops, [payer], [end], limit=TO_EACH)
                ways = (Way((payer, *(on_hops[tie][1] for tie in path.ties)), path.amount) for path in paths)
                found += [way for way in ways if len(way.actors) <= longest + 1]
    return sorted(set(found), key=lambda way: (-(way.amount or 0), len(way.actors), way.actors))


def unknown_ways(
    reach: Reach, ends: Collection[int], amounts: Mapping[Pair, int | None], *, longest: int, limit: int
) -> tuple[list[Way], bool]:
    """(at most `limit` simple paths from the payers to `ends` on which a hop is not published, whether there are more).

    Those with fewer unknown hops first, then with fewer hops, then by the numbers of their actors. A hop on which
    nothing is published as paid carries nothing on.

    Args:
        amounts: {hop: counted minor units, None where nothing is published}.
    """
    onward: dict[int, list[int]] = defaultdict(list)
    backward: dict[int, list[int]] = defaultdict(list)
    for ego, alter in reach.hops:
        amount = amounts.get((ego, alter))
        if amount is None or amount > 0:
            onward[ego].append(alter)
            backward[alter].append(ego)
    to_go = _to_go(backward, ends)
    # (unknown hops, hops): neither gets less by going on, so the paths that arrive first are the best.
    wait: list[tuple[int, int, tuple[int, ...]]] = [(0, 0, (start,)) for start in reach.starts if start in to_go]
    heapq.heapify(wait)
    found: list[Way] = []
    looked_at = 0
    while wait and looked_at < MOST_LOOKED_AT:
        looked_at += 1
        unknown, hops, path = heapq.heappop(wait)
        if path[-1] in ends and unknown:
            if len(found) == limit:
                return found, True
            found.append(Way(path, None))
        for other in onward.get(path[-1], ()):
            if other not in path and other in to_go and hops + 1 + to_go[other] <= longest:
                is_unknown = amounts.get((path[-1], other)) is None
                heapq.heappush(wait, (unknown + is_unknown, hops + 1, (*path, other)))
    return found, bool(wait)


def unknown_ends(reach: Reach, amounts: Mapping[Pair, int | None]) -> frozenset[int]:
    """The actors to whom money may come by a hop of which nobody says how much."""
    onward: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    for (ego, alter), amount in ((pair, amounts.get(pair)) for pair in reach.hops):
        if amount is None or amount > 0:
            onward[ego].append((alter, amount is None))
    seen = {(payer, False) for payer in reach.starts}
    waiting = sorted(seen)
    while waiting:
        actor, is_unknown = waiting.pop()
        for other, hop_is_unknown in onward.get(actor, ()):
            state = other, is_unknown or hop_is_unknown
            if state not in seen:
                seen.add(state)
                waiting.append(state)
    return frozenset(actor for actor, is_unknown in seen if is_unknown)


def _to_go(backward: Mapping[int, list[int]], ends: Collection[int]) -> dict[int, int]:
    far = dict.fromkeys(sorted(ends), 0)
    layer = list(far)
    while layer:
        after: list[int] = []
        for alter in layer:
            for ego in backward.get(alter, ()):
                if ego not in far:
                    far[ego] = far[alter] + 1
                    after.append(ego)
        layer = after
    return far
