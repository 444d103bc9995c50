from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.model.currencies import CURRENCIES, from_minor, to_minor
from graphsvc.model.statements import StatementId
from graphsvc.model.values import FlowClass, PartialDate, Status
from graphsvc.money_choice import Beside, Chosen, MoneySaid, Stage, Why, choose


def said(id_: str, flow_class: FlowClass = FlowClass.DISBURSEMENT, **more: Any) -> MoneySaid:
    facts: dict[str, Any] = {
        "payer": 0,
        "recipient": 1,
        "amount": Decimal(10),
        "currency": "EUR",
        "day": PartialDate("2020-05-05"),
        "value_date": None,
        "status": Status.REALISED,
        "source": "a",
    }
    return MoneySaid(StatementId(id_), flow_class=flow_class, **(facts | more))


def told(chosen: Chosen) -> tuple[list[str], dict[str, str]]:
    return [one.id for one in chosen.counted], {one.said.id: one.why.value for one in chosen.beside}


def test_a_commitment_is_never_added_to_its_payment() -> None:
    chosen = choose([said("1"), said("2", FlowClass.COMMITMENT)])

    assert told(chosen) == (["1"], {"2": "other-stage"})
    assert told(choose([said("1"), said("2", FlowClass.COMMITMENT)], Stage.COMMITTED)) == (["2"], {"1": "other-stage"})


def test_the_payers_word_is_counted_and_the_recipients_confirms_it() -> None:
    chosen = choose([said("1", FlowClass.INCOMING), said("2"), said("3", FlowClass.INCOMING, recipient=2)])

    assert told(chosen) == (["2", "3"], {"1": "other-side"})


def test_money_that_arrives_in_the_next_year_is_not_counted_in_both() -> None:
    late, soon = PartialDate("2020-12-30"), PartialDate("2021-01-05")

    chosen = choose([said("1", day=late), said("2", FlowClass.INCOMING, day=soon)])

    assert told(chosen) == (["1"], {"2": "other-side"})


def test_the_recipients_word_is_counted_where_it_states_more_years() -> None:
    rows = [said(str(year), FlowClass.INCOMING, day=PartialDate(str(year))) for year in (2019, 2020, 2021)]

    assert told(choose([*rows, said("1")])) == (["2019", "2020", "2021"], {"1": "other-side"})


def test_two_sources_that_say_the_same_count_once() -> None:
    rows = [
        said("1", source="b"),
        said("2", source="a", newest="2020"),
        said("3", source="b", newest=""),
        said("4", source="c"),
    ]

    assert told(choose(rows)) == (["1", "3"], {"2": "other-source", "4": "other-source"})
    assert told(choose(rows[:2] + rows[3:])) == (["2"], {"1": "other-source", "4": "other-source"})
    assert told(choose([rows[3], said("0", source="b")])) == (["0"], {"4": "other-source"})


def test_the_stage_is_the_one_with_amounts_for_most_pairs() -> None:
    rows = [said("1", recipient=2), said("2", FlowClass.PLEDGE), said("3", FlowClass.PLEDGE, recipient=2)]

    chosen = choose(rows)

    assert (chosen.stage, dict(chosen.pairs)[Stage.PROMISED]) == (Stage.PROMISED, 2)
    assert choose(rows[:2]).stage is Stage.PAID
    assert choose([]).stage is Stage.PAID


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"amount": None, "currency": None}, Why.NO_AMOUNT),
        ({"flow_class": FlowClass.DECLARED}, Why.NO_AMOUNT),
        ({"status": Status.PLANNED}, Why.PLANNED),
        ({"status": Status.ENDED, "flow_class": FlowClass.COMMITMENT}, Why.ENDED),
        ({"day": None}, Why.NO_YEAR),
    ],
)
def test_what_cannot_be_counted_says_why(more: dict[str, Any], why: Why) -> None:
    one = said("1", **more)

    assert choose([one]).beside == (Beside(one, why),)
    assert choose([one]).counted == ()


def test_a_return_keeps_its_sign_and_a_payment_that_ended_was_still_made() -> None:
    rows = [said("1"), said("2", amount=Decimal(-4)), said("3", status=Status.ENDED)]

    assert sum(one.amount or 0 for one in choose(rows).counted) == 16


@given(
    st.lists(
        st.builds(
            lambda number, flow_class, source, amount, status, year: said(
                str(number), flow_class, source=source, amount=amount, status=status, day=year
            ),
            st.integers(0, 10**6),
            st.sampled_from(FlowClass),
            st.sampled_from("ab"),
            st.none() | st.decimals(-9, 9, places=2),
            st.sampled_from(Status),
            st.none() | st.sampled_from((PartialDate("2020"), PartialDate("2021-02"))),
        ),
        max_size=12,
        unique_by=lambda one: one.id,
    )
)
def test_every_statement_is_counted_or_beside_and_a_pair_has_one_side_and_one_word_a_year(
    rows: list[MoneySaid],
) -> None:
    chosen = choose(rows)

    ids = [one.id for one in chosen.counted] + [one.said.id for one in chosen.beside]
    assert sorted(ids) == sorted(one.id for one in rows)
    words: Counter[tuple[int, int, int | None]] = Counter()
    for payer, recipient, year, _, _, _ in {
        (one.payer, one.recipient, one.year, one.stage, one.side, one.source) for one in chosen.counted
    }:
        words[payer, recipient, year] += 1
    assert all(count == 1 for count in words.values())
    sides = {(one.payer, one.recipient): one.side for one in chosen.counted}
    assert all(sides[one.payer, one.recipient] is one.side for one in chosen.counted)
    assert choose(rows[::-1]) == chosen


@given(st.integers(-(10**20), 10**20), st.sampled_from(sorted(CURRENCIES)))
def test_minor_units_and_back(minor: int, currency: str) -> None:
    assert to_minor(from_minor(minor, currency), currency) == (minor, False)
