"""Money between actors over years as one directed graph, in whole minor units: what came, what went, what was kept.

The nodes are actor-years. Money is passed on in the year in which it came or later, never earlier: what an actor has
left at the end of a year is carried to its next year in which money moved.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from graphsvc.errors import Refused
from graphsvc.kernel.compiled import I64, kernel, sealed
from graphsvc.kernel.components import tarjan_numbers
from graphsvc.kernel.rows import forward_rows

MOST_MONEY = 2**62
"""Of all flows together, in minor units: every sum below then fits into 64 bits."""
MOST_NAMED = 20

Mask = NDArray[np.bool_]


class LeaklessGroup(Refused):
    """Actors that pay everything they get to each other: money that came in could never come to rest.

    `actors` are their ids, sorted; `named` has the first of them as text.
    """

    code = "flow.leakless"
    message = "A closed group of actors passes all its money round in a circle and keeps nothing."
    hint = "Check their rows: correct an amount, or leave the circle out."

    def __init__(self, actors: tuple[Any, ...]) -> None:
        self.actors = actors
        named = ", ".join(str(actor)[:80] for actor in actors[:MOST_NAMED])
        self.named = f"{named} and {len(actors) - MOST_NAMED} more" if len(actors) > MOST_NAMED else named
        super().__init__(value=self.named)


class TooMuchMoney(Refused):
    """All flows together are more than 2 to the power of 62 minor units."""

    code = "flow.too-much"
    message = "All amounts together are too large to be counted exactly."
    hint = "Look for an amount that cannot be right."


@dataclass(frozen=True)
class FlowGraph:
    """Actor-years and the money between them. Numbers of nodes go by actor, then by year.

    Attributes:
        ids: the actors; actor: int64, of each node a place in `ids`; year: int64, of each node.
        ego, alter: int64, nodes at both ends of every tie, sorted by ego; amount: int64, above zero.
        is_carried: of every tie, whether it is money kept by one actor from a year to its next one, no payment.
        own: int64, of every node what it paid out beyond what it had got: its own money, or of unknown origin.
        kept: int64, of every node what was there at the end and went nowhere; above zero in an actor's last year only.
    """

    ids: tuple[Any, ...]
    actor: I64
    year: I64
    ego: I64
    alter: I64
    amount: I64
    is_carried: Mask
    own: I64
    kept: I64

    @classmethod
    def of(
        cls,
        ids: Sequence[Hashable],
        ego: Sequence[int] | I64,
        alter: Sequence[int] | I64,
        amount: Sequence[int] | I64,
        year: Sequence[int] | I64 | None = None,
    ) -> Self:
        """The graph of payments, parallel ones added up.

        Args:
            ids: the actors; an actor without any payment is nobody's node.
            ego, alter: places in `ids` of who paid and who got, different in each payment.
            amount: minor units of one currency, above zero.
            year: of each payment; None: all at the same time.

        Raises:
            TooMuchMoney: the sum is above `MOST_MONEY`.
            ValueError: an amount that is not above zero, or a payment to oneself.
        """
        paid = [int(one) for one in amount] if not isinstance(amount, np.ndarray) else amount
        _check_sum(paid)
        given, taken = np.asarray(ego, dtype=np.int64), np.asarray(alter, dtype=np.int64)
        money = np.asarray(paid, dtype=np.int64)
        when = np.zeros(money.size, dtype=np.int64) if year is None else np.asarray(year, dtype=np.int64)
        if (money <= 0).any() or (given == taken).any():
            raise ValueError("A payment is above zero, and from one actor to another.")
        years, step = np.unique(when, return_inverse=True)
        width = max(years.size, 1)
        nodes, place = np.unique(np.concatenate([given * width + step, taken * width + step]), return_inverse=True)
        given, taken, money = _merged(place[: money.size], place[money.size :], money, nodes.size)
        actor, when = nodes // width, years[nodes % width] if nodes.size else years[:0]
        came = _sums(nodes.size, taken, money)
        went = _sums(nodes.size, given, money)
        own, kept, carried = _balance(sealed(actor), sealed(came), sealed(went))
        held = np.flatnonzero(carried)
        given, taken = np.concatenate([given, held]), np.concatenate([taken, held + 1])
        money = np.concatenate([money, carried[held]])
        order = np.argsort(given, kind="stable")
        is_carried = np.arange(money.size) >= money.size - held.size
        return cls(
            tuple(ids),
            sealed(actor),
            sealed(when),
            sealed(given[order]),
            sealed(taken[order]),
            sealed(money[order]),
            sealed(is_carried[order]),
            sealed(own),
            sealed(kept),
        )

    def __len__(self) -> int:
        """How many nodes there are."""
        return self.actor.size

    @cached_property
    def offsets(self) -> I64:
        """Where the ties of each node begin."""
        return sealed(forward_rows(len(self), self.ego.astype(np.int32)))

    @cached_property
    def total(self) -> I64:
        """Of every node what passed through it: what came, what was carried to it and its own money."""
        return sealed(self.own + _sums(len(self), self.alter, self.amount))

    @cached_property
    def block(self) -> I64:
        """Of every node the number of its strongly connected component; a tie never leads to a higher number."""
        return sealed(tarjan_numbers(self.offsets, sealed(self.alter.astype(np.int32))))

    @cached_property
    def goes_round(self) -> Mask:
        """Of every node, whether money that it pays out in a year can come back to it in that year."""
        found: Mask = np.bincount(self.block, minlength=1)[self.block] > 1
        return found

    @cached_property
    def circle(self) -> I64:
        """Of every actor the number of the circle that it is in: those whose money can come back, all years together.

        An actor that no money comes back to is alone in its circle.
        """
        ego, alter = self.actor[self.ego], self.actor[self.alter]
        paid = np.flatnonzero(~self.is_carried)
        order = paid[np.argsort(ego[paid], kind="stable")]
        offsets = forward_rows(len(self.ids), ego[order].astype(np.int32))
        return sealed(tarjan_numbers(sealed(offsets), sealed(alter[order].astype(np.int32))))

    @cached_property
    def comes_back(self) -> Mask:
        """Of every actor, whether money that it pays out can come back to it in that year or a later one."""
        found: Mask = np.bincount(self.circle, minlength=1)[self.circle] > 1
        return found

    def nodes_of(self, actor: int, year: int | None = None) -> I64:
        """The nodes of an actor, of all years or of one."""
        first, last = np.searchsorted(self.actor, [actor, actor + 1])
        nodes = np.arange(first, last)
        return nodes if year is None else nodes[self.year[nodes] == year]

    def until(self, year: int) -> FlowGraph:
        """The graph of the payments up to the end of `year`, as if there were no later ones."""
        paid = np.flatnonzero(~self.is_carried & (self.year[self.ego] <= year))
        ends = self.actor[self.ego[paid]], self.actor[self.alter[paid]]
        return FlowGraph.of(self.ids, *ends, self.amount[paid], self.year[self.ego[paid]])

    def leakless(self) -> I64:
        """The nodes of all closed groups of payers that keep nothing. No other money ever comes to them."""
        blocks = int(self.block.max(initial=-1)) + 1
        leaks = np.zeros(blocks, dtype=np.bool_)
        leaks[self.block[self.kept > 0]] = True
        leaving = self.block[self.ego] != self.block[self.alter]
        leaks[self.block[self.ego[leaving]]] = True
        found: I64 = np.flatnonzero(~leaks[self.block]) if blocks else np.zeros(0, dtype=np.int64)
        return found

    def refuse_leakless(self) -> None:
        """Raises LeaklessGroup for the first closed group of payers that keeps nothing."""
        closed = self.leakless()
        if closed.size:
            inside = closed[self.block[closed] == self.block[closed].min()]
            raise LeaklessGroup(tuple(sorted({self.ids[one] for one in self.actor[inside].tolist()}, key=str)))


def _check_sum(amounts: Sequence[int] | I64) -> None:
    # Floats say whether the sum can be too large; whole numbers of Python say it for certain.
    if float(np.asarray(amounts, dtype=np.float64).sum()) > MOST_MONEY / 2 and sum(map(int, amounts)) > MOST_MONEY:
        raise TooMuchMoney


def _merged(ego: I64, alter: I64, amount: I64, nodes: int) -> tuple[I64, I64, I64]:
    key, place = np.unique(ego * max(nodes, 1) + alter, return_inverse=True)
    return key // max(nodes, 1), key % max(nodes, 1), _sums(key.size, place, amount)


def _sums(size: int, place: NDArray[Any], amount: I64) -> I64:
    return _add_up(size, sealed(np.asarray(place, dtype=np.int64)), sealed(amount))


@kernel
def _add_up(size: int, place: I64, amount: I64) -> I64:
    sums = np.zeros(size, np.int64)
    for tie in range(place.size):
        sums[place[tie]] += amount[tie]
    return sums


@kernel
def _balance(actor: I64, came: I64, went: I64) -> tuple[I64, I64, I64]:
    """Own money, what is kept at the end, and what is carried to the next node, which is then of the same actor."""
    own = np.zeros(actor.size, np.int64)
    kept = np.zeros(actor.size, np.int64)
    carried = np.zeros(actor.size, np.int64)
    held = np.int64(0)
    for node in range(actor.size):
        if node == 0 or actor[node] != actor[node - 1]:
            held = np.int64(0)
        left = held + came[node] - went[node]
        own[node] = -left if left < 0 else 0
        held = left if left > 0 else np.int64(0)
        if node + 1 < actor.size and actor[node + 1] == actor[node]:
            carried[node] = held
        else:
            kept[node] = held
    return own, kept, carried
