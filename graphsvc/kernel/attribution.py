"""Whose money is it: proportional tracing of one origin's money through a flow graph, conserved to the minor unit.

What an actor pays out in a year is a mixture, in the same shares, of all that it got, carried and added of its own
(Bialek 1996, Leontief 1941; an absorbing Markov chain). Of the money of one origin, x[i] = origin[i] + sum over ties of
x[j] * amount[j, i] / total[j] passes through node i, and x[i] * kept[i] / total[i] ends there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import splu

from graphsvc.kernel.compiled import F64, I64, U8, kernel, sealed
from graphsvc.kernel.flows import FlowGraph, Mask

_DENSE = 128
"""Circles of up to so many nodes are solved by elimination without any subtraction, exact to the last digits."""
_SWEEPS, _LEFT = 400, 1e-13
"""Larger ones by sweeps, until so small a share of the money is still on its way; what is slower is solved at once."""
_FLOAT_MONEY = 2**40
"""Up to so many minor units a 64-bit float is right to a thousandth of one; above that, whole numbers refine it."""
_SCALE = 32
_NOISE = 2e-3


@dataclass(frozen=True)
class Traced:
    """The money of one origin on its way.

    Attributes:
        origin: int64, of every node the money that is traced.
        ends_at: ties at which money is no longer followed (payments into the origin, where all its money is traced).
        through: float64, minor units that pass through each node; what comes round counts again.
        fine: `through` in units of 2 to the power of -32, exact but for the last; None: not needed for such amounts.
    """

    graph: FlowGraph
    origin: I64
    ends_at: Mask
    through: F64
    fine: NDArray[np.object_] | None

    @property
    def money(self) -> int:
        """All that is traced."""
        return int(self.origin.sum())

    def portions(self, nodes: I64, parts: I64) -> tuple[I64, F64]:
        """(whole minor units, the fraction of one that is left) of the traced money in `parts` of each node's money."""
        total = self.graph.total[nodes]
        if self.fine is None:
            value = self.through[nodes] * parts / np.maximum(total, 1)
            near = np.rint(value)
            value = np.where(np.abs(value - near) < _NOISE, near, value)
            whole = np.floor(value)
            return whole.astype(np.int64), value - whole
        units = self.fine[nodes] * parts.astype(object) // np.maximum(total, 1).astype(object)
        # The last unit of the scale was cut off at every step on the way: what is a whole number but for it, is one.
        units = np.where((units + 2**12) >> _SCALE != units >> _SCALE, ((units >> _SCALE) + 1) << _SCALE, units)
        whole = (units >> _SCALE).astype(np.int64)
        return whole, (units - (whole.astype(object) << _SCALE)).astype(np.float64) / 2.0**_SCALE

    def kept(self) -> I64:
        """Of every node what ends there, in minor units: the sum is `money`, less what ended at ties of `ends_at`.

        Each is the exact share rounded down or up; up are those with the largest remainders, of equal ones the first.
        """
        nodes = np.arange(len(self.graph))
        whole, rest = self.portions(nodes, self.graph.kept)
        gone = 0
        if self.ends_at.any():
            ties = np.flatnonzero(self.ends_at)
            cut = self.portions(self.graph.ego[ties], self.graph.amount[ties])
            gone = int(cut[0].sum()) + round(float(cut[1].sum()))
        return round_to(whole, rest, self.money - gone)

    def along(self, ties: I64) -> I64:
        """Of each of `ties` the traced money on it, rounded to minor units; what comes round counts again."""
        whole, rest = self.portions(self.graph.ego[ties], self.graph.amount[ties])
        return whole + (rest >= 0.5)

    def arriving_each_time(self, actor: int, year: int | None = None) -> int:
        """As `arriving`, but what comes round counts again each time."""
        ties = self._into(actor, year)
        return _nearest(*self.portions(self.graph.ego[ties], self.graph.amount[ties]))

    def _into(self, actor: int, year: int | None) -> I64:
        into = np.zeros(len(self.graph), dtype=np.bool_)
        into[self.graph.nodes_of(actor, year)] = True
        return np.flatnonzero(into[self.graph.alter] & ~self.graph.is_carried)

    def arriving(self, actor: int, year: int | None = None) -> int:
        """What of the traced money comes to `actor`, in all years or one, kept or passed on, each unit counted once.

        Money that an actor gets back is no second arrival. Carrying over is none either.
        """
        graph, ties = self.graph, self._into(actor, year)
        comes_back = graph.comes_back[actor] if year is None else graph.goes_round[graph.nodes_of(actor, year)].any()
        traced = self
        if comes_back:
            ends_at = self.ends_at.copy()
            ends_at[ties] = True
            traced = trace(graph, self.origin, ends_at)
        return _nearest(*traced.portions(graph.ego[ties], graph.amount[ties]))


def _nearest(whole: I64, rest: F64) -> int:
    return int(whole.sum()) + int(np.floor(float(rest.sum()) + 0.5 + 1e-9))


def trace(graph: FlowGraph, origin: I64, ends_at: Mask | None = None) -> Traced:
    """Where the money of `origin` goes.

    Args:
        origin: int64, of every node how much of the money that passes through it is to be traced; not more than its
            own money, or, with `ends_at` at all payments into an actor, its total less what is carried to it.
        ends_at: ties whose money is followed no further.

    Raises:
        LeaklessGroup: a closed group of payers keeps nothing.
    """
    graph.refuse_leakless()
    stops = np.zeros(graph.amount.size, dtype=np.bool_) if ends_at is None else ends_at
    through = _solved(graph, origin.astype(np.float64), stops)
    fine = _refined(graph, through, origin, stops) if int(origin.sum()) > _FLOAT_MONEY else None
    return Traced(graph, origin, stops, through, fine)


def own_money(graph: FlowGraph, actor: int, year: int | None = None) -> I64:
    """The origin for `trace`: what `actor` paid beyond what it had got, in all years or one."""
    origin = np.zeros(len(graph), dtype=np.int64)
    nodes = graph.nodes_of(actor, year)
    origin[nodes] = graph.own[nodes]
    return origin


def all_money(graph: FlowGraph, *actors: int) -> tuple[I64, Mask]:
    """(origin, ends_at) for `trace`: all that `actors` had, also what they got from others, as if it came from them.

    What they pay each other is followed on; what others pay them is at its end.
    """
    mine = np.isin(graph.actor, np.array(actors, dtype=np.int64))
    outside = mine[graph.alter] & ~mine[graph.ego]
    origin = np.where(mine, graph.own, 0)
    np.add.at(origin, graph.alter[outside], graph.amount[outside])
    return origin, outside


def round_to(whole: I64, rest: F64, total: int) -> I64:
    """`whole` with as many raised by one as `total` needs: those with the largest `rest`, of equal ones the first.

    Hamilton's method of largest remainders. Where floats leave one too many, it goes back from the smallest `rest`.
    """
    rounded = whole.copy()
    missing = total - int(whole.sum())
    order = np.argsort(-rest, kind="stable")
    if missing >= 0:
        rounded[order[:missing]] += 1
        return rounded
    back = order[::-1]
    rounded[back[rounded[back] > 0][:-missing]] -= 1
    return rounded


def _solved(graph: FlowGraph, origin: F64, ends_at: Mask) -> F64:
    order = np.argsort(-graph.block, kind="stable")
    sizes = np.bincount(graph.block, minlength=0)[::-1]
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    stops = ends_at.view(np.uint8)
    columns = (graph.offsets, graph.alter, graph.amount, graph.total, graph.kept, graph.block, order, starts)
    through, is_done = _pass_on(*(sealed(one) for one in (*columns, stops, origin)))
    return through if is_done else _at_once(graph, origin, ends_at)


def _at_once(graph: FlowGraph, origin: F64, ends_at: Mask) -> F64:
    """The same by one sparse factorization: for large circles that lose very little each time round."""
    goes = np.flatnonzero(~ends_at)
    share = graph.amount[goes] / graph.total[graph.ego[goes]]
    size = len(graph)
    passed = sparse.csc_matrix((share, (graph.alter[goes], graph.ego[goes])), shape=(size, size))
    solved: F64 = splu(sparse.eye(size, format="csc") - passed).solve(origin)
    return solved


def _refined(graph: FlowGraph, through: F64, origin: I64, ends_at: Mask) -> NDArray[np.object_]:
    """`through` in whole numbers of a very small unit: what is still wrong is solved again, until nothing is."""
    goes = np.flatnonzero(~ends_at)
    ego, alter = graph.ego[goes], graph.alter[goes]
    amount, total = graph.amount[goes].astype(object), graph.total[ego].astype(object)
    given = origin.astype(object) << _SCALE
    fine = _as_whole(through * 2.0**_SCALE)
    smallest = int(np.bincount(alter, minlength=1).max(initial=0)) + 1
    for _ in range(30):
        came = given.copy()
        np.add.at(came, alter, fine[ego] * amount // total)
        wrong = came - fine
        if max(map(abs, wrong.tolist()), default=0) <= smallest:
            break
        fine += _as_whole(_solved(graph, wrong.astype(np.float64), ends_at))
    return fine


def _as_whole(values: F64) -> NDArray[Any]:
    return np.array([int(one) for one in values.tolist()], dtype=object)


@kernel
def _pass_on(
    offsets: I64,
    alter: I64,
    amount: I64,
    total: I64,
    kept: I64,
    block: I64,
    order: I64,
    starts: I64,
    ends_at: U8,
    origin: F64,
) -> tuple[F64, bool]:
    """Component by component in the direction of the money; whether all large circles came to rest."""
    through = origin.copy()
    place = np.zeros(block.size, np.int64)
    for one in range(starts.size - 1):
        first, last = starts[one], starts[one + 1]
        if last - first > 1:
            nodes = order[first:last]
            for at in range(nodes.size):
                place[nodes[at]] = at
            if nodes.size <= _DENSE:
                _eliminate(offsets, alter, amount, total, kept, block, nodes, place, ends_at, through)
            elif not _sweep(offsets, alter, amount, total, block, nodes, ends_at, through):
                return through, False
        for at in range(first, last):
            node = order[at]
            if through[node] == 0.0:
                continue
            each = through[node] / total[node]
            for tie in range(offsets[node], offsets[node + 1]):
                if not ends_at[tie] and block[alter[tie]] != block[node]:
                    through[alter[tie]] += each * amount[tie]
    return through, True


@kernel
def _eliminate(
    offsets: I64,
    alter: I64,
    amount: I64,
    total: I64,
    kept: I64,
    block: I64,
    nodes: I64,
    place: I64,
    ends_at: U8,
    through: F64,
) -> None:
    """What passes through the nodes of one circle, by the state reduction of Grassmann, Taksar and Heyman (1985)."""
    size = nodes.size
    share = np.zeros((size, size))
    leaves = np.zeros(size)
    stays = np.empty(size)
    came = np.empty(size)
    for at in range(size):
        node = nodes[at]
        came[at] = through[node]
        leaves[at] = kept[node] / total[node]
        for tie in range(offsets[node], offsets[node + 1]):
            part = amount[tie] / total[node]
            if ends_at[tie] or block[alter[tie]] != block[node]:
                leaves[at] += part
            else:
                share[at, place[alter[tie]]] += part
    _reduce(share, leaves, stays, came)
    for at in range(size):
        value = came[at]
        for before in range(at):
            value += through[nodes[before]] * share[before, at]
        through[nodes[at]] = value / stays[at] if stays[at] > 0.0 else 0.0


@kernel
def _reduce(share: F64, leaves: F64, stays: F64, came: F64) -> None:
    """Takes the nodes out one by one, the last first; nothing is subtracted, so nothing is lost to rounding."""
    for last in range(stays.size - 1, -1, -1):
        gone = leaves[last]
        for at in range(last):
            gone += share[last, at]
        stays[last] = gone
        if gone == 0.0:
            continue
        for at in range(last):
            came[at] += came[last] * share[last, at] / gone
            if share[at, last] > 0.0:
                over = share[at, last] / gone
                leaves[at] += over * leaves[last]
                for other in range(last):
                    share[at, other] += over * share[last, other]


@kernel
def _sweep(
    offsets: I64, alter: I64, amount: I64, total: I64, block: I64, nodes: I64, ends_at: U8, through: F64
) -> bool:
    """The same for a large circle, by passing on what is there until next to nothing is; False: that takes too long."""
    waiting = np.zeros(block.size)
    entered = 0.0
    for at in range(nodes.size):
        waiting[nodes[at]] = through[nodes[at]]
        entered += abs(through[nodes[at]])
        through[nodes[at]] = 0.0
    for _ in range(_SWEEPS):
        left = 0.0
        for at in range(nodes.size):
            node = nodes[at]
            value = waiting[node]
            if value == 0.0:
                continue
            waiting[node] = 0.0
            through[node] += value
            each = value / total[node]
            for tie in range(offsets[node], offsets[node + 1]):
                if not ends_at[tie] and block[alter[tie]] == block[node]:
                    waiting[alter[tie]] += each * amount[tie]
        for at in range(nodes.size):
            left += abs(waiting[nodes[at]])
        if left <= _LEFT * entered:
            return True
    return False
