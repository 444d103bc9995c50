"""Who brokers: who stands between others, in which role, what falls apart without them, and whom only they reach."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graphsvc.chance_values import Ints
from graphsvc.errors import Refused
from graphsvc.identity.actors import Actor
from graphsvc.kernel.brokerage import (
    COORDINATOR,
    GATEKEEPER,
    ITINERANT,
    LIAISON,
    Brokerage,
    brokerage,
)
from graphsvc.kernel.brokerage_expected import expected_roles
from graphsvc.kernel.compiled import F64
from graphsvc.kernel.cuts import Cuts, cuts
from graphsvc.kernel.groups import UNKNOWN, Grouping
from graphsvc.kernel.tiegraph import TieGraph
from graphsvc.kinds import Asked
from graphsvc.model.statements import ActorId
from graphsvc.network import SAMPLED, Network
from queries.actor import ENOUGH_TIES
from queries.broker_values import Broker, BrokerRole, Brokers, GroupShare, GroupSize, KeySet, Order, RoleCount
from queries.group_names import GivenName, given_names
from queries.groupings import GroupBy, country_of, group_by, grouping_of, kinds_of
from queries.holding_together import key_set, rank_ranges

SHOWN, MOST_SHOWN = 20, 100
NAMED = 5
ENOUGH_PAIRS = 5
"""A role is said in words when the actor has it for at least so many pairs."""
MORE = 1.25
"""... and at least so many times as often as expected."""
POLICYMAKER = "policymaker"
_COLUMN = {
    BrokerRole.COORDINATOR: COORDINATOR,
    BrokerRole.ITINERANT: ITINERANT,
    BrokerRole.GATEWAY: GATEKEEPER,
    BrokerRole.LIAISON: LIAISON,
}


class BadOrder(Refused):
    """There is no such order."""

    code = "brokers.bad-order"
    status = 400
    message = "There is no such order."
    hint = f"Use one of {', '.join(Order)}."


class BadLimit(Refused):
    """Fewer than one, or more than can be shown."""

    code = "brokers.bad-limit"
    status = 400
    message = "So many cannot be shown."
    hint = f"Ask for 1 to {MOST_SHOWN}."


@dataclass(frozen=True, slots=True)
class _OnlyWays:
    """Pairs (actor, policymaker): of the actor's group only it is tied to this policymaker. Sorted."""

    who: Ints
    policymaker: Ints

    def of(self, number: int) -> list[int]:
        """The policymakers that, of its group, only this actor is tied to."""
        start, stop = self.who.searchsorted(number), self.who.searchsorted(number, "right")
        return [int(one) for one in self.policymaker[start:stop]]


@dataclass(frozen=True, slots=True)
class _Counted:
    """All that is counted for one network and one grouping, by number of the actor in the snapshot."""

    graph: TieGraph
    grouping: Grouping
    found: Brokerage
    expected: F64
    cuts: Cuts
    only: _OnlyWays


@dataclass(frozen=True, slots=True)
class _Standing:
    """Measures that do not depend on the groups, by number of the actor; and who can be asked themselves.

    Sorted are the values of those who have contacts: nobody else has a rank.
    """

    between: F64
    constraint: F64
    sorted_between: F64
    sorted_constraint: F64
    is_asked: NDArray[np.bool_]


def find_brokers(
    network: Network,
    *,
    by: str | None = None,
    order: str | None = None,
    country: str | None = None,
    limit: int = SHOWN,
    language: str,
) -> Brokers:
    """The actors that others are connected through, among the ties that the viewer may see.

    Args:
        by: a way to group (`GroupBy`); by country where nothing is given.
        order: who comes first (`Order`); who stands between most pairs of different groups where nothing is given.
        country: ISO 3166-1 alpha-2: only groups inside this country.
        limit: how many to show, 1 to `MOST_SHOWN`.

    Raises:
        BadGrouping, BadCountry, BadOrder, BadLimit: what was given is not one of those, or not within the limits.
    """
    way, inside, wanted = group_by(by), country_of(country), _order_of(order)
    if not 1 <= limit <= MOST_SHOWN:
        raise BadLimit(value=str(limit))
    counted = _count(network, way, inside)
    has_enough = counted.graph.number_of_edges() >= ENOUGH_TIES
    listed = _listed(network, counted, wanted) if has_enough else []
    shown = listed[:limit]
    return Brokers(
        by=way,
        country=inside,
        order=wanted,
        groups=_groups(counted.grouping, given_names(network, way, counted.grouping)),
        ungrouped=counted.grouping.unknown,
        actors=len(counted.graph),
        ties=counted.graph.number_of_edges(),
        brokers=_Teller(network, counted, language).tell(shown),
        total=len(listed),
        key_set=_key_set(network, language) if has_enough else None,
        left_out=rank_ranges(network).left_out,
        missing=_missing(counted),
        sources=tuple(network.sources()[one] for one in sorted(network.sources())),
    )


def prepare(network: Network) -> None:
    """Count what is asked for first, so that no page has to: the groups that are used where nothing else is chosen."""
    _count(network, GroupBy.COUNTRY, None)
    _standing(network)
    rank_ranges(network)
    key_set(network)


def _order_of(text: str | None) -> Order:
    try:
        return Order(text) if text else Order.GROUPS
    except ValueError as error:
        raise BadOrder(value=text) from error


def _count(network: Network, by: GroupBy, country: str | None) -> _Counted:
    def work_out() -> _Counted:
        graph = network.graph()
        grouping = grouping_of(network, graph, by, country)
        found = brokerage(graph, grouping)
        expected = expected_roles(graph, found, kinds_of(network, graph, by))
        return _Counted(graph, grouping, found, expected, cuts(graph), _only_ways(network, graph, grouping))

    return network.worked_out(f"brokers|{by}|{country or ''}", work_out)


def _listed(network: Network, counted: _Counted, order: Order) -> list[int]:
    """The numbers of all who can be asked themselves and stand between others in the way that the order is about."""
    standing = _standing(network)
    between = standing.between
    if order is Order.BETWEENNESS:
        key = between
    else:
        columns = [GATEKEEPER, LIAISON] if order is Order.GROUPS else [_COLUMN[BrokerRole(order)]]
        key = counted.found.counts[:, columns].sum(axis=1).astype(np.float64)
    listed = np.flatnonzero((key > 0) & standing.is_asked)
    sorted_: list[int] = listed[np.lexsort((listed, -between[listed], -key[listed]))].tolist()
    return sorted_


def _standing(network: Network) -> _Standing:
    def work_out() -> _Standing:
        graph, kinds = network.graph(), network.kinds.actors
        between, constraint = (_measured(network, name, graph) for name in ("betweenness", "constraint"))
        asked = {name for name, kind in kinds.items() if kind.asked is Asked.ITSELF}
        is_asked = np.array([kind in asked for kind in network.traits().kind.tolist()], dtype=np.bool_)
        known = constraint[~np.isnan(constraint)]
        ranked = between[graph.forward.degrees() > 0]
        return _Standing(between, constraint, np.sort(ranked), np.sort(known), is_asked)

    return network.worked_out("brokers", work_out)


def _measured(network: Network, name: str, graph: TieGraph) -> F64:
    """The values of a measure in the order of the actors; NaN where it is not defined."""
    values = network.measured(name).values
    return np.array([values[actor] for actor in graph], dtype=np.float64)


def _groups(grouping: Grouping, given: Mapping[str, GivenName]) -> tuple[GroupSize, ...]:
    sizes = zip(grouping.labels, grouping.sizes.tolist(), strict=True)
    return tuple(
        GroupSize(label, size, given.get(label)) for label, size in sorted(sizes, key=lambda one: (-one[1], one[0]))
    )


def _missing(counted: _Counted) -> tuple[str, ...]:
    found = {
        "few-ties": counted.graph.number_of_edges() < ENOUGH_TIES,
        "nobody-grouped": counted.grouping.known == 0,
        "ungrouped": counted.grouping.unknown > 0 and counted.grouping.known > 0,
        "one-group": counted.grouping.known > 0 and counted.grouping.is_single,
        "all-alone": counted.grouping.known > 1 and counted.grouping.is_separate,
        "sampled": len(counted.graph) > SAMPLED["betweenness"][0],
    }
    return tuple(code for code, is_so in found.items() if is_so)


class _Teller:
    """Puts into values what is counted of some actors."""

    def __init__(self, network: Network, counted: _Counted, language: str) -> None:
        self._network = network
        self._counted = counted
        self._language = language
        self._standing = _standing(network)
        self._ranges = rank_ranges(network)

    def tell(self, numbers: list[int]) -> tuple[Broker, ...]:
        """The brokers of these numbers, in their order; those that are gone from the store are left out."""
        ids = self._network.snapshot.actors.ids
        only = {number: self._counted.only.of(number) for number in numbers}
        wanted = dict.fromkeys(ids[one] for number in numbers for one in (number, *only[number][:NAMED]))
        actors = self._network.actors(wanted, self._language)
        return tuple(
            self._broker(number, actors, only[number], [ids[one] for one in only[number][:NAMED]])
            for number in numbers
            if ids[number] in actors
        )

    def _broker(
        self, number: int, actors: Mapping[ActorId, Actor], only: Sequence[int], named: Sequence[ActorId]
    ) -> Broker:
        counted, ranks = self._counted, self._standing.sorted_between
        group = int(counted.grouping.numbers[number])
        roles = self._roles(number) if group != UNKNOWN else ()
        best, worst = self._range(number)
        return Broker(
            actor=actors[self._network.snapshot.actors.ids[number]],
            group=None if group == UNKNOWN else counted.grouping.labels[group],
            contacts=int(counted.graph.forward.degrees()[number]),
            reaches=self._reaches(number),
            rank=1 + int(ranks.size - np.searchsorted(ranks, self._standing.between[number], side="right")),
            rank_of=ranks.size,
            rank_best=best,
            rank_worst=worst,
            constraint_percentile=self._percentile(number),
            roles=roles,
            main=max((role for role in roles if _is_worth_saying(role)), key=_excess, default=None),
            parts=int(counted.cuts.parts[number]),
            separated=int(counted.cuts.separated[number]),
            only_it=tuple(actors[one] for one in named if one in actors),
            only_it_total=len(only),
        )

    def _range(self, number: int) -> tuple[int | None, int | None]:
        found = self._ranges.of.get(self._network.snapshot.actors.ids[number])
        if found is None or found.best is None or found.worst is None:
            return None, None
        return int(found.best), int(np.ceil(found.worst))

    def _reaches(self, number: int) -> tuple[GroupShare, ...]:
        rows, grouping = self._counted.graph.forward, self._counted.grouping
        near = grouping.numbers[rows.neighbours[rows.offsets[number] : rows.offsets[number + 1]]]
        count = Counter(grouping.labels[group] for group in near.tolist() if group != UNKNOWN)
        return tuple(GroupShare(*one) for one in sorted(count.items(), key=lambda one: (-one[1], one[0])))

    def _percentile(self, number: int) -> int | None:
        value, known = self._standing.constraint[number], self._standing.sorted_constraint
        if np.isnan(value):
            return None
        more = known.size - int(np.searchsorted(known, value, side="right"))
        return 100 * more // known.size

    def _roles(self, number: int) -> tuple[RoleCount, ...]:
        counts, expected = self._counted.found.counts[number], self._counted.expected[number]
        found = []
        for role, column in _COLUMN.items():
            mean = None if np.isnan(expected[column]) else float(expected[column])
            found.append(RoleCount(role, int(counts[column]), mean, int(counts[column]) / mean if mean else None))
        return tuple(found)


def _is_worth_saying(role: RoleCount) -> bool:
    return role.count >= ENOUGH_PAIRS and role.ratio is not None and role.ratio >= MORE


def _excess(role: RoleCount) -> float:
    return role.count - (role.expected or 0.0)


def _key_set(network: Network, language: str) -> KeySet | None:
    found = key_set(network)
    if found is None or found.value <= found.before:
        return None
    actors = network.actors([ActorId(str(actor)) for actor in found.actors], language)
    return KeySet(tuple(actors.values()), 100 * found.value, 100 * found.before, found.is_exact)


def _only_ways(network: Network, graph: TieGraph, grouping: Grouping) -> _OnlyWays:
    """Who, of its group, is the only one that is tied to a policymaker; who makes policy itself does not count."""
    is_policymaker = np.array([POLICYMAKER in roles for roles in network.traits().roles], dtype=np.bool_)
    rows = graph.forward
    owner = np.repeat(np.arange(len(graph)), rows.degrees())
    group = grouping.numbers[rows.neighbours]
    slots = np.flatnonzero(is_policymaker[owner] & ~is_policymaker[rows.neighbours] & (group != UNKNOWN))
    key = owner[slots] * max(len(grouping), 1) + group[slots]
    _, first, count = np.unique(key, return_index=True, return_counts=True)
    single = slots[first[count == 1]]
    who, policymaker = rows.neighbours[single].astype(np.int64), owner[single]
    order = np.lexsort((policymaker, who))
    return _OnlyWays(who[order], policymaker[order])
