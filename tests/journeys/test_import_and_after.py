"""After an import: deciding identities, exporting, backing up, moving to another store, checking."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.unit.cli.terminal import graphsvc, write

WORDS = ("--collection", "demo", "--source")
ACTORS = [
    "name,kind,country,sensitivity",
    "Casa Azul,organization,MX,public",
    "Casa Azul AC,organization,MX,restricted",
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with two sources that name nearly the same organization."""
    folder = tmp_path / "var"
    for number, row in enumerate(ACTORS[1:]):
        path = write(tmp_path / f"actors{number}.csv", [ACTORS[0], row])
        said = graphsvc(folder, "import", "workbook", path, *WORDS, f"s{number}", "--sensitivity", "public")
        assert said.code == 0, said.err
    return folder


def test_a_pair_is_suggested_decided_and_the_decision_taken_back(folder: Path) -> None:
    (pair,) = graphsvc(folder, "identity", "list", "--json").json
    left, right = pair["left"]["statement"], pair["right"]["statement"]

    decided = graphsvc(folder, "identity", "same", left, right, "--reason", "the same register number")
    afterwards = graphsvc(folder, "identity", "list")
    (kept,) = graphsvc(folder, "identity", "decided", "--json").json
    undone = graphsvc(folder, "identity", "undo", right, left)

    assert (decided.code, undone.code) == (0, 0)
    assert afterwards.out == "No undecided pairs.\n"
    assert (kept["judgement"], kept["reason"]) == ("same", "the same register number")
    assert graphsvc(folder, "identity", "decided").out == "Nothing was decided yet.\n"
    assert graphsvc(folder, "identity", "list", "--json").json == [pair]


def test_a_decision_is_a_run_that_can_be_undone(folder: Path) -> None:
    (pair,) = graphsvc(folder, "identity", "list", "--json").json
    before = graphsvc(folder, "export").out
    words = (pair["left"]["statement"], pair["right"]["statement"], "--json")

    run = graphsvc(folder, "identity", "different", *words).json["run"]

    assert graphsvc(folder, "undo", run).code == 0
    assert graphsvc(folder, "export").out == before


@pytest.mark.parametrize("action", ["same", "different", "undo"])
def test_a_pair_that_is_not_there_is_said(folder: Path, action: str) -> None:
    said = graphsvc(folder, "identity", action, "a1", "a2")

    assert said.code == 1
    assert "There is no such" in said.err


def test_an_export_holds_what_the_clearance_allows(folder: Path, tmp_path: Path) -> None:
    everything = lines(graphsvc(folder, "export").out)
    public = lines(graphsvc(folder, "export", "--clearance", "public").out)
    elsewhere = lines(graphsvc(folder, "export", "--collection", "other").out)
    graphsvc(folder, "export", "--clearance", "public", "--to", tmp_path / "public.jsonl")

    assert [line["names"][0][0] for line in everything if line.get("sort") == "actor"] != []
    assert len([line for line in everything if line.get("sort") == "actor"]) == 2
    assert {line["scope"] for line in public if line.get("sort") == "actor"} == {"demo/public"}
    assert elsewhere == [{"export": "graphsvc", "format": 1}]
    assert lines((tmp_path / "public.jsonl").read_text(encoding="utf-8")) == public


def test_places_are_in_an_export_only_where_they_are_asked_for(folder: Path) -> None:
    (first, *_) = [line for line in lines(graphsvc(folder, "export", "--places").out) if line.get("sort") == "actor"]

    assert first["row"] == "row 2"
    assert '"row"' not in graphsvc(folder, "export").out


def test_a_backup_fills_an_empty_store_with_the_same(folder: Path, tmp_path: Path) -> None:
    digest = graphsvc(folder, "check", "--json").json["digest"]

    made = graphsvc(folder, "backup", tmp_path / "backup.jsonl", "--json")
    restored = graphsvc(tmp_path / "other", "restore", tmp_path / "backup.jsonl", "--json")

    assert (made.json["digest"], restored.json["digest"]) == (digest, digest)
    assert graphsvc(tmp_path / "other", "runs").out == graphsvc(folder, "runs").out
    again = graphsvc(folder, "restore", tmp_path / "backup.jsonl")
    assert again.code == 1
    assert graphsvc(folder, "check", "--json").json["digest"] == digest


def test_a_damaged_backup_restores_nothing(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "backup.jsonl"
    graphsvc(folder, "backup", path)
    path.write_bytes(path.read_bytes()[:-200])

    said = graphsvc(tmp_path / "other", "restore", path)

    assert said.code == 1
    assert "Nothing was restored." in said.err
    assert graphsvc(tmp_path / "other", "runs").out == "No runs yet.\n"


def test_a_copy_has_the_same_digest(folder: Path, tmp_path: Path) -> None:
    origin, copy = f"sqlite:{folder / 'network.sqlite'}", f"sqlite:{tmp_path / 'copy.sqlite'}"

    said = graphsvc(folder, "copy", "--from", origin, "--to", copy, "--json")

    assert said.json["digest"] == graphsvc(folder, "check", "--json").json["digest"]
    assert graphsvc(folder, "copy", "--from", origin, "--to", copy).code == 1
    assert graphsvc(folder, "copy", "--from", origin, "--to", "postgres:x").code == 2


def test_a_check_counts_what_is_there(folder: Path) -> None:
    said = graphsvc(folder, "check", "--settle", "--json")

    assert said.code == 0
    assert (said.json["engine"], said.json["actor statements"], said.json["sources"]) == ("sqlite", 2, 2)
    assert (said.json["runs published"], said.json["problems"]) == (2, [])
    assert "actor statements" in graphsvc(folder, "check").out


def test_a_check_names_kinds_that_are_no_longer_known(folder: Path, tmp_path: Path) -> None:
    own = write(
        tmp_path / "kinds.toml",
        ["[actor.shelter_house]", 'label = { en = "house" }', 'plural = { en = "houses" }', 'neo4j = "ShelterHouse"'],
    )
    path = write(tmp_path / "house.csv", ["name,kind", "Blue House,shelter_house"])
    with_kinds = {"GRAPHSVC_KINDS_FILE": str(own)}
    assert graphsvc(folder, "import", "workbook", path, *WORDS, "houses", **with_kinds).code == 0

    said = graphsvc(folder, "check", "--json")

    assert graphsvc(folder, "check", **with_kinds).code == 0
    assert said.code == 1
    assert said.json["problems"] == ["The store holds actors of a kind that is not in the registry: shelter_house."]


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_template_with_its_example_can_be_imported(folder: Path, tmp_path: Path, language: str) -> None:
    path = tmp_path / "template.xlsx"

    assert graphsvc(folder, "template", path, "--example", "--language", language).code == 0

    said = graphsvc(folder, "import", "workbook", path, *WORDS, "own", "--check", "--json")
    assert (said.code, said.json["preview"]["new_actors"], said.json["preview"]["new_ties"]) == (0, 3, 3)


def test_a_template_overwrites_nothing(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    path.write_text("mine")

    assert graphsvc(folder, "template", path).code == 2
    assert graphsvc(folder, "template", tmp_path / "template.csv").code == 2
    assert graphsvc(folder, "template", tmp_path / "nowhere" / "template.xlsx").code == 2
    assert path.read_text() == "mine"


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]
