"""What is answered about missing ties: frozen values that page, JSON, CSV and command line share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from graphsvc.identity.actors import Actor
from graphsvc.model.statements import Source
from queries.groupings import GroupBy
from queries.introduction_values import End, Tier
from queries.silo_values import NamedGroup, Standing


class Likely(StrEnum):
    """How likely a tie is beside a pair that is taken blindly of those that the chances were judged on."""

    MUCH_MORE = "much-more"
    """Ten times as likely, or more."""
    MORE = "more"
    """Twice as likely, or more."""
    USUAL = "usual"
    LESS = "less"
    """Half as likely, or less."""

    @classmethod
    def of(cls, chance: float, base_rate: float) -> Likely:
        """Where `chance` stands beside `base_rate`."""
        if chance >= 10 * base_rate:
            return cls.MUCH_MORE
        if chance >= 2 * base_rate:
            return cls.MORE
        return cls.LESS if chance <= base_rate / 2 else cls.USUAL


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
class JoinedPair:
    """Two groups that a tie would join and that share no tie yet, or far fewer than chance gives.

    Attributes:
        by: what makes the groups: country, or community.
        one, other: their labels; of a community its number.
        ties: how many they share now; expected: by chance, None with too few ties to compare.
        standing: `empty`, `less`, or `usual` where they share none and none was to be expected.
    """

    by: GroupBy
    one: str
    other: str
    ties: int
    expected: float | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class MissingTie:
    """A tie that is not there. What it would bring and how likely it is to come about are told apart.

    Attributes:
        one: who would make it, one of those who ask; other: with whom.
        chance: that it comes about within a time as long as the one it was learnt from; None: not enough dated ties,
            not worked out yet, or the two are more than three ties apart, of which nothing was learnt. `likely`: the
            same beside a pair taken blindly.
        shared: the first of those who are tied to both; `shared_total`: how many. Without any, they are three apart.
        brings: the first of the targets that would come within `steps`; `brings_total`: how many.
        relieves: of the targets that only the busiest broker carries now, how many would have a way as short past it.
        joins: the groups of the two, where they share no tie yet or far fewer than chance gives.
        introduction: the actors of the best introduction route between the two, both included; empty: none is known.
        tier: of that route.
    """

    one: Actor
    other: Actor
    chance: float | None
    likely: Likely | None
    shared: tuple[Actor, ...]
    shared_total: int
    brings: tuple[Actor, ...]
    brings_total: int
    relieves: int
    joins: tuple[JoinedPair, ...]
    introduction: tuple[Actor, ...]
    tier: Tier | None


@dataclass(frozen=True, slots=True)
class PlannedTie:
    """One tie of the plan. `adds`: targets that it brings beyond those before it; `reached`: in all with them."""

    one: Actor
    other: Actor
    adds: int
    reached: int


@dataclass(frozen=True, slots=True)
class BusiestBroker:
    """Who stands on all shortest routes to most of the targets that are near now; `carries`: to how many."""

    actor: Actor
    carries: int


@dataclass(frozen=True, slots=True)
class MissingTies:
    """Which new ties of some actors would bring most targets near.

    Attributes:
        start, target: who asks, and who is to come near.
        as_of: the day for which it is asked.
        steps: a target is near when it is within so many ties of any who ask.
        targets: how many there are, beside those who ask; reached: how many are near already.
        ties: by what they bring times their chance, the best first; then those whose chance is not known, by what they
            bring.
        candidates: how many were looked at.
        planned: how many ties the plan was asked to have.
        plan: the best ties together, in the order in which they add most; each adds what those before it do not.
        at_most: no plan of as many new ties of those who ask brings more targets near than this, whoever they are with.
        broker: None where no target near now hangs on one other actor.
        communities: those that the ties would join, by the actors best tied inside them.
        learnt: how chances were learnt; None: not enough dated ties, or not worked out yet.
        missing: codes: `no-chances`, `chances-later` and `groups-later` (being worked out), `nothing-to-gain` (all
            targets are near), `no-candidates`, `few-ties`, `fewer-ties` (the plan has fewer than were asked for, as no
            other adds anybody).
        sources: those of the network.
    """

    start: End
    target: End
    as_of: date
    steps: int
    targets: int
    reached: int
    ties: tuple[MissingTie, ...]
    candidates: int
    planned: int
    plan: tuple[PlannedTie, ...]
    at_most: int
    broker: BusiestBroker | None
    communities: tuple[NamedGroup, ...]
    learnt: Learnt | None
    missing: tuple[str, ...]
    sources: tuple[Source, ...]

    @property
    def adds(self) -> int:
        """How many targets the plan brings near."""
        return sum(one.adds for one in self.plan)

    @property
    def is_best(self) -> bool:
        """Whether no plan of as many ties brings more."""
        return self.at_most == self.adds
