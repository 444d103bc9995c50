"""Which groups a new tie would join that share no tie yet, or far fewer than chance gives: by country, by community."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graphsvc.chance_values import Floats, Ints
from graphsvc.kernel.groups import Grouping
from graphsvc.kernel.mixing import GroupTies, chances_by_kind
from graphsvc.network import MADE_IN_REQUEST, Network
from queries.actor import ENOUGH_TIES
from queries.groupings import GroupBy, grouping_of, kinds_of
from queries.missing_tie_values import JoinedPair
from queries.silo_pairs import standing
from queries.silo_values import Standing

WAYS = (GroupBy.COUNTRY, GroupBy.COMMUNITY)
NAMED = 3
"""Actors that a community is named after."""
_JOINED = (Standing.EMPTY, Standing.LESS)


@dataclass(frozen=True, slots=True)
class Mixing:
    """The ties between the groups of one way to group, and what chance gives.

    Attributes:
        pairs: lower group x number of groups + higher group, of those that share a tie, sorted; counts: how many.
        weight, sizes: kinds x kinds and groups x kinds, as `chances_by_kind` gives them.
        inside: by actor, its ties inside its group.
    """

    by: GroupBy
    grouping: Grouping
    pairs: Ints
    counts: Ints
    weight: Floats
    sizes: Floats
    inside: Ints
    is_compared: bool

    def joined(self, one: int, other: int) -> JoinedPair | None:
        """What a tie between two actors, by number, would join; None where it joins nothing that lacks ties."""
        groups = [int(self.grouping.numbers[actor]) for actor in (one, other)]
        if groups[0] == groups[1] or min(groups) < 0:
            return None
        ties, expected = self._ties(*groups), self._expected(*groups)
        stands = Standing.USUAL if expected is None else standing(ties, expected)
        if ties and stands not in _JOINED:
            return None
        ours, theirs = (str(self.grouping.labels[group]) for group in groups)
        return JoinedPair(self.by, ours, theirs, ties, expected, stands)

    def _ties(self, one: int, other: int) -> int:
        key = min(one, other) * len(self.grouping) + max(one, other)
        place = int(self.pairs.searchsorted(key))
        return int(self.counts[place]) if place < self.pairs.size and self.pairs[place] == key else 0

    def _expected(self, one: int, other: int) -> float | None:
        return float(self.sizes[one] @ self.weight @ self.sizes[other]) if self.is_compared else None

    def members(self, label: str) -> NDArray[np.int64]:
        """Numbers of the actors of a group, those best tied inside it first, then by number."""
        number = self.grouping.labels.index(label)
        members = np.flatnonzero(self.grouping.numbers == number)
        return members[np.lexsort((members, -self.inside[members]))]


def mixings(network: Network, *, is_awaited: bool) -> tuple[Mixing, ...] | None:
    """The groups by country and by community; worked out once a version.

    Returns:
        None where that is not ready, nobody waits for it, and the network is large; it is then being worked out.
    """
    if is_awaited or len(network.snapshot.columns["kind"]) <= MADE_IN_REQUEST:
        return network.worked_out("joined-silos", lambda: _mixings(network))
    return network.worked_out_by_now("joined-silos", lambda: _mixings(network))


def _mixings(network: Network) -> tuple[Mixing, ...]:
    return tuple(_mixing(network, by) for by in WAYS)


def _mixing(network: Network, by: GroupBy) -> Mixing:
    graph = network.graph()
    grouping = grouping_of(network, graph, by)
    ties = GroupTies.of(graph, grouping)
    weight, sizes = chances_by_kind(ties, kinds_of(network, graph, by))
    number = grouping.numbers.astype(np.int64)
    # Each undirected tie is listed in both directions: one of them is enough between two groups.
    between = number[ties.ego] < number[ties.alter]
    keys = number[ties.ego[between]] * len(grouping) + number[ties.alter[between]]
    pairs, counts = np.unique(keys, return_counts=True)
    own = ties.ego[number[ties.ego] == number[ties.alter]]
    inside = np.bincount(own, minlength=len(graph)).astype(np.int64)
    is_compared = ties.ties >= ENOUGH_TIES
    return Mixing(by, grouping, pairs, counts.astype(np.int64), weight, sizes, inside, is_compared)
