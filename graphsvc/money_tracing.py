"""One actor's money followed through payments: what comes to whom, at least and at most, and what cannot be followed.

Everything is in whole minor units of one currency. A year is the least step of time: money is passed on in the year in
which it came, or later.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from graphsvc.kernel.attribution import Traced, all_money, own_money, trace
from graphsvc.kernel.compiled import I64
from graphsvc.kernel.flow_bounds import MoneyRanges
from graphsvc.kernel.flows import FlowGraph, Mask

MOST_WORK = 20_000_000
"""Recipients times flows for which least and most are worked out: about twenty seconds."""

NOBODY = -1
Paid = tuple[Any, Any, int, int]
"""Who paid, who got it (ids that can be sorted), minor units (negative: returned), year."""


@dataclass(frozen=True, slots=True)
class NetPayments:
    """Payments added up by payer, recipient and year, returns taken off.

    Attributes:
        graph: those above zero.
        returned: (payer, recipient, minor units below zero, year) where more was returned than paid: not traced.
        zero: how many came to nothing.
    """

    graph: FlowGraph
    returned: tuple[Paid, ...]
    zero: int

    @classmethod
    def of(cls, payments: Iterable[Paid]) -> NetPayments:
        """Those of `payments`. Raises TooMuchMoney."""
        sums: dict[tuple[Any, Any, int], int] = defaultdict(int)
        for ego, alter, minor, year in payments:
            sums[ego, alter, year] += minor
        paid = {key: minor for key, minor in sums.items() if minor > 0}
        ids = sorted({actor for ego, alter, _ in sums for actor in (ego, alter)})
        place = {actor: number for number, actor in enumerate(ids)}
        graph = FlowGraph.of(
            ids,
            [place[ego] for ego, _, _ in paid],
            [place[alter] for _, alter, _ in paid],
            list(paid.values()),
            [year for _, _, year in paid],
        )
        back = tuple(sorted((*key[:2], minor, key[2]) for key, minor in sums.items() if minor < 0))
        return cls(graph, back, sum(1 for minor in sums.values() if minor == 0))


@dataclass(frozen=True, slots=True)
class Received:
    """What of the traced money comes to one recipient, in minor units, each unit counted once.

    Attributes:
        attributed: by proportional sharing; lower, upper: at least and at most, however it is mixed (None: too much
            work).
        kept: what of it stays, at the end of the year where one is asked for; passed_on: what it pays out again (None
            where one year is asked for).
        with_repeats: as `attributed`, but what comes round counts again each time.
        received: all that it gets, from anybody, in the same years as `attributed`; what comes round counts each time.
        pays: whether it pays anybody, in all years of the graph: what it keeps then is not traceable further.
    """

    actor: str
    attributed: int
    lower: int | None
    upper: int | None
    kept: int
    passed_on: int | None
    with_repeats: int
    received: int
    pays: bool


@dataclass(frozen=True, slots=True)
class MoneyTrace:
    """Where one actor's money goes, in all years of the graph.

    Attributes:
        money: all that is traced; of it `at_recipients` ends at those who pay nobody, `not_traceable` at those who pay
            others and report no more onward, `back` with the actor itself. The three add up to `money`.
        all_paid: what the actor paid out in all; `passed_through` of it came from others and is not traced.
        not_traceable_by: {actor: minor units of that}, most first; they add up to it.
        recipients: those that any of it comes to (in the asked year), most first, then by id.
        not_worked_out: to how many more some comes, beyond `MOST_WORK`.
        own_of_others: {actor: what it paid beyond what it had got: its own or of unknown origin}.
        circles: actors that pay each other round, each circle sorted.
    """

    source: str
    money: int
    all_paid: int
    passed_through: int
    at_recipients: int
    not_traceable: int
    not_traceable_by: Mapping[str, int]
    back: int
    recipients: tuple[Received, ...]
    not_worked_out: int
    own_of_others: Mapping[str, int]
    circles: tuple[tuple[str, ...], ...]


def trace_money(graph: FlowGraph, source: str, *, year: int | None = None, all_of_it: bool = False) -> MoneyTrace:
    """Follow the money of `source`.

    Args:
        graph: payments up to the last year that counts; where none of them names `source`, nothing is followed.
        year: only what comes to recipients in this year, also of money that was paid earlier; None: in all years.
        all_of_it: also what `source` got from others, as if it came from there.

    Raises:
        LeaklessGroup: a closed group of payers keeps nothing.
    """
    actor = graph.ids.index(source) if source in graph.ids else NOBODY
    origin, ends_at = all_money(graph, actor) if all_of_it else (own_money(graph, actor), None)
    traced = trace(graph, origin, ends_at)
    paid = ~graph.is_carried
    went = _by_actor(graph, graph.ego, paid)
    kept = np.zeros(len(graph.ids), dtype=np.int64)
    np.add.at(kept, graph.actor, traced.kept())
    recipients, left = _recipients(traced, actor, year, went > 0, kept)
    others = np.flatnonzero(np.arange(len(graph.ids)) != actor)
    own = np.zeros(len(graph.ids), dtype=np.int64)
    np.add.at(own, graph.actor, graph.own)
    at_recipients = int(kept[others][went[others] == 0].sum())
    left_with = {graph.ids[one]: int(kept[one]) for one in others.tolist() if kept[one] and went[one]}
    not_traceable, all_paid = sum(left_with.values()), 0 if actor == NOBODY else int(went[actor])
    return MoneyTrace(
        source,
        traced.money,
        all_paid,
        0 if all_of_it or not all_paid else all_paid - int(own[actor]),
        at_recipients,
        not_traceable,
        dict(sorted(left_with.items(), key=lambda item: (-item[1], item[0]))),
        traced.money - at_recipients - not_traceable,
        recipients,
        left,
        {graph.ids[one]: int(own[one]) for one in others.tolist() if own[one]},
        circles(graph),
    )


def circles(graph: FlowGraph) -> tuple[tuple[str, ...], ...]:
    """The groups of actors whose money can come back to them, in all years together."""
    groups: dict[int, list[str]] = defaultdict(list)
    for place in np.flatnonzero(graph.comes_back).tolist():
        groups[int(graph.circle[place])].append(str(graph.ids[place]))
    return tuple(sorted(tuple(sorted(group)) for group in groups.values()))


def _by_actor(graph: FlowGraph, ends: I64, chosen: Mask) -> I64:
    sums = np.zeros(len(graph.ids), dtype=np.int64)
    np.add.at(sums, graph.actor[ends[chosen]], graph.amount[chosen])
    return sums


def _recipients(
    traced: Traced, source: int, year: int | None, pays: Mask, kept: I64
) -> tuple[tuple[Received, ...], int]:
    graph = traced.graph
    through = np.zeros(len(graph.ids))
    np.add.at(through, graph.actor, np.where(traced.through > 0, np.maximum(traced.through, 1e-9), 0))
    in_year = np.ones(len(graph), dtype=np.bool_) if year is None else graph.year == year
    came = _by_actor(graph, graph.alter, ~graph.is_carried & in_year[graph.alter])
    reached = np.flatnonzero((through > 0) & (came > 0) & (np.arange(len(graph.ids)) != source))
    order = reached[np.argsort(-through[reached], kind="stable")]
    most = max(1, MOST_WORK // max(graph.amount.size, 1))
    ranges = MoneyRanges(graph, traced.origin, traced.ends_at)
    found = []
    for actor in order[:most].tolist():
        arrived = traced.arriving(actor, year)
        stays = int(kept[actor])
        if year is None:
            arrived = stays if not pays[actor] else max(arrived, stays)
        lower, upper = ranges.of(actor, year)
        gone = arrived - stays if year is None else None
        found.append(
            Received(
                actor=str(graph.ids[actor]),
                attributed=arrived,
                lower=lower,
                upper=upper,
                kept=stays,
                passed_on=gone,
                with_repeats=traced.arriving_each_time(actor, year),
                received=int(came[actor]),
                pays=bool(pays[actor]),
            )
        )
    found.sort(key=lambda one: (-one.attributed, one.actor))
    return tuple(found), max(0, order.size - most)
