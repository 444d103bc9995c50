"""`graphsvc ask missing-ties`: what a tie would bring in words, the whole answer as JSON, mistakes as sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphsvc.store.sqlite import SqliteStore
from tests.networks import Network, actor, load, source, tie
from tests.unit.cli.terminal import Said, graphsvc

NORTH = source("north:a", published_on="2026-01-01")
ANA, BEN, HUB = actor(NORTH, "ana", "Casa Ana"), actor(NORTH, "ben", "Ben House"), actor(NORTH, "hub", "The Hub")
TARGETS = [
    actor(NORTH, f"t{number}", f"Member {number}", kind="person", roles=frozenset({"policymaker"}))
    for number in range(9)
]
TIES = (
    tie("1", ANA, BEN),
    tie("2", BEN, HUB),
    *(tie(f"t{number}", HUB, one) for number, one in enumerate(TARGETS)),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("data")
    store = SqliteStore(made / "network.sqlite")
    load(store, Network((NORTH,), (ANA, BEN, HUB, *TARGETS), TIES))
    store.close()
    return made


def ask(folder: Path, *words: str) -> Said:
    to = ("--to-role", "policymaker", "--steps", "2", "--as-of", "2026-01-01")
    return graphsvc(folder, "ask", "missing-ties", "--from", "Casa Ana", *to, *words)


def test_what_a_tie_would_bring_and_who_could_introduce_is_said(folder: Path) -> None:
    said = ask(folder)

    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert lines[0] == "0 of 9 are within 2 ties."
    assert lines[1].startswith("1. Casa Ana - The Hub: would bring 9 near (Member ")
    assert lines[1].endswith(" and 4 more)")
    assert lines[2] == "   both are tied to Ben House; introduction, strong: Casa Ana -> Ben House -> The Hub"
    assert "How likely each is cannot be said: too few ties have a date to learn from." in lines


def test_the_whole_answer_is_json(folder: Path) -> None:
    answer = ask(folder, "--limit", "1", "--json").json

    assert [one["other"]["name"] for one in answer["ties"]] == ["The Hub"]
    assert [(one["other"]["name"], one["adds"]) for one in answer["plan"]] == [("The Hub", 9)]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--steps", "9"), "Near can mean within 2 to 4 ties."),
        (("--limit", "0"), "Between 1 and 50 new ties can be shown."),
        (("--plan", "99"), "A plan has 1 to 10 new ties."),
        (("--as-of", "soon"), "'soon' is no day."),
    ],
)
def test_a_mistake_is_a_sentence(folder: Path, words: tuple[str, ...], says: str) -> None:
    said = ask(folder, *words)

    assert (said.code > 0, says in said.err) == (True, True)
