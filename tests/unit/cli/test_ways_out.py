"""What goes wrong around a command: odd files, odd terminals, stores that are damaged or not there."""

from __future__ import annotations

import io
import os
import sqlite3
from pathlib import Path

import pytest

from graphsvc.cli.console import Console
from graphsvc.cli.wholefile import whole_file
from graphsvc.errors import StoreFull, WrongUse
from tests.unit.cli.terminal import graphsvc, write

ACTORS = ("id,name,kind", "alba,Alba Ñandú,organization", "bora,Bora,person")
TIES = ("from,to,kind", "alba,bora,works_with")


def imported(folder: Path) -> Path:
    """A folder with a store that holds a little."""
    files = write(folder / "actors.csv", ACTORS), write(folder / "ties.csv", TIES)
    assert graphsvc(folder, "import", "workbook", *files, "--source", "s", "--collection", "c", "--yes").code == 0
    return folder


def damaged(folder: Path) -> Path:
    """The same, with zeros over the second half of the first page of runs."""
    imported(folder)
    store = folder / "network.sqlite"
    with sqlite3.connect(store) as connection:
        page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'run'").fetchone()[0]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    with store.open("r+b") as file:
        file.seek((page - 1) * size + 8)
        file.write(bytes(size - 8))
    return folder


def test_a_damaged_store_is_not_backed_up(tmp_path: Path) -> None:
    said = graphsvc(damaged(tmp_path), "backup", tmp_path / "b.jsonl")

    assert (said.code, (tmp_path / "b.jsonl").exists()) == (1, False)
    assert "damaged" in said.err


def test_a_damaged_store_is_not_copied(tmp_path: Path) -> None:
    said = graphsvc(
        damaged(tmp_path), "copy", "--from", f"sqlite:{tmp_path}/network.sqlite", "--to", f"sqlite:{tmp_path}/c.sqlite"
    )

    assert said.code == 1
    assert "damaged" in said.err


def test_a_store_that_is_not_there_is_not_copied_and_not_made(tmp_path: Path) -> None:
    said = graphsvc(tmp_path, "copy", "--from", f"sqlite:{tmp_path}/no.sqlite", "--to", f"sqlite:{tmp_path}/c.sqlite")

    assert (said.code, said.err.startswith("graphsvc: There is no store ")) == (2, True)
    assert not list(tmp_path.iterdir())


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)

    said = graphsvc(tmp_path, "import", "workbook", pipe, "--source", "s", "--collection", "c")

    assert (said.code, "no file, but a pipe" in said.err) == (1, True)


@pytest.mark.parametrize("name", ["a\udcff.csv", "a\nb.csv", "a\x1b[31m.csv"])
def test_a_file_whose_name_cannot_be_shown_is_to_be_renamed(tmp_path: Path, name: str) -> None:
    said = graphsvc(
        tmp_path, "import", "workbook", write(tmp_path / name, ACTORS), "--source", "s", "--collection", "c"
    )

    assert (said.code, "cannot be shown" in said.err) == (1, True)
    assert all(line.isprintable() for line in said.err.splitlines())


def test_a_terminal_without_a_letter_shows_its_number(tmp_path: Path) -> None:
    imported(tmp_path)
    shown = io.BytesIO()
    console = Console({"GRAPHSVC_DATA_FOLDER": str(tmp_path)}, io.TextIOWrapper(shown, "ascii", write_through=True))

    console.say("Alba Ñandú")

    assert shown.getvalue() == b"Alba \\xd1and\\xfa\n"


def test_files_that_hold_nothing_are_not_said_to_be_known(tmp_path: Path) -> None:
    said = graphsvc(
        tmp_path, "import", "workbook", write(tmp_path / "a.csv", ACTORS[:1]), "--source", "s", "--collection", "c"
    )

    assert "hold nothing that can be imported" in said.err
    assert "already" not in said.err


def test_an_unknown_word_is_answered_with_the_one_that_was_meant(tmp_path: Path) -> None:
    files = write(tmp_path / "actors.csv", ACTORS), write(tmp_path / "ties.csv", ("de,a,tipo", "alba,bora,financia"))

    said = graphsvc(tmp_path, "import", "workbook", *files, "--source", "s", "--collection", "c", "--check")

    assert "Did you mean financia a?" in said.out


def test_a_template_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    said = graphsvc(tmp_path, "template", tmp_path / "nowhere" / "t.xlsx")

    assert (said.code, said.err.splitlines()[0]) == (2, "graphsvc: The folder of t.xlsx is not there.")
    assert graphsvc(tmp_path, "export", "--to", tmp_path).code == 2


def test_a_number_that_no_store_holds_is_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert graphsvc(tmp_path, "undo", "99999999999999999999").code == 2
    assert "use a whole number" in capsys.readouterr().err


@pytest.mark.parametrize(("number", "error"), [(28, StoreFull), (13, WrongUse)])
def test_only_a_full_disk_is_called_full(tmp_path: Path, number: int, error: type[Exception]) -> None:
    with pytest.raises(error, match="cannot be written"), whole_file(tmp_path / "f", replaces=False):
        raise OSError(number, os.strerror(number))
    assert not list(tmp_path.iterdir())


def test_a_disk_without_second_names_still_takes_a_whole_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    with whole_file(tmp_path / "f", replaces=False) as file:
        file.write(b"all")

    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("f", b"all")]
