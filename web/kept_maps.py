"""Maps that were drawn before, as JSON. Kept by the version of what the viewer sees, so equal views share them."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

MOST_BYTES = 64_000_000

Key = tuple[str, str, int, int, str]
"""Version, root, steps, cap, language."""


class KeptMaps:
    """The maps drawn last, up to 64 MB in all; the oldest go first. A new version has a key of its own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._maps: OrderedDict[Key, bytes] = OrderedDict()
        self._size = 0

    def get(self, key: Key, draw: Callable[[], bytes]) -> bytes:
        """The map of `key`; drawn now if it is not kept."""
        with self._lock:
            kept = self._maps.get(key)
            if kept is not None:
                self._maps.move_to_end(key)
                return kept
        drawn = draw()
        with self._lock:
            self._size += len(drawn) - len(self._maps.pop(key, b""))
            self._maps[key] = drawn
            while self._size > MOST_BYTES:
                self._size -= len(self._maps.popitem(last=False)[1])
        return drawn
