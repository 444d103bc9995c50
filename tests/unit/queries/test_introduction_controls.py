"""Every control of a question about introductions is honoured, or refused with a sentence."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from graphsvc.errors import NotFound
from graphsvc.model.values import Confidence, Period, Status
from queries.dependence import find_dependence
from queries.introduction_values import LONGEST, MOST_ROUTES, EndAsked
from queries.introductions import BadControls
from tests.asking import NORTH, SOUTH, ask, chains, controls, end, people, person, world
from tests.networks import actor, tie

ANA, BEN, CAN, DEE, EVE, FAY = people("ana", "ben", "can", "dee", "eve", "fay")
# Two ways from ana to fay: through ben and can, and, surer, through dee and eve.
WAYS = (
    tie("1", ANA, BEN, kind="works_with"),
    tie("2", BEN, CAN, kind="works_with"),
    tie("3", CAN, FAY, kind="connection"),
    tie("4", ANA, DEE, kind="partner"),
    tie("5", DEE, EVE, kind="partner"),
    tie("6", EVE, FAY, kind="partner"),
)
BY_BEN, BY_DEE = ("ana", "ben", "can", "fay"), ("ana", "dee", "eve", "fay")


def found(
    ties: tuple[Any, ...] = WAYS, *, actors: tuple[Any, ...] = (ANA, BEN, CAN, DEE, EVE, FAY), **chosen: Any
) -> Any:
    with world(actors, ties) as made:
        return chains(ask(made.of(), ANA, FAY, **chosen))


def test_without_controls_both_ways_are_shown() -> None:
    assert found() == [BY_DEE, BY_BEN]


@pytest.mark.parametrize(
    ("chosen", "left"),
    [
        ({"avoid": (DEE,)}, [BY_BEN]),
        ({"avoid": (DEE, CAN)}, []),
        ({"avoid": (FAY,)}, []),
        ({"avoid": (ANA,)}, []),
        ({"via": (BEN,)}, [BY_BEN]),
        ({"via": (BEN, CAN)}, [BY_BEN]),
        ({"via": (CAN, BEN)}, []),
        ({"via": (BEN, DEE)}, []),
        ({"kinds": frozenset({"partner"})}, [BY_DEE]),
        ({"kinds": frozenset({"partner", "works_with"})}, [BY_DEE]),
        ({"without_kinds": frozenset({"partner"})}, [BY_BEN]),
        ({"without_kinds": frozenset({"partner", "connection"})}, []),
        ({"without_sources": frozenset({"north:a"})}, []),
        ({"longest": 3}, [BY_DEE, BY_BEN]),
        ({"longest": 2}, []),
        ({"routes": 1}, [BY_DEE, BY_BEN]),
    ],
)
def test_a_control_leaves_what_it_says(chosen: dict[str, Any], left: list[tuple[str, ...]]) -> None:
    assert found(**chosen) == left


def test_without_a_source_what_others_say_is_left() -> None:
    ana, fay = person("ana", SOUTH), person("fay", SOUTH)
    with world((ANA, FAY, ana, fay), [tie("1", ANA, FAY), tie("1", ana, fay)], NORTH, SOUTH) as made:
        both = ask(made.of(), ANA, FAY).routes[0].steps[0]
        one = ask(made.of(), ANA, FAY, without_sources=frozenset({"north:a"})).routes[0].steps[0]

    assert {piece.source.id for piece in both.pieces} == {"north:a", "south:a"}
    assert ({piece.source.id for piece in one.pieces}, one.sources) == ({"south:a"}, 1)
    assert one.chance < both.chance


@pytest.mark.parametrize("most", [1, 2, 5])
def test_so_many_routes_of_each_sort_are_shown_at_most(most: int) -> None:
    between = people("b1", "b2", "b3", "b4")
    ties = [tie(f"a{n}", ANA, one) for n, one in enumerate(between)]
    ties += [tie(f"f{n}", one, FAY) for n, one in enumerate(between)]
    with world((ANA, FAY, *between), ties) as made:
        answer = ask(made.of(), ANA, FAY, routes=most)

    reasons = [reason for route in answer.routes for reason in route.reasons]
    assert {str(one): reasons.count(one) for one in reasons if one != "backup"} == {
        "best": 1,
        **({"other-introducer": min(most, 4) - 1, "other-first-step": min(most, 4) - 1} if most > 1 else {}),
    }


@pytest.mark.parametrize(
    ("facts", "chosen", "is_there"),
    [
        ({"period": Period.parse("2015", "2020")}, {}, False),
        ({"period": Period.parse("2015", "2020")}, {"as_of": date(2018, 1, 1)}, True),
        ({"period": Period.parse("2015", "2020")}, {"with_ended": True}, True),
        ({"status": Status.ENDED}, {}, False),
        ({"status": Status.ENDED}, {"with_ended": True}, True),
        ({"status": Status.PLANNED}, {}, False),
        ({"status": Status.PLANNED}, {"with_planned": True}, True),
        ({"confidence": Confidence.DOUBTFUL}, {}, True),
        ({"confidence": Confidence.DOUBTFUL}, {"least_confidence": Confidence.INFERRED}, False),
        ({"confidence": Confidence.INFERRED}, {"least_confidence": Confidence.STATED}, False),
        ({"kind": "opposes"}, {}, False),
    ],
)
def test_only_ties_that_hold_and_are_sure_enough_carry_a_route(
    facts: dict[str, Any], chosen: dict[str, Any], is_there: bool
) -> None:
    assert found((tie("1", ANA, BEN), tie("2", BEN, FAY, **facts)), **chosen) == [("ana", "ben", "fay")] * is_there


@pytest.mark.parametrize(
    ("spoken", "wanted", "is_there"),
    [
        ((), "es", True),
        (("es",), "es", True),
        (("en", "es"), "es", True),
        (("en",), "es", False),
        (("en",), None, True),
    ],
)
def test_nobody_stands_inside_who_is_known_not_to_speak_the_language(
    spoken: tuple[str, ...], wanted: str | None, is_there: bool
) -> None:
    ben = person("ben", languages=spoken)

    left = found((tie("1", ANA, ben), tie("2", ben, FAY)), actors=(ANA, ben, FAY), language=wanted)

    assert left == [("ana", "ben", "fay")] * is_there


def test_an_end_may_speak_any_language() -> None:
    fay = person("fay", languages=("en",))
    with world((ANA, BEN, fay), [tie("1", ANA, BEN), tie("2", BEN, fay)]) as made:
        assert chains(ask(made.of(), ANA, fay, language="es")) == [("ana", "ben", "fay")]


def test_who_is_to_be_gone_through_is_not_an_end_though_anyone_at_it_is_asked_for() -> None:
    agency = actor(NORTH, "agency", "Agency", kind="public_body")
    ties = (tie("1", ANA, BEN), tie("2", BEN, agency, kind="employed_by"))
    with world((ANA, BEN, agency), ties) as made:
        seen = made.of()

        assert chains(ask(seen, ANA, agency)) == [("ana", "ben")]
        assert chains(ask(seen, ANA, agency, via=(BEN,))) == [("ana", "ben", "Agency")]


def test_the_answer_names_what_is_avoided_and_gone_through() -> None:
    with world((ANA, BEN, CAN, DEE, EVE, FAY), WAYS) as made:
        answer = ask(made.of(), ANA, FAY, avoid=(DEE, DEE), via=(BEN, CAN))

    assert [one.name for one in answer.avoided] == ["dee"]
    assert [one.name for one in answer.stops] == ["ben", "can"]
    assert answer.controls.avoid == tuple(one.id for one in answer.avoided)


WRONG: list[tuple[dict[str, Any], type[Exception], str]] = [
    ({"longest": 0}, BadControls, "1 to 6 steps"),
    ({"longest": LONGEST + 1}, BadControls, "1 to 6 steps"),
    ({"routes": 0}, BadControls, "1 to 20 routes"),
    ({"routes": MOST_ROUTES + 1}, BadControls, "1 to 20 routes"),
    ({"avoid": (BEN,), "via": (BEN,)}, BadControls, "avoided and gone through"),
    ({"via": (BEN, CAN), "longest": 2}, BadControls, "more stops"),
    ({"via": (ANA,)}, BadControls, "both an end and a stop"),
    ({"via": (FAY,)}, BadControls, "both an end and a stop"),
    ({"kinds": frozenset({"knows"}), "without_kinds": frozenset({"knows"})}, BadControls, "All chosen kinds"),
    ({"kinds": frozenset({"opposes"})}, BadControls, "carries an introduction"),
    ({"kinds": frozenset({"magic"})}, NotFound, "not"),
    ({"without_kinds": frozenset({"magic"})}, NotFound, "not"),
    ({"without_sources": frozenset({"north:absent"})}, NotFound, "not"),
    ({"avoid": (person("absent"),)}, NotFound, "not"),
    ({"via": (person("absent"),)}, NotFound, "not"),
]


@pytest.mark.parametrize(("chosen", "error", "said"), WRONG)
def test_what_cannot_be_is_refused_with_a_sentence(chosen: dict[str, Any], error: type[Exception], said: str) -> None:
    with world((ANA, BEN, CAN, DEE, EVE, FAY), WAYS) as made:
        with pytest.raises(error, match=said) as refused:
            ask(made.of(), ANA, FAY, **chosen)
        with pytest.raises(error, match=said):
            find_dependence(made.of(), end(ANA), end(FAY), controls(**chosen), language="en")

    assert type(refused.value) is error


def test_an_unknown_end_is_absent_however_wrong_the_controls() -> None:
    with world((ANA, BEN), [tie("1", ANA, BEN)]) as made, pytest.raises(NotFound):
        ask(made.of(), EndAsked(("absent",)), end(BEN))
