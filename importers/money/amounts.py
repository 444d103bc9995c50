"""Amounts, currencies and days out of texts: exact, as precise as written, and never guessed."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from graphsvc.errors import InvalidValue
from graphsvc.model.currencies import NO_CURRENCY, digits_of
from graphsvc.model.values import PartialDate
from importers.units import Unusable

_NUMBER = re.compile(r"[+-]?\d{1,18}(\.\d{1,15})?(?:[eE]([+-]?\d{1,2}))?", re.ASCII)
_CODE = re.compile(r"[A-Za-z]{3}")
_DAY = re.compile(r"(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?|Z)?", re.ASCII)
_WHOLE_DIGITS = 18
IMPLAUSIBLE = Decimal(10) ** 12
"""From here on an amount is doubted: no flow of aid comes near it in any currency that is much used."""


@lru_cache(maxsize=512)
def currency_of(text: str, column: str = "currency") -> str:
    """The code of the currency in `text`, in capitals.

    Raises:
        Unusable: blank, no code of three letters, or a code that stands for no currency.
    """
    code = text.strip()
    if not code:
        raise Unusable("value.no-currency", "Give the amount its currency; it is never guessed.", column)
    if not _CODE.fullmatch(code) or code.upper() in NO_CURRENCY:
        raise Unusable("value.bad-currency", "Use a code of three letters such as USD.", column, code)
    return code.upper()


def is_implausible(amount: Decimal | None) -> bool:
    """Whether an amount is so large that it is doubted."""
    return amount is not None and (amount >= IMPLAUSIBLE or amount <= -IMPLAUSIBLE)


def amount_of(text: str, currency: str, column: str) -> tuple[Decimal, bool]:
    """The exact amount, sign kept, and whether it was rounded to the currency's smallest unit.

    Args:
        text: digits with a point before decimals, as JSON and machines write them; an exponent is worked out.
        currency: its code.
        column: where it stands, for the error.

    Raises:
        Unusable: blank, anything else, or more than 18 digits before the point.
    """
    plain = text.strip()
    if plain.isdecimal() and plain.isascii() and len(plain) <= _WHOLE_DIGITS:
        return Decimal(plain), False
    if not plain:
        raise Unusable("value.blank", "A blank amount is not zero: give the amount.", column)
    match = _NUMBER.fullmatch(plain)
    if match is None:
        advice = "Write digits, with a point before decimals: 1234.50."
        raise Unusable("value.not-a-number", advice, column, plain[:200])
    amount = Decimal(plain)
    if amount.adjusted() >= _WHOLE_DIGITS:
        raise Unusable("value.not-a-number", "An amount has at most 18 digits.", column, plain)
    units = digits_of(currency)
    rounded = amount.quantize(Decimal(1).scaleb(-units)) if amount != amount.to_integral_value() else amount
    if rounded == amount:
        return Decimal(format(amount, "f")) if match[2] else amount, False
    return rounded, True


@lru_cache(maxsize=16384)
def day_of(text: str, column: str) -> PartialDate:
    """The date in `text`, as precise as it is written; a time behind it is left out.

    Raises:
        Unusable: impossible dates, other forms, and years outside 1800 to 2200.
    """
    match = _DAY.fullmatch(text.strip())
    try:
        if match is not None:
            return PartialDate(match[1])
    except InvalidValue:
        pass
    advice = "Write a day that exists as 2019-10-08, in the years 1800 to 2200."
    raise Unusable("date.impossible", advice, column, text[:200])
