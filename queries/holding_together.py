"""How sure a rank by shortest routes is, and which few actors hold the network together; worked out once a version."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass

import numpy as np

from graphsvc.kernel.key_players import KeyPlayers, key_players
from graphsvc.kernel.rank_ranges import (
    RankRange,
    ranks_without_each_respondent,
    ranks_without_some_ties,
    with_ties,
)
from graphsvc.kernel.tiegraph import TieGraph
from graphsvc.kinds import Asked
from graphsvc.measures import measure
from graphsvc.network import DEFAULT_FILTERS, SAMPLED, Network
from queries.broker_values import LeftOut

KEY_ACTORS = 3
ROUNDS, ROUNDS_OF_LARGE = 20, 8
"""So many times a tenth of the ties is left out; fewer where betweenness is sampled, as each then takes seconds."""
_NOBODY = -1
_LARGE, _ERROR = SAMPLED["betweenness"]


MOST_RESPONDENTS = 200
"""With more of them than this, or in a large network, a tenth of the ties is left out as elsewhere."""


@dataclass(frozen=True, slots=True)
class Ranges:
    """Between which ranks by betweenness each actor stays, and what was left out to see it.

    `of` is empty with fewer than ten ties.
    """

    left_out: LeftOut
    of: Mapping[Hashable, RankRange]


def rank_ranges(network: Network) -> Ranges:
    """How far ranks by betweenness move when some of what is known is left out.

    Where most ties hang on the answers of a survey, one respondent after the other is left out; else a tenth of the
    ties at random. The graph is that of the usual filters.
    """
    return network.worked_out("rank-ranges", lambda: _ranges(network))


def _ranges(network: Network) -> Ranges:
    graph = network.graph()
    is_large = len(graph) > _LARGE
    chosen = {"epsilon": _ERROR} if is_large else {}

    def betweenness(one: TieGraph) -> Mapping[Hashable, float | None]:
        return {actor: _one(value) for actor, value in measure("betweenness", one, **chosen).values.items()}

    said_by = [] if is_large else respondents(network, graph)
    if 1 < len(said_by) <= MOST_RESPONDENTS and 2 * sum(map(len, said_by)) > graph.number_of_pairs():
        return Ranges(LeftOut.RESPONDENTS, ranks_without_each_respondent(graph, betweenness, said_by) or {})
    rounds = ROUNDS_OF_LARGE if is_large else ROUNDS
    return Ranges(LeftOut.TIES, ranks_without_some_ties(graph, betweenness, rounds=rounds) or {})


def respondents(network: Network, graph: TieGraph) -> list[list[int]]:
    """For each respondent of a survey the numbers of the ties that nobody else states, in the order of `graph.ends`.

    `graph` is that of the usual filters.
    """
    snapshot = network.snapshot
    rows = np.flatnonzero(snapshot.chosen(DEFAULT_FILTERS, network.kinds))
    is_answer = np.array([network.kinds.tie(kind).answered for kind in snapshot.kinds], dtype=np.bool_)
    ego, alter = snapshot.ego[rows].astype(np.int64), snapshot.alter[rows].astype(np.int64)
    ties = {tie: number for number, tie in enumerate(zip(*(end.tolist() for end in graph.ends()), strict=True))}
    said_by: dict[int, set[int]] = {}
    for one, other, kind in zip(ego.tolist(), alter.tolist(), snapshot.columns["kind"][rows].tolist(), strict=True):
        # A statement that is no answer is nobody's: then the tie hangs on no respondent.
        said_by.setdefault(ties[min(one, other), max(one, other)], set()).add(one if is_answer[kind] else _NOBODY)
    alone: dict[int, list[int]] = {}
    for tie, who in sorted(said_by.items()):
        if len(who) == 1 and _NOBODY not in who:
            alone.setdefault(next(iter(who)), []).append(tie)
    return list(alone.values())


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
