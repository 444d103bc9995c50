"""How likely missing ties are, learnt from the dated ties that a viewer sees; worked out once a version."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graphsvc.chance_values import Floats
from graphsvc.kernel.tiegraph import TieGraph
from graphsvc.link_likelihood import About, DatedTies, Likelihood, learn
from graphsvc.network import Network
from queries.missing_tie_values import Learnt

LATER = 0.2
"""The latest so many of the dated ties are what the learnt chances are judged by."""


@dataclass(frozen=True, slots=True)
class TieLikelihood:
    """A learnt model, with the network that it is asked about."""

    model: Likelihood
    graph: TieGraph
    about: About

    def chance(self, one: npt.ArrayLike, other: npt.ArrayLike) -> Floats:
        """The chance of each pair of actors, by number."""
        return self.model.chance(self.graph, self.about, one, other)


def likelihood(network: Network) -> TieLikelihood | None:
    """What is learnt from this network; None where it has not enough dated ties."""
    return network.worked_out("tie-likelihood", lambda: _Learnt(_learn(network))).found


@dataclass(frozen=True, slots=True)
class _Learnt:
    found: TieLikelihood | None


def _learn(network: Network) -> TieLikelihood | None:
    snapshot, kinds = network.snapshot, network.kinds
    is_walkable = np.array([kinds.tie(name).walkable for name in snapshot.kinds], dtype=np.bool_)
    chosen = is_walkable[snapshot.columns["kind"]] if is_walkable.size else np.zeros(0, dtype=np.bool_)
    ties, about = DatedTies.of_snapshot(snapshot, chosen), About.of(network.traits())
    days = np.sort(ties.day[ties.day > 0])
    if not days.size:
        return None
    found = learn(about, ties, int(days[int(days.size * (1 - LATER))]))
    return TieLikelihood(found, network.graph(), about) if isinstance(found, Likelihood) else None


def learnt_of(found: TieLikelihood | None) -> Learnt | None:
    """How well that was learnt."""
    if found is None:
        return None
    judged = found.model.judgement
    return Learnt(
        judged.candidates, judged.came_about, judged.precision.get(10), judged.precision.get(50), judged.base_rate
    )
