"""Where the silos are: groups that have fewer ties to each other than chance gives, who bridges them, who is alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graphsvc.chance_values import Ints
from graphsvc.errors import Refused
from graphsvc.identity.actors import Actor
from graphsvc.kernel.cuts import Bridges, bridges_of
from graphsvc.kernel.external_internal import (
    ROUNDS,
    ExternalInternal,
    IndexChances,
    external_internal,
    index_chances,
    reachable,
)
from graphsvc.kernel.groups import UNKNOWN, Grouping
from graphsvc.kernel.mixing import MOST_GROUPS, GroupTies, expected_mixing
from graphsvc.kernel.tiegraph import TieGraph
from graphsvc.model.statements import ActorId
from graphsvc.network import Network
from queries.actor import ENOUGH_TIES
from queries.group_names import given_names
from queries.groupings import GroupBy, country_of, found_communities, group_by, grouping_of, kinds_of
from queries.silo_pairs import Largest, empty_pairs, farthest_pair, standing
from queries.silo_values import Bridging, CrossTie, GroupPair, NamedGroup, Silo, Silos, Standing

SHOWN, MOST_SHOWN = 10, 30
"""So many groups are shown one by one."""
NAMED, LISTED, HELD = 3, 8, 5
"""Actors of each group, actors in each list, ties that alone hold groups together."""
SURE = 0.8
"""Communities below this mean certainty are said to be unsure."""
USUAL = 0.05
"""An index that more than this share of the shuffles reaches may be chance."""
MOST_SHUFFLED, LEAST_ROUNDS = 20_000_000, 99
"""Ties and actors in all shuffles together; in a very large network there are fewer shuffles."""


class BadLimit(Refused):
    """Fewer than one group, or more than can be shown."""

    code = "silos.bad-limit"
    status = 400
    message = "So many cannot be shown."
    hint = f"Ask for 1 to {MOST_SHOWN}."


@dataclass(frozen=True)
class _Counted:
    """All that is counted for one network and one grouping; groups by falling size."""

    graph: TieGraph
    grouping: Grouping
    is_looked_at: NDArray[np.bool_]
    grouped_ties: int
    order: Ints
    ties: Largest
    expected: Largest
    indices: ExternalInternal
    chances: IndexChances
    reachable: tuple[float, float]
    bridges: Bridges

    @property
    def is_compared(self) -> bool:
        """Whether there are ties enough to say what chance would give."""
        return self.grouped_ties >= ENOUGH_TIES

    @cached_property
    def degrees(self) -> NDArray[np.int64]:
        """By actor, its ties."""
        return self.graph.forward.degrees()

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
        BadGrouping, BadCountry, BadLimit: what was given is not one of those, or not within the limits.
    """
    way, inside = group_by(by), country_of(country)
    if not 1 <= limit <= MOST_SHOWN:
        raise BadLimit(value=str(limit))
    return _Teller(network, _counted(network, way, inside), way, language).tell(inside, limit)


def prepare(network: Network) -> None:
    """Count every way to group the whole network, so that no page has to."""
    for way in GroupBy:
        _counted(network, way, None)


def _counted(network: Network, by: GroupBy, country: str | None) -> _Counted:
    return network.worked_out(f"silos|{by}|{country or ''}", lambda: _count(network, by, country))


def _count(network: Network, by: GroupBy, country: str | None) -> _Counted:
    graph = network.graph()
    grouping = _without_many(grouping_of(network, graph, by, country))
    kinds = kinds_of(network, graph, by)
    ties = GroupTies.of(graph, grouping)
    rounds = min(ROUNDS, max(LEAST_ROUNDS, MOST_SHUFFLED // max(ties.ties + len(graph), 1)))
    countries = network.traits().country
    order = np.lexsort((np.arange(len(grouping)), -grouping.sizes))
    return _Counted(
        graph=graph,
        grouping=grouping,
        is_looked_at=np.array([country is None or one == country for one in countries], dtype=np.bool_),
        grouped_ties=ties.ties,
        order=order,
        ties=Largest.of(ties.once(ties.matrix()), order[:MOST_SHOWN]),
        expected=Largest.of(expected_mixing(graph, grouping, kinds), order[:MOST_SHOWN]),
        indices=external_internal(graph, grouping, kinds),
        chances=index_chances(graph, grouping, kinds, rounds=rounds),
        reachable=reachable(graph, grouping),
        bridges=bridges_of(graph),
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
        self._given = given_names(network, by, counted.grouping)

    def tell(self, country: str | None, limit: int) -> Silos:
        """The answer with at most `limit` groups."""
        counted, grouping = self._counted, self._counted.grouping
        shown = counted.order[:limit].tolist()
        crossing, bridging = self._crossing(), self._bridging_actors()
        isolates = np.flatnonzero((counted.degrees == 0) & counted.is_looked_at).tolist()
        ends = [end for tie in crossing[:HELD] for end in tie[:2]]
        others = self._others(shown, [*ends, *bridging[:LISTED]])
        best = {group: self._best_tied(group) for group in (*shown, *others)}
        self._read([*(one for some in best.values() for one in some), *ends, *bridging[:LISTED], *isolates[:LISTED]])
        matrix = self._matrix(shown)
        return Silos(
            by=self._by,
            country=country,
            silos=tuple(self._silo(group, best[group], place) for place, group in enumerate(shown)),
            silos_total=len(grouping),
            others=tuple(self._named(group, best[group]) for group in others),
            shown=tuple(line[0].one for line in matrix),
            matrix=matrix,
            empty=empty_pairs(matrix),
            farthest=farthest_pair(matrix),
            **self._index(),
            crossing=tuple(self._cross_tie(tie) for tie in crossing[:HELD] if self._has(tie[:2])),
            crossing_total=len(crossing),
            bridging=tuple(self._bridging(number) for number in bridging[:LISTED] if self._has([number])),
            bridging_total=len(bridging),
            isolates=self._known(isolates[:LISTED]),
            isolates_total=len(isolates),
            grouped=grouping.known,
            ungrouped=int(counted.is_looked_at.sum()) - grouping.known,
            actors=int(counted.is_looked_at.sum()),
            ties=counted.graph.number_of_edges(),
            grouped_ties=counted.grouped_ties,
            modularity=self._modularity(),
            missing=self._missing(len(shown)),
            sources=tuple(self._network.sources()[one] for one in sorted(self._network.sources())),
        )

    def _index(self) -> dict[str, Any]:
        """The fields on the index of all groups."""
        network, chances = self._counted.indices.network, self._counted.chances
        lowest, highest = self._counted.reachable
        return {
            "index": _number(network.value[0]),
            "index_expected": self._if_compared(network.expected[0]),
            "as_closed": self._if_compared(chances.network_as_low),
            "as_open": self._if_compared(chances.network_as_high),
            "shuffles": chances.rounds,
            "lowest": _number(lowest),
            "highest": _number(highest),
        }

    def _if_compared(self, value: float) -> float | None:
        return _number(value) if self._counted.is_compared else None

    def _others(self, shown: list[int], actors: list[int]) -> list[int]:
        """Of communities, whose names nobody knows: those of `actors` that are not shown."""
        if self._by is not GroupBy.COMMUNITY:
            return []
        groups = {int(self._counted.grouping.numbers[actor]) for actor in actors}
        return sorted(groups - set(shown) - {UNKNOWN})

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

    def _named(self, group: int, best: list[int]) -> NamedGroup:
        label = str(self._label(group))
        return NamedGroup(label, self._members(group).size, self._known(best), self._given.get(label))

    def _silo(self, group: int, best: list[int], place: int) -> Silo:
        counted, members = self._counted, self._members(group)
        indices, label = counted.indices.groups, self._label(group)
        return Silo(
            group=str(label),
            actors=members.size,
            untied=int((counted.degrees[members] == 0).sum()),
            inside=int(indices.internal[group]),
            outside=int(indices.external[group]),
            inside_expected=self._if_compared(counted.expected.part[place, place]),
            index=_number(indices.value[group]),
            index_expected=self._if_compared(indices.expected[group]),
            best_tied=self._known(best),
            certainty=self._certainty(members),
            given=self._given.get(str(label)),
        )

    def _certainty(self, members: Ints) -> float | None:
        if self._by is not GroupBy.COMMUNITY or not members.size:
            return None
        return float(found_communities(self._network, self._counted.graph).certainty[members].mean())

    def _modularity(self) -> float | None:
        if self._by is not GroupBy.COMMUNITY:
            return None
        return _number(found_communities(self._network, self._counted.graph).modularity)

    def _matrix(self, shown: list[int]) -> tuple[tuple[GroupPair, ...], ...]:
        counted = self._counted
        has_rest = len(counted.grouping) > len(shown)
        names = [self._label(group) for group in (*shown, None)][: len(shown) + has_rest]
        ties, expected = (one.merged(len(shown), has_rest=has_rest) for one in (counted.ties, counted.expected))
        return tuple(
            tuple(
                self._pair(one, other, int(ties[row, column]), float(expected[row, column]))
                for column, other in enumerate(names)
            )
            for row, one in enumerate(names)
        )

    def _pair(self, one: str | None, other: str | None, ties: int, expected: float) -> GroupPair:
        if not self._counted.is_compared:
            return GroupPair(one, other, ties, None, None, Standing.USUAL)
        share = ties / expected if expected > 0 else None
        return GroupPair(one, other, ties, expected, share, standing(ties, expected))

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

    def _bridging_actors(self) -> list[int]:
        """Those with ties to other groups: those with most first, then those that meet more groups."""
        outside, met = self._counted.indices.actors.external, self._counted.groups_met
        some = np.flatnonzero(outside > 0)
        found: list[int] = some[np.lexsort((some, -met[some], -outside[some]))].tolist()
        return found

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
        counted, grouping = self._counted, self._counted.grouping
        found: Mapping[str, bool] = {
            "few-ties": not counted.is_compared,
            "nobody-grouped": grouping.known == 0 and bool(counted.is_looked_at.any()),
            "ungrouped": 0 < grouping.known < int(counted.is_looked_at.sum()),
            "one-group": grouping.known > 0 and grouping.is_single,
            "all-alone": grouping.known > 1 and grouping.is_separate,
            "unsure": self._is_unsure(),
            "by-chance": counted.is_compared and self._may_be_chance(),
            "more-groups": len(grouping) > shown,
        }
        return tuple(code for code, is_so in found.items() if is_so)

    def _may_be_chance(self) -> bool:
        chances = self._counted.chances
        # Not a number where no shuffle gives another index: then nothing is said, and both comparisons are false.
        return chances.network_as_low > USUAL and chances.network_as_high > USUAL

    def _is_unsure(self) -> bool:
        if self._by is not GroupBy.COMMUNITY or not self._counted.grouping.known:
            return False
        certainty = found_communities(self._network, self._counted.graph).certainty
        return bool(certainty[self._counted.grouping.is_known].mean() < SURE)


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
