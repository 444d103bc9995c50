"""Who carries the routes to targets, and what a new tie takes off: against counting all shortest routes one by one."""

from __future__ import annotations

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.kernel.tiegraph import TieGraph
from queries.broker_load import BrokerLoad, busiest_broker, relieved

SIZE = 11


@st.composite
def questions(draw: st.DrawFn) -> tuple[nx.Graph, list[int], list[int], int]:
    """A graph, those who ask, their targets, and how many ties are near."""
    pairs = st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1)).filter(lambda pair: pair[0] != pair[1])
    graph = nx.empty_graph(SIZE)
    graph.add_edges_from(draw(st.lists(pairs, min_size=4, max_size=22)))
    order = draw(st.permutations(range(SIZE)))
    asking, reached = draw(st.integers(1, 3)), draw(st.integers(1, 6))
    return graph, sorted(order[:asking]), sorted(order[asking : asking + reached]), draw(st.integers(2, 4))


def of(graph: nx.Graph) -> TieGraph:
    """The same for the kernel."""
    ends = np.array(sorted(graph.edges), dtype=np.int64).reshape(-1, 2)
    return TieGraph.from_arrays(range(SIZE), ends[:, 0], ends[:, 1], directed=False)


def away(graph: nx.Graph, sources: list[int]) -> dict[int, int]:
    """{actor: ties from the nearest of the sources}."""
    present = [one for one in sources if one in graph]
    return dict(nx.multi_source_dijkstra_path_length(graph, set(present), weight=None)) if present else {}


def hanging(graph: nx.Graph, sources: list[int], targets: list[int], steps: int) -> dict[int, list[int]]:
    """{actor: the targets within `steps` to which every shortest route goes through it}."""
    now = away(graph, sources)
    near = [one for one in targets if 0 < now.get(one, SIZE) <= steps]
    found = {}
    for broker in sorted(set(graph) - set(sources)):
        without = graph.copy()
        without.remove_node(broker)
        then = away(without, sources)
        found[broker] = [one for one in near if one != broker and then.get(one, SIZE) > now[one]]
    return {broker: some for broker, some in found.items() if some}


@given(asked=questions())
def test_the_busiest_is_the_one_without_whom_most_targets_are_farther(
    asked: tuple[nx.Graph, list[int], list[int], int],
) -> None:
    graph, sources, targets, steps = asked
    expected = hanging(graph, sources, targets, steps)

    found = busiest_broker(of(graph), np.array(sources), np.array(targets), steps=steps)

    if not expected:
        assert found is None
        return
    busiest = max(expected, key=lambda broker: (len(expected[broker]), -broker))
    assert found is not None
    assert (found.broker, found.carried.tolist()) == (busiest, expected[busiest])
    now = away(graph, sources)
    assert found.distance.tolist() == [now[one] for one in expected[busiest]]


@given(asked=questions())
def test_a_tie_takes_off_the_targets_that_it_gives_a_way_as_short(
    asked: tuple[nx.Graph, list[int], list[int], int],
) -> None:
    graph, sources, targets, steps = asked
    load = busiest_broker(of(graph), np.array(sources), np.array(targets), steps=steps)
    if load is None:
        return
    now = away(graph, sources)
    expected = []
    for other in range(SIZE):
        changed = graph.copy()
        changed.add_edge(sources[0], other)
        changed.remove_node(load.broker)
        then = away(changed, sources)
        expected.append(sum(then.get(one, SIZE) <= now[one] for one in load.carried.tolist()))

    assert relieved(of(graph), load).tolist() == expected


def test_two_ways_as_short_hang_on_nobody() -> None:
    graph = nx.Graph([(0, 1), (0, 2), (1, 3), (2, 3), (3, 4)])
    graph.add_nodes_from(range(SIZE))

    assert busiest_broker(of(graph), np.array([0]), np.array([3]), steps=3) is None
    found = busiest_broker(of(graph), np.array([0]), np.array([3, 4]), steps=3)
    assert found is not None
    assert isinstance(found, BrokerLoad)
    assert (found.broker, found.carried.tolist()) == (3, [4])
