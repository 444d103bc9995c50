"""The money of some payers, followed through a ledger: what of it is on each hop and comes to each recipient."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from graphsvc.kernel.attribution import Traced, all_money, trace
from graphsvc.kernel.compiled import I64
from graphsvc.kernel.flow_bounds import MoneyRanges
from graphsvc.kernel.flows import FlowGraph
from graphsvc.network import Network
from queries.funding_ledger import Ledger
from queries.funding_values import Pair, Place, Years

BETWEEN = frozenset({"igo", "intermediary"})
"""Roles of those who usually pass money on: where they report nothing onward, it is not traceable."""


@dataclass(frozen=True)
class Followed:
    """All that payers had of money in a year, followed until its end (None: in all years, to the end of the last).

    Attributes:
        payers: numbers of actors.
        is_own: only what they added of their own (of a year also what they still had from before), not what they got:
            whoever brought that is a payer too.
    """

    network: Network
    ledger: Ledger
    payers: tuple[int, ...]
    year: int | None
    is_own: bool = False

    def alone(self, payer: int, *, is_own: bool) -> Followed:
        """The money of one payer."""
        same = self.payers == (payer,) and self.is_own is is_own
        return self if same else replace(self, payers=(payer,), is_own=is_own)

    def for_recipient(self, actor: int) -> Followed:
        """Without its own money where some of that comes back to it: that is nothing that it gets."""
        place = self.ledger.place(actor)
        if not self.is_own or place is None or actor not in self._among or not self.graph.comes_back[place]:
            return self
        return replace(self, payers=tuple(one for one in self.payers if one != actor))

    @cached_property
    def _among(self) -> frozenset[int]:
        return frozenset(self.payers)

    @cached_property
    def graph(self) -> FlowGraph:
        """The payments that count."""
        return self.ledger.graph if self.year is None else self.ledger.graph.until(self.year)

    @cached_property
    def traced(self) -> Traced:
        """Their money on its way; what the payers got from others is theirs too.

        Of one year it is what they got or added in it, and what they still had from before.
        """
        graph = self.graph
        places = [place for one in self.payers if (place := self.ledger.place(one)) is not None]
        if self.is_own:
            mine = np.isin(graph.actor, np.array(places, dtype=np.int64))
            return trace(graph, np.where(mine, _brought(graph, Years(self.year, self.year)), 0))
        origin, ends_at = all_money(graph, *places)
        if self.year is not None:
            origin[graph.year != self.year] = 0
            theirs = np.isin(graph.actor, np.array(places, dtype=np.int64)) & (graph.year == self.year)
            held = graph.is_carried & theirs[graph.alter]
            np.add.at(origin, graph.alter[held], graph.amount[held])
        return trace(graph, origin, ends_at)

    @cached_property
    def _ranges(self) -> MoneyRanges:
        return MoneyRanges(self.graph, self.traced.origin, self.traced.ends_at)

    @cached_property
    def on_hops(self) -> dict[Pair, dict[int, int]]:
        """{hop: {year: minor units of the payers' money on it}}, also where that is 0."""
        graph = self.graph
        ties = np.flatnonzero(~graph.is_carried)
        if self.year is not None:
            ties = ties[graph.year[graph.ego[ties]] == self.year]
        found: dict[Pair, dict[int, int]] = defaultdict(dict)
        ends = graph.actor[graph.ego[ties]].tolist(), graph.actor[graph.alter[ties]].tolist()
        years, amounts = graph.year[graph.ego[ties]].tolist(), self.traced.along(ties).tolist()
        for ego, alter, year, amount in zip(*ends, years, amounts, strict=True):
            found[graph.ids[ego], graph.ids[alter]][year] = amount
        return dict(found)

    @cached_property
    def kept(self) -> dict[int, int]:
        """{actor: minor units of the payers' money that stay with it}."""
        found: dict[int, int] = defaultdict(int)
        for place, minor in zip(self.graph.actor.tolist(), self.traced.kept().tolist(), strict=True):
            if minor:
                found[self.graph.ids[place]] += minor
        return dict(found)

    @cached_property
    def roughly(self) -> dict[int, float]:
        """{actor: about what comes to it}, what comes round counted again; to see who gets most."""
        graph = self.graph
        ties = np.flatnonzero(~graph.is_carried)
        came = np.zeros(len(graph.ids))
        value = self.traced.through[graph.ego[ties]] * graph.amount[ties] / np.maximum(graph.total[graph.ego[ties]], 1)
        np.add.at(came, graph.actor[graph.alter[ties]], value)
        return {graph.ids[place]: float(came[place]) for place in np.flatnonzero(came > 0).tolist()}

    @cached_property
    def paid(self) -> dict[int, int]:
        """{actor: minor units that it pays in the asked years}."""
        graph = self.graph
        out = ~graph.is_carried if self.year is None else ~graph.is_carried & (graph.year[graph.ego] == self.year)
        return _sums(graph, graph.ego[out], graph.amount[out])

    @cached_property
    def brought(self) -> dict[int, int]:
        """{actor: minor units that it adds in the asked years, or still has from before}."""
        own = _brought(self.graph, Years(self.year, self.year))
        nodes = np.flatnonzero(own)
        return _sums(self.graph, nodes, own[nodes])

    def arriving(self, actor: int, year: int | None = None) -> int | None:
        """Minor units that come to `actor`; None where it is in no counted payment."""
        place = self.ledger.place(actor)
        return None if place is None else self.traced.arriving(place, year if year is not None else self.year)

    def range_of(self, actor: int) -> tuple[int, int] | None:
        """At least and at most so many minor units come to `actor`; None where it is in no counted payment."""
        place = self.ledger.place(actor)
        return None if place is None else self._ranges.of(place, self.year)

    def received(self, actor: int) -> int | None:
        """All that `actor` gets in the asked years, from anybody."""
        place = self.ledger.place(actor)
        if place is None:
            return None
        into = np.isin(self.graph.alter, self.graph.nodes_of(place, self.year)) & ~self.graph.is_carried
        return int(self.graph.amount[into].sum())

    def years_of(self, actor: int) -> tuple[int, ...]:
        """The asked years in which anything is paid to `actor`."""
        place = self.ledger.place(actor)
        if place is None:
            return ()
        nodes = self.graph.nodes_of(place, self.year)
        paid = np.unique(self.graph.alter[~self.graph.is_carried & np.isin(self.graph.alter, nodes)])
        return tuple(self.graph.year[paid].tolist())

    @cached_property
    def _pay(self) -> frozenset[int]:
        paid = self.graph.ego[~self.graph.is_carried]
        return frozenset(self.graph.ids[place] for place in np.unique(self.graph.actor[paid]).tolist())

    def place_of(self, actor: int) -> Place:
        """What `actor` does with what it gets."""
        if actor in self._pay:
            return Place.PASSES_ON
        is_between = bool(BETWEEN & self.network.traits().roles[actor]) or actor in self.ledger.leading_on
        return Place.UNREPORTED if is_between else Place.END

    def resting(self) -> tuple[int, int, int]:
        """(at ends, not traceable, back with the payers): minor units, which add up to all that is followed."""
        at_ends = not_traceable = 0
        if self.is_own:
            at_ends = sum(minor for actor, minor in self.kept.items() if self.place_of(actor) is Place.END)
            back = self._unspent()
            return at_ends, self.traced.money - at_ends - back, back
        for actor, minor in self.kept.items():
            if actor in self._among:
                continue
            if self.place_of(actor) is Place.END:
                at_ends += minor
            else:
                not_traceable += minor
        return at_ends, not_traceable, self.traced.money - at_ends - not_traceable

    def _unspent(self) -> int:
        """What the payers never paid: of one year they may keep some of what they had from before."""
        graph, origin = self.graph, self.traced.origin
        nodes = np.flatnonzero((origin > 0) & (graph.kept > 0)).tolist()
        return sum(int(origin[one]) * int(graph.kept[one]) // int(graph.total[one]) for one in nodes)


def owners_in(ledger: Ledger, years: Years) -> frozenset[int]:
    """Who adds money of its own in these years, or still has some from before them."""
    graph = ledger.graph
    places = np.unique(graph.actor[_brought(graph, years) > 0])
    return frozenset(graph.ids[place] for place in places.tolist())


def _brought(graph: FlowGraph, years: Years) -> I64:
    """Of every node of these years what is added there, and what was carried to it from before them."""
    brought = graph.own.copy()
    if years.first is not None:
        held = graph.is_carried & (graph.year[graph.ego] < years.first) & (graph.year[graph.alter] >= years.first)
        np.add.at(brought, graph.alter[held], graph.amount[held])
        brought[graph.year < years.first] = 0
    if years.last is not None:
        brought[graph.year > years.last] = 0
    return brought


def _sums(graph: FlowGraph, nodes: I64, minor: I64) -> dict[int, int]:
    sums = np.zeros(len(graph.ids), dtype=np.int64)
    np.add.at(sums, graph.actor[nodes], minor)
    return {graph.ids[place]: int(sums[place]) for place in np.flatnonzero(sums).tolist()}


def circles_among(ledger: Ledger, actors: Iterable[int]) -> tuple[tuple[int, ...], ...]:
    """The groups among `actors` whose money comes round to them, each sorted."""
    groups: dict[int, list[int]] = defaultdict(list)
    for actor in sorted(set(actors)):
        place = ledger.place(actor)
        if place is not None and ledger.graph.comes_back[place]:
            groups[int(ledger.graph.circle[place])].append(actor)
    return tuple(sorted(tuple(group) for group in groups.values() if len(group) > 1))
