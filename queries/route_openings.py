"""Where no introduction route is known: how far both sides reach, and which one new tie would open one, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nsmallest

import numpy as np
import numpy.typing as npt

from graphsvc.chances import ChanceGraph, length_of
from graphsvc.kernel.route_reach import Reached, best_to_each, reached
from graphsvc.kernel.tiegraph import TieGraph
from graphsvc.kinds import Asked, Inside
from graphsvc.model.values import Status
from graphsvc.network import Network
from graphsvc.snapshot import STATUSES
from queries.introduction_values import Controls, Near, NoRoute, Opening, Tier
from queries.neighbourhood import all_ties

MOST_NEAR = 5
MOST_OPENINGS = 5
LOOKED_AT = 300
"""So many of the nearest of each side are looked at for something shared."""
KEPT_A_SHARE = 3
"""So many of each side are kept for each thing that both sides share."""
_RANK = (
    "planned-tie",
    "ended-tie",
    "shared-event",
    "shared-body",
    "former-colleague",
    "shared-funder",
    "shared-contact",
    "other-tie",
)

Side = dict[int, tuple[int, int]]
"""{number of an actor: (length, ties) from its end}."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    one: int
    other: int
    through: int | None
    reason: str
    length: int

    def order(self) -> tuple[int, int, int, int]:
        return self.length, _RANK.index(self.reason), self.one, self.other


class Openings:
    """Looks for what would open a route, in one viewer's network.

    `left_alone` are those who are avoided or asked not to introduce: they are not named as what two share either.
    """

    def __init__(
        self,
        network: Network,
        graph: ChanceGraph,
        blocked: npt.NDArray[np.bool_],
        controls: Controls,
        left_alone: frozenset[int] = frozenset(),
    ) -> None:
        self._network = network
        self._left_alone = left_alone
        self._graph = graph
        self._blocked = blocked
        self._longest = controls.longest
        self._today = int(f"{controls.walkable.as_of:%Y%m%d}")
        self._has_stops = bool(controls.via)
        self._context: TieGraph = all_ties(network)

    def between(self, sources: Sequence[int], targets: Sequence[int], language: str) -> NoRoute:
        """What is known between two ends that no route joins; with stops on the way, no openings."""
        front, back = self._side(sources, is_back=False), self._side(targets, is_back=True)
        chosen = [] if self._has_stops else self._chosen(front, back)
        routes = self._routes(sources, targets, chosen)
        near = [self._nearest(side, ends) for side, ends in ((front, sources), (back, targets))]
        ids = self._network.snapshot.actors.ids
        numbers = {number for route in routes for number in route} | {number for side in near for number in side}
        numbers |= {one.through for one in chosen if one.through is not None}
        actors = self._network.actors([ids[number] for number in sorted(numbers)], language)
        rules = self._network.kinds.chances
        openings = tuple(
            Opening(
                actors[ids[one.one]],
                actors[ids[one.other]],
                one.reason,
                None if one.through is None else actors[ids[one.through]],
                tuple(actors[ids[number]] for number in route),
                Tier.of_route(float(np.exp(-one.length / 1e9)), rules),
            )
            for one, route in zip(chosen, routes, strict=True)
        )
        shown = [
            tuple(
                Near(actors[ids[n]], side[n][1], Tier.of_route(float(np.exp(-side[n][0] / 1e9)), rules)) for n in some
            )
            for side, some in zip((front, back), near, strict=True)
        ]
        return NoRoute(shown[0], shown[1], len(front) - len(sources), len(back) - len(targets), openings)

    def _side(self, ends: Sequence[int], *, is_back: bool) -> Side:
        found: Reached = reached(
            self._graph.graph, ends, longest=max(self._longest - 1, 1), blocked=self._blocked, reverse=is_back
        )
        pairs = zip(found.actors.tolist(), found.lengths.tolist(), found.ties.tolist(), strict=True)
        is_end = set(ends)
        side = {
            actor: (int(length), int(ties))
            for actor, length, ties in pairs
            if (actor in is_end or not self._blocked[actor]) and ties < self._longest
        }
        return side | dict.fromkeys(ends, (0, 0))

    def _nearest(self, side: Side, ends: Iterable[int]) -> list[int]:
        others = side.keys() - set(ends)
        return [number for _, number in nsmallest(MOST_NEAR, ((side[number], number) for number in others))]

    def _chosen(self, front: Side, back: Side) -> list[_Candidate]:
        found = [*self._tied(front, back), *self._sharing(front, back)]
        chosen: dict[tuple[int, int], _Candidate] = {}
        for one in sorted(found, key=_Candidate.order):
            chosen.setdefault((one.one, one.other), one)
        return list(chosen.values())[:MOST_OPENINGS]

    def _length(self, front: Side, back: Side, one: int, other: int) -> int | None:
        """The length of the route over a new tie; None where it would have too many ties."""
        (before, ties), (after, more) = front[one], back[other]
        if one == other or ties + 1 + more > self._longest:
            return None
        return before + length_of(self._network.kinds.chances.moderate) + after

    def _tied(self, front: Side, back: Side) -> Iterable[_Candidate]:
        """Pairs that are tied, but in a way that carries no introduction as things stand."""
        for one in _nearest_of(front):
            for other in self._neighbours(one):
                length = self._length(front, back, one, other) if other in back else None
                if length is not None:
                    yield _Candidate(one, other, None, self._why_tied(one, other), length)

    def _sharing(self, front: Side, back: Side) -> Iterable[_Candidate]:
        """Pairs that share something: an event, a body, a funder, an employer."""
        shared = self._shares(front), self._shares(back)
        for through in sorted(shared[0].keys() & shared[1].keys()):
            for one in shared[0][through]:
                for other in shared[1][through]:
                    length = self._length(front, back, one, other)
                    if length is not None:
                        yield _Candidate(one, other, through, self._why_shared(through, one, other), length)

    def _shares(self, side: Side) -> dict[int, list[int]]:
        """{something that may be shared: the nearest of `side` that are tied to it}."""
        found: dict[int, list[int]] = {}
        for number in _nearest_of(side):
            for through in self._neighbours(number):
                held = found.setdefault(through, [])
                if len(held) < KEPT_A_SHARE:
                    held.append(number)
        return {
            through: held
            for through, held in found.items()
            if not self._graph.unnamed[through] and through not in self._left_alone
        }

    def _neighbours(self, number: int) -> list[int]:
        rows = self._context.forward
        found: list[int] = rows.neighbours[rows.offsets[number] : rows.offsets[number + 1]].tolist()
        return found

    def _rows(self, one: int, other: int) -> npt.NDArray[np.int64]:
        snapshot = self._network.snapshot
        ego, alter = snapshot.ego, snapshot.alter
        return np.flatnonzero(((ego == one) & (alter == other)) | ((ego == other) & (alter == one)))

    def _why_tied(self, one: int, other: int) -> str:
        rows = self._rows(one, other)
        columns, held = self._network.snapshot.columns, self._network.snapshot.kinds
        found = set()
        for row in rows.tolist():
            kind, status = (
                self._network.kinds.tie(held[int(columns["kind"][row])]),
                STATUSES[int(columns["status"][row])],
            )
            is_over = not kind.momentary and 0 < columns["end"][row] < self._today
            if kind.walkable and (status is Status.PLANNED or columns["start"][row] > self._today):
                found.add("planned-tie")
            elif kind.walkable and (status is Status.ENDED or is_over):
                found.add("ended-tie")
        return min(found, key=_RANK.index, default="other-tie")

    def _why_shared(self, through: int, one: int, other: int) -> str:
        snapshot, traits = self._network.snapshot, self._network.traits()
        kinds = [
            {snapshot.kinds[n] for n in snapshot.columns["kind"][self._rows(through, end)].tolist()}
            for end in (one, other)
        ]
        insides = [{self._network.kinds.tie(kind).inside for kind in some} for some in kinds]
        if self._asked(through) is Asked.PARTICIPANTS:
            return "shared-event"
        if all(Inside.STAFF in some for some in insides):
            return "former-colleague"
        is_body = traits.kind[through] == "coalition" or all(Inside.MEMBER in some for some in insides)
        if is_body:
            return "shared-body"
        if all(any(self._network.kinds.tie(kind).flow for kind in some) for some in kinds):
            return "shared-funder"
        return "shared-contact"

    def _asked(self, number: int) -> Asked:
        kind = self._network.kinds.actors.get(str(self._network.traits().kind[number]))
        return Asked.ITSELF if kind is None else kind.asked

    def _routes(
        self, sources: Sequence[int], targets: Sequence[int], chosen: Sequence[_Candidate]
    ) -> list[tuple[int, ...]]:
        """The whole route that each candidate would give."""
        graph = self._graph.graph
        starts = sorted({one.one for one in chosen} - set(sources))
        ends = sorted({one.other for one in chosen} - set(targets))
        longest = max(self._longest - 1, 1)
        to = best_to_each(graph, sources, starts, longest=longest, blocked=self._blocked) if starts else {}
        back = best_to_each(graph, targets, ends, longest=longest, blocked=self._blocked) if ends else {}
        routes = []
        for one in chosen:
            before = to[one.one].places if one.one in to else (one.one,)
            after = back[one.other].places[::-1] if one.other in back else (one.other,)
            routes.append((*before, *after))
        return routes


def _nearest_of(side: Side) -> list[int]:
    return [number for _, number in nsmallest(LOOKED_AT, ((known, number) for number, known in side.items()))]
