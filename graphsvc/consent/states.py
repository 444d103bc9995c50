"""The way of a request: its states, what may be done in each, and by whom."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from graphsvc.errors import StepNotAllowed


class State(StrEnum):
    """How far a request came. `DRAFT` is seen by nobody but its requester."""

    DRAFT = "draft"
    ASKED = "asked"
    """The introducer was asked and has not answered."""
    POSTPONED = "postponed"
    """The introducer said: later."""
    AGREED = "agreed"
    """The introducer said yes, and asks the target."""
    REFUSED = "refused"
    """The introducer said no."""
    ACCEPTED = "accepted"
    """The target said yes: the introducer's contact is shown to the requester."""
    DECLINED = "declined"
    """The target said no."""
    MET = "met"
    CLOSED = "closed"
    """The outcome is recorded."""
    WITHDRAWN = "withdrawn"
    """The requester took it back."""


class Role(StrEnum):
    """In what part somebody acts. The introducer also speaks for the target."""

    REQUESTER = "requester"
    INTRODUCER = "introducer"


class Action(StrEnum):
    """What may be done to a request."""

    ASK = "ask"
    """Ask the introducer, for the first time or again after a `postpone`; makes a new decision link."""
    RENEW = "renew"
    """Make a new decision link, where the old one was lost or is too old."""
    AGREE = "agree"
    POSTPONE = "postpone"
    REFUSE = "refuse"
    ACCEPT = "accept"
    DECLINE = "decline"
    MEET = "meet"
    CLOSE = "close"
    WITHDRAW = "withdraw"


class Outcome(StrEnum):
    """What came of a request."""

    HELPED = "helped"
    MET_ONLY = "met only"
    """They met, and nothing has come of it."""
    ANSWERED = "answered"
    """An answer, but no meeting."""
    NO_ANSWER = "no answer"
    DECLINED = "declined"


Roles = frozenset[Role]
Step = tuple[State, Action]

_REQUESTER: Roles = frozenset({Role.REQUESTER})
_INTRODUCER: Roles = frozenset({Role.INTRODUCER})
_EITHER: Roles = _REQUESTER | _INTRODUCER

# A yes is only ever said by the introducer. A no or a "later" may also be written down by the requester who heard it.
STEPS: Mapping[Step, tuple[State, Roles]] = MappingProxyType({
    (State.DRAFT, Action.ASK): (State.ASKED, _REQUESTER),
    (State.DRAFT, Action.WITHDRAW): (State.WITHDRAWN, _REQUESTER),
    (State.ASKED, Action.RENEW): (State.ASKED, _REQUESTER),
    (State.ASKED, Action.AGREE): (State.AGREED, _INTRODUCER),
    (State.ASKED, Action.POSTPONE): (State.POSTPONED, _EITHER),
    (State.ASKED, Action.REFUSE): (State.REFUSED, _EITHER),
    (State.ASKED, Action.CLOSE): (State.CLOSED, _REQUESTER),
    (State.ASKED, Action.WITHDRAW): (State.WITHDRAWN, _REQUESTER),
    (State.POSTPONED, Action.ASK): (State.ASKED, _REQUESTER),
    (State.POSTPONED, Action.RENEW): (State.POSTPONED, _REQUESTER),
    (State.POSTPONED, Action.AGREE): (State.AGREED, _INTRODUCER),
    (State.POSTPONED, Action.REFUSE): (State.REFUSED, _EITHER),
    (State.POSTPONED, Action.CLOSE): (State.CLOSED, _REQUESTER),
    (State.POSTPONED, Action.WITHDRAW): (State.WITHDRAWN, _REQUESTER),
    (State.AGREED, Action.RENEW): (State.AGREED, _REQUESTER),
    (State.AGREED, Action.REFUSE): (State.REFUSED, _INTRODUCER),
    (State.AGREED, Action.ACCEPT): (State.ACCEPTED, _INTRODUCER),
    (State.AGREED, Action.DECLINE): (State.DECLINED, _EITHER),
    (State.AGREED, Action.CLOSE): (State.CLOSED, _REQUESTER),
    (State.AGREED, Action.WITHDRAW): (State.WITHDRAWN, _REQUESTER),
    (State.ACCEPTED, Action.MEET): (State.MET, _REQUESTER),
    (State.ACCEPTED, Action.CLOSE): (State.CLOSED, _REQUESTER),
    (State.ACCEPTED, Action.WITHDRAW): (State.WITHDRAWN, _REQUESTER),
    (State.MET, Action.CLOSE): (State.CLOSED, _REQUESTER),
})  # fmt: skip

OUTCOMES: Mapping[State, tuple[Outcome, ...]] = MappingProxyType({
    State.ASKED: (Outcome.NO_ANSWER,),
    State.POSTPONED: (Outcome.NO_ANSWER,),
    State.AGREED: (Outcome.NO_ANSWER,),
    State.ACCEPTED: (Outcome.ANSWERED, Outcome.NO_ANSWER),
    State.MET: (Outcome.HELPED, Outcome.MET_ONLY),
})  # fmt: skip
"""What may be recorded as the outcome when a request is closed in that state. A refusal is its own outcome."""

LINKED = frozenset({State.ASKED, State.POSTPONED, State.AGREED})
"""While a request is in one of these, a decision link opens it."""
CONTACT_SHOWN = frozenset({State.ACCEPTED, State.MET, State.CLOSED})
"""Where the requester sees the contact that the introducer gave: never before the target's yes."""


def next_state(state: State, action: Action, role: Role) -> State:
    """Where `action` leads from `state`. Raises StepNotAllowed where it may not be done there, or not by `role`."""
    found = STEPS.get((state, action))
    if found is None or role not in found[1]:
        raise StepNotAllowed(state=state.value, action=action.value, role=role.value)
    return found[0]


def actions(state: State, role: Role) -> tuple[Action, ...]:
    """What `role` may do in `state`, in the order of `Action`."""
    return tuple(action for action in Action if role in STEPS.get((state, action), (state, frozenset()))[1])
