"""What a step of a route says: its evidence, since when, who says so, which language, how sure, what came of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.access import Scope, Sensitivity, Viewer
from graphsvc.chance_values import Walkable
from graphsvc.consent.requests import Who
from graphsvc.consent.states import Action, Outcome
from graphsvc.consent.values import Given, NewRequest, Part
from graphsvc.model.statements import ActorStatement, TieStatement
from graphsvc.model.values import Confidence, PartialDate, Period
from queries.introduction_values import Step, Tier
from tests.asking import KINDS, NORTH, OPERATOR, SOUTH, TODAY, World, ask, chains, number, people, person, world
from tests.introductions import READ
from tests.networks import actor, source, tie

ANA, BEN, CAN, DEE = people("ana", "ben", "can", "dee")
MEMBER = Viewer(everywhere=Sensitivity.MEMBERS, permissions=READ, account="p-member")
INSIDER = Viewer(everywhere=Sensitivity.RESTRICTED, permissions=READ, account="p-in")
GUEST = Viewer(everywhere=Sensitivity.PUBLIC, permissions=READ)


def step_of(*ties: TieStatement, actors: tuple[ActorStatement, ...] = (ANA, BEN), **chosen: Any) -> Step:
    """The one step between the first two of `actors`."""
    of = {one.source for one in actors}
    sources = tuple(one for one in (NORTH, SOUTH) if one.id in of)
    with world(actors, ties, *sources) as made:
        return ask(made.of(), actors[0], actors[1], **chosen).routes[0].steps[0]


# -- the evidence


def test_of_each_source_and_kind_the_surest_statement_is_shown_and_the_others_are_counted() -> None:
    ties = (
        tie("1", ANA, BEN, kind="met", period=Period.parse("2020", "2020")),
        tie("2", ANA, BEN, kind="met", period=Period.parse("2025-06-01", "2025-06-01")),
        tie("3", ANA, BEN, kind="knows"),
        tie("4", ANA, BEN, kind="met", confidence=Confidence.DOUBTFUL, period=Period.parse("2025-06-01", "2025-06-01")),
    )

    step = step_of(*ties)

    assert [(piece.kind, piece.statement.id, piece.statements) for piece in step.pieces] == [
        ("knows", ties[2].id, 1),
        ("met", ties[1].id, 3),
    ]
    assert step.sources == 1
    assert step.pieces[0].factors.chance == pytest.approx(KINDS.tie("knows").chance)


def test_a_step_says_since_when_it_is_known_and_when_it_was_last_confirmed() -> None:
    step = step_of(
        tie("1", ANA, BEN, kind="met", period=Period.parse("2019-05", "2019-05")),
        tie("2", ANA, BEN, kind="met", period=Period.parse("2024-03-02", "2024-03-02")),
    )

    assert (step.since, step.confirmed) == (PartialDate("2019-05"), date(2024, 3, 2))


def test_a_lasting_tie_is_confirmed_by_the_day_of_its_source() -> None:
    step = step_of(tie("1", ANA, BEN, kind="knows", period=Period.parse("2012", None)))

    assert (step.since, step.confirmed) == (PartialDate("2012"), date(2026, 1, 1))


def test_without_dates_nothing_is_said_of_since_and_confirmed() -> None:
    undated = source("north:b")
    ends = person("ana", undated), person("ben", undated)
    with world(ends, [tie("1", *ends, kind="knows")], undated) as made:
        answer = ask(made.of(), *ends)

    step = answer.routes[0].steps[0]
    assert (step.since, step.confirmed, "undated" in answer.missing) == (None, None, True)


@pytest.mark.parametrize("count", [1, 2, 7])
def test_every_source_that_says_so_is_counted_however_many_are_shown(count: int) -> None:
    sources = [source(f"north:{n}", published_on="2026-01-01") for n in range(count)]
    ends = [(person("ana", one), person("ben", one)) for one in sources]
    with world([one for pair in ends for one in pair], [tie("1", *pair) for pair in ends], *sources) as made:
        answer = ask(made.of(), *ends[0])

    step = answer.routes[0].steps[0]
    assert (step.sources, len(step.pieces), "one-source" in answer.missing) == (count, min(count, 4), count == 1)


def test_a_second_source_is_counted_beside_one_that_says_it_in_many_ways() -> None:
    ana, ben = person("ana", SOUTH), person("ben", SOUTH)
    kinds = ("knows", "works_with", "partner", "advises")
    ties = [tie(kind, ANA, BEN, kind=kind) for kind in kinds]
    ties.append(tie("1", ana, ben, kind="met", period=Period.parse("2025", "2025")))

    step = step_of(*ties, actors=(ANA, BEN, ana, ben))

    assert step.sources == 2
    assert {piece.source.id for piece in step.pieces} == {"north:a", "south:a"}


def test_the_sources_of_the_answer_are_those_of_its_evidence() -> None:
    ana, ben, fay = person("ana", SOUTH), person("ben", SOUTH), person("fay", SOUTH)
    ties = [tie("1", ANA, BEN), tie("1", ana, ben), tie("2", ben, fay)]
    with world((ANA, BEN, ana, ben, fay), ties, NORTH, SOUTH) as made:
        assert [one.id for one in ask(made.of(), ANA, BEN).sources] == ["north:a", "south:a"]
        assert [one.id for one in ask(made.of(), BEN, fay).sources] == ["south:a"]


@pytest.mark.parametrize(("kind", "there", "back"), [("funds", True, False), ("knows", True, True)])
def test_a_piece_knows_its_direction_as_the_route_goes(kind: str, there: bool, back: bool) -> None:
    with world((ANA, BEN), [tie("1", ANA, BEN, kind=kind, period=Period.parse("2025", None))]) as made:
        steps = [ask(made.of(), *ends).routes[0].steps[0] for ends in ((ANA, BEN), (BEN, ANA))]

    assert [step.pieces[0].is_outgoing for step in steps] == [there, back]


# -- meetings


def met(*kinds: str) -> Step:
    """The step between two of those who took part in a forum in these ways."""
    event = actor(NORTH, "forum", "Forum", kind="event")
    guests = people(*(f"guest{n}" for n in range(len(kinds))))
    day = Period.parse("2025-12-01", "2025-12-01")
    ties = [
        tie(str(n), one, event, kind=kind, period=day) for n, (one, kind) in enumerate(zip(guests, kinds, strict=True))
    ]
    return step_of(*ties, actors=(*guests, event))


def test_two_who_took_part_are_shown_with_what_says_so_of_each_and_how_many_others() -> None:
    step = met("attended", "attended", "attended", "signed")

    pieces = {
        (piece.who.name, piece.meeting.name, piece.others) for piece in step.pieces if piece.who and piece.meeting
    }
    assert pieces == {("guest0", "Forum", 2), ("guest1", "Forum", 2)}
    assert len(step.pieces) == 2


def test_of_a_meeting_that_one_of_the_two_leads_no_others_are_counted() -> None:
    step = met("organized", "attended", "attended")

    assert {(piece.kind, piece.others) for piece in step.pieces} == {("organized", 0), ("attended", 0)}


def test_that_a_crowd_was_there_is_said_of_the_answer() -> None:
    event = actor(NORTH, "forum", "Forum", kind="event")
    day = Period.parse("2025-12-01", "2025-12-01")
    ties = [tie(str(n), one, event, kind="attended", period=day) for n, one in enumerate((ANA, BEN, CAN))]
    with world((ANA, BEN, CAN, event), ties) as made:
        crowded = ask(made.of(), ANA, BEN)

    assert "crowd" in crowded.missing


# -- languages


@pytest.mark.parametrize(
    ("ours", "theirs", "shared", "needs"),
    [
        (("en", "es"), ("es", "tr"), ("es",), False),
        (("en",), ("es",), (), True),
        (("en",), (), (), None),
        ((), (), (), None),
    ],
)
def test_a_step_says_what_both_speak(
    ours: tuple[str, ...], theirs: tuple[str, ...], shared: tuple[str, ...], needs: bool | None
) -> None:
    ends = person("ana", languages=ours), person("ben", languages=theirs)
    with world(ends, [tie("1", *ends)]) as made:
        answer = ask(made.of(), *ends)

    speech = answer.routes[0].steps[0].speech
    assert (speech.ego, speech.alter, speech.shared, speech.needs_interpreter) == (ours, theirs, shared, needs)
    assert ("languages-unknown" in answer.missing) is (needs is None)


# -- how sure


@pytest.mark.parametrize(("strength", "of_tie"), [(1.0, Tier.STRONG), (0.1, Tier.MODERATE), (None, Tier.STRONG)])
def test_the_tier_of_a_tie_follows_the_rules_and_is_that_of_a_route_of_this_tie_alone(
    strength: float | None, of_tie: Tier
) -> None:
    with world((ANA, BEN), [tie("1", ANA, BEN, kind="knows", strength=strength)]) as made:
        route = ask(made.of(), ANA, BEN).routes[0]

    assert (route.steps[0].tier, route.tier) == (of_tie, of_tie)


@given(st.floats(0.001, 0.95))
def test_a_tier_begins_where_the_rules_say(chance: float) -> None:
    rules = KINDS.chances
    bounds = {Tier.of_tie: (rules.strong, rules.moderate), Tier.of_route: (rules.route_strong, rules.route_moderate)}

    for tier, (strong, moderate) in bounds.items():
        expected = "strong" if chance >= strong else "moderate" if chance >= moderate else "weak"
        assert tier(chance, rules).value == expected
        assert (tier(strong, rules), tier(moderate, rules)) == (Tier.STRONG, Tier.MODERATE)


# -- opt-outs and outcomes


def opt_out(made: World, one: ActorStatement) -> None:
    seen = made.of()
    made.consent.opt_outs.record(seen.keys(seen.find(one.id)), account=None)


@pytest.mark.parametrize("viewer", [OPERATOR, MEMBER, GUEST])
def test_who_asked_not_to_introduce_stands_inside_no_route_of_anybody(viewer: Viewer) -> None:
    ties = (tie("1", ANA, BEN), tie("2", BEN, DEE), tie("3", ANA, CAN, kind="connection"), tie("4", CAN, DEE))
    with world((ANA, BEN, CAN, DEE), ties) as made:
        before = chains(ask(made.of(viewer), ANA, DEE))
        opt_out(made, BEN)

        assert before[0] == ("ana", "ben", "dee")
        assert chains(ask(made.of(viewer), ANA, DEE)) == [("ana", "can", "dee")]
        assert chains(ask(made.of(viewer), ANA, DEE, via=(BEN,))) == []
        assert chains(ask(made.of(viewer), ANA, BEN))[0] == ("ana", "ben")
        assert chains(ask(made.of(viewer), BEN, DEE))[0] == ("ben", "dee")


def ask_and_answer(made: World, scope: Scope, *, agrees: bool) -> None:
    """A request of ana to ben for dee, answered by ben; where he agrees, by dee too."""
    seen = made.of(INSIDER)
    ids = [seen.find(one.id) for one in (ANA, BEN, DEE)]
    parts = [Part(one, seen.actor(one, "en").name, seen.keys(one)) for one in ids]
    new = NewRequest("p-in", scope, *parts, tuple(ids), "To speak about permits.", "The wider plan.")
    request = made.consent.requests.create(new)
    token = made.consent.requests.act(Who.requester(INSIDER), request, Action.ASK).token
    assert token is not None
    by_link = Who.by_link(token)
    if not agrees:
        made.consent.requests.act(by_link, None, Action.REFUSE)
        return
    for action in (Action.AGREE, Action.ACCEPT):
        made.consent.requests.act(by_link, None, action)
    made.consent.requests.act(Who.requester(INSIDER), request, Action.MEET)
    made.consent.requests.act(Who.requester(INSIDER), request, Action.CLOSE, Given(outcome=Outcome.HELPED))


@pytest.mark.parametrize("agrees", [True, False])
def test_outcomes_move_the_chance_and_are_shown_only_to_who_may_know(agrees: bool) -> None:
    with world((ANA, BEN, DEE), (tie("1", ANA, BEN, kind="knows"), tie("2", BEN, DEE, kind="knows"))) as made:
        before = ask(made.of(GUEST), ANA, DEE)
        ask_and_answer(made, Scope("north", "restricted"), agrees=agrees)
        inside, outside = (ask(made.of(viewer), ANA, DEE) for viewer in (INSIDER, GUEST))

    base, prior = KINDS.tie("knows").chance, KINDS.chances.prior
    first, second = inside.routes[0].steps
    assert first.outcome is not None
    assert (first.outcome.asked, first.outcome.worked) == (1, int(agrees))
    assert first.chance == pytest.approx((prior * base + int(agrees)) / (prior + 1))
    assert (second.outcome is not None) is agrees
    assert outside == before
    assert all(step.outcome is None for step in outside.routes[0].steps)


def test_what_worked_is_a_tie_even_where_no_source_says_so() -> None:
    with world((ANA, BEN, DEE), (tie("1", ANA, BEN, kind="knows"),)) as made:
        ask_and_answer(made, Scope("north", "public"), agrees=True)
        step = ask(made.of(), BEN, DEE).routes[0].steps[0]

    assert (step.pieces, step.sources, step.since, step.confirmed) == ((), 0, None, None)
    assert step.outcome is not None
    assert step.chance == pytest.approx(1 / (KINDS.chances.prior + 1))


def test_as_things_stand_on_another_day_the_chance_is_that_of_the_day() -> None:
    met_once = tie("1", ANA, BEN, kind="met", period=Period.parse("2020-01-01", "2020-01-01"))
    with world((ANA, BEN), [met_once]) as made:
        seen = made.of()
        for day in (date(2020, 1, 1), date(2022, 1, 1), date(2026, 1, 1)):
            step = ask(seen, ANA, BEN, as_of=day).routes[0].steps[0]
            graph = seen.chances(replace(Walkable(TODAY), as_of=day))
            assert step.chance == graph.chance(number(seen, ANA), number(seen, BEN))
            years = (day - date(2020, 1, 1)).days / 365.25
            assert step.chance == pytest.approx(KINDS.tie("met").chance * 2 ** (-years / KINDS.tie("met").half_life))
