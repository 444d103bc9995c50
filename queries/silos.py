"""Where the silos are: groups that have fewer ties to each other than chance gives, who bridges them, who is alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from graphsvc.chance_values import Ints
from graphsvc.identity.actors import Actor
from graphsvc.kernel.compiled import F64
from graphsvc.kernel.cuts import Bridges, bridges_of
from graphsvc.kernel.external_internal import ExternalInternal, external_internal, reachable
from graphsvc.kernel.groups import UNKNOWN, Grouping
from graphsvc.kernel.mixing import MOST_GROUPS, GroupTies, expected_mixing
from graphsvc.kernel.tiegraph import TieGraph
from graphsvc.model.statements import ActorId
from graphsvc.network import Network
from queries.actor import ENOUGH_TIES
from queries.groupings import GroupBy, found_communities, group_by, grouping_of, kinds_of
from queries.silo_values import Bridging, CrossTie, GroupPair, Silo, Silos

SHOWN, MOST_SHOWN = 12, 30
"""So many groups are shown one by one."""
NAMED, LISTED = 3, 10
EXPECTED = 1.0
"""A pair of groups without a tie is a gap where at least so many were expected."""
SURE = 0.8
"""Communities below this mean certainty are said to be unsure."""


@dataclass(frozen=True)
class _Counted:
    """All that is counted for one network and one grouping; groups by falling size."""

    graph: TieGraph
    grouping: Grouping
    order: Ints
    ties: Ints
    expected: F64
    indices: ExternalInternal
    reachable: tuple[float, float]
    bridges: Bridges

    @cached_property
    def inside(self) -> Ints:
        """By actor, its ties inside its group."""
        return self.indices.actors.internal

    @cached_property
    def groups_met(self) -> Ints:
        """By actor, to how many groups beside its own it is tied."""
        ties = GroupTies.of(self.graph, self.grouping)
        number = self.grouping.numbers
        leads_out = number[ties.ego] != number[ties.alter]
        pairs = np.unique(ties.ego[leads_out] * max(len(self.grouping), 1) + number[ties.alter[leads_out]])
        return np.bincount(pairs // max(len(self.grouping), 1), minlength=len(self.graph)).astype(np.int64)


def find_silos(
    network: Network, *, by: str | None = None, country: str | None = None, limit: int = SHOWN, language: str
) -> Silos:
    """The groups of the network and how they are tied to each other, among the ties that the viewer may see.

    Args:
        by: a way to group (`GroupBy`); by country where nothing is given.
        country: ISO 3166-1 alpha-2: only groups inside this country.
        limit: how many groups to show one by one, 1 to `MOST_SHOWN`.

    Raises:
        BadGrouping: there is no such way to group.
    """
    way = group_by(by)
    counted = network.worked_out(f"silos|{way}|{country or ''}", lambda: _count(network, way, country))
    teller = _Teller(network, counted, way, language)
    return teller.tell(country, min(max(limit, 1), MOST_SHOWN))


def _count(network: Network, by: GroupBy, country: str | None) -> _Counted:
    graph = network.graph()
    grouping = _without_many(grouping_of(network, graph, by, country))
    kinds = kinds_of(network, graph, by)
    ties = GroupTies.of(graph, grouping)
    order = np.lexsort((np.arange(len(grouping)), -grouping.sizes))
    return _Counted(
        graph,
        grouping,
        order,
        ties.once(ties.matrix()),
        expected_mixing(graph, grouping, kinds),
        external_internal(graph, grouping, kinds),
        reachable(graph, grouping),
        bridges_of(graph),
    )


def _without_many(grouping: Grouping) -> Grouping:
    """The same with at most `MOST_GROUPS` groups: the smallest beyond are as if not known."""
    if len(grouping) <= MOST_GROUPS:
        return grouping
    kept = np.sort(np.lexsort((np.arange(len(grouping)), -grouping.sizes))[:MOST_GROUPS])
    number = np.full(len(grouping) + 1, UNKNOWN, dtype=np.int32)
    number[kept] = np.arange(kept.size)
    return Grouping(tuple(grouping.labels[one] for one in kept.tolist()), number[grouping.numbers])


class _Teller:
    """Puts into values what is counted."""

    def __init__(self, network: Network, counted: _Counted, by: GroupBy, language: str) -> None:
        self._network = network
        self._counted = counted
        self._by = by
        self._language = language
        self._actors: dict[ActorId, Actor] = {}

    def tell(self, country: str | None, limit: int) -> Silos:
        """The answer with at most `limit` groups."""
        counted = self._counted
        degrees = counted.graph.forward.degrees()
        shown = counted.order[:limit].tolist()
        best = {group: self._best_tied(group) for group in shown}
        crossing = self._crossing()
        bridging = np.flatnonzero(counted.indices.actors.external > 0)
        outside = counted.indices.actors.external[bridging]
        first = bridging[np.lexsort((bridging, -counted.groups_met[bridging], -outside))][:LISTED].tolist()
        isolates = np.flatnonzero(degrees == 0).tolist()
        ends = [end for tie in crossing[:LISTED] for end in tie[:2]]
        self._read([*(one for some in best.values() for one in some), *ends, *first, *isolates[:LISTED]])
        named = (*shown, None) if len(counted.grouping) > len(shown) else tuple(shown)
        matrix = self._matrix(named)
        index, expected = counted.indices.network.value[0], counted.indices.network.expected[0]
        has_enough = counted.graph.number_of_edges() >= ENOUGH_TIES
        return Silos(
            by=self._by,
            country=country,
            silos=tuple(self._silo(group, best[group], degrees) for group in shown),
            silos_total=len(counted.grouping),
            shown=tuple(self._label(group) for group in named),
            matrix=matrix,
            empty=_empty(matrix) if has_enough else (),
            index=_number(index),
            index_expected=_number(expected) if has_enough else None,
            lowest=_number(counted.reachable[0]),
            highest=_number(counted.reachable[1]),
            crossing=tuple(self._cross_tie(tie) for tie in crossing[:LISTED] if self._has(tie[:2])),
            crossing_total=len(crossing),
            bridging=tuple(self._bridging(number) for number in first if self._has([number])),
            bridging_total=int(bridging.size),
            isolates=self._known(isolates[:LISTED]),
            isolates_total=len(isolates),
            ungrouped=counted.grouping.unknown,
            actors=len(counted.graph),
            ties=counted.graph.number_of_edges(),
            modularity=self._modularity(),
            missing=self._missing(len(shown)),
            sources=tuple(self._network.sources()[one] for one in sorted(self._network.sources())),
        )

    def _read(self, numbers: Iterable[int]) -> None:
        ids = self._network.snapshot.actors.ids
        self._actors = self._network.actors(dict.fromkeys(ids[number] for number in numbers), self._language)

    def _has(self, numbers: Iterable[int]) -> bool:
        ids = self._network.snapshot.actors.ids
        return all(ids[number] in self._actors for number in numbers)

    def _actor(self, number: int) -> Actor:
        return self._actors[self._network.snapshot.actors.ids[number]]

    def _known(self, numbers: Iterable[int]) -> tuple[Actor, ...]:
        return tuple(self._actor(number) for number in numbers if self._has([number]))

    def _label(self, group: int | None) -> str | None:
        return None if group is None else str(self._counted.grouping.labels[group])

    def _members(self, group: int) -> Ints:
        return np.flatnonzero(self._counted.grouping.numbers == group)

    def _best_tied(self, group: int) -> list[int]:
        members = self._members(group)
        order = np.lexsort((members, -self._counted.inside[members]))[:NAMED]
        return [int(number) for number in members[order] if self._counted.inside[number] > 0]

    def _silo(self, group: int, best: list[int], degrees: npt.NDArray[np.int64]) -> Silo:
        counted, members = self._counted, self._members(group)
        indices, label = counted.indices.groups, self._label(group)
        return Silo(
            group=str(label),
            actors=members.size,
            untied=int((degrees[members] == 0).sum()),
            inside=int(indices.internal[group]),
            outside=int(indices.external[group]),
            inside_expected=_number(counted.expected[group, group]),
            index=_number(indices.value[group]),
            index_expected=_number(indices.expected[group]),
            best_tied=self._known(best),
            certainty=self._certainty(members),
        )

    def _certainty(self, members: Ints) -> float | None:
        if self._by is not GroupBy.COMMUNITY or not members.size:
            return None
        return float(found_communities(self._network, self._counted.graph).certainty[members].mean())

    def _modularity(self) -> float | None:
        if self._by is not GroupBy.COMMUNITY:
            return None
        return _number(found_communities(self._network, self._counted.graph).modularity)

    def _matrix(self, groups: tuple[int | None, ...]) -> tuple[tuple[GroupPair, ...], ...]:
        parts = [self._places(group, groups) for group in groups]
        return tuple(
            tuple(self._pair((one, other), (parts[row], parts[column])) for column, other in enumerate(groups))
            for row, one in enumerate(groups)
        )

    def _places(self, group: int | None, groups: tuple[int | None, ...]) -> list[int]:
        """The numbers of the groups that a row stands for."""
        if group is not None:
            return [group]
        return [one for one in range(len(self._counted.grouping)) if one not in groups]

    def _pair(self, names: tuple[int | None, int | None], parts: tuple[list[int], list[int]]) -> GroupPair:
        counted = self._counted
        block = np.ix_(*parts)
        # The rest among itself: what joins two of its groups stands in both triangles.
        share = np.triu(np.ones((len(parts[0]), len(parts[1])))) if names == (None, None) else 1
        ties, expected = int((counted.ties[block] * share).sum()), float((counted.expected[block] * share).sum())
        is_empty = ties == 0 and expected >= EXPECTED and None not in names
        one, other = (self._label(name) for name in names)
        return GroupPair(one, other, ties, expected, ties / expected if expected > 0 else None, is_empty)

    def _crossing(self) -> list[tuple[int, int, int]]:
        """(one end, other end, how many the smaller side has) of bridges between two groups, the largest first."""
        bridges, number = self._counted.bridges, self._counted.grouping.numbers
        groups = number[bridges.ego], number[bridges.alter]
        between = np.flatnonzero((groups[0] != groups[1]) & (groups[0] != UNKNOWN) & (groups[1] != UNKNOWN))
        smaller = np.minimum(bridges.ego_side, bridges.alter_side)
        order = between[np.argsort(-smaller[between], kind="stable")].tolist()
        return [(int(bridges.ego[one]), int(bridges.alter[one]), int(smaller[one])) for one in order]

    def _cross_tie(self, tie: tuple[int, int, int]) -> CrossTie:
        labels, number = self._counted.grouping.labels, self._counted.grouping.numbers
        one, other, held = tie
        return CrossTie(
            self._actor(one), str(labels[number[one]]), self._actor(other), str(labels[number[other]]), held
        )

    def _bridging(self, number: int) -> Bridging:
        counted = self._counted
        return Bridging(
            self._actor(number),
            str(counted.grouping.labels[counted.grouping.numbers[number]]),
            int(counted.inside[number]),
            int(counted.indices.actors.external[number]),
            int(counted.groups_met[number]),
        )

    def _missing(self, shown: int) -> tuple[str, ...]:
        counted = self._counted
        found: Mapping[str, bool] = {
            "few-ties": counted.graph.number_of_edges() < ENOUGH_TIES,
            "ungrouped": counted.grouping.unknown > 0,
            "one-group": counted.grouping.known > 0 and counted.grouping.is_single,
            "all-alone": counted.grouping.known > 1 and counted.grouping.is_separate,
            "unsure": self._is_unsure(),
            "more-groups": len(counted.grouping) > shown,
        }
        return tuple(code for code, is_so in found.items() if is_so)

    def _is_unsure(self) -> bool:
        if self._by is not GroupBy.COMMUNITY or not len(self._counted.graph):
            return False
        return bool(found_communities(self._network, self._counted.graph).certainty.mean() < SURE)


def _empty(matrix: tuple[tuple[GroupPair, ...], ...]) -> tuple[GroupPair, ...]:
    pairs = [pair for row, line in enumerate(matrix) for pair in line[row:] if pair.is_empty]
    return tuple(sorted(pairs, key=lambda pair: (-pair.expected, pair.one or "", pair.other or "")))


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
