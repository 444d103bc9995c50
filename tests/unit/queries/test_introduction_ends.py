"""Whom the two ends of a question stand for: bodies and their people, offices, events, classes, and nobody."""

from __future__ import annotations

from datetime import date

import pytest

from graphsvc.errors import NotFound
from graphsvc.model.statements import ActorStatement, TieStatement
from graphsvc.model.values import Period
from queries.introduction_values import EndAsked, Introductions, Standing
from queries.introductions import BadControls
from queries.route_ends import MOST_NAMED, BadEnd, EndsOverlap, NobodyByName
from tests.asking import NORTH, ask, chains, end, people, person, world
from tests.networks import actor, tie

ANA, BEN, CAN, DEE = people("ana", "ben", "can", "dee")
AGENCY = actor(NORTH, "agency", "Agency", kind="public_body")
FRIEND = tie("f", ANA, BEN, kind="knows")
DAY = Period.parse("2025-12-01", "2025-12-01")


def standings(answer: Introductions) -> list[tuple[tuple[str, ...], Standing, Standing]]:
    return [(names, route.start, route.end) for names, route in zip(chains(answer), answer.routes, strict=True)]


def reached(
    actors: tuple[ActorStatement, ...], ties: tuple[TieStatement, ...], target: EndAsked, **chosen: object
) -> Introductions:
    with world(actors, ties) as made:
        return ask(made.of(), ANA, target, **chosen)


@pytest.mark.parametrize("kind", ["employed_by", "directs"])
def test_an_organization_stands_for_its_people(kind: str) -> None:
    answer = reached((ANA, BEN, AGENCY), (FRIEND, tie("1", BEN, AGENCY, kind=kind)), end(AGENCY))

    assert standings(answer) == [(("ana", "ben"), Standing.ITSELF, Standing.STAFF)]
    assert answer.target.stands_for == 2


def test_an_organization_that_asks_may_begin_with_its_people() -> None:
    with world((ANA, BEN, AGENCY), (FRIEND, tie("1", BEN, AGENCY, kind="employed_by"))) as made:
        answer = ask(made.of(), AGENCY, ANA)

    assert standings(answer) == [(("ben", "ana"), Standing.STAFF, Standing.ITSELF)]


def test_itself_only_goes_through_its_people_instead() -> None:
    answer = reached(
        (ANA, BEN, AGENCY), (FRIEND, tie("1", BEN, AGENCY, kind="directs")), end(AGENCY), with_people=False
    )

    assert standings(answer) == [(("ana", "ben", "Agency"), Standing.ITSELF, Standing.ITSELF)]
    assert answer.target.stands_for == 1


def test_an_organization_stands_for_no_mere_member_of_it() -> None:
    answer = reached((ANA, BEN, AGENCY), (FRIEND, tie("1", BEN, AGENCY, kind="member_of")), end(AGENCY))

    assert standings(answer) == [(("ana", "ben", "Agency"), Standing.ITSELF, Standing.ITSELF)]


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({"kind": "coalition"}, "member_of"),
        ({"kind": "public_body", "roles": frozenset({"committee"})}, "sits_on"),
    ],
)
def test_a_coalition_and_a_committee_stand_for_their_members(facts: dict[str, object], kind: str) -> None:
    body = actor(NORTH, "body", "Body", **facts)

    answer = reached((ANA, BEN, body), (FRIEND, tie("1", BEN, body, kind=kind)), end(body))

    assert standings(answer) == [(("ana", "ben"), Standing.ITSELF, Standing.MEMBER)]


def test_an_organization_stands_for_its_parts_and_for_who_holds_an_office_that_is_one() -> None:
    office = actor(NORTH, "office", "Director of Agency", kind="position")
    unit = actor(NORTH, "unit", "Unit")
    ties = (
        FRIEND,
        tie("1", office, AGENCY, kind="part_of"),
        tie("2", BEN, office, kind="holds_position"),
        tie("3", ANA, CAN, kind="knows"),
        tie("4", CAN, unit, kind="knows"),
        tie("5", unit, AGENCY, kind="part_of"),
    )

    answer = reached((ANA, BEN, CAN, AGENCY, office, unit), ties, end(AGENCY))

    assert standings(answer) == [
        (("ana", "ben"), Standing.ITSELF, Standing.STAFF),
        (("ana", "can", "Unit"), Standing.ITSELF, Standing.PART),
    ]
    assert answer.target.stands_for == 4


def test_an_office_stands_for_its_holders() -> None:
    office = actor(NORTH, "office", "Senator for Arizona", kind="position")
    ties = (FRIEND, tie("1", BEN, office, kind="holds_position"), tie("2", CAN, office, kind="holds_position"))

    answer = reached((ANA, BEN, CAN, office), ties, end(office))

    assert standings(answer) == [(("ana", "ben"), Standing.ITSELF, Standing.STAFF)]
    assert answer.target.stands_for == 3


def test_an_office_that_several_hold_joins_none_of_them() -> None:
    office = actor(NORTH, "office", "Member of Parliament", kind="position")
    held = [tie(f"{n}", one, office, kind="holds_position") for n, one in enumerate((BEN, CAN))]

    answer = reached((ANA, BEN, CAN, office), (FRIEND, *held), end(CAN))

    assert answer.routes == ()


def test_an_office_that_one_holds_joins_its_body_with_the_holder() -> None:
    office = actor(NORTH, "office", "Director of Agency", kind="position")
    ties = (FRIEND, tie("1", BEN, office, kind="holds_position"), tie("2", office, AGENCY, kind="part_of"))

    answer = reached((ANA, BEN, office, AGENCY), ties, end(AGENCY), with_people=False)

    assert chains(answer) == [("ana", "ben", "Director of Agency", "Agency")]


def test_an_event_stands_for_those_who_took_part_and_never_for_itself() -> None:
    event = actor(NORTH, "forum", "Forum", kind="event")
    ties = (
        FRIEND,
        tie("1", BEN, event, kind="attended", period=DAY),
        tie("2", CAN, event, kind="organized", period=DAY),
    )

    answer = reached((ANA, BEN, CAN, event), ties, end(event))

    assert standings(answer) == [(("ana", "ben"), Standing.ITSELF, Standing.MEMBER)]
    assert answer.target.stands_for == 2


def test_a_class_is_everybody_who_fits_by_role_and_by_the_words_of_an_office() -> None:
    arizona, texas = (
        actor(NORTH, f"o{state}", f"Senator for {state}", kind="position") for state in ("Arizona", "Texas")
    )
    senators = [person(key, roles=frozenset({"legislator"})) for key in ("ben", "can", "dee")]
    ties = [tie(f"k{n}", ANA, one, kind="knows") for n, one in enumerate(senators)]
    ties += [tie(f"h{n}", senators[n], arizona, kind="holds_position") for n in (0, 1)]
    ties.append(tie("h2", senators[2], texas, kind="holds_position"))

    answer = reached((ANA, *senators, arizona, texas), tuple(ties), end(role="legislator", words="senator arizona"))

    assert set(standings(answer)) == {
        (("ana", "ben"), Standing.ITSELF, Standing.FITS),
        (("ana", "can"), Standing.ITSELF, Standing.FITS),
    }
    assert (answer.target.actors, answer.target.stands_for) == ((), 2)


def test_an_office_that_somebody_no_longer_holds_does_not_make_them_fit() -> None:
    office = actor(NORTH, "office", "Senator for Arizona", kind="position")
    senators = [person(key, roles=frozenset({"legislator"})) for key in ("ben", "can")]
    held = [
        tie("1", senators[0], office, kind="holds_position", period=Period.parse("2015", "2020")),
        tie("2", senators[1], office, kind="holds_position", period=Period.parse("2021", None)),
    ]
    with world((ANA, *senators, office), [tie("f", ANA, senators[0], kind="knows"), *held]) as made:
        seen = made.of()
        now = ask(seen, ANA, end(role="legislator", words="arizona"))
        then = ask(seen, ANA, end(role="legislator", words="arizona"), as_of=date(2018, 1, 1))

    assert (now.target.stands_for, chains(now)) == (1, [])
    assert (then.target.stands_for, chains(then)) == (1, [("ana", "ben")])


@pytest.mark.parametrize(
    ("of_class", "fits"),
    [
        ({"kind": "public_body"}, {"Agency"}),
        ({"country": "MX"}, {"Agency", "ben"}),
        ({"country": "MX", "kind": "person"}, {"ben"}),
        ({"topic": "Asylum"}, {"ben"}),
        ({"words": "agen"}, {"Agency"}),
    ],
)
def test_everything_given_of_a_class_must_fit(of_class: dict[str, str], fits: set[str]) -> None:
    ben = person("ben", country="MX", topics=("asylum",))
    agency = actor(NORTH, "agency", "Agency", kind="public_body", country="MX", topics=("water",))
    ties = (tie("1", ANA, ben), tie("2", ANA, agency), tie("3", ANA, CAN))

    answer = reached((ANA, ben, CAN, agency), ties, end(**of_class))

    assert {names[-1] for names in chains(answer)} == fits


def test_any_of_several_may_ask_and_be_asked_for() -> None:
    ties = (tie("1", BEN, CAN, kind="met", period=DAY), tie("2", ANA, DEE, kind="knows"))
    with world((ANA, BEN, CAN, DEE), ties) as made:
        answer = ask(made.of(), end(ANA, BEN), end(CAN, DEE))

    assert chains(answer) == [("ana", "dee"), ("ben", "can")]
    assert (answer.start.stands_for, answer.target.stands_for) == (2, 2)


def test_who_belongs_to_both_ends_is_named_and_no_longer_looked_for() -> None:
    body = actor(NORTH, "body", "Body", kind="coalition")
    ties = (
        tie("1", BEN, body, kind="member_of"),
        tie("2", BEN, AGENCY, kind="employed_by"),
        tie("3", CAN, body, kind="member_of"),
        tie("4", BEN, CAN, kind="knows"),
    )
    with world((BEN, CAN, AGENCY, body), ties) as made:
        answer = ask(made.of(), AGENCY, body)

    assert [one.name for one in answer.already] == ["ben"]
    assert chains(answer)[0] == ("ben", "can")
    assert all("ben" not in names[1:] for names in chains(answer))


def test_an_end_that_wholly_belongs_to_the_other_leaves_nothing_to_look_for() -> None:
    with world((ANA, AGENCY), [tie("1", ANA, AGENCY, kind="employed_by")]) as made:
        answer = ask(made.of(), AGENCY, ANA)

    assert ([one.name for one in answer.already], answer.routes, answer.no_route) == (["ana"], (), None)


GROUP = actor(NORTH, "group", "Surveyed organizations", kind="group")


def test_an_unnamed_group_stands_for_nobody() -> None:
    with (
        world((ANA, BEN, GROUP), [FRIEND, tie("1", BEN, GROUP, kind="member_of")]) as made,
        pytest.raises(BadEnd, match="Nobody by name") as refused,
    ):
        ask(made.of(), ANA, GROUP)

    assert "unnamed group" in (refused.value.hint or "")


@pytest.mark.parametrize(
    ("start", "target", "error"),
    [
        (end(ANA), end(ANA), EndsOverlap),
        (end(ANA), end(ANA, ANA), EndsOverlap),
        (end(role="legislator"), end(role="legislator"), EndsOverlap),
        (end(), end(ANA), BadEnd),
        (end(ANA), end(words="  "), BadEnd),
        (end(ANA), end(role="legislator"), NobodyByName),
        (EndAsked(("nobody",)), end(ANA), NotFound),
        (end(ANA), EndAsked((ANA.id, "nobody")), NotFound),
        (end(ANA), EndAsked((BEN.id,) * (MOST_NAMED + 1)), BadEnd),
    ],
)
def test_an_end_that_cannot_be_used_is_refused(start: EndAsked, target: EndAsked, error: type[Exception]) -> None:
    with world((ANA, BEN), [FRIEND]) as made, pytest.raises(error) as refused:
        ask(made.of(), start, target)

    assert type(refused.value) is error
    assert not isinstance(refused.value, BadControls)


def test_the_same_actor_under_two_names_is_the_same_end() -> None:
    again = person("ana2", name="Ana Again")
    same = person("ana", name="Ana Again")
    assert again.id != same.id

    with world((ANA, BEN), [FRIEND]) as made, pytest.raises(EndsOverlap):
        ask(made.of(), EndAsked((ANA.id,)), EndAsked((str(made.of().find(ANA.id)),)))
