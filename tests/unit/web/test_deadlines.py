"""Answers that come too late are let go, and the threads come back."""

from __future__ import annotations

import contextvars
import os
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, cast

import pytest

from graphsvc.store.protocol import GraphStore
from web.deadlines import THREADS, Deadlines, PageTooSlow, TimedStore

SECONDS = 0.2
CORES = len(os.sched_getaffinity(0))
NAME: contextvars.ContextVar[str] = contextvars.ContextVar("name")


@pytest.fixture
def deadlines() -> Iterator[Deadlines]:
    made = Deadlines(SECONDS)
    yield made
    made.close()


class Store:
    """Counts what it is asked; the first answer waits until it may go."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.may_go = threading.Event()

    def sources(self, viewer: object) -> str:
        self.asked.append("sources")
        self.may_go.wait(10)
        return f"sources for {viewer}"


def test_an_answer_in_time_is_given_with_what_it_raises(deadlines: Deadlines) -> None:
    NAME.set("rosa")

    assert deadlines.answer(NAME.get) == "rosa"
    with pytest.raises(ZeroDivisionError):
        deadlines.answer(lambda: 1 // 0)
    with pytest.raises(TimeoutError):
        deadlines.answer(lambda: next(_timed_out()))


def _timed_out() -> Iterator[None]:
    raise TimeoutError
    yield


def test_outside_a_page_a_store_is_asked_as_it_is(deadlines: Deadlines) -> None:
    store = Store()
    store.may_go.set()

    assert cast("Any", TimedStore(cast("GraphStore", store), deadlines.check)).sources("rosa") == "sources for rosa"


def test_a_late_answer_is_let_go_in_time_and_asks_the_store_nothing_more(deadlines: Deadlines) -> None:
    store, ended = Store(), []
    timed = cast("Any", TimedStore(cast("GraphStore", store), deadlines.check))

    def ask() -> None:
        try:
            timed.sources("rosa")
            timed.sources("rosa")
        except PageTooSlow as error:
            ended.append(error)

    begun = time.monotonic()
    with pytest.raises(PageTooSlow):
        deadlines.answer(ask)
    waited = time.monotonic() - begun
    store.may_go.set()
    _wait_until(lambda: bool(ended))

    assert SECONDS <= waited < SECONDS + 1
    assert store.asked == ["sources"]


def test_more_late_answers_than_threads_all_end_in_time_and_the_next_is_given(deadlines: Deadlines) -> None:
    may_go, late = threading.Event(), []

    def visit() -> None:
        begun = time.monotonic()
        with pytest.raises(PageTooSlow):
            deadlines.answer(lambda: may_go.wait(10))
        late.append(time.monotonic() - begun)

    visitors = [threading.Thread(target=visit) for _ in range(2 * THREADS)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    may_go.set()
    _wait_until(lambda: _answers(deadlines))

    assert len(late) == 2 * THREADS
    assert max(late) < SECONDS + 2


def _answers(deadlines: Deadlines) -> bool:
    try:
        return deadlines.answer(lambda: True)
    except PageTooSlow:
        return False


def _wait_until(is_so: Any) -> None:
    end = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_as_many_questions_at_a_time_as_there_are_cores() -> None:
    deadlines = Deadlines(60, moment=60)
    at_work, most, lock = set[int](), [0], threading.Lock()

    def work() -> None:
        with lock:
            at_work.add(threading.get_ident())
            most[0] = max(most[0], len(at_work))
        time.sleep(0.005)
        with lock:
            at_work.discard(threading.get_ident())

    _all_at_once([partial(deadlines.answer, work)] * (4 * CORES))
    deadlines.close()

    assert most == [min(CORES, THREADS)]


def test_nobody_waits_long_behind_slow_questions() -> None:
    deadlines = Deadlines(60, moment=0.01)
    may_go = threading.Event()
    slow = [threading.Thread(target=deadlines.answer, args=(lambda: may_go.wait(60),)) for _ in range(CORES)]
    for thread in slow:
        thread.start()

    answered = deadlines.answer(lambda: "quick")
    is_still_slow = all(thread.is_alive() for thread in slow)
    may_go.set()
    for thread in slow:
        thread.join()
    deadlines.close()

    assert (answered, is_still_slow) == ("quick", True)


def test_a_turn_comes_back_from_answers_that_fail_or_are_late() -> None:
    deadlines = Deadlines(0.05, moment=60)
    may_go = threading.Event()

    for _ in range(CORES):
        with pytest.raises(ZeroDivisionError):
            deadlines.answer(lambda: 1 // 0)
        with pytest.raises(PageTooSlow):
            deadlines.answer(lambda: may_go.wait(60))

    assert deadlines.answer(lambda: "here") == "here"
    may_go.set()
    deadlines.close()


def _all_at_once(work: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=one) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
