"""Where no route is known: how far both sides reach, what one new tie would open a route, and that it really would."""

from __future__ import annotations

from itertools import pairwise, product
from math import prod
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.chance_values import Walkable
from graphsvc.model.statements import ActorStatement, TieStatement
from graphsvc.model.values import Confidence, Period, Status
from queries.introduction_values import Opening, Tier
from queries.introductions import blocked_actors
from queries.route_openings import MOST_NEAR, MOST_OPENINGS
from tests.asking import KINDS, NORTH, TODAY, ask, controls, number, people, person, without_route, world
from tests.networks import actor, tie

ANA, BEN, CAN, DEE = people("ana", "ben", "can", "dee")
KNOWN = (tie("k1", ANA, BEN, kind="knows"), tie("k2", CAN, DEE, kind="knows"))
FORUM = actor(NORTH, "forum", "Forum", kind="event")
FUND = actor(NORTH, "fund", "Fund", roles=frozenset({"funder"}))
BODY = actor(NORTH, "body", "Body", kind="coalition")
BOARD = actor(NORTH, "board", "Board", kind="public_body", roles=frozenset({"committee"}))
WORK = actor(NORTH, "work", "Work")
CROWD = actor(NORTH, "crowd", "Surveyed", kind="group")
OVER = Period.parse("2010", "2012")
LONG_AGO = Period.parse("1950", "1950")


def openings(
    *ties: TieStatement, others: tuple[ActorStatement, ...] = (), **chosen: Any
) -> list[tuple[str, str, str, str | None]]:
    with world((ANA, BEN, CAN, DEE, *others), (*KNOWN, *ties)) as made:
        found = without_route(ask(made.of(), ANA, DEE, **chosen)).openings
    return [(one.one.name, one.other.name, one.reason, one.through.name if one.through else None) for one in found]


BOTH = (BEN, CAN)
NOT_YET, ONCE = Period.parse("2027", None), Status.ENDED


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"status": Status.PLANNED}, "planned-tie"),
        ({"period": NOT_YET}, "planned-tie"),
        ({"status": Status.ENDED}, "ended-tie"),
        ({"period": OVER}, "ended-tie"),
        ({"kind": "opposes"}, "other-tie"),
    ],
)
def test_two_who_are_tied_otherwise_could_open_a_route(said: dict[str, Any], reason: str) -> None:
    assert ("ben", "can", reason, None) in openings(tie("1", BEN, CAN, **said))


@pytest.mark.parametrize(
    ("through", "kind", "period", "reason"),
    [
        (FORUM, "attended", LONG_AGO, "shared-event"),
        (BODY, "member_of", OVER, "shared-body"),
        (BOARD, "sits_on", OVER, "shared-body"),
        (FUND, "funds", LONG_AGO, "shared-funder"),
        (WORK, "employed_by", OVER, "former-colleague"),
        (WORK, "opposes", OVER, "shared-contact"),
    ],
)
def test_two_who_share_something_could_open_a_route(
    through: ActorStatement, kind: str, period: Period, reason: str
) -> None:
    pairs = [(through, one) if kind == "funds" else (one, through) for one in BOTH]
    ties = [tie(str(place), *pair, kind=kind, period=period) for place, pair in enumerate(pairs)]

    assert ("ben", "can", reason, through.record.names[0].value) in openings(*ties, others=(through,))


def test_the_surest_route_is_the_first_opening() -> None:
    ended = tie("1", BEN, CAN, status=Status.ENDED)

    assert openings(ended) == [
        ("ana", "can", "shared-contact", "ben"),
        ("ben", "dee", "shared-contact", "can"),
        ("ben", "can", "ended-tie", None),
    ] or openings(ended) == [
        ("ben", "dee", "shared-contact", "can"),
        ("ana", "can", "shared-contact", "ben"),
        ("ben", "can", "ended-tie", None),
    ]


@pytest.mark.parametrize(
    "chosen",
    [
        {"without_kinds": frozenset({"works_with"})},
        {"kinds": frozenset({"knows"})},
        {"least_confidence": Confidence.STATED},
    ],
)
def test_a_tie_that_the_question_leaves_out_is_not_called_over(chosen: dict[str, Any]) -> None:
    left_out = tie("1", BEN, CAN, kind="works_with", confidence=Confidence.DOUBTFUL)

    assert ("ben", "can", "other-tie", None) in openings(left_out, **chosen)


def test_an_unnamed_group_that_both_belong_to_is_no_reason() -> None:
    ties = tuple(tie(f"{n}", one, CROWD, kind="member_of") for n, one in enumerate((BEN, CAN)))

    assert openings(*ties, others=(CROWD,), longest=3) == []


def test_two_who_share_nothing_get_the_nearest_of_both_sides_and_no_opening() -> None:
    with world((ANA, BEN, CAN, DEE), KNOWN) as made:
        found = without_route(ask(made.of(), ANA, DEE))

    assert [(one.actor.name, one.ties, one.tier) for one in found.from_start] == [("ben", 1, Tier.STRONG)]
    assert [(one.actor.name, one.ties, one.tier) for one in found.from_target] == [("can", 1, Tier.STRONG)]
    assert (found.reached, found.reached_back, found.openings) == (1, 1, ())


def test_an_opening_gives_the_whole_route_from_start_to_target() -> None:
    with world((ANA, BEN, CAN, DEE), (*KNOWN, tie("1", BEN, CAN, status=Status.ENDED))) as made:
        found = without_route(ask(made.of(), ANA, DEE)).openings

    (opening,) = [one for one in found if one.reason == "ended-tie"]
    assert [one.name for one in opening.route] == ["ana", "ben", "can", "dee"]
    knows, new = KINDS.tie("knows").chance, KINDS.chances.moderate
    assert opening.tier is Tier.of_route(knows * new * knows, KINDS.chances)


def test_a_route_that_would_be_too_long_is_no_opening() -> None:
    assert openings(tie("1", BEN, CAN, status=Status.ENDED), longest=1) == []
    assert all(row[0] == "ana" or row[1] == "dee" for row in openings(tie("1", BEN, CAN, period=OVER), longest=2))


def test_no_opening_leads_through_who_is_avoided_or_asked_not_to_introduce() -> None:
    ended = tie("1", BEN, CAN, status=Status.ENDED)
    assert openings(ended, avoid=(BEN,)) == []

    with world((ANA, BEN, CAN, DEE), (*KNOWN, ended)) as made:
        seen = made.of()
        made.consent.opt_outs.record(seen.keys(seen.find(CAN.id)), account=None)
        assert without_route(ask(made.of(), ANA, DEE)).openings == ()


@pytest.mark.parametrize("how", ["avoid", "opt out"])
def test_who_is_avoided_or_asked_not_to_introduce_is_not_named_as_what_both_share(how: str) -> None:
    eve = person("eve")
    ties = (tie("1", ANA, eve, kind="knows"), tie("2", eve, DEE, kind="knows"))
    with world((ANA, DEE, eve), ties) as made:
        seen = made.of()
        if how == "opt out":
            made.consent.opt_outs.record(seen.keys(seen.find(eve.id)), account=None)
        found = without_route(ask(made.of(), ANA, DEE, avoid=(eve,) if how == "avoid" else ()))

    assert found.openings == ()


def test_where_stops_are_asked_for_no_opening_passes_them_by() -> None:
    eve = person("eve")
    ties = (*KNOWN, tie("1", BEN, CAN, kind="knows"), tie("2", ANA, eve, status=Status.PLANNED))
    with world((ANA, BEN, CAN, DEE, eve), ties) as made:
        found = without_route(ask(made.of(), ANA, DEE, via=(eve,)))

    assert found.openings == ()
    assert [one.actor.name for one in found.from_start] == ["ben", "can", "dee"]


# -- properties


@st.composite
def apart(draw: st.DrawFn) -> tuple[tuple[ActorStatement, ...], tuple[TieStatement, ...], int]:
    """Six actors and an event with ties of which many carry nothing, and the most ties of a route."""
    actors = (*people("a", "b", "c", "d"), actor(NORTH, "e", "e"), actor(NORTH, "f", "f", kind="coalition"), FORUM)
    pairs = draw(
        st.lists(st.sampled_from([pair for pair in product(actors, actors) if pair[0] != pair[1]]), max_size=9)
    )
    ties = tuple(
        tie(
            str(place),
            ego,
            alter,
            kind=draw(st.sampled_from(("knows", "member_of", "opposes", "employed_by", "funds", "attended"))),
            status=draw(st.sampled_from((Status.REALISED, Status.REALISED, Status.ENDED, Status.PLANNED))),
            period=draw(st.sampled_from((Period.parse(None, None), OVER, LONG_AGO))),
        )
        for place, (ego, alter) in enumerate(pairs)
    )
    return actors, ties, draw(st.integers(1, 5))


@given(apart())
def test_each_opening_really_gives_its_route_once_the_tie_is_there(
    drawn: tuple[tuple[ActorStatement, ...], tuple[TieStatement, ...], int],
) -> None:
    actors, ties, longest = drawn
    with world(actors, ties) as made:
        answer = ask(made.of(), actors[0], actors[1], longest=longest)
        by_id = {made.of().find(one.id): one for one in actors}
    found = answer.no_route.openings if answer.no_route else ()

    assert len(found) <= MOST_OPENINGS
    for opening in found:
        new = tie("new", by_id[opening.one.id], by_id[opening.other.id], kind="knows")
        with world(actors, (*ties, new)) as made:
            seen = made.of()
            again = ask(seen, actors[0], actors[1], longest=longest)
            assert_holds(opening, longest)
            graph = seen.chances(Walkable(TODAY))
            steps = [graph.chance(*(number(seen, by_id[one.id]) for one in pair)) for pair in pairwise(opening.route)]
            blocked = blocked_actors(seen, controls())
            assert not any(blocked[number(seen, by_id[one.id])] for one in opening.route[1:-1])
        assert again.routes
        assert all(steps)
        place = [{one.id for one in pair} for pair in pairwise(opening.route)].index({opening.one.id, opening.other.id})
        known = prod(chance for where, chance in enumerate(steps) if where != place)
        assert opening.tier is Tier.of_route(known * KINDS.chances.moderate, KINDS.chances)
        assert again.routes[0].chance >= known * steps[place] * (1 - 1e-6)


def assert_holds(opening: Opening, longest: int) -> None:
    assert len(opening.route) - 1 <= longest
    assert len(set(opening.route)) == len(opening.route)


@given(apart())
def test_the_nearest_are_the_surest_within_one_tie_less_than_a_route_has_at_most(
    drawn: tuple[tuple[ActorStatement, ...], tuple[TieStatement, ...], int],
) -> None:
    actors, ties, longest = drawn
    with world(actors, ties) as made:
        seen = made.of()
        found = ask(seen, actors[0], actors[1], longest=longest, with_people=False).no_route
        graph = seen.chances(Walkable(TODAY))
        start = number(seen, actors[0])
        best = {start: 1.0}
        for _ in range(longest - 1):
            before = dict(best)
            for one, other in product(before, range(len(graph.graph))):
                best[other] = max(best.get(other, 0.0), before[one] * graph.chance(one, other))
        expected = {one: chance for one, chance in best.items() if chance and one != start}
        numbers = {seen.snapshot.actors.ids[one]: chance for one, chance in expected.items()}

    if found is None:
        return
    assert found.reached == len(expected)
    shown = [numbers[one.actor.id] for one in found.from_start]
    assert shown == pytest.approx(sorted(numbers.values(), reverse=True)[:MOST_NEAR])
    assert [one.tier for one in found.from_start] == [Tier.of_route(chance, KINDS.chances) for chance in shown]
