"""Where money goes and where it comes from: paths, attribution with its range, and what cannot be traced further."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from functools import cached_property

from graphsvc.identity.actors import Actor
from graphsvc.model.statements import ActorId, Source, StatementId
from graphsvc.model.values import Status
from graphsvc.network import Network
from graphsvc.traits import ActorClass
from queries.funding_hops import HopTable
from queries.funding_ledger import Ledger, is_project, ledger_of
from queries.funding_reach import Reach, closing, hops_in, origins, reach, reach_up
from queries.funding_traced import Followed, circles_among, owners_in
from queries.funding_values import (
    LONGEST,
    MOST_SHOWN,
    SHOWN,
    USUAL_LONGEST,
    BadFlowQuestion,
    FundingPath,
    FundingPaths,
    Hop,
    Pair,
    Party,
    Recipient,
    Step,
    YearAmount,
    Years,
)
from queries.funding_ways import Way, carrying_ways, unknown_ends, unknown_ways
from queries.introduction_values import EndAsked

MOST_HOPS = 300
MOST_RANGED = 3_000_000
"""Recipients times flows for which least and most are worked out: about a second."""
MOST_NAMED = 50
FIRST_YEAR, LAST_YEAR = 1800, 2200
NO_YEAR = f"This is not a year from {FIRST_YEAR} to {LAST_YEAR}."


def find_funding_paths(
    network: Network,
    payers: EndAsked | None,
    recipients: EndAsked | None = None,
    *,
    stage: str | None = None,
    currency: str | None = None,
    year: int | None = None,
    longest: int = USUAL_LONGEST,
    limit: int = SHOWN,
    language: str,
) -> FundingPaths:
    """The paths of money from `payers` to `recipients`, among the statements that the viewer may see.

    Args:
        payers: actors or a class, with all that they had; None: everybody whose money comes to `recipients`, however
            far above, with their own.
        recipients: actors or a class; None: everybody that the money goes to. One of the two is needed.
        stage: a stage of money by name; None: the one with amounts for most pairs.
        currency: ISO 4217; None: the one in which most is stated.
        year: what the payers had in this year, until its end; None: all years.
        longest: hops of a path, 1 to `LONGEST`; limit: recipients and paths shown, 1 to `MOST_SHOWN`.

    Raises:
        NotFound: an actor is not there for this viewer.
        BadStage, BadCurrency, BadFlowQuestion: what was given is not one of those, or not within the limits.
    """
    if not 1 <= longest <= LONGEST:
        raise BadFlowQuestion(f"A path has 1 to {LONGEST} hops.", hint=f"{USUAL_LONGEST} is usual.")
    if not 1 <= limit <= MOST_SHOWN:
        raise BadFlowQuestion("So many cannot be shown.", hint=f"Ask for 1 to {MOST_SHOWN}.")
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadFlowQuestion(NO_YEAR, hint="Write it with four digits, such as 2023.")
    ledger = ledger_of(network, stage, currency)
    given, wanted = (None if end is None else party(network, ledger, end) for end in (payers, recipients))
    if given is None and wanted is None:
        raise BadFlowQuestion("Nobody is named.", hint="Say whose money, or to whom it comes.")
    years = Years(year, year)
    hops = hops_in(ledger, years)
    if given is None:
        owners = origins(hops, wanted or (), owners_in(ledger, years))
        found = reach_up(hops, owners, wanted or (), longest)
    else:
        found = reach(hops, given, wanted, longest)
    followed = Followed(network, ledger, found.payers, year, is_own=given is None)
    teller = _Teller(followed, found, longest, limit, language)
    return teller.tell(payers, recipients, given, wanted)


def party(network: Network, ledger: Ledger, asked: EndAsked) -> tuple[int, ...]:
    """The numbers of the actors that an end stands for, sorted.

    Of a country are also those whose own country nobody states, and who implement a project there.

    Raises:
        NotFound: an actor is not there for this viewer.
        BadFlowQuestion: it stands for nobody, or names too many.
    """
    if len(asked.actors) > MOST_NAMED:
        raise BadFlowQuestion(f"An end has more than {MOST_NAMED} actors.", hint="Choose fewer, or a class.")
    number = network.snapshot.number_of
    found = {number[network.find(actor)] for actor in asked.actors}
    if asked.of_class is not None and not asked.of_class.is_empty():
        found |= set(asked.of_class.members(network.traits(), {})) | _working_in(network, ledger, asked.of_class)
    if not found:
        raise BadFlowQuestion("Nobody stands behind one of the ends.", hint="Choose another name or class.")
    return tuple(sorted(found))


def _working_in(network: Network, ledger: Ledger, wanted: ActorClass) -> set[int]:
    if wanted.country is None:
        return set()
    traits = network.traits()
    there = {alter for ego, alter in ledger.links if traits.country[ego] == wanted.country}
    there = {one for one in there if traits.country[one] is None and not is_project(network, one)}
    others = replace(wanted, country=None)
    return there if others.is_empty() else there & set(others.members(traits, {}))


class _Teller:
    """Tells one answer."""

    def __init__(self, followed: Followed, found: Reach, longest: int, limit: int, language: str) -> None:
        self.network, self.ledger = followed.network, followed.ledger
        self.followed, self.reach = followed, found
        self.longest, self.limit, self.language = longest, limit, language
        level = {pair: found.steps[pair[0]] + 1 for pair in found.hops}
        self.table = HopTable(self.ledger, followed, level)

    def tell(
        self,
        payers: EndAsked | None,
        recipients: EndAsked | None,
        given: tuple[int, ...] | None,
        wanted: tuple[int, ...] | None,
    ) -> FundingPaths:
        table, followed, ledger = self.table, self.followed, self.ledger
        ways, more_ways = self._ways
        counted = [one for pair in self.reach.hops for one in table.counted(pair)]
        days = sorted(one.said.day.first_day for one in counted if one.said.day)
        at_ends, not_traceable, back = followed.resting()
        return FundingPaths(
            payers=self._party(payers, given),
            recipients=self._party(recipients, wanted),
            stage=ledger.stage,
            stages=ledger.pairs,
            currency=ledger.currency,
            year=followed.year,
            years=tuple(sorted({one.said.year for one in counted if one.said.year is not None})),
            money=self._known(followed.traced.money),
            at_ends=self._known(at_ends),
            not_traceable=self._known(not_traceable),
            back=self._known(back),
            levels=table.totals(),
            hops=self._hops(),
            hops_total=len(self.reach.hops),
            recipients_found=tuple(map(self._recipient, self._shown_recipients)),
            recipients_total=len(self.reach.found()),
            paths=tuple(map(self._path, ways)),
            circles=tuple(tuple(self._actors[one] for one in group) for group in self._circles),
            left_out=table.left_out(),
            rates=tuple(sorted({one.rate for one in counted if one.rate}, key=lambda one: (one.currency, one.day))),
            first_day=days[0] if days else None,
            last_day=days[-1] if days else None,
            sources=self._sources(),
            missing=self._missing(not_traceable, more_ways=more_ways),
        )

    def _known(self, minor: int) -> Decimal | None:
        """An amount of the whole answer; None where the payers pay and nobody publishes how much."""
        first = [amount for pair, amount in self.table.amounts.items() if self.table.level[pair] == 1]
        is_known = self.followed.traced.money > 0 or None not in first
        return self.ledger.amount(minor) if is_known else None

    @cached_property
    def _actors(self) -> dict[int, Actor]:
        """Everybody who is shown, by number."""
        ids = self.network.snapshot.actors.ids
        numbers = {one for pair in self._shown_hops for one in pair} | set(self._shown_recipients)
        numbers |= {one for pair in self._shown_hops for part in self.table.apart_pairs(pair) for one in part}
        numbers |= {one for way in self._ways[0] for one in way.actors}
        numbers |= {one for group in self._circles for one in group}
        shown = self.network.actors([ids[one] for one in sorted(numbers)], self.language)
        return {one: shown[ids[one]] for one in numbers if ids[one] in shown}

    @cached_property
    def _circles(self) -> tuple[tuple[int, ...], ...]:
        found = (*circles_among(self.ledger, self._on_hops), *self._passed_round)
        return tuple(group[:MOST_NAMED] for group in found[:MOST_NAMED])

    @cached_property
    def _on_hops(self) -> frozenset[int]:
        return frozenset(one for pair in self.reach.hops for one in pair)

    @cached_property
    def _passed_round(self) -> tuple[tuple[int, ...], ...]:
        """The groups on these hops that only pass money round among themselves, in the asked years."""
        asked = (group for year, group in self.ledger.round_about if self.followed.year in (None, year))
        return tuple(dict.fromkeys(group for group in asked if self._on_hops & set(group)))

    @cached_property
    def _shown_hops(self) -> tuple[Pair, ...]:
        def order(pair: Pair) -> tuple[int, int, int, Pair]:
            return level[pair], -(table.attributed(pair) or 0), -(table.amount(pair) or 0), pair

        level, table = self.table.level, self.table
        largest = sorted(sorted(self.reach.hops, key=order), key=lambda pair: table.attributed(pair) or 0, reverse=True)
        on_ways = {pair for way in self._ways[0] for pair in zip(way.actors, way.actors[1:], strict=False)}
        kept = dict.fromkeys([*sorted(on_ways), *largest][:MOST_HOPS])
        return tuple(sorted(kept, key=order))

    @cached_property
    def _shown_recipients(self) -> tuple[int, ...]:
        about = self.followed.roughly
        return tuple(
            sorted(self.reach.found(), key=lambda one: (-about.get(one, 0.0), self.reach.steps[one], one))[: self.limit]
        )

    @cached_property
    def _ranged(self) -> tuple[int, ...]:
        """The recipients whose least and most are worked out."""
        return self._shown_recipients[: max(1, MOST_RANGED // max(self.followed.graph.amount.size, 1))]

    @cached_property
    def _unknown(self) -> frozenset[int]:
        return unknown_ends(self.reach, self.table.amounts)

    @cached_property
    def _ways(self) -> tuple[tuple[Way, ...], bool]:
        """(the paths to show, whether there are more)."""
        ends = frozenset(self._shown_recipients)
        carrying = carrying_ways(self.followed, self.reach, self._shown_recipients, self.longest)
        unknown, more = unknown_ways(self.reach, ends, self.table.amounts, longest=self.longest, limit=self.limit)
        every = [*carrying, *unknown]
        return tuple(every[: self.limit]), more or len(every) > self.limit

    def _hops(self) -> tuple[Hop, ...]:
        table = self.table
        round_about = closing((pair, table.attributed(pair) or 0, table.level[pair]) for pair in self._shown_hops)
        return tuple(table.hop(pair, self._actors, is_circle=pair in round_about) for pair in self._shown_hops)

    def _recipient(self, actor: int) -> Recipient:
        followed, money = self.followed.for_recipient(actor), self.ledger.amount
        arrived = followed.arriving(actor)
        between = followed.range_of(actor) if actor in self._ranged else None
        received, kept = followed.received(actor), followed.kept.get(actor, 0)
        known = arrived is not None and received is not None
        # Only what nobody says an amount of comes to it: how much is not known, and that is not nothing.
        if not known or (not followed.roughly.get(actor) and actor in self._unknown):
            place = followed.place_of(actor)
            return Recipient(
                self._actors[actor], None, None, None, None, None, None, (), self.reach.steps[actor], place
            )
        years = followed.years_of(actor)
        found = ((year, followed.arriving(actor, year) or 0) for year in years)
        return Recipient(
            actor=self._actors[actor],
            attributed=money(arrived or 0),
            least=money(between[0]) if between else None,
            most=money(between[1]) if between else None,
            kept=money(kept),
            received=money(received or 0),
            share=(arrived or 0) / received if received else None,
            years=tuple(YearAmount(year, money(minor)) for year, minor in found),
            steps=self.reach.steps[actor],
            place=followed.place_of(actor),
        )

    def _path(self, way: Way) -> FundingPath:
        pairs = zip(way.actors, way.actors[1:], strict=False)
        amount = None if way.amount is None else self.ledger.amount(way.amount)
        return FundingPath(tuple(map(self._step, pairs)), amount)

    def _step(self, pair: Pair) -> Step:
        counted = self.table.counted(pair)
        said = [one.said for one in counted]
        said = said or self.table.uncounted(pair)
        links = self.ledger.links.get(pair, ())
        years = sorted({one.year for one in said if one.year is not None} | set(self.ledger.link_years.get(pair, ())))
        statuses = {one.status.value for one in said} or {Status.REALISED.value}
        amount, attributed = self.table.amount(pair), self.table.attributed(pair)
        return Step(
            payer=self._actors[pair[0]],
            recipient=self._actors[pair[1]],
            amount=None if amount is None else self.ledger.amount(amount),
            attributed=None if attributed is None else self.ledger.amount(attributed),
            first_year=years[0] if years else None,
            last_year=years[-1] if years else None,
            statuses=tuple(sorted(statuses)),
            statements=tuple(sorted({one.id for one in said} | set(links))),
            is_project=not said,
            is_published=self.table.is_published(pair),
        )

    def _party(self, asked: EndAsked | None, numbers: tuple[int, ...] | None) -> Party | None:
        if asked is None or numbers is None:
            return None
        ids: Iterable[ActorId] = dict.fromkeys(self.network.find(actor) for actor in asked.actors)
        shown = self.network.actors(ids, self.language)
        return Party(tuple(shown.values()), asked.of_class, len(numbers))

    def _sources(self) -> tuple[Source, ...]:
        statements: set[StatementId] = set()
        for pair in self._shown_hops:
            said = [one.said for one in self.table.counted(pair)] + self.table.uncounted(pair)
            statements |= {one.id for one in said} | set(self.ledger.links.get(pair, ()))
        known = self.network.sources()
        named = sorted({self.ledger.sources[one] for one in statements})
        return tuple(known[one] for one in named if one in known)

    def _missing(self, not_traceable: int, *, more_ways: bool) -> tuple[str, ...]:
        hops, year = self.reach.hops, self.followed.year
        counted = [pair for pair, amount in self.table.amounts.items() if amount is not None]
        beside = [one for pair in hops for one in self.table.asides(pair)]
        on_hops = set(hops)
        found = {
            "no-amounts": any(not self.table.is_published(pair) for pair in hops),
            "not-counted": any(self.table.amount(pair) is None and self.table.is_published(pair) for pair in hops),
            "not-traceable": not_traceable > 0,
            "unconverted": any(self.table.unconverted(pair) for pair in hops),
            "undated": any(one.said.year is None for one in beside),
            "one-side": bool(counted) and not any(one.why.value == "other-side" for one in beside),
            "circles": bool(circles_among(self.ledger, self._on_hops)),
            "round-about": bool(self._passed_round),
            "told-of-parts": any(self.table.apart_pairs(pair) for pair in self.ledger.apart.keys() & on_hops),
            "returned": any(pair in on_hops and year in (None, when) for pair, when, _ in self.ledger.returned),
            "more-hops": len(hops) > len(self._shown_hops),
            "more-recipients": len(self.reach.found()) > self.limit,
            "more-paths": more_ways,
            "more-ranges": len(self._ranged) < len(self._shown_recipients),
        }
        return tuple(code for code, is_so in found.items() if is_so)
