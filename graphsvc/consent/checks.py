"""What is checked before anything of a request is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from graphsvc.access import Sensitivity
from graphsvc.consent.opt_outs import moment
from graphsvc.consent.states import OUTCOMES, Action, Outcome, State
from graphsvc.consent.texts import (
    LONGEST_CONTACT,
    LONGEST_NAME,
    LONGEST_NOTE,
    LONGEST_PLAN,
    LONGEST_PURPOSE,
    clean,
    needed,
)
from graphsvc.consent.values import Given, NewRequest, Part
from graphsvc.errors import OutcomeUnfit, RouteUnfit, ScopeUnfit

LONGEST_ROUTE = 12
_AHEAD = timedelta(days=1)  # it may be tomorrow already where the requester is


def checked(new: NewRequest) -> NewRequest:
    """The request as it is kept. Raises InvalidValue, with a way out, for what does not fit."""
    ends = [new.asker.actor, new.introducer.actor, new.target.actor]
    if len(set(ends)) != len(ends):
        raise RouteUnfit
    is_whole = len(new.route) >= 3 and (new.route[0], new.route[-1]) == (new.asker.actor, new.target.actor)
    if not is_whole or len(set(new.route)) != len(new.route) or new.introducer.actor not in new.route:
        raise RouteUnfit
    if len(new.route) > LONGEST_ROUTE:
        raise RouteUnfit(longest=LONGEST_ROUTE)
    if Sensitivity.parse(new.scope.level) is Sensitivity.SEALED:
        raise ScopeUnfit
    return replace(
        new,
        asker=_named(new.asker),
        introducer=_named(new.introducer),
        target=_named(new.target),
        purpose=checked_purpose(new.purpose),
        plan=checked_plan(new.plan),
    )


def checked_purpose(text: str) -> str:
    """The text that the introducer reads. Raises InvalidValue."""
    return needed(text, longest=LONGEST_PURPOSE)


def checked_plan(text: str) -> str:
    """The text that only the requester reads; may be empty. Raises InvalidValue."""
    return clean(text, longest=LONGEST_PLAN)


def checked_gift(state: State, action: Action, given: Given, now: float) -> Given:
    """What comes with an action, less what does not belong to it; a refusal is its own outcome. Raises InvalidValue."""
    note = clean(given.note, longest=LONGEST_NOTE)
    contact = clean(given.contact, longest=LONGEST_CONTACT)
    outcome, on = _outcome(state, action, given, moment(now).date())
    says_yes = action in {Action.AGREE, Action.ACCEPT}
    return Given(note, contact if says_yes else "", outcome, on, given.never_again)


def _outcome(state: State, action: Action, given: Given, today: date) -> tuple[Outcome | None, date | None]:
    if action in {Action.REFUSE, Action.DECLINE}:
        return Outcome.DECLINED, today
    if action is not Action.CLOSE:
        return None, None
    if given.outcome not in OUTCOMES.get(state, ()):
        raise OutcomeUnfit
    on = given.on or today
    if on > today + _AHEAD:
        raise OutcomeUnfit
    return given.outcome, on


def _named(part: Part) -> Part:
    return replace(part, name=needed(part.name, longest=LONGEST_NAME))
