from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.cli.analyses import analyses
from graphsvc.measures import measures
from tests.unit.cli.terminal import Said, graphsvc, write

TIES = ["source,target,p", "ana,bea,0.8", "bea,cleo,0.5", "cleo,dora,0.5", "bea,dora,0.2", "ana,dora,0.1"]


def introductions(folder: Path, lines: list[str], *words: str) -> Said:
    ties = write(folder / "ties.csv", lines)
    return graphsvc(folder, "measure", "introductions", "--ties", ties, "--strength", "p", *words)


ENDS = ("--source", "ana", "--target", "dora")


def test_json_has_the_routes_best_first(tmp_path: Path) -> None:
    said = introductions(tmp_path, TIES, *ENDS, "--json")

    assert said.json == {
        "routes": [
            {"actors": ["ana", "bea", "cleo", "dora"], "chance": 0.8 * 0.5 * 0.5},
            {"actors": ["ana", "bea", "dora"], "chance": 0.8 * 0.2},
            {"actors": ["ana", "dora"], "chance": 0.1},
        ]
    }


def test_a_table_names_the_weakest_tie(tmp_path: Path) -> None:
    said = introductions(tmp_path, TIES, *ENDS, "-k", "1")

    assert said.out.splitlines() == ["chance  weakest tie  route", "   0.2          0.5  ana > bea > cleo > dora"]
    assert said.err == "5 ties read, 5 kept: 0 self-ties left out, 0 repeated merged.\n"


def test_the_longest_route_and_how_many_are_kept_to(tmp_path: Path) -> None:
    said = introductions(tmp_path, TIES, *ENDS, "--longest", "2", "-k", "1", "--json")

    assert [route["actors"] for route in said.json["routes"]] == [["ana", "bea", "dora"]]


def test_ties_go_one_way_unless_told(tmp_path: Path) -> None:
    back = ("--source", "dora", "--target", "ana")

    assert introductions(tmp_path, TIES, *back).out == "There is no route of at most 4 ties.\n"
    assert introductions(tmp_path, TIES, *back, "--json").json == {"routes": []}
    assert len(introductions(tmp_path, TIES, *back, "--undirected", "--json").json["routes"]) == 3


def test_repeated_rows_are_independent_statements(tmp_path: Path) -> None:
    lines = ["source,target,p", "ana,dora,0.5", "dora,ana,0.5", "ana,dora,0.2", "ana,ana,0.9"]

    one_way = introductions(tmp_path, lines, *ENDS, "--json")
    both_ways = introductions(tmp_path, lines, *ENDS, "--undirected", "--json")

    assert one_way.json["routes"][0]["chance"] == pytest.approx(1 - 0.5 * 0.8)
    assert both_ways.json["routes"][0]["chance"] == pytest.approx(1 - 0.5 * 0.5 * 0.8)
    assert both_ways.err == "4 ties read, 1 kept: 1 self-ties left out, 2 repeated merged.\n"


@given(
    ties=st.lists(
        st.tuples(st.integers(0, 6), st.integers(0, 6), st.sampled_from([0.1, 0.3, 0.55, 0.9, 1.0])), max_size=20
    ),
    undirected=st.booleans(),
    longest=st.integers(1, 6),
)
def test_chances_are_those_of_all_routes_tried(
    tmp_path: Path, ties: list[tuple[int, int, float]], undirected: bool, longest: int
) -> None:
    failure: dict[tuple[int, int], float] = {}
    for one, other, chance in ties:
        for pair in {(one, other), (other, one)} if undirected else {(one, other)}:
            failure[pair] = failure.get(pair, 1.0) * (1 - chance)
    graph = nx.DiGraph([pair for pair in failure if pair[0] != pair[1]])
    graph.add_nodes_from((0, 1))
    routes = nx.all_simple_paths(graph, 0, 1, cutoff=longest)
    expected = sorted((math.prod(1 - failure[step] for step in pairwise(route)) for route in routes), reverse=True)
    actors = write(tmp_path / "actors.csv", ["id", *(f"a{number}" for number in range(7))])
    lines = ["source,target,p", *(f"a{one},a{other},{chance}" for one, other, chance in ties)]
    options = ["--source", "a0", "--target", "a1", "-k", "100", "--longest", str(longest), "--json"]

    said = introductions(tmp_path, lines, *options, "--actors", str(actors), *["--undirected"] * undirected)

    assert [route["chance"] for route in said.json["routes"]] == pytest.approx(expected[:100], rel=1e-6)


@pytest.mark.parametrize("chance", ["0", "1.5", "-0.5", "much", "", "inf"])
def test_what_is_no_chance_refuses_the_file_and_names_the_row(tmp_path: Path, chance: str) -> None:
    said = introductions(tmp_path, ["source,target,p", "ana,bea,0.5", f"bea,dora,{chance}"], *ENDS)

    assert said.code == 1
    assert f"ties.csv, row 3: {chance!r} is no chance." in said.err


def test_graphml_is_read_too(tmp_path: Path) -> None:
    graph = nx.Graph([("ana", "bea", {"p": 0.5}), ("bea", "dora", {"p": 0.5})])
    nx.write_graphml(graph, tmp_path / "ties.graphml")

    said = graphsvc(
        tmp_path, "measure", "introductions", "--ties", tmp_path / "ties.graphml", "--strength", "p", *ENDS, "--json"
    )

    assert said.json == {"routes": [{"actors": ["ana", "bea", "dora"], "chance": 0.25}]}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--source", "ana"), "introductions needs --target ID."),
        (("--target", "ana"), "introductions needs --source ID."),
        (("--source", "ana", "--target", "zoe"), "--target: the file has no such actor."),
        (("--source", "zoe", "--target", "ana"), "--source: the file has no such actor."),
        (("--source", "ana", "--target", "ana"), "--source and --target name the same actor."),
        ((*ENDS, "-k", "0"), "-k must be a whole number from 1 to 100."),
        ((*ENDS, "-k", "101"), "-k must be a whole number from 1 to 100."),
        ((*ENDS, "--longest", "7"), "--longest must be a whole number from 1 to 6."),
        ((*ENDS, "--longest", "two"), "--longest must be a whole number from 1 to 6."),
        ((*ENDS, "--set", "x=1"), "introductions has no option --set."),
    ],
)
def test_wrong_use_is_said_in_a_sentence(tmp_path: Path, words: tuple[str, ...], sentence: str) -> None:
    said = introductions(tmp_path, TIES, *words)

    assert (said.code, said.out) == (2, "")
    assert f"graphsvc: {sentence}" in said.err


def test_chances_are_needed(tmp_path: Path) -> None:
    ties = write(tmp_path / "ties.csv", TIES)

    said = graphsvc(tmp_path, "measure", "introductions", "--ties", ties, *ENDS)

    assert said.code == 2
    assert "introductions needs the chance of each tie." in said.err
    assert "--strength" in said.err


def test_no_analysis_is_called_like_a_measure() -> None:
    assert measures().keys() & analyses().keys() == set()
