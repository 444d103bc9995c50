"""What networkx shows of this backend in its documentation; reading it imports no kernel."""

from __future__ import annotations

from typing import Any

_CLEAN = "Self-ties are left out before anything is computed, and parallel ties are added up."
_ROWS = "Computed for the whole graph, also when only some nodes are asked for."

_LINKS = "Undirected graphs without parallel edges only. `graphsvc.kernel.link_scores` gives the best pairs at once."

FUNCTIONS: dict[str, str] = {
    "adamic_adar_index": _LINKS,
    "all_pairs_dijkstra_path_length": "Weights must be numbers of zero or more.",
    "all_pairs_shortest_path_length": "",
    "articulation_points": "In the order of the nodes.",
    "average_clustering": _ROWS,
    "betweenness_centrality": "32 sources at once, on every core; the same values on any number of cores.",
    "biconnected_component_edges": "",
    "biconnected_components": "",
    "bridges": "Sorted by their ends; a self-loop is none.",
    "clustering": _ROWS,
    "connected_components": "",
    "constraint": f"{_CLEAN} With and without `nodes` the values are the same, also in directed graphs.",
    "core_number": "",
    "degree_centrality": "",
    "dijkstra_path_length": "Weights must be numbers of zero or more.",
    "effective_size": f"{_CLEAN} Right also for weighted and directed graphs without `nodes`; memory grows with ties.",
    "harmonic_centrality": "64 sources at once, on every core; the same values on any number of cores.",
    "has_bridges": "",
    "has_path": "",
    "in_degree_centrality": "",
    "is_biconnected": "",
    "is_connected": "",
    "is_strongly_connected": "",
    "is_weakly_connected": "",
    "multi_source_dijkstra_path_length": "Weights must be numbers of zero or more.",
    "node_connected_component": "",
    "leiden_communities": f"{_CLEAN} Undirected graphs only. `graphsvc.kernel.communities` does more.",
    "number_connected_components": "",
    "number_strongly_connected_components": "",
    "number_weakly_connected_components": "",
    "out_degree_centrality": "",
    "pagerank": "Stops at `tol` times the number of nodes, as networkx does; give 1e-12 for exact figures.",
    "resource_allocation_index": _LINKS,
    "shortest_path_length": "Weights must be numbers of zero or more; Dijkstra's method only.",
    "single_source_dijkstra_path_length": "Weights must be numbers of zero or more.",
    "single_source_shortest_path_length": "",
    "single_target_shortest_path_length": "",
    "strongly_connected_components": "",
    "transitivity": "Undirected graphs only.",
    "triangles": _ROWS,
    "weakly_connected_components": "",
}
"""{function of networkx that has a kernel: what its users should know}."""


def get_info() -> dict[str, Any]:
    """The entry point `networkx.backend_info`."""
    return {
        "backend_name": "graphsvc",
        "project": "graphsvc",
        "package": "graphsvc",
        "short_summary": "Arrays and compiled kernels for networks of actors and ties.",
        "functions": {name: {"additional_docs": note} if note else {} for name, note in FUNCTIONS.items()},
    }
