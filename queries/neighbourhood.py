"""The ego network of one actor, for a map and the table beside it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graphsvc.identity.actors import Actor
from graphsvc.kernel.layout import small_map
from graphsvc.kernel.tiegraph import TieGraph
from graphsvc.model.statements import ActorId
from graphsvc.model.values import Confidence, Status
from graphsvc.network import Network
from graphsvc.snapshot import CONFIDENCES, STATUSES, Filters


@dataclass(frozen=True, slots=True)
class PlacedActor:
    """An actor on the map: where it stands (pixels from the root), steps from the root, contacts in the network."""

    actor: Actor
    x: int
    y: int
    steps: int
    contacts: int


@dataclass(frozen=True, slots=True)
class MapTie:
    """The ties of one kind between two actors of the map, however many sources state them.

    `status` is realised where any statement says so, else planned, else ended; `confidence` the best of them.
    """

    ego: ActorId
    alter: ActorId
    kind: str
    status: Status
    confidence: Confidence
    statements: int


@dataclass(frozen=True, slots=True)
class NeighbourhoodAnswer:
    """An ego network. `total` counts all actors within `hops`; `shown` is `len(actors)`, the root included in both."""

    root: ActorId
    hops: int
    actors: tuple[PlacedActor, ...]
    ties: tuple[MapTie, ...]
    total: int


def neighbourhood(
    network: Network, actor_id: str, *, language: str, hops: int = 2, cap: int = 60
) -> NeighbourhoodAnswer:
    """The actors around the one that `actor_id` leads to, nearest and strongest tied first, at most `cap` of them.

    Raises:
        NotFound: no such actor for this viewer.
    """
    root = network.find(actor_id)
    graph = all_ties(network)
    steps, total = _around(graph, network.snapshot.number_of[root], hops, cap)
    shown = network.actors((network.snapshot.actors.ids[number] for number in steps), language)
    ties = _ties(network, [network.snapshot.number_of[actor] for actor in shown])
    position = {actor: place for place, actor in enumerate(shown)}
    ends = np.array([(position[tie.ego], position[tie.alter]) for tie in ties], dtype=np.int32).reshape(-1, 2)
    places = np.rint(small_map(len(shown), ends[:, 0], ends[:, 1])).astype(np.int64)
    degrees = graph.forward.degrees()
    placed = []
    for actor, (x, y) in zip(shown.values(), places.tolist(), strict=True):
        number = network.snapshot.number_of[actor.id]
        placed.append(PlacedActor(actor, x, y, steps[number], int(degrees[number])))
    return NeighbourhoodAnswer(root, hops, tuple(placed), ties, total)


def all_ties(network: Network) -> TieGraph:
    """The graph of all kinds and states of ties, whether or not an introduction could go along them."""
    return network.graph(Filters.of_everything(network.kinds))


def _around(graph: TieGraph, root: int, hops: int, cap: int) -> tuple[dict[int, int], int]:
    """{actor number: steps from root} of those shown, the root first; and how many are within `hops`."""
    rows, degrees, strength = graph.forward, graph.forward.degrees(), graph.totals("strength")
    slots = strength if rows.ties is None else strength[rows.ties]
    steps = np.full(len(graph), -1, dtype=np.int64)
    steps[root] = 0
    shown, total, frontier = {root: 0}, 1, np.array([root])
    for step in range(1, hops + 1):
        places = _slots_of(rows.offsets, frontier)
        others, weights = rows.neighbours[places], slots[places]
        is_new = steps[others] < 0
        frontier, where = np.unique(others[is_new], return_inverse=True)
        best = np.zeros(frontier.size)
        np.maximum.at(best, where, weights[is_new])
        frontier = frontier[np.lexsort((frontier, -degrees[frontier], -best))]
        steps[frontier] = step
        total += frontier.size
        shown.update(dict.fromkeys(frontier[: max(cap - len(shown), 0)].tolist(), step))
    return shown, total


def _slots_of(offsets: npt.NDArray[np.int64], actors: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The places of all neighbours of `actors` in the rows of a graph."""
    first = offsets[actors]
    counts = offsets[actors + 1] - first
    before = np.concatenate(([0], np.cumsum(counts)[:-1])) if counts.size else counts
    return np.asarray(np.repeat(first - before, counts) + np.arange(counts.sum()), dtype=np.int64)


def _ties(network: Network, numbers: list[int]) -> tuple[MapTie, ...]:
    snapshot = network.snapshot
    inside = np.zeros(len(snapshot.actors.ids), dtype=np.bool_)
    inside[numbers] = True
    ego, alter = snapshot.ego, snapshot.alter
    rows = np.flatnonzero(inside[ego] & inside[alter] & (ego != alter))
    found: dict[tuple[int, int, int], list[int]] = {}
    for row, one, other, kind in zip(
        rows.tolist(), ego[rows].tolist(), alter[rows].tolist(), snapshot.columns["kind"][rows].tolist(), strict=True
    ):
        if not network.kinds.tie(snapshot.kinds[kind]).directed and one > other:
            one, other = other, one  # noqa: PLW2901 - the same tie, said from the other end
        found.setdefault((one, other, kind), []).append(row)
    return tuple(_tie(network, ends, said) for ends, said in sorted(found.items()))


def _tie(network: Network, ends: tuple[int, int, int], said: list[int]) -> MapTie:
    snapshot, (ego, alter, kind) = network.snapshot, ends
    statuses = {STATUSES[number] for number in snapshot.columns["status"][said].tolist()}
    confidences = {CONFIDENCES[number] for number in snapshot.columns["confidence"][said].tolist()}
    status = next(status for status in (Status.REALISED, Status.PLANNED, Status.ENDED) if status in statuses)
    ids = snapshot.actors.ids
    confidence = min(confidences, key=CONFIDENCES.index)
    return MapTie(ids[ego], ids[alter], snapshot.kinds[kind], status, confidence, len(said))
