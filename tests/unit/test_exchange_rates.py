from __future__ import annotations

import csv
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.exchange_rates import Converted, ExchangeRates, NoRate, Rate, Table
from graphsvc.model.currencies import CURRENCIES
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
        ("RUB", "2022-03-20", NoRate.NOT_THEN),
        ("GTQ", "2021-01-01", NoRate.NOT_QUOTED),
    ],
)
def test_what_has_no_rate_says_why(currency: str, text: str | None, why: NoRate) -> None:
    assert RATES.convert(Decimal(1), currency, "EUR", on(text) if text else None) is why


@pytest.mark.parametrize(
    ("currency", "target", "text", "rate", "day"),
    [
        pytest.param("USD", "GTQ", "2019-05-05", "7.71636", "2019-05-31", id="not quoted by the bank"),
        pytest.param("USD", "GTQ", "2019-05-31", "7.71636", "2019-05-31", id="on the last day"),
        pytest.param("USD", "HNL", "2020", None, "2020-12-31", id="of a year the last month"),
        pytest.param("USD", "CRC", "2015-01", "536.965", "2015-01-31", id="of a month its last day"),
        pytest.param("USD", "ISK", "2016-05-05", None, "2016-05-31", id="not quoted by the bank at that time"),
    ],
)
def test_what_the_bank_does_not_quote_has_the_rate_of_the_end_of_the_month(
    currency: str, target: str, text: str, rate: str | None, day: str
) -> None:
    found = RATES.rate(currency, target, on(text))

    assert isinstance(found, Rate)
    assert (found.day, found.table) == (date.fromisoformat(day), Table.MONTHLY)
    printed = _monthly(day)[target]
    assert found.rate == Decimal(printed)
    assert rate in (None, printed)


def test_two_currencies_of_the_monthly_table_are_converted_through_the_dollar() -> None:
    found = RATES.convert(Decimal(1_000), "GTQ", "MXN", on("2018-02-11"))
    printed = _monthly("2018-02-28")

    assert isinstance(found, Converted)
    exact = Fraction(1_000) * Fraction(printed["MXN"]) / Fraction(printed["GTQ"])
    assert abs(Fraction(found.amount) - exact) <= Fraction(1, 200)


def test_where_the_bank_quotes_both_its_rate_of_the_day_is_taken() -> None:
    found = RATES.rate("USD", "MXN", on("2019-05-31"))

    assert isinstance(found, Rate)
    assert found.table is Table.DAILY


def test_both_tables_agree_on_what_both_have() -> None:
    """At the ends of months, within 6 %: a code that stands for another currency in one of them would be far off."""
    daily = {code for code in RATES.printed if code in RATES.monthly}
    far = [
        (code, day)
        for code in daily
        for day in RATES.months
        if isinstance(found := RATES.rate("USD", code, on(day.isoformat())), Rate)
        and found.table is Table.DAILY
        and RATES.monthly[code][RATES.months.index(day)]
        and not Decimal("0.94") < found.rate / Decimal(RATES.monthly[code][RATES.months.index(day)]) < Decimal("1.06")
    ]

    assert len(daily) > 25
    assert far == []


def test_the_monthly_table_is_of_whole_months_and_of_known_currencies() -> None:
    assert [(day + timedelta(1)).day for day in RATES.months] == [1] * 72
    assert set(RATES.monthly) <= CURRENCIES
    assert set(RATES.monthly["USD"]) == {"1"}
    assert all(Decimal(rate) > 0 for rates in RATES.monthly.values() for rate in rates if rate)


def _monthly(day: str) -> dict[str, str]:
    text = files("graphsvc").joinpath("exchange-rates-monthly.csv").read_text("utf-8")
    return next(row for row in csv.DictReader(text.splitlines()) if row["date"] == day)


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
