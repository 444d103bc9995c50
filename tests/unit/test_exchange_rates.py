from __future__ import annotations

import csv
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.exchange_rates import Converted, ExchangeRates, NoRate, Rate
from graphsvc.model.values import PartialDate

RATES = ExchangeRates.load()


def on(text: str) -> PartialDate:
    return PartialDate(text)


def test_the_printed_rate_of_the_day_is_taken() -> None:
    """As the European Central Bank printed it for Friday 2 January 2015."""
    found = RATES.convert(Decimal(100), "EUR", "USD", on("2015-01-02"))

    assert found == Converted(Decimal("120.43"), Rate("EUR", "USD", Decimal("1.2043"), date(2015, 1, 2)))


@pytest.mark.parametrize(
    ("text", "day"),
    [("2015-01-04", "2015-01-02"), ("2023-12-25", "2023-12-22"), ("2015", "2015-12-31"), ("2023-04", "2023-04-28")],
)
def test_without_a_business_day_it_is_the_one_before(text: str, day: str) -> None:
    found = RATES.rate("USD", "MXN", on(text))

    assert isinstance(found, Rate)
    assert found.day == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("currency", "text", "why"),
    [
        ("USD", None, NoRate.NO_DATE),
        ("GTQ", "2023-05-05", NoRate.NOT_QUOTED),
        ("USD", "2014-12-31", NoRate.BEFORE),
        ("USD", "2031", NoRate.AFTER),
        ("RUB", "2023-05-05", NoRate.NOT_THEN),
        ("ISK", "2016-05-05", NoRate.NOT_THEN),
    ],
)
def test_what_has_no_rate_says_why(currency: str, text: str | None, why: NoRate) -> None:
    assert RATES.convert(Decimal(1), currency, "EUR", on(text) if text else None) is why


def test_the_same_currency_needs_no_rate() -> None:
    assert RATES.convert(Decimal("-1.005"), "GTQ", "GTQ", None) == Converted(Decimal("-1.005"), None)


def test_results_are_in_the_smallest_unit_of_the_currency() -> None:
    found = RATES.convert(Decimal("12.34"), "USD", "JPY", on("2020-06-15"))

    assert isinstance(found, Converted)
    assert found.amount == found.amount.to_integral_value()
    assert found.amount.as_tuple().exponent == 0


@given(
    st.decimals(-(10**15), 10**15, places=2),
    st.sampled_from(("USD", "EUR", "MXN", "TRY", "GBP")),
    st.sampled_from(("USD", "EUR", "MXN", "TRY", "GBP")),
    st.dates(date(2015, 1, 2), date(2026, 4, 13)),
)
def test_conversions_are_those_of_fractions(amount: Decimal, currency: str, target: str, day: date) -> None:
    text = files("graphsvc").joinpath("exchange-rates.csv").read_text("utf-8")
    rows = {row["date"]: row for row in csv.DictReader(text.splitlines())}
    before = day
    while before.isoformat() not in rows:
        before -= timedelta(1)
    row = rows[before.isoformat()] | {"EUR": "1"}

    found = RATES.convert(amount, currency, target, on(day.isoformat()))

    assert isinstance(found, Converted)
    exact = Fraction(amount) * Fraction(row[target]) / Fraction(row[currency])
    assert abs(Fraction(found.amount) - exact) <= Fraction(5, 1000)
    assert found.rate is None if currency == target else found.rate is not None and found.rate.day == before
