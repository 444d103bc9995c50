"""Which new ties would help most: how likely each is, what it would bring, and who could introduce the two."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from graphsvc.chance_values import Floats, Ints, Walkable
from graphsvc.errors import Refused
from graphsvc.identity.actors import Actor
from graphsvc.kernel.lanes import Field, found_bits
from graphsvc.kernel.link_scores import top_pairs_by_kind
from graphsvc.kernel.reach import Way, field_towards
from graphsvc.kernel.tiegraph import TieGraph
from graphsvc.kinds import Asked
from graphsvc.model.statements import ActorId
from graphsvc.network import Network
from queries.actor import ENOUGH_TIES
from queries.broker_load import BrokerLoad, busiest_broker, relieved
from queries.group_names import given_names
from queries.groupings import GroupBy
from queries.introduction_values import Controls, End, EndAsked, Tier
from queries.introductions import find_introductions
from queries.joined_silos import NAMED as NAMED_AFTER
from queries.joined_silos import Mixing, mixings
from queries.missing_tie_plans import UNKNOWN, Bits, Candidates, best_together, count, most_possible, places
from queries.missing_tie_values import BusiestBroker, JoinedPair, Likely, MissingTie, MissingTies, PlannedTie
from queries.route_ends import BadEnd, Ends
from queries.silo_values import NamedGroup
from queries.tie_likelihood import likelihood

SHOWN, MOST_SHOWN = 10, 50
STEPS, LEAST_STEPS, MOST_STEPS = 3, 2, 4
PLANNED, MOST_PLANNED = 3, 10
MOST_ASKING, MOST_TARGETS = 500, 5_000
LOOKED_AT = 2_000
"""So many of the likeliest pairs of each sort (one kind, two kinds) are candidates."""
FAR = 200
"""... and so many of those who would bring most, though nothing may speak for a tie with them yet."""
NAMED = 5


class BadPlan(Refused):
    """A number of the question is out of range."""

    code = "missing-ties.bad-plan"
    status = 400
    message = "This number is out of range."
    hint = "Leave it out for what is usual."


BAD_STEPS = f"Near can mean within {LEAST_STEPS} to {MOST_STEPS} ties."
BAD_LIMIT = f"Between 1 and {MOST_SHOWN} new ties can be shown."
BAD_PLANNED = f"A plan has 1 to {MOST_PLANNED} new ties."


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
    is_awaited: bool = True,
) -> MissingTies:
    """The ties that `start` could make and that would bring most of `target` within `steps` ties.

    Args:
        start: actors, or a class. A coalition or committee stands for itself and its members, an organization for
            itself and not for its people.
        target: likewise.
        walkable: along which ties somebody is reached, and for which day.
        steps: 2 to 4.
        limit: how many to show, 1 to `MOST_SHOWN`.
        planned: how many ties the plan has at most, 1 to `MOST_PLANNED`.
        is_awaited: where false, chances and groups that are not worked out yet are left out, and the answer says so.

    Raises:
        NotFound, BadEnd: as `find_introductions`; BadEnd also for more than `MOST_ASKING` who ask or `MOST_TARGETS`.
        BadPlan: steps, limit or planned out of range.
    """
    for message, value, least, most in (
        (BAD_STEPS, steps, LEAST_STEPS, MOST_STEPS),
        (BAD_LIMIT, limit, 1, MOST_SHOWN),
        (BAD_PLANNED, planned, 1, MOST_PLANNED),
    ):
        if not least <= value <= most:
            raise BadPlan(message)
    search = _Search(network, (start, target), walkable, steps, is_awaited=is_awaited)
    return _Teller(search, walkable, language).answer(limit, planned)


def prepare(network: Network) -> None:
    """Learn how likely ties are, and count the groups that they could join, so that no page has to."""
    likelihood(network, is_awaited=True)
    mixings(network, is_awaited=True)


class _Search:
    """One question: who asks, who is near, and which ties would bring more. All by number of the actor."""

    def __init__(
        self,
        network: Network,
        asked: tuple[EndAsked, EndAsked],
        walkable: Walkable,
        steps: int,
        *,
        is_awaited: bool,
    ) -> None:
        self.network = network
        self.asked = asked
        self.steps = steps
        ends = Ends(network, Controls(walkable, with_people=False), with_members=True)
        self.named = ends.named(asked[0]), ends.named(asked[1])
        self.sources = np.array(list(ends.expanded(asked[0])), dtype=np.int64)
        expanded = np.array(list(ends.expanded(asked[1])), dtype=np.int64)
        self.targets = expanded[~np.isin(expanded, self.sources)]
        if self.sources.size > MOST_ASKING:
            raise BadEnd(
                f"More than {MOST_ASKING} actors would make the new ties.", hint="Choose fewer, or a narrower class."
            )
        if self.targets.size > MOST_TARGETS:
            raise BadEnd(f"More than {MOST_TARGETS} actors are to be reached.", hint="Choose a narrower class.")
        if not self.targets.size:
            raise BadEnd("Everybody to reach is among those who ask.", hint="Choose somebody else to reach.")
        self.graph, self._field = _searched(network, walkable)
        self.has_enough = self.graph.number_of_edges() >= ENOUGH_TIES
        self.learning = likelihood(network, is_awaited=is_awaited)
        self.mixings = mixings(network, is_awaited=is_awaited)
        self._met = network.worked_out("who-can-be-met", lambda: _Met.of(network))
        self.covered: Bits = np.bitwise_or.reduce(self._near(steps)[self.sources], axis=0)
        self.brings, self._allowed = self._new()
        self.found = self._candidates() if self.has_enough else Candidates.none(self.covered.size)

    def _near(self, steps: int) -> Bits:
        return found_bits(self._field, self.targets, most=steps)

    def _new(self) -> tuple[Bits, npt.NDArray[np.bool_]]:
        """By actor, the targets that a tie with it would bring; and with whom a tie that brings somebody can be made.

        Who is tied to one of those who ask brings nobody: what is near to it is near to them.
        """
        number_of = self.network.snapshot.number_of
        allowed = self._met.is_met.copy()
        allowed[[number_of[one] for one in self.network.opted_out() if one in number_of]] = False
        allowed[self.sources] = False
        brings: Bits = self._near(self.steps - 1) & ~self.covered
        brings[~allowed] = 0
        return brings, allowed & brings.any(axis=1)

    def _candidates(self) -> Candidates:
        """Ties that bring anybody at all, with actors who can be asked themselves; one for each of these actors."""
        one, other = (np.concatenate(sides) for sides in zip(self._likely(), self._far(), strict=True))
        kept = np.flatnonzero(self._allowed[other])
        one, other = one[kept], other[kept]
        chance = self._chances(one, other)
        # Of several who could make a tie with the same actor, the likeliest; else the one that was found first.
        order = np.lexsort((np.arange(one.size), -chance, other))
        _, first = np.unique(other[order], return_index=True)
        best = order[first]
        one, other = one[best], other[best]
        brings = self.brings[other]
        counts = np.bitwise_count(brings).sum(axis=1).astype(np.int64)
        return Candidates(one, other, brings, counts, chance[best]).in_order()

    def _chances(self, one: Ints, other: Ints) -> Floats:
        """The chance of each pair, or `UNKNOWN`: nothing was learnt of pairs without an actor or two between them."""
        found, chances = self.learning.found, np.full(one.size, UNKNOWN)
        if found is not None and one.size:
            near = found_bits(field_towards(found.graph, Way.OUT), self.sources, most=3)
            place = self.sources.searchsorted(one)
            is_near = (near[other, place // 64] >> (place % 64).astype(np.uint64)) & np.uint64(1) == 1
            chances[is_near] = found.chance(one[is_near], other[is_near])
        return chances

    def _likely(self) -> tuple[Ints, Ints]:
        """Those who ask, each with the actors that most speaks for: over one between, or over two to another kind."""
        within, across = top_pairs_by_kind(self.graph, self._met.kind, LOOKED_AT, sources=self.sources.tolist())
        return np.concatenate([within.one, across.one]), np.concatenate([within.other, across.other])

    def _far(self) -> tuple[Ints, Ints]:
        """Those who ask, the best tied first, each with the actors that would bring most, however far they are now."""
        gain = np.bitwise_count(self.brings).sum(axis=1).astype(np.int64)
        best = np.lexsort((np.arange(gain.size), -gain))[:FAR]
        best = best[gain[best] > 0]
        degrees = self.graph.forward.degrees()[self.sources]
        sources = self.sources[np.lexsort((self.sources, -degrees))]
        return np.repeat(sources, best.size), np.tile(best, sources.size)

    def shared(self, one: int, other: int) -> list[int]:
        """Those who are tied to both."""
        rows = self.graph.forward
        ours, theirs = (rows.neighbours[rows.offsets[end] : rows.offsets[end + 1]] for end in (one, other))
        return [int(number) for number in np.intersect1d(ours, theirs, assume_unique=True)]

    def joins(self, one: int, other: int) -> tuple[JoinedPair, ...]:
        """The groups that a tie would join."""
        found = (mixing.joined(one, other) for mixing in self.mixings or ())
        return tuple(pair for pair in found if pair is not None)

    def load(self) -> BrokerLoad | None:
        """The broker on which most targets hang."""
        return busiest_broker(self.graph, self.sources, self.targets, steps=self.steps) if self.has_enough else None


class _Teller:
    """Puts into values what a search found."""

    def __init__(self, search: _Search, walkable: Walkable, language: str) -> None:
        self._search = search
        self._walkable = walkable
        self._language = language
        self._load = search.load()
        self._relieves = None if self._load is None else relieved(search.graph, self._load)

    def answer(self, limit: int, planned: int) -> MissingTies:
        """The answer."""
        search, found = self._search, self._search.found
        plan = best_together(found, search.covered, planned)
        told = (self._tie(place) for place in range(min(limit, found.one.size)))
        ties = tuple(tie for tie in told if tie is not None)
        reached, steps = count(search.covered), self._planned(plan)
        network, learnt = search.network, search.learning.found
        return MissingTies(
            start=self._end(0),
            target=self._end(1),
            as_of=self._walkable.as_of,
            steps=search.steps,
            targets=search.targets.size,
            reached=reached,
            ties=ties,
            candidates=found.one.size,
            planned=planned,
            plan=steps,
            at_most=most_possible(search.brings, [found.brings[place] for place in plan], planned) if steps else 0,
            broker=self._broker(),
            communities=self._communities(ties),
            learnt=None if learnt is None else learnt.learnt,
            missing=self._missing(reached, len(plan), planned),
            sources=tuple(network.sources()[one] for one in sorted(network.sources())),
        )

    def _tie(self, place: int) -> MissingTie | None:
        """One tie; None where one of the two is gone since the snapshot was taken."""
        search, found = self._search, self._search.found
        ids = search.network.snapshot.actors.ids
        one, other = int(found.one[place]), int(found.other[place])
        shared = search.shared(one, other)
        brings = search.targets[places(found.brings[place], search.targets.size)].tolist()
        ends = self._read([one, other])
        if len(ends) < 2:
            return None
        route, tier = self._introduction(ids[one], ids[other])
        chance = None if found.chance[place] == UNKNOWN else float(found.chance[place])
        return MissingTie(
            one=ends[0],
            other=ends[1],
            chance=chance,
            likely=self._likely(chance),
            shared=self._read(shared[:NAMED]),
            shared_total=len(shared),
            brings=self._read(brings[:NAMED]),
            brings_total=len(brings),
            relieves=0 if self._relieves is None else int(self._relieves[other]),
            joins=search.joins(one, other),
            introduction=route,
            tier=tier,
        )

    def _likely(self, chance: float | None) -> Likely | None:
        found = self._search.learning.found
        return None if chance is None or found is None else Likely.of(chance, found.learnt.base_rate)

    def _introduction(self, one: ActorId, other: ActorId) -> tuple[tuple[Actor, ...], Tier | None]:
        controls = Controls(self._walkable, routes=1, with_people=False)
        found = find_introductions(
            self._search.network, EndAsked((one,)), EndAsked((other,)), controls, language=self._language
        ).routes
        if not found:
            return (), None
        return (found[0].steps[0].ego, *(step.alter for step in found[0].steps)), found[0].tier

    def _planned(self, plan: Iterable[int]) -> tuple[PlannedTie, ...]:
        found, so_far, steps = self._search.found, self._search.covered.copy(), []
        for place in plan:
            before = count(so_far)
            so_far |= found.brings[place]
            ends = self._read([int(found.one[place]), int(found.other[place])])
            if len(ends) == 2:
                steps.append(PlannedTie(*ends, count(so_far) - before, count(so_far)))
        return tuple(steps)

    def _broker(self) -> BusiestBroker | None:
        if self._load is None:
            return None
        found = self._read([self._load.broker])
        return BusiestBroker(found[0], self._load.carried.size) if found else None

    def _communities(self, ties: Iterable[MissingTie]) -> tuple[NamedGroup, ...]:
        pairs = [pair for tie in ties for pair in tie.joins if pair.by is GroupBy.COMMUNITY]
        labels = dict.fromkeys(label for pair in pairs for label in (pair.one, pair.other))
        found = [mixing for mixing in self._search.mixings or () if mixing.by is GroupBy.COMMUNITY]
        given = given_names(self._search.network, GroupBy.COMMUNITY, found[0].grouping) if labels else {}
        return tuple(replace(self._community(found[0], label), given=given.get(label)) for label in labels)

    def _community(self, mixing: Mixing, label: str) -> NamedGroup:
        members = mixing.members(label)
        best = [one for one in members[:NAMED_AFTER].tolist() if mixing.inside[one] > 0]
        return NamedGroup(label, members.size, self._read(best))

    def _read(self, numbers: Iterable[int]) -> tuple[Actor, ...]:
        """The actors of these numbers, without those who are gone since the snapshot was taken."""
        ids = self._search.network.snapshot.actors.ids
        wanted = [ids[number] for number in numbers]
        shown = self._search.network.actors(wanted, self._language)
        return tuple(shown[one] for one in wanted if one in shown)

    def _end(self, which: int) -> End:
        search = self._search
        shown = search.network.actors(search.named[which], self._language)
        size = (search.sources, search.targets)[which].size
        return End(tuple(shown[one] for one in search.named[which]), search.asked[which].of_class, size)

    def _missing(self, reached: int, plan: int, planned: int) -> tuple[str, ...]:
        search = self._search
        is_short = search.has_enough and reached < search.targets.size
        codes = {
            "few-ties": not search.has_enough,
            "nothing-to-gain": reached == search.targets.size,
            "no-candidates": is_short and not plan,
            "fewer-ties": 0 < plan < planned,
            "no-chances": search.learning.found is None and search.learning.is_ready,
            "chances-later": not search.learning.is_ready,
            "groups-later": search.mixings is None,
        }
        return tuple(code for code, is_so in codes.items() if is_so)


@dataclass(frozen=True, slots=True)
class _Met:
    """By actor: the number of its kind, and whether it can be asked itself."""

    kind: Ints
    is_met: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, network: Network) -> _Met:
        names, kind = np.unique(network.traits().kind.astype(np.str_), return_inverse=True)
        asked = {name for name, kind in network.kinds.actors.items() if kind.asked is Asked.ITSELF}
        return cls(kind.astype(np.int64), np.isin(names, sorted(asked))[kind])


def _searched(network: Network, walkable: Walkable) -> tuple[TieGraph, Field]:
    """The graph without the ties of those who asked not to introduce: nobody is reached through them."""
    graph = network.chances(walkable).graph
    number_of = network.snapshot.number_of
    gone = [number_of[one] for one in network.opted_out() if one in number_of]
    if gone:
        ego, alter = graph.ends()
        kept = ~(np.isin(ego, gone) | np.isin(alter, gone))
        graph = TieGraph.from_arrays(graph.ids, ego[kept], alter[kept], directed=False)
    return graph, field_towards(graph, Way.OUT)
