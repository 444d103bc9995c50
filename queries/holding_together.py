"""How sure a rank by shortest routes is, and which few actors hold the network together; worked out once a version."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass

import numpy as np

from graphsvc.kernel.key_players import KeyPlayers, key_players
from graphsvc.kernel.rank_ranges import RankRange, ranks_without_some_ties, with_ties
from graphsvc.kernel.tiegraph import TieGraph
from graphsvc.kinds import Asked
from graphsvc.measures import measure
from graphsvc.network import SAMPLED, Network

KEY_ACTORS = 3
ROUNDS, ROUNDS_OF_LARGE = 20, 8
"""So many times a tenth of the ties is left out; fewer where betweenness is sampled, as each then takes seconds."""
_LARGE, _ERROR = SAMPLED["betweenness"]


@dataclass(frozen=True, slots=True)
class _Ranges:
    of: Mapping[Hashable, RankRange] | None


def rank_ranges(network: Network) -> Mapping[Hashable, RankRange]:
    """{actor: between which ranks by betweenness it stays when a tenth of the ties is left out at random}.

    Empty with fewer than ten ties. The graph is that of the usual filters.
    """
    return network.worked_out("rank-ranges", lambda: _Ranges(_ranges(network.graph()))).of or {}


def _ranges(graph: TieGraph) -> Mapping[Hashable, RankRange] | None:
    is_large = len(graph) > _LARGE
    chosen = {"epsilon": _ERROR} if is_large else {}
    rounds = ROUNDS_OF_LARGE if is_large else ROUNDS

    def betweenness(one: TieGraph) -> Mapping[Hashable, float | None]:
        return {actor: _one(value) for actor, value in measure("betweenness", one, **chosen).values.items()}

    return ranks_without_some_ties(graph, betweenness, rounds=rounds)


def _one(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not math.isnan(value) else None


def key_set(network: Network) -> KeyPlayers | None:
    """The `KEY_ACTORS` actors without whom most pairs of the others are not connected.

    None where the network is too small for it. The graph is that of the usual filters; an unnamed group holds nothing
    together, as nobody can be asked there.
    """
    graph = network.graph()
    if len(graph) <= KEY_ACTORS + 1:
        return None
    return network.worked_out("key-set", lambda: key_players(_among_named(network, graph), KEY_ACTORS))


def _among_named(network: Network, graph: TieGraph) -> TieGraph:
    unnamed = {name for name, kind in network.kinds.actors.items() if kind.asked is Asked.NOBODY}
    is_unnamed = np.array([kind in unnamed for kind in network.traits().kind.tolist()], dtype=np.bool_)
    ego, alter = graph.ends()
    return with_ties(graph, ~(is_unnamed[ego] | is_unnamed[alter]))
