"""Where a network falls apart: cut actors, bridges, blocks, and what is left without each actor; one pass.

Hopcroft and Tarjan's depth-first search (1973, Communications of the ACM 16, 372-378), kept in arrays: a path of a
million actors is as deep as it is long. The sizes of the subtrees give, for every actor at once, the parts into which
its component falls without it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graphsvc.kernel.compiled import F64, I32, I64, kernel
from graphsvc.kernel.components import component_numbers
from graphsvc.kernel.rows import Rows
from graphsvc.kernel.tiegraph import TieGraph


@dataclass(frozen=True, slots=True)
class Cuts:
    """What the network is without each actor, by place; directions of ties are ignored.

    Attributes:
        parts: into how many parts the actor's component falls without it: 0 for an isolate, 2 or more for a cut actor.
        separated: how many actors are cut off from the largest of those parts.
        connected: how many ordered pairs of the other actors are still connected, in the whole network.
    """

    parts: I64
    separated: I64
    connected: I64

    @property
    def is_cut(self) -> NDArray[np.bool_]:
        return self.parts > 1

    def fragmentation(self) -> F64:
        """F after removing each actor alone: the share of pairs of the others that are not connected.

        NaN where fewer than two others remain.
        """
        others = self.parts.size - 1
        pairs = others * (others - 1)
        return np.full(self.parts.size, np.nan) if pairs <= 0 else 1 - self.connected / pairs


@dataclass(frozen=True, slots=True)
class Bridges:
    """Ties without which their two ends are not connected: row i is `ego[i]` - `alter[i]` (places, ego < alter).

    Of the component that the bridge is in, `ego_side[i]` actors stay with the ego and `alter_side[i]` with the alter.
    """

    ego: I64
    alter: I64
    ego_side: I64
    alter_side: I64


def cuts(graph: TieGraph, without: I64 | None = None) -> Cuts:
    """What is left without each actor, from one pass over the ties.

    Args:
        graph: directed or not; a tie connects both its ends, parallel ties count once.
        without: places of actors who are gone already; their own rows say 0 parts, 0 separated and -1 connected.
    """
    return cuts_of(simple_rows(graph), without)


def cuts_of(rows: Rows, without: I64 | None = None) -> Cuts:
    """As `cuts`, of rows in both directions."""
    gone = np.zeros(rows.offsets.size - 1, dtype=np.bool_)
    if without is not None:
        gone[without] = True
    tree = _search(rows.offsets, rows.neighbours, gone)
    return Cuts(*_without_each(tree, gone))


def connected_pairs(rows: Rows, without: I64) -> int:
    """How many ordered pairs of actors are connected when those at `without` are gone."""
    gone = np.zeros(rows.offsets.size - 1, dtype=np.bool_)
    gone[without] = True
    tree = _search(rows.offsets, rows.neighbours, gone)
    sizes = tree.size[(tree.parent < 0) & ~gone]
    return int((sizes * (sizes - 1)).sum())


def bridges_of(graph: TieGraph) -> Bridges:
    """The bridges, sorted by their ends; directions are ignored, parallel ties are one tie."""
    rows = simple_rows(graph)
    tree = _search(rows.offsets, rows.neighbours, np.zeros(len(graph), dtype=np.bool_))
    below = np.flatnonzero((tree.parent >= 0) & (tree.low == tree.number))
    above = tree.parent[below]
    inside = tree.size[below]
    whole = tree.size[tree.root[below]]
    is_ego = below < above
    ego, alter = np.where(is_ego, below, above), np.where(is_ego, above, below)
    ego_side = np.where(is_ego, inside, whole - inside)
    order = np.lexsort((alter, ego))
    return Bridges(ego[order], alter[order], ego_side[order], (whole - ego_side)[order])


def articulation_points(G: TieGraph) -> Iterator[Hashable]:
    """The cut actors, in the order of the actors: without one of them, its component is more than one."""
    ids = G.ids
    yield from (ids[place] for place in np.flatnonzero(cuts(G).is_cut).tolist())


def bridges(G: TieGraph, root: Hashable = None) -> Iterator[tuple[Hashable, Hashable]]:
    """The ties without which their ends are not connected; with `root`, those of its component. Parallel ties are none.

    Raises:
        networkx.NodeNotFound: the graph has no actor `root`.
    """
    found = bridges_of(G)
    wanted = _is_single(G, found.ego, found.alter)
    if root is not None:
        component = component_numbers(G)
        wanted &= component[found.ego] == component[G.place(root)]
    ids = G.ids
    for ego, alter in zip(found.ego[wanted].tolist(), found.alter[wanted].tolist(), strict=True):
        yield ids[ego], ids[alter]


def has_bridges(G: TieGraph, root: Hashable = None) -> bool:
    """Whether there is any bridge (in the component of `root`)."""
    return next(bridges(G, root), None) is not None


def biconnected_components(G: TieGraph) -> Iterator[set[Hashable]]:
    """The actors of each block: no single actor's leaving takes it apart. Two that are tied by a bridge are a block."""
    tree = _tree(G)
    block = _blocks(tree)
    members = np.flatnonzero(block >= 0)
    members = members[np.argsort(block[members], kind="stable")]
    ids, start = G.ids, 0
    for end in np.cumsum(np.bincount(block[members])).tolist() if members.size else []:
        one = members[start:end]
        top = one[np.argmin(tree.number[one])]
        yield {ids[tree.parent[top]], *(ids[place] for place in one.tolist())}
        start = end


def biconnected_component_edges(G: TieGraph) -> Iterator[list[tuple[Hashable, Hashable]]]:
    """The ties of each block; every tie is in exactly one."""
    tree = _tree(G)
    block = _blocks(tree)
    ego, alter = G.ends()
    # A tie belongs to the block of that of its ends which was found later.
    of_tie = block[np.where(tree.number[ego] > tree.number[alter], ego, alter)]
    order = np.argsort(of_tie, kind="stable")
    ids, start = G.ids, 0
    for end in np.cumsum(np.bincount(of_tie)).tolist() if of_tie.size else []:
        some = order[start:end]
        yield [(ids[one], ids[other]) for one, other in zip(ego[some].tolist(), alter[some].tolist(), strict=True)]
        start = end


def is_biconnected(G: TieGraph) -> bool:
    """Whether all actors are one block; a lone actor is none."""
    first = next(biconnected_components(G), None)
    return first is not None and len(first) == len(G)


def simple_rows(graph: TieGraph) -> Rows:
    """Everybody's contacts in either direction, each once."""
    rows, _ = graph.either_way(graph.totals(None))
    return rows


def _tree(graph: TieGraph) -> Tree:
    rows = graph.forward
    return _search(rows.offsets, rows.neighbours, np.zeros(len(graph), dtype=np.bool_))


def _is_single(graph: TieGraph, ego: I64, alter: I64) -> NDArray[np.bool_]:
    """Whether these pairs are tied by one tie only; others than foreign graphs have no parallel ties."""
    copies = graph.foreign.multiplicity
    if copies is None:
        return np.ones(ego.size, dtype=np.bool_)
    # Rows are ascending, so their slots are sorted by (actor, neighbour).
    rows, actors = graph.forward, len(graph)
    keys = np.repeat(np.arange(actors, dtype=np.int64), rows.degrees()) * actors + rows.neighbours
    single: NDArray[np.bool_] = rows.along(copies)[np.searchsorted(keys, ego * actors + alter)] == 1
    return single


class Tree(NamedTuple):
    """A depth-first search of all components, by place.

    `number` counts the actors in the order in which they were found (`order` is its inverse), `low` is the least number
    that a subtree has a tie to, `size` that of the subtree, `parent` -1 for the first of a component, `root` that
    first. An actor who is gone has number -1.
    """

    number: I64
    low: I64
    size: I64
    parent: I64
    root: I64
    order: I64


@kernel
def _search(offsets: I64, neighbours: I32, gone: NDArray[np.bool_]) -> Tree:
    actors = offsets.size - 1
    number = np.full(actors, -1, np.int64)
    low = np.zeros(actors, np.int64)
    size = np.ones(actors, np.int64)
    parent = np.full(actors, -1, np.int64)
    root = np.arange(actors)
    order = np.empty(actors, np.int64)
    slot = offsets[:-1].copy()
    clock = 0
    for first in range(actors):
        if gone[first] or number[first] >= 0:
            continue
        actor = np.int64(first)
        number[actor] = low[actor] = clock
        order[clock] = actor
        clock += 1
        while actor >= 0:
            if slot[actor] == offsets[actor + 1]:
                above = parent[actor]
                if above >= 0:
                    low[above] = min(low[above], low[actor])
                    size[above] += size[actor]
                actor = above
                continue
            other = np.int64(neighbours[slot[actor]])
            slot[actor] += 1
            if gone[other] or other == parent[actor]:
                continue
            if number[other] >= 0:
                low[actor] = min(low[actor], number[other])
                continue
            parent[other] = actor
            root[other] = first
            number[other] = low[other] = clock
            order[clock] = other
            clock += 1
            actor = other
    return Tree(number, low, size, parent, root, order[:clock])


@kernel
def _without_each(tree: Tree, gone: NDArray[np.bool_]) -> tuple[I64, I64, I64]:
    actors = tree.number.size
    parts = np.zeros(actors, np.int64)
    separated = np.zeros(actors, np.int64)
    connected = np.zeros(actors, np.int64)
    fallen = np.zeros(actors, np.int64)
    largest = np.zeros(actors, np.int64)
    everywhere = 0
    for actor in tree.order:
        above = tree.parent[actor]
        if above < 0:
            everywhere += tree.size[actor] * (tree.size[actor] - 1)
        elif tree.low[actor] >= tree.number[above]:
            # Nothing in this subtree is tied past `above`: without it, the subtree is a part.
            part = tree.size[actor]
            parts[above] += 1
            fallen[above] += part
            connected[above] += part * (part - 1)
            largest[above] = max(largest[above], part)
    for actor in range(actors):
        if gone[actor]:
            connected[actor] = -1
            continue
        whole = tree.size[tree.root[actor]]
        rest = whole - 1 - fallen[actor]
        if rest > 0:
            parts[actor] += 1
            connected[actor] += rest * (rest - 1)
            largest[actor] = max(largest[actor], rest)
        separated[actor] = whole - 1 - largest[actor]
        connected[actor] += everywhere - whole * (whole - 1)
    return parts, separated, connected


@kernel
def _block_numbers(tree: Tree) -> I64:
    block = np.full(tree.number.size, -1, np.int64)
    count = 0
    for actor in tree.order:
        above = tree.parent[actor]
        if above < 0:
            continue
        if tree.low[actor] >= tree.number[above]:
            block[actor] = count
            count += 1
        else:
            block[actor] = block[above]
    return block


def _blocks(tree: Tree) -> I64:
    """The block of the tie by which each actor was found; -1 for the first of a component."""
    numbers: I64 = _block_numbers(tree)
    return numbers
