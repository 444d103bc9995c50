"""`graphsvc ask silos`: the sentence first, the groups as a table, all of it as JSON, refusals in a sentence."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import pytest

from graphsvc.store.sqlite import SqliteStore
from tests.networks import Network, actor, load, source, tie
from tests.unit.cli.terminal import Said, graphsvc

NORTH = source("north:a", published_on="2026-01-01")
LANDS = dict.fromkeys("abcdef", "MX") | dict.fromkeys("ghijkl", "TR") | {"n": None, "z": "MX"}
PEOPLE = {key: actor(NORTH, key, f"Aid {key.upper()}", country=land) for key, land in LANDS.items()}
INSIDE = ["".join(pair) for part in ("abcdef", "ghijkl") for pair in combinations(part, 2)]


def filled(folder: Path, pairs: list[str]) -> Path:
    store = SqliteStore(folder / "network.sqlite")
    ties = tuple(tie(pair, PEOPLE[pair[0]], PEOPLE[pair[1]]) for pair in pairs)
    load(store, Network((NORTH,), tuple(PEOPLE.values()), ties))
    store.close()
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("data"), [*INSIDE, "bn"])


def ask(folder: Path, *words: str) -> Said:
    return graphsvc(folder, "ask", "silos", *words)


def test_the_sentence_comes_first_then_the_groups_the_gaps_and_who_is_alone(folder: Path) -> None:
    said = ask(folder)

    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines() == [
        "Every tie stays inside one country; by chance it would be five of ten.",
        "Farthest apart: Mexico - Türkiye, 0 ties, by chance 16.",
        "",
        "group    actors  ties inside  by chance  ties to others  without ties",
        "Mexico        7           15          8               0             1",
        "Türkiye       6           15          6               0             0",
        "",
        "No tie, where chance gives three or more:",
        "  Mexico - Türkiye, 0 ties, by chance 16",
        "",
        "Without any contact: 1",
        "  Aid Z",
        "",
        "The group of 1 actor is not known; such ties are left out.",
    ]


def test_who_bridges_and_which_tie_holds_are_said(tmp_path: Path) -> None:
    said = ask(filled(tmp_path, [*INSIDE, "ag"])).out

    assert "Tied to other groups: 2\n" in said
    assert "  Aid A (Mexico): 1 tie to 1 other group, 5 inside\n" in said
    assert ": without it, 6 actors cut off\n" in said


def test_communities_are_named_after_their_members(folder: Path) -> None:
    said = ask(folder, "--by", "community").out

    assert said.splitlines()[0].startswith("Every tie stays inside one community; by chance it would be ")
    assert "\naround Aid " in said


def test_groups_beyond_the_limit_are_counted(folder: Path) -> None:
    assert "Shown are 1 of 2 groups; --limit shows more." in ask(folder, "--limit", "1").out


def test_what_cannot_be_compared_is_said(folder: Path, tmp_path: Path) -> None:
    few = ask(filled(tmp_path, ["ab", "ag"])).out

    assert few.splitlines()[0] == "Ties stay inside one country in five of ten cases."
    assert "2 ties between known groups; 10 are needed to compare with chance." in few
    assert ask(folder, "--by", "topic").out.splitlines()[0] == (
        "Of nobody here is it known to which group they belong."
    )
    assert ask(folder, "--country", "NO").out == "Nobody is known here.\n"


def test_json_is_the_answer_of_the_page(folder: Path) -> None:
    answer = json.loads(ask(folder, "--json").out)

    assert (answer["by"], answer["index"], answer["grouped_ties"]) == ("country", -1.0, 30)
    assert [[pair["ties"] for pair in line] for line in answer["matrix"]] == [[15, 0], [0, 15]]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--by", "colour"), "There is no such way to group."),
        (("--country", "Mexico"), "This is no code of a country."),
        (("--limit", "31"), "So many cannot be shown."),
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_sentence(folder: Path, words: tuple[str, str], told: str) -> None:
    said = ask(folder, *words)

    assert (said.code, said.out) == (1, "")
    assert told in said.err
