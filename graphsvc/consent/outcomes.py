"""What came of requests, pair by pair, for viewers who may see the scope that each request belongs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from graphsvc.access import Scope
from graphsvc.consent.opt_outs import moment
from graphsvc.consent.states import Action, Outcome, State
from graphsvc.sqlite_file import SqliteFile

Actor = TypeVar("Actor", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer on one tie: whether an actor who was asked did what was hoped for.

    The introducer answers the asker (worked: said yes); the target answers the introducer (worked: said yes, and
    answered afterwards).
    """

    one: frozenset[str]
    other: frozenset[str]
    worked: bool
    on: date


@dataclass(frozen=True, slots=True)
class TieOutcome:
    """How often something was asked for along a tie and answered (or given up), how often it worked, and when last."""

    asked: int
    worked: int
    last: date | None


def read_answers(file: SqliteFile, scopes: Iterable[Scope]) -> tuple[Answer, ...]:
    """The answers to the requests that belong to one of `scopes`, in a fixed order."""
    found: list[Answer] = []
    for scope in sorted(scopes):
        where = {"collection": scope.collection, "level": scope.level}
        keys: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for request, part, key in file.rows("answered_keys", **where):
            keys[request][part].add(key)
        answered: dict[str, dict[tuple[str, str], tuple[bool, date]]] = defaultdict(dict)
        for request, action, came_from, at, outcome in file.rows("answered", **where):
            for pair, worked in _meaning(Action(action), State(came_from), outcome):
                answered[request][pair] = worked, moment(at).date()
        for request, of in sorted(answered.items()):
            parts = {name: frozenset(held) for name, held in keys[request].items()}
            found += [Answer(parts[one], parts[other], *said) for (one, other), said in sorted(of.items())]
    return tuple(found)


def by_pair(
    answers: Iterable[Answer], find: Callable[[frozenset[str]], Actor | None]
) -> Mapping[tuple[Actor, Actor], TieOutcome]:
    """{(actor, actor), sorted: what came of asking}. Answers of actors that `find` does not know are left out."""
    counted: dict[tuple[Actor, Actor], TieOutcome] = {}
    for answer in answers:
        one, other = find(answer.one), find(answer.other)
        if one is None or other is None or one == other:
            continue
        pair = (one, other) if str(one) < str(other) else (other, one)
        before = counted.get(pair, TieOutcome(0, 0, None))
        last = answer.on if before.last is None else max(before.last, answer.on)
        counted[pair] = TieOutcome(before.asked + 1, before.worked + int(answer.worked), last)
    return dict(sorted(counted.items(), key=str))


def _meaning(action: Action, came_from: State, outcome: str | None) -> list[tuple[tuple[str, str], bool]]:
    """What an event says about the tie of asker and introducer, and of introducer and target; a later one counts."""
    first, second = ("asker", "introducer"), ("introducer", "target")
    match action:
        case Action.AGREE | Action.REFUSE:
            return [(first, action is Action.AGREE)]
        case Action.ACCEPT | Action.DECLINE:
            return [(second, action is Action.ACCEPT)]
        case Action.CLOSE if came_from in {State.ASKED, State.POSTPONED}:
            return [(first, False)]
        case Action.CLOSE if outcome == Outcome.NO_ANSWER:
            return [(second, False)]
        case _:
            return []
