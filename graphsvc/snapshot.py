"""What one viewer sees, frozen: actors, their ties as columns, and the graphs that measures take.

A snapshot is made from the statements in the viewer's scopes and nothing else, so a hidden statement cannot change it.
It is kept by version (a token of the content that the viewer sees), in memory and on disk (`graphsvc.snapshot_cache`).
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from graphsvc.access import Viewer
from graphsvc.errors import NotFound, StoreBusy
from graphsvc.identity.aliases import Aliases
from graphsvc.identity.resolving import Resolution, resolve
from graphsvc.kernel.tiegraph import TieGraph
from graphsvc.kinds import Kinds
from graphsvc.model.statements import ActorId, StatementId
from graphsvc.model.values import Confidence, Identifier, Status
from graphsvc.store.protocol import GraphStore

STATUSES = tuple(Status)
CONFIDENCES = tuple(Confidence)
_OPEN_END = 99_999_999
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Filters:
    """Which ties a graph is made of.

    Attributes:
        kinds: names of kinds of tie; None: every walkable kind of the registry.
        first, last: the window, as YYYYMMDD; None: open. A tie without a known end counts as still there.
        statuses: planned ties are left out unless asked for.
    """

    kinds: frozenset[str] | None = None
    first: int | None = None
    last: int | None = None
    statuses: frozenset[Status] = frozenset({Status.REALISED})

    @classmethod
    def of_everything(cls, registry: Kinds) -> Filters:
        """Ties of all kinds and states, whether or not an introduction could go along them."""
        return cls(kinds=frozenset(registry.ties), statuses=frozenset(Status))

    def key(self) -> str:
        """The filters as text, the same for equal filters."""
        kinds = "*" if self.kinds is None else ",".join(sorted(self.kinds))
        return f"{kinds}|{self.first}|{self.last}|{','.join(sorted(self.statuses))}"


@dataclass(frozen=True, slots=True)
class ActorIndex:
    """The actors that a viewer sees, sorted by id, and the statements about each.

    Attributes:
        ids: actor ids; the position of an actor here is its number in every array.
        members: statements about each actor, in the same order.
        also: further ids that lead to an actor (statements about it, its other identifiers).
        known_as: identifier in the alias table, for those actors that have one.
    """

    ids: tuple[ActorId, ...]
    members: tuple[tuple[StatementId, ...], ...]
    also: Mapping[str, ActorId]
    known_as: Mapping[ActorId, Identifier]

    @classmethod
    def of(cls, resolution: Resolution) -> ActorIndex:
        """The index of a resolution."""
        ids, members = tuple(resolution.members), tuple(resolution.members.values())
        return cls(ids, members, resolution.also, resolution.known_as)


class Snapshot:
    """Actors and ties that one viewer sees, immutable.

    Attributes:
        version: token of the content; equal content gives an equal token.
        actors: the index of actors.
        kinds: names of kinds of tie that occur, sorted.
        sources: ids of the sources of these ties, sorted.
        ego, alter: int32, actor numbers of each statement's ends (equal where both ends turned out to be one actor).
        kind: uint16, position in `kinds`; start, end: int32 YYYYMMDD or 0; status, confidence, formality: uint8;
        source: int32, position in `sources`; id: bytes, id of the statement; strength: float32 or NaN. All of one
        length: one entry a tie statement.
    """

    def __init__(
        self,
        version: str,
        actors: ActorIndex,
        kinds: tuple[str, ...],
        columns: Mapping[str, npt.NDArray[Any]],
        sources: tuple[str, ...],
    ) -> None:
        self.version = version
        self.actors = actors
        self.kinds = kinds
        self.columns = columns
        self.sources = sources

    @cached_property
    def number_of(self) -> Mapping[str, int]:
        """{actor id: its number}."""
        return {actor: number for number, actor in enumerate(self.actors.ids)}

    @cached_property
    def actor_of(self) -> Mapping[str, ActorId]:
        """{statement id: the actor it is about}."""
        pairs = zip(self.actors.ids, self.actors.members, strict=True)
        return {statement: actor for actor, statements in pairs for statement in statements}

    @property
    def ego(self) -> npt.NDArray[np.int32]:
        """Actor number of each statement's first end."""
        return self.columns["ego"].astype(np.int32, copy=False)

    @property
    def alter(self) -> npt.NDArray[np.int32]:
        """Actor number of each statement's second end."""
        return self.columns["alter"].astype(np.int32, copy=False)

    @cached_property
    def _by_pair(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.intp]]:
        ego, alter = self.ego.astype(np.int64), self.alter.astype(np.int64)
        keys = np.minimum(ego, alter) * max(len(self.actors.ids), 1) + np.maximum(ego, alter)
        order = np.argsort(keys, kind="stable")
        return keys[order], order

    def rows_between(self, one: int, other: int) -> npt.NDArray[np.intp]:
        """The places in the columns of all statements about two actors, given by number."""
        keys, order = self._by_pair
        key = min(one, other) * max(len(self.actors.ids), 1) + max(one, other)
        first, last = np.searchsorted(keys, [key, key + 1])
        return order[first:last]

    def tie_ids(self, rows: Iterable[int]) -> tuple[StatementId, ...]:
        """The ids of the tie statements in these places of the columns."""
        ids = self.columns["id"]
        return tuple(StatementId(bytes(ids[row]).decode()) for row in rows)

    def find(self, actor_id: str) -> ActorId:
        """The actor that `actor_id` (its own, or any that ever fitted) leads to. Raises NotFound."""
        if actor_id in self.number_of:
            return ActorId(actor_id)
        found = self.actors.also.get(actor_id)
        if found is None:
            raise NotFound
        return found

    def members(self, actor: ActorId) -> tuple[StatementId, ...]:
        """The statements about `actor`, sorted."""
        return self.actors.members[self.number_of[actor]]

    def chosen(self, filters: Filters, registry: Kinds) -> npt.NDArray[np.bool_]:
        """Which tie statements pass `filters`: a mask over the columns."""
        wanted = (
            {name for name, kind in registry.ties.items() if kind.walkable} if filters.kinds is None else filters.kinds
        )
        kind_passes = np.array([name in wanted for name in self.kinds], dtype=np.bool_)
        status_passes = np.array([status in filters.statuses for status in STATUSES], dtype=np.bool_)
        columns = self.columns
        mask = status_passes[columns["status"]] & (columns["ego"] != columns["alter"])
        mask &= kind_passes[columns["kind"]] if self.kinds else False
        if filters.last is not None:
            mask &= columns["start"] <= filters.last
        if filters.first is not None:
            ends = np.where(columns["end"] == 0, _OPEN_END, columns["end"])
            mask &= ends >= filters.first
        return np.asarray(mask, dtype=np.bool_)

    def graph(self, filters: Filters, registry: Kinds, *, directed: bool = False) -> TieGraph:
        """The graph of the ties that pass `filters`: several statements of one kind on a pair are one tie.

        A pair's strength is the sum over its kinds of the strongest statement; a statement without a strength counts
        one. Actors without a tie stay in the graph.
        """
        mask = self.chosen(filters, registry)
        ego, alter = self.ego[mask].astype(np.int64), self.alter[mask].astype(np.int64)
        if not directed:
            ego, alter = np.minimum(ego, alter), np.maximum(ego, alter)
        stated = self.columns["strength"][mask].astype(np.float64)
        strength = np.where(np.isnan(stated), 1.0, stated)
        size, kinds = max(len(self.actors.ids), 1), max(len(self.kinds), 1)
        key = (ego * size + alter) * kinds + self.columns["kind"][mask]
        order = np.argsort(key, kind="stable")
        first = np.flatnonzero(np.diff(key[order], prepend=-1))
        strongest = np.maximum.reduceat(strength[order], first) if first.size else strength[:0]
        kept = order[first]
        return TieGraph.from_arrays(self.actors.ids, ego[kept], alter[kept], directed=directed, strength=strongest)


def take_snapshot(store: GraphStore, viewer: Viewer, aliases: Aliases) -> Snapshot:
    """What `viewer` sees in `store` now.

    Raises:
        StoreBusy: the store was published to again and again while it was read.
    """
    for _ in range(_TRIES):
        version = store.version(viewer)
        snapshot = _read(store, viewer, aliases, version)
        if store.version(viewer) == version:
            return snapshot
    raise StoreBusy


def _read(store: GraphStore, viewer: Viewer, aliases: Aliases, version: str) -> Snapshot:
    # The engine gathers the ties while names are compared here; the caller's look at the version keeps both together.
    with _collector_paused(), ThreadPoolExecutor(1, thread_name_prefix="ties") as beside:
        gathered = beside.submit(store.tie_columns, viewer)
        resolution = resolve(store.actor_facts(viewer), aliases, store.decisions(viewer))
        ties = gathered.result()
    actors = ActorIndex.of(resolution)
    number = _numbers(actors.members, ties.actors)
    columns: dict[str, npt.NDArray[Any]] = {
        "id": np.array(ties.ids, dtype=np.bytes_),
        "ego": number[ties.ego],
        "alter": number[ties.alter],
        "kind": ties.kind,
        "start": ties.start,
        "end": ties.end,
        "status": ties.status,
        "confidence": ties.confidence,
        "formality": ties.formality,
        "source": ties.source,
        "strength": ties.strength,
    }
    return Snapshot(version, actors, ties.kinds, columns, ties.sources)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """No search for garbage in cycles meanwhile: there is none, and it would go through all that is read, many times.

    Half of the time of a large snapshot. Whoever paused it first lets it go on.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _numbers(members: Sequence[tuple[StatementId, ...]], statements: Sequence[str]) -> npt.NDArray[np.int32]:
    """The actor number of each of `statements`."""
    numbers = np.repeat(np.arange(len(members), dtype=np.int32), [len(group) for group in members])
    position: dict[str, int] = dict(zip(chain.from_iterable(members), numbers.tolist(), strict=True))
    return np.fromiter(map(position.__getitem__, statements), dtype=np.int32, count=len(statements))
