"""How likely a missing tie is to come about, learnt from the ties that came about before, and judged on later ones.

A split in time, never at random: the model is trained on what was known before a day and what followed up to `split`,
and judged on what was known before `split` and what followed. Its candidates are the pairs that are not tied and have
an actor or two between them, of a sample of actors; its features are those of `FEATURES`. Pairs of two kinds of actors
have a model of their own where enough of them came about, all others share one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from graphsvc.kernel.link_scores import Score, pair_scores, scorer
from graphsvc.kernel.logistic import Logistic, fit
from graphsvc.kernel.threads import each
from graphsvc.kernel.tiegraph import TieGraph
from graphsvc.model.values import Status
from graphsvc.snapshot import STATUSES, Snapshot
from graphsvc.traits import Traits

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

FEATURES = ("resource_allocation", "l3", "same_country", "same_topic", "log_degree_product")
LEAST = 20
"""So many ties must have come about among the candidates, to train on and to judge by, and for a model of two kinds."""
OUTCOMES = 0.3
"""Of the dated ties before the split, the last so many are what training has to foresee."""
MOST_ACTORS, MOST_CANDIDATES = 500, 2_000
"""The candidates are those of at most so many actors, and of each the best so many by resource allocation and L3."""
RANKS = (10, 50)
_SEED = 0


@dataclass(frozen=True, slots=True)
class DatedTies:
    """Pairs of actors by number, each once, `one` < `other`, and the day (YYYYMMDD) since when; 0: not known.

    A tie of no known day counts as always there: it is never something to foresee.
    """

    one: Ints
    other: Ints
    day: Ints

    @classmethod
    def of(cls, ego: npt.ArrayLike, alter: npt.ArrayLike, day: npt.ArrayLike) -> DatedTies:
        """From statements, in any order: of each pair the first known day; ties of an actor to itself are none."""
        ends = np.asarray(ego, dtype=np.int64), np.asarray(alter, dtype=np.int64)
        one, other, days = np.minimum(*ends), np.maximum(*ends), np.asarray(day, dtype=np.int64)
        order = np.lexsort((np.where(days > 0, days, np.iinfo(np.int64).max), other, one))
        order = order[one[order] != other[order]]
        one, other = one[order], other[order]
        first = np.ones(one.size, dtype=np.bool_)
        first[1:] = (one[1:] != one[:-1]) | (other[1:] != other[:-1])
        return cls(one[first], other[first], days[order][first])

    @classmethod
    def of_snapshot(cls, snapshot: Snapshot, chosen: Mask) -> DatedTies:
        """From those tie statements of a snapshot that are `chosen`, by their start; planned ties are none yet."""
        taken = chosen & (snapshot.columns["status"] != STATUSES.index(Status.PLANNED))
        return cls.of(snapshot.ego[taken], snapshot.alter[taken], snapshot.columns["start"][taken])


@dataclass(frozen=True, slots=True)
class About:
    """What is known of each actor, by number: kind, country (-1: not known), topics."""

    kind: Ints
    country: Ints
    topics: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, traits: Traits) -> About:
        """From traits; kinds and countries are numbered in their sorted order."""
        _, kind = np.unique(traits.kind.astype(np.str_), return_inverse=True)
        place = {name: number for number, name in enumerate(sorted({name for name in traits.country if name}))}
        country = np.array([place[name] if name else -1 for name in traits.country], dtype=np.int64)
        return cls(kind.astype(np.int64), country, traits.topics)


@dataclass(frozen=True, slots=True)
class NotEnough:
    """There are too few dated ties to learn from, or to judge by. Both are counted among the candidates."""

    to_train: int
    to_judge: int
    needed: int = LEAST


@dataclass(frozen=True, slots=True)
class Judgement:
    """How well the ties after the split were foreseen.

    Attributes:
        candidates, came_about: pairs judged, and how many of them were tied after the split.
        base_rate: came_about / candidates: what guessing would reach.
        precision: {k: share of the k likeliest pairs that came about}.
        mean_reciprocal_rank: over the actors of the sample that gained a tie with somebody known before: 1 / the rank
            of the first of these among the actor's candidates, 0 when none was a candidate.
    """

    candidates: int
    came_about: int
    base_rate: float
    precision: Mapping[int, float]
    mean_reciprocal_rank: float


@dataclass(frozen=True, slots=True)
class Likelihood:
    """A model of which missing ties come about.

    Attributes:
        whole: for pairs of all kinds.
        by_kinds: {(smaller kind, larger kind): model}, where enough came about.
        since, until: the days between which training saw ties come about: chances are of a time as long as that.
        judgement: on the ties from `until` on.
    """

    whole: Logistic
    by_kinds: Mapping[tuple[int, int], Logistic]
    since: int
    until: int
    judgement: Judgement

    def chance(self, graph: TieGraph, about: About, one: npt.ArrayLike, other: npt.ArrayLike) -> Floats:
        """The chance of each pair of actors, by number, given all ties of `graph`."""
        ends = np.atleast_1d(np.asarray(one, dtype=np.int64)), np.atleast_1d(np.asarray(other, dtype=np.int64))
        return _chances(self.whole, self.by_kinds, about, ends, features(graph, about, *ends))


def learn(about: About, ties: DatedTies, split: int) -> Likelihood | NotEnough:
    """Learns from the ties before the day `split` (YYYYMMDD), and judges by those from then on.

    The same input gives the same model. Takes some seconds for 100,000 actors.

    Returns:
        NotEnough where fewer than `LEAST` ties came about among the candidates of either time.
    """
    dated = np.sort(ties.day[(ties.day > 0) & (ties.day < split)])
    since = int(dated[int(dated.size * (1 - OUTCOMES))]) if dated.size else split
    past = _Time.of(about, ties, since, split)
    later = _Time.of(about, ties, split, None)
    to_train, to_judge = (int((time.came_about & time.is_first).sum()) for time in (past, later))
    if min(to_train, to_judge) < LEAST:
        return NotEnough(to_train, to_judge)
    ends = past.source[past.is_first], past.other[past.is_first]
    table, came_about = past.table[past.is_first], past.came_about[past.is_first]
    whole, by_kinds = fit(table, came_about), _models_of_kinds(about, ends, table, came_about)
    chances = _chances(whole, by_kinds, about, (later.source, later.other), later.table)
    return Likelihood(whole, MappingProxyType(by_kinds), since, split, _judged(later, chances))


def features(graph: TieGraph, about: About, one: Ints, other: Ints) -> Floats:
    """The features of each pair, in the order of `FEATURES`: pairs x 5. Scores enter as ln(1 + score).

    Who has no known country or topic has it in common with nobody.
    """
    scores = [pair_scores(graph, score, one, other) for score in (Score.RESOURCE_ALLOCATION, Score.L3)]
    return _table(graph, about, one, other, np.column_stack(scores))


def _table(graph: TieGraph, about: About, one: Ints, other: Ints, scores: Floats) -> Floats:
    degrees = np.log(np.maximum(_contacts(graph), 1))
    is_same_country = (about.country[one] == about.country[other]) & (about.country[one] >= 0)
    topics = about.topics
    is_same_topic = [not topics[a].isdisjoint(topics[b]) for a, b in zip(one.tolist(), other.tolist(), strict=True)]
    same = (is_same_country, np.array(is_same_topic, dtype=np.float64))
    return np.column_stack([np.log1p(scores), *same, degrees[one] + degrees[other]])


def _contacts(graph: TieGraph) -> Ints:
    return graph.either_way(np.ones(graph.number_of_pairs()))[0].degrees()


@dataclass(frozen=True, slots=True)
class _Time:
    """What was known before a day, the candidates for new ties with their features, and which of them came about.

    `is_first`: not the second row of a pair of which both are in the sample. `gained`: {actor of the sample: those it
    was tied to, candidates or not}.
    """

    graph: TieGraph
    source: Ints
    other: Ints
    table: Floats
    came_about: Mask
    is_first: Mask
    gained: Mapping[int, frozenset[int]]

    @classmethod
    def of(cls, about: About, ties: DatedTies, since: int, until: int | None) -> _Time:
        size = max(about.kind.size, 1)
        known = ties.day < since
        graph = TieGraph.from_arrays(range(about.kind.size), ties.one[known], ties.other[known], directed=False)
        new = ~known & ((ties.day < until) if until is not None else True)
        present = _contacts(graph) > 0
        new &= present[ties.one] & present[ties.other]
        sample = np.random.default_rng(_SEED).permutation(np.flatnonzero(present))[:MOST_ACTORS]
        sample.sort()
        row_of = {score: scorer(graph, score) for score in (Score.RESOURCE_ALLOCATION, Score.L3)}
        found = each(partial(_candidates, row_of), sample.tolist())
        source = np.repeat(sample, [places.size for places, _ in found])
        other = np.concatenate([np.zeros(0, dtype=np.int64), *(places for places, _ in found)])
        scores = np.concatenate([np.zeros((0, 2)), *(values for _, values in found)])
        keys = ties.one[new] * size + ties.other[new]
        came_about = np.isin(np.minimum(source, other) * size + np.maximum(source, other), keys)
        gained = _gained(ties.one[new], ties.other[new], sample)
        is_second = np.isin(other * size + source, source * size + other) & (other < source)
        table = _table(graph, about, source, other, scores)
        return cls(graph, source, other, table, came_about, ~is_second, gained)


def _gained(one: Ints, other: Ints, sample: Ints) -> dict[int, frozenset[int]]:
    ends, partners = np.concatenate([one, other]), np.concatenate([other, one])
    order = np.argsort(ends, kind="stable")
    first, last = (np.searchsorted(ends[order], sample, side=side) for side in ("left", "right"))
    bounds = zip(sample.tolist(), first.tolist(), last.tolist(), strict=True)
    return {actor: frozenset(partners[order[start:end]].tolist()) for actor, start, end in bounds}


def _candidates(row_of: Mapping[Score, Callable[[int], Floats]], source: int) -> tuple[Ints, Floats]:
    """Who is not tied to an actor and has one or two others between: the best by each score; and both scores."""
    rows = [np.nan_to_num(row_of[score](source)) for score in (Score.RESOURCE_ALLOCATION, Score.L3)]
    places = np.unique(np.concatenate([_best(row) for row in rows]))
    return places, np.column_stack([row[places] for row in rows])


def _best(row: Floats) -> Ints:
    """The places of the largest numbers above 0, `MOST_CANDIDATES` at most; equal ones by place."""
    places = np.flatnonzero(row)
    if places.size <= MOST_CANDIDATES:
        return places
    return places[np.argsort(-row[places], kind="stable")[:MOST_CANDIDATES]]


def _models_of_kinds(
    about: About, ends: tuple[Ints, Ints], table: Floats, came_about: Mask
) -> dict[tuple[int, int], Logistic]:
    kinds = np.sort(np.stack([about.kind[ends[0]], about.kind[ends[1]]]), axis=0)
    models = {}
    for low, high in np.unique(kinds, axis=1).T.tolist():
        rows = (kinds[0] == low) & (kinds[1] == high)
        yes = int(came_about[rows].sum())
        if min(yes, int(rows.sum()) - yes) >= LEAST:
            models[low, high] = fit(table[rows], came_about[rows])
    return models


def _chances(
    whole: Logistic,
    by_kinds: Mapping[tuple[int, int], Logistic],
    about: About,
    ends: tuple[Ints, Ints],
    table: Floats,
) -> Floats:
    kinds = np.sort(np.stack([about.kind[ends[0]], about.kind[ends[1]]]), axis=0)
    chances = whole.chance(table)
    for (low, high), model in by_kinds.items():
        rows = (kinds[0] == low) & (kinds[1] == high)
        chances[rows] = model.chance(table[rows])
    return chances


def _judged(time: _Time, chances: Floats) -> Judgement:
    once = np.flatnonzero(time.is_first)
    order = once[np.lexsort((time.other[once], time.source[once], -chances[once]))]
    hits = time.came_about[order]
    precision = {k: float(hits[:k].mean()) for k in RANKS if k <= hits.size}
    reciprocals = [
        _reciprocal_rank(time, chances, actor, partners) for actor, partners in time.gained.items() if partners
    ]
    return Judgement(
        candidates=int(hits.size),
        came_about=int(hits.sum()),
        base_rate=float(hits.mean()),
        precision=MappingProxyType(precision),
        mean_reciprocal_rank=float(np.mean(reciprocals)),
    )


def _reciprocal_rank(time: _Time, chances: Floats, actor: int, partners: frozenset[int]) -> float:
    """1 / the rank of the first new partner among the candidates; equal chances by number; 0 when none is one."""
    rows = slice(*np.searchsorted(time.source, [actor, actor + 1]).tolist())
    ranked = time.other[rows][np.lexsort((time.other[rows], -chances[rows]))]
    places = np.flatnonzero(np.isin(ranked, list(partners)))
    return 1.0 / (int(places[0]) + 1) if places.size else 0.0
