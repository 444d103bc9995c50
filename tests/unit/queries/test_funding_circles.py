"""Which hops close a circle and are left out of a drawing."""

from __future__ import annotations

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from queries.funding_reach import closing

HOPS = st.dictionaries(
    st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] != pair[1]),
    st.tuples(st.integers(0, 3), st.integers(1, 4)),
    max_size=25,
)


@given(HOPS)
def test_without_them_nothing_goes_round_and_each_of_them_would(hops: dict[tuple[int, int], tuple[int, int]]) -> None:
    left = closing((pair, *of) for pair, of in hops.items())

    drawn = nx.DiGraph(pair for pair in hops if pair not in left)
    assert nx.is_directed_acyclic_graph(drawn)
    for ego, alter in left:
        assert drawn.has_node(alter)
        assert nx.has_path(drawn, alter, ego)


def test_of_equal_amounts_the_one_farther_from_the_payers_closes_the_circle() -> None:
    assert closing([((5, 2), 0, 1), ((2, 5), 0, 2)]) == {(2, 5)}
    assert closing([((2, 5), 0, 1), ((5, 2), 0, 2)]) == {(5, 2)}


def test_the_smallest_amount_closes_the_circle_wherever_it_stands() -> None:
    assert closing([((1, 2), 5, 1), ((2, 3), 9, 2), ((3, 1), 7, 3)]) == {(1, 2)}
