"""What was read from the store for one version of the network, kept for the next who asks.

A version is the token of all that a viewer sees, so what was read while it was the newest stays true for everybody who
sees that version, and comes back with it when a change is undone. Nothing is kept that may have been read later.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from threading import Lock
from typing import Generic, TypeVar

from graphsvc.identity.actors import Actor
from graphsvc.model.facts import ActorFacts
from graphsvc.model.statements import ActorId, Source, StatementId, TieStatement

MOST_PEOPLE = 20_000
MOST_TIES = 10_000
"""About 20 MB."""

Key = TypeVar("Key")
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """The values that were asked for last, `most` of them; for any number of threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[Key, Value] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        """How many are held."""
        return len(self._held)

    def of(
        self, keys: Iterable[Key], read: Callable[[list[Key]], Mapping[Key, Value]], may_keep: Callable[[], bool]
    ) -> dict[Key, Value]:
        """{key: value} for each of `keys`, in their order; those that `read` does not give either are left out.

        Args:
            keys: what is asked for.
            read: gives those that are not held.
            may_keep: asked after reading, whether what was read may be given to others.
        """
        wanted = list(dict.fromkeys(keys))
        with self._lock:
            found = {key: self._held[key] for key in wanted if key in self._held}
            for key in found:
                self._held.move_to_end(key)
        missing = [key for key in wanted if key not in found]
        if missing:
            new = read(missing)
            found |= new
            if new and may_keep():
                self._keep(new)
        return {key: found[key] for key in wanted if key in found}

    def _keep(self, new: Mapping[Key, Value]) -> None:
        with self._lock:
            self._held.update(new)
            while len(self._held) > self._most:
                self._held.popitem(last=False)


class Readings:
    """Of one version: facts about actors, actors as they are shown in a language, statements on ties, the sources."""

    def __init__(self, version: str) -> None:
        self.version = version
        self.facts: Recent[ActorId, tuple[ActorFacts, ...]] = Recent(MOST_PEOPLE)
        self.shown: Recent[tuple[ActorId, str], Actor] = Recent(MOST_PEOPLE)
        self.ties: Recent[StatementId, TieStatement] = Recent(MOST_TIES)
        self.sources: Recent[None, Mapping[str, Source]] = Recent(1)
