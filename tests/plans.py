"""Plans of the sandbox for tests: people and their ties, plans in few words, and the same changes really made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st

from graphsvc.chance_values import Walkable
from graphsvc.identity.actors import Actor
from graphsvc.model.statements import ActorStatement, TieStatement
from graphsvc.model.values import Period
from graphsvc.network import Network as Seen
from queries.introduction_values import EndAsked
from queries.what_if import find_what_if
from queries.what_if_values import Change, Plan, PlanLine, WhatIf
from tests.asking import NORTH, SOUTH, TODAY, World, end, person, world
from tests.networks import tie

ASKER, *OTHERS = [person(str(number), roles=frozenset({"policymaker"} if number % 2 else ())) for number in range(7)]
EVERYBODY = (ASKER, *OTHERS)
TO_POLICYMAKERS = end(role="policymaker")

Pair = tuple[int, int]


@dataclass(frozen=True)
class Drawn:
    """A network of people by number, and a plan that can be done in it."""

    ties: tuple[Pair, ...]
    add: tuple[Pair, ...]
    remove: tuple[Pair, ...]
    leave: tuple[int, ...]


@st.composite
def drawn(draw: st.DrawFn) -> Drawn:
    """Some of all pairs are tied; of these some are taken away, of the others some are added; somebody may leave."""
    pairs = [(one, other) for one in range(len(EVERYBODY)) for other in range(one)]
    how = draw(st.lists(st.sampled_from("----==+~"), min_size=len(pairs), max_size=len(pairs)))
    leave = tuple(draw(st.sets(st.integers(1, len(EVERYBODY) - 1), max_size=1)))
    stays = [(pair, sign) for pair, sign in zip(pairs, how, strict=True)]
    free = [(pair, sign) for pair, sign in stays if set(pair).isdisjoint(leave)]
    return Drawn(
        tuple(pair for pair, sign in stays if sign in "=~"),
        tuple(pair for pair, sign in free if sign == "+")[:8],
        tuple(pair for pair, sign in free if sign == "~")[:8],
        leave,
    )


def stated(pairs: Sequence[Pair], prefix: str = "t") -> list[TieStatement]:
    """Ties between people by number, said by NORTH."""
    return [tie(f"{prefix}{one}-{other}", EVERYBODY[one], EVERYBODY[other]) for one, other in pairs]


def plan_of(case: Drawn) -> Plan:
    """The plan of a drawn case."""
    return Plan((*(adding(*pair) for pair in case.add), *(removing(*pair) for pair in case.remove),
                 *(leaving(one) for one in case.leave)))  # fmt: skip


def adding(one: int | ActorStatement, other: int | ActorStatement, kind: str | None = None) -> PlanLine:
    """A tie is added."""
    return PlanLine(Change.ADD, _id(one), _id(other), kind)


def removing(one: int | ActorStatement, other: int | ActorStatement, kind: str | None = None) -> PlanLine:
    """A tie is taken away."""
    return PlanLine(Change.REMOVE, _id(one), _id(other), kind)


def leaving(one: int | ActorStatement) -> PlanLine:
    """An actor leaves."""
    return PlanLine(Change.LEAVE, _id(one))


def _id(one: int | ActorStatement) -> str:
    return EVERYBODY[one].id if isinstance(one, int) else one.id


@contextmanager
def really_changed(case: Drawn) -> Iterator[World]:
    """A store in which a second source states what the plan adds, and nobody what it takes away."""
    gone = {pair for pair in case.ties if pair in case.remove or not set(pair).isdisjoint(case.leave)}
    south = [person(one.record.key, SOUTH, roles=one.record.roles) for one in EVERYBODY]
    fresh = Period.parse(TODAY.isoformat(), None)
    added = [tie(f"n{one}-{other}", south[one], south[other], period=fresh) for one, other in case.add]
    kept = [tie_ for pair, tie_ in zip(case.ties, stated(case.ties), strict=True) if pair not in gone]
    with world((*EVERYBODY, *south), [*kept, *added], NORTH, SOUTH) as made:
        yield made


def ask(seen: Seen, *lines: PlanLine, start: EndAsked | None = None, target: EndAsked | None = None,
        **chosen: Any) -> WhatIf:  # fmt: skip
    """What the plan of these lines would change for the way of the asker to all policymakers."""
    walkable = Walkable(**{"as_of": TODAY} | chosen)
    ends = start or end(ASKER), target or TO_POLICYMAKERS
    return find_what_if(seen, Plan(lines), *ends, walkable, language="en")


def names(actors: Sequence[Actor]) -> set[str]:
    """The names of actors."""
    return {one.name for one in actors}


def told(answer: WhatIf, *, after: bool) -> dict[str, object]:
    """What an answer says of one side of the change."""
    reached = [
        (one.steps, one.after if after else one.before, names((*one.kept, *(one.gained if after else one.lost))))
        for one in answer.reaches
    ]
    return {
        "reached": reached,
        "distance": answer.distance_after if after else answer.distance_before,
        "routes": answer.routes_after if after else answer.routes_before,
        "through": {(one.actor.name, one.after if after else one.before) for one in answer.carriers} - _none(answer),
        "parts": answer.parts_after if after else answer.parts_before,
    }


def _none(answer: WhatIf) -> set[tuple[str, int]]:
    return {(one.actor.name, 0) for one in answer.carriers}


def undone(case: Drawn) -> Drawn:
    """The plan that takes everything back, in the network that the plan made."""
    after = (*(pair for pair in case.ties if pair not in case.remove), *case.add)
    return replace(case, ties=after, add=case.remove, remove=case.add)
