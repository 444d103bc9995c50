"""A coordinator imports the seed facts: looks, writes, writes again, imports a newer edition, takes it back."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.unit.cli.terminal import Said, graphsvc, write

ROOT = Path(__file__).parents[2]
SEED = ROOT / "samples" / "seed"
WORDS = ("--source", "seed", "--collection", "demo", "--sensitivity", "public")
IMPORT = ("import", "workbook", SEED / "seed-facts.xlsx", "--mapping", "seed-facts", *WORDS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "var"


def test_a_check_shows_what_would_change_and_writes_nothing(folder: Path) -> None:
    said = graphsvc(folder, *IMPORT, "--check", "--json")

    assert (said.code, said.json["outcome"], said.json["run"]) == (0, "checked", None)
    assert said.json["preview"] == {
        "new_actors": 79,
        "changed_actors": 0,
        "unchanged_actors": 0,
        "retired_actors": 0,
        "new_ties": 97,
        "changed_ties": 0,
        "unchanged_ties": 0,
        "retired_ties": 0,
        "refused": 0,
    }
    assert graphsvc(folder, "runs", "--json").json == []


def test_the_seed_facts_are_imported_whole(folder: Path) -> None:
    said = graphsvc(folder, *IMPORT)

    assert said.code == 0
    assert "Published as run 1. `graphsvc undo 1` takes it back." in said.out
    (run,) = graphsvc(folder, "runs", "--json").json
    assert (run["state"], run["importer"], run["source"]) == ("published", "workbook", "demo:seed")
    assert (run["counts"]["new"], run["counts"]["read rows of ties"]) == (176, 97)
    assert {file["name"] for file in run["files"]} == {"seed-facts.xlsx", "seed-facts.toml"}


def test_the_same_file_twice_changes_nothing(folder: Path) -> None:
    graphsvc(folder, *IMPORT)
    before = export(folder)

    again = graphsvc(folder, *IMPORT, "--json")

    assert (again.code, again.json["outcome"]) == (0, "nothing to do")
    assert export(folder) == before
    assert len(graphsvc(folder, "runs", "--json").json) == 1


def test_the_same_facts_as_csv_are_the_same_content(folder: Path, tmp_path: Path) -> None:
    graphsvc(folder, *IMPORT)
    other = folder.with_name("other")

    said = graphsvc(other, "import", "workbook", *edition(tmp_path), "--mapping", "seed-facts", *WORDS)

    assert said.code == 0, said.err
    assert content(other) == content(folder)


def test_a_newer_edition_retires_what_it_no_longer_says_and_can_be_taken_back(folder: Path, tmp_path: Path) -> None:
    graphsvc(folder, "import", "workbook", *edition(tmp_path), "--mapping", "seed-facts", *WORDS)
    before = export(folder)
    newer = edition(tmp_path, ties=90)

    said = graphsvc(folder, "import", "workbook", *newer, "--mapping", "seed-facts", *WORDS, "--json")

    assert (said.code, said.json["preview"]["retired_ties"], said.json["preview"]["new_ties"]) == (0, 7, 0)
    assert export(folder) != before
    undone = graphsvc(folder, "undo", 2, "--json")
    assert (undone.code, undone.json["undoes"]) == (0, 2)
    assert export(folder) == before


def test_a_file_that_shrank_is_not_taken_without_a_word(folder: Path, tmp_path: Path) -> None:
    graphsvc(folder, "import", "workbook", actors_file(tmp_path, 10), *WORDS)
    before = export(folder)
    again = ("import", "workbook", actors_file(tmp_path, 3), *WORDS)

    said = graphsvc(folder, *again)

    assert said.code == 1
    assert "This would retire 7 of the 10 statements" in said.err
    assert "add --accept-retiring" in said.err
    assert export(folder) == before
    assert graphsvc(folder, *again, "--accept-retiring").code == 0


@pytest.mark.parametrize(
    ("typed", "outcome", "runs"), [("y\n", "published", 1), ("n\n", "declined", 0), ("", "declined", 0)]
)
def test_on_a_terminal_a_person_is_asked_first(folder: Path, typed: str, outcome: str, runs: int) -> None:
    said = graphsvc(folder, *IMPORT, "--json", answer=typed)

    assert "Write this? [y/N]" in said.err
    assert (said.code, said.json["outcome"]) == (0, outcome)
    assert len(graphsvc(folder, "runs", "--json").json) == runs


def test_with_yes_nobody_is_asked(folder: Path) -> None:
    said = graphsvc(folder, *IMPORT, "--yes", answer="")

    assert "Write this?" not in said.err
    assert said.code == 0


def test_a_row_that_cannot_be_taken_is_named_with_a_way_out(folder: Path, tmp_path: Path) -> None:
    actors = actors_file(tmp_path, 9)
    rows = [f"works_with,A{number},A{number + 1}" for number in range(8)]
    ties = write(tmp_path / "ties.csv", ["kind,from,to", *rows, "likes,A1,A3"])
    command = ("import", "workbook", actors, ties, *WORDS, "--report", tmp_path / "issues.csv")

    said = graphsvc(folder, *command, "--json")

    (issue,) = [issue for issue in said.json["issues"] if issue["refused"]]
    assert (said.code, issue["file"], issue["place"], issue["value"]) == (0, "ties.csv", "row 10", "likes")
    assert issue["advice"].startswith("Use one of: knows, works with,")
    assert "likes" in (tmp_path / "issues.csv").read_text(encoding="utf-8")
    assert graphsvc(folder, *command[:-2], "--strict").code == 1
    assert graphsvc(folder, *command[:-2], "--check").code == 1


def test_facts_about_the_source_stay_when_they_are_not_said_again(folder: Path) -> None:
    graphsvc(folder, *IMPORT, "--title", "The seed", "--licence", "CC0-1.0", "--date", "2021")

    said = graphsvc(folder, *IMPORT[:-2], "--json")

    assert said.json["outcome"] == "nothing to do"
    assert said.json["source"] == {"id": "demo:seed", "title": "The seed", "sensitivity": "public"}


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("import", "spreadsheet", "x.csv", *WORDS), 2, "workbook"),
        (("import", "workbook", "nowhere.csv", *WORDS), 1, "nowhere.csv: there is no such file."),
        ((*IMPORT[:-1], "sealed"), 1, "sealed"),
        ((*IMPORT[:-1], "secret"), 1, "Use public, members or restricted."),
        ((*IMPORT, "--source", "A Name"), 2, "--source: this is no name."),
        ((*IMPORT, "--set", "sheet"), 2, "--set takes NAME=VALUE."),
        ((*IMPORT, "--date", "yesterday"), 1, "Write 2019, 2019-10 or 2019-10-08."),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    folder: Path, words: tuple[object, ...], code: int, sentence: str
) -> None:
    said = graphsvc(folder, *words)

    assert (said.code, said.out) == (code, "")
    assert sentence in said.err


def export(folder: Path) -> str:
    said: Said = graphsvc(folder, "export")
    assert said.code == 0
    return said.out


def content(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in export(folder).splitlines() if '"sort":"source"' not in line]


def edition(folder: Path, *, ties: int | None = None) -> list[Path]:
    """The facts as CSV files; only the first `ties`, where a number is given."""
    made = folder / f"edition {ties}"
    made.mkdir()
    first, closing = {"ties.csv": ties}, {"ties.csv", "actors.csv"}
    for path in sorted((SEED / "source").glob("*.csv")):
        header, *rows = csv.reader(path.read_text(encoding="utf-8").splitlines(keepends=True))
        extra = (["sensitivity"], ["public"]) if path.name in closing else ([], [])
        with (made / path.name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(header + extra[0])
            writer.writerows(row + extra[1] for row in rows[: first.get(path.name)])
    return sorted(made.glob("*.csv"))


def actors_file(folder: Path, number: int) -> Path:
    return write(folder / "actors.csv", ["name,kind", *[f"A{one},organization" for one in range(number)]])
