"""What a request holds, and what each of the people in it gets to see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from graphsvc.access import Scope
from graphsvc.consent.states import Action, Outcome, Role, State
from graphsvc.model.statements import ActorId


@dataclass(frozen=True, slots=True)
class Part:
    """An actor in a request: its id and name as the requester saw them, and the keys by which others know it."""

    actor: ActorId
    name: str
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class NewRequest:
    """What a requester writes.

    Attributes:
        scope: where the request belongs; who may not see that scope learns nothing of it.
        route: every actor from the asker to the target, in order.
        purpose: what the introducer reads.
        plan: what nobody but the requester reads.
    """

    account: str
    scope: Scope
    asker: Part
    introducer: Part
    target: Part
    route: tuple[ActorId, ...]
    purpose: str
    plan: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was done to a request. `account` is None for whoever came by the decision link."""

    at: datetime
    account: str | None
    role: Role
    action: Action | None
    came_from: State | None
    went_to: State
    note: str | None


@dataclass(frozen=True, slots=True)
class OwnRequest:
    """A request as its requester sees it. `contact` is None until the introducer and the target have said yes."""

    id: str
    scope: Scope
    asker: ActorId
    introducer: ActorId
    target: ActorId
    asker_name: str
    introducer_name: str
    target_name: str
    route: tuple[ActorId, ...]
    purpose: str
    plan: str
    state: State
    contact: str | None
    outcome: Outcome | None
    outcome_on: date | None
    created_at: datetime
    changed_at: datetime
    link_ends_at: datetime | None
    events: tuple[Event, ...]
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class AskedRequest:
    """A request as the introducer sees it: who asks, whom for, why. Nothing else of the network or of the plan."""

    id: str
    asker_name: str
    introducer_name: str
    target_name: str
    purpose: str
    state: State
    asked_at: datetime
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """What comes with an action. `contact` with a yes; `outcome` and `on` with a close; `never_again`: an opt-out."""

    note: str = ""
    contact: str = ""
    outcome: Outcome | None = None
    on: date | None = None
    never_again: bool = False


NOTHING = Given()


@dataclass(frozen=True, slots=True)
class Done:
    """Where a request stands after an action. `token` opens the introducer's page; only here it can be read."""

    id: str
    state: State
    token: str | None = None
