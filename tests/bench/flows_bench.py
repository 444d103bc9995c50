"""Tracing one funder's money against scipy's sparse factorization and networkx's PageRank-like loop, same run."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import spsolve

from graphsvc.kernel.attribution import own_money, trace
from graphsvc.kernel.flow_bounds import MoneyRanges
from graphsvc.kernel.flows import FlowGraph
from graphsvc.kernel.warm import warm
from tests.bench.graphs import network
from tests.bench.table import Row, as_text, best_of, timed

SMALL, MIDDLE, LARGE = 10_000, 100_000, 1_000_000
RECIPIENTS = 20
Ints = NDArray[np.int64]


def rows() -> Iterator[Row]:
    """Each figure as soon as it is measured; about two minutes on two cores."""
    warm()
    yield from _beside_peers()
    for actors, limit in ((MIDDLE, 0.2), (LARGE, 2.0)):
        graph = FlowGraph.of(*payments(actors))
        source = largest_source(graph)
        seconds = best_of(5, partial(_traced, graph, source))
        yield Row(f"one funder's money traced, {size_of(graph)}", seconds, "", None, limit=limit)
        if actors == MIDDLE:
            yield _built(graph)
            yield _ranged(graph, source)


def payments(actors: int) -> tuple[range, Ints, Ints, Ints]:
    """The ties of the usual network as payments in one year, nine of ten from a lower to a higher number."""
    random = np.random.default_rng(11)
    ties = network(actors)
    back = random.random(ties.ego.size) < 0.1
    ego, alter = np.where(back, ties.alter, ties.ego), np.where(back, ties.ego, ties.alter)
    amount = np.exp(random.normal(12, 2, ties.ego.size)).astype(np.int64) + 1
    return range(actors), ego, alter, amount


def largest_source(graph: FlowGraph) -> int:
    """The actor with most money of its own."""
    return int(graph.actor[np.argmax(graph.own)])


def size_of(graph: FlowGraph) -> str:
    """How large, for the name of a row."""
    largest = int(np.bincount(graph.block).max())
    return f"{len(graph.ids):,} actors, {graph.amount.size:,} flows, {largest:,} in circles"


def _traced(graph: FlowGraph, source: int) -> Ints:
    kept: Ints = trace(graph, own_money(graph, source)).kept()
    return kept


def _built(graph: FlowGraph) -> Row:
    columns = payments(len(graph.ids))
    return Row(f"flow graph built, {size_of(graph)}", best_of(3, lambda: FlowGraph.of(*columns)), "", None)


def _ranged(graph: FlowGraph, source: int) -> Row:
    traced = trace(graph, own_money(graph, source)).kept()
    most = graph.actor[np.argsort(-traced, kind="stable")[:RECIPIENTS]]

    def ranges() -> None:
        found = MoneyRanges(graph, own_money(graph, source))
        for actor in most.tolist():
            found.of(actor)

    return Row(f"least and most of {RECIPIENTS} recipients, {size_of(graph)}", timed(ranges), "", None)


def _beside_peers() -> Iterator[Row]:
    graph = FlowGraph.of(*payments(SMALL))
    source = largest_source(graph)
    what = f"one funder's money traced, {size_of(graph)}"
    seconds = best_of(5, lambda: _traced(graph, source))
    ours = trace(graph, own_money(graph, source))
    share = graph.amount / graph.total[graph.ego]
    passed = sparse.csc_matrix((share, (graph.alter, graph.ego)), shape=(len(graph), len(graph)))
    system = (sparse.eye(len(graph), format="csc") - passed).tocsc()
    found: list[NDArray[np.float64]] = []
    peer = timed(lambda: found.append(spsolve(system, own_money(graph, source).astype(np.float64))))
    far = float(np.abs(found[0] - ours.through).max() / ours.money)
    yield Row(what, seconds, f"scipy sparse LU (largest difference {far:.0e} of the money)", peer)
    theirs = nx.DiGraph()
    theirs.add_weighted_edges_from(zip(graph.ego.tolist(), graph.alter.tolist(), graph.amount.tolist(), strict=True))
    start = {node: int(own) for node, own in enumerate(own_money(graph, source).tolist()) if own}
    walk = {"alpha": 0.999999, "personalization": start, "dangling": start, "tol": 1e-10, "max_iter": 10_000}
    peer = timed(lambda: nx.pagerank(theirs, **walk))
    yield Row(what, seconds, "networkx pagerank, as a walk from the funder", peer)


if __name__ == "__main__":
    print(as_text(rows()))
