"""What happens downstream when a funder or an intermediary pays less: who loses how much, and who is left with one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

import numpy as np

from graphsvc.identity.actors import Actor
from graphsvc.kernel.attribution import trace
from graphsvc.kernel.flow_bounds import MoneyRanges
from graphsvc.money_choice import Stage
from graphsvc.network import Network
from queries.funding_dependence import Payers, peer_funders
from queries.funding_ledger import Ledger, ledger_of
from queries.funding_paths import FIRST_YEAR, LAST_YEAR, NO_YEAR
from queries.funding_reach import reach
from queries.funding_values import LONGEST, MOST_SHOWN, SHOWN, BadFlowQuestion, Pair, Years
from queries.funding_ways import unknown_ends

REPLACEMENTS = 3


@dataclass(frozen=True, slots=True)
class Loss:
    """What one recipient loses.

    Attributes:
        loses: if every payment on the way is cut alike; least, most: whatever the cut actor chooses to cut, and
            however money is mixed on the way. None: nobody says how much comes to it.
        received: all that it got from that year on; share: loses of received.
        funders_left: how many others pay it directly from that year on; left_with: the one, where it is one.
        is_cut_off: without the cut actor no money would come to it then from anybody who has any.
        replacements: who could step in: those who fund its peers and not it.
    """

    actor: Actor
    loses: Decimal | None
    least: Decimal | None
    most: Decimal | None
    received: Decimal | None
    share: float | None
    steps: int
    funders_left: int
    left_with: Actor | None
    is_cut_off: bool
    replacements: tuple[Actor, ...]


@dataclass(frozen=True, slots=True)
class FundingShock:
    """What a cut does.

    Attributes:
        percent: of all payments of `cut` from `from_year` on (None: of all years); of 0 nobody loses anything.
        paid: what these were; cut_by: how much of it is gone. None: it pays, and nobody publishes how much.
        losses: those who lose most first, then those for whom nobody says how much; total: how many there are.
        with_one: how many are left with one funder; cut_off: how many with none.
    """

    cut: Actor
    percent: Decimal
    from_year: int | None
    stage: Stage
    currency: str
    paid: Decimal | None
    cut_by: Decimal | None
    losses: tuple[Loss, ...]
    total: int
    with_one: int
    cut_off: int
    missing: tuple[str, ...]


def find_funding_shock(
    network: Network,
    actor_id: str,
    *,
    percent: Decimal,
    from_year: int | None = None,
    stage: str | None = None,
    currency: str | None = None,
    limit: int = SHOWN,
    language: str,
) -> FundingShock:
    """Who loses what when `actor_id` pays `percent` less from a year on, as if the known payments came again.

    Raises:
        NotFound: the actor is not there for this viewer.
        BadStage, BadCurrency, BadFlowQuestion: what was given is not one of those, or not within the limits.
    """
    if not (percent.is_finite() and 0 <= percent <= 100):
        raise BadFlowQuestion("A cut is 0 to 100 percent.", hint="30 means 30 percent.")
    if from_year is not None and not FIRST_YEAR <= from_year <= LAST_YEAR:
        raise BadFlowQuestion(NO_YEAR, hint="Write it with four digits, such as 2023.")
    if not 1 <= limit <= MOST_SHOWN:
        raise BadFlowQuestion("So many cannot be shown.", hint=f"Ask for 1 to {MOST_SHOWN}.")
    cut = network.snapshot.number_of[network.find(actor_id)]
    ledger = ledger_of(network, stage, currency)
    return _Shock(network, ledger, cut, from_year, percent).tell(limit, language)


class _Shock:
    """Works out one cut."""

    def __init__(self, network: Network, ledger: Ledger, cut: int, from_year: int | None, percent: Decimal) -> None:
        self.network, self.ledger, self.cut, self.from_year = network, ledger, cut, from_year
        self.percent, self.part = percent, percent / 100
        self.payers = Payers(network, ledger, Years(first=from_year))
        self.reach = reach(self.payers.hops, [cut], None, LONGEST)
        graph, place = ledger.graph, ledger.place(cut)
        mine = graph.actor == (-1 if place is None else place)
        since = graph.year >= (FIRST_YEAR if from_year is None else from_year)
        # All that it has from that year on: what it gets and adds then, and what it still had in the first such year.
        ends_at = mine[graph.alter] & (~graph.is_carried | ~since[graph.ego])
        self.origin = np.where(mine & since, graph.own, 0)
        into = ends_at & since[graph.alter]
        np.add.at(self.origin, graph.alter[into], graph.amount[into])
        self.traced = trace(graph, self.origin, ends_at)
        self.ranges = MoneyRanges(graph, self.origin, ends_at)
        self.is_since = since
        went = mine[graph.ego] & ~graph.is_carried & since[graph.ego]
        self.paid = int(graph.amount[went].sum())
        self.gone = self._of(self.paid)

    def tell(self, limit: int, language: str) -> FundingShock:
        found = [one for one in self.reach.steps if one != self.cut and not self.payers.is_project(one)]
        about = self._about()
        unknown = unknown_ends(self.reach, self._amounts()) - about.keys()
        if not self.percent:
            found = []
        order = sorted(
            (one for one in found if one in about or one in unknown),
            key=lambda one: (one in unknown, -about.get(one, 0.0), self.reach.steps[one], one),
        )
        left = {one: self.payers.of(one) - {self.cut} for one in order}
        cut_off = set(order) - self.payers.fed_without(self.cut)
        shown = self._losses(order[:limit], self._arriving(order[:limit], about), language, cut_off)
        actors = self.network.actors([self.network.snapshot.actors.ids[self.cut]], language)
        ledger = self.ledger
        return FundingShock(
            cut=next(iter(actors.values())),
            percent=self.percent,
            from_year=self.from_year,
            stage=ledger.stage,
            currency=ledger.currency,
            paid=ledger.amount(self.paid) if self.paid or not order else None,
            cut_by=ledger.amount(self.gone) if self.paid or not order else None,
            losses=shown,
            total=len(order),
            with_one=sum(1 for others in left.values() if len(others) == 1),
            cut_off=len(cut_off),
            missing=tuple(
                code
                for code, is_so in (
                    ("nothing-cut", not self.percent),
                    ("no-amounts", bool(unknown & set(order))),
                    ("no-payments", not self.paid),
                    ("more-losses", len(order) > limit),
                )
                if is_so
            ),
        )

    def _of(self, minor: int) -> int:
        return int((Decimal(minor) * self.part).to_integral_value(rounding=ROUND_HALF_EVEN))

    def _about(self) -> dict[int, float]:
        """{actor: about what comes to it of the cut actor's money}, what comes round counted again."""
        graph = self.ledger.graph
        ties = np.flatnonzero(~graph.is_carried & self.is_since[graph.alter])
        came = np.zeros(len(graph.ids))
        value = self.traced.through[graph.ego[ties]] * graph.amount[ties] / np.maximum(graph.total[graph.ego[ties]], 1)
        np.add.at(came, graph.actor[graph.alter[ties]], value)
        return {graph.ids[place]: float(came[place]) for place in np.flatnonzero(came > 0).tolist()}

    def _amounts(self) -> dict[Pair, int | None]:
        paid, since = self.ledger.paid, Years(first=self.from_year)
        known = {
            pair: [minor for year, minor in paid.get(pair, {}).items() if since.has(year)] for pair in self.reach.hops
        }
        return {pair: sum(some) if some else None for pair, some in known.items()}

    def _arriving(self, order: list[int], about: Mapping[int, float]) -> dict[int, int | None]:
        """Minor units of the cut actor's money that come to each; None where nobody says how much."""
        places = {one: self.ledger.place(one) for one in order}
        return {
            one: self.traced.arriving(place) if place is not None and one in about else None
            for one, place in places.items()
        }

    def _losses(
        self, order: list[int], arriving: dict[int, int | None], language: str, cut_off: set[int]
    ) -> tuple[Loss, ...]:
        others = {one: sorted(self.payers.of(one) - {self.cut}) for one in order}
        instead = {
            one: [funder for funder, _ in peer_funders(self.payers, one, self.payers.peers(one)) if funder != self.cut][
                :REPLACEMENTS
            ]
            for one in order
        }
        ids = self.network.snapshot.actors.ids
        numbers = {
            *order,
            *(one for some in instead.values() for one in some),
            *(some[0] for some in others.values() if len(some) == 1),
        }
        shown = self.network.actors([ids[one] for one in sorted(numbers)], language)
        return tuple(
            self._loss(
                one,
                arriving[one],
                [shown[ids[payer]] for payer in others[one] if len(others[one]) == 1],
                len(others[one]),
                tuple(shown[ids[funder]] for funder in instead[one]),
                shown[ids[one]],
                is_cut_off=one in cut_off,
            )
            for one in order
        )

    def _loss(
        self,
        one: int,
        arrives: int | None,
        last: list[Actor],
        left: int,
        instead: tuple[Actor, ...],
        actor: Actor,
        *,
        is_cut_off: bool,
    ) -> Loss:
        place, money = self.ledger.place(one), self.ledger.amount
        loses = least = most = received = None
        if arrives is not None and place is not None:
            lower, upper = self.ranges.of(place)
            received = self._received(place)
            loses = self._of(arrives)
            # At least what must come to it and cannot be spared elsewhere; at most all that is gone.
            least, most = max(0, lower - (self.paid - self.gone)), min(self.gone, upper)
            loses = max(least, min(loses, most))
        return Loss(
            actor=actor,
            loses=None if loses is None else money(loses),
            least=None if least is None else money(least),
            most=None if most is None else money(most),
            received=None if received is None else money(received),
            share=None if loses is None or not received else loses / received,
            steps=self.reach.steps[one],
            funders_left=left,
            left_with=last[0] if last else None,
            is_cut_off=is_cut_off,
            replacements=instead,
        )

    def _received(self, place: int) -> int:
        graph = self.ledger.graph
        nodes = graph.nodes_of(place)
        into = np.isin(graph.alter, nodes[self.is_since[nodes]]) & ~graph.is_carried
        return int(graph.amount[into].sum())
