"""Money that one source tells of a whole and another of a part of it: counted once, with the part."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.model.statements import ActorStatement, Source, TieStatement
from graphsvc.model.values import Identifier, Status
from queries.funding_paths import find_funding_paths
from queries.funding_values import FundingPaths, ToldOfParts
from queries.funding_wholes import Apart, Told, told_apart
from tests.asking import NORTH, SOUTH, end, world
from tests.networks import actor, tie
from tests.unit.queries.funding import GOT, arrivals, hops, pays


def org(source: Source, key: str) -> ActorStatement:
    roles = frozenset({"funder"} if key in {"State", "Bureau"} else ())
    return actor(source, key, key, kind="organization", roles=roles, identifiers=(Identifier("org-id", f"XX-{key}"),))


NAMES = ("State", "Bureau", "Office", "UN", "Desk")
STATE, BUREAU, OFFICE, UN, DESK = EVERYBODY = tuple(org(NORTH, key) for key in NAMES)
TWIN = {key: org(SOUTH, key) for key in NAMES}
PARTS = [
    tie("part 1", BUREAU, STATE, kind="part_of"),
    tie("part 2", OFFICE, BUREAU, kind="part_of"),
    tie("part 3", DESK, UN, kind="part_of"),
]


def ask(ties: list[TieStatement], payers: Any = None, recipients: Any = None, **more: Any) -> FundingPaths:
    with world([*EVERYBODY, *TWIN.values()], ties, NORTH, SOUTH) as made:
        return find_funding_paths(made.of(), payers, recipients, language="en", **more)


def also(key: str, ego: ActorStatement, alter: ActorStatement, amount: str, **more: Any) -> TieStatement:
    """A payment between the same two, said by another source."""
    return pays(key, TWIN[ego.record.key], TWIN[alter.record.key], amount, **more)


def of_parts(answer: FundingPaths) -> list[tuple[str, int | None, ToldOfParts]]:
    return [(hop.payer.name, cell.year, cell.of_parts) for hop in answer.hops for cell in hop.cells if cell.of_parts]


def test_what_others_tell_of_a_part_is_taken_off_the_whole() -> None:
    answer = ask([*PARTS, pays("1", STATE, UN, "100"), also("2", BUREAU, UN, "60")], None, end(UN))

    assert hops(answer) == {("State", "UN"): (40, 40), ("Bureau", "UN"): (60, 60)}
    assert [one.amount for one in answer.levels] == [100, 100]
    ((payer, year, told),) = of_parts(answer)
    assert (payer, year, told.amount) == ("State", 2020, 60)
    assert [(one.name, other.name) for one, other in told.parts] == [("Bureau", "UN")]
    assert "told-of-parts" in answer.missing


def test_parts_that_are_told_larger_than_their_whole_leave_nothing_of_it() -> None:
    ties = [*PARTS, pays("1", STATE, UN, "100"), also("2", BUREAU, UN, "160")]

    answer = ask(ties, None, end(UN))

    assert hops(answer) == {("State", "UN"): (0, 0), ("Bureau", "UN"): (160, 160)}


@pytest.mark.parametrize(
    ("ties", "amounts"),
    [
        pytest.param([pays("1", STATE, UN, "100"), pays("2", BUREAU, UN, "60")], (100, 60), id="one source"),
        pytest.param(
            [pays("1", STATE, UN, "100"), also("2", BUREAU, UN, "60", on="2021-01-01")],
            (100, 60),
            id="other years",
        ),
        pytest.param([pays("1", STATE, UN, "100"), also("2", BUREAU, DESK, "60")], (40, 60), id="part to part"),
        pytest.param([pays("1", STATE, DESK, "100"), also("2", BUREAU, UN, "60")], (100, 60), id="crossed"),
        pytest.param(
            [pays("1", STATE, UN, "100", of=GOT), pays("2", BUREAU, UN, "60")], (40, 60), id="both sides in one source"
        ),
        pytest.param([pays("1", STATE, UN, "100"), also("2", BUREAU, UN, "-60")], (100, -60), id="back"),
        pytest.param([pays("1", STATE, UN, "-5"), also("2", BUREAU, UN, "60")], (-5, 60), id="back too"),
    ],
)
def test_only_what_can_be_the_same_money_is_taken_off(ties: list[TieStatement], amounts: tuple[int, int]) -> None:
    answer = ask([*PARTS, *ties], end(STATE, BUREAU))

    paid = {payer: amount for (payer, _), (amount, _) in hops(answer).items()}
    assert (paid["State"], paid["Bureau"]) == amounts


def test_a_part_of_a_part_is_taken_off_once() -> None:
    ties = [pays("1", STATE, UN, "100"), also("2", BUREAU, UN, "60"), pays("3", OFFICE, UN, "25")]

    answer = ask([*PARTS, *ties], None, end(UN))

    # The office is of the same source as the state: that one does not tell the office's money in the state's again.
    assert hops(answer) == {("State", "UN"): (65, 65), ("Bureau", "UN"): (35, 35), ("Office", "UN"): (25, 25)}


@pytest.mark.parametrize(
    "ties",
    [
        pytest.param([tie("part 1", BUREAU, STATE, kind="part_of", status=Status.PLANNED)], id="planned"),
        pytest.param([*PARTS, tie("part 4", STATE, BUREAU, kind="part_of")], id="each part of the other"),
        pytest.param([], id="not said"),
    ],
)
def test_whoever_is_no_part_is_apart(ties: list[TieStatement]) -> None:
    paid = [pays("1", STATE, UN, "100"), also("2", BUREAU, UN, "60")]

    assert hops(ask([*ties, *paid], None, end(UN))) == {("State", "UN"): (100, 100), ("Bureau", "UN"): (60, 60)}


def test_money_that_is_taken_off_is_followed_no_further() -> None:
    ties = [*PARTS, pays("1", STATE, UN, "100"), also("2", BUREAU, UN, "60"), pays("3", UN, OFFICE, "50")]

    assert arrivals(ask(ties, end(BUREAU)))["Office"][0] == 30
    assert arrivals(ask(ties, end(STATE)))["Office"][0] == 20


def test_of_a_year_that_was_not_asked_for_nothing_is_told() -> None:
    ties = [pays("1", STATE, UN, "100"), also("2", BUREAU, UN, "60"), pays("3", STATE, UN, "7", on="2021")]

    answer = ask([*PARTS, *ties], None, end(UN), year=2021)

    assert of_parts(answer) == []
    assert "told-of-parts" not in answer.missing


LEVELS = {0: frozenset[int](), 1: frozenset({0}), 2: frozenset({0, 1}), 3: frozenset({0})}
"""0 has the parts 1 and 3, 1 has the part 2; 10 has the part 11."""
WHOLES = LEVELS | {10: frozenset[int](), 11: frozenset({10})}
TOLD = st.dictionaries(
    st.tuples(st.sampled_from(sorted(LEVELS)), st.sampled_from([10, 11])),
    st.dictionaries(st.just(2020), st.tuples(st.integers(-50, 100), st.sampled_from("ab"))),
)


@given(TOLD)
def test_nothing_is_taken_off_twice_and_nothing_is_lost(told: dict[tuple[int, int], dict[int, Told]]) -> None:
    apart = told_apart(told, WHOLES)

    for pair, years in apart.items():
        for year, one in years.items():
            minor, teller = told[pair][year]
            assert 0 < one.minor <= minor
            for other in one.pairs:
                assert _is_part(other, pair)
                assert told[other][year][1] != teller
    for pair, years in told.items():
        for year, (minor, teller) in years.items():
            left = _left(told, apart, pair, year)
            parts = [
                max(_left(told, apart, other, year), 0)
                for other in told
                if _is_part(other, pair) and year in told[other] and told[other][year][1] != teller
            ]
            # Whole and parts together are the larger of the two, however they are nested.
            assert left + sum(parts) == max(minor, sum(parts)) if minor > 0 else left == minor


def test_two_wholes_of_one_part_each_lose_it() -> None:
    told: dict[tuple[int, int], dict[int, Told]] = {
        pair: {2020: (100, source)} for pair, source in zip(product((0, 1), (10, 11)), "abbc", strict=True)
    }

    assert told_apart(told, WHOLES) == {
        (0, 11): {2020: Apart(100, ((1, 11),))},
        (1, 10): {2020: Apart(100, ((1, 11),))},
        (0, 10): {2020: Apart(100, ((1, 11),))},
    }


def _is_part(part: tuple[int, int], whole: tuple[int, int]) -> bool:
    ends = zip(part, whole, strict=True)
    return part != whole and all(one == other or other in WHOLES[one] for one, other in ends)


def _left(
    told: dict[tuple[int, int], dict[int, Told]],
    apart: dict[tuple[int, int], dict[int, Apart]],
    pair: tuple[int, int],
    year: int,
) -> Decimal:
    one = apart.get(pair, {}).get(year)
    return Decimal(told[pair][year][0] - (one.minor if one else 0))
