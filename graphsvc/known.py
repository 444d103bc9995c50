"""What has been worked out for one version of the network: kept in memory, shared by all viewers who see the same."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock, Thread

from graphsvc.chances import ChanceGraph
from graphsvc.consent.outcomes import TieOutcome
from graphsvc.kernel.tiegraph import TieGraph
from graphsvc.model.statements import ActorId
from graphsvc.readings import Readings, Recent
from graphsvc.snapshot import Snapshot
from graphsvc.traits import Traits

KEPT_CHANCES, KEPT_CONSENTS = 12, 8
KEPT_WORKED_OUT = 24
"""Each can hold some numbers for every actor; what was not asked for longest is worked out anew."""


@dataclass(slots=True)
class Slot:
    """One thing that is worked out once."""

    lock: Lock = field(default_factory=Lock)
    value: object = None


class WorkedOut:
    """What was worked out for one version, by key: each once, the last few kept."""

    def __init__(self) -> None:
        self._slots: OrderedDict[str, Slot] = OrderedDict()
        self._under_way: set[str] = set()
        self._lock = Lock()

    def get(self, key: str, work: Callable[[], object], may_keep: Callable[[], bool] = lambda: True) -> object:
        """What `work` gives, never None; whoever asks while it is being worked out waits for it.

        Where `may_keep`, asked after the work, says no, it is for whoever asked alone.
        """
        slot = self._slot(key)
        with slot.lock:
            if slot.value is not None:
                return slot.value
            value = work()
            if may_keep():
                slot.value = value
        return value

    def by_now(self, key: str, work: Callable[[], object]) -> object | None:
        """The same where it is ready; else None at once, and it is worked out in the background."""
        slot = self._slot(key)
        with self._lock:
            if slot.value is not None or key in self._under_way:
                return slot.value
            self._under_way.add(key)
        Thread(target=self._later, args=(key, work), name=f"later {key}", daemon=True).start()
        return None

    def _later(self, key: str, work: Callable[[], object]) -> None:
        try:
            self.get(key, work)
        finally:
            with self._lock:
                self._under_way.discard(key)

    def _slot(self, key: str) -> Slot:
        with self._lock:
            slot = self._slots.setdefault(key, Slot())
            self._slots.move_to_end(key)
            while len(self._slots) > KEPT_WORKED_OUT:
                self._slots.popitem(last=False)
        return slot


@dataclass(slots=True)
class Known:
    """What has been worked out for one version; shared by all viewers who see the same."""

    snapshot: Snapshot
    graphs: dict[tuple[str, bool], TieGraph] = field(default_factory=dict)
    measured: dict[tuple[str, str], Slot] = field(default_factory=dict)
    chances: Recent[str, ChanceGraph] = field(default_factory=lambda: Recent(KEPT_CHANCES))
    worked_out: WorkedOut = field(default_factory=WorkedOut)
    traits: Traits | None = None
    consents: Recent[str, Consents] = field(default_factory=lambda: Recent(KEPT_CONSENTS))
    lock: Lock = field(default_factory=Lock)
    readings: Readings = field(init=False)

    def __post_init__(self) -> None:
        self.readings = Readings(self.snapshot.version)


@dataclass(frozen=True, slots=True)
class Consents:
    """What the introductions file says, in the actors of one snapshot."""

    opted_out: frozenset[ActorId]
    outcomes: Mapping[tuple[ActorId, ActorId], TieOutcome]
