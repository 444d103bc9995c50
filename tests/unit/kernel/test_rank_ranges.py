from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.kernel.rank_ranges import (
    RankRange,
    ranks,
    ranks_without_each_respondent,
    ranks_without_some_ties,
    with_ties,
)
from graphsvc.kernel.tiegraph import TieGraph
from tests.unit.kernel.networks import ours


def contacts(graph: TieGraph) -> Mapping[Any, float | None]:
    return dict(graph.degree())


def shares(graph: TieGraph) -> Mapping[Any, float | None]:
    """A measure that says nothing of isolates."""
    return {actor: 1 / count if count else None for actor, count in graph.degree()}


@given(values=st.dictionaries(st.integers(0, 30), st.one_of(st.none(), st.integers(-3, 3).map(float))))
@pytest.mark.parametrize("lowest_first", [False, True])
def test_a_rank_is_one_more_than_how_many_are_better(values: dict[int, float | None], lowest_first: bool) -> None:
    sign = -1 if lowest_first else 1
    known = [sign * value for value in values.values() if value is not None]

    assert ranks(values, lowest_first=lowest_first) == {
        actor: None if value is None else 1 + sum(other > sign * value for other in known)
        for actor, value in values.items()
    }


def test_values_that_differ_by_rounding_share_a_rank_and_undefined_ones_have_none() -> None:
    assert ranks({"a": 0.1 + 0.2, "b": 0.3, "c": 0.2, "d": math.nan, "e": None}) == {
        "a": 1,
        "b": 1,
        "c": 3,
        "d": None,
        "e": None,
    }


def test_the_hub_of_a_star_stays_first_and_its_rays_move() -> None:
    star = ours(nx.star_graph(20))

    found = ranks_without_some_ties(star, contacts, rounds=200, seed=1)

    assert found is not None
    assert found[0] == RankRange(1, 1.0, 1.0)
    # Each ray loses its only tie in a tenth of the rounds, and is then behind the 18 that kept theirs.
    assert all(one.rank == 2 and one.best == 2.0 and one.worst == 20.0 for actor, one in found.items() if actor)


def test_the_same_seed_gives_the_same_ranges_whatever_the_share() -> None:
    graph = ours(nx.gnm_random_graph(30, 60, seed=2, directed=True))

    found = [ranks_without_some_ties(graph, contacts, rounds=20, seed=seed) for seed in (3, 3, 4)]

    assert found[0] == found[1] != found[2]
    few, many = (ranks_without_some_ties(graph, contacts, share=share, rounds=50) for share in (0.02, 0.5))
    assert few is not None
    assert many is not None
    assert width(few) < width(many)


def width(ranges: Mapping[Any, RankRange]) -> float:
    return sum((one.worst or 0) - (one.best or 0) for one in ranges.values())


def test_who_has_no_value_is_left_out_of_the_rounds_in_which_it_has_none() -> None:
    graph = TieGraph.from_arrays(range(13), [0] * 11, range(1, 12), directed=False)

    found = ranks_without_some_ties(graph, shares, rounds=50)

    assert found is not None
    assert found[12] == RankRange(None, None, None)
    assert found[1] == RankRange(1, 1.0, 1.0)
    assert ranks_without_some_ties(graph, shares, rounds=1, lowest_first=True)[0] == RankRange(1, 1.0, 1.0)


@pytest.mark.parametrize("ties", [0, 9])
def test_below_ten_ties_there_is_not_enough_data(ties: int) -> None:
    path = ours(nx.path_graph(ties + 1))

    assert ranks_without_some_ties(path, contacts) is None
    assert ranks_without_each_respondent(path, contacts) is None
    assert ranks_without_some_ties(ours(nx.path_graph(11)), contacts, rounds=1) is not None


def test_leaving_out_one_respondent_leaves_out_what_it_stated() -> None:
    """a names ten others and is named by nobody: without what a says, b, whom the others name too, is first."""
    named = [*((0, place) for place in range(1, 11)), (2, 1), (3, 1)]
    graph = TieGraph.from_arrays("abcdefghijk", *zip(*named, strict=True), directed=True)

    found = ranks_without_each_respondent(graph, contacts)

    # Three respondents: without a, without c, without d.
    ranked = {"b": [1, 2, 2], "a": [4, 1, 1]}
    assert found is not None
    for actor, expected in ranked.items():
        assert (found[actor].best, found[actor].worst) == tuple(np.percentile(expected, (5, 95)).tolist())
    assert (found["a"].rank, found["b"].rank) == (1, 2)


def test_respondents_may_share_ties_and_say_nothing() -> None:
    path = ours(nx.path_graph(11))

    found = ranks_without_each_respondent(path, contacts, [[0, 1], [], [1]])

    assert found is not None
    # Its one tie gone, it is behind the nine who keep some; without the second tie, behind the seven in the middle.
    assert found[0] == RankRange(10, *np.percentile([10, 8], (5, 95)).tolist())
    assert ranks_without_each_respondent(path, contacts, [[]]) == {
        actor: RankRange(rank, rank, rank) for actor, rank in ranks(contacts(path)).items()
    }
    with pytest.raises(ValueError, match="does not have"):
        ranks_without_each_respondent(path, contacts, [[10]])


@pytest.mark.parametrize("bad", [{"share": 0.0}, {"share": 1.0}, {"rounds": 0}])
def test_a_share_or_a_number_of_rounds_out_of_range_is_refused(bad: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="share must lie"):
        ranks_without_some_ties(ours(nx.path_graph(20)), contacts, **bad)


@pytest.mark.parametrize("directed", [False, True])
def test_ties_that_stay_keep_their_numbers(directed: bool) -> None:
    graph = TieGraph.from_arrays(
        "abc", [0, 1, 2], [1, 2, 0], directed=directed, strength=[1.0, 2.0, 3.0], length=[4, 5, 6], kind=[7, 8, 9]
    )
    stays = np.array([True, False, True])

    left = with_ties(graph, stays)

    every = list(graph.edges(data=True))
    assert list(left) == list(graph)
    assert list(left.edges(data=True)) == [tie for tie, kept in zip(every, stays, strict=True) if kept]
