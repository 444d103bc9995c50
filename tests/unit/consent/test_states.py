"""The way of a request, step by step: every allowed step, and every other one refused."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.consent.consent import Consent
from graphsvc.consent.states import CONTACT_SHOWN, LINKED, OUTCOMES, STEPS, Action, Outcome, Role, State, actions
from graphsvc.consent.states import next_state as after
from graphsvc.consent.values import Given
from graphsvc.errors import InvalidValue, NotFound, StepNotAllowed
from tests.introductions import ROSA, brought_to, do

R, I = Role.REQUESTER, Role.INTRODUCER  # noqa: E741 - short, for the table

# Written down a second time on purpose: from, who, does what, to.
ALLOWED = {
    ("draft", R, "ask", "asked"), ("draft", R, "withdraw", "withdrawn"),
    ("asked", R, "renew", "asked"), ("asked", I, "agree", "agreed"), ("asked", I, "postpone", "postponed"),
    ("asked", R, "postpone", "postponed"), ("asked", I, "refuse", "refused"), ("asked", R, "refuse", "refused"),
    ("asked", R, "close", "closed"), ("asked", R, "withdraw", "withdrawn"),
    ("postponed", R, "ask", "asked"), ("postponed", R, "renew", "postponed"), ("postponed", I, "agree", "agreed"),
    ("postponed", I, "refuse", "refused"), ("postponed", R, "refuse", "refused"),
    ("postponed", R, "close", "closed"), ("postponed", R, "withdraw", "withdrawn"),
    ("agreed", R, "renew", "agreed"), ("agreed", I, "refuse", "refused"), ("agreed", I, "accept", "accepted"),
    ("agreed", I, "decline", "declined"), ("agreed", R, "decline", "declined"), ("agreed", R, "close", "closed"),
    ("agreed", R, "withdraw", "withdrawn"),
    ("accepted", R, "meet", "met"), ("accepted", R, "close", "closed"), ("accepted", R, "withdraw", "withdrawn"),
    ("met", R, "close", "closed"),
}  # fmt: skip
EVERY = list(product(State, Role, Action))


def fitting(state: State) -> Given:
    return Given(outcome=OUTCOMES.get(state, (Outcome.HELPED,))[0])


@pytest.mark.parametrize(("state", "role", "action"), EVERY)
def test_a_step_leads_where_the_table_says_or_is_refused_and_changes_nothing(
    consent: Consent, state: State, role: Role, action: Action
) -> None:
    request = brought_to(consent, state)
    before = consent.requests.own_one(ROSA, request)
    to = next((to for came, who, does, to in ALLOWED if (came, who, does) == (state, role, action)), None)

    if to is not None:
        assert do(consent, request, role, action, fitting(state)).state == to
        assert consent.requests.own_one(ROSA, request).events[-1].went_to == to
        return
    unseen = state is State.DRAFT and role is I  # nobody but its requester knows of a draft
    with pytest.raises(NotFound if unseen else StepNotAllowed):
        do(consent, request, role, action, fitting(state))
    assert consent.requests.own_one(ROSA, request) == before


def test_only_the_introducer_says_yes_for_themselves_and_for_the_target() -> None:
    yes = {
        (action, role) for (_, action), (_, roles) in STEPS.items() for role in roles if action in ("agree", "accept")
    }

    assert yes == {(Action.AGREE, I), (Action.ACCEPT, I)}


@given(tried=st.lists(st.tuples(st.sampled_from(Role), st.sampled_from(Action)), max_size=12))
def test_whatever_is_tried_no_contact_is_shown_before_both_have_said_yes(tried: list[tuple[Role, Action]]) -> None:
    state, done = State.DRAFT, []
    for role, action in tried:
        if action in actions(state, role):
            state = after(state, action, role)
            done.append((role, action))
        else:
            with pytest.raises(StepNotAllowed):
                after(state, action, role)

    if (I, Action.ACCEPT) not in done or (I, Action.AGREE) not in done:
        assert state not in CONTACT_SHOWN - {State.CLOSED}
    assert (state in LINKED) == bool(actions(state, I))


@pytest.mark.parametrize(("state", "outcome"), list(product(OUTCOMES, Outcome)))
def test_an_outcome_fits_how_far_the_request_came(consent: Consent, state: State, outcome: Outcome) -> None:
    request = brought_to(consent, state)

    if outcome in OUTCOMES[state]:
        do(consent, request, R, Action.CLOSE, Given(outcome=outcome))
        assert consent.requests.own_one(ROSA, request).outcome is outcome
        return
    with pytest.raises(InvalidValue):
        do(consent, request, R, Action.CLOSE, Given(outcome=outcome))
    assert consent.requests.own_one(ROSA, request).state is state


@pytest.mark.parametrize("state", [State.REFUSED, State.DECLINED])
def test_a_no_is_its_own_outcome(consent: Consent, state: State) -> None:
    request = brought_to(consent, state)

    assert consent.requests.own_one(ROSA, request).outcome is Outcome.DECLINED
