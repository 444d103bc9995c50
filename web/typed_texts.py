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
MOST_OF_ONE = 2_000
"""Of one budget: who types without end, pushes out what they typed themselves."""


class TypedTexts:
    """Keeps texts by (visitor, token). When there are too many, the oldest of whoever keeps most go first."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._texts: dict[tuple[str, str], tuple[float, str]] = {}
        self._by_budget: dict[str, OrderedDict[tuple[str, str], None]] = {}

    def keep(self, visitor: str, text: str, *, budget_key: str) -> str:
        """The token that stands for `text`. `budget_key`: whose budget it was typed from; a guest has many visitors."""
        token = secrets.token_urlsafe(9)
        with self._lock:
            self._texts[visitor, token] = (self._clock(), text)
            own = self._by_budget.setdefault(budget_key, OrderedDict())
            own[visitor, token] = None
            if len(own) > MOST_OF_ONE:
                self._forget_oldest(budget_key)
            if len(self._texts) > MOST_TEXTS:
                self._forget_oldest(max(self._by_budget, key=lambda key: len(self._by_budget[key])))
        return token

    def find(self, visitor: str, token: str) -> str | None:
        """The text behind `token`; None when it is another visitor's, too old, or never was."""
        with self._lock:
            kept_at, text = self._texts.get((visitor, token), (0.0, None))
        if text is None or not 0 <= self._clock() - kept_at + 1 <= LONGEST_SECONDS:
            return None
        return text

    def _forget_oldest(self, budget_key: str) -> None:
        kept = self._by_budget[budget_key]
        oldest, _ = kept.popitem(last=False)
        del self._texts[oldest]
        if not kept:
            del self._by_budget[budget_key]
