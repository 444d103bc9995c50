"""Which new ties would help most: how likely each is, what it would bring, and who could introduce the two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from graphsvc.chance_values import Floats, Ints, Walkable
from graphsvc.errors import Refused
from graphsvc.identity.actors import Actor
from graphsvc.kernel.link_scores import top_pairs_by_kind
from graphsvc.kernel.reach import ReachedTargets, reached_targets
from graphsvc.kernel.tiegraph import TieGraph
from graphsvc.kinds import Asked
from graphsvc.model.statements import ActorId
from graphsvc.network import Network
from queries.actor import ENOUGH_TIES
from queries.introduction_values import Controls, End, EndAsked, Tier
from queries.introductions import find_introductions
from queries.missing_tie_values import MissingTie, MissingTies, PlannedTie
from queries.route_ends import BadEnd, Ends
from queries.tie_likelihood import learnt_of, likelihood

SHOWN, MOST_SHOWN = 10, 50
STEPS, LEAST_STEPS, MOST_STEPS = 3, 2, 4
PLANNED, MOST_PLANNED = 3, 10
MOST_ASKING, MOST_TARGETS = 500, 5_000
LOOKED_AT = 2_000
"""So many of the likeliest pairs of each sort (one kind, two kinds) are candidates."""
FAR = 200
"""... and so many of those who would bring most, though nothing may speak for a tie with them yet."""
NAMED = 5

Bits = npt.NDArray[np.uint64]


class BadPlan(Refused):
    """A number of the question is out of range."""

    code = "missing-ties.bad-plan"
    status = 400


@dataclass(frozen=True, slots=True)
class _Candidates:
    """Pairs that are not tied, by number, with what each would bring (a bit a target) and its chance."""

    one: Ints
    other: Ints
    brings: Bits
    count: Ints
    chance: Floats | None


def find_missing_ties(
    network: Network,
    start: EndAsked,
    target: EndAsked,
    walkable: Walkable,
    *,
    steps: int = STEPS,
    limit: int = SHOWN,
    planned: int = PLANNED,
    language: str,
) -> MissingTies:
    """The ties that `start` could make and that would bring most of `target` within `steps` ties.

    Args:
        start: actors, or a class: whoever it names itself, not its people.
        target: actors or a class.
        walkable: along which ties somebody is reached, and for which day.
        steps: 2 to 4.
        limit: how many to show, 1 to `MOST_SHOWN`.
        planned: how many ties the plan has at most, 1 to `MOST_PLANNED`.

    Raises:
        NotFound, BadEnd: as `find_introductions`; BadEnd also for more than `MOST_ASKING` who ask or `MOST_TARGETS`.
        BadPlan: steps, limit or planned out of range.
    """
    for name, value, least, most in (
        ("steps", steps, LEAST_STEPS, MOST_STEPS),
        ("limit", limit, 1, MOST_SHOWN),
        ("planned", planned, 1, MOST_PLANNED),
    ):
        if not least <= value <= most:
            raise BadPlan(f"{name} must be {least} to {most}.", hint="Leave it out for what is usual.")
    return _Search(network, (start, target), walkable, steps, language).answer(limit, planned)


class _Search:
    """One question while it is being answered."""

    def __init__(
        self, network: Network, asked: tuple[EndAsked, EndAsked], walkable: Walkable, steps: int, language: str
    ) -> None:
        self._network = network
        self._language = language
        self._steps = steps
        self._controls = Controls(walkable, with_people=False)
        self._asked = asked
        ends = Ends(network, self._controls)
        self._named = ends.named(asked[0]), ends.named(asked[1])
        self._sources = np.array(list(ends.expanded(asked[0])), dtype=np.int64)
        expanded = np.array(list(ends.expanded(asked[1])), dtype=np.int64)
        self._targets = expanded[~np.isin(expanded, self._sources)]
        if self._sources.size > MOST_ASKING or self._targets.size > MOST_TARGETS:
            raise BadEnd("An end stands for too many actors.", hint="Choose fewer, or a narrower class.")
        if not self._targets.size:
            raise BadEnd("Everybody to reach is among those who ask.", hint="Choose somebody else to reach.")
        self._graph = _without(network, network.chances(walkable).graph)

    def answer(self, limit: int, planned: int) -> MissingTies:
        """The answer."""
        near = self._near(self._steps)
        covered: Bits = np.bitwise_or.reduce(near.bits[self._sources], axis=0)
        has_enough = self._graph.number_of_edges() >= ENOUGH_TIES
        found = self._candidates(covered) if has_enough else _none(covered.size)
        order = self._order(found)
        plan = _plan(found, covered, planned)
        shown = order[:limit]
        actors = self._read([*found.one[shown], *found.other[shown], *found.one[plan], *found.other[plan]])
        reached = _count(covered)
        return MissingTies(
            start=self._end(0),
            target=self._end(1),
            steps=self._steps,
            targets=self._targets.size,
            reached=reached,
            ties=tuple(self._tie(found, place, actors) for place in shown.tolist()),
            candidates=found.one.size,
            plan=self._planned(found, covered, plan, actors),
            is_guaranteed=True,
            learnt=learnt_of(likelihood(self._network)),
            missing=self._missing(found, reached, has_enough=has_enough),
            sources=tuple(self._network.sources()[one] for one in sorted(self._network.sources())),
        )

    def _near(self, steps: int) -> ReachedTargets:
        ids = self._network.snapshot.actors.ids
        return reached_targets(self._graph, [ids[number] for number in self._targets.tolist()], steps=steps)

    def _candidates(self, covered: Bits) -> _Candidates:
        """Ties that bring anybody at all, with actors who can be asked themselves; one for each of these actors."""
        brings: Bits = self._near(self._steps - 1).bits & ~covered
        count = np.bitwise_count(brings).sum(axis=1).astype(np.int64)
        allowed = self._can_be_met() & (count > 0)
        allowed[self._sources] = False
        one, other = (np.concatenate(sides) for sides in zip(self._likely(), self._far(count, allowed), strict=True))
        kept = np.flatnonzero(allowed[other] & ~self._is_tied(one, other))
        one, other = one[kept], other[kept]
        model = likelihood(self._network)
        chance = None if model is None else model.chance(one, other)
        # Of several who could make a tie with the same actor, the likeliest; else the one that was found first.
        order = np.lexsort((np.arange(one.size), other if chance is None else -chance, other))
        _, first = np.unique(other[order], return_index=True)
        best = order[first]
        one, other = one[best], other[best]
        return _Candidates(one, other, brings[other], count[other], None if chance is None else chance[best])

    def _likely(self) -> tuple[Ints, Ints]:
        """Those who ask, each with the actors that most speaks for: over one between, or over two to another kind."""
        _, kind = np.unique(self._network.traits().kind.astype(np.str_), return_inverse=True)
        within, across = top_pairs_by_kind(self._graph, kind, LOOKED_AT, sources=self._sources.tolist())
        return np.concatenate([within.one, across.one]), np.concatenate([within.other, across.other])

    def _far(self, count: Ints, allowed: npt.NDArray[np.bool_]) -> tuple[Ints, Ints]:
        """Those who ask, each with the actors that would bring most, however far they are now."""
        gain = np.where(allowed, count, 0)
        best = np.lexsort((np.arange(gain.size), -gain))[:FAR]
        best = best[gain[best] > 0]
        return np.repeat(self._sources, best.size), np.tile(best, self._sources.size)

    def _is_tied(self, one: Ints, other: Ints) -> npt.NDArray[np.bool_]:
        size = np.int64(max(len(self._graph), 1))
        ego, alter = (side.astype(np.int64) for side in self._graph.ends())
        return np.isin(np.minimum(one, other) * size + np.maximum(one, other), ego * size + alter)

    def _can_be_met(self) -> npt.NDArray[np.bool_]:
        asked = {name for name, kind in self._network.kinds.actors.items() if kind.asked is Asked.ITSELF}
        kinds = self._network.traits().kind.tolist()
        left_alone = self._network.opted_out()
        ids = self._network.snapshot.actors.ids
        return np.array([kind in asked and ids[n] not in left_alone for n, kind in enumerate(kinds)], dtype=np.bool_)

    def _order(self, found: _Candidates) -> Ints:
        worth = found.count.astype(np.float64) if found.chance is None else found.count * found.chance
        return np.lexsort((found.other, found.one, -found.count, -worth))

    def _tie(self, found: _Candidates, place: int, actors: dict[ActorId, Actor]) -> MissingTie:
        ids = self._network.snapshot.actors.ids
        one, other = int(found.one[place]), int(found.other[place])
        shared = self._shared(one, other)
        brings = self._targets[_places(found.brings[place], self._targets.size)].tolist()
        named = self._read([*shared[:NAMED], *brings[:NAMED]])
        route, tier = self._introduction(ids[one], ids[other])
        return MissingTie(
            one=actors[ids[one]],
            other=actors[ids[other]],
            chance=None if found.chance is None else float(found.chance[place]),
            shared=tuple(named[ids[number]] for number in shared[:NAMED] if ids[number] in named),
            shared_total=len(shared),
            brings=tuple(named[ids[number]] for number in brings[:NAMED] if ids[number] in named),
            brings_total=len(brings),
            introduction=route,
            tier=tier,
            countries=self._new_countries(one, other),
        )

    def _shared(self, one: int, other: int) -> list[int]:
        rows = self._graph.forward
        ours, theirs = (rows.neighbours[rows.offsets[end] : rows.offsets[end + 1]] for end in (one, other))
        return [int(number) for number in np.intersect1d(ours, theirs, assume_unique=True)]

    def _introduction(self, one: ActorId, other: ActorId) -> tuple[tuple[Actor, ...], Tier | None]:
        controls = replace(self._controls, routes=1)
        found = find_introductions(
            self._network, EndAsked((one,)), EndAsked((other,)), controls, language=self._language
        ).routes
        if not found:
            return (), None
        return (found[0].steps[0].ego, *(step.alter for step in found[0].steps)), found[0].tier

    def _new_countries(self, one: int, other: int) -> tuple[str, str] | None:
        countries = self._network.traits().country
        pair = countries[one], countries[other]
        if pair[0] is None or pair[1] is None or pair[0] == pair[1]:
            return None
        low, high = sorted((pair[0], pair[1]))
        return None if (low, high) in self._tied_countries() else (pair[0], pair[1])

    def _tied_countries(self) -> frozenset[tuple[str, str]]:
        countries = self._network.traits().country

        def work_out() -> frozenset[tuple[str, str]]:
            numbers = {one: place for place, one in enumerate(sorted({one for one in countries if one}))}
            number = np.array([-1 if one is None else numbers[one] for one in countries], dtype=np.int64)
            ego, alter = self._graph.ends()
            known = (number[ego] >= 0) & (number[alter] >= 0)
            pairs = np.unique(np.sort(np.stack([number[ego][known], number[alter][known]]), axis=0), axis=1)
            names = tuple(numbers)
            return frozenset((names[low], names[high]) for low, high in pairs.T.tolist())

        key = f"tied-countries|{self._controls.walkable.key()}|{self._network.consent_version}"
        return self._network.worked_out(key, work_out)

    def _planned(
        self, found: _Candidates, covered: Bits, plan: Sequence[int], actors: dict[ActorId, Actor]
    ) -> tuple[PlannedTie, ...]:
        ids, so_far, steps = self._network.snapshot.actors.ids, covered.copy(), []
        for place in plan:
            before = _count(so_far)
            so_far |= found.brings[place]
            one, other = actors[ids[int(found.one[place])]], actors[ids[int(found.other[place])]]
            steps.append(PlannedTie(one, other, _count(so_far) - before, _count(so_far)))
        return tuple(steps)

    def _read(self, numbers: Sequence[int]) -> dict[ActorId, Actor]:
        ids = self._network.snapshot.actors.ids
        return self._network.actors(dict.fromkeys(ids[int(number)] for number in numbers), self._language)

    def _end(self, which: int) -> End:
        shown = self._network.actors(self._named[which], self._language)
        size = (self._sources, self._targets)[which].size
        return End(tuple(shown[one] for one in self._named[which]), self._asked[which].of_class, size)

    def _missing(self, found: _Candidates, reached: int, *, has_enough: bool) -> tuple[str, ...]:
        codes = {
            "few-ties": not has_enough,
            "nothing-to-gain": reached == self._targets.size,
            "no-candidates": has_enough and reached < self._targets.size and not found.one.size,
            "no-chances": likelihood(self._network) is None,
        }
        return tuple(code for code, is_so in codes.items() if is_so)


def _without(network: Network, graph: TieGraph) -> TieGraph:
    """The graph without the ties of those who asked not to introduce: nobody is reached through them."""
    number_of = network.snapshot.number_of
    gone = [number_of[one] for one in network.opted_out() if one in number_of]
    if not gone:
        return graph
    ego, alter = graph.ends()
    kept = ~(np.isin(ego, gone) | np.isin(alter, gone))
    return TieGraph.from_arrays(graph.ids, ego[kept], alter[kept], directed=False)


def _plan(found: _Candidates, covered: Bits, most: int) -> list[int]:
    """Places of the candidates that together bring most, chosen one by one; equal gains by their order.

    Only the one that looks best is counted anew: what a tie adds can only become less (lazy greedy).
    """
    gains, so_far = found.count.copy(), covered.copy()
    chosen: list[int] = []
    is_new = np.zeros(gains.size, dtype=np.bool_)
    while len(chosen) < most and gains.size:
        best = int(gains.argmax())
        if gains[best] == 0:
            break
        if not is_new[best]:
            gains[best] = _count(found.brings[best] & ~so_far)
            is_new[best] = True
            continue
        chosen.append(best)
        so_far |= found.brings[best]
        gains[best] = 0
        is_new[:] = False
    return chosen


def _count(bits: Bits) -> int:
    return int(np.bitwise_count(bits).sum())


def _places(bits: Bits, size: int) -> Ints:
    return np.flatnonzero(np.unpackbits(bits.view(np.uint8), bitorder="little")[:size]).astype(np.int64)


def _none(words: int) -> _Candidates:
    nobody = np.zeros(0, dtype=np.int64)
    return _Candidates(nobody, nobody, np.zeros((0, words), dtype=np.uint64), nobody, None)
