"""People's decisions on pairs: taken as runs of their own, and taken back the same way."""

from __future__ import annotations

from datetime import datetime

from graphsvc.access import Viewer
from graphsvc.errors import InvalidValue, NotFound
from graphsvc.model.statements import Decision, Judgement, Run, StatementId
from graphsvc.runs.load import begin, rolled_back_on_error
from graphsvc.store.protocol import GraphStore, NewRun

WAIT_SECONDS = 5.0
"""How long a decision waits for an import that is under way."""


def decide(
    store: GraphStore,
    viewer: Viewer,
    pair: tuple[str, str],
    judgement: Judgement,
    *,
    reason: str,
    by: str,
    at: datetime,
) -> Run:
    """Write that the two statements of `pair` are about the same actor, or are not; replaces an earlier word on them.

    Raises:
        InvalidValue: the same statement twice.
        NotFound: one of them is not there or not visible.
    """
    left, right = _checked(store, viewer, pair)
    run = begin(store, NewRun("decide", account=viewer.account), wait_seconds=WAIT_SECONDS)
    with rolled_back_on_error(store, run):
        store.stage_decision(run, Decision(left, right, judgement, reason, by, at))
        return store.publish(run, {"decided": 1})


def withdraw(store: GraphStore, viewer: Viewer, pair: tuple[str, str]) -> Run:
    """Take the decision on `pair` back. Raises NotFound where there is none."""
    left, right = _checked(store, viewer, pair)
    run = begin(store, NewRun("decide", account=viewer.account), wait_seconds=WAIT_SECONDS)
    with rolled_back_on_error(store, run):
        store.withdraw_decision(run, left, right)
        return store.publish(run, {"withdrawn": 1})


def _checked(store: GraphStore, viewer: Viewer, pair: tuple[str, str]) -> tuple[StatementId, StatementId]:
    left, right = sorted(StatementId(statement) for statement in pair)
    if left == right:
        raise InvalidValue("A decision needs two different statements.")
    found = {statement.id for statement in store.actor_statements(viewer, (left, right))}
    if found != {left, right}:
        raise NotFound
    return left, right
