"""What a person chooses about a workbook: sheet, encoding, order of dates, decimal sign, hidden parts, merged cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TypeVar

from graphsvc.errors import WrongUse
from importers.importer import Reading
from importers.reading.scalars import DateOrder, DecimalMark
from importers.reading.sheets import SheetChoices
from importers.reading.tabular import TableChoices
from importers.reading.text import declared_encoding
from importers.workbook import grants
from importers.workbook.columns import form_called, forms
from importers.workbook.fields import Manners
from importers.workbook.mapping import TableMapping, load

_Member = TypeVar("_Member", bound=StrEnum)

ALLOWED: Mapping[str, str] = {
    "sheet": "the sheet to read, where it does not have the documented name",
    "table": "what a single table holds: actors, ties, sources, facts or grants",
    "encoding": "how a text file was saved: utf-8, utf-16, cp1252, cp1254, ...",
    "date-order": "dmy or mdy, for dates such as 01/02/2024",
    "decimal": "point or comma",
    "header-row": "the row of the header, where it is not the first",
    "include-hidden": "yes: hidden rows, columns and sheets are read too",
    "merged": "fill: the value of merged cells is written into each of them",
    "today": "the day against which dates in the future are judged (2024-03-01)",
}
"""The choices by name, with what each is for."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices, checked, and the mapping file if one was given."""

    table: str | None
    sheet: str | None
    reading: TableChoices
    date_order: DateOrder | None
    decimal: DecimalMark | None
    today: date
    mapping: TableMapping | None

    def manners(self, max_characters: int) -> Manners:
        """How texts are to be understood."""
        return Manners(self.date_order, self.decimal, self.today, max_characters)


def choices_of(reading: Reading) -> Choices:
    """The choices of `reading`; those of a mapping file count where the person made none.

    Raises:
        WrongUse: a choice is not known, or its value is not.
        UnreadableFile: the mapping file cannot be used.
    """
    for name in reading.choices:
        if name not in ALLOWED:
            raise WrongUse(f"There is no choice {name!r}.", hint=f"Use one of: {', '.join(ALLOWED)}.")
    mapping = load(reading.mapping) if reading.mapping is not None else None
    chosen = {**(mapping.choices if mapping else {}), **reading.choices}
    sheets = SheetChoices(
        header_row=_row_number(chosen.get("header-row")),
        include_hidden=_yes(chosen, "include-hidden", "yes"),
        fill_merged=_yes(chosen, "merged", "fill"),
    )
    encoding = chosen.get("encoding")
    return Choices(
        table=_form(chosen.get("table")),
        sheet=chosen.get("sheet"),
        reading=TableChoices(declared_encoding(encoding) if encoding else None, sheets),
        date_order=_one_of(DateOrder, chosen, "date-order"),
        decimal=_one_of(DecimalMark, chosen, "decimal"),
        today=_today(chosen.get("today")),
        mapping=mapping,
    )


def _row_number(text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 10_000):
        raise WrongUse(f"header-row={text[:40]!r} is no row.", hint="Use a whole number, for example header-row=3.")
    return int(text)


def _yes(chosen: Mapping[str, str], name: str, word: str) -> bool:
    text = chosen.get(name)
    if text not in (None, word):
        raise WrongUse(f"{name}={text!r} is not known.", hint=f"Use {name}={word}, or leave it out.")
    return text is not None


def _form(text: str | None) -> str | None:
    if text is None:
        return None
    form = form_called(text) or (grants.FORM if grants.is_called(text) else None)
    if form is None:
        raise WrongUse(f"table={text[:40]!r} is not known.", hint=f"Use one of: {', '.join((*forms(), grants.FORM))}.")
    return form


def _one_of(members: type[_Member], chosen: Mapping[str, str], name: str) -> _Member | None:
    text = chosen.get(name)
    if text is None:
        return None
    try:
        return members(text)
    except ValueError:
        raise WrongUse(f"{name}={text[:40]!r} is not known.", hint=f"Use {' or '.join(members)}.") from None


def _today(text: str | None) -> date:
    if text is None:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongUse(f"today={text[:40]!r} is no day.", hint="Use the form 2024-03-01.") from None
