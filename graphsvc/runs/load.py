"""The second half of an import: what a plan says is written in batches and published at once, or not at all."""

from __future__ import annotations

import getpass
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from graphsvc.errors import ImportStopped, PreviewOutdated, StoreBusy, StoreUnreachable
from graphsvc.model.statements import Run, RunNumber
from graphsvc.runs.plan import Plan, Progress, tell_nobody
from graphsvc.store.protocol import GraphStore, NewRun

BATCH_ROWS = 5_000
LEASE_RENEWED_AFTER_SECONDS = 10.0
LEASE_SECONDS = 65.0
"""A little longer than the lease of a store's lock."""


def never() -> bool:
    """Nobody asks to stop."""
    return False


def holder() -> str:
    """Who holds the lock, in words for whoever has to wait: person, machine, process."""
    return f"{account_name()}@{socket.gethostname()}, process {os.getpid()}"


def begin(store: GraphStore, new: NewRun, *, wait_seconds: float) -> RunNumber:
    """Begin a run; waits for the lease of a holder that has died on this machine, as nobody else can end it.

    Raises:
        StoreBusy: another run is under way, and its process is alive or on another machine.
    """
    try:
        return store.begin(new, holder=holder(), wait_seconds=wait_seconds)
    except StoreBusy as busy:
        if not _has_died(str(busy.details.get("holder", ""))):
            raise
    return store.begin(new, holder=holder(), wait_seconds=LEASE_SECONDS)


def _has_died(who: str) -> bool:
    place, _, process = who.rpartition(", process ")
    if not place.endswith(f"@{socket.gethostname()}") or not process.isdigit():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def load(
    store: GraphStore,
    plan: Plan,
    *,
    account: str | None = None,
    progress: Progress = tell_nobody,
    asked_to_stop: Callable[[], bool] = never,
    batch_rows: int = BATCH_ROWS,
    wait_seconds: float = 0.0,
) -> Run | None:
    """Do what `plan` says: begin, stage in batches sorted by id, retire, publish. None: there was nothing to do.

    Whatever happens before publication leaves readers with what they had: the run is rolled back here, or, if this
    process is killed, by whoever begins the next run.

    Args:
        store: the store to be changed.
        plan: must have no `stops`.
        account: who is signed in; None at the command line.
        progress: told after each batch.
        asked_to_stop: asked between batches.
        batch_rows: statements written at once.
        wait_seconds: how long to wait for another run's lock.

    Raises:
        ImportRefused: the plan says that this must not be loaded.
        StoreBusy: another run is under way.
        PreviewOutdated: the source was changed since the plan was made.
        ImportStopped: `asked_to_stop` said so; everything was taken back.
    """
    if plan.stops:
        raise plan.stops[0]
    if plan.has_nothing_to_do:
        return None
    files = tuple((mark.name, mark.sha256) for mark in plan.files)
    new = NewRun("import", account=account, importer=plan.importer, source=plan.source, files=files)
    run = begin(store, new, wait_seconds=wait_seconds)
    with rolled_back_on_error(store, run):
        _check_preview(store, plan)
        _Writing(store, run, progress, asked_to_stop).write(plan, batch_rows)
        return store.publish(run, plan.counts)


@contextmanager
def rolled_back_on_error(store: GraphStore, run: RunNumber) -> Iterator[None]:
    """Take `run` back if what is done inside fails.

    A store that does not answer is left alone: whoever begins the next run cleans up.
    """
    is_over = False
    try:
        yield
        is_over = True
    except StoreUnreachable:
        is_over = True
        raise
    finally:
        if not is_over:
            store.roll_back(run)


def _check_preview(store: GraphStore, plan: Plan) -> None:
    if store.info().published != plan.published and plan.spool.compare(store.live(plan.source.id)) != plan.differences:
        raise PreviewOutdated


class _Writing:
    """The batches of one run: between two of them the lock is renewed and somebody may ask to stop."""

    def __init__(
        self, store: GraphStore, run: RunNumber, progress: Progress, asked_to_stop: Callable[[], bool]
    ) -> None:
        self._store, self._run, self._progress, self._asked_to_stop = store, run, progress, asked_to_stop
        self._renewed = time.monotonic()
        self._done = 0

    def write(self, plan: Plan, batch_rows: int) -> None:
        total = plan.differences.to_write + plan.differences.retired
        self._between(0, total)
        for actors in plan.spool.actors_to_write(batch_rows):
            self._store.stage_actors(self._run, actors)
            self._between(len(actors), total)
        for ties in plan.spool.ties_to_write(batch_rows):
            self._store.stage_ties(self._run, ties)
            self._between(len(ties), total)
        for ids in plan.spool.retired(batch_rows):
            self._store.retire(self._run, ids)
            self._between(len(ids), total)

    def _between(self, written: int, total: int) -> None:
        self._done += written
        self._progress("writing", self._done, total)
        if self._asked_to_stop():
            raise ImportStopped
        if time.monotonic() - self._renewed > LEASE_RENEWED_AFTER_SECONDS:
            self._store.keep_lock(self._run)
            self._renewed = time.monotonic()


def account_name() -> str:
    """Who runs this program, as the machine knows them."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"user {os.getuid()}"
