from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graphsvc.cli.analyses import mixing as mixing_analysis
from graphsvc.kernel import mixing
from tests.unit.cli.terminal import Said, graphsvc, write
from tests.unit.kernel.test_brokerage import KNOKE_ROWS, KNOKE_SILOS

ROLES = ["coordinator", "itinerant", "representative", "gatekeeper", "liaison", "total"]
MEASURES = ["gould_fernandez", "ei_index", "mixing"]


def measured(folder: Path, name: str, ties: list[str], actors: list[str], *options: object) -> Said:
    """The answer on a file of "a,b" ties and one of "id,team" actors."""
    return graphsvc(
        folder,
        *("measure", name, "--group", "team", *options),
        *("--ties", write(folder / "ties.csv", ["source,target", *ties])),
        *("--actors", write(folder / "actors.csv", actors)),
    )


def knoke(folder: Path, *options: object) -> Any:
    ties = [f"{i},{k}" for i, row in enumerate(KNOKE_ROWS.split()) for k, cell in enumerate(row) if cell == "1"]
    actors = ["id,team", *(f"{actor},{silo}" for actor, silo in enumerate(KNOKE_SILOS))]
    return measured(folder, "gould_fernandez", ties, actors, "--json", *options).json


LINE = ["ana,bea", "bea,cleo", "cleo,dora"]
TEAMS = ["id,team,sort", "ana,x,p", "bea,x,p", "cleo,y,p", "dora,y,o", "eve,,o"]


def test_roles_have_the_form_that_is_promised(tmp_path: Path) -> None:
    said = measured(tmp_path, "gould_fernandez", LINE, TEAMS, "--json")

    found = said.json
    assert set(found) == {"measure", "parameters", "notes", "left_out", "values", "network"}
    assert found["measure"] == "gould_fernandez"
    assert found["parameters"] == {
        "directed": True, "strength": None, "group": "team", "kind": None, "expected": "shuffled", "shuffles": None,
        "seed": 0,
    }  # fmt: skip
    assert found["values"]["bea"] == {
        "coordinator": 0, "itinerant": 0, "representative": 1, "gatekeeper": 0, "liaison": 0, "total": 1,
        "expected": dict(zip(ROLES, [0, pytest.approx(1 / 3), *[pytest.approx(1 / 3)] * 2, 0, 1], strict=True)),
    }  # fmt: skip
    assert found["values"]["cleo"]["gatekeeper"] == 1
    assert found["values"]["eve"] == dict.fromkeys(ROLES) | {"expected": dict.fromkeys(ROLES)}
    assert (found["left_out"], found["notes"]) == (1, ["1 of 5 actors have no group and are left out."])
    assert found["network"]["total"] == 2
    assert found["network"]["expected"]["total"] == 2.0


def test_the_knoke_network_from_a_file(tmp_path: Path) -> None:
    """R sna 2.7-1."""
    found = knoke(tmp_path, "--expected", "independent")

    mayor = found["values"]["4"]
    assert [mayor[role] for role in ROLES] == [0, 6, 4, 3, 14, 27]
    assert mayor["z"]["total"] == pytest.approx(3.542, abs=5e-4)
    assert mayor["z"]["liaison"] == pytest.approx(3.748, abs=5e-4)
    assert [found["network"][role] for role in ROLES] == [5, 10, 18, 18, 20, 71]


def test_p_values_are_given_when_they_are_asked_for_and_stay_the_same(tmp_path: Path) -> None:
    one, two, other = (knoke(tmp_path, "--shuffles", 99, "--seed", seed) for seed in (1, 1, 2))

    assert one == two
    assert one["values"] != other["values"]
    chances = one["values"]["4"]["as_many"]
    assert list(chances) == ROLES[:5]
    assert all(value is None or 0.01 <= value <= 1 for value in chances.values())


def test_an_undirected_gateway_stands_under_both_names(tmp_path: Path) -> None:
    found = measured(tmp_path, "gould_fernandez", LINE, TEAMS, "--json", "--undirected").json["values"]["bea"]

    assert [found[role] for role in ROLES] == [0, 0, 1, 1, 0, 1]
    assert [found["expected"][role] for role in ROLES] == pytest.approx([0, 1 / 3, 2 / 3, 2 / 3, 0, 1])


def test_within_kinds_labels_move_among_the_same_kind_only(tmp_path: Path) -> None:
    """Of bea's kind are ana and cleo, with one label x and one label y; dora, the only other, keeps hers."""
    found = measured(tmp_path, "gould_fernandez", LINE, TEAMS, "--json", "--kind", "sort").json

    assert found["values"]["bea"]["expected"] == dict(zip(ROLES, [0, 0, 0.5, 0.5, 0, 1], strict=True))


def test_brokers_are_told_to_a_person_the_busiest_first(tmp_path: Path) -> None:
    said = measured(tmp_path, "gould_fernandez", [*LINE, "ana,cleo"], TEAMS)

    lines = said.out.splitlines()
    assert lines[0].split() == ["actor", "group", *ROLES]
    assert [line.split()[0] for line in lines[1:-1]] == ["cleo", "(network)"]
    assert lines[1].split()[-2:] == ["2", "(2)"]
    assert lines[-1] == "In brackets: what chance would give. 3 others broker nothing."
    assert "1 of 5 actors have no group" in said.err


def test_undirected_brokers_have_one_gateway(tmp_path: Path) -> None:
    said = measured(tmp_path, "gould_fernandez", LINE, TEAMS, "--undirected")

    assert said.out.splitlines()[0].split() == [
        "actor",
        "group",
        "coordinator",
        "itinerant",
        "gateway",
        "liaison",
        "total",
    ]


def test_the_index_has_the_form_that_is_promised(tmp_path: Path) -> None:
    found = measured(tmp_path, "ei_index", LINE, TEAMS, "--undirected", "--json", "--shuffles", 199).json

    assert found["values"] == {"ana": -1.0, "bea": 0.0, "cleo": 0.0, "dora": -1.0, "eve": None}
    assert found["expected"]["ana"] == pytest.approx(1 / 3)
    assert found["groups"]["x"] == {
        "actors": 2, "value": 0.0, "expected": pytest.approx(3 / 5), "external": 1, "internal": 1,
        "as_high": 1.0, "as_low": pytest.approx(0.33, abs=0.1),
    }  # fmt: skip
    assert found["network"] == {
        "value": pytest.approx(-1 / 3), "expected": pytest.approx(1 / 3), "external": 1, "internal": 2,
        "lowest": pytest.approx(-1 / 3), "highest": 1.0, "as_high": 1.0, "as_low": pytest.approx(0.33, abs=0.1),
    }  # fmt: skip
    assert found["parameters"]["shuffles"] == 199


def test_the_index_is_told_to_a_person(tmp_path: Path) -> None:
    said = measured(tmp_path, "ei_index", LINE, TEAMS, "--undirected")

    lines = [line.split() for line in said.out.splitlines()]
    assert lines[1][:6] == ["x", "2", "1", "1", "0", "0.6"]
    assert lines[3][:6] == ["(network)", "4", "1", "2", "-0.3333", "0.3333"]
    assert lines[-1] == ["dora", "y", "0", "1", "-1", "0.3333"]
    assert "can reach -0.3333 to 1." in said.out


def test_mixing_has_the_form_that_is_promised(tmp_path: Path) -> None:
    found = measured(tmp_path, "mixing", LINE, TEAMS, "--json").json

    assert (found["groups"], found["sizes"]) == (["x", "y"], [2, 2])
    assert found["observed"] == [[1, 1], [0, 1]]
    assert found["expected"] == [[0.5, 1.0], [1.0, 0.5]]
    assert found["ratio"] == [[2.0, 1.0], [0.0, 2.0]]
    assert found["density"] == [[0.5, 0.25], [0.0, 0.5]]
    assert found["untied"] == [{"from": "y", "to": "x", "expected": 1.0}]
    assert found["assortativity"] == pytest.approx((2 / 3 - 4 / 9) / (1 - 4 / 9))


def test_mixing_can_stand_beside_the_configuration_model(tmp_path: Path) -> None:
    found = measured(tmp_path, "mixing", LINE, TEAMS, "--json", "--undirected", "--expected", "configuration").json

    assert found["observed"] == [[1, 1], [1, 1]]
    assert found["expected"] == [[9 / 12, 9 / 6], [9 / 6, 9 / 12]]


def test_mixing_is_told_to_a_person(tmp_path: Path) -> None:
    said = measured(tmp_path, "mixing", LINE, TEAMS)

    assert [line.split() for line in said.out.splitlines()[:3]] == [
        ["from", "\\", "to", "x", "y"], ["x", "1", "(0.5)", "1", "(1)"], ["y", "0", "(1)", "1", "(0.5)"],
    ]  # fmt: skip
    assert said.out.splitlines()[-1] == "No tie: y to x, where chance would give 1."


def test_many_groups_are_listed_pair_by_pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mixing_analysis, "WIDEST", 1)

    said = measured(tmp_path, "mixing", LINE, TEAMS, "--undirected")

    assert [line.split() for line in said.out.splitlines()[:4]] == [
        ["from", "to", "ties"], ["x", "x", "1", "(0.5)"], ["x", "y", "1", "(2)"], ["y", "y", "1", "(0.5)"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("teams", "note"),
    [
        ("xxxx", "Everybody is in one group: shuffling labels changes nothing."),
        ("wxyz", "Everybody is in a group alone: no tie can stay inside one, shuffling labels changes nothing."),
    ],
)
@pytest.mark.parametrize("name", MEASURES)
def test_groups_that_say_nothing_are_answered_with_a_note(tmp_path: Path, name: str, teams: str, note: str) -> None:
    actors = [
        "id,team",
        *(f"{actor},{team}" for actor, team in zip(("ana", "bea", "cleo", "dora"), teams, strict=True)),
    ]
    shuffles = () if name == "mixing" else ("--shuffles", 9)

    said = measured(tmp_path, name, LINE, actors, "--json", *shuffles)

    assert (said.code, said.json["notes"]) == (0, [note])
    assert note in said.err
    if name == "gould_fernandez":
        bea = said.json["values"]["bea"]
        assert bea["expected"] == {role: bea[role] for role in ROLES}
        assert bea["as_many"] == dict.fromkeys(ROLES[:5])
    if name == "ei_index":
        assert said.json["network"]["as_low"] is None
        assert said.json["network"]["value"] == said.json["network"]["expected"] == (-1 if teams == "xxxx" else 1)
    if name == "mixing":
        assert said.json["assortativity"] is None or teams == "wxyz"


@pytest.mark.parametrize("name", MEASURES)
@pytest.mark.parametrize("actors", [["id,team"], ["id,team", "ana,"], ["id,team", "ana,x", "bea,y"]])
def test_a_network_without_ties_is_answered(tmp_path: Path, name: str, actors: list[str]) -> None:
    for options in ((), ("--json",), ("--json", "--undirected")):
        said = measured(tmp_path, name, [], actors, *options)

        assert said.code == 0
    if name == "ei_index":
        assert said.json["network"]["value"] is None
        assert list(said.json["values"].values()) == [None] * (len(actors) - 1)


@pytest.mark.parametrize("name", MEASURES)
@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("--ties", "{}/ties.csv", "--actors", "{}/actors.csv"), 2, "{name} needs --group COLUMN."),
        (("--ties", "{}/ties.csv", "--group", "team"), 2, "{name} needs --actors FILE."),
        (("--ties", "{}/ties.csv", "--actors", "{}/actors.csv", "--group", "side"), 1,
         "actors.csv, row 1: There is no column side."),
        (("--ties", "{}/ties.csv", "--actors", "{}/actors.csv", "--group", "team", "--kind", "side"), 1,
         "The columns are: id, team."),
        (("--ties", "{}/more.csv", "--actors", "{}/actors.csv", "--group", "team"), 1,
         "more.csv, row 2: There is no actor 'zoe'."),
        (("--ties", "{}/ties.csv", "--actors", "{}/actors.csv", "--group", "team", "--source", "ana"), 2,
         "{name} has no option --source."),
        (("--ties", "{}/ties.csv", "--actors", "{}/actors.csv", "--group", "team", "--set", "x=1"), 2,
         "{name} has no option --set."),
        (("--ties", "{}/ties.graphml", "--actors", "{}/actors.csv", "--group", "team"), 2,
         "--actors is for CSV files."),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said(
    tmp_path: Path, name: str, words: tuple[str, ...], code: int, sentence: str
) -> None:
    write(tmp_path / "ties.csv", ["source,target", "ana,bea"])
    write(tmp_path / "more.csv", ["source,target", "ana,zoe"])
    write(tmp_path / "actors.csv", ["id,team", "ana,x", "bea,y"])

    said = graphsvc(tmp_path, "measure", name, *(word.format(tmp_path) for word in words))

    assert (said.code, said.out) == (code, "")
    assert sentence.format(name=name) in said.err


@pytest.mark.parametrize(
    ("name", "options", "sentence"),
    [
        ("gould_fernandez", ("--expected", "fate"), "--expected must be shuffled or independent."),
        ("mixing", ("--expected", "independent"), "--expected must be shuffled or configuration."),
        ("gould_fernandez", ("--expected", "independent", "--kind", "team"), "--kind is for --expected shuffled."),
        ("gould_fernandez", ("--expected", "independent", "--shuffles", "9"), "--shuffles is for --expected shuffled."),
        ("mixing", ("--expected", "configuration", "--kind", "team"), "--kind is for --expected shuffled."),
        ("gould_fernandez", ("--shuffles", "0"), "--shuffles must be a whole number from 1 to 100000."),
        ("ei_index", ("--shuffles", "many"), "--shuffles must be a whole number from 1 to 100000."),
        ("ei_index", ("--seed", "-1"), "--seed must be a whole number from 0 to 999999999."),
        ("ei_index", ("--expected", "shuffled"), "ei_index has no option --expected."),
        ("mixing", ("--shuffles", "9"), "mixing has no option --shuffles."),
    ],
)
def test_options_that_do_not_fit_are_refused(
    tmp_path: Path, name: str, options: tuple[str, ...], sentence: str
) -> None:
    said = measured(tmp_path, name, LINE, TEAMS, *options)

    assert (said.code, said.out) == (2, "")
    assert sentence in said.err


def test_more_groups_than_a_matrix_holds_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mixing, "MOST_GROUPS", 1)

    said = measured(tmp_path, "mixing", LINE, TEAMS)

    assert (said.code, said.out) == (2, "")
    assert "There are 2 groups; a matrix has 1 at most." in said.err


def test_more_kinds_than_can_be_kept_apart_are_refused(tmp_path: Path) -> None:
    actors = ["id,team,sort", *(f"a{number},x,{number}" for number in range(101))]

    said = measured(tmp_path, "gould_fernandez", ["a0,a1"], actors, "--kind", "sort")

    assert (said.code, said.out) == (2, "")
    assert "--kind: more than 100 kinds." in said.err


def test_a_measure_of_every_actor_takes_no_groups(tmp_path: Path) -> None:
    said = measured(tmp_path, "degree", LINE, TEAMS)

    assert (said.code, said.out) == (2, "")
    assert "degree has no option --group." in said.err
