"""The steps of introduction routes, explained: why two are thought to know each other, since when, who says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TypeVar

from graphsvc.chance_factors import factors_of
from graphsvc.chances import ChanceGraph, day_of
from graphsvc.identity.actors import Actor
from graphsvc.model.building import quick
from graphsvc.model.statements import ActorId, Source, StatementId, TieStatement
from graphsvc.model.values import PartialDate
from graphsvc.network import Network
from queries.introduction_values import Piece, Speech, Step, Tier

MOST_PIECES = 4
MOST_MEETINGS = 3
_new_piece, _new_step, _new_speech = quick(Piece), quick(Step), quick(Speech)

Pair = tuple[int, int]
Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class _About:
    """What is said of one pair.

    Attributes:
        chosen: which statements are shown, by their places in the graph; earliest: that of the first start.
        sources: ids of all sources that say so, also of those whose statements are not shown.
        known: the last day on which one of them was so, as YYYYMMDD; 0 where none is dated.
    """

    chosen: list[tuple[int, int | None, int]]
    earliest: list[int]
    sources: frozenset[str]
    known: int


class Explainer:
    """Explains the steps of one answer; what is read from the store is read once for all of them."""

    def __init__(self, network: Network, graph: ChanceGraph, as_of: date, language: str) -> None:
        self._network = network
        self._graph = graph
        self._as_of = as_of
        self._language = language
        self._sources = network.sources()
        self._statements: dict[StatementId, TieStatement] = {}
        self._actors: dict[ActorId, Actor] = {}
        self._about: dict[Pair, _About] = {}

    def read(self, routes: Iterable[Sequence[int]]) -> None:
        """Read at once what the steps of `routes` (numbers of actors) need."""
        ids = self._network.snapshot.actors.ids
        pairs = {pair for route in routes for pair in pairwise(route)}
        abouts = [self._what_is_said(pair) for pair in sorted(pairs)]
        places = [place for about in abouts for place, _, _ in about.chosen]
        places += [place for about in abouts for place in about.earliest]
        self._statements |= self._network.tie_statements(self._ids(places))
        meetings = {meeting for pair in pairs for meeting in self._meetings(pair)}
        shown = [ids[number] for number in sorted({one for pair in pairs for one in pair} | meetings)]
        self._actors |= self._network.actors([one for one in shown if one not in self._actors], self._language)

    def actor(self, number: int) -> Actor:
        """An actor that was read."""
        return self._actors[self._network.snapshot.actors.ids[number]]

    def sources(self, steps: Iterable[Step]) -> tuple[Source, ...]:
        """The sources of the evidence of `steps`, sorted."""
        held = {piece.source.id for step in steps for piece in step.pieces}
        return tuple(self._sources[one] for one in sorted(held))

    def step(self, ego: int, alter: int) -> Step:
        """The tie between two actors that follow each other on a route."""
        about = self._what_is_said((ego, alter))
        pieces = [
            piece
            for place, meeting, count in about.chosen
            if (piece := self._piece((ego, alter), place, meeting, count)) is not None
        ]
        pieces.sort(key=lambda piece: (-piece.factors.chance, piece.statement.id))
        chance = self._graph.chance(ego, alter)
        ids = self._network.snapshot.actors.ids
        pair = (ids[min(ego, alter)], ids[max(ego, alter)])
        return _new_step(
            ego=self.actor(ego),
            alter=self.actor(alter),
            chance=chance,
            tier=Tier.of_tie(chance, self._network.kinds.chances),
            since=self._since(about, pieces),
            confirmed=self._confirmed(about, pieces),
            pieces=tuple(_one_of_each_source_first(pieces)),
            sources=len(about.sources | {piece.source.id for piece in pieces}),
            speech=self._speech(ego, alter),
            outcome=self._network.outcomes().get(pair),
        )

    def _what_is_said(self, pair: Pair) -> _About:
        about = self._about.get(pair)
        if about is None:
            snapshot, statements = self._network.snapshot, self._graph.statements
            places = self._graph.between(*pair)
            rows = statements.row[places]
            about = self._about[pair] = _About(
                self._chosen(pair, places.tolist()),
                _earliest(places.tolist(), snapshot.columns["start"][rows].tolist()),
                frozenset(snapshot.sources[number] for number in set(snapshot.columns["source"][rows].tolist())),
                max(statements.known[places].tolist(), default=0),
            )
        return about

    def _since(self, about: _About, pieces: Sequence[Piece]) -> PartialDate | None:
        said = [piece.statement for piece in pieces]
        said += [self._statements[id_] for id_ in self._ids(about.earliest) if id_ in self._statements]
        starts = [one.record.period.start for one in said if one.record.period.start]
        return min(starts, key=_first_day) if starts else None

    def _confirmed(self, about: _About, pieces: Sequence[Piece]) -> date | None:
        days = [piece.factors.known for piece in pieces if piece.factors.known]
        last = about.known
        if last:
            days.append(date(last // 10_000, last // 100 % 100, last % 100))
        return max(days) if days else None

    def _ids(self, places: Iterable[int]) -> tuple[StatementId, ...]:
        return self._network.snapshot.tie_ids(int(self._graph.statements.row[place]) for place in places)

    def _chosen(self, pair: Pair, places: list[int]) -> list[tuple[int, int | None, int]]:
        """(place of a statement, the meeting it is about, how many such its source makes): the best of each sort."""
        found = self._best(places, None)
        for meeting in self._meetings(pair):
            for one in pair:
                found += self._best(self._taking_part(meeting, one), meeting)[:1]
        return found

    def _taking_part(self, meeting: int, who: int) -> list[int]:
        """The statements that somebody took part in a meeting; of one who leads it, those that say so."""
        places: list[int] = self._graph.between(meeting, who).tolist()
        if not self._leads(meeting, who):
            return places
        columns, kinds = self._network.snapshot.columns, self._network.snapshot.kinds
        rows = self._graph.statements.row
        leading = [p for p in places if self._network.kinds.tie(kinds[int(columns["kind"][rows[p]])]).leads]
        return leading or places

    def _leads(self, meeting: int, who: int) -> bool:
        members, leads = self._graph.participants[meeting]
        return bool(leads[int(members.searchsorted(who))])

    def _best(self, places: list[int], meeting: int | None) -> list[tuple[int, int | None, int]]:
        columns, statements = self._network.snapshot.columns, self._graph.statements
        groups: dict[tuple[int, int], list[int]] = defaultdict(list)
        for place in places:
            row = statements.row[place]
            groups[int(columns["source"][row]), int(columns["kind"][row])].append(place)
        chosen = [
            (min(group, key=lambda place: (-statements.chance[place], place)), meeting, len(group))
            for group in groups.values()
        ]
        chosen.sort(key=lambda one: (-statements.chance[one[0]], one[0]))
        of = [int(columns["source"][statements.row[place]]) for place, _, _ in chosen]
        return _spread(chosen, of)[:MOST_PIECES]

    def _meetings(self, pair: Pair) -> list[int]:
        """Where both took part, and so know each other; the smallest first."""
        attended = self._graph.attended
        both = attended.get(pair[0], frozenset()) & attended.get(pair[1], frozenset())
        participants = self._graph.participants
        return sorted(both, key=lambda meeting: (participants[meeting][0].size, meeting))[:MOST_MEETINGS]

    def _piece(self, pair: Pair, place: int, meeting: int | None, count: int) -> Piece | None:
        row = int(self._graph.statements.row[place])
        (id_,) = self._network.snapshot.tie_ids([row])
        statement = self._statements.get(id_)
        source = self._sources.get(statement.source) if statement else None
        if statement is None or source is None:
            return None  # it was taken back since the snapshot was made
        kinds = self._network.kinds
        members = int(self._graph.statements.members[place])
        factors = factors_of(statement, kinds, self._as_of, said_on=day_of(source, self._as_of), members=members)
        ends = int(self._network.snapshot.ego[row]), int(self._network.snapshot.alter[row])
        has_direction = kinds.tie(statement.record.kind).directed
        if meeting is None:
            is_outgoing = ends[0] == pair[0] or not has_direction
            return _new_piece(statement.record.kind, is_outgoing, statement, source, count, factors)
        who = ends[0] if ends[1] == meeting else ends[1]
        is_led = any(self._leads(meeting, one) for one in pair)
        others = 0 if is_led else max(self._graph.participants[meeting][0].size - 2, 0)
        about = self.actor(meeting), self.actor(who), others
        is_outgoing = ends[0] == who or not has_direction
        return _new_piece(statement.record.kind, is_outgoing, statement, source, count, factors, *about)

    def _speech(self, ego: int, alter: int) -> Speech:
        spoken = self._network.traits().languages
        ours, theirs = spoken[ego], spoken[alter]
        needs = not ours & theirs if ours and theirs else None
        return _new_speech(tuple(sorted(ours)), tuple(sorted(theirs)), tuple(sorted(ours & theirs)), needs)


def _earliest(places: list[int], starts: list[int]) -> list[int]:
    """The place of the statement with the earliest start (YYYYMMDD; 0: none), where one has any."""
    dated = [(start, place) for start, place in zip(starts, places, strict=True) if start]
    return [min(dated)[1]] if dated else []


def _one_of_each_source_first(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces to show of `pieces` (the surest first): a second source says more than a second piece of one."""
    kept = _spread(pieces, [piece.source.id for piece in pieces])[:MOST_PIECES]
    return [piece for piece in pieces if piece in kept]


def _spread(some: Sequence[Kept], sources: Sequence[Hashable]) -> list[Kept]:
    """`some` in their order, but the first of each source before all others."""
    first = {source: place for place, source in reversed(list(enumerate(sources)))}
    order = sorted(range(len(some)), key=lambda place: first[sources[place]] != place)
    return [some[place] for place in order]


def _first_day(known: PartialDate) -> tuple[date, str]:
    return known.first_day, known.text
