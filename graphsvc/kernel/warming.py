"""Every kernel, run once on networks of four actors with every kind of number it takes: `warm` compiles by this."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from graphsvc.kernel import (
    attribution,
    backbone,
    betweenness,
    brokerage,
    brokerage_expected,
    brokerage_shuffles,
    communities,
    components,
    cores,
    cuts,
    degrees,
    distances,
    external_internal,
    flow_bounds,
    flows,
    harmonic,
    holes,
    key_player_values,
    key_players,
    layout,
    length_sampling,
    link_scores,
    local_measures,
    ranks,
    reach,
    route_reach,
    routes,
    sampling,
    shared_contacts,
    triangles,
)
from graphsvc.kernel.groups import Grouping
from graphsvc.kernel.tiegraph import TieGraph


def steps() -> Iterator[tuple[str, Callable[[], object]]]:
    """(what it compiles, the call that does it); building networks comes first, as all others need it."""
    yield "networks", lambda: (_network(directed=False), _network(directed=True).to_undirected())
    yield "degree", _on_both(degrees.degree_centrality, degrees.contacts)
    yield "components", _on_both(components.component_numbers, components.strong_numbers)
    yield "distances", _on_both(_every_distance)
    yield "betweenness", _on_both(betweenness.betweenness_centrality, _betweenness_with_ends)
    yield "betweenness along lengths", _on_both(_betweenness_along_lengths)
    yield "betweenness, sampled", _on_both(sampling.sampled_betweenness)
    yield "constraint, effective size, efficiency, hierarchy", _on_both(holes.structural_holes, _holes_by_strength)
    yield "triangles, clustering, embeddedness", _on_both(triangles.clustering_values, triangles.embeddedness)
    yield "brokerage roles", _on_both(_brokerage)
    yield "roles, holes, clustering, embeddedness at once", _on_both(_local_measures)
    yield "E-I index", _on_both(_index_chances)
    yield "core number", _on_both(cores.core_number)
    yield "pagerank", _on_both(ranks.pagerank)
    yield "communities", _on_both(_communities)
    yield "missing ties", _on_both(_links)
    yield "meetings and their backbone", _meetings
    yield "introduction routes", _on_both(_routes)
    yield "harmonic centrality, reach", _on_both(_nearness)
    yield "cut actors, bridges", _on_both(cuts.cuts, _blocks)
    yield "key players", _on_both(_sets)
    yield "money", _money
    yield "maps", _small_map


def _meetings() -> None:
    backbone.backbone([0, 0, 1, 1], [0, 1, 1, 2])
    backbone.upper_tails([0.5], 1)


def _money() -> None:
    graph = flows.FlowGraph.of("abcde", [0, 1, 2, 1, 3], [1, 2, 1, 3, 4], [9, 5, 2, 1, 2], [1, 1, 1, 2, 2])
    origin = attribution.own_money(graph, 0)
    attribution.trace(graph, origin)
    flow_bounds.MoneyRanges(graph, origin).of(3)


def _small_map() -> None:
    ego, alter = _network(directed=False).ends()
    layout.small_map(4, ego, alter)


def _network(*, directed: bool, whole_lengths: bool = True) -> TieGraph:
    ego, alter = np.array([0, 1, 2, 2]), np.array([1, 2, 0, 3])
    length = np.array([1, 2, 1, 1]) if whole_lengths else np.array([0.5, 1.0, 0.5, 0.5])
    return TieGraph.from_arrays("abcd", ego, alter, directed=directed, strength=np.ones(4), length=length)


def _on_both(*functions: Callable[[TieGraph], Any]) -> Callable[[], object]:
    def step() -> None:
        for directed in (False, True):
            for function in functions:
                function(_network(directed=directed))

    return step


def _every_distance(graph: TieGraph) -> None:
    deque(distances.all_pairs_shortest_path_length(graph), maxlen=0)
    for network in _of_both_lengths(graph):
        deque(distances.all_pairs_dijkstra_path_length(network, weight="length"), maxlen=0)


def _betweenness_with_ends(graph: TieGraph) -> None:
    betweenness.betweenness_centrality(graph, endpoints=True)


def _betweenness_along_lengths(graph: TieGraph) -> None:
    for network in _of_both_lengths(graph):
        betweenness.betweenness_centrality(network, weight="length")
        length_sampling.count_on_routes(network, network.lengths("length"), 0, (0, 2))


def _nearness(graph: TieGraph) -> None:
    harmonic.harmonic_centrality(graph)
    reach.reach(graph)
    reach.reach(graph, steps=3)
    reach.reached_targets(graph, "ab")
    for network in _of_both_lengths(graph):
        harmonic.harmonic_centrality(network, distance="length")


def _blocks(graph: TieGraph) -> None:
    deque(cuts.biconnected_components(graph), maxlen=0)


def _sets(graph: TieGraph) -> None:
    for aim in key_players.Aim:
        key_players.key_players(graph, 2, key_players.Question(aim))
    for network in _of_both_lengths(graph):
        key_player_values.distance_fragmentation(network, np.array([0]), weight="length")


def _holes_by_strength(graph: TieGraph) -> None:
    holes.structural_holes(graph, weight="strength")


def _grouping(graph: TieGraph) -> Grouping:
    return Grouping.of(graph, dict(zip(graph, "xyxx", strict=True)))


def _brokerage(graph: TieGraph) -> None:
    grouping = _grouping(graph)
    found = brokerage.brokerage(graph, grouping)
    brokerage_expected.expected_roles(graph, found, grouping)
    brokerage_shuffles.role_chances(graph, found, rounds=1)


def _local_measures(graph: TieGraph) -> None:
    for weight in (None, "strength"):
        local_measures.local_measures(graph, _grouping(graph), weight)


def _index_chances(graph: TieGraph) -> None:
    external_internal.index_chances(graph, _grouping(graph), rounds=1)


def _of_both_lengths(graph: TieGraph) -> Iterator[TieGraph]:
    for whole in (True, False):
        yield _network(directed=graph.is_directed(), whole_lengths=whole)


def _communities(graph: TieGraph) -> None:
    for weight in (None, "strength"):
        communities.communities(graph, weight=weight, runs=2)


def _links(graph: TieGraph) -> None:
    for score in link_scores.Score:
        link_scores.top_pairs(graph, score, 1)
        link_scores.top_pairs(graph, score, 1, sources=[0])


def _routes(graph: TieGraph) -> None:
    for distinct in routes.Distinct:
        routes.introduction_routes(graph, 0, 3, k=2, distinct=distinct, blocked=np.zeros(4, dtype=np.bool_), via=[1])
    routes.introduction_routes(graph, 0, 3, k=2)
    route_reach.best_to_each(graph, 0, 3)
    route_reach.reached(graph, 0, longest=2)
    shared_contacts.shared_contacts(graph, np.array([0, 1]), np.array([2, 3]), kept=2)
