"""Least and most of a funder's money, against networkx on exact networks, and the paths that are shown."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from graphsvc.kernel.attribution import all_money, own_money, trace
from graphsvc.kernel.flow_bounds import MoneyRanges, largest_flow
from graphsvc.kernel.flow_paths import widest_paths
from tests.unit.kernel.flowing import Payment, Slow, graph_of, payments

F1, F2, A, B, C, D = range(6)
CIRCLE = [(F1, A, 100, 1), (F2, B, 50, 1), (A, B, 60, 1), (B, A, 30, 1), (A, C, 40, 1), (B, D, 50, 1)]
TEXTBOOK = [(0, 1, 16), (0, 2, 13), (2, 1, 4), (1, 3, 12), (3, 2, 9), (2, 4, 14), (4, 3, 7), (3, 5, 20), (4, 5, 4)]


def test_the_published_range() -> None:
    graph = graph_of(CIRCLE, 6)

    assert MoneyRanges(graph, own_money(graph, F1)).of(C) == (10, 40)


def test_the_textbook_flow() -> None:
    ego, alter, capacity = (np.array(column) for column in zip(*TEXTBOOK, strict=True))

    assert largest_flow(6, ego, alter, capacity, 0, 5) == 23


def test_capacities_beyond_32_bits_are_kept_and_beyond_64_refused() -> None:
    ends = np.array([0, 1]), np.array([1, 2])

    assert largest_flow(3, *ends, np.array([3 * 10**18, 10**17]), 0, 2) == 10**17
    with pytest.raises(OverflowError):
        largest_flow(3, *ends, np.array([2**62, 2**62]), 0, 2)


def test_ranges_of_very_large_amounts() -> None:
    most = 10**17
    graph = graph_of([(F1, A, most, 1), (F2, A, most - 1, 1), (A, B, most, 1)], 6)

    assert MoneyRanges(graph, own_money(graph, F1)).of(B) == (1, most)


def test_what_comes_only_through_an_intermediary_has_no_range() -> None:
    graph = graph_of([(F1, A, 60, 1), (F2, A, 40, 1), (A, B, 100, 1), (F2, B, 7, 1)], 6)

    assert MoneyRanges(graph, *all_money(graph, A)).of(B) == (100, 100)


@given(payments())
def test_ranges_are_those_of_networkx_and_hold_what_is_traced(drawn: tuple[list[Payment], int]) -> None:
    rows, actors = drawn
    slow, graph = Slow(rows), graph_of(rows, actors)
    assume(not slow.closed())
    for source in range(actors):
        ranges, traced = MoneyRanges(graph, own_money(graph, source)), trace(graph, own_money(graph, source))
        for actor in set(range(actors)) - {source}:
            least, most = ranges.of(actor)
            assert (least, most) == slow.bounds(source, actor)
            assert least <= traced.arriving(actor) <= most


@given(payments())
def test_in_one_year_the_range_without_circles_is_the_usual_formula(drawn: tuple[list[Payment], int]) -> None:
    """least = max(0, what came less the largest flow of everybody else's money), where nothing comes back."""
    rows = [(ego, alter, amount, 1) for ego, alter, amount, _ in drawn[0] if ego < alter]
    assume(rows)
    slow, graph = Slow(rows), graph_of(rows, drawn[1])
    for source in range(drawn[1]):
        for actor in set(range(drawn[1])) - {source}:
            others = nx.DiGraph()
            others.add_nodes_from(("start", (actor, 1)))
            others.add_edges_from((*pair, {"capacity": amount}) for pair, amount in slow.ties.items())
            for node, amount in slow.own.items():
                if node[0] not in {source, actor}:
                    others.add_edge("start", node, capacity=amount)
            came = sum(amount for (_, alter), amount in slow.paid.items() if alter[0] == actor)
            least = max(0, came - nx.maximum_flow_value(others, "start", (actor, 1)))
            assert MoneyRanges(graph, own_money(graph, source)).of(actor)[0] == least


@given(payments(years=2))
def test_ranges_in_one_year_hold_what_is_traced_there(drawn: tuple[list[Payment], int]) -> None:
    rows, actors = drawn
    graph = graph_of(rows, actors)
    assume(not Slow(rows).closed())
    for source in range(actors):
        ranges, traced = MoneyRanges(graph, own_money(graph, source)), trace(graph, own_money(graph, source))
        for actor in set(range(actors)) - {source}:
            for year in (2020, 2021, 1999):
                least, most = ranges.of(actor, year)
                assert 0 <= least <= traced.arriving(actor, year) <= most


@given(payments())
def test_ranges_of_all_money_hold_what_is_traced(drawn: tuple[list[Payment], int]) -> None:
    rows, actors = drawn
    graph = graph_of(rows, actors)
    assume(not Slow(rows).closed())
    for source in range(actors):
        origin, ends_at = all_money(graph, source)
        ranges, traced = MoneyRanges(graph, origin, ends_at), trace(graph, origin, ends_at)
        for actor in set(range(actors)) - {source}:
            least, most = ranges.of(actor)
            assert least <= traced.arriving(actor) <= most


def test_the_widest_path_comes_first() -> None:
    ties = {1: (0, 1, 10), 2: (1, 3, 8), 3: (0, 2, 5), 4: (2, 3, 9), 5: (1, 2, 2)}

    paths, beyond = widest_paths(ties, [0], [3], limit=5)

    assert [(path.ties, path.amount) for path in paths] == [((1, 2), 8), ((3, 4), 5), ((1, 5, 4), 2)]
    assert beyond == 2


@given(payments(years=1), st.integers(1, 20))
def test_paths_never_carry_more_than_ties_hold(drawn: tuple[list[Payment], int], limit: int) -> None:
    rows, actors = drawn
    ties = {number: (ego, alter, amount) for number, (ego, alter, amount, _) in enumerate(rows)}

    paths, _ = widest_paths(ties, [0], [actors - 1], limit=limit)

    used = dict.fromkeys(ties, 0)
    for path in paths:
        nodes = [ties[path.ties[0]][0], *(ties[tie][1] for tie in path.ties)]
        assert (nodes[0], nodes[-1], len(set(nodes))) == (0, actors - 1, len(nodes))
        assert all(ties[one][1] == ties[other][0] for one, other in zip(path.ties, path.ties[1:], strict=False))
        for tie in path.ties:
            used[tie] += path.amount
    assert all(used[tie] <= ties[tie][2] for tie in ties)
    assert [path.amount for path in paths] == sorted((path.amount for path in paths), reverse=True)
    if len(paths) < limit:
        left = nx.DiGraph([(ego, alter) for tie, (ego, alter, amount) in ties.items() if used[tie] < amount])
        assert not (left.has_node(0) and left.has_node(actors - 1) and nx.has_path(left, 0, actors - 1))
