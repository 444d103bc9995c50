"""What is asked and answered about introductions: frozen values that page, JSON, CSV and command line share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from graphsvc.chance_factors import Factors
from graphsvc.chance_rules import ChanceRules
from graphsvc.chance_values import Walkable
from graphsvc.consent.outcomes import TieOutcome
from graphsvc.identity.actors import Actor
from graphsvc.model.statements import ActorId, Source, TieStatement
from graphsvc.model.values import PartialDate
from graphsvc.traits import ActorClass

LONGEST, MOST_ROUTES, USUAL_ROUTES, USUAL_LONGEST = 6, 20, 5, 4


class Tier(StrEnum):
    """A chance in words."""

    STRONG = "strong"
    MODERATE = "moderate"
    WEAK = "weak"

    @classmethod
    def of_tie(cls, chance: float, rules: ChanceRules) -> Tier:
        """The tier of one tie."""
        return cls._of(chance, rules.strong, rules.moderate)

    @classmethod
    def of_route(cls, chance: float, rules: ChanceRules) -> Tier:
        """The tier of a whole route, or of several together."""
        return cls._of(chance, rules.route_strong, rules.route_moderate)

    @classmethod
    def _of(cls, chance: float, strong: float, moderate: float) -> Tier:
        return cls.STRONG if chance >= strong else cls.MODERATE if chance >= moderate else cls.WEAK


class Standing(StrEnum):
    """How an actor at the end of a route belongs to the end that was asked for."""

    ITSELF = "itself"
    STAFF = "staff"
    MEMBER = "member"
    PART = "part"
    FITS = "fits"


class Reason(StrEnum):
    """Why a route is shown."""

    BEST = "best"
    OTHER_INTRODUCER = "other-introducer"
    OTHER_FIRST_STEP = "other-first-step"
    BACKUP = "backup"
    SHORTER = "shorter"


@dataclass(frozen=True, slots=True)
class EndAsked:
    """One end of the question: actors by id (several: any of them), or everybody of a class."""

    actors: tuple[str, ...] = ()
    of_class: ActorClass | None = None


@dataclass(frozen=True, slots=True)
class Controls:
    """How routes are looked for.

    Attributes:
        walkable: which ties may carry them, and the day for which it is asked.
        avoid: ids of actors that no route goes through or ends at.
        via: ids of actors that every route goes through, in this order.
        longest: the most ties of a route, 1 to `LONGEST`.
        routes: the most routes of each sort, 1 to `MOST_ROUTES`.
        language: BCP 47 code; nobody stands inside a route who is known not to speak it.
        with_people: whether an organization stands for its people, a committee or coalition for its members.
    """

    walkable: Walkable
    avoid: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    longest: int = USUAL_LONGEST
    routes: int = USUAL_ROUTES
    language: str | None = None
    with_people: bool = True


@dataclass(frozen=True, slots=True)
class End:
    """An end as it was understood: who was asked for, and how many actors that stands for."""

    actors: tuple[Actor, ...]
    of_class: ActorClass | None
    stands_for: int


@dataclass(frozen=True, slots=True)
class Piece:
    """One reason to think that two actors can introduce each other: the best statement of one source.

    Attributes:
        kind: kind of tie; `is_outgoing`: from the earlier actor of the step, of a meeting from `who` (also for kinds
            without a direction).
        statements: how many statements this source makes on it.
        factors: what its chance is made of.
        meeting: where both took part, and `who` of the two this statement is about; None: a tie between the two.
        others: how many others took part, where neither of the two leads it; each pair counts one part of them.
    """

    kind: str
    is_outgoing: bool
    statement: TieStatement
    source: Source
    statements: int
    factors: Factors
    meeting: Actor | None = None
    who: Actor | None = None
    others: int = 0


@dataclass(frozen=True, slots=True)
class Speech:
    """What both ends of a step are known to speak. `needs_interpreter` None: not known of one of them."""

    ego: tuple[str, ...]
    alter: tuple[str, ...]
    shared: tuple[str, ...]
    needs_interpreter: bool | None


@dataclass(frozen=True, slots=True)
class Step:
    """One tie of a route.

    Attributes:
        since: the earliest start that is known; confirmed: the last day on which it was known to hold.
        pieces: why it is thought to be there, the surest first.
        sources: how many different sources say so.
        outcome: what came of earlier requests along it, as far as the viewer may know.
    """

    ego: Actor
    alter: Actor
    chance: float
    tier: Tier
    since: PartialDate | None
    confirmed: date | None
    pieces: tuple[Piece, ...]
    sources: int
    speech: Speech
    outcome: TieOutcome | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """A way to be introduced.

    Attributes:
        start, end: how its first and last actor belong to the ends that were asked for.
        chance: that every step works, steps taken as independent.
        weakest: place of the weakest step, from 0.
        introducers: the actors between, in order; empty: the two ends know each other.
        reasons: why it is shown.
    """

    steps: tuple[Step, ...]
    start: Standing
    end: Standing
    chance: float
    tier: Tier
    weakest: int
    introducers: tuple[Actor, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class AskFirst:
    """Whom to ask first, and how many of the shown routes begin with them."""

    actor: Actor
    routes: int
    is_on_best: bool
    tier: Tier


@dataclass(frozen=True, slots=True)
class Near:
    """Somebody who is reached from one end, where the ends do not meet."""

    actor: Actor
    ties: int
    tier: Tier


@dataclass(frozen=True, slots=True)
class Opening:
    """One new tie that would open a route.

    Attributes:
        reason: `shared-event`, `shared-body`, `shared-funder`, `former-colleague`, `shared-contact`, `ended-tie`,
            `planned-tie` or `other-tie`.
        through: what both share; None where they are tied to each other in another way.
        route: the whole route it would give, from start to end.
        tier: of that route, with a new tie of moderate chance.
    """

    one: Actor
    other: Actor
    reason: str
    through: Actor | None
    route: tuple[Actor, ...]
    tier: Tier


@dataclass(frozen=True, slots=True)
class NoRoute:
    """What is known where there is no route: how far both sides reach, and what would open one.

    `openings` are not looked for where a route has to go through somebody.
    """

    from_start: tuple[Near, ...]
    from_target: tuple[Near, ...]
    reached: int
    reached_back: int
    openings: tuple[Opening, ...]


@dataclass(frozen=True, slots=True)
class Introductions:
    """Who can introduce the start to the target.

    Attributes:
        controls: those that were honoured; ids of actors brought up to date.
        avoided, stops: the actors that are avoided, and those that every route goes through.
        already: actors that belong to both ends.
        routes: the best first, then others for the reasons that each carries; each once.
        together: tier of the chance that at least one of the shown routes works; None without a route.
        together_chance: that chance, counted on the union of their ties.
        no_route: set where there is none.
        missing: codes of what the answer could not take into account.
        sources: those of the evidence shown.
    """

    start: End
    target: End
    controls: Controls
    avoided: tuple[Actor, ...]
    stops: tuple[Actor, ...]
    already: tuple[Actor, ...]
    routes: tuple[Route, ...]
    ask_first: AskFirst | None
    together: Tier | None
    together_chance: float | None
    no_route: NoRoute | None
    missing: tuple[str, ...]
    sources: tuple[Source, ...]


def actor_ids(actors: tuple[Actor, ...]) -> tuple[ActorId, ...]:
    """The ids of `actors`."""
    return tuple(actor.id for actor in actors)
