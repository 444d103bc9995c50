"""Cells of the tables that we write: none is a formula for the spreadsheet that opens it."""

from __future__ import annotations

import re
import unicodedata

_SIGNS = frozenset("=+-@|%")
_CONTROLS = frozenset("\t\r\n\0")
_SEPARATOR = re.compile(r"([;\t\r\n])")
"""What a spreadsheet may take for the end of a cell, where it is set so; then the quotes around a cell do not help."""
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
"""A negative amount is a number for everybody: as a text, a sum over the column would leave it out in silence."""


def inert(cell: str) -> str:
    """`cell` as a text that no spreadsheet computes.

    An apostrophe stands before what could be a formula, at the beginning or behind a separator; leading blanks, quotes
    and full-width signs do not hide one.
    """
    if _NUMBER.fullmatch(cell):
        return cell
    harmless = "".join(f"'{part}" if _is_active(part) else part for part in _SEPARATOR.split(cell))
    return f"'{harmless}" if harmless[:1] in _CONTROLS else harmless


def _is_active(part: str) -> bool:
    begins = unicodedata.normalize("NFKC", part.lstrip().lstrip('" ')[:1])
    return bool(begins) and begins in _SIGNS
