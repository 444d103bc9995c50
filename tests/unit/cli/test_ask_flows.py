"""`graphsvc ask flows`: the sentence first, amounts with "-" where none is published, JSON, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphsvc.model.values import FlowClass
from graphsvc.store.sqlite import SqliteStore
from tests.networks import Network, actor, load, source
from tests.unit.cli.terminal import Said, graphsvc
from tests.unit.queries.funding import pays

NORTH = source("north:a", published_on="2026-01-01")
FUND, POOL, HOUSE, ROAD = (
    actor(NORTH, key, name, country=land, roles=frozenset(roles))
    for key, name, land, roles in (
        ("f", "Fund Example", "US", ("funder",)),
        ("p", "Pool Example", None, ("igo",)),
        ("h", "House Example", "MX", ("cso",)),
        ("r", "Road Example", "MX", ("cso",)),
    )
)
TIES = (
    pays("1", FUND, POOL, "1000", currency="USD"),
    pays("2", POOL, HOUSE, "600", currency="USD"),
    pays("3", POOL, ROAD),
    pays("4", FUND, HOUSE, "9", currency="HTG"),
    pays("5", FUND, POOL, "70", currency="USD", of=FlowClass.COMMITMENT),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    store = SqliteStore(folder / "network.sqlite")
    load(store, Network((NORTH,), (FUND, POOL, HOUSE, ROAD), TIES))
    store.close()
    return folder


def ask(folder: Path, *words: str) -> Said:
    return graphsvc(folder, "ask", "flows", *words)


def test_the_sentence_comes_first_then_levels_recipients_and_paths(folder: Path) -> None:
    said = ask(folder, "--from", "Fund Example")

    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines() == [
        (
            "Of 1,000.00 USD paid by Fund Example in all years, 600.00 reach recipients that pay nobody else; 400.00 "
            "are not traceable."
        ),
        "",
        "level      paid  of it theirs  hops  not published  not counted",
        "    1  1,000.00      1,000.00     2              0            1",
        "    2    600.00        600.00     2              1            0",
        "Levels are never added up: it is the same money.",
        "",
        " arrives  at least   at most  steps  then       recipient",
        "1,000.00  1,000.00  1,000.00      1  passes-on  Pool Example",
        "  600.00    600.00    600.00      1  end        House Example",
        "       -         -         -      2  end        Road Example",
        "",
        "1,000.00: Fund Example -> Pool Example (1,000.00, 2020)",
        "600.00: Fund Example -> Pool Example (1,000.00, 2020) -> House Example (600.00, 2020)",
        "-: Fund Example -> House Example ((...), 2020)",
        "-: Fund Example -> Pool Example (1,000.00, 2020) -> Road Example (-, 2020)",
        "",
        "Not in the sums (not-quoted): 1 statement, 9 HTG.",
        "Not in the sums (other-stage): 1 statement, 70 USD.",
        "For some hops nobody publishes an amount; they are shown as -.",
        "For some hops an amount is published and not counted here; they are shown as (...).",
        "Some amounts have no exchange rate and are not in the sums.",
        "Only one side of these payments is published; nothing confirms it.",
    ]


def test_what_was_received_and_not_paid_is_said_apart_so_that_the_sentence_adds_up(folder: Path) -> None:
    some, none = ask(folder, "--from", "Pool Example"), ask(folder, "--from", "House Example", "--to", "Road Example")

    assert some.out.startswith(
        "Of 600.00 USD paid by Pool Example in all years, 600.00 reach recipients that pay nobody else; 0.00 are not "
        "traceable. They had 1,000.00: 400.00 stayed with them or came back."
    )
    assert none.out.startswith("No source says that money of House Example goes to anybody.")


def test_a_cut_of_nothing_says_that_nothing_changes(folder: Path) -> None:
    said = ask(folder, "--cut", "Fund Example", "--percent", "0")

    assert (said.code, said.out) == (0, "Nothing of Fund Example is cut, so nothing changes.\n")


def test_money_that_only_goes_round_is_in_no_sum_and_named(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "network.sqlite")
    load(store, Network((NORTH,), (HOUSE, ROAD), (pays("1", HOUSE, ROAD, "5"), pays("2", ROAD, HOUSE, "5"))))
    store.close()

    said = ask(tmp_path, "--from", "House Example")

    assert said.out.startswith("Money of House Example goes to others, but no amount of it is counted here.")
    assert "Money comes round among: House Example, Road Example." in said.out
    assert "Not in the sums (round-about): 1 statement, 5 EUR." in said.out


def test_the_words_are_of_the_stage_that_is_counted(folder: Path) -> None:
    said = ask(folder, "--from", "Fund Example", "--stage", "committed")
    cut = ask(folder, "--cut", "Fund Example", "--percent", "30", "--stage", "committed")

    assert said.out.startswith("Of 70.00 USD committed by Fund Example in all years, ")
    assert said.out.splitlines()[2].split()[:2] == ["level", "committed"]
    assert cut.out.startswith("If Fund Example commits 30 % less, 21.00 of 70.00 USD is gone")


def test_json_has_the_same_with_the_rows_behind_each_cell(folder: Path) -> None:
    told = ask(folder, "--from", "Fund Example", "--to-country", "MX", "--currency", "eur", "--json").json

    assert (told["stage"], told["currency"], told["recipients"]["stands_for"]) == ("paid", "EUR", 2)
    cell = told["hops"][0]["cells"][0]
    (stated,) = cell["stated"]
    assert (stated["amount"], stated["currency"], stated["converted"]) == ("1000", "USD", cell["amount"])
    assert (stated["rate"]["currency"], stated["rate"]["day"]) == ("USD", "2020-06-15")
    assert stated["statement"] == TIES[0].id


def test_what_a_recipient_hangs_on_is_said(folder: Path) -> None:
    said = ask(folder, "--depends", "House Example", "--as-of", "2026-06-30")

    assert said.code == 0
    assert "House Example got 600.00 USD (paid)." in said.out
    assert "1 funder with an amount: as if 1.00 equal ones." in said.out
    assert "  600.00   100%  no        Pool Example" in said.out
    assert "Shares are of" not in said.out


def test_what_a_cut_does_is_said(folder: Path) -> None:
    said = ask(folder, "--cut", "Fund Example", "--percent", "30", "--since", "2020")

    assert said.code == 0
    assert said.out.startswith("If Fund Example pays 30 % less from 2020 on, 300.00 of 1,000.00 USD is gone; 3 are")
    assert "180.00    180.00" not in said.out
    assert any(line.split()[:3] == ["180.00", "0.00", "300.00"] for line in said.out.splitlines())


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), 2),
        (("--from", "Nobody Example"), 1),
        (("--from", "Fund Example", "--stage", "given"), 1),
        (("--from", "Fund Example", "--currency", "ABC"), 1),
        (("--from", "Fund Example", "--longest", "9"), 1),
        (("--cut", "Fund Example"), 2),
        (("--cut", "Fund Example", "--percent", "some"), 2),
        (("--cut", "Fund Example", "--percent", "130"), 1),
        (("--depends", "House Example", "--as-of", "soon"), 2),
    ],
)
def test_what_cannot_be_asked_is_refused(folder: Path, words: tuple[str, ...], code: int) -> None:
    said = ask(folder, *words)

    assert (said.code, said.out) == (code, "")
    assert said.err.startswith("graphsvc: ")
