"""Communities, missing ties and meetings against networkx and igraph (GPL: measured here, never a dependency)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice
from random import Random
from typing import Any

import igraph
import networkx as nx
import numpy as np

from graphsvc.kernel.backbone import backbone
from graphsvc.kernel.communities import communities
from graphsvc.kernel.link_scores import Score, scores_from, top_pairs
from graphsvc.kernel.projection import meetings
from graphsvc.kernel.tiegraph import TieGraph
from graphsvc.kernel.warm import warm
from graphsvc.link_likelihood import About, DatedTies, learn
from tests.bench.graphs import Network, network
from tests.bench.table import Row, Target, as_text, best_of, timed

SMALL, LARGE = 10_000, 100_000
BEST = 100
PAIRS = 20_000
"""networkx scores pair by pair: so many of all pairs with a contact in common are timed, and multiplied."""


def rows() -> Iterator[Row]:
    """Each figure as soon as it is measured; about three minutes on two cores."""
    warm()
    yield from _communities()
    yield from _missing_ties()
    yield from _meetings()
    yield from _likelihood()


def _communities() -> Iterator[Row]:
    for actors in (SMALL, LARGE):
        ties = network(actors)
        graph = _ours(ties)
        what = f"communities, one run, {_size(graph)}"
        seconds = best_of(5, partial(communities, graph, runs=1))
        theirs = igraph.Graph(n=ties.actors, edges=ties.pairs())
        igraph.set_random_number_generator(Random(1))
        found = communities(graph, runs=1).modularity
        peer = best_of(3, partial(theirs.community_leiden, "modularity", n_iterations=2))
        worth = theirs.community_leiden("modularity", n_iterations=2).modularity
        yield Row(what, seconds, f"igraph, Leiden (modularity {worth:.5f}; ours {found:.5f})", peer)
        if actors == SMALL:
            yield _against_louvain(what, seconds, found, ties)
        else:
            yield Row(what, seconds, "", None, Target.AT_MOST, 1)
        every = timed(partial(communities, graph))
        yield Row(f"communities, 20 runs with certainty, {_size(graph)}", every, "", None)


def _against_louvain(what: str, seconds: float, found: float, ties: Network) -> Row:
    graph = nx.Graph(ties.pairs())
    parts: list[Any] = []
    peer = timed(lambda: parts.extend(nx.community.louvain_communities(graph, seed=1)))
    worth = nx.community.modularity(graph, parts)
    return Row(what, seconds, f"networkx, Louvain (modularity {worth:.5f}; ours {found:.5f})", peer, Target.AT_LEAST)


def _missing_ties() -> Iterator[Row]:
    small, large = network(SMALL), network(LARGE)
    graph = _ours(small)
    seconds = best_of(5, partial(top_pairs, graph, Score.RESOURCE_ALLOCATION, BEST))
    what = f"best {BEST} missing ties, resource allocation, {_size(graph)}"
    yield Row(what, seconds, f"networkx ({PAIRS:,} pairs, scaled)", _networkx_scores(small), Target.AT_LEAST)
    graph = _ours(large)
    for score in Score:
        seconds = best_of(5, partial(top_pairs, graph, score, BEST))
        what = f"best {BEST} missing ties, {score.value.replace('_', ' ')}, {_size(graph)}"
        limit = None if score is Score.L3 else 0.5
        yield Row(what, seconds, "", None, Target.AT_MOST, limit)
        one = best_of(20, partial(scores_from, graph, score, 5))
        yield Row(f"{score.value.replace('_', ' ')} of one actor with all, {_size(graph)}", one, "", None)


def _networkx_scores(ties: Network) -> float:
    """What networkx would need for all pairs that have a contact in common, from some of them."""
    graph = nx.Graph(ties.pairs())
    far = ((a, b) for a in graph for b in {c for middle in graph[a] for c in graph[middle]} - {a, *graph[a]} if a < b)
    pairs = list(islice(far, PAIRS))
    seconds = timed(lambda: list(nx.resource_allocation_index(graph, pairs)))
    return seconds * (len(pairs) + sum(1 for _ in far)) / len(pairs)


def _meetings() -> Iterator[Row]:
    random = np.random.default_rng(7)
    event, person = random.integers(0, 5_000, 100_000), (random.random(100_000) ** 3 * 10_000).astype(np.int64)
    what = "100,000 participations of 10,000 actors in 5,000 events"
    two_mode = nx.Graph(zip((-1 - event).tolist(), person.tolist(), strict=True))
    people = [actor for actor in two_mode if actor >= 0]
    peer = timed(lambda: nx.bipartite.collaboration_weighted_projected_graph(two_mode, people))
    seconds = best_of(3, partial(meetings, event, person))
    yield Row(f"who met whom (Newman), {what}", seconds, "networkx", peer, Target.AT_LEAST)
    yield Row(f"backbone of meetings, exact tails, {what}", best_of(3, partial(backbone, event, person)), "", None)


def _likelihood() -> Iterator[Row]:
    ties = network(LARGE)
    random = np.random.default_rng(7)
    day = random.integers(2010, 2024, ties.ego.size) * 10_000 + 101
    topics = tuple(frozenset({str(number)}) for number in random.integers(0, 9, LARGE).tolist())
    about = About(random.integers(0, 3, LARGE), random.integers(0, 12, LARGE), topics)
    dated = DatedTies.of(ties.ego, ties.alter, day)
    yield Row(
        f"likelihood learnt and judged, {LARGE:,} actors", timed(partial(learn, about, dated, 20200101)), "", None
    )


def _ours(ties: Network) -> TieGraph:
    return TieGraph.from_arrays(ties.ids, ties.ego, ties.alter, directed=False)


def _size(graph: TieGraph) -> str:
    return f"{len(graph):,} actors, {graph.number_of_edges():,} ties"


if __name__ == "__main__":
    print(as_text(rows()))
