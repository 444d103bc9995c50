"""The small SQLite files beside the network: made for their owner, all or nothing, their faults in our words."""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

import pytest

from graphsvc.errors import StoreBusy, StoreFull, StoreRefused, StoreTooNew
from graphsvc.sqlite_file import SqliteFile

PACKAGE = "web.accounts"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new" / "accounts.sqlite"


def add_secret(file: SqliteFile, name: str, value: bytes = b"x") -> None:
    file.rows("add_secret", name=name, value=value)


def add_small_and_large(file: SqliteFile) -> None:
    with file.transaction():
        add_secret(file, "small")
        add_secret(file, "large", b"x" * 1_000_000)


def add_twice_over(file: SqliteFile) -> None:
    with file.transaction(), file.transaction():
        add_secret(file, "half")
        file.rows("add_session", token_hash=b"x", account="nobody", at=1.0)


def test_a_new_file_is_its_owners_only_and_has_a_format(path: Path) -> None:
    SqliteFile(path, PACKAGE, newest_format=3).close()

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sqlite3.connect(path).execute("PRAGMA user_version").fetchone() == (3,)


def test_a_file_of_a_newer_version_is_refused_and_not_touched(path: Path) -> None:
    SqliteFile(path, PACKAGE, newest_format=2).close()
    before = path.read_bytes()

    with pytest.raises(StoreTooNew):
        SqliteFile(path, PACKAGE, newest_format=1)
    assert path.read_bytes() == before


def test_a_file_from_before_formats_were_numbered_keeps_what_it_holds(path: Path) -> None:
    file = SqliteFile(path, PACKAGE)
    add_secret(file, "kept")
    file.close()
    with sqlite3.connect(path) as older:
        older.execute("PRAGMA user_version = 0")
    older.close()

    again = SqliteFile(path, PACKAGE)

    assert again.row("secret", name="kept") == (b"x",)


def test_a_transaction_that_fails_leaves_nothing(path: Path) -> None:
    file = SqliteFile(path, PACKAGE)

    with pytest.raises(sqlite3.IntegrityError):
        add_twice_over(file)

    assert file.row("secret", name="half") is None


def test_a_file_that_is_no_database_is_refused(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"no database at all" * 100)

    with pytest.raises(StoreRefused):
        SqliteFile(path, PACKAGE)


def test_a_full_disk_is_said_and_nothing_is_half_written(path: Path) -> None:
    file = SqliteFile(path, PACKAGE)
    pages = file._connection.execute("PRAGMA page_count").fetchone()[0]
    file._connection.execute(f"PRAGMA max_page_count = {pages}")

    with pytest.raises(StoreFull):
        add_small_and_large(file)

    assert file.row("secret", name="small") is None


def test_a_file_held_by_another_program_is_said_to_be_busy(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graphsvc.sqlite_file.BUSY_SECONDS", 0.05)
    file = SqliteFile(path, PACKAGE)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(StoreBusy):
        add_secret(file, "late")
    other.close()


def test_the_mark_moves_with_every_change_here_and_elsewhere_and_stays_without_one(path: Path) -> None:
    file, elsewhere = SqliteFile(path, PACKAGE), SqliteFile(path, PACKAGE)
    first = file.mark()
    assert file.mark() == first

    add_secret(file, "here")
    second = file.mark()
    add_secret(elsewhere, "there")

    assert len({first, second, file.mark()}) == 3


def test_a_copy_holds_everything_is_its_owners_only_and_replaces_nothing(path: Path, tmp_path: Path) -> None:
    file = SqliteFile(path, PACKAGE)
    add_secret(file, "kept")
    target = tmp_path / "copy.sqlite"

    file.copy_to(target)

    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert SqliteFile(target, PACKAGE).row("secret", name="kept") == (b"x",)
    with pytest.raises(StoreRefused):
        file.copy_to(target)
