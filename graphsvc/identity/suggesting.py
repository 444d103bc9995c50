"""Pairs that may be one actor, for a person to decide. Nothing here merges anything.

Candidates share a rare word, or one is the initials of the other; kinds must fit, and known countries must not differ.
Two that a register tells apart (different identifiers of one scheme) are suggested only where a name is the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz

from graphsvc.identity.aliases import BODIES, name_key
from graphsvc.identity.resolving import Resolution
from graphsvc.model.facts import ActorFacts
from graphsvc.model.statements import ActorId, Decision, StatementId

STOP_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "for",
        "of",
        "the",
        "to",
        "in",
        "on",
        "with",
        "de",
        "del",
        "la",
        "las",
        "el",
        "los",
        "para",
        "por",
        "y",
        "e",
        "en",
        "et",
        "des",
        "du",
        "le",
        "les",
        "und",
        "der",
        "die",
        "das",
        "ve",
        "ile",
    ]
)
LEAST_SCORE = 86.0
_COMMON = 40
"""A word that stands in more actors than this says too little to compare them all."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two actors that may be one.

    Attributes:
        left, right: one statement of each, the pair to decide on; left < right.
        score: likeness of their names, 0 to 100; orders the list, is no probability.
        reasons: codes for people: `same-name-other-identifier`, `same-name-no-country`, `alike`, `initials`,
            `one-name-in-the-other`.
    """

    left: StatementId
    right: StatementId
    left_actor: ActorId
    right_actor: ActorId
    left_name: str
    right_name: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    actor: ActorId
    statements: tuple[StatementId, ...]
    family: str
    countries: frozenset[str]
    names: Mapping[str, str]
    """Name key to name as printed."""
    registered: Mapping[str, frozenset[str]]
    """Identifiers by scheme."""


def suggestions(
    facts: Iterable[ActorFacts], resolution: Resolution, decisions: Sequence[Decision] = (), *, limit: int = 200
) -> tuple[Suggestion, ...]:
    """The likeliest undecided pairs, best first, equal scores by id; at most `limit`."""
    candidates = _candidates(facts, resolution)
    decided = {frozenset((resolution.also.get(d.left), resolution.also.get(d.right))) for d in decisions}
    found = []
    for one, other in _pairs(candidates):
        if frozenset((one.actor, other.actor)) not in decided and _may_fit(one, other):
            suggestion = _compare(one, other)
            if suggestion is not None:
                found.append(suggestion)
    found.sort(key=lambda suggestion: (-suggestion.score, suggestion.left, suggestion.right))
    return tuple(found[:limit])


def _candidates(facts: Iterable[ActorFacts], resolution: Resolution) -> list[_Candidate]:
    by_id = {fact.id: fact for fact in facts}
    found = []
    for actor, statements in resolution.members.items():
        own = [by_id[statement] for statement in statements]
        kinds = {fact.kind for fact in own}
        if kinds & {"group", "project", "document", "event", "position"}:
            continue
        names = {name_key(text): text for fact in reversed(own) for text, _, _ in fact.names}
        family = "body" if kinds <= BODIES else "person"
        countries = frozenset(fact.country for fact in own if fact.country)
        held: dict[str, set[str]] = defaultdict(set)
        for scheme, value in (pair for fact in own for pair in fact.identifiers):
            held[scheme].add(value)
        registered = {scheme: frozenset(values) for scheme, values in held.items()}
        found.append(_Candidate(actor, statements, family, countries, names, registered))
    return found


def _pairs(candidates: list[_Candidate]) -> list[tuple[_Candidate, _Candidate]]:
    holders: dict[str, set[int]] = defaultdict(set)
    for number, candidate in enumerate(candidates):
        for key in candidate.names:
            telling = [word for word in key.split() if word not in STOP_WORDS]
            initials = "".join(word[0] for word in telling)
            for word in {*telling, initials} if len(initials) > 2 else set(telling):
                holders[word].add(number)
    met = {pair for numbers in holders.values() if len(numbers) <= _COMMON for pair in combinations(sorted(numbers), 2)}
    return [(candidates[one], candidates[other]) for one, other in sorted(met)]


def _may_fit(one: _Candidate, other: _Candidate) -> bool:
    if one.family != other.family:
        return False
    schemes = one.registered.keys() & other.registered.keys()
    told_apart = any(one.registered[scheme].isdisjoint(other.registered[scheme]) for scheme in schemes)
    if told_apart and one.names.keys().isdisjoint(other.names):
        return False
    return not one.countries or not other.countries or bool(one.countries & other.countries)


def _compare(one: _Candidate, other: _Candidate) -> Suggestion | None:
    best: tuple[float, str, str, str] | None = None
    for left in sorted(one.names):
        for right in sorted(other.names):
            score, reason = _likeness(left, right, same_country=bool(one.countries & other.countries))
            if score >= LEAST_SCORE and (best is None or score > best[0]):
                best = score, reason, one.names[left], other.names[right]
    if best is None:
        return None
    score, reason, left_name, right_name = best
    sides = sorted([(one.statements[0], one.actor, left_name), (other.statements[0], other.actor, right_name)])
    (left_id, left_actor, left_text), (right_id, right_actor, right_text) = sides
    return Suggestion(left_id, right_id, left_actor, right_actor, left_text, right_text, round(score, 1), (reason,))


def _likeness(left: str, right: str, *, same_country: bool) -> tuple[float, str]:
    if left == right:
        return (100.0, "same-name-other-identifier") if same_country else (95.0, "same-name-no-country")
    if _is_initials(left, right) or _is_initials(right, left):
        return 90.0, "initials"
    if f" {left} " in f" {right} " or f" {right} " in f" {left} ":
        shorter, longer = sorted((left.split(), right.split()), key=len)
        if len(shorter) > 1 and 2 * len(shorter) >= len(longer):
            return 88.0, "one-name-in-the-other"
    return fuzz.token_sort_ratio(left, right), "alike"


def _is_initials(short: str, long: str) -> bool:
    telling = [word[0] for word in long.split() if word not in STOP_WORDS]
    return len(short) > 2 and " " not in short and short == "".join(telling)
