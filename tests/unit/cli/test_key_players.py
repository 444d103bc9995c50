"""Harmonic centrality, reach, cut actors, bridges and key players of a network file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.cli.terminal import graphsvc, write
from tests.unit.kernel.test_published_values import KITE, KITE_NAMES

NAMED = [f"{KITE_NAMES[int(pair[0])]},{KITE_NAMES[int(pair[1])]}" for pair in KITE.split()]
REPEATED = ["source,target", *NAMED, "Ike,Ike", "Jane,Ike"]
"""Krackhardt's kite with a self-tie and a tie that is stated twice."""


@pytest.fixture
def kite(tmp_path: Path) -> Path:
    return write(tmp_path / "kite.csv", REPEATED)


def test_the_kite_of_the_examples_is_krackhardts() -> None:
    example = Path(__file__).parents[3] / "docs" / "examples" / "kite.csv"

    assert example.read_text("utf-8").splitlines() == ["source,target", *NAMED]


def test_cut_actors_have_named_numbers(tmp_path: Path, kite: Path) -> None:
    said = graphsvc(tmp_path, "measure", "cut_actors", "--ties", kite, "--undirected", "--json")

    nothing = {"parts_cut_off": 0, "actors_cut_off": 0, "fragmentation": 0.0}
    assert said.json == {
        "measure": "cut_actors",
        "parameters": {"directed": False, "strength": None},
        "values": {
            **dict.fromkeys(KITE_NAMES, nothing),
            "Heather": {"parts_cut_off": 1, "actors_cut_off": 2, "fragmentation": pytest.approx(0.388889, abs=5e-7)},
            "Ike": {"parts_cut_off": 1, "actors_cut_off": 1, "fragmentation": pytest.approx(0.222222, abs=5e-7)},
        },
    }


def test_harmonic_centrality_and_reach_take_their_parameters(tmp_path: Path) -> None:
    ties = write(tmp_path / "ties.csv", ["source,target", "ana,bea", "bea,cleo"])

    harmonic = graphsvc(tmp_path, "measure", "harmonic", "--ties", ties, "--json")
    reached = graphsvc(
        tmp_path, "measure", "reach", "--ties", ties, "--set", "steps=1", "--set", "direction=in", "--json"
    )

    assert harmonic.json["values"] == {"ana": 0.0, "bea": 0.5, "cleo": 0.75}
    assert reached.json == {
        "measure": "reach",
        "parameters": {"steps": 1, "direction": "in", "directed": True, "strength": None},
        "values": {"ana": 0, "bea": 1, "cleo": 1},
    }


def test_bridges_say_how_many_actors_are_on_each_side(tmp_path: Path, kite: Path) -> None:
    said = graphsvc(tmp_path, "measure", "bridges", "--ties", kite, "--undirected", "--json")
    text = graphsvc(tmp_path, "measure", "bridges", "--ties", kite)

    assert said.json == {
        "measure": "bridges",
        "parameters": {"directed": False, "strength": None},
        "values": [
            {"actors": ["Heather", "Ike"], "separates": [8, 2]},
            {"actors": ["Ike", "Jane"], "separates": [9, 1]},
        ],
    }
    assert [line.split() for line in text.out.splitlines()[1:]] == [
        ["Heather", "Ike", "8", "2"],
        ["Ike", "Jane", "9", "1"],
    ]


def test_where_there_is_no_bridge_that_is_said(tmp_path: Path) -> None:
    ties = write(tmp_path / "ties.csv", ["source,target", "ana,bea", "bea,cleo", "cleo,ana"])

    assert graphsvc(tmp_path, "measure", "bridges", "--ties", ties).out.startswith("There is no bridge")


@pytest.mark.parametrize(
    ("options", "parameters", "values"),
    [
        ((), {"goal": "fragment", "over": "remaining"}, (["Fernando", "Garth"], 0.535714, 0.0)),
        (
            ("--goal", "distance", "--over", "starting"),
            {"goal": "distance", "over": "starting"},
            (["Fernando", "Garth"], 0.755556, 0.353704),
        ),
        (
            ("--goal", "reach", "--steps", "1"),
            {"goal": "reach", "steps": 1, "direction": "out", "members": "counted"},
            (["Diane", "Ike"], 10, 0),
        ),
        (
            ("--goal", "distance_reach", "--members", "left_out", "--direction", "either"),
            {"goal": "distance_reach", "direction": "either", "members": "left_out"},
            (["Diane", "Ike"], 0.8, 0.0),
        ),
    ],
)
def test_key_players_of_the_kite(
    tmp_path: Path, kite: Path, options: tuple[str, ...], parameters: dict[str, object], values: tuple[object, ...]
) -> None:
    said = graphsvc(tmp_path, "measure", "key_players", "--ties", kite, "--undirected", "-k", "2", "--json", *options)

    actors, value, before = values
    assert said.json == {
        "measure": "key_players",
        "parameters": {"k": 2, **parameters, "directed": False, "strength": None},
        "values": {
            "actors": actors,
            "value": pytest.approx(value, abs=5e-7),
            "before": pytest.approx(before, abs=5e-7),
            "exact": True,
        },
    }


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ((), "Without them, 0.535714 of the pairs of others are not connected (now 0)."),
        (("--goal", "distance"), "Without them, the others are 0.607143 apart (now 0.353704;"),
        (("--goal", "reach", "--steps", "1"), "Within 1 tie of one of them are 10 of 10 actors."),
        (("--goal", "reach", "--members", "left_out"), "are 8 of 10 actors, they themselves not counted."),
        (("--goal", "distance_reach"), "Their mean nearness to everybody is 1 "),
    ],
)
def test_key_players_are_told_in_sentences(tmp_path: Path, kite: Path, options: tuple[str, ...], sentence: str) -> None:
    said = graphsvc(tmp_path, "measure", "key_players", "--ties", kite, "--undirected", "-k", "2", *options)

    first, second, third = said.out.splitlines()
    assert first.startswith("Key players: ")
    assert sentence in second
    assert third == "No other set of this size is better."


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("-k", "9"), "-k is 9, but the network has 10 actors, of whom 2 must remain."),
        (("-k", "11", "--goal", "reach"), "-k is 11, but the network has 10 actors."),
        (("-k", "0"), "-k must be a whole number from 1 to 100."),
        (("-k", "two"), "-k must be a whole number from 1 to 100."),
        (("--goal", "fame"), "--goal must be one of: fragment, distance, reach, distance_reach."),
        (("--goal", "reach", "--steps", "0"), "--steps must be a whole number from 1 to 1000."),
        (("--goal", "reach", "--direction", "up"), "--direction must be one of: out, in, either."),
        (("--steps", "2"), "--goal fragment has no use for --steps."),
        (("--goal", "reach", "--over", "starting"), "--goal reach has no use for --over."),
        (("--set", "k=1"), "key_players has no option --set."),
    ],
)
def test_what_key_players_cannot_do_is_said(
    tmp_path: Path, kite: Path, options: tuple[str, ...], sentence: str
) -> None:
    said = graphsvc(tmp_path, "measure", "key_players", "--ties", kite, *options)

    assert (said.code, said.out) == (2, "")
    assert sentence in said.err


@pytest.mark.parametrize("name", ["harmonic", "reach", "cut_actors", "bridges"])
def test_a_file_without_any_tie_is_no_error(tmp_path: Path, name: str) -> None:
    ties = write(tmp_path / "ties.csv", ["source,target"])

    said = graphsvc(tmp_path, "measure", name, "--ties", ties, "--json")

    assert said.code == 0
    assert said.json["values"] in ({}, [])


def test_key_players_of_nobody_are_refused(tmp_path: Path) -> None:
    ties = write(tmp_path / "ties.csv", ["source,target"])

    said = graphsvc(tmp_path, "measure", "key_players", "--ties", ties, "-k", "1")

    assert said.code == 2
    assert "-k is 1, but the network has 0 actors" in said.err
