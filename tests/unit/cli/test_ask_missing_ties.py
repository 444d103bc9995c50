"""`graphsvc ask missing-ties`: what a tie would bring in words, the whole answer as JSON, mistakes as sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.cli.near_ana import near_ana
from tests.unit.cli.terminal import Said, graphsvc


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return near_ana(tmp_path_factory.mktemp("data"))


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
