"""The cells of one row as values of the model; whatever cannot be used becomes an issue of that row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import TypeVar

from graphsvc.errors import InvalidValue
from graphsvc.folding import fold
from graphsvc.model.records import Place, RowIssue
from graphsvc.model.values import Identifier, PartialDate
from importers.countries import country_code
from importers.reading.cleaning import ADVICE, clean, one_line
from importers.reading.scalars import DateOrder, DecimalMark, Unusable, needs_date_order, parse_amount, parse_date
from importers.reading.tables import Mark, Use
from importers.workbook.plan import Cell

_Meaning = TypeVar("_Meaning")
_SHOWN = 200
_LISTED = 30
_BAR = "|"


@dataclass(frozen=True, slots=True)
class Manners:
    """How texts are to be understood: the order in dates, the decimal sign, what day it is, how long a cell may be."""

    date_order: DateOrder | None
    decimal: DecimalMark | None
    today: date
    max_characters: int


class Fields:
    """One row's cells, taken one by one. `issues` grows; `is_refused` once one of them refuses the row."""

    def __init__(self, place: Place, cells: Mapping[str, Cell], manners: Manners) -> None:
        self.place = place
        self.cells = cells
        self.manners = manners
        self.issues: list[RowIssue] = []
        self.missing: list[str] = []

    @property
    def is_refused(self) -> bool:
        """Whether the row cannot be used."""
        return any(issue.is_refusal for issue in self.issues)

    def issue(self, rule: str, advice: str, column: str, *, is_refusal: bool = True) -> None:
        """Adds an issue about the cell of `column`."""
        cell = self.cells.get(column)
        header = (cell.header if cell else None) or column
        value = cell.text[:_SHOWN] if cell and cell.text else None
        self.issues.append(RowIssue(self.place, rule, advice, header[:_SHOWN], value, is_refusal))

    def text(self, column: str, *, is_code: bool = False, is_long: bool = False) -> str | None:
        """The clean text of `column`; None where it is blank or cannot be used."""
        if column not in self.cells:
            return None
        plain = self._usable(column, Use.TEXT)
        if plain is None:
            return None
        cleaned = clean(plain, is_code=is_code)
        if cleaned.refusal:
            self.issue(cleaned.refusal, ADVICE[cleaned.refusal], column)
            return None
        for rule in (*cleaned.repairs, *cleaned.doubts):
            self.issue(rule, ADVICE[rule], column, is_refusal=False)
        return (cleaned.text if is_long else one_line(cleaned.text)) or None

    def needed(self, column: str, *, is_code: bool = False) -> str | None:
        """The text of a column that must not be blank."""
        before = len(self.issues)
        found = self.text(column, is_code=is_code)
        if found is None and len(self.issues) == before:
            self.missing.append(column)
            self.issue("cell.blank", "This cell must not be blank.", column)
        return found

    def many(self, column: str, *, is_code: bool = False) -> tuple[str, ...]:
        """The texts of `column` that are separated by bars, each once."""
        text = self.text(column, is_code=is_code) or ""
        return tuple(dict.fromkeys(part.strip() for part in text.split(_BAR) if part.strip()))

    def word(self, column: str, words: Mapping[str, _Meaning], rule: str) -> _Meaning | None:
        """The meaning of the word in `column`; None where it is blank; an issue where it is not known."""
        text = self.text(column)
        return None if text is None else self._meaning(text, column, words, rule)

    def words(self, column: str, words: Mapping[str, _Meaning], rule: str) -> tuple[_Meaning, ...]:
        """The meanings of the words in `column` that are separated by bars."""
        found = (self._meaning(text, column, words, rule) for text in self.many(column))
        return tuple(meaning for meaning in found if meaning is not None)

    def day(self, column: str) -> PartialDate | None:
        """The date in `column`, as precise as it is written."""
        text = self._usable(column, Use.DATE)
        if text is None:
            return None
        try:
            found = parse_date(self._year_or_text(column, text), self.manners.date_order)
        except Unusable as unusable:
            self.issue(unusable.rule, unusable.advice, column)
            return None
        if "/" in text and self.manners.date_order is None and not needs_date_order(text):
            self.issue("date.order", f"Read as {found.text}.", column, is_refusal=False)
        return found

    def number(self, column: str) -> Decimal | None:
        """The exact number in `column`."""
        text = self._usable(column, Use.NUMBER)
        if text is None:
            return None
        cell = self.cells[column]
        try:
            if cell.mark in (Mark.NUMBER, Mark.PERCENT, Mark.PADDED):
                return parse_amount(text, DecimalMark.POINT)
            return parse_amount(text, self.manners.decimal)
        except Unusable as unusable:
            self.issue(unusable.rule, unusable.advice, column)
            return None

    def country(self, column: str) -> str | None:
        """The country in `column` by its code or name."""
        text = self.text(column)
        if text is None:
            return None
        code = country_code(text)
        if code is None:
            self.issue("country.unknown", "Use a code of two letters (MX), or the country's name.", column)
        return code

    def identifiers(self, column: str) -> tuple[Identifier, ...]:
        """The identifiers in `column`, each written as scheme:value."""
        found = []
        for text in self.many(column, is_code=True):
            scheme, _, value = text.partition(":")
            try:
                found.append(Identifier(scheme.strip().casefold(), value.strip()))
            except InvalidValue:
                self.issue("identifier.no-scheme", "Write scheme:value, for example org-id:XM-DAC-41121.", column)
        return tuple(found)

    def _usable(self, column: str, use: Use) -> str | None:
        cell = self.cells.get(column)
        if cell is None:
            return None
        if cell.mark is not None and use in cell.mark.refused_for:
            self.issue(cell.mark.rule, cell.mark.advice, column)
            return None
        if len(cell.text) > self.manners.max_characters:
            advice = f"The text has {len(cell.text):,} characters; {self.manners.max_characters:,} are taken."
            self.issue("cell.too-long", advice, column)
            return None
        return cell.text.strip() or None

    def _meaning(self, text: str, column: str, words: Mapping[str, _Meaning], rule: str) -> _Meaning | None:
        meaning = words.get(fold(text))
        if meaning is None:
            self.issue(rule, _ways_out(fold(text), list(words)), column)
        return meaning

    def _year_or_text(self, column: str, text: str) -> str:
        """A number cell is a date only if it is a year; other numbers are a day's inner number."""
        is_number = self.cells[column].mark is Mark.NUMBER
        if is_number and not (text.isdigit() and len(text) == 4):
            raise Unusable("date.serial", "This is a number, not a date; format the column as a date first.")
        return text


def _ways_out(word: str, words: list[str]) -> str:
    """What to write instead of a word that is not known: those most like it, and where all of them stand."""
    like = get_close_matches(word, words, n=3, cutoff=0.6) or [one for one in words if one.startswith(word[:5])][:3]
    meant = f"Did you mean {' or '.join(like)}? " if like else ""
    if len(words) <= _LISTED:
        return f"{meant}Use one of: {', '.join(words)}."
    some = ", ".join(words[:_LISTED])
    return f"{meant}Use one of: {some}, or others; `graphsvc template` writes a workbook with all of them."
