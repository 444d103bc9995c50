from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.kernel.routes import Distinct, introduction_routes
from graphsvc.kernel.tiegraph import TieGraph
from tests.unit.kernel.routing import Asked, Ties, lengths_of, question, tied


@pytest.mark.parametrize("distinct", Distinct)
def test_thousands_of_questions_are_answered_as_by_trying_all_routes(distinct: Distinct) -> None:
    chance = random.Random(7)
    asked = [question(chance) for _ in range(2_000)]

    different = [one for one in asked if one.answer(distinct) != one.by_trying_all(distinct)]

    assert different == []


@pytest.mark.parametrize("distinct", Distinct)
@pytest.mark.parametrize("longest_tie", [1, 3, 10**9])
def test_the_best_connected_are_answered_as_by_trying_all_routes(distinct: Distinct, longest_tie: int) -> None:
    """More first steps than are tried first, so that both sides meet by length."""
    chance = random.Random(longest_tie)
    pull = [1 + 40 // (1 + actor) for actor in range(90)]
    for _ in range(6):
        ties = [(*chance.choices(range(90), pull, k=2), chance.randint(1, longest_tie)) for _ in range(330)]
        graph = tied(90, [tie for tie in ties if tie[0] != tie[1]], directed=chance.random() < 0.5)
        source, target = chance.sample(range(5), 2)
        asked = Asked(graph, (source,), (target,), chance.choice([1, 5, 20]), 4, None, ())

        assert asked.answer(distinct) == asked.by_trying_all(distinct)


@given(seed=st.randoms(use_true_random=False), distinct=st.sampled_from(Distinct))
def test_any_question_is_answered_as_by_trying_all_routes(seed: random.Random, distinct: Distinct) -> None:
    asked = question(seed)

    assert asked.answer(distinct) == asked.by_trying_all(distinct)


@given(
    ties=st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8), st.integers(1, 9)), min_size=1, max_size=25),
    directed=st.booleans(),
)
def test_networkx_finds_routes_of_the_same_lengths_in_the_same_order(ties: Ties, directed: bool) -> None:
    graph = tied(9, ties, directed=directed)
    theirs = nx.DiGraph()
    theirs.add_nodes_from(range(9))
    theirs.add_weighted_edges_from((a, b, length) for (a, b), length in lengths_of(graph).items())

    found = introduction_routes(graph, 0, 1, k=6, longest=6)

    try:
        routes = [tuple(route) for route in nx.shortest_simple_paths(theirs, 0, 1, weight="weight")]
    except nx.NetworkXNoPath:
        routes = []
    short = [route for route in routes if len(route) <= 7]
    assert [route.length for route in found] == [nx.path_weight(theirs, route, "weight") for route in short[:6]]
    assert {route.places for route in found} <= set(short)


def test_equal_lengths_go_by_the_weakest_tie_then_by_ties_then_by_actors() -> None:
    uneven, even, long = [(0, 2, 1), (2, 1, 5)], [(0, 4, 3), (4, 1, 3)], [(0, 5, 2), (5, 6, 1), (6, 1, 3)]
    twin = [(0, 3, 3), (3, 1, 3)]

    found = introduction_routes(tied(7, [*uneven, *even, *long, *twin]), 0, 1, k=9)

    assert [route.places for route in found] == [(0, 3, 1), (0, 4, 1), (0, 5, 6, 1), (0, 2, 1)]
    assert {route.length for route in found} == {6}


@pytest.mark.parametrize("distinct", Distinct)
def test_who_is_nearer_by_more_ties_is_not_lost(distinct: Distinct) -> None:
    """A missed route: 6 is one long tie or two short ones from 10. The leaves keep it from those tried first."""
    network = """9-8-2 2-2-1 7-8-3 9-2-1 3-9-3 5-6-1 1-7-1 5-4-3 3-8-1 4-9-2 6-1-3 9-2-3 0-9-3 0-8-2 11-7-3 5-10-1
    5-4-3 3-7-1 10-11-3 0-6-1 9-7-1 0-8-1 4-8-1"""
    core = [tuple(map(int, tie.split("-"))) for tie in network.split()]
    leaves = [(end, 12 + 20 * place + leaf, 1) for place, end in enumerate((7, 10, 1)) for leaf in range(20)]
    asked = Asked(tied(72, [*core, *leaves]), (7,), (10, 1), 2, 6, None, ())

    assert asked.answer(distinct) == asked.by_trying_all(distinct)
    assert asked.answer(distinct)[-1].places == (7, 3, 8, 0, 6, 5, 10)


def test_routes_that_yen_published() -> None:
    """The example of Yen (1971) as it is told since: C to H in 5, 7, 8, 8, 8, 11, 11."""
    c, d, e, f, g, h = range(6)
    ties = [(c, d, 3), (c, e, 2), (d, f, 4), (e, d, 1), (e, f, 2), (e, g, 3), (f, g, 2), (f, h, 1), (g, h, 2)]

    found = introduction_routes(tied(6, ties, directed=True), c, h, k=20, longest=6)

    assert [route.length for route in found] == [5, 7, 8, 8, 8, 11, 11]


def test_each_way_of_being_different() -> None:
    ties = [(0, 2, 1), (2, 3, 1), (3, 1, 1), (2, 4, 1), (4, 1, 2), (0, 5, 9), (5, 3, 9), (0, 1, 30)]
    graph = tied(6, ties, directed=True)

    by_distinct = {
        distinct: [route.places for route in introduction_routes(graph, 0, 1, k=9, distinct=distinct)]
        for distinct in Distinct
    }

    assert by_distinct == {
        Distinct.NONE: [(0, 2, 3, 1), (0, 2, 4, 1), (0, 5, 3, 1), (0, 1)],
        Distinct.FIRST_STEP: [(0, 2, 3, 1), (0, 5, 3, 1), (0, 1)],
        Distinct.LAST_INTRODUCER: [(0, 2, 3, 1), (0, 2, 4, 1), (0, 1)],
    }


def test_without_any_way_there_is_no_route() -> None:
    assert introduction_routes(tied(2, []), 0, 1, k=3) == ()
    assert introduction_routes(tied(4, [(0, 2, 1), (3, 1, 1)]), 0, 1, k=3) == ()
    assert introduction_routes(tied(3, [(0, 2, 1), (2, 1, 1)]), 0, 1, k=3, longest=1) == ()
    assert introduction_routes(tied(3, [(2, 0, 1), (1, 2, 1)], directed=True), 0, 1, k=3) == ()


def test_a_blocked_or_late_via_leaves_no_route() -> None:
    graph = tied(3, [(0, 2, 1), (2, 1, 1)])

    assert introduction_routes(graph, 0, 1, k=3, via=[2], blocked=np.array([False, False, True])) == ()
    assert introduction_routes(graph, 0, 1, k=3, via=[2], longest=1) == ()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"sources": [0, 1]}, "An actor is both source and target."),
        ({"sources": []}, "Routes need at least one source and one target."),
        ({"sources": 3}, "An actor in sources is not in the graph."),
        ({"targets": -1}, "An actor in targets is not in the graph."),
        ({"via": [0]}, "An actor in via is an end of the routes."),
        ({"via": [2, 2]}, "An actor is in via twice."),
        ({"k": 0}, "k must be at least 1."),
        ({"longest": 0}, "longest must lie between 1 and 6."),
        ({"longest": 7}, "longest must lie between 1 and 6."),
        ({"blocked": np.zeros(2, dtype=np.bool_)}, "blocked must hold one truth value for each actor."),
    ],
)
def test_a_question_without_sense_is_refused(wrong: dict[str, object], sentence: str) -> None:
    asked = {"sources": 0, "targets": 1, "k": 1, **wrong}

    with pytest.raises(ValueError, match=f"^{sentence}$"):
        introduction_routes(tied(3, [(0, 1, 1)]), **asked)


@pytest.mark.parametrize(
    ("lengths", "sentence"),
    [([0.5], "Routes need lengths that are whole numbers."), ([2**60], "A tie is too long for routes.")],
)
def test_lengths_that_cannot_be_added_exactly_are_refused(lengths: list[float], sentence: str) -> None:
    graph = TieGraph.from_arrays(range(2), [0], [1], directed=False, length=lengths)

    with pytest.raises(ValueError, match=f"^{sentence}$"):
        introduction_routes(graph, 0, 1, k=1)


def test_many_threads_that_ask_at_once_get_what_one_gets() -> None:
    chance = random.Random(3)
    asked = [question(chance) for _ in range(400)]
    alone = [one.answer() for one in asked]

    with ThreadPoolExecutor(16) as pool:
        together = [list(pool.map(Asked.answer, asked)) for _ in range(5)]

    assert all(answers == alone for answers in together)


def test_a_question_leaves_nothing_behind_for_the_next() -> None:
    graph = tied(5, [(0, 2, 1), (2, 1, 1), (0, 3, 2), (3, 1, 2), (2, 3, 1), (3, 4, 1)])

    answers = [introduction_routes(graph, 0, end, k=9, longest=longest) for longest in (6, 4, 6) for end in (1, 4, 1)]

    assert len({answers[0], answers[2], answers[6], answers[8]}) == 1
    assert list(islice(answers, 1, 8, 6)) == [introduction_routes(graph, 0, 4, k=9, longest=6)] * 2
