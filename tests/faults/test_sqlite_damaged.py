"""Files that are no store of ours, or no longer: refused in a sentence, never changed."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import pytest

from graphsvc.access import Viewer
from graphsvc.errors import GraphsvcError, StoreRefused, StoreTooNew
from graphsvc.store.protocol import FORMAT
from graphsvc.store.sqlite import SqliteStore
from tests.faults.sqlite_process import load_runs

OPERATOR = Viewer.operator()


@pytest.mark.parametrize("content", [b"not a database, only text " * 100, b"SQLite format 3\x00", b"\x00" * 8192])
def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "store.sqlite"
    path.write_bytes(content)

    with pytest.raises(StoreRefused):
        SqliteStore(path)

    assert path.read_bytes() == content


def test_a_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE theirs (a)")
    connection.close()
    content = path.read_bytes()

    with pytest.raises(StoreRefused, match="another program"):
        SqliteStore(path)

    assert path.read_bytes() == content


def test_a_store_of_a_later_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    SqliteStore(path).close()
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {FORMAT + 1}")
    connection.close()
    content = path.read_bytes()

    with pytest.raises(StoreTooNew):
        SqliteStore(path)

    assert path.read_bytes() == content


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "store.sqlite").mkdir()

    with pytest.raises(StoreRefused):
        SqliteStore(tmp_path / "store.sqlite")


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file")

    with pytest.raises(StoreRefused):
        SqliteStore(tmp_path / "var" / "store.sqlite")


def test_the_folder_is_made_and_only_the_owner_reads_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "store.sqlite"

    SqliteStore(path).close()

    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_store_that_was_cut_off_is_said_to_be_damaged(tmp_path: Path, share: float) -> None:
    path = tmp_path / "store.sqlite"
    load_runs(path, 2)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])

    with pytest.raises(StoreRefused):
        use(path)


@pytest.mark.parametrize("seed", range(12))
def test_flipped_bytes_never_end_in_anything_but_a_sentence(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "store.sqlite"
    load_runs(path, 1)
    content = bytearray(path.read_bytes())
    chance = random.Random(seed)
    for _ in range(200):
        content[chance.randrange(100, len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)

    with pytest.raises(GraphsvcError):
        use(path)


def use(path: Path) -> None:
    store = SqliteStore(path)
    try:
        store.check_integrity()
        store.digest()
        store.tie_columns(OPERATOR)
    finally:
        store.close()
