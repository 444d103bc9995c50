"""How likely missing ties are, learnt from the dated ties that a viewer sees; worked out once a version."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graphsvc.chance_values import Floats
from graphsvc.kernel.tiegraph import TieGraph
from graphsvc.link_likelihood import LEAST, About, DatedTies, Likelihood, learn
from graphsvc.network import Network
from queries.missing_tie_values import Learnt

LATER = 0.2
"""The latest so many of the dated ties are what the learnt chances are judged by."""
_KEY = "tie-likelihood"


@dataclass(frozen=True, slots=True)
class TieLikelihood:
    """A learnt model, with the network that it is asked about."""

    model: Likelihood
    graph: TieGraph
    about: About

    def chance(self, one: npt.ArrayLike, other: npt.ArrayLike) -> Floats:
        """The chance of each pair of actors, by number."""
        return self.model.chance(self.graph, self.about, one, other)

    @property
    def learnt(self) -> Learnt:
        """How well it was learnt."""
        judged = self.model.judgement
        at = judged.precision.get
        return Learnt(judged.candidates, judged.came_about, at(10), at(50), judged.base_rate)


@dataclass(frozen=True, slots=True)
class Learning:
    """What is learnt: `found` is None where there are not enough dated ties, or `is_ready` is false."""

    found: TieLikelihood | None
    is_ready: bool = True


def likelihood(network: Network, *, is_awaited: bool) -> Learning:
    """What is learnt from this network.

    Args:
        is_awaited: where false and it is not worked out yet, that is said at once, and it is worked out meanwhile.
    """
    chosen = _walkable(network)
    # Each tie comes about once: with fewer, there cannot be enough to learn from and to judge by.
    if np.count_nonzero(network.snapshot.columns["start"][chosen] > 0) < 2 * LEAST:
        return Learning(None)
    if is_awaited:
        return network.worked_out(_KEY, lambda: Learning(_learn(network, chosen)))
    return network.worked_out_by_now(_KEY, lambda: Learning(_learn(network, chosen))) or Learning(None, is_ready=False)


def _walkable(network: Network) -> npt.NDArray[np.bool_]:
    snapshot = network.snapshot
    is_walkable = np.array([network.kinds.tie(name).walkable for name in snapshot.kinds], dtype=np.bool_)
    return is_walkable[snapshot.columns["kind"]] if is_walkable.size else np.zeros(0, dtype=np.bool_)


def _learn(network: Network, chosen: npt.NDArray[np.bool_]) -> TieLikelihood | None:
    ties, about = DatedTies.of_snapshot(network.snapshot, chosen), About.of(network.traits())
    days = np.sort(ties.day[ties.day > 0])
    found = learn(about, ties, int(days[int(days.size * (1 - LATER))])) if days.size else None
    return TieLikelihood(found, network.graph(), about) if isinstance(found, Likelihood) else None
