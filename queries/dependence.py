"""What access hangs on: how many routes pass through one actor, what is left without it, and who is asked most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from graphsvc.identity.actors import Actor
from graphsvc.kernel.routes import Distinct, introduction_routes
from graphsvc.model.statements import ActorId
from graphsvc.network import Network
from queries.introduction_values import MOST_ROUTES, Controls, End, EndAsked
from queries.introductions import blocked_actors, checked, named_ends
from queries.route_ends import BadEnd, Ends

MOST_TARGETS = 1_000
MOST_ROWS = 15
MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class DependsOn:
    """One actor that routes pass through.

    Attributes:
        routes: how many of the counted routes pass through it; asked_first: of how many it is the first introducer;
            asked_last: of how many the last, who knows the target.
        remaining: how many targets can still be reached without it in between (itself too, where it is a target).
        lost: the first of those that can not.
    """

    actor: Actor
    routes: int
    asked_first: int
    asked_last: int
    remaining: int
    lost: tuple[Actor, ...]


@dataclass(frozen=True, slots=True)
class Dependence:
    """Whom the way from one end to the targets depends on.

    Attributes:
        targets: how many were asked for, beside those that belong to the start; reached: how many a route leads to.
        routes: how many routes were counted: the best to each target; to a single target the best of each last
            introducer and each first step.
        direct: how many of these need nobody in between.
        rows: the actors in between, those on most routes first.
        unreached: the first of the targets that no route leads to.
    """

    start: End
    target: End
    targets: int
    reached: int
    routes: int
    direct: int
    rows: tuple[DependsOn, ...]
    unreached: tuple[Actor, ...]


def find_dependence(
    network: Network, start: EndAsked, target: EndAsked, controls: Controls, *, language: str
) -> Dependence:
    """Whom the routes from `start` to each of those that `target` stands for pass through.

    Raises:
        NotFound, BadEnd, BadControls: as `find_introductions`; BadEnd also for more than `MOST_TARGETS` targets.
    """
    controls = checked(network, controls)
    ends = Ends(network, controls)
    named = named_ends(ends, start, target, controls)
    stands_for = ends.expanded(start), ends.expanded(target)
    number_of = network.snapshot.number_of
    # Who is avoided, or only to be gone through, is no end.
    left_out = {number_of[ActorId(one)] for one in (*controls.avoid, *controls.via)}
    sources = [number for number in stands_for[0] if number not in left_out]
    targets = [number for number in stands_for[1] if number not in stands_for[0] and number not in left_out]
    if len(targets) > MOST_TARGETS:
        raise BadEnd(f"More than {MOST_TARGETS} targets.", hint="Choose a narrower class.")
    count = _Count(network, controls, sources)
    routes = count.routes(targets)
    rows = count.rows(routes)
    ids = network.snapshot.actors.ids
    reached = {route[-1] for route in routes}
    unreached = [number for number in targets if number not in reached]
    shown = {number for row in rows for number in (row[0], *row[5])} | set(unreached[:MOST_NAMED])
    actors = network.actors([ids[number] for number in sorted(shown)] + [*named[0], *named[1]], language)
    both = tuple(
        End(tuple(actors[one] for one in names), asked.of_class, len(found))
        for names, asked, found in zip(named, (start, target), stands_for, strict=True)
    )
    return Dependence(
        start=both[0],
        target=both[1],
        targets=len(targets),
        reached=len(reached),
        routes=len(routes),
        direct=sum(1 for route in routes if len(route) == 2),
        rows=tuple(
            DependsOn(actors[ids[row[0]]], *row[1:5], tuple(actors[ids[number]] for number in row[5])) for row in rows
        ),
        unreached=tuple(actors[ids[number]] for number in unreached[:MOST_NAMED]),
    )


_Row = tuple[int, int, int, int, int, tuple[int, ...]]


class _Count:
    """Counts routes from the same sources under the same controls."""

    def __init__(self, network: Network, controls: Controls, sources: Sequence[int]) -> None:
        self._graph = network.chances(controls.walkable).graph
        self._blocked = blocked_actors(network, controls)
        self._controls = controls
        self._sources = sources
        self._via = [network.snapshot.number_of[ActorId(one)] for one in controls.via]

    def routes(self, targets: Sequence[int]) -> list[tuple[int, ...]]:
        """The routes that are counted, as numbers of actors."""
        if not self._sources or not targets:
            return []
        if len(targets) > 1:
            return [route for _, route in sorted(self._best(targets).items())]
        found: dict[tuple[int, ...], None] = {}
        for distinct in (Distinct.LAST_INTRODUCER, Distinct.FIRST_STEP):
            routes = introduction_routes(
                self._graph,
                self._sources,
                targets,
                k=MOST_ROUTES,
                longest=self._controls.longest,
                distinct=distinct,
                blocked=self._blocked,
                via=self._via,
            )
            found |= dict.fromkeys(route.places for route in routes)
        return list(found)

    def rows(self, routes: Sequence[tuple[int, ...]]) -> list[_Row]:
        """For each actor on most routes: what passes through it, and what is left without it."""
        through = Counter(number for route in routes for number in route[1:-1])
        first = Counter(route[1] for route in routes if len(route) > 2)
        last = Counter(route[-2] for route in routes if len(route) > 2)
        reached = {route[-1] for route in routes}
        spared = {number: {route[-1] for route in routes if number not in route[1:-1]} for number in through}
        rows: list[_Row] = []
        for number, count in sorted(through.items(), key=lambda item: (-item[1], item[0]))[:MOST_ROWS]:
            asked_again = sorted(reached - spared[number])
            left = spared[number] | self._best(asked_again, without=number).keys()
            lost = tuple(sorted(reached - left))[:MOST_NAMED]
            rows.append((number, count, first[number], last[number], len(left), lost))
        return sorted(rows, key=lambda row: (-row[1], row[4], row[0]))

    def _best(self, targets: Sequence[int], *, without: int | None = None) -> dict[int, tuple[int, ...]]:
        """{target: the best route to it}; it may lead through other targets, who can introduce as well."""
        blocked = self._blocked.copy()
        if without is not None:
            blocked[without] = True
        found = {}
        for target in targets:
            routes = introduction_routes(
                self._graph,
                self._sources,
                [target],
                k=1,
                longest=self._controls.longest,
                blocked=blocked,
                via=[stop for stop in self._via if stop != target],
            )
            if routes:
                found[target] = routes[0].places
        return found
