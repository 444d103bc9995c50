"""`graphsvc ask brokers`: the sentence first, a paragraph for each, all of it as JSON, refusals in a sentence."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from graphsvc.store.sqlite import SqliteStore
from tests.networks import Network, actor, load, source, tie
from tests.unit.cli.terminal import Said, graphsvc

NORTH = source("north:a", published_on="2026-01-01")
NAMES = [f"{land} {number}" for land in ("MX", "TR") for number in range(4)]
PEOPLE = {
    **{name: actor(NORTH, name, name, country=name[:2]) for name in NAMES},
    "hub": actor(NORTH, "hub", "Casa Hub", country="MX"),
    "pia": actor(NORTH, "pia", "Pia Policy", kind="person", roles=frozenset({"policymaker"})),
}
OWN = [(one, other) for one, other in combinations(NAMES, 2) if one[:2] == other[:2]]
PAIRS = [*OWN, *(("hub", name) for name in (*NAMES, "pia"))]


def filled(folder: Path, pairs: list[tuple[str, str]]) -> Path:
    store = SqliteStore(folder / "network.sqlite")
    ties = tuple(tie(str(number), PEOPLE[one], PEOPLE[other]) for number, (one, other) in enumerate(pairs))
    load(store, Network((NORTH,), tuple(PEOPLE.values()), ties))
    store.close()
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("data"), PAIRS)


def ask(folder: Path, *words: str) -> Said:
    return graphsvc(folder, "ask", "brokers", *words)


def test_the_sentence_comes_first_then_each_broker_in_words_then_the_counts(folder: Path) -> None:
    said = ask(folder)

    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines() == [
        "Casa Hub connects groups most: 16 pairs of actors of different groups.",
        "",
        "1. Casa Hub (Mexico)",
        "   Number 1 of 10 by shortest routes; 9 contacts; 16 pairs of different groups.",
        "   Connects actors in Mexico with others outside, twice as often as by chance.",
        "   Without it, 5 actors lose contact with the rest.",
        "   Of actors in Mexico, only it is tied to: Pia Policy.",
        "   Contacts: Mexico 4, Türkiye 4.",
        "",
        "pairs between  within its own group  within another group  its own group and others  two other groups",
        "Casa Hub                          0                     0                        16                 0",
        "",
        "Without MX 2, TR 0, Casa Hub together, 71 of 100 pairs of the others have no contact; now it is 0.",
        "",
        "The group of 1 actor is not known; such pairs are left out.",
    ]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (("--order", "betweenness"), "Casa Hub lies on more of the shortest routes between others than anybody else."),
        (("--order", "gateway"), "Casa Hub comes first: 16 pairs, its own group and others."),
        (("--order", "liaison"), "Nobody connects others in this way here. Try another --by or --order."),
        (("--by", "kind"), "Casa Hub connects groups most: 8 pairs of actors of different groups."),
        (("--by", "kind", "--country", "MX"), "Nobody connects others in this way here. Try another --by or --order."),
    ],
)
def test_what_is_chosen_is_what_is_said(folder: Path, words: tuple[str, ...], first: str) -> None:
    assert ask(folder, *words).out.splitlines()[0] == first


def test_json_is_the_whole_answer(folder: Path) -> None:
    answer = ask(folder, "--json", "--limit", "1", "--order", "betweenness").json

    assert [one["actor"]["name"] for one in answer["brokers"]] == ["Casa Hub"]
    assert {role["role"]: role["count"] for role in answer["brokers"][0]["roles"]} == {
        "coordinator": 0,
        "itinerant": 0,
        "gateway": 16,
        "liaison": 0,
    }


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--by", "colour"), "There is no such way to group."),
        (("--order", "size"), "There is no such order."),
        (("--country", "Mexico"), "This is no code of a country."),
        (("--limit", "0"), "Ask for 1 to 100."),
        (("--limit", "101"), "Ask for 1 to 100."),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_sentence(folder: Path, words: tuple[str, ...], says: str) -> None:
    said = ask(folder, *words)

    assert (said.code, said.out) == (1, "")
    assert says in said.err


def test_with_few_ties_it_says_so(tmp_path: Path) -> None:
    said = ask(filled(tmp_path, PAIRS[:9]))

    assert said.code == 0
    assert said.out.startswith("Not enough data: 9 ties that hold now; at least 10 are needed")
