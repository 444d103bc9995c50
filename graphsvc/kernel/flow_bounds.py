"""How much of one origin's money must come to a recipient, and how much can, however it is mixed on the way.

Proportional tracing is an assumption. Most is the largest flow from the origin's money to the recipient; least is what
of that money cannot come to rest without coming to the recipient: all of it less the largest flow past the recipient.
Both are whole minor units, found by Dinic's maximum flow (1970) in 64 bits; `MOST_MONEY` keeps every sum inside them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graphsvc.kernel.compiled import I64, kernel, sealed
from graphsvc.kernel.flows import FlowGraph, Mask

Range = tuple[int, int]
_UNSEEN = -(2**40)


class MoneyRanges:
    """Answers least and most for any recipient of the money of one origin.

    Args:
        graph: who paid whom.
        origin, ends_at: as `graphsvc.kernel.attribution.trace` takes them.
    """

    def __init__(self, graph: FlowGraph, origin: I64, ends_at: Mask | None = None) -> None:
        self._graph = graph
        self._stops = np.zeros(graph.amount.size, dtype=np.bool_) if ends_at is None else ends_at
        reached = _reached(
            graph.offsets, graph.alter, sealed(self._stops.view(np.uint8)), sealed(np.flatnonzero(origin > 0))
        ).view(np.bool_)
        self._nodes = np.flatnonzero(reached)
        place = np.full(len(graph), -1, dtype=np.int64)
        place[self._nodes] = np.arange(self._nodes.size)
        self._ties = np.flatnonzero(reached[graph.ego])
        self._money = int(origin.sum())
        self._origin = origin[self._nodes]
        size = self._nodes.size
        self._start, self._rest = size, size + 1
        nodes = np.arange(size)
        within = place[graph.alter[self._ties]]
        # A payment at which money is followed no further may lead out of what is reached; nothing ever flows in it.
        self._alter = np.where(within < 0, size + 1, within)
        ego = np.concatenate([np.full(size, size), place[graph.ego[self._ties]], nodes])
        alter = np.concatenate([nodes, self._alter, np.full(size, size + 1)])
        self._arcs = _residual(sealed(ego), sealed(alter), size + 2)
        self._place = place

    def of(self, actor: int, year: int | None = None) -> Range:
        """(least, most) of the money that comes to `actor`, in all years or one, each unit counted once."""
        graph, ties = self._graph, self._ties
        mine = np.zeros(len(graph), dtype=np.bool_)
        mine[graph.nodes_of(actor, year)] = True
        into = mine[graph.alter[ties]] & ~graph.is_carried[ties]
        stops = self._stops[ties]
        amount = graph.amount[ties]
        ego = self._place[graph.ego[ties]]
        goes_on = np.where(into | stops, 0, amount)
        size = self._nodes.size
        arrives = np.zeros(size, dtype=np.int64)
        np.add.at(arrives, ego[into], amount[into])
        most = self._flow(goes_on, arrives, -1)
        rests = graph.kept[self._nodes].copy()
        past = stops & ~into
        np.add.at(rests, ego[past], amount[past])
        return self._money - self._flow(goes_on, rests, 1), most

    def _flow(self, goes_on: I64, rests: I64, step: int) -> int:
        capacity = np.concatenate([self._origin, goes_on, rests])
        offsets, arcs, heads = self._arcs
        return int(_dinic(offsets, arcs, heads, sealed(capacity), self._start, self._rest, step))


def largest_flow(nodes: int, ego: I64, alter: I64, capacity: I64, start: int, end: int) -> int:
    """The largest flow from `start` to `end` in a network whose capacities are whole and sum to less than 2^63.

    Raises:
        OverflowError: their sum, worked out in whole numbers of Python, is more than that.
    """
    if sum(map(int, capacity.tolist())) >= 2**63:
        raise OverflowError("The capacities together do not fit into 64 bits.")
    offsets, arcs, heads = _residual(sealed(ego, np.int64), sealed(alter, np.int64), nodes)
    return int(_dinic(offsets, arcs, heads, sealed(capacity, np.int64), start, end, 1))


def _residual(ego: I64, alter: I64, nodes: int) -> tuple[I64, I64, I64]:
    """Of every node its arcs (tie * 2 forward, tie * 2 + 1 back), and the head of every arc."""
    heads = np.empty(2 * ego.size, dtype=np.int64)
    heads[0::2], heads[1::2] = alter, ego
    tails = np.empty_like(heads)
    tails[0::2], tails[1::2] = ego, alter
    arcs = np.argsort(tails, kind="stable")
    offsets = np.zeros(nodes + 1, dtype=np.int64)
    np.cumsum(np.bincount(tails, minlength=nodes), out=offsets[1:])
    return sealed(offsets), sealed(arcs), sealed(heads)


@kernel
def _reached(offsets: I64, alter: I64, ends_at: NDArray[np.uint8], starts: I64) -> NDArray[np.uint8]:
    seen = np.zeros(offsets.size - 1, np.uint8)
    waiting = np.empty(offsets.size - 1, np.int64)
    count = 0
    for one in range(starts.size):
        seen[starts[one]] = 1
        waiting[count] = starts[one]
        count += 1
    while count:
        count -= 1
        node = waiting[count]
        for tie in range(offsets[node], offsets[node + 1]):
            other = alter[tie]
            if not ends_at[tie] and not seen[other]:
                seen[other] = 1
                waiting[count] = other
                count += 1
    return seen


@kernel
def _dinic(offsets: I64, arcs: I64, heads: I64, capacity: I64, start: int, end: int, step: int) -> int:
    """The largest flow. Levels are counted from the start (step 1) or from the end (step -1), whichever is less wide.

    A funder's money can reach nearly everybody, and one recipient is reached by less: then it is the end. Where money
    can come to rest nearly everywhere, it is the start.
    """
    free = np.zeros(heads.size, np.int64)
    free[0::2] = capacity
    level = np.empty(offsets.size - 1, np.int64)
    flow = 0
    first, last = (start, end) if step > 0 else (end, start)
    while _layer(offsets, arcs, heads, free, level, first, last, step):
        flow += _block(offsets, arcs, heads, free, level, start, end, step)
    return flow


@kernel
def _layer(offsets: I64, arcs: I64, heads: I64, free: I64, level: I64, origin: int, goal: int, step: int) -> bool:
    """How many arcs every node is from `origin`, along what is free or against it; whether `goal` is reached."""
    back = 0 if step > 0 else 1
    queue = np.empty(level.size, np.int64)
    level[:] = _UNSEEN
    level[origin] = 0
    queue[0] = origin
    first, last = 0, 1
    while first < last and level[goal] == _UNSEEN:
        node = queue[first]
        first += 1
        for place in range(offsets[node], offsets[node + 1]):
            arc = arcs[place]
            if free[arc ^ back] > 0 and level[heads[arc]] == _UNSEEN:
                level[heads[arc]] = level[node] + 1
                queue[last] = heads[arc]
                last += 1
    return bool(level[goal] != _UNSEEN)


@kernel
def _block(offsets: I64, arcs: I64, heads: I64, free: I64, level: I64, start: int, end: int, way: int) -> int:
    """Fills every shortest way; what that carries in all."""
    slot = offsets[:-1].copy()
    path = np.empty(level.size, np.int64)
    flow = deep = 0
    node = start
    while True:
        if node == end:
            most = free[path[0]]
            for step in range(1, deep):
                most = min(most, free[path[step]])
            flow += most
            for step in range(deep - 1, -1, -1):
                free[path[step]] -= most
                free[path[step] ^ 1] += most
                if free[path[step]] == 0:
                    deep = step
            node = heads[path[deep] ^ 1]
        while slot[node] < offsets[node + 1]:
            arc = arcs[slot[node]]
            if free[arc] > 0 and level[heads[arc]] == level[node] + way:
                break
            slot[node] += 1
        if slot[node] < offsets[node + 1]:
            path[deep] = arcs[slot[node]]
            node = heads[path[deep]]
            deep += 1
        elif deep:
            level[node] = _UNSEEN
            deep -= 1
            node = heads[path[deep] ^ 1]
        else:
            return flow
