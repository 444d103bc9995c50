"""What a reader asks for next is made beforehand, in a thread, while the reader uses what it was given."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future
from itertools import islice
from threading import Thread
from typing import TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")


def made_ahead(make: Callable[[Given], Made], given: Iterable[Given]) -> Generator[Made, None, None]:
    """What `make` makes of each of `given`, in their order; the next is made while the reader uses the one before.

    One thing is made at a time, and at most one waits for the reader: memory stays flat. This is quicker than making
    them when they are asked for, where `make` works without Python's lock.

    What `make` raises is raised where its thing would have been given; what `given` raises, one thing before. No thread
    is left when this ends: at the end of `given`, closed, or by an error.

    Each thing has a thread of its own. The documents that lxml parses in one thread share a table of names, which must
    not grow in one thread while another reads it; what a thread of its own has parsed can be read in any thread.
    """
    rest = iter(given)
    waiting = [_start(make, one) for one in islice(rest, 1)]
    try:
        while waiting:
            thread, made = waiting.pop()
            thread.join()
            thing = made.result()
            waiting += [_start(make, one) for one in islice(rest, 1)]
            yield thing
    finally:
        for thread, _ in waiting:
            thread.join()


def _start(make: Callable[[Given], Made], one: Given) -> tuple[Thread, Future[Made]]:
    made: Future[Made] = Future()

    def run() -> None:
        try:
            made.set_result(make(one))
        except BaseException as error:  # noqa: BLE001 - it is raised again for the reader
            made.set_exception(error)

    thread = Thread(target=run, name="made ahead")
    thread.start()
    return thread, made
