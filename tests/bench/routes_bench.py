"""Introduction routes against networkx, igraph (GPL: measured here, never a dependency)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

import igraph
import networkx as nx
import numpy as np
from numpy.typing import NDArray

from graphsvc.kernel.route_reach import best_to_each
from graphsvc.kernel.routes import Distinct, introduction_routes
from graphsvc.kernel.tiegraph import TieGraph
from graphsvc.kernel.warm import warm
from tests.bench.graphs import Network, network
from tests.bench.table import Row, Target, as_text, timed

LARGE = 100_000
HUGE = 1_000_000
PAIRS = 400
BEST_CONNECTED = 50
K = 5
PEER_PAIRS = 5
"""The peers take seconds a pair: they answer the first so many of the random pairs."""
TRIES = 3
GDS = "Graph Data Science, Yen: not in this run (GPL, and no part of the server that the tests fetch)"
Pairs = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Ours:
    """A network with the chance of each tie drawn evenly from .05 to .95, and the pairs that are asked about."""

    ties: Network
    chance: NDArray[np.float64]
    graph: TieGraph
    pairs: dict[str, Pairs]

    @property
    def size(self) -> str:
        return f"{len(self.graph):,} actors, {self.graph.number_of_edges():,} ties"


def rows() -> Iterator[Row]:
    """Each figure as soon as it is measured; about five minutes on two cores."""
    warm()
    large = _ours(LARGE)
    yield from _quantiles(large, longest=4, limits={"p95": 0.002})
    yield from _quantiles(large, longest=6, limits={"p95": 0.1})
    yield from _ways(large)
    yield from _peers(large)
    del large
    yield from _quantiles(_ours(HUGE), longest=4, limits={"p95": 0.015})


def _ours(actors: int) -> Ours:
    ties = network(actors)
    random = np.random.default_rng(1)
    chance = random.uniform(0.05, 0.95, ties.ego.size)
    length = np.rint(-np.log(chance) * 1e9).astype(np.int64)
    graph = TieGraph.from_arrays(ties.ids, ties.ego, ties.alter, directed=False, length=length)
    best = np.argsort(-graph.forward.degrees(), kind="stable")[:BEST_CONNECTED]
    anybody, to_best = random.integers(0, actors, (2, 3 * PAIRS)), random.choice(best, (2, 3 * PAIRS))
    pairs = {
        "random pairs": _different(anybody[0], anybody[1]),
        f"to one of the {BEST_CONNECTED} best connected": _different(anybody[0], to_best[0]),
        f"between two of the {BEST_CONNECTED} best connected": _different(to_best[0], to_best[1]),
    }
    introduction_routes(graph, 0, 1, k=1)
    return Ours(ties, chance, graph, pairs)


def _different(sources: NDArray[np.int64], targets: NDArray[np.int64]) -> Pairs:
    both = zip(sources.tolist(), targets.tolist(), strict=True)
    return [(source, target) for source, target in both if source != target][:PAIRS]


def _quantiles(ours: Ours, *, longest: int, limits: dict[str, float]) -> Iterator[Row]:
    for which, pairs in ours.pairs.items():
        seconds = _seconds(pairs, lambda s, t: introduction_routes(ours.graph, s, t, k=K, longest=longest))
        for name, value in (("p50", np.median(seconds)), ("p95", np.quantile(seconds, 0.95)), ("max", seconds.max())):
            what = f"{K} routes of at most {longest} ties, {which}, {name} of {PAIRS}, {ours.size}"
            yield Row(what, float(value), "", None, Target.AT_MOST, limits.get(name))


def _ways(ours: Ours) -> Iterator[Row]:
    for which, pairs in ours.pairs.items():
        for distinct in (Distinct.FIRST_STEP, Distinct.LAST_INTRODUCER):
            seconds = _seconds(pairs, lambda s, t, d=distinct: introduction_routes(ours.graph, s, t, k=K, distinct=d))
            what = f"{K} routes, each {distinct.value} once, {which}, p95 of {PAIRS}, {ours.size}"
            yield Row(what, float(np.quantile(seconds, 0.95)), "", None)
    targets = np.arange(100, 400)
    once = min(timed(lambda: best_to_each(ours.graph, 0, targets)) for _ in range(TRIES))
    yield Row(f"the best route to each of {targets.size} actors, {ours.size}", once, "", None)


def _peers(ours: Ours) -> Iterator[Row]:
    """The peers know no most ties: they answer an easier or a harder question, as the network has it."""
    pairs = ours.pairs["random pairs"][:PEER_PAIRS]
    mine = float(np.mean(_seconds(pairs, lambda s, t: introduction_routes(ours.graph, s, t, k=K))))
    what = f"{K} routes of at most 4 ties, mean of {PEER_PAIRS} random pairs, {ours.size}"
    length = -np.log(ours.chance)
    yield Row(what, mine, GDS, None)
    weights = length.tolist()
    theirs = igraph.Graph(n=ours.ties.actors, edges=ours.ties.pairs())
    seconds = _seconds(pairs, lambda s, t: theirs.get_k_shortest_paths(s, t, k=K, weights=weights), tries=1)
    yield Row(what, mine, "igraph, Yen", float(np.mean(seconds)), Target.AT_LEAST)
    graph = nx.Graph()
    graph.add_weighted_edges_from(zip(ours.ties.ego.tolist(), ours.ties.alter.tolist(), weights, strict=True))
    seconds = _seconds(
        pairs, lambda s, t: list(islice(nx.shortest_simple_paths(graph, s, t, weight="weight"), K)), tries=1
    )
    yield Row(what, mine, "networkx, shortest_simple_paths", float(np.mean(seconds)), Target.AT_LEAST)


def _seconds(pairs: Pairs, ask: Callable[..., Any], *, tries: int = TRIES) -> NDArray[np.float64]:
    """The shortest time of each pair, which is what it costs when nobody disturbs it."""
    return np.array([min(timed(partial(ask, s, t)) for _ in range(tries)) for s, t in pairs])


if __name__ == "__main__":
    print(as_text(rows()))
