"""Runs of the Neo4j store: the lock with its lease, beginning, publishing, rolling back.

Every batch is written in one transaction together with a marker: the hash of what was sent, how many rows it was, and
what it changes in the stamps. So a batch whose answer was lost is found when it is sent again, and publishing adds up
a few numbers instead of reading the rows.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from graphsvc.errors import InvalidValue, StoreBusy, StoreRefused
from graphsvc.model.statements import Run, RunNumber, RunState, Source, SourceId
from graphsvc.store.neo4j_rows import run_of_properties, run_properties, source_of_properties, source_properties
from graphsvc.store.neo4j_session import Work
from graphsvc.store.neo4j_views import Connected
from graphsvc.store.protocol import FAR_FUTURE, NewRun
from graphsvc.store.stamps import MODULUS, hash_number

LOOK_AGAIN_SECONDS = 0.2
BACK_ROWS = 5_000
Changes = dict[tuple[str, str], list[int]]
"""By scope and source: how many live statements more, and the sum of their hashes."""


@dataclass(frozen=True, slots=True)
class Written:
    """What one batch wrote. `loosens`: ties that this run wrote before may have lost an end by it."""

    rows: int
    changes: Changes
    loosens: bool = False


def changed(changes: Changes, rows: Iterable[Sequence[Any]], sign: int) -> Changes:
    """`changes` with (scope, source, hash) of `rows` added (sign 1) or taken away (sign -1)."""
    for scope, source, hash_, *_ in rows:
        found = changes.setdefault((scope, source), [0, 0])
        found[0] += sign
        found[1] = (found[1] + sign * hash_number(bytes(hash_))) % MODULUS
    return changes


def batch_key(run: int, what: str, parts: Iterable[object]) -> str:
    """What a batch is known by: its run, and the hash of what was sent."""
    digest = hashlib.blake2b(digest_size=16)
    try:
        for part in parts:
            digest.update(orjson.dumps(part))
    except orjson.JSONEncodeError as error:
        raise InvalidValue("A text holds half of a character.", hint="Save it as UTF-8.") from error
    return f"{run} {what} {digest.hexdigest()}"


class Runs(Connected):
    """The life of a run, from the lock to the watermark."""

    def begin(self, new: NewRun, *, holder: str, wait_seconds: float = 0.0) -> RunNumber:
        """Take the lock, roll back what an earlier run left unfinished, and begin a run. Raises StoreBusy."""
        run = self._wait_for_lock(new, holder, time.monotonic() + wait_seconds)
        for unfinished in self._link.read(lambda work: work.rows("runs_loading", run=run)):
            self._take_back(unfinished[0], run)
            self._end(unfinished[0], run, RunState.ROLLED_BACK)
        if new.source is not None:
            source = new.source
            self._link.write(lambda work: self._stage_source(work, run, source))
        return run

    def keep_lock(self, run: RunNumber) -> None:
        """Renew the lease. Raises StoreBusy when the lock was lost."""
        self._link.write(lambda work: self._hold(work, run))

    def publish(self, run: RunNumber, counts: Mapping[str, int]) -> Run:
        """Make the run's changes live, all at once, and let go of the lock."""
        ended_at = self._now()
        return self._link.write(lambda work: self._publish(work, run, counts, ended_at))

    def roll_back(self, run: RunNumber) -> None:
        """Remove everything an unpublished run wrote and let go of the lock."""
        found = self._link.read(lambda work: work.one("run_find", number=run))
        if found is None or found["state"] != RunState.LOADING.value:
            return
        self._take_back(run, run)
        self._end(run, run, RunState.ROLLED_BACK)

    def _wait_for_lock(self, new: NewRun, holder: str, deadline: float) -> RunNumber:
        token = secrets.token_hex(16)
        while True:
            try:
                return self._link.write(lambda work: self._take_lock(work, new, holder, token))
            except StoreBusy:
                if time.monotonic() + LOOK_AGAIN_SECONDS > deadline:
                    raise
                time.sleep(LOOK_AGAIN_SECONDS)

    def _take_lock(self, work: Work, new: NewRun, holder: str, token: str) -> RunNumber:
        self._view(work)
        found = work.rows("lock_read", token=token, now=self._milliseconds())
        [(is_free, is_mine, other, since, number, is_filling)] = found
        if is_filling:
            raise StoreRefused("A copy into this store was broken off.", hint="Make the copy again.")
        if is_mine:  # taken by an earlier try whose answer was lost
            return RunNumber(number)
        if not is_free:
            raise StoreBusy(f"{other} has been changing the store since {since}.", holder=other, since=since)
        now, (source, collection) = self._now(), self._source_of(work, new)
        run = Run(
            number=RunNumber(0),
            what=new.what,
            state=RunState.LOADING,
            started_at=now,
            account=new.account,
            importer=new.importer,
            source=source,
            files=new.files,
            undoes=new.undoes,
        )
        since = now.isoformat(timespec="seconds")
        values: dict[str, Any] = {"token": token, "holder": holder, "since": since, "lease": self._lease}
        values["now"] = self._milliseconds()
        row = run_properties(run, collection)
        return RunNumber(work.one("lock_take", **values, row=row))

    def _source_of(self, work: Work, new: NewRun) -> tuple[SourceId | None, str | None]:
        """Id and collection of the source of a run; an undo has that of the run it undoes."""
        if new.source is not None:
            return new.source.id, new.source.collection
        found = None if new.undoes is None else work.one("run_find", number=new.undoes)
        return (None, None) if found is None else (found.get("source"), found.get("collection"))

    def _milliseconds(self) -> int | None:
        """The time of the clock that tests give; None: the server reads its own, which is the same for everybody."""
        return None if self._clock is None else int(self._clock().timestamp() * 1_000)

    @property
    def _lease(self) -> int:
        return int(self._unprepared.limits.lease_seconds * 1_000)

    def _hold(self, work: Work, run: int, key: str = "") -> int | None:
        """Renew the lease and keep other writers out; gives the rows of batch `key` if it is written already."""
        found = work.rows("lock_hold", run=run, lease=self._lease, now=self._milliseconds(), key=key)
        if not found:
            raise StoreBusy("This run has lost its lock of the store.", hint="Run the same command again.")
        rows: int | None = found[0][1]
        return rows

    def _batch(self, run: int, what: str, parts: Iterable[object], write: Callable[[Work], Written]) -> int:
        """Write one batch with its marker, once whatever happens to the answer; returns its rows."""
        key = batch_key(run, what, parts)

        def work(work: Work) -> int:
            done = self._hold(work, run, key)
            if done is not None:
                return done
            new = write(work)
            packed = [[*scoped, count, f"{total:032x}"] for scoped, (count, total) in new.changes.items()]
            values = {"changes": orjson.dumps(packed).decode(), "loosens": new.loosens}
            work.rows("batch_write", key=key, run=run, rows=new.rows, **values)
            return new.rows

        return self._link.write(work)

    def _stage_source(self, work: Work, run: int, source: Source) -> None:
        self._hold(work, run)
        found = work.one("source_live", id=source.id, far=FAR_FUTURE)
        if found is None or source_of_properties(found) != source:
            self._write_source(work, run, source)

    def _write_source(self, work: Work, run: int, source: Source) -> None:
        row = source_properties(source, run)
        work.rows("source_write", id=source.id, far=FAR_FUTURE, born=run, row=row)

    def _publish(self, work: Work, run: RunNumber, counts: Mapping[str, int], ended_at: datetime) -> Run:
        found = work.one("run_find", number=run)
        if found is not None and found["state"] == RunState.PUBLISHED.value:  # an earlier try; its answer was lost
            return run_of_properties(found)[0]
        self._hold(work, run)
        self._add_stamps(work, run)
        state, text = RunState.PUBLISHED.value, orjson.dumps(dict(counts)).decode()
        found = work.one("run_set", number=run, state=state, ended_at=ended_at.isoformat(), counts=text)
        if found is None:
            raise StoreRefused("The run is not in the store.")
        published, _ = run_of_properties(found)
        if published.undoes is not None:
            _mark_undone(work, published.undoes)
        work.rows("run_publish", run=run)
        work.rows("batches_delete", run=run)
        work.rows("lock_free", run=run)
        return published

    def _add_stamps(self, work: Work, run: int) -> None:
        changes: Changes = {}
        is_loose = False
        for text, loosens in work.rows("batches_read", run=run):
            is_loose |= loosens
            for scope, source, count, total in orjson.loads(text):
                found = changes.setdefault((scope, source), [0, 0])
                found[0], found[1] = found[0] + count, (found[1] + int(total, 16)) % MODULUS
        loose = work.rows("loose_ties", run=run, far=FAR_FUTURE)
        if loose or (is_loose and work.rows("loose_ties_of_run", run=run, far=FAR_FUTURE)):
            raise InvalidValue("A tie would be left without an actor, or less closed than one.")
        write_stamps(work, changes)

    def _take_back(self, run: int, holder: int) -> None:
        """Undo everything that the unpublished `run` wrote, in steps that may be broken off; the lock is `holder`'s."""
        for ties in self._found_ties("back_written_ties", run):
            self._step(holder, "back_delete_ties", ties=ties, run=run)
        for ties in self._found_ties("back_retired_ties", run):
            self._step(holder, "back_restore_ties", ties=ties, run=run, far=FAR_FUTURE)
        while self._step(holder, "back_delete_actors", run=run, limit=BACK_ROWS):
            pass
        while self._step(holder, "back_restore_actors", run=run, limit=BACK_ROWS, far=FAR_FUTURE):
            pass
        self._step(holder, "back_delete_rest", run=run)
        self._step(holder, "back_restore_rest", run=run, far=FAR_FUTURE)
        self._step(holder, "batches_delete", run=run)

    def _found_ties(self, statement: str, run: int) -> Iterator[list[dict[str, str]]]:
        """The ties that a statement finds, in batches, each as element and row."""
        found = self._link.read(lambda work: work.rows(statement, run=run), whole=True)
        for start in range(0, len(found), BACK_ROWS):
            yield [{"element": element, "row": row} for element, row in found[start : start + BACK_ROWS]]

    def _step(self, holder: int, name: str, **values: Any) -> int:
        def work(work: Work) -> int:
            self._hold(work, holder)
            return int(work.one(name, **values) or 0)

        return self._link.write(work)

    def _end(self, run: int, holder: int, state: RunState) -> None:
        ended_at = self._now().isoformat()

        def work(work: Work) -> None:
            work.rows("run_set", number=run, state=state.value, ended_at=ended_at, counts=None)
            if run == holder:
                work.rows("lock_free", run=run)

        self._link.write(work)


def _mark_undone(work: Work, target: RunNumber) -> None:
    """Write that `target` was taken back; what it had taken back stands again, and so on down the chain."""
    state, number = RunState.UNDONE, target
    while True:
        found = work.one("run_set", number=number, state=state.value, ended_at=None, counts=None)
        if found is None or found.get("undoes") is None:
            return
        state = RunState.PUBLISHED if state is RunState.UNDONE else RunState.UNDONE
        number = RunNumber(found["undoes"])


def write_stamps(work: Work, changes: Changes) -> None:
    """Add `changes` to the stamps that are kept."""
    keys = {f"{scope}\n{source}": (scope, source) for scope, source in sorted(changes)}
    kept = {key: (rows, int(total, 16)) for key, rows, total in work.rows("stamps_of", keys=list(keys))}
    stamps = []
    for key, (scope, source) in keys.items():
        count, total = changes[scope, source]
        rows, sum_ = kept.get(key, (0, 0))
        text = f"{(sum_ + total) % MODULUS:032x}"
        stamps.append({"key": key, "scope": scope, "source": source, "rows": rows + count, "total": text})
    work.rows("stamps_write", stamps=stamps)
