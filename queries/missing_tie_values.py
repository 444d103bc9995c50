"""What is answered about missing ties: frozen values that page, JSON, CSV and command line share."""

from __future__ import annotations

from dataclasses import dataclass

from graphsvc.identity.actors import Actor
from graphsvc.model.statements import Source
from queries.introduction_values import End, Tier


@dataclass(frozen=True, slots=True)
class Learnt:
    """How well chances were learnt from dated ties: on ties that came later than those it was learnt from.

    Attributes:
        candidates, came_about: pairs judged, and how many of them were tied later.
        precision_at_10, precision_at_50: share of the likeliest 10 (50) that came about; None with fewer pairs.
        base_rate: what guessing would reach.
    """

    candidates: int
    came_about: int
    precision_at_10: float | None
    precision_at_50: float | None
    base_rate: float


@dataclass(frozen=True, slots=True)
class MissingTie:
    """A tie that is not there. What it would bring and how likely it is to come about are told apart.

    Attributes:
        one: who would make it, one of those who ask; other: with whom.
        chance: that it comes about within a time as long as the one it was learnt from; None: not enough dated ties.
        shared: the first of those who are tied to both; `shared_total`: how many. Without any, they are three apart.
        brings: the first of the targets that would come within `steps`; `brings_total`: how many.
        introduction: the actors of the best introduction route between the two, both included; empty: none is known.
        tier: of that route.
        countries: their countries, where no tie joins these two countries yet; None: one does, or one is not known.
    """

    one: Actor
    other: Actor
    chance: float | None
    shared: tuple[Actor, ...]
    shared_total: int
    brings: tuple[Actor, ...]
    brings_total: int
    introduction: tuple[Actor, ...]
    tier: Tier | None
    countries: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class PlannedTie:
    """One tie of the plan. `adds`: targets that it brings beyond those before it; `reached`: in all with them."""

    one: Actor
    other: Actor
    adds: int
    reached: int


@dataclass(frozen=True, slots=True)
class MissingTies:
    """Which new ties of some actors would bring most targets near.

    Attributes:
        start, target: who asks, and who is to come near.
        steps: a target is near when it is within so many ties of any who ask.
        targets: how many there are, beside those who ask; reached: how many are near already.
        ties: by what they bring times their chance (by what they bring, where no chance is known), the best first.
        candidates: how many were looked at.
        plan: the best ties together, in the order in which they add most; each adds what those before it do not.
        is_guaranteed: no other plan of as many of the candidates reaches more than 1 / (1 - 1/e), about 1.6 times, as
            many new targets (all new ties start at who asks, so that greedy choice is that good).
        learnt: how chances were learnt; None: not enough dated ties.
        missing: codes: `no-chances`, `nothing-to-gain` (all targets are near), `no-candidates`, `few-ties`.
        sources: those of the network.
    """

    start: End
    target: End
    steps: int
    targets: int
    reached: int
    ties: tuple[MissingTie, ...]
    candidates: int
    plan: tuple[PlannedTie, ...]
    is_guaranteed: bool
    learnt: Learnt | None
    missing: tuple[str, ...]
    sources: tuple[Source, ...]
