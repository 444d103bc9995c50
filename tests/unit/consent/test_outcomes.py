"""What came of asking, tie by tie, and for whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from graphsvc.access import Viewer
from graphsvc.consent.consent import NOTHING_KNOWN, Consent
from graphsvc.consent.outcomes import TieOutcome, by_pair
from graphsvc.consent.states import Action, Outcome, Role, State
from graphsvc.consent.values import Given
from tests.introductions import OTHER, ROSA, SOUTHERN, brought_to, do
from tests.signing_in import Clock

FIRST, SECOND = ("a-fund", "a-refuge"), ("a-fund", "a-ministry")
R, I = Role.REQUESTER, Role.INTRODUCER  # noqa: E741 - short, as in test_states


def counted(consent: Consent, viewer: Viewer = ROSA) -> dict[tuple[str, str], tuple[int, int]]:
    found = by_pair(consent.seen_by(viewer).answers, lambda keys: min(keys, default=None))
    return {pair: (outcome.asked, outcome.worked) for pair, outcome in found.items()}


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (State.DRAFT, {}),
        (State.ASKED, {}),
        (State.POSTPONED, {}),
        (State.WITHDRAWN, {}),
        (State.REFUSED, {FIRST: (1, 0)}),
        (State.AGREED, {FIRST: (1, 1)}),
        (State.DECLINED, {FIRST: (1, 1), SECOND: (1, 0)}),
        (State.ACCEPTED, {FIRST: (1, 1), SECOND: (1, 1)}),
        (State.MET, {FIRST: (1, 1), SECOND: (1, 1)}),
        (State.CLOSED, {FIRST: (1, 1), SECOND: (1, 1)}),
    ],
)
def test_an_answer_counts_on_the_tie_that_it_was_asked_along(
    consent: Consent, state: State, expected: dict[tuple[str, str], tuple[int, int]]
) -> None:
    brought_to(consent, state)

    assert counted(consent) == expected


@pytest.mark.parametrize(
    ("state", "then", "expected"),
    [
        (State.ASKED, ((R, Action.CLOSE, Outcome.NO_ANSWER),), {FIRST: (1, 0)}),
        (State.AGREED, ((I, Action.REFUSE, None),), {FIRST: (1, 0)}),
        (State.AGREED, ((R, Action.CLOSE, Outcome.NO_ANSWER),), {FIRST: (1, 1), SECOND: (1, 0)}),
        (State.ACCEPTED, ((R, Action.CLOSE, Outcome.NO_ANSWER),), {FIRST: (1, 1), SECOND: (1, 0)}),
        (State.ACCEPTED, ((R, Action.CLOSE, Outcome.ANSWERED),), {FIRST: (1, 1), SECOND: (1, 1)}),
    ],
)
def test_what_was_heard_last_counts(
    consent: Consent,
    state: State,
    then: Sequence[tuple[Role, Action, Outcome | None]],
    expected: dict[tuple[str, str], tuple[int, int]],
) -> None:
    request = brought_to(consent, state)
    for role, action, outcome in then:
        do(consent, request, role, action, Given(outcome=outcome))

    assert counted(consent) == expected


def test_several_requests_add_up_and_the_last_day_is_kept(consent: Consent, clock: Clock) -> None:
    brought_to(consent, State.REFUSED)
    clock.now += 10 * 24 * 3600
    brought_to(consent, State.AGREED)

    found = by_pair(consent.seen_by(ROSA).answers, lambda keys: min(keys, default=None))

    assert found == {FIRST: TieOutcome(2, 1, datetime.fromtimestamp(clock.now, UTC).date())}


def test_nothing_of_a_request_reaches_a_viewer_outside_its_scope(consent: Consent) -> None:
    before = consent.seen_by(SOUTHERN)
    brought_to(consent, State.CLOSED)

    after = consent.seen_by(SOUTHERN)

    assert (after, after.version) == (before, before.version) == (NOTHING_KNOWN, NOTHING_KNOWN.version)
    assert consent.seen_by(OTHER).version != before.version


def test_a_step_that_changes_no_answer_moves_no_version(consent: Consent) -> None:
    request = brought_to(consent, State.ACCEPTED)
    before = consent.seen_by(ROSA)

    do(consent, request, R, Action.MEET)

    assert consent.seen_by(ROSA).version == before.version


def test_an_opt_out_moves_the_version_of_everybody_and_its_withdrawal_moves_it_back(consent: Consent) -> None:
    before = consent.seen_by(SOUTHERN).version
    made = consent.opt_outs.record(["a9"], account=None)
    during = consent.seen_by(SOUTHERN).version
    consent.opt_outs.withdraw(made.id, account=None)

    assert during != before
    assert consent.seen_by(SOUTHERN).version == before


def test_a_change_by_another_program_is_seen(consent: Consent, tmp_path: object) -> None:
    consent.seen_by(ROSA)
    other = Consent.open(tmp_path)
    other.opt_outs.record(["a9"], account=None)

    assert consent.seen_by(ROSA).opted_out == {"a9"}
    other.close()
