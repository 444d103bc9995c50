"""Requests for an introduction for tests: three actors, those who ask and answer, and short ways to a state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from graphsvc.access import Permission, Scope, Sensitivity, Viewer
from graphsvc.consent.consent import Consent
from graphsvc.consent.requests import Who
from graphsvc.consent.states import Action, Outcome, Role, State
from graphsvc.consent.values import Done, Given, NewRequest, Part
from graphsvc.model.statements import ActorId

READ = frozenset({Permission.OPEN, Permission.READ})
CLOSED = Scope("north", "restricted")
ROSA = Viewer(everywhere=Sensitivity.RESTRICTED, permissions=READ, account="p-rosa")
"""The requester."""
INES = Viewer(everywhere=Sensitivity.PUBLIC, permissions=READ, account="p-ines")
"""Whose account speaks for the introducer, where a test says so."""
OTHER = Viewer(everywhere=Sensitivity.RESTRICTED, permissions=READ, account="p-other")
SOUTHERN = Viewer(clearances=MappingProxyType({"south": Sensitivity.RESTRICTED}), permissions=READ, account="p-south")
SECRET_PLAN = "Ask for the hearing before anybody else does."

# How a request comes to each state, step by step.
WAYS: dict[State, Sequence[tuple[Role, Action]]] = {
    State.DRAFT: (),
    State.ASKED: ((Role.REQUESTER, Action.ASK),),
}
_ASKED = WAYS[State.ASKED]
WAYS |= {
    State.POSTPONED: (*_ASKED, (Role.INTRODUCER, Action.POSTPONE)),
    State.AGREED: (*_ASKED, (Role.INTRODUCER, Action.AGREE)),
    State.REFUSED: (*_ASKED, (Role.INTRODUCER, Action.REFUSE)),
    State.WITHDRAWN: (*_ASKED, (Role.REQUESTER, Action.WITHDRAW)),
}
WAYS |= {
    State.ACCEPTED: (*WAYS[State.AGREED], (Role.INTRODUCER, Action.ACCEPT)),
    State.DECLINED: (*WAYS[State.AGREED], (Role.INTRODUCER, Action.DECLINE)),
}
WAYS |= {State.MET: (*WAYS[State.ACCEPTED], (Role.REQUESTER, Action.MEET))}
WAYS |= {State.CLOSED: (*WAYS[State.MET], (Role.REQUESTER, Action.CLOSE))}


def part(actor: str, *keys: str) -> Part:
    """An actor in a request."""
    return Part(ActorId(actor), f"Name of {actor}", frozenset({actor, *keys}))


NEW = NewRequest(
    account="p-rosa",
    scope=CLOSED,
    asker=part("a-refuge"),
    introducer=part("a-fund"),
    target=part("a-ministry"),
    route=(ActorId("a-refuge"), ActorId("a-fund"), ActorId("a-ministry")),
    purpose="We would like to speak about shelter permits.",
    plan=SECRET_PLAN,
)


def new_request(**changed: object) -> NewRequest:
    """A request that can be kept, with some of its fields changed."""
    return replace(NEW, **changed)


def opened(folder: Path, clock: object) -> Consent:
    """The introductions file in `folder`; INES speaks for the introducer."""
    consent = Consent.open(folder, clock)
    consent.link_account("p-ines", "a-fund", ["a-fund"])
    return consent


def who(role: Role) -> Who:
    """The requester or the introducer of the requests here."""
    return Who.requester(ROSA) if role is Role.REQUESTER else Who.introducer(INES)


def do(consent: Consent, request: str, role: Role, action: Action, given: Given | None = None) -> Done:
    """One action, with what it needs."""
    usual = Given(outcome=Outcome.HELPED) if action is Action.CLOSE else Given()
    return consent.requests.act(who(role), request, action, given or usual)


def brought_to(consent: Consent, state: State, **changed: object) -> str:
    """A new request that stands at `state`."""
    request = consent.requests.create(new_request(**changed))
    for role, action in WAYS[state]:
        do(consent, request, role, action)
    return request
