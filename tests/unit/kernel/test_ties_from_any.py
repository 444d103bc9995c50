"""How far everybody is from the nearest of several, against networkx."""

from __future__ import annotations

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.kernel.distances import ties_from_any
from graphsvc.kernel.tiegraph import TieGraph


@given(seed=st.integers(0, 10**6), actors=st.integers(1, 30), density=st.floats(0.0, 0.3), starts=st.integers(1, 4))
def test_it_is_the_least_of_the_distances_from_each(seed: int, actors: int, density: float, starts: int) -> None:
    graph = nx.gnp_random_graph(actors, density, seed=seed)
    ego, alter = np.array(list(graph.edges), dtype=np.int64).reshape(-1, 2).T
    held = TieGraph.from_arrays(range(actors), ego, alter, directed=False)
    chosen = np.unique(np.arange(starts) * 7 % actors)

    found = ties_from_any(held.forward, chosen)

    from_each = [nx.single_source_shortest_path_length(graph, int(start)) for start in chosen]
    assert found.tolist() == [min((ties[n] for ties in from_each if n in ties), default=-1) for n in range(actors)]
