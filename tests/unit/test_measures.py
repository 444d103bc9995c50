from __future__ import annotations

import math
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc import measures
from graphsvc.kernel.tiegraph import TieGraph
from graphsvc.measure_kinds import BadParameter, Cost, Direction, Measure
from graphsvc.measures import UnknownMeasure, measure, register

NAMES = [
    "betweenness", "clustering", "components", "constraint", "core_number", "cut_actors", "degree", "effective_size",
    "efficiency", "harmonic", "hierarchy", "pagerank", "reach",
]  # fmt: skip


@pytest.fixture
def line() -> TieGraph:
    """a - b - c, and d alone."""
    return TieGraph.from_arrays("abcd", [0, 1], [1, 2], directed=False, strength=[1.0, 3.0])


@pytest.fixture
def unregistered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measures, "_REGISTER", dict(measures._REGISTER))


def test_all_measures_are_offered_each_with_a_line_of_description() -> None:
    assert list(measures.measures()) == NAMES
    assert all(one.description and "\n" not in one.description for one in measures.measures().values())
    assert all(one.label == f"measure.{name}" for name, one in measures.measures().items())


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("degree", {"a": 1, "b": 2, "c": 1, "d": 0}),
        ("betweenness", {"a": 0.0, "b": 1 / 3, "c": 0.0, "d": 0.0}),
        ("constraint", {"a": 1.0, "b": (1 / 4) ** 2 + (3 / 4) ** 2, "c": 1.0, "d": None}),
        ("effective_size", {"a": 1.0, "b": 2.0, "c": 1.0, "d": None}),
        ("efficiency", {"a": 1.0, "b": 1.0, "c": 1.0, "d": None}),
        ("clustering", {"a": 0.0, "b": 0.0, "c": 0.0, "d": 0.0}),
        ("core_number", {"a": 1, "b": 1, "c": 1, "d": 0}),
        ("components", {"a": 1, "b": 1, "c": 1, "d": 2}),
        ("harmonic", {"a": 0.5, "b": 2 / 3, "c": 0.5, "d": 0.0}),
        ("reach", {"a": 2, "b": 2, "c": 2, "d": 0}),
    ],
)
def test_values_of_a_line_and_an_isolate(line: TieGraph, name: str, values: dict[str, float | None]) -> None:
    found = measure(name, line)

    assert found.measure == name
    assert found.values == {actor: value if value is None else pytest.approx(value) for actor, value in values.items()}


def test_strengths_are_read_where_there_are_any(line: TieGraph) -> None:
    found = measure("hierarchy", line).values

    shares = [2 * value / (1 / 16 + 9 / 16) for value in (1 / 16, 9 / 16)]
    assert found["b"] == pytest.approx(sum(share * math.log(share) for share in shares) / (2 * math.log(2)))
    assert found["d"] is None


@given(
    ties=st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(1, 9)), max_size=20),
    directed=st.booleans(),
    damping=st.sampled_from([0.0, 0.85, 0.99, 0.998, 0.999]),
)
def test_pagerank_solves_its_equations_however_much_is_passed_on(
    ties: list[tuple[int, int, int]], directed: bool, damping: float
) -> None:
    ties += [(0, 1, 1), (1, 2, 1), (2, 0, 1)]
    ego, alter, strength = zip(*ties, strict=True)
    graph = TieGraph.from_arrays(range(8), ego, alter, directed=directed, strength=np.array(strength, float))
    passed = np.zeros((8, 8))
    for one, other, number in ties:
        if one != other:
            passed[other, one] += number
            passed[one, other] += 0 if directed else number
    passed[:, passed.sum(axis=0) == 0] = 1
    passed /= passed.sum(axis=0)
    exact = np.linalg.solve(np.eye(8) - damping * passed, np.full(8, (1 - damping) / 8))

    found = measure("pagerank", graph, damping=damping).values

    assert [found[actor] for actor in range(8)] == pytest.approx(exact, abs=1e-9)


@pytest.mark.parametrize("contacts", [3, 50, 2_000])
@pytest.mark.parametrize("damping", [0.85, 0.99, 0.999])
def test_pagerank_of_a_star_settles_though_standing_swings_to_and_fro(contacts: int, damping: float) -> None:
    """hub = (1 - d) / n + d (1 - hub), as all others pass all that they have to it."""
    star = TieGraph.from_arrays(range(contacts + 1), [0] * contacts, range(1, contacts + 1), directed=False)

    found = measure("pagerank", star, damping=damping).values

    hub = ((1 - damping) / (contacts + 1) + damping) / (1 + damping)
    assert found[0] == pytest.approx(hub, abs=1e-9)
    assert found[1] == pytest.approx((1 - hub) / contacts, abs=1e-9)


def test_pagerank_is_exact_and_adds_up_to_one(line: TieGraph) -> None:
    found = measure("pagerank", line, damping=0.5).values

    graph = nx.Graph([("a", "b", {"weight": 1}), ("b", "c", {"weight": 3})])
    graph.add_node("d")
    expected = nx.pagerank(graph, alpha=0.5, tol=1e-14, max_iter=1000)
    assert found == {actor: pytest.approx(expected[actor], abs=1e-9) for actor in "abcd"}
    assert sum(value for value in found.values() if isinstance(value, float)) == pytest.approx(1)


def test_a_directed_degree_counts_contacts_and_each_direction() -> None:
    graph = TieGraph.from_arrays("abc", [0, 1, 2], [1, 0, 0], directed=True)

    found = measure("degree", graph).values

    assert found == {
        "a": {"degree": 2, "in": 2, "out": 1},
        "b": {"degree": 1, "in": 1, "out": 1},
        "c": {"degree": 1, "in": 0, "out": 1},
    }


def test_the_core_of_a_pair_tied_both_ways_is_that_of_one_tie() -> None:
    graph = TieGraph.from_arrays("ab", [0, 1], [1, 0], directed=True)

    assert measure("core_number", graph).values == {"a": 1, "b": 1}


def test_parts_are_numbered_by_size_and_equal_ones_by_their_first_actor() -> None:
    graph = TieGraph.from_arrays("abcdefg", [2, 3, 1], [3, 6, 5], directed=True)

    assert measure("components", graph).values == {"a": 3, "b": 2, "c": 1, "d": 1, "e": 4, "f": 2, "g": 1}


def test_betweenness_takes_lengths_where_there_are_any() -> None:
    graph = TieGraph.from_arrays("abc", [0, 1, 0], [1, 2, 2], directed=False, length=[1, 1, 5])

    assert measure("betweenness", graph, normalized=False).values == {"a": 0.0, "b": 1.0, "c": 0.0}


def test_a_cut_actor_says_what_falls_off_without_it(line: TieGraph) -> None:
    nothing = {"parts_cut_off": 0, "actors_cut_off": 0}

    assert measure("cut_actors", line).values == {
        "a": {**nothing, "fragmentation": pytest.approx(2 / 3)},
        "b": {"parts_cut_off": 1, "actors_cut_off": 1, "fragmentation": 1.0},
        "c": {**nothing, "fragmentation": pytest.approx(2 / 3)},
        "d": {**nothing, "fragmentation": 0.0},
    }
    pair = TieGraph.from_arrays("ab", [0], [1], directed=False)
    assert measure("cut_actors", pair).values == {actor: {**nothing, "fragmentation": None} for actor in "ab"}


@pytest.mark.parametrize(
    ("direction", "harmonic", "reached"),
    [
        ("in", {"a": 0.0, "b": 1.0, "c": 1.5}, {"a": 0, "b": 1, "c": 1}),
        ("out", {"a": 1.5, "b": 1.0, "c": 0.0}, {"a": 1, "b": 1, "c": 0}),
        ("either", {"a": 1.5, "b": 2.0, "c": 1.5}, {"a": 1, "b": 2, "c": 1}),
    ],
)
def test_who_is_near_depends_on_the_direction(
    direction: str, harmonic: dict[str, float], reached: dict[str, int]
) -> None:
    chain = TieGraph.from_arrays("abc", [0, 1], [1, 2], directed=True)

    assert measure("harmonic", chain, direction=direction, normalized=False).values == harmonic
    assert measure("reach", chain, direction=direction, steps=1).values == reached
    assert (
        measure("reach", chain, direction=direction, steps=10**12).values
        == measure("reach", chain, direction=direction).values
    )


def test_sampled_harmonic_centrality_names_its_parameters(line: TieGraph) -> None:
    found = measure("harmonic", line, epsilon=0.05)

    assert found.parameters == {"normalized": True, "direction": "in", "epsilon": 0.05, "delta": 0.1, "seed": 0}
    assert found.values["b"] == pytest.approx(2 / 3)


def test_sampled_betweenness_names_its_parameters(line: TieGraph) -> None:
    found = measure("betweenness", line, epsilon=0.05, seed=2)

    assert found.parameters == {"normalized": True, "epsilon": 0.05, "delta": 0.1, "seed": 2}
    assert found.values["b"] == pytest.approx(1 / 3, abs=0.05)


@given(actors=st.integers(0, 4), directed=st.booleans(), name=st.sampled_from(NAMES))
def test_without_ties_every_measure_has_a_value_or_none_for_everybody(actors: int, directed: bool, name: str) -> None:
    graph = TieGraph.from_arrays(range(actors), [], [], directed=directed)

    found = measure(name, graph).values

    assert list(found) == list(range(actors))
    assert all(value is None or isinstance(value, dict) or math.isfinite(value) for value in found.values())


def test_an_unknown_name_is_answered_with_the_names(line: TieGraph) -> None:
    with pytest.raises(UnknownMeasure) as caught:
        measure("beauty", line)

    assert all(name in caught.value.hint for name in NAMES)
    assert "beauty" not in caught.value.message


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("degree", {"normalized": True}),
        ("betweenness", {"normalized": 1}),
        ("betweenness", {"seed": 1.5}),
        ("betweenness", {"seed": True}),
        ("betweenness", {"epsilon": "small"}),
        ("betweenness", {"epsilon": 2.0}),
        ("betweenness", {"epsilon": 0.1, "delta": 0}),
        ("betweenness", {"epsilon": 0.1, "normalized": False}),
        ("harmonic", {"epsilon": 2.0}),
        ("harmonic", {"epsilon": 0.1, "normalized": False}),
        ("harmonic", {"epsilon": 0.1, "seed": -1}),
        ("harmonic", {"direction": "sideways"}),
        ("harmonic", {"direction": 1}),
        ("reach", {"steps": 0}),
        ("reach", {"steps": 1.5}),
        ("cut_actors", {"k": 1}),
        ("pagerank", {"damping": float("nan")}),
        ("pagerank", {"damping": 1}),
        ("pagerank", {"damping": 0.9995}),
    ],
)
def test_parameters_that_a_measure_cannot_take_are_refused(
    line: TieGraph, name: str, parameters: dict[str, Any]
) -> None:
    with pytest.raises(BadParameter):
        measure(name, line, **parameters)


def test_nothing_chosen_may_be_said_where_nothing_is_the_default(line: TieGraph) -> None:
    assert measure("betweenness", line, epsilon=None).parameters["epsilon"] is None


@pytest.mark.usefixtures("unregistered")
def test_a_later_measure_joins_by_registering(line: TieGraph) -> None:
    ones = Measure(
        "ones",
        "measure.ones",
        "one each",
        Direction.EITHER,
        None,
        Cost.LINEAR,
        lambda graph, _: dict.fromkeys(graph, 1),
    )

    register(ones)

    assert measure("ones", line).values == dict.fromkeys("abcd", 1)
    with pytest.raises(ValueError, match="already"):
        register(ones)


def test_named_numbers_that_are_undefined_are_none() -> None:
    assert measures._defined({"one": math.nan, "two": 2, "three": None}) == {"one": None, "two": 2, "three": None}
