"""Taking a published run back: a new run that stages the exact inverse."""

from __future__ import annotations

from graphsvc.model.statements import Run, RunNumber
from graphsvc.runs.load import begin, rolled_back_on_error
from graphsvc.store.protocol import GraphStore, NewRun


def undo(store: GraphStore, number: RunNumber, *, account: str | None = None, wait_seconds: float = 0.0) -> Run:
    """Take back run `number` exactly: what it wrote retires, what it retired comes back. Returns the new run.

    Raises:
        RunNotUndoable: there is no such published run, or a later run has changed the same statements.
        StoreBusy: another run is under way.
    """
    run = begin(store, NewRun("undo", account=account, undoes=number), wait_seconds=wait_seconds)
    with rolled_back_on_error(store, run):
        counts = store.reverse(run, number)
        return store.publish(run, counts)
