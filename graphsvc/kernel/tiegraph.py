"""The network of a snapshot: an immutable graph in NumPy arrays that networkx functions take."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Never, Self

import networkx as nx
import numpy as np
from numpy.typing import ArrayLike, NDArray

from graphsvc.kernel import saved
from graphsvc.kernel.cleaning import Cleaned, clean_ties, refuse_bad_lengths, refuse_bad_strengths
from graphsvc.kernel.compiled import F64, I32, I64, sealed
from graphsvc.kernel.rows import Rows, both_ways, forward_rows, joined_rows, reverse_rows
from graphsvc.kernel.views import AdjacencyView, DegreeView, NodesView, TiesView


@dataclass(frozen=True, slots=True)
class Weights:
    """A number on each tie: the sum over parallel ties and the least of them (the same array when there are none).

    `own` is the sum over the self-ties of each actor; None: no self-ties.
    """

    total: NDArray[Any]
    least: NDArray[Any]
    own: NDArray[Any] | None = None


@dataclass(frozen=True, slots=True)
class Foreign:
    """What only a graph that came from networkx can have.

    How many self-ties each actor has (None: nobody any), and how many parallel ties each tie stands for (None: it is no
    multigraph).
    """

    self_ties: I32 | None = None
    multiplicity: I32 | None = None


class TieGraph:
    """Who is tied to whom: actors in order, each pair of actors at most once, no self-ties.

    A networkx function that gets one is computed by the kernel (`__networkx_backend__`). Attributes of ties go by the
    names `strength` (closeness, float64), `length` (cost of a step, float64 or int64) and `kind` (uint16); so
    `networkx.pagerank(graph, weight="strength")` and `networkx.betweenness_centrality(graph, weight="length")`.
    networkx functions without a kernel run when `networkx.config.fallback_to_nx` is on, on a copy made for the call.
    Nothing in it can be changed; it may be shared between threads.
    """

    __networkx_backend__ = "graphsvc"

    forward: Rows
    cleaned: Cleaned
    weights: Mapping[str, Weights]
    kind: NDArray[np.uint16] | None
    foreign: Foreign
    _directed: bool
    _packed_ids: saved.PackedIds | None

    def __init__(
        self,
        *,
        directed: bool,
        forward: Rows,
        ids: tuple[Hashable, ...] | None = None,
        packed_ids: saved.PackedIds | None = None,
        weights: Mapping[str, Weights] = MappingProxyType({}),
        kind: NDArray[np.uint16] | None = None,
        cleaned: Cleaned | None = None,
        foreign: Foreign | None = None,
    ) -> None:
        """For `from_arrays`, `from_saved` and the conversion from networkx, which check what they give."""
        names = vars(self)
        names.update(_directed=directed, forward=forward, weights=MappingProxyType(dict(weights)), kind=kind)
        names.update(cleaned=cleaned or Cleaned(), foreign=foreign or Foreign(), _packed_ids=packed_ids)
        if ids is not None:
            names["ids"] = ids

    @classmethod
    def from_arrays(
        cls,
        ids: Sequence[Hashable],
        ego: ArrayLike,
        alter: ArrayLike,
        *,
        directed: bool,
        strength: ArrayLike | None = None,
        length: ArrayLike | None = None,
        kind: ArrayLike | None = None,
    ) -> Self:
        """A network of ties that are given as places in `ids`, cleaned as `clean_ties` says (see `cleaned`).

        Args:
            ids: actors, each once; they are put in sorted order when they are not yet.
            ego: place of each tie's first actor.
            alter: place of its second actor.
            directed: whether a tie goes from ego to alter only.
            strength: closeness, zero (no tie) or more.
            length: cost of a step, above zero; whole numbers keep tied routes tied.
            kind: number of the kind of tie, 0 to 65535.

        Raises:
            ValueError: arrays of different lengths, an actor twice, a place outside `ids`, a bad strength or length.
        """
        names, new_place = _sorted_ids(tuple(ids))
        egos, alters = _as_places(ego, len(names), new_place), _as_places(alter, len(names), new_place)
        strengths = None if strength is None else np.asarray(strength, dtype=np.float64)
        lengths = None if length is None else _as_lengths(np.asarray(length))
        kinds = None if kind is None else np.asarray(kind, dtype=np.uint16)
        if {a.size for a in (egos, alters, strengths, lengths, kinds) if a is not None} != {egos.size}:
            raise ValueError("The arrays of ties have different lengths.")
        if strengths is not None:
            refuse_bad_strengths(strengths)
        if lengths is not None:
            refuse_bad_lengths(lengths)
        ties = clean_ties(len(names), egos, alters, directed=directed, strength=strengths, length=lengths, kind=kinds)
        given: dict[str, NDArray[Any] | None] = {"strength": ties.strength, "length": ties.length}
        sealed_values = {name: sealed(values) for name, values in given.items() if values is not None}
        weights = {name: Weights(values, values) for name, values in sealed_values.items()}
        return cls(
            directed=directed,
            forward=rows_of(len(names), ties.ego, ties.alter, directed=directed),
            ids=names,
            weights=weights,
            kind=None if ties.kind is None else sealed(ties.kind),
            cleaned=ties.cleaned,
        )

    @classmethod
    def from_saved(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """The network that `to_arrays` gave; nothing is copied or computed, so memory-mapped arrays stay on disk."""
        blocks = {name: sealed(array) for name, array in arrays.items()}
        header = saved.Header.from_array(blocks["header"])
        return cls(
            directed=header.directed,
            forward=Rows(blocks["offsets"], blocks["neighbours"], blocks.get("ties")),
            packed_ids=saved.PackedIds(blocks["id_offsets"], blocks["id_bytes"]),
            weights={name: Weights(blocks[name], blocks[name]) for name in ("strength", "length") if name in blocks},
            kind=blocks.get("kind"),
            cleaned=header.cleaned,
        )

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """The whole network as named arrays, for `from_saved`.

        Raises:
            ValueError: an id is not text, or the graph came from networkx with self-ties or parallel ties.
        """
        if self.foreign != Foreign():
            raise ValueError("Only a cleaned network can be saved.")
        packed = saved.PackedIds.of(self.ids)
        arrays: dict[str, NDArray[Any] | None] = {
            "header": saved.Header(self._directed, self.cleaned).to_array(),
            "id_offsets": packed.offsets,
            "id_bytes": packed.text,
            "offsets": self.forward.offsets,
            "neighbours": self.forward.neighbours,
            "ties": self.forward.ties,
            "strength": self.strength,
            "length": self.length,
            "kind": self.kind,
        }
        return {name: array for name, array in arrays.items() if array is not None}

    def __setattr__(self, name: str, value: object) -> Never:
        raise AttributeError(f"A TieGraph cannot be changed (setting {name}).")

    def __repr__(self) -> str:
        arrow = "directed" if self._directed else "undirected"
        return f"TieGraph({len(self)} actors, {self.number_of_edges()} ties, {arrow})"

    # Derived from what is kept, when first asked for.

    @cached_property
    def ids(self) -> tuple[Hashable, ...]:
        """Actors in their order; the place of an actor in it is its number in every array."""
        return () if self._packed_ids is None else self._packed_ids.unpack()

    @cached_property
    def index(self) -> Mapping[Hashable, int]:
        """{actor: its place in `ids`}."""
        return {actor: place for place, actor in enumerate(self.ids)}

    @cached_property
    def reverse_rows(self) -> Rows:
        """The rows seen from the alters; the same as `forward` when undirected."""
        return reverse_rows(self.forward) if self._directed else self.forward

    @property
    def strength(self) -> F64 | None:
        """Closeness of each tie, or None when ties count one."""
        return self.weights["strength"].total if "strength" in self.weights else None

    @property
    def length(self) -> NDArray[Any] | None:
        """Cost of a step along each tie, or None when a step costs one."""
        return self.weights["length"].least if "length" in self.weights else None

    def ends(self) -> tuple[I32, I32]:
        """(ego, alter) of every tie, as places in `ids`, in the order of `strength`, `length` and `kind`."""
        rows = self.forward
        ego = np.repeat(np.arange(len(self), dtype=np.int32), rows.degrees())
        if rows.ties is None:
            return ego, rows.neighbours
        once = np.flatnonzero(ego < rows.neighbours)
        once = once[np.argsort(rows.ties[once], kind="stable")]
        return ego[once], rows.neighbours[once]

    def totals(self, weight: str | None) -> F64:
        """One number a tie, the sum over parallel ties; one each where the graph has no attribute of that name."""
        held = self.weights.get(weight) if weight is not None else None
        if held is not None:
            return sealed(held.total, np.float64)
        if self.foreign.multiplicity is not None:
            return sealed(self.foreign.multiplicity, np.float64)
        return sealed(np.ones(self.number_of_pairs()))

    def lengths(self, weight: str | None) -> NDArray[Any]:
        """One length a tie (int64 or float64), the least of parallel ties; one each without such an attribute."""
        held = self.weights.get(weight) if weight is not None else None
        return sealed(np.ones(self.number_of_pairs(), dtype=np.int64)) if held is None else held.least

    def own_totals(self, weight: str | None) -> F64 | None:
        """One number an actor, the sum over its self-ties; None when nobody has any."""
        if self.foreign.self_ties is None:
            return None
        held = self.weights.get(weight) if weight is not None else None
        own = self.foreign.self_ties if held is None else held.own
        return None if own is None else sealed(own, np.float64)

    def either_way(self, values: F64) -> tuple[Rows, F64]:
        """Rows of everybody tied in either direction, with a_ij + a_ji in each slot (a_ij when undirected)."""
        if not self._directed:
            return self.forward, self.forward.along(values)
        return joined_rows(self.forward, self.reverse_rows, values)

    def to_undirected(self) -> TieGraph:
        """The network without directions: a pair tied both ways becomes one tie, merged like parallel ties."""
        if not self._directed:
            return self
        ego, alter = self.ends()
        return TieGraph.from_arrays(
            self.ids, ego, alter, directed=False, strength=self.strength, length=self.length, kind=self.kind
        )

    def number_of_pairs(self) -> int:
        """Pairs of actors that are tied; parallel ties and self-ties are not counted."""
        return self.forward.neighbours.size // (1 if self._directed else 2)

    # What networkx asks of a graph.

    def is_directed(self) -> bool:
        return self._directed

    def is_multigraph(self) -> bool:
        return self.foreign.multiplicity is not None

    def __len__(self) -> int:
        return self.forward.offsets.size - 1

    def __iter__(self) -> Iterator[Hashable]:
        return iter(self.ids)

    def __contains__(self, actor: object) -> bool:
        try:
            return actor in self.index
        except TypeError:  # what cannot be hashed is no actor; networkx asks with lists of actors
            return False

    has_node = __contains__

    def number_of_nodes(self) -> int:
        return len(self)

    order = number_of_nodes

    def number_of_edges(self) -> int:
        held = self.foreign
        pairs = self.number_of_pairs() if held.multiplicity is None else int(held.multiplicity.sum())
        return pairs + (0 if held.self_ties is None else int(held.self_ties.sum()))

    def place(self, actor: Hashable) -> int:
        """The number of an actor in every array.

        Raises:
            networkx.NodeNotFound: the graph has no such actor.
        """
        if actor not in self:
            raise nx.NodeNotFound(f"Node {actor} not found in graph")
        return self.index[actor]

    def places(self, actors: Iterable[Hashable]) -> I64:
        """The numbers of those of `actors` that are in the graph, in their order, each once."""
        return np.fromiter(dict.fromkeys(self.index[a] for a in actors if a in self), dtype=np.int64)

    @property
    def nodes(self) -> NodesView:
        return NodesView(self)

    @property
    def edges(self) -> TiesView:
        return TiesView(self)

    @property
    def adj(self) -> AdjacencyView:
        return AdjacencyView(self, self.forward)

    succ = adj

    @property
    def pred(self) -> AdjacencyView:
        return AdjacencyView(self, self.reverse_rows)

    def __getitem__(self, actor: Hashable) -> Mapping[Hashable, Mapping[str, Any]]:
        return self.adj[actor]

    def neighbors(self, actor: Hashable) -> Iterator[Hashable]:
        return iter(self.adj[actor])

    successors = neighbors

    def predecessors(self, actor: Hashable) -> Iterator[Hashable]:
        return iter(self.pred[actor])

    @property
    def degree(self) -> DegreeView:
        return DegreeView(self, forward=True, reverse=self._directed)

    @property
    def in_degree(self) -> DegreeView:
        return DegreeView(self, forward=False, reverse=True)

    @property
    def out_degree(self) -> DegreeView:
        return DegreeView(self, forward=True, reverse=False)


def rows_of(actors: int, ego: NDArray[Any], alter: NDArray[Any], *, directed: bool) -> Rows:
    """The rows of clean ties that are sorted by (ego, alter)."""
    egos, alters = ego.astype(np.int32), alter.astype(np.int32)
    if directed:
        return Rows(sealed(forward_rows(actors, egos)), sealed(alters), None)
    return both_ways(actors, egos, alters)


def _sorted_ids(ids: tuple[Hashable, ...]) -> tuple[tuple[Hashable, ...], I64 | None]:
    comparable: tuple[Any, ...] = ids
    if all(one < other for one, other in pairwise(comparable)):
        return ids, None
    order = sorted(range(len(ids)), key=comparable.__getitem__)
    names = tuple(comparable[place] for place in order)
    if any(one == other for one, other in pairwise(names)):
        raise ValueError("An actor is in ids twice.")
    new_place = np.empty(len(ids), dtype=np.int64)
    new_place[order] = np.arange(len(ids))
    return names, new_place


def _as_places(places: ArrayLike, actors: int, new_place: I64 | None) -> I64:
    numbers = np.asarray(places, dtype=np.int64)
    if numbers.size and (numbers.min() < 0 or numbers.max() >= actors):
        raise ValueError("A tie names an actor that is not in ids.")
    return numbers if new_place is None else new_place[numbers]


def _as_lengths(length: NDArray[Any]) -> NDArray[Any]:
    return length.astype(np.int64) if np.issubdtype(length.dtype, np.integer) else length.astype(np.float64)
