"""Brokerage, silos and what is told by an actor's own contacts, at 100,000 actors and a million directed ties."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import igraph
import networkx as nx
import numpy as np

from graphsvc.kernel.brokerage import ROLES, brokerage
from graphsvc.kernel.brokerage_expected import expected_roles
from graphsvc.kernel.brokerage_shuffles import ROUNDS, role_chances
from graphsvc.kernel.external_internal import external_internal, index_chances
from graphsvc.kernel.groups import Grouping
from graphsvc.kernel.local_measures import local_measures
from graphsvc.kernel.mixing import expected_mixing, mixing_matrix
from graphsvc.kernel.tiegraph import TieGraph
from graphsvc.kernel.warm import warm
from tests.bench.graphs import network
from tests.bench.table import Row, Target, as_text, best_of, timed

ACTORS, TIES, SMALL = 100_000, 1_000_000, 10_000
GROUPS, KINDS = 12, 5
SAMPLE = 2_000
"""Actors for whom the loop in Python counts roles; its time is scaled to all by their two-step paths."""
FEW = 9


def rows() -> Iterator[Row]:
    """Each figure as soon as it is measured; about three minutes on two cores."""
    warm()
    graph = directed(ACTORS, TIES)
    grouping, kinds = numbered(graph, GROUPS), numbered(graph, KINDS)
    yield from _together(graph, grouping)
    yield from _roles(graph, grouping, kinds)
    yield from _silos(graph, grouping, kinds)
    small = directed(SMALL, TIES)
    groups = numbered(small, GROUPS)
    found = brokerage(small, groups)
    seconds = best_of(2, lambda: role_chances(small, found, rounds=ROUNDS))
    yield Row(f"p-values of roles, {ROUNDS} deals, {_size(small)}", seconds, "", None)


def directed(actors: int, ties: int) -> TieGraph:
    """Two networks of the same actors, one with its ties turned round: at most `ties` in all."""
    one, other = network(actors), network(actors, seed=8)
    ego, alter = np.r_[one.ego, other.alter], np.r_[one.alter, other.ego]
    return TieGraph.from_arrays(one.ids, ego[:ties], alter[:ties], directed=True)


def numbered(graph: TieGraph, groups: int) -> Grouping:
    """Groups of about equal size, drawn with a fixed seed."""
    random = np.random.default_rng(groups)
    return Grouping.of(graph, dict(zip(graph, random.integers(0, groups, len(graph)).tolist(), strict=True)))


def _together(graph: TieGraph, grouping: Grouping) -> Iterator[Row]:
    seconds = best_of(5, lambda: local_measures(graph, grouping))
    what = f"roles, holes, clustering, embeddedness at once, {_size(graph)}"
    yield Row(what, seconds, "", None, Target.AT_MOST, 0.5)
    theirs = igraph.Graph(
        n=len(graph), edges=list(zip(*(end.tolist() for end in graph.ends()), strict=True)), directed=True
    )
    peer = timed(theirs.constraint) + timed(theirs.as_undirected().transitivity_local_undirected)
    yield Row(what, seconds, "igraph, constraint and clustering only", peer, Target.AT_MOST, 1)


def _roles(graph: TieGraph, grouping: Grouping, kinds: Grouping) -> Iterator[Row]:
    seconds = best_of(5, lambda: brokerage(graph, grouping))
    held = _networkx(graph)
    group = dict(zip(range(len(graph)), grouping.numbers.tolist(), strict=True))
    steps = np.array([held.in_degree(actor) * held.out_degree(actor) for actor in range(len(graph))])
    sample = np.random.default_rng(3).choice(len(graph), SAMPLE, replace=False).tolist()
    looped = timed(lambda: [counted_by_loop(held, group, actor) for actor in sample])
    peer = looped * steps.sum() / max(steps[sample].sum(), 1)
    name = f"loop over networkx ({SAMPLE} actors, scaled)"
    yield Row(f"brokerage roles, {_size(graph)}", seconds, name, peer, Target.AT_LEAST, 20)
    found = brokerage(graph, grouping)
    yield Row(f"expected roles, {_size(graph)}", best_of(3, lambda: expected_roles(graph, found)), "", None)
    within = best_of(3, lambda: expected_roles(graph, found, kinds))
    yield Row(f"expected roles within {KINDS} kinds, {_size(graph)}", within, "", None)


def _silos(graph: TieGraph, grouping: Grouping, kinds: Grouping) -> Iterator[Row]:
    held = _networkx(graph)
    nx.set_node_attributes(held, dict(enumerate(grouping.numbers.tolist())), "group")
    seconds = best_of(3, lambda: (mixing_matrix(graph, grouping), expected_mixing(graph, grouping, kinds)))
    peer = timed(lambda: nx.attribute_mixing_matrix(held, "group", normalized=False))
    yield Row(
        f"mixing with its expectation, {_size(graph)}", seconds, "networkx, matrix only", peer, Target.AT_LEAST, 5
    )
    seconds = best_of(3, lambda: external_internal(graph, grouping, kinds))
    yield Row(f"E-I index, {_size(graph)}", seconds, "", None)
    some = best_of(2, lambda: index_chances(graph, grouping, kinds, rounds=FEW)) / FEW
    yield Row(f"one deal of the labels for the E-I index, {_size(graph)}", some, "", None)


def counted_by_loop(graph: Any, group: dict[int, int], broker: int) -> dict[str, int]:
    """The roles of one actor, as one would write it with networkx: over all its two-step paths."""
    roles = dict.fromkeys(ROLES, 0)
    own = group[broker]
    for i in graph.predecessors(broker):
        for k in graph.successors(broker):
            if i == k or graph.has_edge(i, k):
                continue
            first, last = group[i], group[k]
            if first == own:
                roles["coordinator" if last == own else "representative"] += 1
            elif last == own:
                roles["gatekeeper"] += 1
            else:
                roles["itinerant" if first == last else "liaison"] += 1
    return roles


def _networkx(graph: TieGraph) -> Any:
    held = nx.DiGraph()
    held.add_nodes_from(range(len(graph)))
    held.add_edges_from(zip(*(end.tolist() for end in graph.ends()), strict=True))
    return held


def _size(graph: TieGraph) -> str:
    return f"{len(graph):,} actors, {graph.number_of_edges():,} directed ties"


if __name__ == "__main__":
    print(as_text(rows()))
