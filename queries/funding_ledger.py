"""The money that a viewer sees, counted once: what is in the sums, what stands beside, who is tied to whom by money.

A ledger is made once for each version of the network, stage and currency, and is the ground of every question on
money.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

import numpy as np

from graphsvc.exchange_rates import Converted, ExchangeRates, NoRate, Rate
from graphsvc.kernel.flows import FlowGraph
from graphsvc.model.currencies import CURRENCIES, from_minor, to_minor
from graphsvc.model.statements import StatementId, TieStatement
from graphsvc.model.values import FlowClass, Money, Status
from graphsvc.money_choice import Beside, Chosen, MoneySaid, Stage, Why, choose
from graphsvc.money_tracing import NetPayments
from graphsvc.network import Network
from queries.funding_values import BadCurrency, BadStage, Pair, Years
from queries.funding_wholes import Apart, Told, told_apart, wholes_in

ANSWERS_FOR, IMPLEMENTS = "accountable_for", "implements"
PROJECT = "project"
USUAL_CURRENCY = "USD"
Payment = tuple[int, int, int, int]
"""Payer, recipient, minor units, year."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A statement in the sums: its amount in the currency of the ledger, by this rate (None: it was in it)."""

    said: MoneySaid
    minor: int
    rate: Rate | None


@dataclass(frozen=True, slots=True)
class Unconverted:
    """A statement that would be counted, and has no rate."""

    said: MoneySaid
    why: NoRate


@dataclass(frozen=True)
class Ledger:
    """Everything about money in one network.

    Attributes:
        counted: by payer and recipient; beside: not counted; unconverted: would be counted, but has no rate.
        paid: {year: minor units, returns taken off} of all that is counted between two.
        apart: {year: what of it is told of parts of the two as well, and counts with those only}.
        links: a project stands between: who answers for it to it, and it to who implements it; ids of statements.
        link_years: of links, the years of their statements where these are known.
        graph: what was counted, by actor and year (ids are numbers of actors); what was returned beyond that: returned.
        round_about: (year, numbers of actors who only pass money round among themselves in it); that is in no sum.
        pairs: for each stage, how many pairs of payer and recipient in a year have an amount.
        hops_of_years: the hops of the years that were asked for, once they are known.
    """

    stage: Stage
    currency: str
    counted: Mapping[Pair, tuple[Counted, ...]]
    beside: Mapping[Pair, tuple[Beside, ...]]
    unconverted: Mapping[Pair, tuple[Unconverted, ...]]
    paid: Mapping[Pair, Mapping[int, int]]
    apart: Mapping[Pair, Mapping[int, Apart]]
    links: Mapping[Pair, tuple[StatementId, ...]]
    link_years: Mapping[Pair, tuple[int, ...]]
    graph: FlowGraph
    returned: tuple[tuple[Pair, int, int], ...]
    round_about: tuple[tuple[int, tuple[int, ...]], ...]
    pairs: tuple[tuple[Stage, int], ...]
    sources: Mapping[StatementId, str]
    hops_of_years: dict[Years, Mapping[Pair, None]] = field(default_factory=dict, compare=False, repr=False)

    def amount(self, minor: int) -> Decimal:
        """Minor units of the ledger as an amount."""
        return from_minor(minor, self.currency)

    def place(self, actor: int) -> int | None:
        """Where an actor stands in the graph; None where it has no money in it."""
        found = bisect_left(self.graph.ids, actor)
        return found if found < len(self.graph.ids) and self.graph.ids[found] == actor else None

    def is_published(self, pair: Pair, year: int | None) -> bool:
        """Whether somebody says an amount of a pair, counted or not, in a year (None: in any) or without one."""
        groups = self.counted, self.beside, self.unconverted
        said = (one.said for group in groups for one in group.get(pair, ()))
        return any(one.amount is not None and (year is None or one.year in (None, year)) for one in said)

    @cached_property
    def leading_on(self) -> frozenset[int]:
        """Whom money, counted or not, or a project leads on from."""
        return frozenset(ego for ego, _ in self.hops)

    @cached_property
    def hops(self) -> frozenset[Pair]:
        """Everybody who is tied by money, counted or not, or by a project."""
        return frozenset(self.counted) | frozenset(self.beside) | frozenset(self.links) | frozenset(self.unconverted)


def ledger_of(network: Network, stage: str | None = None, currency: str | None = None) -> Ledger:
    """The ledger that this viewer sees.

    Args:
        stage: a stage by name; None: the one with amounts for most pairs.
        currency: ISO 4217; None: the one in which most is stated.

    Raises:
        BadStage, BadCurrency.
    """
    if stage is not None and stage not in set(Stage):
        raise BadStage(value=stage)
    code = None if currency is None else currency.strip().upper()
    if code is not None and code not in CURRENCIES:
        raise BadCurrency(value=currency)
    chosen = None if stage is None else Stage(stage)
    return network.worked_out(
        f"money|{stage or ''}|{code or ''}", lambda: _make(network, chosen, code), reads_store=True
    )


def is_project(network: Network, actor: int) -> bool:
    """Whether the actor of this number is a project."""
    return bool(network.traits().kind[actor] == PROJECT)


def prepare(network: Network) -> None:
    """Make the ledger that most questions ask for, before anybody waits for it."""
    ledger_of(network)


def _make(network: Network, stage: Stage | None, currency: str | None) -> Ledger:
    statements, links = _read(network)
    chosen = choose(statements, stage)
    held = Counter(one.currency for one in chosen.counted if one.currency)
    target = currency or max(sorted(held), key=lambda code: held[code], default=USUAL_CURRENCY)
    counted, unconverted = _converted(chosen, target)
    by_pair = _by_pair(counted)
    apart = told_apart({pair: _told(some) for pair, some in by_pair.items()}, wholes_in(network))
    net, round_about = _without_round_about(_payments(counted, apart))
    closed = {(actor, year) for year, group in round_about for actor in group}
    by_pair = _by_pair(one for one in counted if not _is_inside(one.said, closed))
    passed_round = [Beside(one.said, Why.ROUND_ABOUT) for one in counted if _is_inside(one.said, closed)]
    apart = _apart_of(by_pair, apart)
    beside: dict[Pair, list[Beside]] = defaultdict(list)
    for other in sorted((*chosen.beside, *passed_round), key=lambda one: one.said.id):
        beside[other.said.payer, other.said.recipient].append(other)
    left: dict[Pair, list[Unconverted]] = defaultdict(list)
    for lacking in unconverted:
        left[lacking.said.payer, lacking.said.recipient].append(lacking)
    return Ledger(
        chosen.stage,
        target,
        {pair: tuple(some) for pair, some in sorted(by_pair.items())},
        {pair: tuple(some) for pair, some in sorted(beside.items())},
        {pair: tuple(some) for pair, some in left.items()},
        {pair: _by_year(some, apart.get(pair, {})) for pair, some in by_pair.items()},
        apart,
        {pair: tuple(sorted(one.id for one in some)) for pair, some in sorted(links.items())},
        {pair: _years(some) for pair, some in links.items()},
        net.graph,
        tuple(((ego, alter), year, minor) for ego, alter, minor, year in net.returned),
        round_about,
        chosen.pairs,
        {one.id: one.source for one in statements} | {one.id: one.source for some in links.values() for one in some},
    )


def _read(network: Network) -> tuple[list[MoneySaid], dict[Pair, list[TieStatement]]]:
    """Every statement about money, and the ties between projects and who answers for or implements them."""
    snapshot, kinds = network.snapshot, network.kinds
    wanted = [name in (ANSWERS_FOR, IMPLEMENTS) or kinds.tie(name).flow for name in snapshot.kinds]
    is_wanted = np.array(wanted, dtype=np.bool_)[snapshot.columns["kind"]] if wanted else np.zeros(0, dtype=np.bool_)
    rows = np.flatnonzero(is_wanted & (snapshot.ego != snapshot.alter))
    dates = {source: said.published_on or "" for source, said in network.sources().items()}
    number = snapshot.number_of
    statements: list[MoneySaid] = []
    links: dict[Pair, list[TieStatement]] = defaultdict(list)
    for tie in network.store.tie_statements(network.viewer, snapshot.tie_ids(rows)):
        ego, alter = (number[actor] for actor in network.ends(tie))
        if tie.record.kind == IMPLEMENTS:
            links[alter, ego].append(tie)
        elif tie.record.kind == ANSWERS_FOR:
            links[ego, alter].append(tie)
        else:
            statements.append(_said(tie, ego, alter, dates.get(tie.source, "")))
    return statements, links


def _said(tie: TieStatement, ego: int, alter: int, newest: str) -> MoneySaid:
    record = tie.record
    money = record.money or Money(FlowClass.DECLARED)
    day = record.period.start or record.period.end
    status = record.status if record.money is not None else Status.REALISED
    return MoneySaid(
        id=tie.id,
        payer=ego,
        recipient=alter,
        flow_class=money.flow_class,
        amount=money.amount,
        currency=money.currency,
        day=day,
        value_date=money.value_date,
        status=status,
        source=tie.source,
        newest=newest,
    )


def _converted(chosen: Chosen, target: str) -> tuple[list[Counted], list[Unconverted]]:
    rates = ExchangeRates.load()
    counted: list[Counted] = []
    left: list[Unconverted] = []
    for said in chosen.counted:
        amount, currency = said.amount or Decimal(0), said.currency or ""
        found = rates.convert(amount, currency, target, said.value_date or said.day)
        if isinstance(found, Converted):
            counted.append(Counted(said, to_minor(found.amount, target)[0], found.rate))
        else:
            left.append(Unconverted(said, found))
    return counted, left


def _told(counted: Iterable[Counted]) -> dict[int, Told]:
    """What is counted of one pair by year, and who says so: of a year always one side and one source."""
    told: dict[int, Told] = {}
    for one in counted:
        year = one.said.year or 0
        before = told[year][0] if year in told else 0
        told[year] = before + one.minor, (one.said.side, one.said.source)
    return told


def _payments(counted: Iterable[Counted], apart: Mapping[Pair, Mapping[int, Apart]]) -> list[Payment]:
    paid = [(one.said.payer, one.said.recipient, one.minor, one.said.year or 0) for one in counted]
    return paid + [(*pair, -one.minor, year) for pair, years in apart.items() for year, one in years.items()]


def _by_pair(counted: Iterable[Counted]) -> dict[Pair, list[Counted]]:
    found: dict[Pair, list[Counted]] = defaultdict(list)
    for one in counted:
        found[one.said.payer, one.said.recipient].append(one)
    return found


def _is_inside(said: MoneySaid, closed: Collection[tuple[int, int]]) -> bool:
    """Whether a statement is of money that is only passed round."""
    year = said.year or 0
    return (said.payer, year) in closed and (said.recipient, year) in closed


def _apart_of(
    by_pair: Mapping[Pair, Iterable[Counted]], apart: Mapping[Pair, Mapping[int, Apart]]
) -> dict[Pair, dict[int, Apart]]:
    """What is told of parts too, of what is still counted."""
    years = {pair: {one.said.year or 0 for one in by_pair.get(pair, ())} for pair in apart}
    kept = {pair: {year: one for year, one in some.items() if year in years[pair]} for pair, some in apart.items()}
    return {pair: some for pair, some in kept.items() if some}


def _without_round_about(paid: list[Payment]) -> tuple[NetPayments, tuple[tuple[int, tuple[int, ...]], ...]]:
    """(the payments added up without those of closed circles, each circle with its year).

    No money of others ever comes into a closed circle.
    """
    net = NetPayments.of(paid)
    closed = net.graph.leakless()
    if not closed.size:
        return net, ()
    graph = net.graph
    ends = graph.actor[closed].tolist(), graph.year[closed].tolist(), graph.block[closed].tolist()
    groups: dict[tuple[int, int], set[int]] = defaultdict(set)
    for actor, year, block in zip(*ends, strict=True):
        groups[year, block].add(int(graph.ids[actor]))
    nodes = {(actor, year) for (year, _), group in groups.items() for actor in group}
    left = [row for row in paid if not ((row[0], row[3]) in nodes and (row[1], row[3]) in nodes)]
    again = replace(NetPayments.of(left), returned=net.returned)
    return again, tuple(sorted((year, tuple(sorted(group))) for (year, _), group in groups.items()))


def _by_year(counted: Iterable[Counted], apart: Mapping[int, Apart]) -> dict[int, int]:
    years: dict[int, int] = defaultdict(int)
    for one in counted:
        years[one.said.year or 0] += one.minor
    for year, told in apart.items():
        years[year] -= told.minor
    return dict(sorted(years.items()))


def _years(statements: Iterable[TieStatement]) -> tuple[int, ...]:
    known = (one.record.period.start or one.record.period.end for one in statements)
    return tuple(sorted({int(day.text[:4]) for day in known if day}))
