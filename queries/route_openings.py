"""Where no introduction route is known: how far both sides reach, and which one new tie would open one, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp

import numpy as np
import numpy.typing as npt

from graphsvc.chances import LENGTH_UNITS, ChanceGraph, length_of
from graphsvc.kernel.route_reach import reached
from graphsvc.kernel.routes import introduction_routes
from graphsvc.kernel.shared_contacts import shared_contacts
from graphsvc.kernel.tiegraph import TieGraph
from graphsvc.kinds import Asked, Inside
from graphsvc.model.values import Status
from graphsvc.network import Network
from graphsvc.snapshot import STATUSES
from queries.introduction_values import Controls, Near, NoRoute, Opening, Tier
from queries.neighbourhood import all_ties

MOST_NEAR = 5
MOST_OPENINGS = 5
LOOKED_AT = 150
"""So many of the nearest of each side are looked at for something shared."""
KEPT_A_SHARE = 3
"""So many of each side are kept for each thing that both sides share."""
MOST_SHARES = 60
_NOTHING = -1
MOST_CANDIDATES = 12
"""The candidates that look best at first are worked out exactly."""
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

Ints = npt.NDArray[np.int64]
_Ends = tuple[Sequence[int], Sequence[int]]
_Part = tuple[int, tuple[int, ...]]
"""The length of a route, and its actors."""
_Parts = dict[tuple[int, int, int], _Part | None]
"""{(first actor of an end, other actor, most ties): the best route between them}."""


@dataclass(frozen=True, slots=True)
class _Side:
    """One end and the nearest to it, by length; `ties` is the fewest to each. `total` counts all that are reached."""

    places: Ints
    lengths: Ints
    ties: Ints
    ends: int
    total: int


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A new tie between the actors at two places of the sides; `length` is the least that its route can have."""

    front: int
    back: int
    through: int | None
    length: int


@dataclass(frozen=True, slots=True)
class _Found:
    """A candidate worked out: the whole route that it would give, and the length of this."""

    one: int
    other: int
    through: int | None
    reason: str
    route: tuple[int, ...]
    length: int

    def order(self) -> tuple[int, int, tuple[int, ...]]:
        return self.length, _RANK.index(self.reason), self.route


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
        self._left_alone = np.array(sorted(left_alone), dtype=np.int64)
        self._graph = graph
        self._blocked = blocked
        self._longest = controls.longest
        self._today = int(f"{controls.walkable.as_of:%Y%m%d}")
        self._has_stops = bool(controls.via)
        self._new_length = length_of(network.kinds.chances.moderate)
        self._context: TieGraph = all_ties(network)

    def between(self, sources: Sequence[int], targets: Sequence[int], language: str) -> NoRoute:
        """What is known between two ends that no route joins; with stops on the way, no openings."""
        front, back = self._side(sources, is_back=False), self._side(targets, is_back=True)
        candidates = [] if self._has_stops else self._candidates(front, back)
        found: dict[tuple[int, int], _Found] = {}
        known: _Parts = {}
        for candidate in candidates:
            # They come by the least that their route can have: when enough are shorter, none of the rest can be shown.
            if len(found) >= MOST_OPENINGS and _last_shown(found.values()) < candidate.length:
                break
            opening = self._worked_out(candidate, (front, back), (sources, targets), known)
            if opening is not None:
                held = found.setdefault((opening.one, opening.other), opening)
                found[opening.one, opening.other] = min(held, opening, key=_Found.order)
        chosen = sorted(found.values(), key=_Found.order)[:MOST_OPENINGS]
        return self._shown(front, back, chosen, language)

    def _shown(self, front: _Side, back: _Side, chosen: Sequence[_Found], language: str) -> NoRoute:
        ids = self._network.snapshot.actors.ids
        near = [slice(side.ends, side.ends + MOST_NEAR) for side in (front, back)]
        numbers = {number for one in chosen for number in one.route}
        numbers |= {one.through for one in chosen if one.through is not None}
        for side, some in zip((front, back), near, strict=True):
            numbers |= set(side.places[some].tolist())
        actors = self._network.actors([ids[number] for number in sorted(numbers)], language)
        openings = tuple(
            Opening(
                actors[ids[one.one]],
                actors[ids[one.other]],
                one.reason,
                None if one.through is None else actors[ids[one.through]],
                tuple(actors[ids[number]] for number in one.route),
                self._tier(one.length),
            )
            for one in chosen
        )
        shown = [
            tuple(
                Near(actors[ids[number]], ties, self._tier(length))
                for number, ties, length in zip(
                    side.places[some].tolist(), side.ties[some].tolist(), side.lengths[some].tolist(), strict=True
                )
            )
            for side, some in zip((front, back), near, strict=True)
        ]
        return NoRoute(shown[0], shown[1], front.total, back.total, openings)

    def _tier(self, length: int) -> Tier:
        return Tier.of_route(exp(-length / LENGTH_UNITS), self._network.kinds.chances)

    def _side(self, ends: Sequence[int], *, is_back: bool) -> _Side:
        """The ends, then the nearest to them."""
        own = np.array(sorted(ends), dtype=np.int64)
        if self._longest == 1:
            zeros = np.zeros(own.size, dtype=np.int64)
            return _Side(own, zeros, zeros, own.size, 0)
        most = self._longest - 1
        found = reached(
            self._graph.graph, ends, longest=most, nearest=LOOKED_AT, blocked=self._blocked, reverse=is_back
        )
        zeros = np.zeros(own.size, dtype=np.int64)
        return _Side(
            np.concatenate([own, found.places.astype(np.int64)]),
            np.concatenate([zeros, found.length]),
            np.concatenate([zeros, found.ties]),
            own.size,
            found.total,
        )

    def _candidates(self, front: _Side, back: _Side) -> list[_Candidate]:
        """The best pairs of both sides that are tied in a way that carries no introduction, or share something."""
        shared = shared_contacts(self._context, front.places, back.places, kept=KEPT_A_SHARE)
        named = ~self._graph.unnamed[shared.contacts] & ~np.isin(shared.contacts, self._left_alone)
        contacts, ours, theirs = shared.contacts[named], shared.first[named], shared.second[named]
        firsts = front.lengths[ours[:, 0]] + back.lengths[theirs[:, 0]]
        chosen = np.lexsort((contacts, firsts))[:MOST_SHARES]
        contacts, ours, theirs = contacts[chosen], ours[chosen], theirs[chosen]
        fresh = _is_first(ours)[:, :, None] & _is_first(theirs)[:, None, :]
        share, our, their = np.nonzero(fresh)
        one = np.concatenate([shared.ties[:, 0], ours[share, our]])
        other = np.concatenate([shared.ties[:, 1], theirs[share, their]])
        through = np.concatenate([np.full(len(shared.ties), _NOTHING), contacts[share]])
        length = front.lengths[one] + self._new_length + back.lengths[other]
        has_room = front.ties[one] + 1 + back.ties[other] <= self._longest
        fits = np.flatnonzero(has_room & (front.places[one] != back.places[other]))
        best = fits[np.lexsort((fits, other[fits], one[fits], length[fits]))][:MOST_CANDIDATES]
        columns = (some[best].tolist() for some in (one, other, through, length))
        return [_Candidate(a, b, None if c == _NOTHING else c, d) for a, b, c, d in zip(*columns, strict=True)]

    def _worked_out(
        self,
        candidate: _Candidate,
        sides: tuple[_Side, _Side],
        ends: tuple[Sequence[int], Sequence[int]],
        known: _Parts,
    ) -> _Found | None:
        """The best route over the new tie; None where none has room."""
        (front, back), (sources, targets) = sides, ends
        one, other = int(front.places[candidate.front]), int(back.places[candidate.back])
        best: tuple[int, tuple[int, ...]] | None = None
        spare = self._longest - 1 - int(back.ties[candidate.back])
        for before in range(int(front.ties[candidate.front]), spare + 1):
            first = self._part(sources, one, before, known)
            last = self._part(targets, other, self._longest - 1 - before, known)
            if first is None or last is None or set(first[1]) & set(last[1]):
                continue
            whole = (first[0] + self._new_length + last[0], (*first[1], *last[1][::-1]))
            best = whole if best is None else min(best, whole)
        if best is None:
            return None
        through = candidate.through
        reason = self._why_tied(one, other) if through is None else self._why_shared(through, one, other)
        return _Found(one, other, through, reason, best[1], best[0])

    def _part(self, ends: Sequence[int], to: int, longest: int, known: _Parts) -> _Part | None:
        """The best route from `ends` to an actor, with its length; None where there is none."""
        if to in ends:
            return 0, (to,)
        if longest < 1:
            return None
        key = ends[0], to, longest
        if key not in known:
            found = introduction_routes(self._graph.graph, ends, [to], k=1, longest=longest, blocked=self._blocked)
            known[key] = (found[0].length, found[0].places) if found else None
        return known[key]

    def _why_tied(self, one: int, other: int) -> str:
        rows = self._network.snapshot.rows_between(one, other)
        columns, held = self._network.snapshot.columns, self._network.snapshot.kinds
        found = set()
        for row in rows.tolist():
            kind = self._network.kinds.tie(held[int(columns["kind"][row])])
            status = STATUSES[int(columns["status"][row])]
            is_over = not kind.momentary and 0 < columns["end"][row] < self._today
            if kind.walkable and (status is Status.PLANNED or columns["start"][row] > self._today):
                found.add("planned-tie")
            elif kind.walkable and (status is Status.ENDED or is_over):
                found.add("ended-tie")
        return min(found, key=_RANK.index, default="other-tie")

    def _why_shared(self, through: int, one: int, other: int) -> str:
        snapshot, traits = self._network.snapshot, self._network.traits()
        kinds = [
            {snapshot.kinds[n] for n in snapshot.columns["kind"][snapshot.rows_between(through, end)].tolist()}
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


def _last_shown(found: Iterable[_Found]) -> int:
    """The length of the last of those that would be shown."""
    return sorted(one.length for one in found)[:MOST_OPENINGS][-1]


def _is_first(places: Ints) -> npt.NDArray[np.bool_]:
    """Of places that repeat the last of their row where there are no more: which are none of these."""
    first = np.ones(places.shape, dtype=np.bool_)
    first[:, 1:] = places[:, 1:] != places[:, :-1]
    return first
