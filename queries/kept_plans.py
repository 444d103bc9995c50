"""A kept plan in the eyes of whoever opens it.

Somebody else than the owner sees a plan whole or not at all: if one of its actors, or one of the ties that it takes
away, is not there for them, or an actor is several actors for them, the answer is that of a plan that is not there. A
plan that was shown in part would tell how much of it is hidden, a tie that is to be taken away, that there is one, and
an actor that is several, that they are one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graphsvc.actor_keys import actor_known_by, nearest_known_by
from graphsvc.chance_values import Walkable
from graphsvc.consent.plans import KeptActor, KeptLine, KeptPlan, NewPlan
from graphsvc.errors import NotFound
from graphsvc.model.statements import ActorId
from graphsvc.network import Network
from graphsvc.traits import ActorClass
from queries.introduction_values import EndAsked
from queries.plan_reading import PlanReading
from queries.route_ends import BadEnd
from queries.what_if_values import Change, Plan, PlanLine, Problem

CLASS_PARTS = ("kind", "role", "country", "topic", "words")
_NOT_THERE = frozenset({Problem.GONE, Problem.NOT_TIED, Problem.ONLY_TOGETHER})


class EndGone(BadEnd):
    """Of one end of a kept plan nobody is there any more."""

    code = "what-if.end-gone"
    message = "Who asks, or whom to reach, is no longer there."
    hint = "Start a new plan, or delete this one."


@dataclass(frozen=True, slots=True)
class OpenedPlan:
    """A kept plan in ids of one viewer's network."""

    plan: Plan
    start: EndAsked
    target: EndAsked


def open_plan(network: Network, kept: KeptPlan, walkable: Walkable) -> OpenedPlan:
    """The plan in this viewer's network. For its owner, actors that are gone stand in lines that cannot be done.

    Raises:
        NotFound: it is somebody else's, and something of it is not there for this viewer.
        EndGone: it is the viewer's own, and an end of it is gone.
    """
    new = kept.plan
    opened = OpenedPlan(
        Plan(tuple(_line(network, new, line) for line in new.lines)),
        _end(network, new, new.start, "from"),
        _end(network, new, new.target, "to"),
    )
    if new.account != network.viewer.account:
        _refuse_parts(network, new, opened.plan, walkable)
    return opened


def _refuse_parts(network: Network, new: NewPlan, plan: Plan, walkable: Walkable) -> None:
    ends = (end for line in new.lines for end in (line.one, line.other) if end is not None)
    if any(_found(network, new, one) is None for one in (*new.start, *new.target, *ends)):
        raise NotFound
    if any(
        line.problem is Problem.GONE or (line.asked.change is Change.REMOVE and line.problem in _NOT_THERE)
        for line in PlanReading(network, plan, walkable).lines
    ):
        raise NotFound


def _line(network: Network, new: NewPlan, line: KeptLine) -> PlanLine:
    other = None if line.other is None else _found_or_gone(network, new, line.other)
    return PlanLine(Change(line.change), _found_or_gone(network, new, line.one), other, line.kind)


def _found_or_gone(network: Network, new: NewPlan, one: KeptActor) -> str:
    # An actor that is gone keeps the id that it had, which leads nowhere.
    return _found(network, new, one) or one.actor


def _end(network: Network, new: NewPlan, actors: Sequence[KeptActor], end: str) -> EndAsked:
    found = [actor for one in actors if (actor := _found(network, new, one)) is not None]
    given = {part: new.ends.get(f"{end}_{part}") for part in CLASS_PARTS}
    of_class = ActorClass(**given)
    if not found and of_class.is_empty():
        raise EndGone if new.account == network.viewer.account else NotFound
    return EndAsked(tuple(dict.fromkeys(found)), None if of_class.is_empty() else of_class)


def _found(network: Network, new: NewPlan, one: KeptActor) -> ActorId | None:
    find = nearest_known_by if new.account == network.viewer.account else actor_known_by
    return find(network.snapshot, network.aliases, one.keys)
