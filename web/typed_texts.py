"""Texts that people typed, behind opaque tokens: a name never stands in an address, a log or a history.

A token belongs to one visitor and lives in the memory of the process, for at most twelve hours.
"""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable

LONGEST_SECONDS = 12 * 3600.0
MOST_TEXTS = 20_000


class TypedTexts:
    """Keeps texts by (visitor, token); the oldest go first when there are too many."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._texts: OrderedDict[tuple[str, str], tuple[float, str]] = OrderedDict()

    def keep(self, visitor: str, text: str) -> str:
        """The token that stands for `text`."""
        token = secrets.token_urlsafe(9)
        with self._lock:
            self._texts[visitor, token] = (self._clock(), text)
            while len(self._texts) > MOST_TEXTS:
                self._texts.popitem(last=False)
        return token

    def find(self, visitor: str, token: str) -> str | None:
        """The text behind `token`; None when it is another visitor's, too old, or never was."""
        with self._lock:
            kept_at, text = self._texts.get((visitor, token), (0.0, None))
        if text is None or not 0 <= self._clock() - kept_at + 1 <= LONGEST_SECONDS:
            return None
        return text
