"""What is worked out for one version: once, waited for or not, and worked out again where it failed."""

from __future__ import annotations

import threading
import time

import pytest

from graphsvc.known import WorkedOut


def ready(worked_out: WorkedOut, key: str) -> object:
    """What is there in the end."""
    until = time.monotonic() + 20
    while (found := worked_out.by_now(key, lambda: pytest.fail("It is under way."))) is None:
        assert time.monotonic() < until
        time.sleep(0.01)
    return found


def test_who_does_not_wait_is_answered_at_once_and_finds_it_later() -> None:
    worked_out, may_go_on, worked = WorkedOut(), threading.Event(), []

    def work() -> str:
        assert may_go_on.wait(20)
        worked.append(1)
        return "done"

    first = [worked_out.by_now("a", work) for _ in range(5)]
    may_go_on.set()

    assert first == [None] * 5
    assert ready(worked_out, "a") == "done"
    assert worked == [1]


def test_who_waits_gets_what_is_under_way() -> None:
    worked_out = WorkedOut()

    worked_out.by_now("a", lambda: "first")

    assert worked_out.get("a", lambda: "first") == "first"
    assert worked_out.by_now("a", lambda: "second") == "first"


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_what_failed_is_worked_out_again() -> None:
    worked_out = WorkedOut()

    def fail() -> object:
        raise ValueError("no")

    assert worked_out.by_now("a", fail) is None
    with pytest.raises(ValueError, match="no"):
        worked_out.get("a", fail)
    until = time.monotonic() + 20
    while worked_out.by_now("a", lambda: "good") != "good":
        assert time.monotonic() < until
        time.sleep(0.01)
