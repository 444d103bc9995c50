"""No page waits for ever: what is asked is worked out beside the request, which answers in time whatever happens there.

A thread cannot be ended from outside. So an answer that comes too late is let go: the page says so and its worker is
free; what is computed by then is kept for the next who asks, and the next question to the store is not put.

Short questions are worked out as many at a time as there are cores: more of them only push each other out of the
processor and its caches, and take a quarter longer each. Whoever has waited a moment for a turn begins without one, so
that a page of seconds keeps nobody from a page of milliseconds.
"""

from __future__ import annotations

import contextvars
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore
from typing import Any, TypeVar

from graphsvc.errors import Transient
from graphsvc.store.protocol import GraphStore

Answer = TypeVar("Answer")
THREADS = 16
"""Twice as many as there are requests at a time, so that late answers do not stand in the way of the next ones."""
MOMENT = 0.05
"""Seconds that a question waits for its turn at most."""


class PageTooSlow(Transient):
    """The answer was not ready in time; what was worked out is kept, so that the next try goes further."""

    code = "page.too-slow"
    message = "This page takes longer than a page may."
    hint = "Nothing was changed. Try again in a minute; what is worked out by then is kept."


class Deadlines:
    """Gives each question `seconds`, the time in the queue of late answers included."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic, *, moment: float = MOMENT) -> None:
        self._seconds = seconds
        self._moment = moment
        self._clock = clock
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="answer")
        self._until: contextvars.ContextVar[float] = contextvars.ContextVar("until")
        self._turns = BoundedSemaphore(len(os.sched_getaffinity(0)))

    def answer(self, ask: Callable[[], Answer]) -> Answer:
        """What `ask` gives, with everything that it raises. It sees the request that is being answered.

        Raises:
            PageTooSlow: it takes longer than it may.
        """
        has_turn = self._turns.acquire(timeout=self._moment)
        try:
            return self._answered(ask)
        finally:
            if has_turn:
                self._turns.release()

    def _answered(self, ask: Callable[[], Answer]) -> Answer:
        context = contextvars.copy_context()
        context.run(self._until.set, self._clock() + self._seconds)
        future = self._threads.submit(context.run, self._begin, ask)
        try:
            return future.result(timeout=self._seconds)
        except TimeoutError as error:
            if future.done():
                raise  # the question itself ran into a limit of its own
            future.cancel()
            raise PageTooSlow from error

    def check(self) -> None:
        """Raise PageTooSlow when nobody waits for the answer that is being worked out here."""
        if self._clock() > self._until.get(float("inf")):
            raise PageTooSlow

    def close(self) -> None:
        """Take no more questions."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _begin(self, ask: Callable[[], Answer]) -> Answer:
        self.check()
        return ask()


class TimedStore:
    """A store that is asked nothing more when the time of a page is over."""

    def __init__(self, store: GraphStore, check: Callable[[], None]) -> None:
        self._store = store
        self._check = check

    def __getattr__(self, verb: str) -> Any:
        """The verb of the store, put only while somebody waits for the answer."""
        self._check()
        return getattr(self._store, verb)
