"""What if: ties are added and taken away in a sandbox, and what that changes is told before and after.

The data are never touched. Everything is worked out exactly on the network as it would be (`ChangedNetwork`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from graphsvc.chance_values import Ints, Walkable
from graphsvc.errors import Refused
from graphsvc.identity.actors import Actor
from graphsvc.kernel.components import component_numbers
from graphsvc.kernel.distances import ties_from_any
from graphsvc.kernel.routes import introduction_routes
from graphsvc.model.statements import ActorId
from graphsvc.network import Network
from queries.actor import ENOUGH_TIES
from queries.introduction_values import Controls, End, EndAsked
from queries.introductions import blocked_actors
from queries.opted_out import without_opted_out
from queries.plan_map import NEAREST, drawn_ties
from queries.plan_reading import PlanReading
from queries.route_ends import BadEnd, Ends
from queries.what_if_values import Carrier, Change, DrawnTie, Part, Parts, Plan, Reached, WhatIf

STEPS = (2, 3, 4)
MOST_CHANGES = 20
MOST_ASKING, MOST_TARGETS = 500, 5_000
MOST_ROUTES = 1_000
"""Routes are counted to so many targets at most."""
NAMED, CARRIERS, PARTS = 50, 5, 6

Steps = npt.NDArray[np.int32]


class BadWhatIf(Refused):
    """A plan cannot be looked at as it stands."""

    code = "what-if.bad-plan"
    status = 400
    message = "This plan cannot be read."
    hint = "Start again from the page."


class EmptyPlan(BadWhatIf):
    """There is no change in the plan."""

    code = "what-if.empty"
    message = "The plan changes nothing yet."
    hint = "Add a tie, or take one away."


class TooManyChanges(BadWhatIf):
    """The plan has more changes than are looked at together."""

    code = "what-if.too-many"
    message = f"A plan has at most {MOST_CHANGES} changes."
    hint = "Take some out, or look at them in two plans."


def find_what_if(
    network: Network, plan: Plan, start: EndAsked, target: EndAsked, walkable: Walkable, *, language: str
) -> WhatIf:
    """What `plan` would change for the way of `start` to each of `target`.

    A line that cannot be done says why, and the others are done without it.

    Args:
        start, target: actors, or a class: whoever it names itself, not its people.
        walkable: along which ties somebody is reached, and for which day. Ties are added as of that day.

    Raises:
        EmptyPlan, TooManyChanges: no line, or more than `MOST_CHANGES`.
        NotFound, BadEnd: as `find_missing_ties`.
    """
    if not plan.lines:
        raise EmptyPlan
    if len(plan.lines) > MOST_CHANGES:
        raise TooManyChanges
    return _Comparing(network, plan, (start, target), walkable, language).answer()


class _Comparing:
    """One question while it is being answered."""

    def __init__(
        self, network: Network, plan: Plan, asked: tuple[EndAsked, EndAsked], walkable: Walkable, language: str
    ) -> None:
        self._network = network
        self._language = language
        self._asked = asked
        self._controls = Controls(walkable, with_people=False)
        ends = Ends(network, self._controls, with_members=True)
        self._named = ends.named(asked[0]), ends.named(asked[1])
        self._sources = np.array(list(ends.expanded(asked[0])), dtype=np.int64)
        expanded = np.array(list(ends.expanded(asked[1])), dtype=np.int64)
        self._targets = expanded[~np.isin(expanded, self._sources)]
        if self._sources.size > MOST_ASKING or self._targets.size > MOST_TARGETS:
            raise BadEnd("An end stands for too many actors.", hint="Choose fewer, or a narrower class.")
        if not self._targets.size:
            raise BadEnd("Everybody to reach is among those who ask.", hint="Choose somebody else to reach.")
        self._reading = PlanReading(network, plan, walkable, self._sources.tolist())
        self._changed = self._reading.changed()
        self._graphs = tuple(without_opted_out(seen, seen.chances(walkable).graph) for seen in (network, self._changed))

    def answer(self) -> WhatIf:
        """The answer."""
        before, after = (ties_from_any(graph.forward, self._sources)[self._targets] for graph in self._graphs)
        routes = [self._routes(seen) for seen in (self._network, self._changed)]
        through = [Counter(n for places in found.values() for n in places[1:-1]) for found in routes]
        carriers = _most(through[0], through[1])
        parts = [component_numbers(graph) for graph in self._graphs]
        staying = np.setdiff1d(np.arange(len(self._graphs[0])), list(self._reading.left))
        joined, split = self._parted(staying, parts[1], parts[0]), self._parted(staying, parts[0], parts[1])
        near = [self._near(steps, before, after) for steps in (*STEPS, None)]
        named = [number for one in near for numbers in one[2] for number in numbers[:NAMED]]
        lines = [n for line in self._reading.lines for n in (line.one, line.other) if n >= 0]
        shown = [n for some in (joined, split) for group in some for _, n in group[:PARTS]]
        drawn = self._drawn(lines, routes, near[1][2])
        actors = self._read([*named, *lines, *carriers, *shown, *(number for pair, _ in drawn for number in pair)])
        within = [self._reached(*one, actors) for one in near]
        return WhatIf(
            start=self._end(0),
            target=self._end(1),
            targets=self._targets.size,
            lines=self._reading.shown(actors),
            within=tuple(within[:-1]),
            reached=within[-1],
            distance_before=_harmonic_mean(before),
            distance_after=_harmonic_mean(after),
            longest=self._controls.longest,
            routes_before=len(routes[0]),
            routes_after=len(routes[1]),
            carriers=tuple(Carrier(self._of(actors, n), through[0][n], through[1][n]) for n in carriers),
            main_before=_main(carriers, through[0]),
            main_after=_main(carriers, through[1]),
            parts_before=np.unique(parts[0][staying]).size,
            parts_after=np.unique(parts[1][staying]).size,
            joined=self._parts(joined, actors),
            split=self._parts(split, actors),
            drawn=tuple(DrawnTie(self._of(actors, one), self._of(actors, other), how) for (one, other), how in drawn),
            missing=self._missing(),
            sources=tuple(self._network.sources()[one] for one in sorted(self._network.sources())),
        )

    def _drawn(
        self, lines: list[int], routes: list[dict[int, tuple[int, ...]]], near: list[Ints]
    ) -> list[tuple[tuple[int, int], Change | None]]:
        """The ties of the small map, by number: of the plan, and on the way to the nearest of those gained and lost."""
        ways = [found.get(number, (number,)) for found, some in ((routes[1], near[0]), (routes[0], near[1]))
                for number in some[:NEAREST].tolist()]  # fmt: skip
        asking = self._sources[:NEAREST].tolist()
        wanted = [*asking, *lines, *(number for way in ways for number in way)]
        return drawn_ties(self._graphs[0], self._graphs[1], wanted)

    def _near(self, steps: int | None, before: Steps, after: Steps) -> tuple[int | None, tuple[int, int], list[Ints]]:
        """(steps, (how many before, after), numbers of those gained, lost and kept, the nearest first)."""
        most = len(self._graphs[0]) if steps is None else steps
        then, now = ((ties >= 0) & (ties <= most) for ties in (before, after))
        found = []
        for chosen, ties in ((now & ~then, after), (then & ~now, before), (then & now, after)):
            places = np.flatnonzero(chosen)
            found.append(self._targets[places[np.argsort(ties[places], kind="stable")]])
        return steps, (int(then.sum()), int(now.sum())), found

    def _reached(
        self, steps: int | None, counts: tuple[int, int], numbers: list[Ints], actors: dict[ActorId, Actor]
    ) -> Reached:
        gained, lost, kept = (tuple(self._of(actors, n) for n in some[:NAMED].tolist()) for some in numbers)
        sizes = [some.size for some in numbers]
        return Reached(steps, *counts, gained, sizes[0], lost, sizes[1], kept, sizes[2])

    def _routes(self, seen: Network) -> dict[int, tuple[int, ...]]:
        """{target: its best route}, by number; nothing where there are too many to reach."""
        if self._targets.size > MOST_ROUTES:
            return {}
        graph, blocked = seen.chances(self._controls.walkable).graph, blocked_actors(seen, self._controls)
        longest = self._controls.longest
        found = {}
        for target in self._targets.tolist():
            best = introduction_routes(graph, self._sources, [target], k=1, longest=longest, blocked=blocked)
            if best:
                found[target] = best[0].places
        return found

    def _parted(self, staying: Ints, whole: Ints, parts: Ints) -> list[list[tuple[int, int]]]:
        """For each of `whole` that holds several of `parts`: (size, its best tied actor) of each, the largest first."""
        pairs, sizes = np.unique(np.stack([whole[staying], parts[staying]]), axis=1, return_counts=True)
        several = np.flatnonzero(np.bincount(pairs[0])[pairs[0]] > 1) if pairs.size else np.zeros(0, dtype=np.int64)
        degrees = self._graphs[0].forward.degrees()
        found: dict[int, list[tuple[int, int]]] = {}
        for place in several.tolist():
            inside = staying[(whole[staying] == pairs[0, place]) & (parts[staying] == pairs[1, place])]
            best = int(inside[degrees[inside].argmax()])
            found.setdefault(int(pairs[0, place]), []).append((int(sizes[place]), best))
        each = [sorted(group, key=lambda part: (-part[0], part[1])) for group in found.values()]
        return sorted(each, key=lambda group: (-sum(size for size, _ in group), group[0][1]))

    def _parts(self, groups: list[list[tuple[int, int]]], actors: dict[ActorId, Actor]) -> tuple[Parts, ...]:
        return tuple(
            Parts(tuple(Part(size, self._of(actors, number)) for size, number in group[:PARTS]), len(group))
            for group in groups
        )

    def _missing(self) -> tuple[str, ...]:
        left_alone = {self._network.snapshot.number_of.get(one) for one in self._network.opted_out()}
        done = [line for line in self._reading.lines if line.problem is None]
        codes = {
            "few-ties": self._graphs[0].number_of_edges() < ENOUGH_TIES,
            "no-lines": not done,
            "many-targets": self._targets.size > MOST_ROUTES,
            "opted-out": any(not left_alone.isdisjoint((line.one, line.other)) for line in done),
        }
        return tuple(code for code, is_so in codes.items() if is_so)

    def _read(self, numbers: Iterable[int]) -> dict[ActorId, Actor]:
        ids = self._network.snapshot.actors.ids
        return self._network.actors(dict.fromkeys(ids[int(number)] for number in numbers), self._language)

    def _of(self, actors: dict[ActorId, Actor], number: int) -> Actor:
        return actors[self._network.snapshot.actors.ids[number]]

    def _end(self, which: int) -> End:
        shown = self._network.actors(self._named[which], self._language)
        size = (self._sources, self._targets)[which].size
        return End(tuple(shown[one] for one in self._named[which]), self._asked[which].of_class, size)


def _harmonic_mean(ties: Steps) -> float | None:
    reached = ties[ties > 0]
    return float(ties.size / (1.0 / reached).sum()) if reached.size else None


def _most(before: Counter[int], after: Counter[int]) -> list[int]:
    """Those with most routes before, then those with most after who are not among them."""
    first, then = (
        [number for number, _ in sorted(through.items(), key=lambda item: (-item[1], item[0]))[:CARRIERS]]
        for through in (before, after)
    )
    return list(dict.fromkeys([*first, *then]))


def _main(carriers: Sequence[int], through: Counter[int]) -> int | None:
    most = max((through[number] for number in carriers), default=0)
    tied = [place for place, number in enumerate(carriers) if through[number] == most]
    return min(tied, key=lambda place: carriers[place]) if most else None
