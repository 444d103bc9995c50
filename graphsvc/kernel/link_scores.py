"""Missing ties by what is around them: resource allocation, Adamic-Adar, L3; from some actors, and the best of all.

With N(x) the contacts of x and k their number, for two actors x and y that are not tied:

- resource allocation: sum over z in N(x) and N(y) of 1 / k_z (Zhou, Lu and Zhang 2009);
- Adamic-Adar: the same of 1 / ln k_z (Adamic and Adar 2003);
- L3: sum over u in N(x), v in N(y), u tied to v, of 1 / sqrt(k_u k_v) (Kovacs and others 2019).

Ties count one whatever their strength, directions are ignored, self-ties do not count. All of it is exact, the best
pairs of a whole network too: nothing is sampled or left out at hubs. Scores are compared in steps of 1e-9, and equal
ones by the order of the ids, so that ties stay ties in whatever order numbers are added up.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial

import networkx as nx
import numpy as np
from numpy.typing import ArrayLike, NDArray

from graphsvc.kernel.compiled import F64, I64, sealed
from graphsvc.kernel.link_search import (
    STEPS,
    Able,
    Best,
    Ranked,
    able_rows,
    bounds_over_two,
    ceilings,
    pairs_over_one,
    pairs_over_two,
    ranked_rows,
    row_over_one,
    row_over_two,
    search_over_one,
    search_over_two,
)
from graphsvc.kernel.rows import Rows
from graphsvc.kernel.threads import each
from graphsvc.kernel.tiegraph import TieGraph

Mask = NDArray[np.bool_]
Scored = tuple[Hashable, Hashable, float]
_FIRST_STRETCH, _GROWTH, _PARTS = 256, 4, 8


class Score(Enum):
    """How much speaks for a tie that is not there; the value is its name."""

    RESOURCE_ALLOCATION = "resource_allocation"
    ADAMIC_ADAR = "adamic_adar"
    L3 = "l3"

    def shares(self, degrees: I64) -> F64:
        """What an actor with so many contacts counts in the middle; infinite where the formula divides by zero."""
        contacts = np.maximum(degrees, 1).astype(np.float64)
        if self is Score.RESOURCE_ALLOCATION:
            return sealed(1.0 / contacts)
        if self is Score.L3:
            return sealed(1.0 / np.sqrt(contacts))
        return sealed(np.divide(1.0, np.log(contacts), out=np.full(contacts.size, np.inf), where=contacts > 1))


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of actors that are not tied, as places in the ids of the graph, best first; `value` is their score."""

    one: I64
    other: I64
    value: F64

    def __len__(self) -> int:
        return self.one.size


def resource_allocation_index(
    G: TieGraph, ebunch: Iterable[tuple[Hashable, Hashable]] | None = None
) -> Iterator[Scored]:
    """(actor, actor, resource allocation) of the pairs in `ebunch`; without it of all pairs that are not tied."""
    return _index(G, Score.RESOURCE_ALLOCATION, ebunch)


def adamic_adar_index(G: TieGraph, ebunch: Iterable[tuple[Hashable, Hashable]] | None = None) -> Iterator[Scored]:
    """(actor, actor, Adamic-Adar) of the pairs in `ebunch`; without it of all pairs that are not tied."""
    return _index(G, Score.ADAMIC_ADAR, ebunch)


def scores_from(graph: TieGraph, score: Score, source: int) -> F64:
    """The score of `source` (a place) with every actor, exactly; NaN for itself and for those it is tied to."""
    return scorer(graph, score)(source)


def scorer(graph: TieGraph, score: Score) -> Callable[[int], F64]:
    """`scores_from` for many sources of one graph: what they share is prepared once. Threads may share it."""
    rows = _rows(graph)
    shares = score.shares(rows.degrees())

    def from_source(source: int) -> F64:
        row = _row(rows, score, shares, source)
        row[source] = np.nan
        row[rows.neighbours[rows.offsets[source] : rows.offsets[source + 1]]] = np.nan
        return row

    return from_source


def pair_scores(graph: TieGraph, score: Score, one: ArrayLike, other: ArrayLike) -> F64:
    """The score of each pair of places, tied or not; a tie between the two is not looked at."""
    rows = _rows(graph)
    compute = pairs_over_two if score is Score.L3 else pairs_over_one
    ends = (sealed(np.atleast_1d(np.asarray(side, dtype=np.int64))) for side in (one, other))
    return compute(rows.offsets, rows.neighbours, score.shares(rows.degrees()), *ends)


def top_pairs(
    graph: TieGraph,
    score: Score,
    count: int,
    *,
    sources: Iterable[int] | None = None,
    kind: ArrayLike | None = None,
    compatible: ArrayLike | None = None,
) -> Pairs:
    """The best pairs that are not tied, exactly: by score, then by the order of the ids. Scores of 0 are none.

    Args:
        graph: directions and strengths are not looked at.
        score: which.
        count: how many at most, at least 1.
        sources: places; only pairs with one of these, which comes first. None: all pairs.
        kind: a number of 0 or more for each actor. None: all are of kind 0.
        compatible: square; whether there can be a tie between two kinds, symmetric. None: between any.

    Returns:
        Without sources (and where both are sources) the actor that is first in the ids comes first.

    Raises:
        ValueError: count is below 1, or kind or compatible are of a wrong shape, or a source is no place.
    """
    if count < 1:
        raise ValueError("count must be 1 or more.")
    kinds, fits = _kinds(len(graph), kind, compatible)
    if sources is None:
        one, other = _searched(_rows(graph), score, count, kinds, fits)
    else:
        one, other = _anchored(graph, score, count, sorted(set(sources)), kinds, fits)
    return _best_first(one, other, pair_scores(graph, score, one, other), count)


def top_pairs_by_kind(
    graph: TieGraph, kind: ArrayLike, count: int, *, sources: Iterable[int] | None = None
) -> tuple[Pairs, Pairs]:
    """(the best pairs within a kind by resource allocation, the best pairs across kinds by L3); not comparable.

    Across kinds a score over one actor between says little: where ties join different kinds only, it is always 0.
    """
    kinds, _ = _kinds(len(graph), kind, None)
    same = np.eye(int(kinds.max(initial=0)) + 1, dtype=np.bool_)
    chosen = None if sources is None else list(sources)
    within = top_pairs(graph, Score.RESOURCE_ALLOCATION, count, sources=chosen, kind=kinds, compatible=same)
    return within, top_pairs(graph, Score.L3, count, sources=chosen, kind=kinds, compatible=~same)


def _rows(graph: TieGraph) -> Rows:
    return graph.either_way(sealed(np.ones(graph.number_of_pairs())))[0]


def _row(rows: Rows, score: Score, shares: F64, source: int) -> F64:
    compute = row_over_two if score is Score.L3 else row_over_one
    return compute(rows.offsets, rows.neighbours, shares, source)


def _index(graph: TieGraph, score: Score, ebunch: Iterable[tuple[Hashable, Hashable]] | None) -> Iterator[Scored]:
    if ebunch is None:
        return _every_pair(graph, score)
    pairs = list(ebunch)
    for actor in (end for pair in pairs for end in pair):
        if actor not in graph:
            raise nx.NodeNotFound(f"Node {actor} not in G.")
    one, other = ([graph.index[pair[end]] for pair in pairs] for end in (0, 1))
    values = pair_scores(graph, score, one, other).tolist()
    if np.inf in values:
        raise ZeroDivisionError("float division by zero")  # as networkx, for an actor with itself
    return ((ego, alter, value) for (ego, alter), value in zip(pairs, values, strict=True))


def _every_pair(graph: TieGraph, score: Score) -> Iterator[Scored]:
    ids, row_of = graph.ids, scorer(graph, score)
    for source in range(len(graph)):
        row = row_of(source)
        row[:source] = np.nan
        for other in np.flatnonzero(~np.isnan(row)).tolist():
            yield ids[source], ids[other], float(row[other])


def _kinds(actors: int, kind: ArrayLike | None, compatible: ArrayLike | None) -> tuple[I64, Mask]:
    kinds = np.zeros(actors, dtype=np.int64) if kind is None else np.array(kind, dtype=np.int64)
    if kinds.shape != (actors,) or kinds.min(initial=0) < 0:
        raise ValueError("kind must hold one number of 0 or more for each actor.")
    many = int(kinds.max(initial=0)) + 1
    fits = np.ones((many, many), dtype=np.bool_) if compatible is None else np.array(compatible, dtype=np.bool_)
    if fits.ndim != 2 or fits.shape[0] < many or not np.array_equal(fits, fits.T):
        raise ValueError("compatible must be square, symmetric, and have a row for each kind.")
    return kinds, fits


def _searched(rows: Rows, score: Score, count: int, kinds: I64, fits: Mask) -> tuple[I64, I64]:
    """The ends of the best `count` pairs, some more among them, in no order."""
    ranked = _ranked(rows, score, kinds, fits)
    actors = ranked.share.size
    first, length, ceiling = 0, _FIRST_STRETCH, np.zeros(actors)
    found = _joined([], count)
    while first < actors:
        least = int(found.score[-1]) if found.score.size == count else 1
        if int(ranked.reach[first] * STEPS) + 2 < least:
            break
        last = min(first + length, actors)
        starts = range(first, min(first + _PARTS, last))
        if score is Score.L3:
            parts = each(partial(_ceilings, ranked, last, least), starts)
            ceiling = np.maximum.reduce([ceiling, *parts])
            able = able_rows(ranked, sealed(ceiling), last, least)
            pairs = each(partial(_over_two, ranked, able, last, least, count), starts)
        else:
            pairs = each(partial(_over_one, ranked, last, least, count), starts)
        found = _joined([found, *pairs], count)
        first, length = last, length * _GROWTH
    return found.one, found.other


def _over_one(ranked: Ranked, last: int, least: int, count: int, first: int) -> Best:
    return search_over_one(ranked, first, last, _PARTS, least, count)


def _over_two(ranked: Ranked, able: Able, last: int, least: int, count: int, first: int) -> Best:
    return search_over_two(ranked, able, first, last, _PARTS, least, count)


def _ceilings(ranked: Ranked, last: int, least: int, first: int) -> F64:
    return ceilings(ranked, first, last, _PARTS, least)


def _ranked(rows: Rows, score: Score, kinds: I64, fits: Mask) -> Ranked:
    degrees = rows.degrees()
    shares = score.shares(degrees)
    if score is Score.L3:
        bound = bounds_over_two(rows.offsets, rows.neighbours, shares)
        order = np.argsort(-degrees, kind="stable")
    else:
        # Who has one contact only is in the middle of nothing.
        middle = np.where(degrees > 1, shares, 0.0)
        owner = np.repeat(np.arange(degrees.size), degrees)
        bound = np.bincount(owner, weights=middle[rows.neighbours], minlength=degrees.size).astype(np.float64)
        order = np.argsort(-bound, kind="stable")
    offsets, neighbours = ranked_rows(rows.offsets, rows.neighbours, order)
    share = np.where(degrees > 1, shares, 1.0)[order]
    reach = np.maximum.accumulate(bound[order][::-1])[::-1]
    blocks = (offsets, neighbours, share, bound[order], reach, kinds[order], fits, order)
    return Ranked(*(sealed(block) for block in blocks))


def _joined(parts: Sequence[Best], count: int) -> Best:
    """The best `count` pairs of all parts, best first."""
    empty = np.zeros(0, dtype=np.int64)
    sides = [
        np.concatenate([empty, *(getattr(part, name)[: int(part.size[0])] for part in parts)])
        for name in ("score", "one", "other")
    ]
    order = np.lexsort((sides[2], sides[1], -sides[0]))[:count]
    score, one, other = (side[order] for side in sides)
    return Best(score, one, other, np.array([order.size]))


def _anchored(graph: TieGraph, score: Score, count: int, sources: list[int], kinds: I64, fits: Mask) -> tuple[I64, I64]:
    """The ends of the best pairs of `sources`: the best `count` of each, and those as good as the last of these."""
    if sources and (sources[0] < 0 or sources[-1] >= len(graph)):
        raise ValueError("A source is not in the graph.")
    done = np.zeros(len(graph), dtype=np.bool_)
    empty = np.zeros(0, dtype=np.int64)
    ones, others = [empty], [empty]
    for source, others_of in zip(sources, each(partial(_reached, scorer(graph, score)), sources), strict=True):
        places, values = others_of
        kept = ~done[places] & fits[kinds[source], kinds[places]]
        places, values = places[kept], values[kept]
        if places.size > count:
            enough = np.partition(values, places.size - count)[places.size - count]
            places = places[values >= enough - 1 / STEPS]
        done[source] = True
        ones.append(np.full(places.size, source))
        others.append(places)
    return np.concatenate(ones), np.concatenate(others)


def _reached(row_of: Callable[[int], F64], source: int) -> tuple[I64, F64]:
    """Who has a score above 0 with `source` and is not tied to it, and the scores."""
    row = row_of(source)
    places = np.flatnonzero(row > 0)
    return places, row[places]


def _best_first(one: I64, other: I64, value: F64, count: int) -> Pairs:
    order = np.lexsort((other, one, -np.rint(value * STEPS)))[:count]
    return Pairs(one[order], other[order], value[order])
