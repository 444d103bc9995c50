"""Harmonic centrality, reach, cut actors and key players beside networkx and igraph (GPL: measured, no dependency)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import igraph
import networkx as nx
import numpy as np

from graphsvc.kernel.cuts import bridges_of, cuts
from graphsvc.kernel.harmonic import sampled_harmonic
from graphsvc.kernel.key_players import Aim, Question, key_players
from graphsvc.kernel.reach import reach, reached_targets
from graphsvc.kernel.tiegraph import TieGraph
from graphsvc.kernel.warm import warm
from tests.bench.graphs import Network, in_networkx, network, size_of
from tests.bench.table import Row, Target, as_text, best_of, timed

ACTORS = 10_000
LARGE = 100_000
TARGETS = 2_000
SOURCES = 200
"""networkx's harmonic centrality takes minutes: it is measured from so many sources, and multiplied."""


def rows() -> Iterator[Row]:
    """Each figure as soon as it is measured; about two minutes on two cores."""
    warm()
    yield from _small()
    yield from _large()


def _small() -> Iterator[Row]:
    ties = network(ACTORS)
    ours, networkx, igraphs = _ours(ties), in_networkx(ties), igraph.Graph(n=ties.actors, edges=ties.pairs())
    size = size_of(ours)
    seconds = best_of(3, lambda: nx.harmonic_centrality(ours))
    some = timed(lambda: nx.harmonic_centrality(networkx, sources=range(SOURCES)))
    peer = some * ACTORS / SOURCES
    yield Row(f"harmonic, exact, {size}", seconds, f"networkx ({SOURCES} sources, scaled)", peer, Target.AT_LEAST, 100)
    igraphs_time = timed(igraphs.harmonic_centrality)
    yield Row(f"harmonic, exact, {size}", seconds, "igraph", igraphs_time, Target.AT_LEAST, 10)
    seconds = best_of(3, lambda: reach(ours, steps=2))
    peer = timed(lambda: igraphs.neighborhoodsize_of(order=2))
    yield Row(f"within 2 ties, all actors, {size}", seconds, "igraph", peer)
    seconds = best_of(5, lambda: list(nx.articulation_points(ours)))
    yield Row(f"cut actors, {size}", seconds, "networkx", timed(lambda: list(nx.articulation_points(networkx))))
    yield Row(f"cut actors, {size}", seconds, "igraph", best_of(3, igraphs.articulation_points))
    seconds = best_of(5, lambda: list(nx.bridges(ours)))
    yield Row(f"bridges, {size}", seconds, "networkx", timed(lambda: list(nx.bridges(networkx))))
    yield Row(f"bridges, {size}", seconds, "igraph", best_of(3, igraphs.bridges))
    yield Row(f"F without each actor, {size}", best_of(5, lambda: cuts(ours).fragmentation()), "", None)
    for aim in Aim:
        seconds = timed(partial(key_players, ours, 3, Question(aim)))
        yield Row(f"three key players, {aim.value}, {size}", seconds, "", None)


def _large() -> Iterator[Row]:
    ties = network(LARGE)
    graph = _ours(ties)
    size = size_of(graph)
    igraphs = igraph.Graph(n=ties.actors, edges=ties.pairs())
    seconds = best_of(3, lambda: sampled_harmonic(graph, epsilon=0.01))
    yield Row(f"harmonic, error 0.01, {size}", seconds, "", None)
    seconds = best_of(3, lambda: reach(graph, steps=2))
    peer = timed(lambda: igraphs.neighborhoodsize_of(order=2))
    yield Row(f"within 2 ties, all actors, {size}", seconds, "igraph", peer)
    targets = [graph.ids[place] for place in np.linspace(0, LARGE - 1, TARGETS).astype(int).tolist()]
    seconds = best_of(3, lambda: reached_targets(graph, targets, steps=2))
    yield Row(f"which of {TARGETS:,} targets are within 2 ties, {size}", seconds, "", None)
    seconds = best_of(3, lambda: cuts(graph).fragmentation())
    yield Row(f"cut actors, with F, {size}", seconds, "igraph, cut actors only", timed(igraphs.articulation_points))
    yield Row(f"bridges, {size}", best_of(3, lambda: bridges_of(graph)), "igraph", best_of(3, igraphs.bridges))
    seconds = timed(lambda: key_players(graph, 3))
    yield Row(f"three key players, fragment, {size}", seconds, "", None)


def _ours(ties: Network) -> TieGraph:
    return TieGraph.from_arrays(ties.ids, ties.ego, ties.alter, directed=False)


if __name__ == "__main__":
    print(as_text(rows()))
