"""One cell of a worksheet as text, and what it is beside that."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

from lxml import etree

from graphsvc.errors import UnreadableFile
from importers.reading.book import Book, NumberFormat, decode, plain_text
from importers.reading.parts import local_name, small_number
from importers.reading.tables import Mark

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  (a spreadsheet's days have no time zone)
_DAYS_TO_1904 = 1462
_FIRST_SAFE_DAY = 61
"""Days before 1 March 1900 are off by one: the programs believe in a 29 February 1900."""
_LAST_DAY = 2_958_465
_EXACT_DIGITS = 15
_MOST_DIGITS = 40
"""Beyond this a number is not worked with: arithmetic on 1e999999 would overflow."""
_OUTSIDE = re.compile(
    r"\[\d+\]|\||\b(?:WEBSERVICE|DDE|HYPERLINK|IMPORT\w+|CALL|RTD|FILTERXML|IMAGE)\s*\(", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of a cell, its mark if it is more than text, and whether a formula stands behind it."""

    text: str
    mark: Mark | None = None
    is_formula: bool = False


def read_cell(book: Book, element: etree._Element, place: str) -> Cell:
    """What the `<c>` element says. Raises UnreadableFile for a reference to a text that the workbook does not hold."""
    value = formula = inline = None
    for child in element:
        name = local_name(child)
        if name == "v":
            value = child.text
        elif name == "f":
            formula = child.text or "="
        elif name == "is":
            inline = plain_text(child)
    if formula is not None and _OUTSIDE.search(re.sub(r'"[^"]*"', '""', formula)):
        return Cell(value or "", Mark.OUTSIDE, is_formula=True)
    if formula is not None and value is None and inline is None:
        return Cell("", Mark.NO_VALUE, is_formula=True)
    cell = _typed(book, element, inline if inline is not None else value, place)
    return Cell(cell.text, cell.mark, is_formula=formula is not None)


def _typed(book: Book, element: etree._Element, value: str | None, place: str) -> Cell:
    kind = element.get("t") or "n"
    if value is None or (kind == "n" and not value.strip()):
        return Cell("")
    if kind == "s":
        return Cell(_shared(book, value, place))
    if kind == "inlineStr":
        return Cell(value)
    if kind == "str":
        return Cell(decode(value))
    if kind == "b":
        return Cell("TRUE" if value.strip() == "1" else "FALSE", Mark.BOOLEAN)
    if kind == "e":
        return Cell(value.strip(), Mark.ERROR)
    if kind == "d":
        return Cell(value.strip().removesuffix("T00:00:00"), Mark.DATE)
    return _number(book, element, value.strip(), place)


def _shared(book: Book, value: str, place: str) -> str:
    if book.texts is None:
        message = "The workbook's table of texts is missing, and cells refer to it."
        raise book.archive.refuse("xlsx.texts-missing", message, place=place)
    number = small_number(value)
    if number is None or number >= len(book.texts):
        message = "The cell refers to a text that the workbook does not hold."
        raise book.archive.refuse("xlsx.text-unknown", message, place=place)
    return book.texts[number]


def _number(book: Book, element: etree._Element, value: str, place: str) -> Cell:
    try:
        number = Decimal(value)
    except InvalidOperation as error:
        raise _not_a_number(book, place) from error
    if not number.is_finite():
        return Cell(value, Mark.ERROR)
    if number.adjusted() > _MOST_DIGITS:
        return Cell(value, Mark.LONG)
    form = _form(book, element)
    if form is NumberFormat.DATE:
        return _date(book, number)
    if form is NumberFormat.TIME:
        return Cell(value, Mark.BAD_DATE)
    text = _written(number)
    if form is NumberFormat.PADDED:
        return Cell(text, Mark.PADDED)
    if len(text.lstrip("-").replace(".", "")) > _EXACT_DIGITS:
        return Cell(text, Mark.LONG)
    return Cell(text, Mark.PERCENT if form is NumberFormat.PERCENT else Mark.NUMBER)


def _not_a_number(book: Book, place: str) -> UnreadableFile:
    return book.archive.refuse("xml.malformed", "A number cell holds no number.", place=place)


def _form(book: Book, element: etree._Element) -> NumberFormat:
    index = small_number(element.get("s") or "0")
    return book.formats[index] if index is not None and index < len(book.formats) else NumberFormat.PLAIN


def _written(number: Decimal) -> str:
    """The number as a person typed it: the file holds doubles, whose digits behind the 15th are noise."""
    if number == number.to_integral_value():
        return str(int(number))
    rounded = float(f"{float(number):.15g}")
    return format(Decimal(repr(rounded)), "f")


def _date(book: Book, number: Decimal) -> Cell:
    days = number + (_DAYS_TO_1904 if book.starts_in_1904 else 0)
    if not _FIRST_SAFE_DAY <= days <= _LAST_DAY:
        return Cell(str(number), Mark.BAD_DATE)
    seconds = round(float(days % 1) * 86_400)
    moment = _EPOCH + timedelta(days=int(days), seconds=seconds)
    text = moment.strftime("%Y-%m-%d %H:%M:%S") if seconds % 86_400 else moment.strftime("%Y-%m-%d")
    return Cell(text, Mark.DATE)
