"""No page waits for ever: what is asked is worked out beside the request, which answers in time whatever happens there.

A thread cannot be ended from outside. So an answer that comes too late is let go: the page says so and its worker is
free; what is computed by then is kept for the next who asks, and the next question to the store is not put.
"""

from __future__ import annotations

import contextvars
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from graphsvc.errors import Transient
from graphsvc.store.protocol import GraphStore

Answer = TypeVar("Answer")
THREADS = 16
"""Twice as many as there are requests at a time, so that late answers do not stand in the way of the next ones."""


class PageTooSlow(Transient):
    """The answer was not ready in time; what was worked out is kept, so that the next try goes further."""

    code = "page.too-slow"
    message = "This page takes longer than a page may."
    hint = "Nothing was changed. Try again in a minute; what is worked out by then is kept."


class Deadlines:
    """Gives each question `seconds`, the time in the queue included."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="answer")
        self._until: contextvars.ContextVar[float] = contextvars.ContextVar("until")

    def answer(self, ask: Callable[[], Answer]) -> Answer:
        """What `ask` gives, with everything that it raises. It sees the request that is being answered.

        Raises:
            PageTooSlow: it takes longer than it may.
        """
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
