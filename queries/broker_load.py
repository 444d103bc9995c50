"""Who carries most of the shortest routes from some actors to their targets, and which new ties would take some off.

A target hangs on an actor that stands on *all* shortest routes to it: at each distance there is at most one such actor.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graphsvc.chance_values import Ints
from graphsvc.kernel.lanes import found_bits
from graphsvc.kernel.reach import Way, field_towards
from graphsvc.kernel.tiegraph import TieGraph

_NOBODY = -1


@dataclass(frozen=True, slots=True)
class BrokerLoad:
    """The busiest broker of a question, all by number.

    Attributes:
        broker: the actor on which most targets hang; of equal ones the first by number.
        carried: the targets that hang on it, sorted.
        distance: of each carried target, how many ties it is away now; 2 or more.
    """

    broker: int
    carried: Ints
    distance: Ints


def busiest_broker(graph: TieGraph, sources: Ints, targets: Ints, *, steps: int) -> BrokerLoad | None:
    """The actor on which most of the targets within `steps` ties of the sources hang; None where none hangs on anybody.

    Args:
        graph: undirected.
        sources, targets: numbers of actors; none is both.
    """
    distance, carriers = _carriers(graph, sources, steps)
    near = targets[distance[targets] > 0]
    hung = [(carriers[level, near], near) for level in range(steps)]
    pairs = [(carrier[is_so], some[is_so]) for carrier, some in hung for is_so in [(carrier >= 0) & (carrier != some)]]
    who = np.concatenate([carrier for carrier, _ in pairs])
    if not who.size:
        return None
    broker = int(np.bincount(who).argmax())
    carried = np.sort(np.concatenate([some[carrier == broker] for carrier, some in pairs]))
    return BrokerLoad(broker, carried, distance[carried])


def relieved(graph: TieGraph, load: BrokerLoad) -> Ints:
    """By actor: how many carried targets a new tie of a source with it would give a way as short past the broker.

    Those are the targets that it reaches without the broker in one tie less than they are away now. Who is tied to a
    source already has none.
    """
    ego, alter = graph.ends()
    kept = (ego != load.broker) & (alter != load.broker)
    without = TieGraph.from_arrays(graph.ids, ego[kept], alter[kept], directed=False)
    field = field_towards(without, Way.OUT)
    counts = np.zeros(len(graph), dtype=np.int64)
    for away in np.unique(load.distance).tolist():
        found = found_bits(field, load.carried[load.distance == away], most=away - 1)
        counts += np.bitwise_count(found).sum(axis=1).astype(np.int64)
    return counts


def _carriers(graph: TieGraph, sources: Ints, steps: int) -> tuple[Ints, Ints]:
    """(By actor, ties from the nearest source, -1 beyond `steps`; levels x actors: who is on all shortest routes)."""
    ends = graph.ends()
    ego, alter = (np.concatenate(sides).astype(np.int64) for sides in (ends, ends[::-1]))
    distance = np.full(len(graph), -1, dtype=np.int64)
    distance[sources] = 0
    carriers = np.full((steps, len(graph)), _NOBODY, dtype=np.int64)
    for step in range(1, steps + 1):
        leads_on = np.flatnonzero((distance[ego] == step - 1) & (distance[alter] == -1))
        parents, reached = ego[leads_on], alter[leads_on]
        distance[reached] = step
        for level in range(step - 1):
            carriers[level, reached] = _agreed(carriers[level, parents], reached, len(graph))
        carriers[step - 1, reached] = reached
    return distance, carriers


def _agreed(values: Ints, reached: Ints, size: int) -> Ints:
    """For each entry of `reached`, the value that all entries with the same actor have; else nobody."""
    low, high = np.full(size, size, dtype=np.int64), np.full(size, _NOBODY, dtype=np.int64)
    np.minimum.at(low, reached, values)
    np.maximum.at(high, reached, values)
    agreed: Ints = np.where(low[reached] == high[reached], low[reached], _NOBODY)
    return agreed
