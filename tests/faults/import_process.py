# ruff: noqa: T201 - the test reads what this process prints
"""A process that imports a chain of actors and says each batch: for tests that kill it.

Use: python import_process.py DATA_FOLDER ACTORS BATCH_ROWS
"""

from __future__ import annotations

import sys
from pathlib import Path

from graphsvc.cli.stopping import stop_signals
from graphsvc.errors import GraphsvcError
from graphsvc.runs.load import load
from graphsvc.store.sqlite import SqliteStore
from tests.unit.runs.files import network_of, planned


def main(folder: Path, actors: int, batch_rows: int) -> int:
    def tell(doing: str, done: int, total: int | None) -> None:
        print(doing, done, total, flush=True)

    store = SqliteStore(folder / "store.sqlite")
    try:
        with stop_signals() as asked, planned(store, network_of(actors), folder) as plan:
            print("planned", flush=True)
            run = load(store, plan, progress=tell, asked_to_stop=asked, batch_rows=batch_rows, wait_seconds=1.0)
        print("published", run.number if run else 0, flush=True)
    except GraphsvcError as error:
        print(error.code, flush=True)
        return error.exit_code
    finally:
        store.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
