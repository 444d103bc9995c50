"""Who can introduce X to Y: the most reliable routes, real alternatives, and why each step is thought to hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from math import log, prod

import numpy as np
import numpy.typing as npt

from graphsvc.chances import LENGTH_UNITS, ChanceGraph
from graphsvc.errors import NotFound
from graphsvc.kernel.reliability import union_chance
from graphsvc.kernel.routes import Distinct, FoundRoute, introduction_routes
from graphsvc.model.statements import ActorId
from graphsvc.network import Network
from queries.introduction_values import (
    LONGEST,
    MOST_ROUTES,
    AskFirst,
    Controls,
    End,
    EndAsked,
    Introductions,
    NoRoute,
    Reason,
    Route,
    Tier,
)
from queries.route_ends import BadEnd, Ends, EndsOverlap, Expanded
from queries.route_openings import Openings
from queries.route_steps import Explainer

MOST_TOGETHER = 8
"""Of so many routes at most the chance that one of them works is counted; it is exact on these."""
WORTH = 0.05
"""Others than the best and its backup are shown from this share of the best one's chance on."""

Blocked = npt.NDArray[np.bool_]
Chosen = dict[tuple[int, ...], list[Reason]]


class BadControls(BadEnd):
    """The controls contradict each other, or one is out of range."""

    code = "introductions.bad-controls"


def find_introductions(
    network: Network, start: EndAsked, target: EndAsked, controls: Controls, *, language: str
) -> Introductions:
    """Ranked ways for `start` to be introduced to `target`, among the ties that the viewer may see.

    Raises:
        NotFound: an actor, kind of tie or source of the ends or controls is not there for this viewer.
        BadEnd: an end is empty, unnamed, or the same as the other.
        BadControls: out of range, or contradicting each other or an end.
    """
    return _Search(network, start, target, controls, language).answer()


class _Search:
    """One question while it is being answered."""

    def __init__(self, network: Network, start: EndAsked, target: EndAsked, controls: Controls, language: str) -> None:
        self.network = network
        self.language = language
        self.start, self.target = start, target
        self.controls = checked(network, controls)
        ends = Ends(network, self.controls)
        self.named = named_ends(ends, start, target, self.controls)
        self.stands_for = ends.expanded(start), ends.expanded(target)
        self.graph: ChanceGraph = network.chances(self.controls.walkable)
        self.blocked = blocked_actors(network, self.controls)
        self.sources, self.targets, self.already = self._parted()

    def answer(self) -> Introductions:
        """The answer."""
        chosen = self._chosen()
        explainer = Explainer(self.network, self.graph, self.controls.walkable.as_of, self.language)
        explainer.read(chosen)
        routes = tuple(self._route(explainer, places, reasons) for places, reasons in chosen.items())
        together = self._together(list(chosen)[:MOST_TOGETHER])
        number_of = self.network.snapshot.number_of
        given = [*self.controls.avoid, *self.controls.via, *(self.network.snapshot.actors.ids[n] for n in self.already)]
        shown = self.network.actors([ActorId(one) for one in given], self.language)
        rules = self.network.kinds.chances
        return Introductions(
            start=self._end(0),
            target=self._end(1),
            controls=self.controls,
            avoided=tuple(shown[ActorId(one)] for one in self.controls.avoid if one in shown),
            stops=tuple(shown[ActorId(one)] for one in self.controls.via if one in shown),
            already=tuple(shown[one] for one in shown if number_of[one] in self.already),
            routes=routes,
            ask_first=_ask_first(routes),
            together=Tier.of_route(together, rules) if routes else None,
            together_chance=together if routes else None,
            no_route=None if routes or not (self.sources and self.targets) else self._no_route(),
            missing=self._missing(routes),
            sources=explainer.sources(step for route in routes for step in route.steps),
        )

    def _parted(self) -> tuple[Expanded, Expanded, tuple[int, ...]]:
        """Who stands at either end, and who at both: those are no longer looked for."""
        avoided = {self.network.snapshot.number_of[ActorId(one)] for one in self.controls.avoid}
        start, target = ({n: how for n, how in end.items() if n not in avoided} for end in self.stands_for)
        both = tuple(sorted(start.keys() & target.keys()))
        stops = {self.network.snapshot.number_of[ActorId(one)] for one in self.controls.via}
        # Who is to be gone through is no end, even where "anyone at" an end would include them.
        start = {n: how for n, how in start.items() if n not in stops}
        target = {n: how for n, how in target.items() if n not in both and n not in stops}
        return start, target, both

    def _find(
        self, k: int, *, longest: int | None = None, distinct: Distinct = Distinct.NONE, without: Sequence[int] = ()
    ) -> tuple[FoundRoute, ...]:
        if not self.sources or not self.targets:
            return ()
        blocked = self.blocked
        if without:
            blocked = blocked.copy()
            blocked[list(without)] = True
        via = [self.network.snapshot.number_of[ActorId(one)] for one in self.controls.via]
        return introduction_routes(
            self.graph.graph,
            list(self.sources),
            list(self.targets),
            k=k,
            longest=self.controls.longest if longest is None else longest,
            distinct=distinct,
            blocked=blocked,
            via=via,
        )

    def _chosen(self) -> Chosen:
        """The routes to show, each once with the reasons for it, the best first."""
        most = self.controls.routes
        by_last = self._find(most, distinct=Distinct.LAST_INTRODUCER)
        chosen: Chosen = {}
        if not by_last:
            return chosen
        best = by_last[0]
        self._add(chosen, by_last[:1], Reason.BEST)
        by_first = self._find(most, distinct=Distinct.FIRST_STEP)
        for routes, reason in ((by_last, Reason.OTHER_INTRODUCER), (by_first, Reason.OTHER_FIRST_STEP)):
            self._add(chosen, [one for one in routes[1:] if _is_worth_it(one, best)], reason)
        between = best.places[1:-1]
        if between:
            self._add(chosen, self._find(1, without=between), Reason.BACKUP)
        ties = len(best.places) - 1
        if ties > 1 and len(self.controls.via) < ties - 1:
            self._add(chosen, self._find(1, longest=ties - 1), Reason.SHORTER)
        return chosen

    @staticmethod
    def _add(chosen: Chosen, routes: Sequence[FoundRoute], reason: Reason) -> None:
        for route in routes:
            chosen.setdefault(route.places, []).append(reason)

    def _route(self, explainer: Explainer, places: tuple[int, ...], reasons: list[Reason]) -> Route:
        steps = tuple(explainer.step(*pair) for pair in pairwise(places))
        chance, rules = prod(step.chance for step in steps), self.network.kinds.chances
        weakest = min(range(len(steps)), key=lambda place: (steps[place].chance, place))
        return Route(
            steps,
            self.sources[places[0]],
            self.targets[places[-1]],
            chance,
            Tier.of_route(chance, rules) if len(steps) > 1 else steps[0].tier,
            weakest,
            tuple(explainer.actor(place) for place in places[1:-1]),
            tuple(dict.fromkeys(reasons)),
        )

    def _together(self, routes: Sequence[tuple[int, ...]]) -> float:
        """The chance that at least one of `routes` works, on the union of their ties."""
        ties = [[_tie(*pair) for pair in pairwise(places)] for places in routes]
        chances = {tie: self.graph.chance(*tie) for route in ties for tie in route}
        return union_chance(ties, chances) if ties else 0.0

    def _end(self, which: int) -> End:
        asked = (self.start, self.target)[which]
        shown = self.network.actors(self.named[which], self.language)
        return End(tuple(shown[one] for one in self.named[which]), asked.of_class, len(self.stands_for[which]))

    def _no_route(self) -> NoRoute:
        number_of = self.network.snapshot.number_of
        asked_for = {ActorId(one) for one in self.controls.avoid} | self.network.opted_out()
        left_alone = frozenset(number_of[one] for one in asked_for if one in number_of)
        openings = Openings(self.network, self.graph, self.blocked, self.controls, left_alone)
        return openings.between(list(self.sources), list(self.targets), self.language)

    def _missing(self, routes: tuple[Route, ...]) -> tuple[str, ...]:
        steps = [step for route in routes for step in route.steps]
        found = {
            "undated": any(step.confirmed is None for step in steps),
            "languages-unknown": any(step.speech.needs_interpreter is None for step in steps),
            "one-source": bool(steps) and any(step.sources < 2 for step in steps),
            "crowd": any(piece.others > 0 for step in steps for piece in step.pieces),
        }
        return tuple(code for code, is_so in found.items() if is_so)


def checked(network: Network, controls: Controls) -> Controls:
    """`controls` with the present ids of their actors. Raises NotFound, BadControls."""
    if not 1 <= controls.longest <= LONGEST:
        raise BadControls(f"A route has 1 to {LONGEST} steps.", hint="4 is usual.")
    if not 1 <= controls.routes <= MOST_ROUTES:
        raise BadControls(f"Ask for 1 to {MOST_ROUTES} routes.", hint="5 is usual.")
    for kind in (controls.walkable.kinds or frozenset()) | controls.walkable.without_kinds:
        if kind not in network.kinds.ties:
            raise NotFound
    if controls.walkable.without_sources and not controls.walkable.without_sources <= network.sources().keys():
        raise NotFound
    chosen = controls.walkable.kinds
    if chosen is not None and not chosen - controls.walkable.without_kinds:
        raise BadControls("All chosen kinds of tie are avoided too.", hint="Take one of them away.")
    if chosen is not None and not any(network.kinds.tie(kind).walkable for kind in chosen):
        raise BadControls("None of the chosen kinds of tie carries an introduction.", hint="Choose another kind.")
    avoid, via = (tuple(dict.fromkeys(network.find(one) for one in some)) for some in (controls.avoid, controls.via))
    if set(avoid) & set(via):
        raise BadControls("Somebody is to be avoided and gone through.", hint="Take one of the two away.")
    if len(via) >= controls.longest:
        raise BadControls("There are more stops than a route has room for.", hint="Allow more steps, or fewer stops.")
    return replace(controls, avoid=avoid, via=via)


def named_ends(
    ends: Ends, start: EndAsked, target: EndAsked, controls: Controls
) -> tuple[tuple[ActorId, ...], tuple[ActorId, ...]]:
    """The actors that both ends name. Raises NotFound, BadEnd, EndsOverlap, BadControls."""
    named = ends.named(start), ends.named(target)
    if named[0] == named[1] and start.of_class == target.of_class:
        raise EndsOverlap
    for names, asked in zip(named, (start, target), strict=True):
        if asked.of_class is None and set(names) <= set(controls.via):
            raise BadControls("Somebody is both an end and a stop.", hint="Take one of the two away.")
    return named


def blocked_actors(network: Network, controls: Controls) -> Blocked:
    """Who may not stand inside a route.

    The avoided, those who asked not to introduce, those who lack the language, and offices that several hold.
    """
    number_of = network.snapshot.number_of
    blocked: Blocked = network.chances(controls.walkable).shared_offices.copy()
    blocked[[number_of[one] for one in (*controls.avoid, *network.opted_out()) if one in number_of]] = True
    if controls.language is not None:
        spoken = network.traits().languages
        blocked |= np.array([bool(known) and controls.language not in known for known in spoken], dtype=np.bool_)
    return blocked


def _is_worth_it(route: FoundRoute, best: FoundRoute) -> bool:
    return (best.length - route.length) / LENGTH_UNITS >= log(WORTH)


def _tie(one: int, other: int) -> tuple[int, int]:
    return min(one, other), max(one, other)


def _ask_first(routes: tuple[Route, ...]) -> AskFirst | None:
    """The first introducer of the best route that has one, and how many routes begin with them."""
    for place, route in enumerate(routes):
        if route.introducers:
            first = route.introducers[0]
            begun = sum(1 for one in routes if one.introducers and one.introducers[0].id == first.id)
            return AskFirst(first, begun, place == 0, route.steps[0].tier)
    return None
