"""Stopping at a good moment: SIGTERM and Ctrl-C ask, the work ends at its next edge; a second Ctrl-C does not wait."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

from graphsvc.errors import ImportStopped

_Item = TypeVar("_Item")


@contextmanager
def stop_signals() -> Iterator[Callable[[], bool]]:
    """Inside, SIGTERM and the first Ctrl-C only make what is given here say True."""
    asked: list[int] = []

    def ask(number: int, _: FrameType | None) -> None:
        if asked and number == signal.SIGINT:
            raise KeyboardInterrupt
        asked.append(number)

    before = {number: signal.signal(number, ask) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield lambda: bool(asked)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def until_asked(items: Iterable[_Item], asked_to_stop: Callable[[], bool]) -> Iterator[_Item]:
    """`items`, until somebody asks to stop. Raises ImportStopped then."""
    for item in items:
        if asked_to_stop():
            raise ImportStopped
        yield item
