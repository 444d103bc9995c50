"""What one recipient's money hangs on: its funders, the intermediaries it comes through, and who else could fund it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from graphsvc.chance_values import Walkable
from graphsvc.identity.actors import Actor
from graphsvc.kernel.concentration import Concentration, concentration
from graphsvc.model.statements import ActorId
from graphsvc.money_choice import Stage
from graphsvc.network import Network
from queries.funding_ledger import Ledger, is_project, ledger_of
from queries.funding_reach import hops_in, reach
from queries.funding_traced import Followed, owners_in
from queries.funding_values import USUAL_LONGEST, Years
from queries.introduction_values import Controls, EndAsked, Tier
from queries.introductions import find_introductions
from queries.route_ends import NobodyByName

SHOWN_FUNDERS, SHOWN_THROUGH, SHOWN_PEERS, NAMED = 30, 15, 8, 5
MOST_BETWEEN = 40


@dataclass(frozen=True, slots=True)
class Funder:
    """Who pays the recipient directly: how much in all asked years, and its share of `shared`.

    Attributes:
        amount: None: nothing is counted; is_published: whether anybody says an amount, counted or not.
    """

    actor: Actor
    amount: Decimal | None
    share: float | None
    is_published: bool


@dataclass(frozen=True, slots=True)
class Through:
    """An actor that money passes on its way.

    Attributes:
        amount: what comes through it by proportional sharing; least, most: however it is mixed; None: not published.
        share: amount of all that is received in years in which more came than went back.
        is_only_way: without it no money would come from anybody who has any.
    """

    actor: Actor
    amount: Decimal | None
    least: Decimal | None
    most: Decimal | None
    share: float | None
    is_only_way: bool


@dataclass(frozen=True, slots=True)
class IntroductionTo:
    """The best route of introductions to a funder: its actors in order, and its chance in words."""

    actors: tuple[Actor, ...]
    tier: Tier


@dataclass(frozen=True, slots=True)
class PeerFunder:
    """Who funds peers of the recipient, and not it: how many peers, the first of them, the way to an introduction."""

    actor: Actor
    peers: int
    first_peers: tuple[Actor, ...]
    introduction: IntroductionTo | None


@dataclass(frozen=True, slots=True)
class FundingDependence:
    """What the money of one recipient hangs on.

    Attributes:
        received: all counted money it gets, returns taken off; None: nobody says how much.
        shared: the amounts of those funders that are above zero: what shares and concentration are of.
        concentration: "as if so many equal funders"; of `unpublished` more nobody says an amount.
        independent: the most funders within two steps whose ways to it share no intermediary.
        peers: how many others get money of the same payer or through the same project.
    """

    actor: Actor
    stage: Stage
    currency: str
    year: int | None
    received: Decimal | None
    shared: Decimal | None
    funders: tuple[Funder, ...]
    funders_total: int
    unpublished: int
    concentration: Concentration
    through: tuple[Through, ...]
    independent: tuple[Actor, ...]
    peers: int
    peer_funders: tuple[PeerFunder, ...]
    missing: tuple[str, ...]


def find_funding_dependence(
    network: Network,
    actor_id: str,
    *,
    as_of: date,
    stage: str | None = None,
    currency: str | None = None,
    year: int | None = None,
    language: str,
) -> FundingDependence:
    """What the money of `actor_id` hangs on, among the statements that the viewer may see.

    Args:
        as_of: the day for which introductions to funders are looked for.
        stage, currency, year: as `find_funding_paths`.

    Raises:
        NotFound: the actor is not there for this viewer.
        BadStage, BadCurrency: what was given is not one of those.
    """
    me = network.snapshot.number_of[network.find(actor_id)]
    ledger = ledger_of(network, stage, currency)
    return _Dependence(network, ledger, me, year, language).tell(as_of)


class Payers:
    """Who pays whom in some years, by number; a project stands for those who pay or answer for it."""

    def __init__(self, network: Network, ledger: Ledger, years: Years) -> None:
        self._network, self._owners = network, owners_in(ledger, years)
        self.hops = hops_in(ledger, years)
        self.above: dict[int, list[int]] = defaultdict(list)
        self.below: dict[int, list[int]] = defaultdict(list)
        for ego, alter in self.hops:
            self.above[alter].append(ego)
            self.below[ego].append(alter)

    def of(self, actor: int) -> frozenset[int]:
        """The payers of `actor`, through projects too; no project, never itself."""
        found: set[int] = set()
        for payer in self.above.get(actor, ()):
            found |= set(self.above.get(payer, ())) if self.is_project(payer) else {payer}
        return frozenset(one for one in found if one != actor and not self.is_project(one))

    def is_project(self, actor: int) -> bool:
        """Whether it is a project."""
        return is_project(self._network, actor)

    def peers(self, actor: int) -> tuple[int, ...]:
        """Those of the same kind who get money of the same payer, or through the same project, and do not pay it."""
        found = {other for payer in self.above.get(actor, ()) for other in self.below.get(payer, ())}
        found -= self.of(actor) | {actor}
        kind = self._network.traits().kind
        return tuple(sorted(one for one in found if kind[one] == kind[actor]))

    def fed_without(self, left_out: int | None) -> frozenset[int]:
        """To whom money can come from somebody who has it, if `left_out` were not there.

        Who has money: those whom nobody pays, those who paid more than they had got, and who still had some from
        before.
        """
        starts = (self._owners | {ego for ego, _ in self.hops if ego not in self.above}) - {left_out}
        seen, waiting = set(starts), sorted(starts)
        fed: set[int] = set()
        while waiting:
            for other in self.below.get(waiting.pop(), ()):
                if other != left_out:
                    fed.add(other)
                    if other not in seen:
                        seen.add(other)
                        waiting.append(other)
        return frozenset(fed)


def independent_funders(payers: Payers, actor: int) -> tuple[int, ...]:
    """The most funders within two steps such that no two come through the same direct payer (a matching); sorted.

    A direct payer that nobody pays is a funder itself.
    """
    behind = {
        payer: sorted(payers.of(payer) - {actor}) or [payer] for payer in sorted(payers.of(actor)) if payer != actor
    }
    taken: dict[int, int] = {}

    def place(payer: int, tried: set[int]) -> bool:
        for funder in behind[payer]:
            if funder not in tried:
                tried.add(funder)
                if funder not in taken or place(taken[funder], tried):
                    taken[funder] = payer
                    return True
        return False

    for payer in behind:
        place(payer, set())
    return tuple(sorted(taken))


def peer_funders(payers: Payers, actor: int, peers: Collection[int]) -> list[tuple[int, tuple[int, ...]]]:
    """(funder, the peers that it funds) for funders of `peers` that do not fund `actor`, those of most peers first."""
    own = payers.of(actor) | {actor}
    found: dict[int, list[int]] = defaultdict(list)
    for peer in sorted(peers):
        for funder in sorted(payers.of(peer) - own):
            found[funder].append(peer)
    return sorted(((one, tuple(some)) for one, some in found.items()), key=lambda item: (-len(item[1]), item[0]))


class _Dependence:
    """Tells one answer."""

    def __init__(self, network: Network, ledger: Ledger, me: int, year: int | None, language: str) -> None:
        self.network, self.ledger, self.me, self.year, self.language = network, ledger, me, year, language
        self.payers = Payers(network, ledger, Years(year, year))
        self.direct = sorted(self.payers.above.get(me, ()))
        self._followed: dict[int, Followed] = {}

    def tell(self, as_of: date) -> FundingDependence:
        amounts = {payer: self._amount(payer) for payer in self.direct}
        known = [minor for minor in amounts.values() if minor is not None]
        spread = concentration(known)
        order = sorted(amounts, key=lambda one: (amounts[one] is None, -(amounts[one] or 0), one))
        peers = self.payers.peers(self.me)
        candidates = peer_funders(self.payers, self.me, peers)[:SHOWN_PEERS]
        between = self._between()
        independent = independent_funders(self.payers, self.me)
        numbers = {self.me, *self.direct, *between, *independent}
        numbers |= {one for funder, some in candidates for one in (funder, *some[:NAMED])}
        shown = self._shown(numbers)
        return FundingDependence(
            actor=shown[self.me],
            stage=self.ledger.stage,
            currency=self.ledger.currency,
            year=self.year,
            received=self._money(sum(known) if known else None),
            shared=self._money(spread.total if known else None),
            funders=tuple(self._funder(one, amounts[one], spread.total, shown) for one in order[:SHOWN_FUNDERS]),
            funders_total=len(order),
            unpublished=len(amounts) - sum(map(self._is_published, amounts)),
            concentration=spread,
            through=tuple(self._through(one, shown) for one in between),
            independent=tuple(shown[one] for one in independent),
            peers=len(peers),
            peer_funders=tuple(self._peer_funder(one, some, shown, as_of) for one, some in candidates),
            missing=self._missing(amounts),
        )

    def _amount(self, payer: int) -> int | None:
        years = self.ledger.paid.get((payer, self.me), {})
        asked = [minor for year, minor in years.items() if self.year in (None, year)]
        return sum(asked) if asked else None

    def _between(self) -> list[int]:
        """Those on a way to the recipient whom somebody pays, of the nearest those with most of its money first."""
        upward = reach(((alter, ego) for ego, alter in self.payers.hops), [self.me], None, USUAL_LONGEST)
        found = [one for one in upward.steps if one != self.me and not self.payers.is_project(one)]
        nearest = sorted(found, key=lambda one: (upward.steps[one], one))
        between = [one for one in nearest if self.payers.of(one)][:MOST_BETWEEN]
        about = {one: self._via(one).roughly.get(self.me, 0.0) for one in between}
        return sorted(about, key=lambda one: (-about[one], upward.steps[one], one))[:SHOWN_THROUGH]

    def _via(self, actor: int) -> Followed:
        """All the money of one actor, followed."""
        if actor not in self._followed:
            self._followed[actor] = Followed(self.network, self.ledger, (actor,), self.year)
        return self._followed[actor]

    def _through(self, actor: int, shown: Mapping[int, Actor]) -> Through:
        followed = self._via(actor)
        comes = bool(followed.roughly.get(self.me))
        amount, between = (followed.arriving(self.me), followed.range_of(self.me)) if comes else (None, None)
        received = followed.received(self.me)
        share = None if amount is None or not received else amount / received
        least, most = between or (None, None)
        only = self.me not in self.payers.fed_without(actor)
        return Through(shown[actor], self._money(amount), self._money(least), self._money(most), share, only)

    def _funder(self, payer: int, minor: int | None, total: int, shown: Mapping[int, Actor]) -> Funder:
        share = None if minor is None or not total or minor < 0 else minor / total
        return Funder(shown[payer], self._money(minor), share, self._is_published(payer))

    def _is_published(self, payer: int) -> bool:
        return self.ledger.is_published((payer, self.me), self.year)

    def _peer_funder(self, funder: int, peers: tuple[int, ...], shown: Mapping[int, Actor], as_of: date) -> PeerFunder:
        first = tuple(shown[one] for one in peers[:NAMED])
        return PeerFunder(shown[funder], len(peers), first, self._introduction(shown[funder].id, as_of))

    def _introduction(self, funder: ActorId, as_of: date) -> IntroductionTo | None:
        mine = self.network.snapshot.actors.ids[self.me]
        controls = Controls(Walkable(as_of), routes=1)
        ends = EndAsked((mine,)), EndAsked((funder,))
        try:
            found = find_introductions(self.network, *ends, controls, language=self.language)
        except NobodyByName:
            return None
        if not found.routes:
            return None
        best = found.routes[0]
        return IntroductionTo((best.steps[0].ego, *(step.alter for step in best.steps)), best.tier)

    def _shown(self, numbers: Collection[int]) -> dict[int, Actor]:
        ids = self.network.snapshot.actors.ids
        shown = self.network.actors([ids[one] for one in sorted(numbers)], self.language)
        return {one: shown[ids[one]] for one in numbers if ids[one] in shown}

    def _money(self, minor: int | None) -> Decimal | None:
        return None if minor is None else self.ledger.amount(minor)

    def _missing(self, amounts: Mapping[int, int | None]) -> tuple[str, ...]:
        found = {
            "no-funders": not amounts,
            "no-amounts": not all(map(self._is_published, amounts)),
            "not-counted": any(minor is None and self._is_published(payer) for payer, minor in amounts.items()),
            "round-about": any(
                self.me in group for year, group in self.ledger.round_about if self.year in (None, year)
            ),
            "unconverted": any((payer, self.me) in self.ledger.unconverted for payer in amounts),
        }
        return tuple(code for code, is_so in found.items() if is_so)
