"""Communities and missing ties of a network file, from the command line."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest

from tests.unit.cli.terminal import graphsvc, write

KITE = Path(__file__).parents[3] / "docs" / "examples" / "kite.csv"


@pytest.fixture
def club(tmp_path: Path) -> Path:
    graph = nx.karate_club_graph()
    return Path(write(tmp_path / "club.csv", ["source,target", *(f"{a:02},{b:02}" for a, b in graph.edges)]))


def test_communities_have_the_form_that_is_promised(tmp_path: Path, club: Path) -> None:
    said = graphsvc(tmp_path, "measure", "communities", "--ties", club, "--undirected", "--json")

    assert said.json["parameters"] == {
        "resolution": 1.0, "runs": 20, "seed": 0, "directed": False, "strength": None,
    }  # fmt: skip
    assert said.json["groups"] == 4
    assert said.json["modularity"] == pytest.approx(0.4197896, abs=5e-8)
    values = said.json["values"]
    assert list(values) == [f"{actor:02}" for actor in range(34)]
    assert values["33"]["group"] == 1
    assert all(0.05 <= value["certainty"] <= 1 for value in values.values())
    sizes = [sum(value["group"] == group for value in values.values()) for group in (1, 2, 3, 4)]
    assert sizes == [12, 11, 6, 5]


def test_communities_are_told_group_by_group(tmp_path: Path) -> None:
    ties = write(tmp_path / "ties.csv", ["source,target", "a,b", "b,c", "a,c", "c,d", "d,e", "e,f", "d,f"])

    said = graphsvc(tmp_path, "measure", "communities", "--ties", ties)

    assert said.out.splitlines()[0] == "2 groups, modularity 0.357143: the best of 20 runs."
    assert said.out.splitlines()[1:4] == ["group  certainty  actor", "    1       100%  a", "    1       100%  b"]
    assert said.out.splitlines()[5] == "    2       100%  d"


def test_strengths_and_resolution_are_taken(tmp_path: Path) -> None:
    lines = ["source,target,w", "a,b,9", "b,c,1", "c,d,9"]
    ties = write(tmp_path / "ties.csv", lines)
    options = ("--ties", ties, "--undirected", "--strength", "w", "--json")

    said = graphsvc(tmp_path, "measure", "communities", *options)
    coarse = graphsvc(tmp_path, "measure", "communities", *options, "--resolution", "0.01", "--runs", "1")

    assert [value["group"] for value in said.json["values"].values()] == [1, 1, 2, 2]
    assert coarse.json["groups"] == 1


def test_actors_without_any_tie_are_groups_of_one(tmp_path: Path) -> None:
    ties = write(tmp_path / "ties.csv", ["source,target", "ana,ana"])

    said = graphsvc(tmp_path, "measure", "communities", "--ties", ties)
    as_json = graphsvc(tmp_path, "measure", "communities", "--ties", ties, "--json")

    assert said.out.splitlines()[0] == "There is no tie: everybody is a group of one."
    assert as_json.json["modularity"] is None
    assert as_json.json["values"] == {"ana": {"group": 1, "certainty": 1.0}}


@pytest.mark.parametrize(("name", "value"), [("resource_allocation", 0.6167), ("l3", 2.0499)])
def test_the_best_missing_ties_of_the_kite(tmp_path: Path, name: str, value: float) -> None:
    said = graphsvc(tmp_path, "measure", name, "--ties", KITE, "--undirected", "-k", "2", "--json")

    assert said.json == {
        "measure": name,
        "parameters": {"k": 2, "source": None, "directed": False},
        "values": [
            {"source": "Andre", "target": "Garth", "value": pytest.approx(value, abs=5e-5)},
            {"source": "Beverley", "target": "Fernando", "value": pytest.approx(value, abs=5e-5)},
        ],
    }


def test_missing_ties_of_one_actor_are_told_in_a_table(tmp_path: Path) -> None:
    said = graphsvc(
        tmp_path, "measure", "resource_allocation", "--ties", KITE, "--undirected", "--source", "Jane", "-k", "1"
    )

    assert said.out.splitlines() == [
        "resource_allocation  one actor  the other",
        "                0.5  Jane       Heather",
    ]


def test_where_nothing_speaks_for_a_tie_that_is_said(tmp_path: Path) -> None:
    ties = write(tmp_path / "ties.csv", ["source,target", "ana,bea"])

    assert graphsvc(tmp_path, "measure", "l3", "--ties", ties).out == "Nothing speaks for a tie that is not there.\n"
    assert graphsvc(tmp_path, "measure", "l3", "--ties", ties, "--json").json["values"] == []


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("communities", "--resolution", "0"), 2, "--resolution must be a number above 0."),
        (("communities", "--resolution", "much"), 2, "--resolution must be a number above 0."),
        (("communities", "--runs", "0"), 2, "--runs must be a whole number from 1 to 1000."),
        (("communities", "-k", "3"), 2, "communities has no option -k."),
        (("l3", "-k", "0"), 2, "-k must be a whole number from 1 to 1000."),
        (("l3", "-k", "1001"), 2, "-k must be a whole number from 1 to 1000."),
        (("l3", "-k", "two"), 2, "-k must be a whole number from 1 to 1000."),
        (("resource_allocation", "--source", "zoe"), 2, "--source: the file has no such actor."),
        (("resource_allocation", "--target", "bea"), 2, "resource_allocation has no option --target."),
        (("resource_allocation", "--strength", "w"), 2, "resource_allocation counts ties, not their strengths."),
    ],
)
def test_what_cannot_be_asked_is_said(tmp_path: Path, words: tuple[str, ...], code: int, sentence: str) -> None:
    ties = write(tmp_path / "ties.csv", ["source,target,w", "ana,bea,1"])

    said = graphsvc(tmp_path, "measure", words[0], "--ties", ties, *words[1:])

    assert (said.code, said.out) == (code, "")
    assert sentence in said.err


@pytest.mark.parametrize("name", ["communities", "resource_allocation", "l3"])
def test_a_file_without_actors_is_refused(tmp_path: Path, name: str) -> None:
    ties = write(tmp_path / "ties.csv", ["source,target"])

    said = graphsvc(tmp_path, "measure", name, "--ties", ties)

    assert (said.code, said.out) == (1, "")
    assert "There is no actor in it." in said.err
