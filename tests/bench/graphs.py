"""The networks that figures are measured on: power-law, in countries with groups inside, the same for a seed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from graphsvc.kernel.tiegraph import TieGraph

COUNTRIES = 12
TIES_EACH = 5.2
"""Ties over actors; an actor has about twice as many contacts, as a tie has two ends."""
GROUP_SIZE = 60
_SHARES = (("anywhere", 0.15), ("country", 0.35), ("group", 0.5))
_EXPONENT = 2.5
_SPARE = 1.5


@dataclass(frozen=True, slots=True)
class Network:
    """Ties as places of their two actors, each pair once, ego < alter."""

    actors: int
    ego: NDArray[np.int64]
    alter: NDArray[np.int64]

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(f"actor-{number:07}" for number in range(self.actors))

    def pairs(self) -> list[tuple[int, int]]:
        return list(zip(self.ego.tolist(), self.alter.tolist(), strict=True))


def network(actors: int, seed: int = 7) -> Network:
    """Who is tied to whom: degrees with a power-law tail of exponent 2.5, half of the ties inside groups of about 60.

    A third stays inside one of twelve countries of unequal size, the rest may go anywhere.
    """
    random = np.random.default_rng(seed)
    pull = np.minimum((1 - random.random(actors)) ** (-1 / (_EXPONENT - 1)), 3 * np.sqrt(actors))
    country = np.sort(random.choice(COUNTRIES, size=actors, p=random.dirichlet(np.full(COUNTRIES, 3.0))))
    groups = max(2, actors // COUNTRIES // GROUP_SIZE)
    group = random.integers(0, groups, size=actors) + country * groups
    circles = {"anywhere": np.zeros(actors, dtype=np.int64), "country": country, "group": group}
    wanted = TIES_EACH * actors
    keys = [_ties_within(circles[name], pull, int(share * wanted), random) for name, share in _SHARES]
    key = np.unique(np.concatenate(keys))
    return Network(actors, key // actors, key % actors)


def _ties_within(
    circle: NDArray[np.int64], pull: NDArray[np.float64], wanted: int, random: np.random.Generator
) -> NDArray[np.int64]:
    """Different pairs of actors of the same circle, each end drawn by its pull, as ego * actors + alter."""
    actors = circle.size
    order = np.argsort(circle, kind="stable")
    sums = np.concatenate([[0.0], np.cumsum(pull[order])])
    start, end = (np.searchsorted(circle[order], circle, side=side) for side in ("left", "right"))
    draws = int(wanted * _SPARE)
    ego = _drawn(order, sums, np.zeros(draws, dtype=np.int64), np.full(draws, actors), random)
    alter = _drawn(order, sums, start[ego], end[ego], random)
    key = np.minimum(ego, alter) * actors + np.maximum(ego, alter)
    first = np.unique(key[ego != alter], return_index=True)[1]
    return key[ego != alter][np.sort(first)[:wanted]]


def _drawn(
    order: NDArray[np.int64],
    sums: NDArray[np.float64],
    start: NDArray[np.int64],
    end: NDArray[np.int64],
    random: np.random.Generator,
) -> NDArray[np.int64]:
    at = sums[start] + random.random(start.size) * (sums[end] - sums[start])
    place = np.clip(np.searchsorted(sums, at, side="right") - 1, start, end - 1)
    drawn: NDArray[np.int64] = order[place]
    return drawn


def in_networkx(ties: Network) -> Any:
    """The same network as networkx has it."""
    graph = nx.Graph()
    graph.add_nodes_from(range(ties.actors))
    graph.add_edges_from(ties.pairs())
    return graph


def size_of(graph: TieGraph) -> str:
    """How large a network is, for the name of a row."""
    return f"{len(graph):,} actors, {graph.number_of_edges():,} ties"
