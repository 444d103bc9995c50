"""Amounts in another currency, by the European Central Bank's reference rate of the day or the business day before it.

What the bank does not quote is converted by the rate that the International Monetary Fund gives for the end of that
month. Both tables come with the program (`exchange-rates.csv`: units of each currency per euro;
`exchange-rates-monthly.csv`: units per US dollar; free to use with the names of the two), so that a conversion needs no
network and is the same tomorrow. What has no rate is not converted, and says why; no rate is ever guessed.
"""

from __future__ import annotations

import csv
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from enum import StrEnum
from functools import cache
from importlib.resources import files

from graphsvc.model.currencies import digits_of
from graphsvc.model.values import PartialDate

LONGEST_GAP_DAYS = 7
"""The longest time without a business day is five days; a currency not quoted for longer has no rate."""
EURO = "EUR"
_DIGITS = 40


class NoRate(StrEnum):
    """Why an amount was not converted."""

    NO_DATE = "no-date"
    NOT_QUOTED = "not-quoted"
    BEFORE = "before-the-table"
    AFTER = "after-the-table"
    NOT_THEN = "not-quoted-then"


class Table(StrEnum):
    """Whose rates they are."""

    DAILY = "ecb"
    MONTHLY = "imf"


@dataclass(frozen=True, slots=True)
class Rate:
    """Units of `target` for one of `currency`, by what `table` gives for `day`."""

    currency: str
    target: str
    rate: Decimal
    day: date
    table: Table = Table.DAILY


@dataclass(frozen=True, slots=True)
class Converted:
    """An amount in the target currency, rounded half to even to its smallest unit; the rate is None if it was in it."""

    amount: Decimal
    rate: Rate | None


@dataclass(frozen=True, slots=True)
class ExchangeRates:
    """The tables: days in order, and of each currency the printed rates, blank where not quoted.

    Attributes:
        days, printed: business days; units per euro.
        months, monthly: last days of months; units per US dollar.
    """

    days: tuple[date, ...]
    printed: Mapping[str, tuple[str, ...]]
    months: tuple[date, ...]
    monthly: Mapping[str, tuple[str, ...]]

    @classmethod
    @cache
    def load(cls) -> ExchangeRates:
        """The shipped tables, read once."""
        return cls(*_read("exchange-rates.csv"), *_read("exchange-rates-monthly.csv"))

    def rate(self, currency: str, target: str, on: PartialDate | None) -> Rate | NoRate:
        """Units of `target` for one of `currency` on a day, or on the last business day before it that has both.

        Where the daily table has none, at the end of the month. Of a year or a month it is the last day. Raises
        nothing: what has no rate says why.
        """
        if on is None:
            return NoRate.NO_DATE
        found = self._daily(currency, target, on)
        return found if isinstance(found, Rate) else self._of_month(currency, target, on) or found

    def _of_month(self, currency: str, target: str, on: PartialDate) -> Rate | None:
        place = bisect_left(self.months, on.last_day)
        if place == len(self.months) or self.months[place].replace(day=1) > on.last_day:
            return None
        one, other = (self.monthly[code][place] if code in self.monthly else "" for code in (currency, target))
        if not one or not other:
            return None
        with localcontext(prec=_DIGITS):
            return Rate(currency, target, Decimal(other) / Decimal(one), self.months[place], Table.MONTHLY)

    def _daily(self, currency: str, target: str, on: PartialDate) -> Rate | NoRate:
        if any(code != EURO and code not in self.printed for code in (currency, target)):
            return NoRate.NOT_QUOTED
        wanted = on.last_day
        place = bisect_right(self.days, wanted) - 1
        if place < 0:
            return NoRate.BEFORE
        if wanted - self.days[-1] > timedelta(LONGEST_GAP_DAYS):
            return NoRate.AFTER
        while place >= 0 and wanted - self.days[place] <= timedelta(LONGEST_GAP_DAYS):
            one, other = self._per_euro(currency, place), self._per_euro(target, place)
            if one is not None and other is not None:
                with localcontext(prec=_DIGITS):
                    return Rate(currency, target, other / one, self.days[place])
            place -= 1
        return NoRate.NOT_THEN

    def convert(self, amount: Decimal, currency: str, target: str, on: PartialDate | None) -> Converted | NoRate:
        """`amount` in `target`; the same amount where it is in it already, even without a date."""
        if currency == target:
            return Converted(amount, None)
        rate = self.rate(currency, target, on)
        if isinstance(rate, NoRate):
            return rate
        with localcontext(prec=_DIGITS):
            smallest = Decimal(1).scaleb(-digits_of(target))
            return Converted((amount * rate.rate).quantize(smallest, rounding=ROUND_HALF_EVEN), rate)

    def _per_euro(self, currency: str, place: int) -> Decimal | None:
        printed = "1" if currency == EURO else self.printed[currency][place]
        return Decimal(printed) if printed else None


def _read(name: str) -> tuple[tuple[date, ...], dict[str, tuple[str, ...]]]:
    """The days of a table, and the column of each currency."""
    head, *rows = csv.reader(files("graphsvc").joinpath(name).read_text("utf-8").splitlines())
    columns = list(zip(*rows, strict=True))
    days = tuple(date.fromisoformat(day) for day in columns[0])
    return days, dict(zip(head[1:], map(tuple, columns[1:]), strict=True))
