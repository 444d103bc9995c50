"""The kernel against networkx and igraph (GPL: measured here, never a dependency), at 10,000 actors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import igraph
import networkx as nx
import numpy as np

from graphsvc.kernel.holes import efficiency, hierarchy
from graphsvc.kernel.sampling import sampled_betweenness
from graphsvc.kernel.tiegraph import TieGraph
from graphsvc.kernel.warm import warm
from tests.bench.graphs import Network, in_networkx, network, size_of
from tests.bench.table import Row, Target, as_text, best_of, timed

ACTORS = 10_000
LARGE = 100_000
SOURCES = 50
"""networkx's exact betweenness takes ten minutes: it is measured from so many sources, and multiplied."""


def rows() -> Iterator[Row]:
    """Each figure as soon as it is measured; about two minutes on two cores."""
    warm()
    ties = network(ACTORS)
    ours = _ours(ties)
    theirs = {"networkx": in_networkx(ties), "igraph": igraph.Graph(n=ties.actors, edges=ties.pairs())}
    yield from _betweenness(ours, theirs)
    yield from _holes(ours, theirs)
    yield from _others(ours, theirs)
    yield from _large()


def _betweenness(ours: TieGraph, theirs: dict[str, Any]) -> Iterator[Row]:
    what = f"betweenness, exact, {size_of(ours)}"
    seconds = best_of(3, lambda: nx.betweenness_centrality(ours))
    some = timed(lambda: nx.betweenness_centrality(theirs["networkx"], k=SOURCES, seed=1))
    networkx = some * len(ours) / SOURCES
    yield Row(what, seconds, f"networkx ({SOURCES} sources, scaled)", networkx, Target.AT_LEAST, 250)
    yield Row(what, seconds, "igraph", timed(theirs["igraph"].betweenness), Target.AT_MOST, 0.25)
    sampled = best_of(3, lambda: sampled_betweenness(ours, epsilon=0.01))
    yield Row(f"betweenness, error 0.01, {size_of(ours)}", sampled, "our exact", seconds)


def _holes(ours: TieGraph, theirs: dict[str, Any]) -> Iterator[Row]:
    seconds = best_of(5, lambda: nx.constraint(ours))
    yield Row(f"constraint, {size_of(ours)}", seconds, "igraph", best_of(3, theirs["igraph"].constraint), limit=1)
    yield Row(f"constraint, {size_of(ours)}", seconds, "networkx", timed(lambda: nx.constraint(theirs["networkx"])))
    seconds = best_of(5, lambda: nx.effective_size(ours))
    peer = timed(lambda: nx.effective_size(theirs["networkx"]))
    yield Row(f"effective size, {size_of(ours)}", seconds, "networkx", peer, Target.AT_LEAST, 50)
    together = best_of(3, lambda: (efficiency(ours), hierarchy(ours)))
    yield Row(f"efficiency and hierarchy, {size_of(ours)}", together, "", None)


def _others(ours: TieGraph, theirs: dict[str, Any]) -> Iterator[Row]:
    measures: list[tuple[str, Callable[[Any], Any], Callable[[], Any]]] = [
        ("pagerank, tol 1e-12", lambda g: nx.pagerank(g, tol=1e-12), theirs["igraph"].pagerank),
        ("core number", nx.core_number, theirs["igraph"].coreness),
        ("clustering", nx.clustering, theirs["igraph"].transitivity_local_undirected),
        ("connected components", lambda g: list(nx.connected_components(g)), theirs["igraph"].connected_components),
        ("distances from one actor", _from_first, lambda: theirs["igraph"].distances(0)),
    ]
    for name, measure, igraphs in measures:
        seconds = best_of(5, partial(measure, ours))
        peer = timed(partial(measure, theirs["networkx"]))
        yield Row(f"{name}, {size_of(ours)}", seconds, "networkx", peer, Target.AT_LEAST)
        yield Row(f"{name}, {size_of(ours)}", seconds, "igraph", best_of(3, igraphs))


def _large() -> Iterator[Row]:
    ties = network(LARGE)
    ids = ties.ids
    seconds = best_of(3, lambda: TieGraph.from_arrays(ids, ties.ego, ties.alter, directed=False))
    peer = timed(lambda: igraph.Graph(n=ties.actors, edges=ties.pairs()))
    graph = _ours(ties)
    yield Row(f"building, {size_of(graph)}", seconds, "igraph", peer)
    theirs = igraph.Graph(n=ties.actors, edges=ties.pairs())
    yield Row(
        f"constraint, {size_of(graph)}", best_of(3, lambda: nx.constraint(graph)), "igraph", timed(theirs.constraint)
    )
    sampled = timed(lambda: sampled_betweenness(graph, epsilon=0.01))
    yield Row(f"betweenness, error 0.01, {size_of(graph)}", sampled, "", None)


def _from_first(graph: Any) -> Any:
    return nx.single_source_shortest_path_length(graph, next(iter(graph)))


def _ours(ties: Network) -> TieGraph:
    return TieGraph.from_arrays(ties.ids, ties.ego, ties.alter, directed=False, strength=np.ones(ties.ego.size))


if __name__ == "__main__":
    print(as_text(rows()))
