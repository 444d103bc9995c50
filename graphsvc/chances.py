"""The chance that a tie carries an introduction, from all that is stated of it; and the graph that routes are found on.

One statement: base chance of its kind x formality x confidence x stated strength x age (halved every half-life since it
was last known to hold) x crowd (a tie to a body of many counts less). Statements of one source on one pair are one
word: the best of them counts. Sources are independent: 1 - product of (1 - chance). Two who took part in the same
event, letter or project are tied through it: as much as the weaker of their two ties, times 1 / (n - 1) for n
participants, or in full where one of them leads it. Outcomes of real requests move the result:
(prior x chance + worked) / (prior + asked). Ties are taken as independent; `docs/introductions.md` says what follows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from graphsvc.chance_values import NO_OUTCOMES, Floats, Ints, Mask, Statements, Walkable
from graphsvc.consent.outcomes import TieOutcome
from graphsvc.errors import InvalidValue
from graphsvc.kernel.tiegraph import TieGraph
from graphsvc.kinds import Asked, Kinds, TieKind
from graphsvc.meetings import find_meetings
from graphsvc.model.statements import Source
from graphsvc.model.values import Formality, Status
from graphsvc.snapshot import CONFIDENCES, STATUSES, Snapshot
from graphsvc.store.days import first_day, last_day

FORMALITIES = tuple(Formality)
DAYS_A_YEAR = 365.25
_ITSELF, _PARTICIPANTS, _HOLDER, _NOBODY = (
    list(Asked).index(one) for one in (Asked.ITSELF, Asked.PARTICIPANTS, Asked.HOLDER, Asked.NOBODY)
)
LENGTH_UNITS = 1e9
"""Lengths are whole: -ln(chance) times this, so that equal routes stay equal."""


@dataclass(frozen=True, slots=True)
class ChanceGraph:
    """Who can introduce whom.

    Attributes:
        graph: undirected; `strength` is the chance of each tie, `length` its -ln in whole units.
        participants: {number of an event, letter or project: (numbers of those who took part, whether they lead)}.
        attended: {number of an actor: the meetings that it took part in}.
        shared_offices: for each actor whether it is an office that several hold: no route goes through it.
        unnamed: for each actor whether it is a group without names: it stands for nobody.
        pairs: places in `statements` by pair of actors.
        bodies: places in `statements` of those whose ego is inside its alter, by the alter's number.
    """

    graph: TieGraph
    statements: Statements
    participants: Mapping[int, tuple[Ints, Mask]]
    attended: Mapping[int, frozenset[int]]
    shared_offices: Mask
    unnamed: Mask
    pairs: Places
    bodies: Places

    def between(self, one: int, other: int) -> Ints:
        """The places in `statements` of those about these two actors, by number."""
        return self.pairs.at(min(one, other) * max(len(self.graph), 1) + max(one, other))

    def chance(self, one: int, other: int) -> float:
        """The chance of the tie between two actors by number; 0 where there is none."""
        rows = self.graph.forward
        start, stop = rows.offsets[one], rows.offsets[one + 1]
        slot = start + int(rows.neighbours[start:stop].searchsorted(other))
        if slot == stop or rows.neighbours[slot] != other:
            return 0.0
        strength = self.graph.totals("strength")
        return float(strength[slot if rows.ties is None else rows.ties[slot]])


@dataclass(frozen=True, slots=True)
class Places:
    """Places of statements by a key, sorted by it."""

    keys: Ints
    places: Ints

    @classmethod
    def of(cls, keys: Ints, places: Ints) -> Places:
        """`places`, each under the key at the same position."""
        order = np.argsort(keys, kind="stable")
        return cls(keys[order], places[order])

    def at(self, key: int) -> Ints:
        """The places under `key`, ascending."""
        # The methods of the array: the functions of the module take longer than the search.
        return self.places[self.keys.searchsorted(key) : self.keys.searchsorted(key, "right")]


def day_of(source: Source, as_of: date) -> int:
    """The day, YYYYMMDD, up to which `source` speaks: the first of these that is not after `as_of`, 0 where none is.

    The day it was published, else the day it was retrieved: what was printed in 2006 is no newer for being read today.
    A year or month stands for its last day, or for `as_of` within it.
    """
    today = _as_number(as_of)
    for text in (source.published_on, source.retrieved_on):
        try:
            if text and first_day(text.strip()) <= today:
                return min(last_day(text.strip()), today)
        except InvalidValue:  # a source may print its date in any form
            continue
    return 0


def length_of(chance: float) -> int:
    """The whole length of a tie of this chance."""
    return max(int(np.rint(-np.log(chance) * LENGTH_UNITS)), 1)


def walkable_statements(
    snapshot: Snapshot, kinds: Kinds, wanted: Walkable, source_day: Callable[[str], int]
) -> Statements:
    """The statements of `snapshot` that pass `wanted`, each with its chance.

    Args:
        source_day: the day, YYYYMMDD, for which a source speaks (published or retrieved); 0: not known. A lasting tie
            without an end is known to hold up to then.
    """
    columns = snapshot.columns
    tie_kinds = [kinds.tie(name) for name in snapshot.kinds]
    today = _as_number(wanted.as_of)
    row = np.flatnonzero(_passing(snapshot, tie_kinds, wanted, today))
    kind = columns["kind"][row].astype(np.int64)
    source_days = np.array([source_day(source) for source in snapshot.sources], dtype=np.int64)
    momentary = _by_kind(tie_kinds, "momentary", np.bool_)[kind] if row.size else np.zeros(0, dtype=np.bool_)
    source = columns["source"][row]
    said_on = source_days[source] if row.size else np.zeros(0, dtype=np.int64)
    known = last_known(columns["start"][row], columns["end"][row], said_on, momentary, today)
    members = body_sizes(snapshot, row, kind, max(len(tie_kinds), 1))
    return Statements(row, _chances(snapshot, kinds, row, known, members, wanted.as_of), known, members)


def last_known(start: Any, end: Any, said_on: Any, momentary: Any, today: int) -> Ints:
    """YYYYMMDD, the last day up to `today` on which ties were known to hold; 0 where nothing is dated."""
    start, end, said_on = (np.asarray(days, dtype=np.int64) for days in (start, end, said_on))
    said = np.where((said_on > 0) & (said_on <= today), said_on, 0)
    open_end = np.where(momentary, start, np.maximum(np.minimum(start, today), said))
    closed = np.minimum(end, today)
    return np.asarray(np.where(end > 0, closed, open_end), dtype=np.int64)


def last_known_day(start: int, end: int, said_on: int, today: int, *, is_momentary: bool) -> int:
    """`last_known` of one tie."""
    if end > 0:
        return min(end, today)
    if is_momentary:
        return start
    return max(min(start, today), said_on if said_on <= today else 0)


def chance_graph(
    snapshot: Snapshot,
    kinds: Kinds,
    actor_kinds: npt.NDArray[np.object_],
    statements: Statements,
    outcomes: Mapping[tuple[int, int], TieOutcome] = NO_OUTCOMES,
) -> ChanceGraph:
    """The graph of who can introduce whom.

    Args:
        actor_kinds: name of the kind of each actor, by number.
        statements: what may carry a route.
        outcomes: {(smaller number, larger number): what came of requests along this tie}.
    """
    how = _how_asked(kinds, actor_kinds)
    participants, keys, chance = _pairs(snapshot, kinds, statements, how)
    keys, chance = _after_outcomes(keys, np.minimum(chance, kinds.chances.most), outcomes, kinds, _size(snapshot))
    kept = chance >= kinds.chances.least
    keys, chance = keys[kept], chance[kept]
    length = np.maximum(np.rint(-np.log(chance) * LENGTH_UNITS), 1).astype(np.int64)
    ends = keys // _size(snapshot), keys % _size(snapshot)
    graph = TieGraph.from_arrays(snapshot.actors.ids, *ends, directed=False, strength=chance, length=length)
    ego, alter = (side[statements.row].astype(np.int64) for side in (snapshot.ego, snapshot.alter))
    places = np.arange(ego.size)
    inside = np.array([kinds.tie(name).inside is not None for name in snapshot.kinds], dtype=np.bool_)
    is_inside = inside[snapshot.columns["kind"][statements.row]] if ego.size else np.zeros(0, dtype=np.bool_)
    holders = np.unique(np.stack([alter[is_inside], ego[is_inside]]), axis=1)[0]
    return ChanceGraph(
        graph=graph,
        statements=statements,
        participants=participants,
        attended=_attended(participants),
        shared_offices=(how == _HOLDER) & (np.bincount(holders, minlength=how.size) > 1),
        unnamed=how == _NOBODY,
        pairs=Places.of(np.minimum(ego, alter) * _size(snapshot) + np.maximum(ego, alter), places),
        bodies=Places.of(alter[is_inside], places[is_inside]),
    )


def _size(snapshot: Snapshot) -> int:
    return max(len(snapshot.actors.ids), 1)


def _how_asked(kinds: Kinds, actor_kinds: npt.NDArray[np.object_]) -> Ints:
    """For each actor who is asked for an introduction through it, as the place of an `Asked`."""
    asked = {name: list(Asked).index(kind.asked) for name, kind in kinds.actors.items()}
    return np.array([asked.get(name, _ITSELF) for name in actor_kinds.tolist()], dtype=np.int64)


def _pairs(
    snapshot: Snapshot, kinds: Kinds, statements: Statements, how: Ints
) -> tuple[dict[int, tuple[Ints, Mask]], Ints, Floats]:
    """Who took part in what, and every pair that is tied (smaller number x actors + larger) with its chance."""
    ego, alter = (side[statements.row].astype(np.int64) for side in (snapshot.ego, snapshot.alter))
    speaks = (how == _ITSELF) | (how == _HOLDER)
    direct = speaks[ego] & speaks[alter]
    low, high = np.minimum(ego, alter)[direct], np.maximum(ego, alter)[direct]
    source = snapshot.columns["source"][statements.row[direct]].astype(np.int64)
    said = _best_of_each_source(low * _size(snapshot) + high, source, statements.chance[direct])
    is_meeting = how == _PARTICIPANTS
    meets = (is_meeting[ego] != is_meeting[alter]) & (how[ego] != _NOBODY) & (how[alter] != _NOBODY)
    participants, met = find_meetings(snapshot, kinds, statements, meets, is_meeting)
    keys, chance = _joined(np.concatenate([said[0], met[0]]), np.concatenate([said[1], met[1]]))
    return participants, keys, chance


def _attended(participants: Mapping[int, tuple[Ints, Mask]]) -> dict[int, frozenset[int]]:
    """{number of an actor: the meetings that it took part in}."""
    attended: dict[int, set[int]] = defaultdict(set)
    for meeting, (members, _) in participants.items():
        for one in members.tolist():
            attended[one].add(meeting)
    return {one: frozenset(meetings) for one, meetings in attended.items()}


def _passing(snapshot: Snapshot, tie_kinds: list[TieKind], wanted: Walkable, today: int) -> Mask:
    columns = snapshot.columns
    if not tie_kinds:
        return np.zeros(0, dtype=np.bool_)
    takes = np.array([wanted.takes(kind) for kind in tie_kinds], dtype=np.bool_)
    statuses = {Status.REALISED}
    statuses |= {Status.ENDED} if wanted.with_ended else set()
    statuses |= {Status.PLANNED} if wanted.with_planned else set()
    status = np.array([one in statuses for one in STATUSES], dtype=np.bool_)
    sure = CONFIDENCES.index(wanted.least_confidence)
    sources = np.array([source not in wanted.without_sources for source in snapshot.sources], dtype=np.bool_)
    mask = takes[columns["kind"]] & status[columns["status"]] & (columns["confidence"] <= sure)
    mask &= sources[columns["source"]] & (columns["ego"] != columns["alter"])
    if not wanted.with_planned:
        mask &= columns["start"] <= today
    if not wanted.with_ended:
        momentary = _by_kind(tie_kinds, "momentary", np.bool_)[columns["kind"]]
        mask &= momentary | (columns["end"] == 0) | (columns["end"] >= today)
    return np.asarray(mask, dtype=np.bool_)


def _by_kind(tie_kinds: list[TieKind], name: str, dtype: Any) -> npt.NDArray[Any]:
    return np.array([getattr(kind, name) for kind in tie_kinds], dtype=dtype)


def _chances(snapshot: Snapshot, kinds: Kinds, row: Ints, known: Ints, members: Ints, as_of: date) -> Floats:
    rules, columns = kinds.chances, snapshot.columns
    tie_kinds = [kinds.tie(name) for name in snapshot.kinds]
    kind = columns["kind"][row].astype(np.int64)
    formality = np.array([rules.formality[one.value] for one in FORMALITIES])[columns["formality"][row]]
    confidence = np.array([rules.confidence[one.value] for one in CONFIDENCES])[columns["confidence"][row]]
    stated = columns["strength"][row].astype(np.float64)
    line = rules.strength_low + (rules.strength_high - rules.strength_low) * stated
    strength = np.where(np.isnan(stated), 1.0, line)
    if not row.size:
        return np.zeros(0)
    half_life = _by_kind(tie_kinds, "half_life", np.float64)[kind]
    age = age_factors(known, half_life, as_of, rules.unknown_date)
    crowding = _by_kind(tie_kinds, "crowd", np.float64)[kind]
    crowd = np.maximum(members - 1, 1) ** (-crowding / 2)
    base = _by_kind(tie_kinds, "chance", np.float64)[kind]
    return np.asarray(np.minimum(base * formality * confidence * strength * age * crowd, rules.most), dtype=np.float64)


def age_factors(known: Ints, half_life: Floats, as_of: date, unknown: float) -> Floats:
    """What age counts: 2 ** -(years since `known` / half-life); `unknown` where `known` is 0."""
    days = np.where(known > 0, known, 19700101)
    text = np.char.zfill(days.astype(np.str_), 8)
    iso = [f"{one[:4]}-{one[4:6]}-{one[6:]}" for one in np.unique(text).tolist()]
    ordinals = np.array(iso, dtype="datetime64[D]")
    _, place = np.unique(text, return_inverse=True)
    years = (np.datetime64(as_of, "D") - ordinals).astype(np.float64)[place] / DAYS_A_YEAR
    return np.asarray(np.where(known > 0, np.exp2(-np.maximum(years, 0.0) / half_life), unknown), dtype=np.float64)


def body_sizes(snapshot: Snapshot, row: Ints, kind: Ints, kinds: int) -> Ints:
    """For each statement: how many different actors are tied to its alter by its kind."""
    if not row.size:
        return np.zeros(0, dtype=np.int64)
    size = max(len(snapshot.actors.ids), 1)
    body = snapshot.alter[row].astype(np.int64) * kinds + kind
    bodies, counts = np.unique(np.unique(body * size + snapshot.ego[row]) // size, return_counts=True)
    return np.asarray(counts[np.searchsorted(bodies, body)], dtype=np.int64)


def _best_of_each_source(pair: Ints, source: Ints, chance: Floats) -> tuple[Ints, Floats]:
    """(pair, its best chance) once for each source that states it."""
    order = np.lexsort((-chance, source, pair))
    pair, source = pair[order], source[order]
    first = np.ones(pair.size, dtype=np.bool_)
    first[1:] = (pair[1:] != pair[:-1]) | (source[1:] != source[:-1])
    return pair[first], chance[order][first]


def _joined(pair: Ints, chance: Floats) -> tuple[Ints, Floats]:
    """Each pair once, with 1 - product of (1 - chance)."""
    keys, place = np.unique(pair, return_inverse=True)
    failing = np.zeros(keys.size)
    np.add.at(failing, place, np.log1p(-chance))
    return keys, np.asarray(-np.expm1(failing), dtype=np.float64)


def _after_outcomes(
    keys: Ints, chance: Floats, outcomes: Mapping[tuple[int, int], TieOutcome], kinds: Kinds, size: int
) -> tuple[Ints, Floats]:
    if not outcomes:
        return keys, chance
    moved = dict(zip(keys.tolist(), chance.tolist(), strict=True))
    for (low, high), outcome in outcomes.items():
        before = moved.get(low * size + high, 0.0)
        if before or outcome.worked:
            moved[low * size + high] = moved_by(before, outcome, kinds.chances.prior, kinds.chances.most)
    ordered = sorted(moved)
    return np.array(ordered, dtype=np.int64), np.array([moved[key] for key in ordered])


def moved_by(chance: float, outcome: TieOutcome, prior: float, most: float) -> float:
    """`chance` after real requests: as if `prior` earlier ones had gone as it says."""
    return min((prior * chance + outcome.worked) / (prior + outcome.asked), most)


def _as_number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day
