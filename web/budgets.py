"""How much one viewer may ask in a minute, so that nobody harvests the network or starves the others."""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from graphsvc.errors import Transient

MOST_KEYS = 50_000


class BudgetSpent(Transient):
    """A viewer asked more often than one person does. `Retry-After` says when it goes on."""

    code = "budget.spent"
    status = 429
    message = "That was a lot of questions in a short time."
    hint = "Wait a minute, then go on."

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(retry_after_seconds=retry_after_seconds)
        self.retry_after_seconds = retry_after_seconds


@dataclass(frozen=True, slots=True)
class Budget:
    """A name and how often it may be spent in a minute; that many at once are allowed."""

    name: str
    per_minute: int


PAGES = Budget("pages", 240)
MAPS = Budget("maps", 120)
SEARCHES = Budget("searches", 120)
SUGGESTIONS = Budget("suggestions", 600)
CHANGES = Budget("changes", 60)
DECISIONS = Budget("decisions", 30)
"""Looks at and answers by decision links: by address, so that tokens cannot be tried."""
INTRODUCTIONS = Budget("introductions", 120)
LANDSCAPE = Budget("landscape", 60)
FLOWS = Budget("flows", 120)
EXPORTS = Budget("exports", 30)


class Budgets:
    """Token buckets in the memory of one process, one for each viewer and budget."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._left: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()

    def spend(self, key: str, budget: Budget) -> None:
        """Take one from the budget of `key`. Raises BudgetSpent."""
        now = self._clock()
        per_second = budget.per_minute / 60
        with self._lock:
            left, since = self._left.get((key, budget.name), (float(budget.per_minute), now))
            left = min(budget.per_minute, left + max(0.0, now - since) * per_second)
            if left < 1:
                raise BudgetSpent(math.ceil((1 - left) / per_second))
            self._left[key, budget.name] = (left - 1, now)
            self._left.move_to_end((key, budget.name))
            while len(self._left) > MOST_KEYS:
                self._left.popitem(last=False)
