"""The ties of one actor: how many of each kind, whom they join it with, and every statement, page by page.

Counts and order come from the snapshot, so they are whole however many ties there are; only what is shown is read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from graphsvc.errors import NotFound
from graphsvc.identity.actors import Actor
from graphsvc.model.statements import ActorId, Source, TieStatement
from graphsvc.network import Network

READ_WHOLE = 5_000
"""The statements of an actor with more ties than this are read from the other ends of those that are shown."""
PUBLISHED_SINCE = 1_000
"""How many statements may have come to the store since the snapshot, without one of the snapshot's being left out."""

Way = tuple[str, bool]
"""A kind of tie, and whether it goes out from the actor (also for kinds without a direction)."""


@dataclass(frozen=True, slots=True)
class SaidTie:
    """One statement on a tie, with its source."""

    statement: TieStatement
    source: Source


@dataclass(frozen=True, slots=True)
class TieToOther:
    """One kind of tie with one other actor: its newest statement (`newest_first`), and how many there are in all."""

    other: Actor
    newest: SaidTie
    statements: int


@dataclass(frozen=True, slots=True)
class TieGroup:
    """Ties of one kind in one direction, the actors with the newest statements first.

    Attributes:
        is_outgoing: from this actor (also for kinds without a direction).
        ties: those of this page; `offset` others come before them.
        others: to how many other actors there is such a tie, in all.
        statements: how many statements say so, in all.
    """

    kind: str
    is_outgoing: bool
    ties: tuple[TieToOther, ...]
    others: int
    statements: int
    offset: int = 0


@dataclass(frozen=True, slots=True)
class TiesAnswer:
    """An actor and its ties of one kind in one direction."""

    actor: Actor
    group: TieGroup


@dataclass(frozen=True, slots=True)
class SaidBetween:
    """One statement on two actors: its kind of tie seen from the first of them."""

    kind: str
    is_outgoing: bool
    said: SaidTie


@dataclass(frozen=True, slots=True)
class BetweenAnswer:
    """Everything that is said about the ties between two actors, the newest first.

    Attributes:
        kinds: (kind, number of statements), most first, whatever kind is chosen.
        kind: the chosen kind; None: all.
        said: the statements of this page; `offset` come before them.
        total: how many there are under the chosen kind.
    """

    actor: Actor
    other: Actor
    kinds: tuple[tuple[str, int], ...]
    kind: str | None
    said: tuple[SaidBetween, ...]
    total: int
    offset: int = 0


@dataclass(frozen=True, slots=True)
class CountedTies:
    """The ties of one actor as the snapshot has them.

    Attributes:
        ways: for each kind and direction the others with the number of statements, in the order they are shown in.
        statements: all statements on its ties; `undated` of them have neither start nor end.
    """

    ways: Mapping[Way, tuple[tuple[ActorId, int], ...]]
    statements: int
    undated: int

    def others(self) -> frozenset[ActorId]:
        """Every other actor that it is tied to."""
        return frozenset(other for pairs in self.ways.values() for other, _ in pairs)


def count_ties(network: Network, me: ActorId) -> CountedTies:
    """The ties of `me` that the viewer sees: all kinds and states, without those between two names of itself."""
    snapshot = network.snapshot
    number, ego, alter = snapshot.number_of[me], snapshot.ego, snapshot.alter
    rows = np.flatnonzero(((ego == number) | (alter == number)) & (ego != alter))
    columns = {name: snapshot.columns[name][rows].astype(np.int64) for name in ("kind", "start", "end")}
    is_mine = ego[rows] == number
    directed = np.array([network.kinds.tie(kind).directed for kind in snapshot.kinds], dtype=np.bool_)
    is_out = is_mine | ~directed[columns["kind"]] if rows.size else is_mine
    other = np.where(is_mine, alter[rows], ego[rows]).astype(np.int64)
    day = np.where(columns["end"] > 0, columns["end"], columns["start"])
    size = max(len(snapshot.actors.ids), 1)
    keys, place, counts = np.unique(
        (columns["kind"] * 2 + is_out) * size + other, return_inverse=True, return_counts=True
    )
    newest = np.zeros(keys.size, dtype=np.int64)
    np.maximum.at(newest, place, day)
    order = np.lexsort((keys % size, -counts, -newest))
    ways: dict[Way, list[tuple[ActorId, int]]] = defaultdict(list)
    for key, count in zip(keys[order].tolist(), counts[order].tolist(), strict=True):
        way = key // size
        ways[snapshot.kinds[way // 2], bool(way % 2)].append((snapshot.actors.ids[key % size], count))
    rank = {name: place for place, name in enumerate(network.kinds.ties)}
    ordered = sorted(ways, key=lambda way: (rank[way[0]], not way[1]))
    return CountedTies({way: tuple(ways[way]) for way in ordered}, int(rows.size), int((day == 0).sum()))


def list_ties(
    network: Network, actor_id: str, kind: str, *, is_outgoing: bool, language: str, limit: int, offset: int = 0
) -> TiesAnswer:
    """The ties of one kind and direction, `limit` other actors from `offset` on.

    Raises:
        NotFound: there is no such actor for this viewer, or no such tie of it.
    """
    me = network.find(actor_id)
    counted = count_ties(network, me)
    if (kind, is_outgoing) not in counted.ways:
        raise NotFound
    wanted = {(kind, is_outgoing): (offset, limit)}
    (group,) = tie_groups(network, me, counted, wanted, language=language)
    return TiesAnswer(network.actor(me, language), group)


def ties_between(
    network: Network, actor_id: str, other_id: str, *, language: str, kind: str | None, limit: int, offset: int = 0
) -> BetweenAnswer:
    """What is said about ties between two actors, `limit` statements from `offset` on.

    Raises:
        NotFound: one of them is not there for this viewer, they are one actor, or nothing is said of this kind.
    """
    me, other = network.find(actor_id), network.find(other_id)
    counted = count_ties(network, me)
    kinds: dict[str, int] = defaultdict(int)
    for (name, _), pairs in counted.ways.items():
        kinds[name] += dict(pairs).get(other, 0)
    held = {name: count for name, count in kinds.items() if count}
    if not held or (kind is not None and kind not in held):
        raise NotFound
    said = [
        SaidBetween(name, is_outgoing, one)
        for (name, is_outgoing, end), ties in read_ties(network, me, counted, [other]).items()
        for one in ties
        if end == other and kind in (None, name)
    ]
    said.sort(key=lambda one: newest_first(one.said))
    shown = network.actors([me, other], language)
    counts = tuple(sorted(held.items(), key=lambda item: (-item[1], item[0])))
    page = tuple(said[offset : offset + limit])
    return BetweenAnswer(shown[me], shown[other], counts, kind, page, len(said), offset)


def tie_groups(
    network: Network,
    me: ActorId,
    counted: CountedTies,
    wanted: Mapping[Way, tuple[int, int]],
    *,
    language: str,
    read: Mapping[tuple[str, bool, ActorId], list[SaidTie]] | None = None,
) -> tuple[TieGroup, ...]:
    """For each of the `wanted` ways its others from (offset, limit), with the newest statement of each."""
    pages = {way: counted.ways[way][start : start + limit] for way, (start, limit) in wanted.items()}
    shown = list(dict.fromkeys(other for page in pages.values() for other, _ in page))
    said = read_ties(network, me, counted, shown) if read is None else read
    actors = network.actors(shown, language)
    groups = []
    for (kind, is_outgoing), page in pages.items():
        ties = tuple(
            TieToOther(actors[other], said[kind, is_outgoing, other][0], count)
            for other, count in page
            if other in actors and (kind, is_outgoing, other) in said
        )
        whole = counted.ways[kind, is_outgoing]
        total = sum(count for _, count in whole)
        groups.append(TieGroup(kind, is_outgoing, ties, len(whole), total, wanted[kind, is_outgoing][0]))
    return tuple(groups)


def read_ties(
    network: Network, me: ActorId, counted: CountedTies, others: Collection[ActorId]
) -> dict[tuple[str, bool, ActorId], list[SaidTie]]:
    """{(kind, is outgoing, other): its statements, the newest first}, for at least the `others`.

    An actor with very many ties is read from the other ends.
    """
    if counted.statements <= READ_WHOLE:
        found: Iterable[TieStatement] = network.ties(me, limit=counted.statements + PUBLISHED_SINCE)
    else:
        found = {tie.id: tie for other in others for tie in _between(network, me, other, counted.statements)}.values()
    sources = network.sources()
    said: dict[tuple[str, bool, ActorId], list[SaidTie]] = defaultdict(list)
    for tie in found:
        ego, alter = network.ends(tie)
        other = alter if ego == me else ego
        is_outgoing = ego == me or not network.kinds.tie(tie.record.kind).directed
        if tie.source in sources:
            said[tie.record.kind, is_outgoing, other].append(SaidTie(tie, sources[tie.source]))
    for ties in said.values():
        ties.sort(key=newest_first)
    return dict(said)


def _between(network: Network, me: ActorId, other: ActorId, mine: int) -> list[TieStatement]:
    """All statements on both, read from the end that has fewer."""
    theirs = count_ties(network, other).statements
    reader, count = (me, mine) if mine < theirs else (other, theirs)
    ties = network.ties(reader, limit=count + PUBLISHED_SINCE)
    return [tie for tie in ties if {me, other} == set(network.ends(tie))]


def newest_first(said: SaidTie) -> tuple[bool, int, str]:
    """The key that sorts statements: money with an amount before money without, then the newest by the last known day.

    A statement without a date comes last.
    """
    period, money = said.statement.record.period, said.statement.record.money
    last = period.end.last_day if period.end else period.start.first_day if period.start else None
    return money is not None and money.amount is None, -last.toordinal() if last else 0, said.statement.id
