"""Dates and amounts out of texts: exact, as precise as written, and never guessed."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from enum import StrEnum

from graphsvc.errors import InvalidValue
from graphsvc.model.values import PartialDate

_ISO = re.compile(r"(\d{4}(?:-\d{2}(?:-\d{2})?)?)(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?")
_LOCAL = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_SHORT_YEAR = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2}")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_PLAIN = re.compile(r"[-+]?\d+")
_GROUPS = {
    ",": re.compile(r"[-+]?\d{1,3}(?:,\d{3})+"),
    ".": re.compile(r"[-+]?\d{1,3}(?:\.\d{3})+"),
    " ": re.compile(r"[-+]?\d{1,3}(?: \d{3})+"),
    "'": re.compile(r"[-+]?\d{1,3}(?:'\d{3})+"),
}
_MINUS = str.maketrans({"\u2212": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2019": "'", "٫": ".", "٬": ","})
_MOST_DIGITS = 30


class DateOrder(StrEnum):
    """Which of day, month and year comes first in dates such as 01/02/2024."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


class DecimalMark(StrEnum):
    """Which sign parts whole units from fractions."""

    POINT = "point"
    COMMA = "comma"


class Unusable(Exception):
    """A text that gives no value: the rule and what to do. It ends as an issue of its row, never further up."""

    def __init__(self, rule: str, advice: str) -> None:
        super().__init__(rule)
        self.rule = rule
        self.advice = advice


def needs_date_order(text: str) -> bool:
    """Whether `text` is a date that can be read in two ways, day first or month first."""
    match = _LOCAL.fullmatch(text.strip())
    return match is not None and int(match[1]) <= 12 and int(match[2]) <= 12 and int(match[1]) != int(match[2])


def parse_date(text: str, order: DateOrder | None = None) -> PartialDate:
    """The date in `text`: `2019`, `2019-10`, `2019-10-08` (a time behind it is left out), or with an order 8/10/2019.

    Raises:
        Unusable: anything else, impossible dates, and years outside 1800 to 2200.
    """
    iso = _ISO.fullmatch(text)
    try:
        if iso is not None:
            return PartialDate(iso[1])
        local = _LOCAL.fullmatch(text)
        if local is not None:
            return PartialDate(_local(int(local[1]), int(local[2]), local[3], order))
    except InvalidValue as error:
        raise Unusable("date.impossible", f"There is no such date. {error.hint}") from error
    if _SERIAL.fullmatch(text):
        raise Unusable(
            "date.serial", "This is a spreadsheet's inner number of a day; format the column as a date first."
        )
    if _SHORT_YEAR.fullmatch(text):
        raise Unusable("date.short-year", "Write the year with four digits: 2019-10-08.")
    raise Unusable("date.unknown-form", "Write 2019, 2019-10 or 2019-10-08.")


def _local(first: int, second: int, year: str, order: DateOrder | None) -> str:
    day_first = order is DateOrder.DAY_FIRST or (order is None and first > 12)
    day, month = (first, second) if day_first else (second, first)
    return f"{year}-{month:02d}-{day:02d}"


def parse_amount(text: str, mark: DecimalMark | None = None) -> Decimal:
    """The exact number in `text`, with grouping signs and digits of any script.

    Raises:
        Unusable: what is no number, has an exponent or a currency sign, is -0, or can be read in two ways (`1,234`).
    """
    plain = _ascii_digits(text.translate(_MINUS).strip())
    if not plain or not re.fullmatch(r"[-+]?[\d.,' ]*\d", plain) or len(plain) > _MOST_DIGITS:
        raise Unusable("amount.not-a-number", "Write digits only; the currency has a column of its own.")
    number = Decimal(_decimal_text(plain, mark))
    if number.is_zero() and number.is_signed():
        raise Unusable(
            "amount.minus-zero", "Minus zero is no amount; write 0, or leave the cell blank if it is not known."
        )
    return number


def _ascii_digits(text: str) -> str:
    return "".join(str(unicodedata.digit(char)) if char.isdecimal() else char for char in text)


def _decimal_text(plain: str, mark: DecimalMark | None) -> str:
    if _PLAIN.fullmatch(plain):
        return plain
    signs = [char for char in plain if char in ",.' "]
    last = signs[-1]
    if last in "' ":
        return _grouped(plain, last)
    point = {DecimalMark.POINT: ".", DecimalMark.COMMA: ","}.get(mark) if mark else None
    only_one = len(signs) == 1
    if only_one and point is None and _GROUPS[last].fullmatch(plain):
        raise Unusable("amount.ambiguous", "This can be read in two ways; declare the decimal sign (point or comma).")
    is_fraction = signs.count(last) == 1 and (point is None or last == point)
    if not is_fraction:
        return _grouped(plain, last)
    whole, _, fraction = plain.rpartition(last)
    others = set(signs[:-1])
    if len(others) > 1:
        raise Unusable("amount.not-a-number", "Use one sign between thousands.")
    return f"{_grouped(whole, others.pop()) if others else whole}.{fraction}"


def _grouped(plain: str, sign: str) -> str:
    if not _GROUPS[sign].fullmatch(plain):
        raise Unusable("amount.not-a-number", "The signs between thousands do not stand at thousands.")
    return plain.replace(sign, "")


def is_future(moment: PartialDate, today: date) -> bool:
    """Whether all that `moment` can mean lies after `today`."""
    return moment.first_day > today
