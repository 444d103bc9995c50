"""What a form on introductions lets people choose from; collected once for each version of what a viewer sees."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

import numpy as np

from graphsvc.network import Network

MOST_VERSIONS = 8


@dataclass(frozen=True, slots=True)
class Offered:
    """What can be chosen from: only what the viewer sees occurs in it.

    Attributes:
        kinds, roles, countries, topics: of actors, for a class.
        languages: that somebody is known to speak.
        ties: kinds of tie that can carry an introduction.
        sources: (id, title), by title.
    """

    kinds: tuple[str, ...]
    roles: tuple[str, ...]
    countries: tuple[str, ...]
    topics: tuple[str, ...]
    languages: tuple[str, ...]
    ties: tuple[str, ...]
    sources: tuple[tuple[str, str], ...]


class KeptOffered:
    """What was offered last, by version of what the viewer sees, so that it is collected once a version."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Offered] = OrderedDict()

    def of(self, network: Network) -> Offered:
        """What the viewer of `network` can choose from."""
        with self._lock:
            kept = self._kept.get(network.version)
        offered = offered_by(network) if kept is None else kept
        with self._lock:
            self._kept[network.version] = offered
            self._kept.move_to_end(network.version)
            while len(self._kept) > MOST_VERSIONS:
                self._kept.popitem(last=False)
        return offered


def offered_by(network: Network) -> Offered:
    """What a viewer can choose from."""
    traits, snapshot = network.traits(), network.snapshot
    kinds = set(traits.kind.tolist())
    roles = frozenset().union(*set(traits.roles))
    tie_kinds = {snapshot.kinds[number] for number in np.unique(snapshot.columns["kind"]).tolist()}
    sources = sorted(network.sources().values(), key=lambda source: (source.title.casefold(), source.id))
    return Offered(
        kinds=tuple(kind for kind in network.kinds.actors if kind in kinds),
        roles=tuple(role for role in network.kinds.roles if role in roles),
        countries=tuple(sorted({code for code in traits.country if code})),
        topics=tuple(sorted(frozenset().union(*set(traits.topics)))),
        languages=tuple(sorted(frozenset().union(*set(traits.languages)))),
        ties=tuple(kind for kind, tie in network.kinds.ties.items() if kind in tie_kinds and tie.walkable),
        sources=tuple((source.id, source.title) for source in sources),
    )
