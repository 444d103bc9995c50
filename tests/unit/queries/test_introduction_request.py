"""What to say to the first introducer: in two languages, from public statements only, whatever the viewer sees."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from graphsvc.access import Sensitivity
from graphsvc.kinds import Kinds
from graphsvc.model.statements import ActorStatement, TieStatement
from graphsvc.model.values import Name, Period
from queries.introduction_request import _HAS_DONE, RequestText, request_texts
from tests.asking import NORTH, ask, people, person, world
from tests.networks import actor, source, tie
from web.formats import partial_date

CLOSED = source("north:closed", Sensitivity.RESTRICTED, title="Secret notes", published_on="2026-01-01")
ANA, BEN, CAN = people("ana", "ben", "can")
FREE = "If you would rather not, a short “no” is a good answer, and we will not ask again."


def texts(
    *ties: TieStatement,
    actors: tuple[ActorStatement, ...] = (ANA, BEN, CAN),
    target: ActorStatement = CAN,
    sources: tuple[Any, ...] = (NORTH,),
) -> dict[str, RequestText]:
    with world(actors, ties, *sources) as made:
        seen = made.of()
        route = ask(seen, actors[0], target).routes[0]
        return {text.language: text for text in request_texts(seen, route, partial_date)}


def test_the_request_is_written_in_both_languages_with_its_evidence() -> None:
    ties = (
        tie("1", ANA, BEN, kind="works_with", period=Period.parse("2019", None)),
        tie("2", BEN, CAN, kind="met", period=Period.parse("2025-05-03", "2025-05-03")),
    )

    said = texts(*ties)

    assert said["en"] == RequestText(
        "en",
        "An introduction to can?",
        (
            "Dear ben,",
            "I write for ana. We would like to speak with can.",
            "We turn to you because, as far as we know, ana has worked with ben since 2019.",
            "As far as we know, ben met can (3 May 2025).",
            "What it is about: [two sentences: what we ask for, and why now].",
            f"Could you introduce us to can? {FREE}",
            "What we say of who knows whom is from: A.",
        ),
        ("A",),
    )
    assert said["es"].subject == "¿Una presentación con can?"
    assert said["es"].paragraphs[0] == "Hola, ben:"
    assert said["es"].paragraphs[2] == (
        "Nos dirigimos a usted porque, hasta donde sabemos, ana trabaja con ben desde 2019."
    )
    assert said["es"].paragraphs[-1] == "Lo que decimos sobre quién conoce a quién viene de: A."


@pytest.mark.parametrize(
    ("kind", "start", "end", "english", "spanish"),
    [
        ("partner", "2019-10", None, "has been a partner of can since October 2019", "de can desde octubre de 2019"),
        ("knows", "2019-10-08", None, "has known can since 8 October 2019", "a can desde el 8 de octubre de 2019"),
        ("partner", "2015", "2099", "is a partner of can (2015 to 2099)", "es socio de can (2015 a 2099)"),
        ("partner", None, None, "is a partner of can.", "es socio de can."),
    ],
)
def test_dates_are_written_in_the_language_of_the_text(
    kind: str, start: str | None, end: str | None, english: str, spanish: str
) -> None:
    said = texts(tie("1", ANA, CAN, kind=kind, period=Period.parse(start, end)))

    assert english in said["en"].paragraphs[2]
    assert spanish in said["es"].paragraphs[2]


def test_every_tie_that_lasts_has_its_english_tense() -> None:
    lasting = [kind for kind in Kinds.load().ties.values() if kind.walkable and not kind.momentary]

    assert [kind.name for kind in lasting if kind.label["en"].partition(" ")[0] not in _HAS_DONE] == []


def test_a_direct_tie_asks_the_target_for_a_meeting() -> None:
    said = texts(tie("1", ANA, CAN, kind="works_with"))["en"]

    assert said.paragraphs[0] == "Dear can,"
    assert said.paragraphs[-2].startswith("Could we meet for half an hour?")


def test_on_a_longer_way_the_first_introducer_is_asked_for_the_next_one_only() -> None:
    dee = person("dee")
    ties = (tie("1", ANA, BEN), tie("2", BEN, CAN), tie("3", CAN, dee))

    said = texts(*ties, actors=(ANA, BEN, CAN, dee), target=dee)["en"]

    assert said.paragraphs[0] == "Dear ben,"
    assert said.paragraphs[-2].startswith("Could you introduce us to can?")


@pytest.mark.parametrize("language", ["en", "es"])
def test_only_public_statements_are_cited_though_the_viewer_sees_more(language: str) -> None:
    closed = tuple(person(key, CLOSED) for key in ("ana", "ben", "can"))
    ties = (
        tie("1", ANA, BEN, kind="met", period=Period.parse("2024", "2024")),
        tie("2", BEN, CAN, kind="met", period=Period.parse("2024", "2024"), level=Sensitivity.RESTRICTED),
        tie("1", closed[0], closed[1], kind="knows", period=Period.parse("1999", None)),
        tie("2", closed[1], closed[2], kind="knows"),
    )

    said = texts(*ties, actors=(ANA, BEN, CAN, *closed), sources=(NORTH, CLOSED))[language]

    whole = "\n".join((said.subject, *said.paragraphs))
    assert said.cited == ("A",)
    assert "2024" in whole
    assert not any(
        word in whole for word in ("Secret", "1999", "ana knows", "conoce a ben", "ben met can", "con can (2024)")
    )


def test_where_nothing_is_public_nothing_is_claimed() -> None:
    closed = tuple(person(key, CLOSED) for key in ("ana", "ben", "can"))

    ties = [tie(str(place), *pair) for place, pair in enumerate(pairwise(closed))]

    said = texts(*ties, actors=closed, target=closed[2], sources=(CLOSED,))["en"]

    assert said.cited == ()
    assert not any("as far as we know" in paragraph.lower() for paragraph in said.paragraphs)


def test_of_a_meeting_both_are_said_to_have_been_there() -> None:
    event = actor(NORTH, "forum", "Forum", kind="event")
    day = Period.parse("2025-12-01", "2025-12-01")
    ties = tuple(tie(f"{n}", one, event, kind="attended", period=day) for n, one in enumerate((ANA, CAN)))

    said = texts(*ties, actors=(ANA, CAN, event))["en"]

    (claim,) = [paragraph for paragraph in said.paragraphs if "as far as we know" in paragraph]
    assert {"ana attended Forum (1 December 2025)", "can attended Forum (1 December 2025)"} == set(
        claim.removeprefix("We turn to you because, as far as we know, ").removesuffix(".").split(" and ")
    )


def test_names_are_those_usual_in_the_language_of_the_text() -> None:
    agency = actor(NORTH, "agency", "UNHCR", kind="organization")

    said = texts(tie("1", ANA, agency), actors=(ANA, agency), target=agency)

    assert said["en"].subject == "An introduction to United Nations High Commissioner for Refugees?"
    assert "Alto Comisionado" in said["es"].subject
    assert Name("UNHCR") in agency.record.names
