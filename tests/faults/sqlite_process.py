"""A program of its own that loads run after run into a SQLite store and says what it has done; tests kill it.

`python -m tests.faults.sqlite_process FILE load RUNS` loads runs, each of TIES ties in BATCHES batches.
`python -m tests.faults.sqlite_process FILE load RUNS BYTES` may write files of so many bytes, as on a full disk.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path

from graphsvc.errors import GraphsvcError
from graphsvc.model.statements import ActorStatement, TieStatement
from graphsvc.store.protocol import NewRun
from graphsvc.store.rows import actor_row, tie_row
from graphsvc.store.sqlite import SqliteStore
from tests.networks import actor, source, tie

REGISTER = source("north:register")
ACTORS, TIES, BATCHES = 40, 300, 6


def people() -> list[ActorStatement]:
    return [actor(REGISTER, str(number), f"Actor {number}") for number in range(ACTORS)]


def ties_of_run(number: int) -> list[TieStatement]:
    """What the run with this number says: ties that no other run says."""
    ends = people()
    return [tie(f"{number}-{key}", ends[key % ACTORS], ends[(key + 1 + key // ACTORS) % ACTORS]) for key in range(TIES)]


def load_runs(path: Path, count: int) -> None:
    """Each run of ties after the last; a line of standard output for each that is kept."""
    store = SqliteStore(path)
    for _ in range(count):
        run = store.begin(NewRun("import", source=REGISTER), holder="test", wait_seconds=10)
        if store.info().published == 0:
            store.stage_actors(run, list(map(actor_row, people())))
        rows = list(map(tie_row, ties_of_run(run)))
        size = TIES // BATCHES
        for start in range(0, TIES, size):
            store.stage_ties(run, rows[start : start + size])
            store.keep_lock(run)
        store.publish(run, {"new": TIES})
        print(run, flush=True)  # noqa: T201 - read by the test
    store.close()


def main() -> int:
    path, _, count, *limit = sys.argv[1:]
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit[0]), int(limit[0])))
    try:
        load_runs(Path(path), int(count))
    except GraphsvcError as error:
        print(type(error).__name__, error, file=sys.stderr)  # noqa: T201 - read by the test
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
