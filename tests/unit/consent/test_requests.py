"""What is kept of a request, who gets to see which part of it, and what the decision link opens."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from threading import Barrier

import pytest

from graphsvc.access import Scope, Sensitivity, Viewer
from graphsvc.consent.consent import FILE_NAME, Consent
from graphsvc.consent.requests import LINK_SECONDS, Who
from graphsvc.consent.states import LINKED, Action, Outcome, Role, State
from graphsvc.consent.values import AskedRequest, Given
from graphsvc.errors import GraphsvcError, IntroducerOptedOut, InvalidValue, NotFound, StepNotAllowed
from graphsvc.model.statements import ActorId
from tests.introductions import CLOSED, INES, OTHER, ROSA, SECRET_PLAN, WAYS, brought_to, do, new_request, opened, part
from tests.signing_in import Clock

R, I = Role.REQUESTER, Role.INTRODUCER  # noqa: E741 - short, as in test_states


def asked(consent: Consent) -> tuple[str, str]:
    """A request that was asked, and the token of its link."""
    request = consent.requests.create(new_request())
    token = do(consent, request, R, Action.ASK).token
    assert token is not None
    return request, token


def test_the_requester_reads_back_what_was_written(consent: Consent) -> None:
    request = consent.requests.create(new_request())

    own = consent.requests.own_one(ROSA, request)

    kept = (own.scope, own.asker, own.introducer, own.target, own.route, own.purpose, own.plan, own.state)
    new = new_request()
    assert kept == (
        new.scope, new.asker.actor, new.introducer.actor, new.target.actor, new.route, new.purpose, new.plan,
        State.DRAFT,
    )  # fmt: skip
    assert consent.requests.own(ROSA) == (own,)


@pytest.mark.parametrize(
    "changed",
    [
        {"purpose": " \n "},
        {"purpose": "x" * 1_001},
        {"purpose": "half \ud800"},
        {"purpose": "bell \x07"},
        {"plan": "x" * 4_001},
        {"introducer": part("a-refuge")},
        {"target": part("a-fund")},
        {"route": ()},
        {"route": (ActorId("a-refuge"), ActorId("a-ministry"), ActorId("a-fund"))},
        {"route": tuple(ActorId(name) for name in ("a-refuge", "a-fund", "a-fund", "a-ministry"))},
        {"route": (ActorId("a-refuge"), *(ActorId(f"x{n}") for n in range(12)), ActorId("a-ministry"))},
        {"scope": Scope("north", "sealed")},
        {"scope": Scope("north", "everybody")},
        {"asker": replace(part("a-refuge"), name="")},
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence(consent: Consent, changed: dict[str, object]) -> None:
    with pytest.raises(InvalidValue):
        consent.requests.create(new_request(**changed))

    assert consent.requests.own(ROSA) == ()


def test_a_draft_is_rewritten_and_what_was_asked_is_not(consent: Consent) -> None:
    request = consent.requests.create(new_request())
    consent.requests.rewrite(ROSA, request, purpose="Another purpose.", plan="", scope=Scope("south", "members"))
    own = consent.requests.own_one(ROSA, request)
    assert (own.purpose, own.plan, own.scope) == ("Another purpose.", "", Scope("south", "members"))

    do(consent, request, R, Action.ASK)

    with pytest.raises(StepNotAllowed):
        consent.requests.rewrite(ROSA, request, purpose="Too late.", plan="", scope=CLOSED)


@pytest.mark.parametrize("viewer", [OTHER, INES, Viewer.operator(), Viewer.guest(may_read=True)])
def test_a_request_is_nobody_elses(consent: Consent, viewer: Viewer) -> None:
    request = brought_to(consent, State.DRAFT)

    with pytest.raises(NotFound):
        consent.requests.own_one(viewer, request)
    with pytest.raises(NotFound):
        consent.requests.act(Who.requester(viewer), request, Action.ASK)
    assert consent.requests.own(viewer) == ()


def test_a_requester_whose_clearance_was_taken_away_no_longer_sees_the_request(consent: Consent) -> None:
    request = brought_to(consent, State.ASKED)
    lowered = replace(ROSA, everywhere=Sensitivity.MEMBERS)

    assert consent.requests.own(lowered) == ()
    with pytest.raises(NotFound):
        consent.requests.own_one(lowered, request)


@pytest.mark.parametrize("state", [*State])
def test_the_introducers_form_of_a_request_holds_no_plan_route_or_contact(consent: Consent, state: State) -> None:
    assert {field.name for field in fields(AskedRequest)} == {
        "id", "asker_name", "introducer_name", "target_name", "purpose", "state", "asked_at", "actions",
    }  # fmt: skip

    request = brought_to(consent, state)

    if state is State.DRAFT:
        assert consent.requests.asked(INES) == ()
        with pytest.raises(NotFound):
            consent.requests.asked_one(Who.introducer(INES), request)
        return
    assert SECRET_PLAN not in repr(consent.requests.asked_one(Who.introducer(INES), request))
    assert [one.id for one in consent.requests.asked(INES)] == [request]


def test_a_draft_that_was_withdrawn_is_never_seen_by_the_introducer(consent: Consent) -> None:
    request = brought_to(consent, State.DRAFT)
    do(consent, request, R, Action.WITHDRAW)

    assert consent.requests.asked(INES) == ()


@pytest.mark.parametrize("state", [*State])
def test_the_contact_is_shown_only_after_both_have_said_yes(consent: Consent, state: State) -> None:
    request = consent.requests.create(new_request())
    for role, action in WAYS[state]:
        contact = "ines@example.org" if action is Action.AGREE else ""
        given = Given(contact=contact, outcome=Outcome.HELPED if action is Action.CLOSE else None)
        do(consent, request, role, action, given)

    shown = consent.requests.own_one(ROSA, request).contact

    assert shown == ("ines@example.org" if state in {State.ACCEPTED, State.MET, State.CLOSED} else None)


def test_a_contact_given_before_a_request_was_given_up_stays_closed(consent: Consent) -> None:
    request = brought_to(consent, State.ASKED)
    do(consent, request, I, Action.AGREE, Given(contact="ines@example.org"))

    do(consent, request, R, Action.CLOSE, Given(outcome=Outcome.NO_ANSWER))

    assert consent.requests.own_one(ROSA, request).contact is None


def test_the_link_opens_what_the_introducer_sees_until_everything_is_decided(consent: Consent) -> None:
    _, token = asked(consent)
    link = Who.by_link(token)

    for action in (Action.POSTPONE, Action.AGREE, Action.ACCEPT):
        assert consent.requests.asked_one(link).purpose == new_request().purpose
        consent.requests.act(link, None, action)

    with pytest.raises(NotFound):
        consent.requests.asked_one(link)


def test_the_link_ends_after_thirty_days_and_when_a_new_one_is_made(consent: Consent, clock: Clock) -> None:
    request, token = asked(consent)
    newer = do(consent, request, R, Action.RENEW).token
    assert newer is not None
    with pytest.raises(NotFound):
        consent.requests.asked_one(Who.by_link(token))

    clock.now += LINK_SECONDS - 1
    assert consent.requests.asked_one(Who.by_link(newer)).id == request
    clock.now += 2

    with pytest.raises(NotFound):
        consent.requests.act(Who.by_link(newer), None, Action.AGREE)


def test_a_link_does_not_live_longer_when_the_clock_goes_back(consent: Consent, clock: Clock) -> None:
    _, token = asked(consent)

    clock.now -= 3_600

    with pytest.raises(NotFound):
        consent.requests.asked_one(Who.by_link(token))


@pytest.mark.parametrize("state", [state for state in State if state not in LINKED])
def test_the_link_is_gone_from_the_file_where_it_opens_nothing(consent: Consent, state: State, tmp_path: Path) -> None:
    brought_to(consent, state)

    with sqlite3.connect(tmp_path / FILE_NAME) as file:
        assert file.execute("SELECT token_hash, token_expires_at FROM request").fetchall() == [(None, None)]
    file.close()


def test_the_file_keeps_no_token_and_is_its_owners_only(consent: Consent, tmp_path: Path) -> None:
    _, token = asked(consent)
    consent.copy_to(tmp_path / "copy.sqlite")

    assert token.encode() not in (tmp_path / "copy.sqlite").read_bytes()
    assert ((tmp_path / FILE_NAME).stat().st_mode & 0o777) == 0o600


@pytest.mark.parametrize("token", ["", "x", "\ud800", "../x", "0" * 10_000])
def test_any_other_token_opens_nothing(consent: Consent, token: str) -> None:
    asked(consent)

    with pytest.raises(NotFound):
        consent.requests.asked_one(Who.by_link(token))


def test_the_requester_who_holds_the_link_is_known(consent: Consent) -> None:
    _, token = asked(consent)

    assert (consent.requests.is_own(ROSA, token), consent.requests.is_own(OTHER, token)) == (True, False)
    assert not consent.requests.is_own(Viewer.guest(may_read=True), token)


def test_never_again_keeps_an_opt_out_with_the_answer(consent: Consent) -> None:
    _, token = asked(consent)

    consent.requests.act(Who.by_link(token), None, Action.REFUSE, Given(never_again=True))

    assert [one.keys for one in consent.opt_outs.all()] == [("a-fund",)]
    with pytest.raises(IntroducerOptedOut):
        consent.requests.create(new_request())


def test_never_again_is_nothing_that_a_requester_can_say(consent: Consent) -> None:
    request, _ = asked(consent)

    do(consent, request, R, Action.REFUSE, Given(never_again=True))

    assert consent.opt_outs.all() == ()


def test_a_draft_is_not_sent_to_somebody_who_opted_out_meanwhile(consent: Consent) -> None:
    request = brought_to(consent, State.DRAFT)
    consent.opt_outs.record(["a-fund"], account=None)

    with pytest.raises(IntroducerOptedOut):
        do(consent, request, R, Action.ASK)
    assert consent.requests.own_one(ROSA, request).state is State.DRAFT


def test_the_history_says_who_did_what_when_and_cannot_be_changed(
    consent: Consent, clock: Clock, tmp_path: Path
) -> None:
    request, token = asked(consent)
    clock.now += 60
    consent.requests.act(Who.by_link(token), None, Action.POSTPONE, Given(note="After June."))

    events = consent.requests.own_one(ROSA, request).events

    told = [(event.account, event.role, event.action, event.came_from, event.went_to, event.note) for event in events]
    assert told == [
        ("p-rosa", R, Action.ASK, State.DRAFT, State.ASKED, None),
        (None, I, Action.POSTPONE, State.ASKED, State.POSTPONED, "After June."),
    ]
    assert (events[1].at - events[0].at).total_seconds() == 60
    with sqlite3.connect(tmp_path / FILE_NAME) as file:
        for change in ("UPDATE event SET note = 'x'", "DELETE FROM event"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                file.execute(change)
    file.close()


def test_an_outcome_of_the_day_after_tomorrow_is_refused(consent: Consent, clock: Clock) -> None:
    request = brought_to(consent, State.MET)

    with pytest.raises(InvalidValue):
        do(consent, request, R, Action.CLOSE, Given(outcome=Outcome.HELPED, on=date(2999, 1, 1)))


def test_of_two_who_decide_at_once_one_is_first_and_the_other_is_told(tmp_path: Path, clock: Clock) -> None:
    here, there = opened(tmp_path, clock), opened(tmp_path, clock)
    for _ in range(20):
        request = brought_to(here, State.ASKED)
        together = Barrier(2)

        def decide(consent: Consent, action: Action, request: str = request, together: Barrier = together) -> object:
            together.wait()
            try:
                return do(consent, request, I, action).state
            except GraphsvcError as error:
                return type(error)

        with ThreadPoolExecutor(2) as pool:
            answers = [
                pool.submit(decide, here, Action.REFUSE),
                pool.submit(decide, there, Action.REFUSE),
            ]
        assert {answer.result() for answer in answers} == {State.REFUSED, StepNotAllowed}
        assert len(here.requests.own_one(ROSA, request).events) == 2
    here.close()
    there.close()
