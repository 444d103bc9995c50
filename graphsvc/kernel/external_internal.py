"""The E-I index: how far actors, groups and a network are tied to others' groups rather than to their own.

With E ties to other groups and I inside the own one, (E - I) / (E + I): from -1, all ties stay inside, to +1, all lead
out. For given sizes of the groups neither end need be reachable, and 0 is not what chance gives: a small group among
large ones has mostly ties that lead out. So it stands beside what shuffled labels give; it is not rescaled.

Whichever way a tie goes, it counts for both of its ends, and for both of their groups; one inside a group counts once
for it. In the network each counts once. In a directed network a pair tied both ways has two ties. Ties with an end
whose group is not known are left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from graphsvc.kernel.compiled import F64, I32, I64, kernel, sealed
from graphsvc.kernel.groups import Grouping, sizes_by_kind
from graphsvc.kernel.mixing import GroupTies, chances_by_kind
from graphsvc.kernel.randomness import STEP, draw, stream
from graphsvc.kernel.threads import each
from graphsvc.kernel.tiegraph import TieGraph

ROUNDS: Final = 999
_PARTS: Final = 16


@dataclass(frozen=True, slots=True)
class Index:
    """E-I indices (float64, NaN without ties) with the counts they come from, and what chance gives.

    Attributes:
        external, internal: ties to other groups, and inside the own one.
        expected: (E - I) / (E + I) of the counts that shuffled labels give in the mean; NaN where they give no tie.
    """

    external: I64
    internal: I64
    expected: F64

    @property
    def value(self) -> F64:
        return _index(self.external, self.internal)


@dataclass(frozen=True, slots=True)
class ExternalInternal:
    """E-I indices of every actor (in the order of the ids), of every group, and of the network (arrays of one).

    An actor's expected index is the mean over all deals of the labels in which it keeps its own. A group's is that of
    the mean counts over all deals of all labels; with everybody alike it is (pairs between - pairs within) over their
    sum, whatever the ties. The network's is the mean over all deals.
    """

    grouping: Grouping
    actors: Index
    groups: Index
    network: Index


def external_internal(graph: TieGraph, grouping: Grouping, kinds: Grouping | None = None) -> ExternalInternal:
    """The indices, with their expected values when labels are shuffled, within kinds where kinds are given.

    Those of unknown kind are one kind.

    Source:
        Krackhardt and Stern (1988), Social Psychology Quarterly 51(2), 123-140.
    """
    ties = GroupTies.of(graph, grouping)
    numbers = grouping.numbers
    ego, alter = (ties.ego, ties.alter) if ties.directed else _once(ties)
    is_inside = numbers[ego] == numbers[alter]

    def ends(chosen: NDArray[np.bool_]) -> I64:
        both = np.concatenate([ego[chosen], alter[chosen]])
        return np.bincount(both, minlength=len(graph)).astype(np.int64)

    external, internal = ends(~is_inside), ends(is_inside)
    by_group = [np.bincount(numbers[end[~is_inside]], minlength=len(grouping)) for end in (ego, alter)]
    within = np.bincount(numbers[ego[is_inside]], minlength=len(grouping)).astype(np.int64)
    groups = (by_group[0] + by_group[1]).astype(np.int64), within
    network = np.array([(~is_inside).sum()]), np.array([is_inside.sum()])
    mean_within, mean_out = _expected_of_groups(ties, kinds)
    return ExternalInternal(
        grouping,
        Index(external, internal, _expected_of_actors(ties, kinds, (ego, alter))),
        Index(*groups, _index(mean_out, mean_within)),
        # A tie between two groups leads out of both.
        Index(*network, _index(np.array([mean_out.sum() / 2]), np.array([mean_within.sum()]))),
    )


def reachable(graph: TieGraph, grouping: Grouping) -> tuple[float, float]:
    """The lowest and highest index that a network with these sizes of groups and this number of ties can have.

    Ties fill the pairs inside groups first, or those between them first. NaN without ties.
    """
    ties = GroupTies.of(graph, grouping).ties
    if not ties:
        return float("nan"), float("nan")
    sizes, times = grouping.sizes, 1 if graph.is_directed() else 2
    inside = int((sizes * (sizes - 1)).sum()) // times
    between = grouping.known * (grouping.known - 1) // times - inside
    return 1 - 2 * min(ties, inside) / ties, 2 * min(ties, between) / ties - 1


def _once(ties: GroupTies) -> tuple[I64, I64]:
    half = ties.ties
    return ties.ego[:half], ties.alter[:half]


def _index(external: NDArray[Any], internal: NDArray[Any]) -> F64:
    total = external + internal
    found: F64 = np.divide(external - internal, total, out=np.full(total.shape, np.nan), where=total > 0)
    return found


def _expected_of_groups(ties: GroupTies, kinds: Grouping | None) -> tuple[F64, F64]:
    """By group, the mean number of ties inside it and of those that lead out of it."""
    weight, sizes = chances_by_kind(ties, kinds)
    times = 1.0 if ties.directed else 0.5
    within = ((sizes @ weight) * sizes).sum(axis=1) - sizes @ np.diag(weight)
    members = sizes.sum(axis=0)
    given = sizes @ (weight @ members - np.diag(weight))
    received = sizes @ (members @ weight - np.diag(weight))
    return times * within, times * (given + received - 2 * within)


def _expected_of_actors(ties: GroupTies, kinds: Grouping | None, ends: tuple[I64, I64]) -> F64:
    """By actor, the mean index over all deals in which it keeps its label; NaN without ties.

    A contact of kind c is in the actor's group with the share that the group has among the others of that kind.
    """
    grouping = ties.grouping
    actors = grouping.numbers.size
    whole = Grouping(("all",), np.zeros(actors, dtype=np.int32)) if kinds is None else kinds.with_unknown()
    sizes = sizes_by_kind(grouping, whole)
    members = sizes.sum(axis=0)
    inside, total = np.zeros(actors), np.zeros(actors)
    for one, other in (ends, ends[::-1]):
        kind, own = whole.numbers[other], grouping.numbers[one]
        is_same = (whole.numbers[one] == kind).astype(np.int64)
        share = (sizes[own, kind] - is_same) / (members[kind] - is_same)
        inside += np.bincount(one, weights=share, minlength=actors)
        total += np.bincount(one, minlength=actors)
    return _index(total - inside, inside)


@dataclass(frozen=True, slots=True)
class IndexChances:
    """(1 + deals with an index as high) / (1 + deals), and the same as low; NaN where no deal gave another index.

    Attributes:
        groups_as_high, groups_as_low: float64, by group; deals that leave the group without ties are not counted.
        network_as_high, network_as_low: of the network.
    """

    groups_as_high: F64
    groups_as_low: F64
    network_as_high: float
    network_as_low: float
    rounds: int
    seed: int


def index_chances(
    graph: TieGraph, grouping: Grouping, kinds: Grouping | None = None, *, rounds: int = ROUNDS, seed: int = 0
) -> IndexChances:
    """Permutation p-values of the indices of the groups and of the network; time grows with rounds x ties.

    The same seed gives the same values on any number of cores. A silo has a small `as_low`.

    Raises:
        ValueError: rounds is below 1.
    """
    if rounds < 1:
        raise ValueError("At least one round is needed.")
    ties = GroupTies.of(graph, grouping)
    ego, alter = (ties.ego, ties.alter) if ties.directed else _once(ties)
    numbers = np.zeros(len(graph), dtype=np.int32) if kinds is None else kinds.with_unknown().numbers
    known = np.flatnonzero(grouping.is_known)
    order = known[np.argsort(numbers[known], kind="stable")]
    starts = np.searchsorted(numbers[order], np.arange(numbers.max(initial=0) + 2))
    bounds = np.linspace(0, rounds, min(_PARTS, rounds) + 1).astype(np.int64).tolist()
    given = (sealed(ego, np.int32), sealed(alter, np.int32), grouping.numbers, sealed(order, np.int32))
    work = partial(_dealt, *given, sealed(starts, np.int64), max(len(grouping), 1), np.uint64(seed % 2**64))
    counts = _sums(each(lambda part: work(*part), list(pairwise(bounds))))
    high, low, dealt = counts
    varies = (high < dealt) | (low < dealt)
    p_high, p_low = (np.where(varies, (1 + one) / (1 + dealt), np.nan) for one in (high, low))
    groups = slice(0, len(grouping))
    return IndexChances(p_high[groups], p_low[groups], float(p_high[-1]), float(p_low[-1]), rounds, seed)


def _sums(parts: Iterable[I64]) -> I64:
    total: I64 = np.sum(list(parts), axis=0)
    return total


@kernel
def _dealt(
    ego: I32, alter: I32, group: I32, order: I32, starts: I64, groups: int, seed: np.uint64, begin: int, end: int
) -> I64:
    """3 x (groups and the network): deals with an index as high, as low, and deals with any."""
    dealt = group.copy()
    out = np.zeros(groups + 1, np.int64)
    within = np.zeros(groups + 1, np.int64)
    _tally(ego, alter, dealt, out, within)
    seen = np.empty(groups + 1)
    for place in range(groups + 1):
        total = out[place] + within[place]
        seen[place] = (out[place] - within[place]) / total if total else np.nan
    counts = np.zeros((3, groups + 1), np.int64)
    for turn in range(begin, end):
        state = stream(seed, turn)
        for actor in order:
            dealt[actor] = group[actor]
        for kind in range(starts.size - 1):
            for place in range(starts[kind], starts[kind + 1] - 1):
                state += STEP
                other = place + int(draw(state) * (starts[kind + 1] - place))
                dealt[order[place]], dealt[order[other]] = dealt[order[other]], dealt[order[place]]
        out[:] = 0
        within[:] = 0
        _tally(ego, alter, dealt, out, within)
        for place in range(groups + 1):
            total = out[place] + within[place]
            if total and not np.isnan(seen[place]):
                index = (out[place] - within[place]) / total
                counts[0, place] += index >= seen[place]
                counts[1, place] += index <= seen[place]
                counts[2, place] += 1
    return counts


@kernel
def _tally(ego: I32, alter: I32, group: I32, out: I64, within: I64) -> None:
    """Ties out of each group and inside it; in the last place those of the network, each once."""
    last = out.size - 1
    for tie in range(ego.size):
        one, other = group[ego[tie]], group[alter[tie]]
        if one == other:
            within[one] += 1
        else:
            out[one] += 1
            out[other] += 1
            out[last] += 1
    within[last] = within[:last].sum()
