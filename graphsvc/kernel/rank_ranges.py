"""How sure a rank is: the ranks that an actor has when some of what is known is left out.

A rank rests on ties that somebody stated. Leaving out a tenth of them at random, again and again, or all that one
respondent stated, one after the other, shows how far it moves (Costenbader and Valente 2003, Social Networks 25,
283-307, study this for centralities).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from graphsvc.kernel.compiled import F64, I64
from graphsvc.kernel.tiegraph import TieGraph

LEAST_TIES = 10
"""With fewer ties there is not enough data for ranks."""
LOW, HIGH = 5, 95

Values = Mapping[Any, float | None]


@dataclass(frozen=True, slots=True)
class RankRange:
    """Where an actor stands, and between which ranks it stays; 1 is the best, equal values share the best rank.

    Attributes:
        rank: on all ties; None: the measure has no value for it.
        best: the rank that it is better than in at most 5 of 100 networks with ties left out (the 5th percentile).
        worst: the 95th percentile.
    """

    rank: int | None
    best: float | None
    worst: float | None


def ranks(values: Values, *, lowest_first: bool = False) -> dict[Any, int | None]:
    """{actor: its rank}; equal values share the best rank, who has no value has no rank.

    Args:
        values: a number an actor, None or NaN where it is undefined.
        lowest_first: whether low values are good (constraint).
    """
    numbers = _numbers(values, values)
    return dict(
        zip(values, [None if np.isnan(r) else int(r) for r in _ranks(numbers, lowest_first).tolist()], strict=True)
    )


def ranks_without_some_ties(
    graph: TieGraph,
    measure: Callable[[TieGraph], Values],
    *,
    share: float = 0.1,
    rounds: int = 100,
    seed: int = 0,
    lowest_first: bool = False,
) -> dict[Hashable, RankRange] | None:
    """Each actor's rank, and its range when `share` of the ties are left out at random, `rounds` times.

    The actors stay: who loses all ties is ranked as an isolate, or not in that round where the measure has no value for
    isolates. The same seed gives the same ranges. At least one tie is left out.

    Args:
        graph: any; strengths, lengths and kinds of the ties that stay are kept.
        measure: a number for every actor.
        share: above 0, below 1.
        rounds: how often; each costs one `measure`.
        seed: chooses the ties.
        lowest_first: whether low values are good.

    Returns:
        None when the graph has fewer than 10 ties: not enough data.

    Raises:
        ValueError: share or rounds out of range.
    """
    if not 0 < share < 1 or rounds < 1:
        raise ValueError("share must lie between 0 and 1, and rounds must be 1 or more.")
    ties = graph.number_of_pairs()
    if ties < LEAST_TIES:
        return None
    random = np.random.default_rng(seed)
    gone = max(1, round(share * ties))

    def without() -> Iterator[TieGraph]:
        for _ in range(rounds):
            stays = np.ones(ties, dtype=np.bool_)
            stays[random.choice(ties, gone, replace=False)] = False
            yield with_ties(graph, stays)

    return _ranges(graph, measure, without(), lowest_first)


def ranks_without_each_respondent(
    graph: TieGraph,
    measure: Callable[[TieGraph], Values],
    respondents: Sequence[Sequence[int]] | None = None,
    *,
    lowest_first: bool = False,
) -> dict[Hashable, RankRange] | None:
    """Each actor's rank, and its range when the ties that one respondent stated are left out, one after the other.

    Args:
        graph: any.
        measure: a number for every actor.
        respondents: the numbers of the ties (in the order of `graph.ends()`) that each stated; a tie that several
            stated is left out with each of them. None: every actor stated the ties that it gives (is the ego of).
        lowest_first: whether low values are good.

    Returns:
        None when the graph has fewer than 10 ties: not enough data.

    Raises:
        ValueError: a number that is no tie's.
    """
    ties = graph.number_of_pairs()
    if ties < LEAST_TIES:
        return None
    groups = _of_egos(graph) if respondents is None else [np.asarray(group, dtype=np.int64) for group in respondents]
    if any(group.size and (group.min() < 0 or group.max() >= ties) for group in groups):
        raise ValueError("A respondent names a tie that the graph does not have.")

    def without() -> Iterator[TieGraph]:
        for group in groups:
            if group.size:
                stays = np.ones(ties, dtype=np.bool_)
                stays[group] = False
                yield with_ties(graph, stays)

    return _ranges(graph, measure, without(), lowest_first)


def with_ties(graph: TieGraph, stays: NDArray[np.bool_]) -> TieGraph:
    """The same actors with those ties (in the order of `ends`) that stay."""
    ego, alter = graph.ends()

    def kept(values: NDArray[Any] | None) -> ArrayLike | None:
        return None if values is None else values[stays]

    return TieGraph.from_arrays(
        graph.ids,
        ego[stays],
        alter[stays],
        directed=graph.is_directed(),
        strength=kept(graph.strength),
        length=kept(graph.length),
        kind=kept(graph.kind),
    )


def _of_egos(graph: TieGraph) -> list[I64]:
    ego, _ = graph.ends()
    return [np.flatnonzero(ego == actor) for actor in np.unique(ego).tolist()]


def _ranges(
    graph: TieGraph, measure: Callable[[TieGraph], Values], networks: Iterator[TieGraph], lowest_first: bool
) -> dict[Hashable, RankRange]:
    whole = _ranks(_numbers(measure(graph), graph), lowest_first)
    moved = [_ranks(_numbers(measure(network), graph), lowest_first) for network in networks] or [whole]
    found: dict[Hashable, RankRange] = {}
    for place, actor in enumerate(graph):
        some = np.array([one[place] for one in moved])
        some = some[~np.isnan(some)]
        best, worst = np.percentile(some, (LOW, HIGH)).tolist() if some.size else (None, None)
        rank = None if np.isnan(whole[place]) else int(whole[place])
        found[actor] = RankRange(rank, best, worst)
    return found


def _numbers(values: Values, actors: Any) -> F64:
    return np.array([np.nan if values[actor] is None else values[actor] for actor in actors], dtype=np.float64)


def _ranks(values: F64, lowest_first: bool) -> F64:
    """1 for the best; NaN stays NaN. Values that differ by rounding only share a rank."""
    known = ~np.isnan(values)
    numbers = np.array([float(f"{value:.12g}") for value in values[known].tolist()])
    ordered = np.sort(numbers if lowest_first else -numbers)
    ranked = np.full(values.size, np.nan)
    ranked[known] = np.searchsorted(ordered, numbers if lowest_first else -numbers) + 1
    return ranked
