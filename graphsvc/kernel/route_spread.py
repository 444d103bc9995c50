"""Everybody within so many ties, with the least length to each: level after level, on one number an actor."""

from __future__ import annotations

import numpy as np

from graphsvc.kernel.compiled import I32, I64, U8, kernel
from graphsvc.kernel.route_scratch import INFINITE, Net


@kernel
def spread(net: Net, starts: I32, longest: int) -> tuple[I32, U8, I64]:
    """Everybody within `longest` ties of `starts`: (actors in the order in which they are met, fewest ties, length).

    The length is the least of all walks of at most `longest` ties, never through a blocked actor. A walk goes on with
    what an actor's length was when its level ended: what a longer walk has since made better waits for the next level.
    """
    size = net.offsets.size - 1
    best, level_of = np.full(size, INFINITE, np.int64), np.zeros(size, np.uint8)
    met, fewest, count = np.empty(size, np.int32), np.empty(size, np.uint8), 0
    front, lengths = np.empty(size, np.int32), np.empty(size, np.int64)
    after = np.empty(size, np.int32)
    width = starts.size
    for place in range(width):
        front[place], lengths[place] = starts[place], 0
        best[starts[place]] = -1  # shorter than every walk: nobody comes back to where all began
    for level in range(1, longest + 1):
        coming = 0
        for place in range(width):
            actor, so_far = front[place], lengths[place]
            for slot in range(net.offsets[actor], net.offsets[actor + 1]):
                to, length = net.neighbours[slot], so_far + net.lengths[slot]
                if length >= best[to] or (net.blocked.size > 0 and net.blocked[to]):
                    continue
                if best[to] == INFINITE:
                    met[count], fewest[count] = to, level
                    count += 1
                best[to] = length
                if level_of[to] != level:
                    level_of[to] = level
                    after[coming] = to
                    coming += 1
        front, after, width = after, front, coming
        for place in range(width):
            lengths[place] = best[front[place]]
    return met[:count].copy(), fewest[:count].copy(), best[met[:count]]
