"""Texts, days and amounts out of IATI elements; what cannot be used is refused by a rule with an advice."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter

from lxml import etree

from graphsvc.errors import InvalidValue
from graphsvc.model.currencies import NO_CURRENCY, digits_of
from graphsvc.model.values import PartialDate, Period
from importers.reading.cleaning import clean
from importers.units import Unusable

Element = etree._Element  # noqa: SLF001  (lxml's own name of the type of an element)
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
Names = tuple[tuple[str, str | None], ...]
"""What the narratives of an element say: (text, language) pairs."""

children: Callable[[Element], list[Element]] = itemgetter(slice(None))
"""The elements directly inside an element, in half the time that iterating over it takes."""

_WHOLE_DIGITS = 18
_AMOUNT = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,15})?")
_DAY = re.compile(r"(\d{4}(?:-\d\d(?:-\d\d)?)?)(Z|[+-]\d\d:\d\d|T[\d:.]+(?:Z|[+-]\d\d:\d\d)?)?")
_CURRENCY = re.compile(r"[A-Za-z]{3}")


def narratives(element: Element, language: str | None) -> Names:
    """The texts of an element and their languages: its narratives (2.0x), else its own text (1.0x)."""
    inner = children(element)
    found = [
        (text, child.get(LANGUAGE) or language)
        for child in inner
        if child.tag == "narrative" and (text := own_text(child)).strip()
    ]
    if not found:
        text = own_text(element).strip() if not inner else (element.text or "").strip()
        if text:
            found = [(text, element.get(LANGUAGE) or language)]
    return tuple(found)


def first_narrative(element: Element) -> str:
    """The first of the texts of an element; empty where it has none."""
    inner = children(element)
    for child in inner:
        if child.tag == "narrative" and (text := own_text(child)).strip():
            return text
    return (element.text or "").strip()


def remark(text: str, most: int) -> str | None:
    """A description as it can be shown, cut to `most` characters; None where it is empty or hides how it reads."""
    if text.isascii():
        return text.strip()[:most] or None
    cleaned = clean(text)
    return cleaned.text[:most] or None if cleaned.refusal is None else None


def attributes_of(element: Element) -> tuple[tuple[str, str], ...]:
    """The attributes of an element as (name, value) pairs, without namespaces."""
    return tuple([(str(name).rpartition("}")[2], str(value)) for name, value in element.items()])


def own_text(element: Element) -> str:
    """All text of an element, markup inside it aside."""
    return "".join(str(part) for part in element.itertext()) if len(element) else element.text or ""


@lru_cache(maxsize=8192)
def read_day(text: str, column: str) -> Period:
    """The day in `text`, as a period of one day; a time or zone behind it is left out.

    Raises:
        Unusable: impossible dates, other forms, and years outside 1800 to 2200.
    """
    match = _DAY.fullmatch(text.strip())
    try:
        day = PartialDate(match[1]) if match else None
    except InvalidValue:
        day = None
    if day is None:
        advice = "Write a day that exists as 2019-10-08, in the years 1800 to 2200."
        raise Unusable("date.impossible", advice, column, text)
    return Period(day, day)


@lru_cache(maxsize=512)
def read_currency(text: str | None, default: str | None) -> str:
    """The currency of a value: its own, else the activity's. Raises Unusable where there is none."""
    code = (text or "").strip() or (default or "").strip()
    if not code:
        advice = "Give the value a currency, or the activity a default-currency."
        raise Unusable("value.no-currency", advice, "currency")
    if not _CURRENCY.fullmatch(code) or code.upper() in NO_CURRENCY:
        raise Unusable("value.bad-currency", "Use a code of three letters such as USD.", "currency", code)
    return code.upper()


def read_amount(text: str | None, currency: str) -> tuple[Decimal, bool]:
    """The exact amount, and whether it was rounded to the currency's smallest unit. The sign is kept.

    Raises:
        Unusable: blank, grouped digits, a comma, an exponent, NaN, or more than 18 digits.
    """
    plain = text.strip() if text else ""
    if len(plain) <= _WHOLE_DIGITS and plain.isdecimal() and plain.isascii():
        return Decimal(plain), False
    if not plain:
        raise Unusable("value.blank", "A blank value is not zero: give the amount.", "value")
    match = _AMOUNT.fullmatch(plain)
    if match is None:
        advice = "Write digits, with a point before decimals: 1234.50."
        raise Unusable("value.not-a-number", advice, "value", plain)
    amount = Decimal(plain)
    units = digits_of(currency)
    if match[1] is None or len(match[1]) - 1 <= units:
        return amount, False
    rounded = amount.quantize(Decimal(1).scaleb(-units))
    return rounded, rounded != amount
