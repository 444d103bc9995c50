"""A plan in one viewer's network: which of its lines can be done, and the network as it would be then."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np

from graphsvc.chance_values import Ints, Walkable
from graphsvc.changed_network import ChangedNetwork, NewTie
from graphsvc.errors import NotFound
from graphsvc.identity.actors import Actor
from graphsvc.kinds import Asked
from graphsvc.model.statements import ActorId
from graphsvc.network import Network
from queries.what_if_values import Change, Line, Plan, PlanLine, Problem

USUAL_KIND = "works_with"
"""Of an added tie, where none is given."""

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line with its actors by number; -1: not there, or none."""

    asked: PlanLine
    one: int
    other: int
    kinds: tuple[str, ...]
    problem: Problem | None


@dataclass(slots=True)
class _Changes:
    """What the lines read so far do."""

    added: list[NewTie] = field(default_factory=list)
    pairs: set[Pair] = field(default_factory=set)
    removed: list[Ints] = field(default_factory=list)
    taken: set[tuple[Pair, str | None]] = field(default_factory=set)
    apart: set[Pair] = field(default_factory=set)
    left: set[int] = field(default_factory=set)


class PlanReading:
    """Reads a plan line by line. Ties are removed and actors leave before ties are added, whatever their order.

    Args:
        walkable: which ties are there: a tie that does not hold on its day can be added, and not removed.
        asking: numbers of the actors that ask, who cannot leave.
    """

    def __init__(self, network: Network, plan: Plan, walkable: Walkable, asking: Collection[int] = ()) -> None:
        self._network = network
        self._walkable = walkable
        self._asking = frozenset(asking)
        self._graph = network.chances(walkable)
        self._changes = _Changes()
        places = {Change.LEAVE: 0, Change.REMOVE: 1, Change.ADD: 2}
        order = sorted(range(len(plan.lines)), key=lambda place: places[plan.lines[place].change])
        read = {place: self._read(plan.lines[place]) for place in order}
        self.lines = tuple(read[place] for place in range(len(plan.lines)))

    @property
    def left(self) -> frozenset[int]:
        """Numbers of the actors that leave."""
        return frozenset(self._changes.left)

    def changed(self) -> ChangedNetwork:
        """The network as it would be."""
        changes, ids = self._changes, self._network.snapshot.actors.ids
        gone = [ids[number] for number in changes.left]
        apart = {tuple(sorted((ids[one], ids[other]))) for one, other in changes.apart}
        apart |= {pair for pair in self._network.outcomes() if not set(gone).isdisjoint(pair)}
        nothing: list[Ints] = [np.zeros(0, dtype=np.int64)]
        return ChangedNetwork(
            self._network,
            without=np.unique(np.concatenate(nothing + changes.removed)),
            added=changes.added,
            as_of=self._walkable.as_of,
            apart=frozenset((ActorId(one), ActorId(other)) for one, other in apart),
        )

    def shown(self, actors: dict[ActorId, Actor]) -> tuple[Line, ...]:
        """The lines with their actors; `actors` holds all of them."""
        ids = self._network.snapshot.actors.ids
        return tuple(
            Line(
                number,
                line.asked.change,
                actors[ids[line.one]] if line.one >= 0 else None,
                actors[ids[line.other]] if line.other >= 0 else None,
                line.kinds,
                line.problem,
            )
            for number, line in enumerate(self.lines, 1)
        )

    def _read(self, asked: PlanLine) -> ReadLine:
        one = self._number(asked.one)
        other = -1 if asked.change is Change.LEAVE else self._number(asked.other or "")
        read = {Change.ADD: self._added, Change.REMOVE: self._removed, Change.LEAVE: self._leaving}[asked.change]
        if one < 0 or (other < 0 and asked.change is not Change.LEAVE):
            return ReadLine(asked, one, other, (asked.kind,) if asked.kind else (), Problem.GONE)
        kinds, problem = read(one, other, asked.kind)
        return ReadLine(asked, one, other, kinds, problem)

    def _number(self, actor: str) -> int:
        try:
            return self._network.snapshot.number_of[self._network.find(actor)]
        except NotFound:
            return -1

    def _leaving(self, one: int, _other: int, _kind: str | None) -> tuple[tuple[str, ...], Problem | None]:
        if one in self._asking:
            return (), Problem.ASKS
        if one in self._changes.left:
            return (), Problem.TWICE
        snapshot = self._network.snapshot
        self._changes.left.add(one)
        self._changes.removed.append(np.flatnonzero((snapshot.ego == one) | (snapshot.alter == one)).astype(np.int64))
        return (), None

    def _removed(self, one: int, other: int, kind: str | None) -> tuple[tuple[str, ...], Problem | None]:
        problem = self._unfit(one, other, kind)
        if problem is not None:
            return (kind,) if kind else (), problem
        pair, changes = _pair(one, other), self._changes
        if (pair, kind) in changes.taken or (pair, None) in changes.taken:
            return (kind,) if kind else (), Problem.TWICE
        rows = [row for row in self._rows(one, other) if kind in (None, self._kind(row))]
        if not rows and not (kind is None and self._is_known_by_asking(one, other)):
            is_together = kind is None and self._graph.chance(one, other) > 0
            return (kind,) if kind else (), Problem.ONLY_TOGETHER if is_together else Problem.NOT_TIED
        changes.taken.add((pair, kind))
        changes.removed.append(np.array(rows, dtype=np.int64))
        if kind is None:
            changes.apart.add(pair)
        return tuple(sorted({self._kind(row) for row in rows})), None

    def _added(self, one: int, other: int, kind: str | None) -> tuple[tuple[str, ...], Problem | None]:
        kind = kind or USUAL_KIND
        problem = self._unfit(one, other, kind)
        if problem is None and Asked.NOBODY in (self._asked(one), self._asked(other)):
            problem = Problem.UNNAMED
        if problem is None and _pair(one, other) in self._changes.pairs:
            problem = Problem.TWICE
        if problem is not None:
            return (kind,), problem
        removed = {row for rows in self._changes.removed for row in rows.tolist()}
        held = sorted({self._kind(row) for row in self._rows(one, other) if row not in removed})
        if held:
            return tuple(held), Problem.TIED_ALREADY
        self._changes.pairs.add(_pair(one, other))
        self._changes.added.append(NewTie(one, other, kind))
        return (kind,), None

    def _unfit(self, one: int, other: int, kind: str | None) -> Problem | None:
        if one == other:
            return Problem.SAME
        if not self._changes.left.isdisjoint((one, other)):
            return Problem.TWICE
        if kind is None:
            return None
        known = self._network.kinds.ties.get(kind)
        if known is None:
            return Problem.UNKNOWN_KIND
        return None if self._walkable.takes(known) else Problem.NOT_WALKABLE

    def _rows(self, one: int, other: int) -> list[int]:
        found: list[int] = self._graph.statements.row[self._graph.between(one, other)].tolist()
        return found

    def _kind(self, row: int) -> str:
        snapshot = self._network.snapshot
        return snapshot.kinds[int(snapshot.columns["kind"][row])]

    def _is_known_by_asking(self, one: int, other: int) -> bool:
        """Whether the two are tied by what came of a request."""
        ids = self._network.snapshot.actors.ids
        low, high = sorted((ids[one], ids[other]))
        outcome = self._network.outcomes().get((low, high))
        return outcome is not None and bool(outcome.worked)

    def _asked(self, number: int) -> Asked:
        kind = self._network.kinds.actors.get(str(self._network.traits().kind[number]))
        return Asked.ITSELF if kind is None else kind.asked


def _pair(one: int, other: int) -> Pair:
    return min(one, other), max(one, other)
