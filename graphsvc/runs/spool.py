"""Where an import rests between reading and writing: a file of its own, so that memory does not grow with the import.

The file lies in the data folder (what is imported may be restricted, so it never goes to a shared folder for temporary
files) and loses its name as soon as it is open: whatever ends the program, nothing of it is left behind.
"""

from __future__ import annotations

import errno
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar

import orjson

from graphsvc.access import STORED_LEVELS, Scope
from graphsvc.errors import StoreFull, StoreRefused
from graphsvc.model.records import Place, RowIssue
from graphsvc.model.statements import StatementId
from graphsvc.store.rows import ActorRow, TieRow, tie_row, tie_statement

BUFFERED_ROWS = 1_000
LONGEST_VALUE = 200
_LEVELS = {sensitivity.label: sensitivity.level for sensitivity in STORED_LEVELS}
_ACTOR_FIELDS = tuple(name for name in ActorRow._fields if name not in ("id", "hash"))
_TIE_FIELDS = tuple(name for name in TieRow._fields if name not in ("id", "hash"))
_actor_values = attrgetter(*_ACTOR_FIELDS)
_tie_values = attrgetter(*_TIE_FIELDS)
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Differences:
    """How many statements a run would write, leave and retire; actors and ties apart."""

    new_actors: int = 0
    changed_actors: int = 0
    unchanged_actors: int = 0
    retired_actors: int = 0
    new_ties: int = 0
    changed_ties: int = 0
    unchanged_ties: int = 0
    retired_ties: int = 0

    @property
    def new(self) -> int:
        """Statements whose id the source did not have."""
        return self.new_actors + self.new_ties

    @property
    def changed(self) -> int:
        """Statements that say something else than before."""
        return self.changed_actors + self.changed_ties

    @property
    def unchanged(self) -> int:
        """Statements that stay as they are."""
        return self.unchanged_actors + self.unchanged_ties

    @property
    def retired(self) -> int:
        """Statements that the source no longer says."""
        return self.retired_actors + self.retired_ties

    @property
    def to_write(self) -> int:
        """Statements that a run would send to the store."""
        return self.new + self.changed


@dataclass(frozen=True, slots=True)
class IssueGroup:
    """All issues of one rule: how many, and the first of them."""

    first: RowIssue
    count: int


class Spool:
    """Actors, ties and issues of one import, compared with what the store says of the source.

    Use: add everything, `settle_ends`, `compare`, then read. Raises StoreFull when the disk has no room.
    """

    def __init__(self, folder: Path) -> None:
        with _disk_errors(), _file_without_name(folder) as file:
            self._connection = sqlite3.connect(file, isolation_level=None)
            self._connection.execute("PRAGMA journal_mode = OFF")
            self._connection.execute("PRAGMA synchronous = OFF")
            self._connection.execute("PRAGMA temp_store = MEMORY")
            self._connection.execute("PRAGMA cache_size = -32000")
            self._connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._connection.executescript(_sql("create_spool"))
            self._connection.execute("BEGIN")
        self._actors: list[tuple[object, ...]] = []
        self._ties: list[tuple[object, ...]] = []
        self._issues: list[tuple[object, ...]] = []

    def close(self) -> None:
        """Give the space back."""
        self._connection.close()

    # -- filling

    def add_actor(self, row: ActorRow) -> None:
        """Keep one actor."""
        packed = orjson.dumps(_actor_values(row))
        self._actors.append((row.id, _level(row.scope), row.hash, row.file, row.locator, packed))
        if len(self._actors) >= BUFFERED_ROWS:
            self._flush()

    def add_tie(self, row: TieRow) -> None:
        """Keep one tie."""
        packed = orjson.dumps(_tie_values(row))
        self._ties.append((row.id, _level(row.scope), row.hash, row.file, row.locator, packed, row.ego, row.alter))
        if len(self._ties) >= BUFFERED_ROWS:
            self._flush()

    def add_issue(self, issue: RowIssue) -> None:
        """Keep one issue; its value is shortened."""
        value = None if issue.value is None else _plain(issue.value[:LONGEST_VALUE])
        place = issue.place.file, _plain(issue.place.locator)
        self._issues.append((issue.rule, issue.is_refusal, *place, issue.column, value, issue.advice))
        if len(self._issues) >= BUFFERED_ROWS:
            self._flush()

    def settle_ends(self) -> int:
        """Check what can be checked only when all is read; returns how many statements were refused by it.

        A key that comes twice with different contents (the first stays), ties without ends, ties that must be as
        closed as their ends.
        """
        self._flush()
        with _disk_errors():
            self._connection.executescript(_sql("index_spool"))
            refused = self._refuse_repeated("actor", "repeated_actors", "drop_actor")
            refused += self._refuse_repeated("tie", "repeated_ties", "drop_tie")
            refused += self._refuse_loose_ties()
            self._close_open_ties()
        self._flush()
        return refused

    def compare(self, live: Iterable[tuple[str, StatementId, bytes]]) -> Differences:
        """What would change, given everything that the store says of the source. May be called again."""
        with _disk_errors():
            self._connection.execute(_sql("forget_live"))
            rows = iter(live)
            while chunk := list(islice(rows, BUFFERED_ROWS)):
                self._connection.executemany(_sql("add_live"), chunk)
            counts: dict[str, int] = {}
            for sort, is_new, is_changed, number in self._connection.execute(_sql("count_differences")):
                state = "new" if is_new else "changed" if is_changed else "unchanged"
                counts[f"{state}_{sort}s"] = number
            for sort, _ in self._connection.execute(_sql("retired")):
                counts[f"retired_{sort}s"] = counts.get(f"retired_{sort}s", 0) + 1
        return Differences(**counts)

    # -- reading

    def actors_to_write(self, batch_rows: int) -> Iterator[list[ActorRow]]:
        """New and changed actors in batches, sorted by id."""
        yield from _batches(map(_actor, self._connection.execute(_sql("actors_to_write"))), batch_rows)

    def ties_to_write(self, batch_rows: int) -> Iterator[list[TieRow]]:
        """New and changed ties in batches, sorted by id."""
        yield from _batches(map(_tie, self._connection.execute(_sql("ties_to_write"))), batch_rows)

    def retired(self, batch_rows: int) -> Iterator[list[StatementId]]:
        """What the source no longer says, in batches: ties first, then by id."""
        ids = (StatementId(id_) for _, id_ in self._connection.execute(_sql("retired")))
        yield from _batches(ids, batch_rows)

    def issues(self) -> Iterator[RowIssue]:
        """All issues, in the order in which they were found."""
        for file, locator, rule, advice, column, value, is_refusal in self._connection.execute(_sql("issues")):
            yield RowIssue(Place(file, locator), rule, advice, column, value, bool(is_refusal))

    def issue_groups(self) -> tuple[IssueGroup, ...]:
        """Issues by rule, refusals first, the most frequent first."""
        rows = self._connection.execute(_sql("issue_groups")).fetchall()
        return tuple(
            IssueGroup(RowIssue(Place(file, locator), rule, advice, column, value, bool(is_refusal)), count)
            for rule, is_refusal, file, locator, column, value, advice, count, _ in rows
        )

    # -- inside

    def _flush(self) -> None:
        with _disk_errors():
            for name, rows in (("add_actor", self._actors), ("add_tie", self._ties), ("add_issue", self._issues)):
                self._connection.executemany(_sql(name), rows)
                rows.clear()

    def _pages(self, name: str) -> Iterator[tuple[Any, ...]]:
        """Rows of a statement whose tables are changed while its rows are gone through."""
        last = 0
        while rows := self._connection.execute(_sql(name), (last, BUFFERED_ROWS)).fetchall():
            yield from rows
            last = rows[-1][0]

    def _refuse_repeated(self, sort: str, find: str, drop: str) -> int:
        refused = 0
        for seq, file, locator, is_same, first_file, first_locator in self._pages(find):
            self._connection.execute(_sql(drop), (seq,))
            if is_same and sort == "actor":
                continue  # one actor that a file names in many places is the usual case, and nothing is lost
            first = str(Place(first_file, first_locator))
            if is_same:
                advice = f"The same statement stands at {first}; it was kept once."
                self.add_issue(RowIssue(Place(file, locator), "tie.repeated", advice, is_refusal=False))
                continue
            refused += 1
            advice = f"The same key stands at {first} with other contents, which was kept. Give each its own key."
            self.add_issue(RowIssue(Place(file, locator), f"{sort}.key-twice", advice))
        return refused

    def _refuse_loose_ties(self) -> int:
        refused = 0
        for seq, file, locator, no_ego, no_alter in self._pages("loose_ties"):
            refused += 1
            self._connection.execute(_sql("drop_tie"), (seq,))
            ends = "Both ends are" if no_ego and no_alter else "The first end is" if no_ego else "The second end is"
            advice = f"{ends} no actor of this file, or one whose row was refused. Add the actor, or mend its row."
            self.add_issue(RowIssue(Place(file, locator), "tie.unknown-end", advice))
        return refused

    def _close_open_ties(self) -> None:
        for seq, id_, hash_, packed, level in self._pages("open_ties"):
            statement = tie_statement(_tie((id_, hash_, packed)))
            scope = Scope.of(statement.scope.collection, STORED_LEVELS[level])
            closed = tie_row(replace(statement, scope=scope))
            values = level, closed.hash, orjson.dumps(_tie_values(closed)), seq
            self._connection.execute(_sql("close_tie"), values)


@cache
def _sql(name: str) -> str:
    return files("graphsvc.runs").joinpath("sql", f"{name}.sql").read_text("utf-8")


@contextmanager
def _file_without_name(folder: Path) -> Iterator[str]:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, prefix="import-", suffix=".spool") as file:
        yield file.name


@contextmanager
def _disk_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise StoreFull("The disk that holds the data folder is full.") from error
        raise StoreRefused("The data folder cannot be written.", hint="Check its owner and permissions.") from error
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_IOERR_WRITE):
            raise StoreFull("The disk that holds the data folder is full.") from error
        raise StoreRefused("The import cannot be kept in the data folder.", hint="Check the disk.") from error


def _level(scope: str) -> int:
    return _LEVELS[scope.rpartition("/")[2]]


def _plain(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _actor(values: tuple[str, bytes, bytes]) -> ActorRow:
    id_, hash_, packed = values
    kept = dict(zip(_ACTOR_FIELDS, orjson.loads(packed), strict=True))
    kept["roles"], kept["searchable"] = tuple(kept["roles"]), tuple(kept["searchable"])
    return ActorRow(id=id_, hash=hash_, **kept)


def _tie(values: tuple[str, bytes, bytes]) -> TieRow:
    id_, hash_, packed = values
    return TieRow(id=id_, hash=hash_, **dict(zip(_TIE_FIELDS, orjson.loads(packed), strict=True)))


def _batches(items: Iterable[_Item], size: int) -> Iterator[list[_Item]]:
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
