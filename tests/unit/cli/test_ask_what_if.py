"""`graphsvc ask what-if`: before and after in words, the whole answer as JSON, what cannot be done as sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.cli.near_ana import near_ana
from tests.unit.cli.terminal import Said, graphsvc


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return near_ana(tmp_path_factory.mktemp("data"))


def ask(folder: Path, *words: str) -> Said:
    to = ("--to-role", "policymaker", "--as-of", "2026-01-01")
    return graphsvc(folder, "ask", "what-if", "--from", "Casa Ana", *to, *words)


def test_before_and_after_are_said(folder: Path) -> None:
    said = ask(folder, "--add", "Casa Ana=The Hub")

    assert (said.code, said.err) == (0, "")
    added, near, *rest = said.out.splitlines()
    assert added == "add Casa Ana - The Hub (works_with)"
    assert near.startswith("Within 2 ties: 0 of 9 before, 9 after. New: Member ")
    assert near.endswith(" and 4 more.")
    assert rest == [
        "Within 3 ties: 9 of 9 before, 9 after.",
        "Within 4 ties: 9 of 9 before, 9 after.",
        "Over any number of ties: 9 of 9 before, 9 after.",
        "Mean distance in ties (harmonic): 3.00 before, 2.00 after.",
        *rest[-3:-1],
        "Sources: A",
    ]
    assert set(rest[-3:-1]) == {
        "Best routes through Ben House: 9 of 9 before, 0 of 9 after.",
        "Best routes through The Hub: 9 of 9 before, 9 of 9 after.",
    }


def test_what_falls_apart_is_said(folder: Path) -> None:
    out = ask(folder, "--remove", "Ben House=The Hub", "--leave", "Member 8").out

    assert "Falls apart: The Hub with 8 more; Ben House with 1 more." in out
    assert "Mean distance in ties (harmonic): 3.00 before, none after." in out


def test_the_whole_answer_is_json(folder: Path) -> None:
    answer = ask(folder, "--add", "Casa Ana=The Hub=knows", "--json").json

    assert [(one["change"], one["kinds"], one["problem"]) for one in answer["lines"]] == [("add", ["knows"], None)]
    assert [(one["steps"], one["before"], one["after"]) for one in answer["within"]] == [
        (2, 0, 9),
        (3, 9, 9),
        (4, 9, 9),
    ]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--add", "Casa Ana=Ben House"), "Not done: add Casa Ana - Ben House (works_with): they are tied already."),
        (("--remove", "Casa Ana=The Hub"), "Not done: remove Casa Ana - The Hub: there is no such tie now."),
        (("--leave", "Casa Ana"), "Not done: leave Casa Ana: who asks cannot leave."),
        (("--add", "Casa Ana=The Hub=opposes"), "no introduction can go along ties of this kind."),
        (("--add", "Casa Ana"), "'Casa Ana' is no pair."),
        (("--add", "Casa Ana=Nobody"), "Nobody is called 'Nobody' here."),
        ((), "The plan changes nothing yet."),
        (("--leave", "Ben House") * 21, "A plan has at most 20 changes."),
        (("--add", "Casa Ana=The Hub", "--as-of", "soon"), "'soon' is no day."),
    ],
)
def test_what_cannot_be_done_is_a_sentence(folder: Path, words: tuple[str, ...], says: str) -> None:
    said = ask(folder, *words)

    assert (said.code > 0, says in said.err) == (True, True)
