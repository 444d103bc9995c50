"""`graphsvc ask`: ends by name or id, classes, controls, the sentence first, the whole answer as JSON."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphsvc.kinds import Kinds
from graphsvc.model.values import Identifier, Status
from graphsvc.store.sqlite import SqliteStore
from tests.networks import Network, actor, load, source, tie
from tests.unit.cli.terminal import Said, graphsvc

NORTH = source("north:a", published_on="2026-01-01")
ANA = actor(NORTH, "ana", "Casa Ana")
BEN = actor(NORTH, "ben", "Ben House", identifiers=(Identifier("org-id", "MX-7"),))
CAN = actor(NORTH, "can", "Can Fund")
LONE = actor(NORTH, "lone", "Lone Senator", kind="person", roles=frozenset({"legislator"}))
TWINS = tuple(actor(NORTH, f"t{number}", "Twin Aid", country=land) for number, land in enumerate(("MX", "TR")))
OFFICE = actor(NORTH, "office", "Senator for Arizona", kind="position")
TIES = (
    tie("1", ANA, BEN),
    tie("2", BEN, CAN),
    tie("3", LONE, OFFICE, kind="holds_position"),
    tie("4", CAN, LONE, status=Status.PLANNED),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("data")
    store = SqliteStore(made / "network.sqlite")
    load(store, Network((NORTH,), (ANA, BEN, CAN, LONE, *TWINS, OFFICE), TIES))
    store.close()
    return made


def ask(folder: Path, start: str, target: str, *words: str, question: str = "introductions") -> Said:
    return graphsvc(folder, "ask", question, "--from", start, "--to", target, "--as-of", "2026-01-01", *words)


def test_the_sentence_comes_first_then_each_route_with_its_steps(folder: Path) -> None:
    said = ask(folder, "Casa Ana", "Can Fund")

    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines()[:2] == [
        "Casa Ana can reach Can Fund: Casa Ana -> Ben House -> Can Fund. This route is strong.",
        "Ask Ben House first: 1 of 1 routes begin there.",
    ]
    assert "1. Casa Ana -> Ben House -> Can Fund - strong (best route)" in said.out
    assert "Casa Ana works with Ben House, no date (weakest step, strong, 1 source)" in said.out


@pytest.mark.parametrize("name", ["Ben House", "ben house", BEN.id, "Ben", "MX-7"])
def test_an_end_is_a_name_or_an_id(folder: Path, name: str) -> None:
    assert ask(folder, "Casa Ana", name).out.startswith("Casa Ana can reach Ben House: Casa Ana -> Ben House.")


def test_a_name_that_can_be_several_is_refused_with_their_ids(folder: Path) -> None:
    said = ask(folder, "Casa Ana", "Twin Aid")

    assert (said.code, said.out) == (2, "")
    assert "'Twin Aid' can be several." in said.err
    ids = [word.strip("().;") for word in said.err.split() if word.startswith(("(a", "(i"))]
    assert len(ids) == 2
    for id_ in ids:
        assert ask(folder, "Casa Ana", id_).code == 0


@pytest.mark.parametrize("words", [("--avoid", "Nobody"), ("--via", "Nobody"), ()])
def test_an_unknown_name_is_refused_by_name(folder: Path, words: tuple[str, ...]) -> None:
    said = ask(folder, "Casa Ana", "Can Fund" if words else "Nobody", *words)

    assert said.code == 1
    assert "Nobody is called 'Nobody' here." in said.err


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--kind", "magic"), 1, "magic"),
        (("--without-source", "north:absent"), 1, "nothing here"),
        (("--longest", "9"), 1, "1 to 6 steps"),
        (("--avoid", "Ben House", "--via", "Ben House"), 1, "avoided and gone through"),
    ],
)
def test_wrong_controls_are_refused_with_a_sentence(folder: Path, words: tuple[str, ...], code: int, says: str) -> None:
    said = ask(folder, "Casa Ana", "Can Fund", *words)

    assert (said.code, said.out) == (code, "")
    assert says in said.err


def test_a_day_that_is_none_is_wrong_use(folder: Path) -> None:
    said = graphsvc(folder, "ask", "introductions", "--from", "Casa Ana", "--to", "Can Fund", "--as-of", "tomorrow")

    assert (said.code, "'tomorrow' is no day." in said.err) == (2, True)


@pytest.mark.parametrize(
    ("words", "left"),
    [
        (("--avoid", "Ben House"), []),
        (("--via", "Ben House"), [["Casa Ana", "Ben House", "Can Fund"]]),
        (("--without-kind", "works_with"), []),
        (("--without-source", "north:a"), []),
        (("--longest", "1"), []),
        (("--confidence", "stated"), [["Casa Ana", "Ben House", "Can Fund"]]),
    ],
)
def test_controls_are_honoured(folder: Path, words: tuple[str, ...], left: list[list[str]]) -> None:
    answer = ask(folder, "Casa Ana", "Can Fund", "--json", *words).json

    steps = [route["steps"] for route in answer["routes"]]
    assert [[row[0]["ego"]["name"], *(step["alter"]["name"] for step in row)] for row in steps] == left


def test_without_a_route_it_says_how_far_both_sides_reach_and_what_would_open_one(folder: Path) -> None:
    said = ask(folder, "Casa Ana", "Lone Senator")

    assert said.code == 0
    assert said.out.startswith("No route of at most 4 ties from Casa Ana to Lone Senator is known.")
    assert "Can Fund and Lone Senator: a tie between them is planned." in said.out
    assert "Casa Ana -> Ben House -> Can Fund -> Lone Senator." in said.out
    assert (
        "No route of at most 4 ties from Casa Ana through Can Fund to"
        in ask(folder, "Casa Ana", "Lone Senator", "--via", "Can Fund").out
    )


def test_planned_ties_carry_a_route_when_asked(folder: Path) -> None:
    assert "Can Fund -> Lone Senator" in ask(folder, "Casa Ana", "Lone Senator", "--planned").out.splitlines()[0]


def test_an_end_may_be_a_class(folder: Path) -> None:
    words = ("--to-role", "legislator", "--to-words", "senator arizona", "--planned", "--as-of", "2026-01-01")

    said = graphsvc(folder, "ask", "introductions", "--from", "Can Fund", *words)

    assert said.out.startswith("Can Fund can reach [legislator, senator arizona]: Can Fund -> Lone Senator.")


def test_as_json_it_is_the_whole_answer(folder: Path) -> None:
    answer = ask(folder, "Casa Ana", "Can Fund", "--json").json

    (route,) = answer["routes"]
    assert {"start", "target", "controls", "routes", "ask_first", "together", "no_route", "sources"} <= answer.keys()
    assert route["reasons"] == ["best"]
    knows = Kinds.load().tie("works_with").chance
    assert route["chance"] == pytest.approx(knows * knows)
    assert [step["pieces"][0]["source"]["id"] for step in route["steps"]] == ["north:a", "north:a"]
    assert answer["controls"]["walkable"]["as_of"] == "2026-01-01"


@pytest.mark.parametrize(
    ("language", "begins"), [("en", "An introduction to Can Fund?"), ("es", "¿Una presentación con Can Fund?")]
)
def test_the_request_to_the_first_introducer_is_printed_as_text(folder: Path, language: str, begins: str) -> None:
    said = ask(folder, "Casa Ana", "Can Fund", "--text", language)

    assert said.out.startswith(begins)
    assert "Ben House" in said.out.split("\n\n")[1]


def test_dependence_says_what_is_reached_and_through_whom(folder: Path) -> None:
    said = ask(folder, "Casa Ana", "Can Fund", question="dependence")
    answer = ask(folder, "Casa Ana", "Can Fund", "--json", question="dependence").json

    assert said.out.startswith("Casa Ana can reach 1 of 1 (Can Fund); 0 directly.")
    assert "Ben House" in said.out
    assert [(row["actor"]["name"], row["remaining"]) for row in answer["rows"]] == [("Ben House", 0)]


def test_traceback_may_stand_before_and_after_the_question(folder: Path) -> None:
    plain = ask(folder, "Casa Ana", "Can Fund")
    words = ("introductions", "--from", "Casa Ana", "--to", "Can Fund", "--as-of", "2026-01-01")

    assert ask(folder, "Casa Ana", "Can Fund", "--traceback") == plain
    assert graphsvc(folder, "ask", "--traceback", *words) == plain
