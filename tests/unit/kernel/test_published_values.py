"""Values that were printed, or computed by other programs, before this one: each names its origin."""

from __future__ import annotations

import math
from typing import Any

import networkx as nx
import pytest

from graphsvc.kernel.holes import efficiency, hierarchy
from graphsvc.kernel.tiegraph import TieGraph
from tests.unit.kernel.networks import ours

KITE = "01 02 03 05 13 14 16 23 25 34 35 36 46 56 57 67 78 89"
KITE_NAMES = ("Andre", "Beverley", "Carol", "Diane", "Ed", "Fernando", "Garth", "Heather", "Ike", "Jane")

FAMILIES = [
    "Acciaiuoli",
    "Albizzi",
    "Barbadori",
    "Bischeri",
    "Castellani",
    "Ginori",
    "Guadagni",
    "Lamberteschi",
    "Medici",
    "Pazzi",
    "Peruzzi",
    "Pucci",
    "Ridolfi",
    "Salviati",
    "Strozzi",
    "Tornabuoni",
]
MARRIAGES = "1-9 2-6 2-7 2-9 3-5 3-9 4-7 4-11 4-15 5-11 5-15 7-8 7-16 9-13 9-14 9-16 10-14 11-15 13-15 13-16"

BORGATTI = {
    "AB": 2, "AF": 3, "AG": 5, "AE": 2, "EG": 8, "FG": 3, "BG": 4, "BD": 1, "DG": 3, "GC": 10,
}  # fmt: skip


def network(ties: dict[str, float], *, directed: bool = False) -> TieGraph:
    ids = sorted(set("".join(ties)))
    ego, alter = ([ids.index(pair[end]) for pair in ties] for end in (0, 1))
    return TieGraph.from_arrays(ids, ego, alter, directed=directed, strength=list(ties.values()))


@pytest.fixture
def kite() -> TieGraph:
    ego, alter = ([int(pair[end]) for pair in KITE.split()] for end in (0, 1))
    return TieGraph.from_arrays(KITE_NAMES, ego, alter, directed=False)


@pytest.fixture
def families() -> TieGraph:
    pairs = [pair.split("-") for pair in MARRIAGES.split()]
    ego, alter = ([int(pair[end]) - 1 for pair in pairs] for end in (0, 1))
    return TieGraph.from_arrays(FAMILIES, ego, alter, directed=False)


def zachary() -> Any:
    return nx.karate_club_graph()


@pytest.mark.parametrize(
    ("actors", "betweenness", "constraint", "effective_size", "core"),
    [
        (("Andre", "Beverley"), 0.8333, 0.5412, 2, 3),
        (("Carol", "Ed"), 0, 0.6641, 1, 3),
        (("Diane",), 3.6667, 0.4702, 3.3333, 3),
        (("Fernando", "Garth"), 8.3333, 0.4451, 3, 3),
        (("Heather",), 14, 0.4311, 2.3333, 2),
        (("Ike",), 8, 0.5, 2, 1),
        (("Jane",), 0, 1, 1, 1),
    ],
)
def test_krackhardts_kite(  # Krackhardt (1990), Administrative Science Quarterly 35, 342-369
    kite: TieGraph,
    actors: tuple[str, ...],
    betweenness: float,
    constraint: float,
    effective_size: float,
    core: int,
) -> None:
    found = [
        nx.betweenness_centrality(kite, normalized=False),
        nx.constraint(kite),
        nx.effective_size(kite),
        nx.core_number(kite),
    ]

    for actor in actors:
        values = [measure[actor] for measure in found]
        assert values == pytest.approx([betweenness, constraint, effective_size, core], abs=5e-5)


def test_betweenness_of_the_florentine_families(families: TieGraph) -> None:
    """Padgett's marriages: Wasserman and Faust (1994); divided by 105 with Pucci, by 91 without."""
    raw = nx.betweenness_centrality(families, normalized=False)

    expected = {
        "Medici": 47.5, "Guadagni": 23.1667, "Albizzi": 19.3333, "Salviati": 13, "Ridolfi": 10.3333, "Bischeri": 9.5,
        "Strozzi": 9.3333, "Barbadori": 8.5, "Tornabuoni": 8.3333, "Castellani": 5, "Peruzzi": 2,
    }  # fmt: skip
    assert raw == pytest.approx({**dict.fromkeys(FAMILIES, 0), **expected}, abs=5e-5)
    assert nx.betweenness_centrality(families)["Medici"] == pytest.approx(0.4524, abs=5e-5)


def test_betweenness_of_the_medici_without_the_isolate() -> None:
    pairs = [pair.split("-") for pair in MARRIAGES.split()]
    names = [name for name in FAMILIES if name != "Pucci"]
    ego, alter = ([names.index(FAMILIES[int(pair[end]) - 1]) for pair in pairs] for end in (0, 1))
    families = TieGraph.from_arrays(names, ego, alter, directed=False)

    assert nx.betweenness_centrality(families)["Medici"] == pytest.approx(0.5220, abs=5e-5)


def test_constraint_of_the_florentine_families(families: TieGraph) -> None:
    """Computed with igraph and sna on ergm's florentine data."""
    found = nx.constraint(families)

    expected = {"Medici": 0.2099, "Guadagni": 0.25, "Albizzi": 0.3333, "Strozzi": 0.4583, "Peruzzi": 0.6559}
    assert {name: found[name] for name in expected} == pytest.approx(expected, abs=5e-5)
    assert math.isnan(found["Pucci"])


def test_triangles_and_cores_of_zacharys_club() -> None:
    """Zachary (1977); counted in many places, such as Newman's network data."""
    graph = zachary()
    ego, alter = zip(*graph.edges, strict=True)
    club = TieGraph.from_arrays(range(34), ego, alter, directed=False)

    assert sum(nx.triangles(club).values()) == 3 * 45
    assert nx.transitivity(club) == pytest.approx(0.2556818, abs=1e-7)
    assert [actor for actor, core in nx.core_number(club).items() if core == 4] == [0, 1, 2, 3, 7, 8, 13, 30, 32, 33]


def test_the_example_of_borgatti() -> None:
    """Borgatti (1997), Connections 20(1), 35-38; the weighted values from networkx's tests, checked with UCINET."""
    graph = network(BORGATTI)

    binary, weighted = nx.constraint(graph), nx.constraint(graph, weight="strength")
    assert [binary[a] for a in "GAC"] == pytest.approx([0.400, 0.595, 1], abs=5e-4)
    assert [weighted[a] for a in "GA"] == pytest.approx([0.299, 0.795], abs=5e-4)
    binary, weighted = nx.effective_size(graph), nx.effective_size(graph, weight="strength")
    assert [binary[a] for a in "GAC"] == pytest.approx([4.6667, 2.5, 1], abs=5e-5)
    assert [weighted[a] for a in "GA"] == pytest.approx([5.47, 2.47], abs=5e-3)


def test_the_directed_example_of_networkx() -> None:
    """From networkx's tests, checked with UCINET and igraph; its effective size of whole graphs is wrong here."""
    graph = network({"01": 2, "02": 2, "10": 1, "21": 1}, directed=True)

    assert list(nx.constraint(graph).values()) == pytest.approx([1.003, 1.003, 1.389], abs=5e-4)
    assert list(nx.constraint(graph, weight="strength").values()) == pytest.approx([0.840, 1.143, 1.378], abs=5e-4)
    assert list(nx.effective_size(graph).values()) == pytest.approx([1.167, 1.167, 1], abs=5e-4)
    weighted = list(nx.effective_size(graph, weight="strength").values())
    assert weighted == pytest.approx([1.567, 1.083, 1], abs=5e-4)


def test_constraint_in_the_tests_of_igraph() -> None:
    complete = network(dict.fromkeys(["01", "02", "03", "12", "13", "23"], 1))
    path = network(dict.fromkeys(["01", "12", "23"], 1))
    joined = network(
        dict.fromkeys(["01", "02", "03", "12", "13", "23", "34", "45", "56", "57", "58", "67", "68", "78"], 1)
    )

    assert list(nx.constraint(complete).values()) == pytest.approx([0.925926] * 4, abs=1e-6)
    assert list(nx.constraint(path).values()) == pytest.approx([1, 0.5, 0.5, 1])
    ends, middle = [0.865741] * 3, [0.583333, 0.5, 0.583333]
    assert list(nx.constraint(joined).values()) == pytest.approx([*ends, *middle, *ends], abs=1e-6)


def test_constraint_is_undefined_only_for_who_has_no_contact_in_either_direction() -> None:
    """networkx with `nodes=` calls actor 1 undefined, because nobody is tied from it (its issue 2661)."""
    graph = network({"01": 1, "21": 1, "02": 1}, directed=True)

    assert nx.constraint(graph, nodes=["1"])["1"] == pytest.approx(1.125)
    assert nx.effective_size(graph, nodes=["1"])["1"] == pytest.approx(1.0)


def test_a_tie_of_strength_zero_is_no_tie() -> None:
    """igraph counts it as a contact (1.25 for 1.0); a graph from networkx may still hold one."""
    graph = nx.Graph([("0", "1", {"weight": 2}), ("0", "2", {"weight": 0}), ("2", "3", {"weight": 1})])
    without = nx.Graph([("0", "1", {"weight": 2}), ("2", "3", {"weight": 1})])

    for measure in (nx.constraint, nx.effective_size):
        found, expected = (measure(ours(one, "weight"), weight="weight") for one in (graph, without))
        assert found == expected == dict.fromkeys("0123", 1.0)


def test_efficiency_is_effective_size_over_distinct_contacts() -> None:
    """The directed example: dividing by networkx's degree, as its documentation does, counts mutual contacts twice."""
    graph = network({"01": 1, "02": 1, "10": 1, "21": 1}, directed=True)

    assert list(efficiency(graph).values()) == pytest.approx([1.1667 / 2, 1.1667 / 2, 0.5], abs=5e-5)


def test_hierarchy_is_one_for_a_single_contact_and_zero_for_equal_contacts() -> None:
    star = network({"01": 1, "02": 1, "03": 1})

    assert hierarchy(star) == pytest.approx({"0": 0.0, "1": 1.0, "2": 1.0, "3": 1.0})
    assert hierarchy(star, nodes=["2"]) == {"2": 1.0}
    assert efficiency(star, nodes=["0"]) == {"0": 1.0}


def test_hierarchy_is_burts_sum_over_contacts(kite: TieGraph) -> None:
    """Written out from Burt (1992) with networkx's local constraint."""
    graph = nx.krackhardt_kite_graph()
    expected = {}
    for actor in graph:
        local = [nx.local_constraint(graph, actor, other) for other in graph[actor]]
        ratios = [value * len(local) / sum(local) for value in local]
        entropy = sum(ratio * math.log(ratio) for ratio in ratios)
        expected[KITE_NAMES[actor]] = entropy / (len(local) * math.log(len(local))) if len(local) > 1 else 1.0

    assert hierarchy(kite) == pytest.approx(expected)
