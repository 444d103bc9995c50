"""What has been worked out for one version of the network: kept in memory, shared by all viewers who see the same."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock

from graphsvc.chances import ChanceGraph
from graphsvc.consent.outcomes import TieOutcome
from graphsvc.kernel.tiegraph import TieGraph
from graphsvc.model.facts import ActorFacts
from graphsvc.model.statements import ActorId
from graphsvc.snapshot import Snapshot
from graphsvc.traits import Traits


@dataclass(slots=True)
class Slot:
    """One thing that is worked out once."""

    lock: Lock = field(default_factory=Lock)
    value: object = None


@dataclass(slots=True)
class Known:
    """What has been worked out for one version; shared by all viewers who see the same."""

    snapshot: Snapshot
    graphs: dict[tuple[str, bool], TieGraph] = field(default_factory=dict)
    measured: dict[tuple[str, str], Slot] = field(default_factory=dict)
    facts: OrderedDict[ActorId, tuple[ActorFacts, ...]] = field(default_factory=OrderedDict)
    chances: OrderedDict[str, ChanceGraph] = field(default_factory=OrderedDict)
    worked_out: OrderedDict[str, Slot] = field(default_factory=OrderedDict)
    traits: Traits | None = None
    consents: OrderedDict[str, Consents] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)


@dataclass(frozen=True, slots=True)
class Consents:
    """What the introductions file says, in the actors of one snapshot."""

    opted_out: frozenset[ActorId]
    outcomes: Mapping[tuple[ActorId, ActorId], TieOutcome]
