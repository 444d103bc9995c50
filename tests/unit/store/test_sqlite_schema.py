"""The steps from format to format: all or nothing, each once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from graphsvc.errors import StoreRefused, StoreTooNew
from graphsvc.store.protocol import FORMAT
from graphsvc.store.sql_files import single_statements
from graphsvc.store.sqlite import SqliteStore
from graphsvc.store.sqlite_schema import prepare, shipped_steps

NEXT = f"""-- name: migrate_{FORMAT + 1}
PRAGMA user_version = {FORMAT + 1};
ALTER TABLE card ADD COLUMN note TEXT;
UPDATE card SET note = 'none; yet';
CREATE TRIGGER card_note AFTER INSERT ON card BEGIN UPDATE card SET note = ''; SELECT 1; END;
"""


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    opened = sqlite3.connect(tmp_path / "store.sqlite", isolation_level=None)
    yield opened
    opened.close()


def columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


def version(connection: sqlite3.Connection) -> int:
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return found


def test_there_is_one_step_for_each_format() -> None:
    assert len(shipped_steps()) == FORMAT


def test_a_new_file_goes_through_all_steps(connection: sqlite3.Connection) -> None:
    prepare(connection, (*shipped_steps(), NEXT))

    assert (version(connection), columns(connection, "card")[-1]) == (FORMAT + 1, "note")
    assert connection.execute("SELECT published FROM store").fetchall() == [(0,)]


def test_an_older_store_is_brought_up_to_date_with_what_it_holds(connection: sqlite3.Connection) -> None:
    prepare(connection, shipped_steps())
    connection.execute("INSERT INTO card VALUES ('a1', 'Ada', 'person', NULL, '[]', '[]')")
    store_id = connection.execute("SELECT store_id FROM store").fetchone()

    prepare(connection, (*shipped_steps(), NEXT))
    prepare(connection, (*shipped_steps(), NEXT))

    assert connection.execute("SELECT id, note FROM card").fetchall() == [("a1", "none; yet")]
    assert connection.execute("SELECT store_id FROM store").fetchone() == store_id


@pytest.mark.parametrize("fault", ["ALTER TABLE absent ADD COLUMN x TEXT;", "SELECT 1;"])
def test_a_step_that_fails_leaves_the_older_store(connection: sqlite3.Connection, fault: str) -> None:
    prepare(connection, shipped_steps())
    step = NEXT + fault if fault.startswith("ALTER") else NEXT.replace(f"PRAGMA user_version = {FORMAT + 1};", fault)

    with pytest.raises((sqlite3.OperationalError, StoreRefused)):
        prepare(connection, (*shipped_steps(), step))

    assert (version(connection), "note" in columns(connection, "card")) == (FORMAT, False)
    prepare(connection, (*shipped_steps(), NEXT))
    assert version(connection) == FORMAT + 1


def test_a_later_store_is_refused(connection: sqlite3.Connection) -> None:
    prepare(connection, (*shipped_steps(), NEXT))

    with pytest.raises(StoreTooNew):
        prepare(connection, shipped_steps())


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    SqliteStore(path).close()
    content = path.read_bytes()

    SqliteStore(path).close()

    assert path.read_bytes() == content


def test_a_script_is_taken_apart_at_the_ends_of_its_statements() -> None:
    found = single_statements(NEXT)

    assert len(found) == 4
    assert found[2].strip() == "UPDATE card SET note = 'none; yet';"


def test_formality_moves_beside_what_every_reader_needs(connection: sqlite3.Connection) -> None:
    first, second = shipped_steps()[:2]
    prepare(connection, (first,))
    connection.executescript("""
        INSERT INTO word VALUES (1, 'knows'), (2, 'realised'), (3, 'stated');
        INSERT INTO source VALUES (1, 'c:s');
        INSERT INTO scope VALUES (1, 'c/public', 0, NULL);
        INSERT INTO actor_key VALUES (1, 'a1'), (2, 'a2');
        INSERT INTO tie VALUES
            (1, 't1', 1, 9, 1, 1, 1, 1, 1, 2, 0, 0, 2, 3, 0.5, x'00'),
            (2, 't2', 1, 9, 1, 1, 1, 1, 2, 1, 0, 0, 2, 3, NULL, x'00');
        INSERT INTO tie_text VALUES
            (1, NULL, NULL, 'formal', NULL, NULL, NULL, NULL, '', 'f', 'row 1', ''),
            (2, NULL, NULL, 'unknown', NULL, NULL, NULL, NULL, '', 'f', 'row 2', '');
    """)
    before = connection.execute("SELECT * FROM tie_row ORDER BY id").fetchall()

    prepare(connection, (first, second))

    assert connection.execute("SELECT * FROM tie_row ORDER BY id").fetchall() == before
    assert len(before) == 2
    assert "formality" in columns(connection, "tie")
    assert "formality" not in columns(connection, "tie_text")
