"""What is asked and answered about plans in the sandbox: frozen values that page, JSON, CSV and command line share."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from graphsvc.identity.actors import Actor
from graphsvc.model.statements import Source
from queries.introduction_values import End


class Change(StrEnum):
    """What a line of a plan does."""

    ADD = "add"
    REMOVE = "remove"
    LEAVE = "leave"
    """An actor goes: all its ties end."""


class Problem(StrEnum):
    """Why a line of a plan is not done. Hidden and absent are the same."""

    GONE = "gone"
    """One of its actors is not there."""
    SAME = "same"
    """Both ends are one actor."""
    TIED_ALREADY = "tied-already"
    NOT_TIED = "not-tied"
    ONLY_TOGETHER = "only-together"
    """The two are tied only through something that both took part in."""
    NOT_WALKABLE = "not-walkable"
    """No introduction can go along ties of this kind."""
    UNKNOWN_KIND = "unknown-kind"
    UNNAMED = "unnamed"
    """One of them is a group without names."""
    TWICE = "twice"
    """An earlier line does this, or takes one of its actors out."""
    ASKS = "asks"
    """Who asks cannot leave."""


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One change, with ids as they were given. No `kind`: the usual one of an added tie, every one of a removed tie."""

    change: Change
    one: str
    other: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Changes that are looked at together."""

    lines: tuple[PlanLine, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One change as it was understood.

    Attributes:
        number: its place in the plan, from 1.
        one, other: None where that actor is not there (`gone`); `other` also where an actor leaves.
        kinds: of the tie that is added; of those that are removed; of those that are there already (`tied-already`).
        problem: why it is not done; None: it is done.
    """

    number: int
    change: Change
    one: Actor | None
    other: Actor | None
    kinds: tuple[str, ...]
    problem: Problem | None

    @property
    def is_leaving(self) -> bool:
        """Whether it is about one actor alone."""
        return self.change is Change.LEAVE


@dataclass(frozen=True, slots=True)
class Reached:
    """How many targets are reached, before and after.

    Attributes:
        steps: within so many ties of any who ask; None: over any number of ties.
        gained, lost, kept: the nearest of those reached only after, only before, and both times; `*_total`: how many.
    """

    steps: int | None
    before: int
    after: int
    gained: tuple[Actor, ...]
    gained_total: int
    lost: tuple[Actor, ...]
    lost_total: int
    kept: tuple[Actor, ...]
    kept_total: int


@dataclass(frozen=True, slots=True)
class DrawnTie:
    """A tie of the small map: `add` where the plan makes it, `remove` where it ends it, None where it stays."""

    one: Actor
    other: Actor
    change: Change | None


@dataclass(frozen=True, slots=True)
class Carrier:
    """An actor in between, and how many of the best routes pass through it before and after."""

    actor: Actor
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Part:
    """Actors who are together in a part of the network both before and after: how many, and the best tied of them."""

    size: int
    best_tied: Actor


@dataclass(frozen=True, slots=True)
class Parts:
    """Parts that become one, or that one falls into; the largest first, at most a few; `total`: how many."""

    parts: tuple[Part, ...]
    total: int


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What a plan would change.

    Attributes:
        start, target: who asks, and who is to be reached; whom they stand for does not change with the plan.
        targets: how many there are, beside those who ask.
        lines: the changes; those with a problem are not done.
        within: reached within 2, 3 and 4 ties; reached: over any number of ties.
        distance_before, distance_after: harmonic mean of the ties to each target (targets / sum of 1 / ties from the
            nearest who asks), where a target without any path adds 0 to the sum; None: no target has a path.
        routes_before, routes_after: targets that have a best route of at most `longest` ties.
        carriers: those whom most of these routes pass through, before or after; the first before comes first.
        main_before, main_after: places in `carriers` of the one with most routes; None: no route needs anybody.
        parts_before, parts_after: parts of the network; who leaves is not counted.
        joined: what becomes one; split: what one falls into.
        drawn: the ties among those whom the plan is about: who asks, the actors of its lines, and the best routes to
            the nearest of those gained and lost within three ties; at most a few.
        missing: codes: `few-ties`, `no-lines` (no line could be done), `many-targets` (no routes were counted),
            `opted-out` (somebody in the plan asked not to introduce: nobody is reached through them).
        sources: those of the network.
    """

    start: End
    target: End
    targets: int
    lines: tuple[Line, ...]
    within: tuple[Reached, ...]
    reached: Reached
    distance_before: float | None
    distance_after: float | None
    longest: int
    routes_before: int
    routes_after: int
    carriers: tuple[Carrier, ...]
    main_before: int | None
    main_after: int | None
    parts_before: int
    parts_after: int
    joined: tuple[Parts, ...]
    split: tuple[Parts, ...]
    drawn: tuple[DrawnTie, ...]
    missing: tuple[str, ...]
    sources: tuple[Source, ...]

    @property
    def reaches(self) -> tuple[Reached, ...]:
        """Within 2, 3 and 4 ties, then over any number."""
        return (*self.within, self.reached)

    @property
    def problems(self) -> tuple[Line, ...]:
        """The lines that are not done."""
        return tuple(line for line in self.lines if line.problem is not None)

    @property
    def done(self) -> tuple[Line, ...]:
        """The lines that are done."""
        return tuple(line for line in self.lines if line.problem is None)
