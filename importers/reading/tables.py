"""Tables as they stand in a file: header, rows with the file's own row numbers, and what a cell is beside its text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from itertools import islice
from types import MappingProxyType
from typing import Protocol

import pandas as pd

from graphsvc.folding import fold
from graphsvc.model.records import Place, RowIssue

Fits = Callable[[Sequence[str]], int]
"""How many headers of a row a reader knows: by this the header row, and the delimiter of a text file, are found."""
FRAME_ROWS = 2_000


class Use(StrEnum):
    """What a column is for; the same cell can be right in one and wrong in another."""

    TEXT = "text"
    DATE = "date"
    NUMBER = "number"


_ALL = frozenset(Use)
_SAVE = "Open the file in a spreadsheet, let it calculate, save it, and import that."


class Mark(Enum):
    """What a cell is beside its text; each with its rule, the uses it is refused for, and what to do about it."""

    NUMBER = ("cell.number", frozenset[Use](), "")
    DATE = ("cell.date", frozenset({Use.NUMBER}), "Write a number here; this cell is formatted as a date.")
    PERCENT = ("cell.percent", frozenset[Use](), "")
    PADDED = ("cell.padded", frozenset({Use.TEXT, Use.DATE}), "Make the column text, so that leading zeros are kept.")
    LONG = ("cell.long-number", _ALL, "Make the column text: a number keeps 15 digits, the rest is already lost.")
    BOOLEAN = ("cell.boolean", _ALL, "Write a word or a number here instead of a true/false cell.")
    ERROR = ("cell.error", _ALL, "The cell shows an error of the spreadsheet; correct it there.")
    NO_VALUE = ("cell.no-value", _ALL, f"The formula was never calculated. {_SAVE}")
    OUTSIDE = ("cell.outside", _ALL, "The formula reaches outside the file; replace it by its value.")
    MERGED = ("cell.merged", _ALL, "The cell is merged with others: part the cells and write the value into each.")
    BAD_DATE = ("cell.bad-date", _ALL, "The cell is no date that can be relied on; write it as text such as 2019-10.")

    def __init__(self, rule: str, refused_for: frozenset[Use], advice: str) -> None:
        self.rule = rule
        self.refused_for = refused_for
        self.advice = advice


@dataclass(frozen=True, slots=True)
class Row:
    """One row with at least one cell that is not blank.

    Attributes:
        number: the row (or, in a text file, the line) where it begins, as a person counts: the first is 1.
        values: one text a column of the header; blank is the empty text.
        marks: by position in `values`, for the cells that are more than text.
        flaw: rule and advice where the whole row cannot be used.
    """

    place: Place
    number: int
    values: tuple[str, ...]
    marks: Mapping[int, Mark] = field(default_factory=lambda: MappingProxyType({}))
    flaw: tuple[str, str] | None = None


class Table(Protocol):
    """One table of a file. `rows` can be asked for again and again; `notices` are complete after a whole pass."""

    @property
    def file(self) -> str:
        """The file's name."""
        ...

    @property
    def sheet(self) -> str | None:
        """The sheet's name; None in a text file."""
        ...

    @property
    def header(self) -> tuple[str, ...]:
        """The headers as printed, without blanks around them; blank where a column has none."""
        ...

    @property
    def notices(self) -> Sequence[RowIssue]:
        """What was taken after a repair, once each."""
        ...

    def rows(self) -> Iterator[Row]:
        """The rows below the header that are not blank, in order."""
        ...


def frames(table: Table, size: int = FRAME_ROWS) -> Iterator[pd.DataFrame]:
    """The table as pandas frames of at most `size` rows, everything text, nothing guessed.

    Columns are positions in the header (headers may be blank); the index is the file's own row number.
    """
    rows = table.rows()
    while batch := list(islice(rows, size)):
        yield pd.DataFrame(
            [row.values for row in batch],
            index=[row.number for row in batch],
            columns=range(len(table.header)),
            dtype=object,
        )


def header_key(header: str) -> str:
    """`header` for comparison: case, accents, blanks, underscores and punctuation aside; a prefix `attr:` is kept."""
    prefix, colon, rest = header.partition(":")
    if colon and fold(prefix) == "attr":
        return f"attr:{fold(rest)}"
    return fold(header)


def trimmed(header: Sequence[str]) -> tuple[str, ...]:
    """`header` without blanks around each and without the blank ones at the end."""
    cells = [" ".join(cell.split()) for cell in header]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def repeated(header: Sequence[str]) -> str | None:
    """The first header that stands twice, case and accents aside; None where all differ."""
    seen: set[str] = set()
    for cell in header:
        key = header_key(cell)
        if key and key in seen:
            return cell
        seen.add(key)
    return None
