"""Sheets of grants: funder, recipient, amount, known by their headers, read as ties of kind `funds`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from graphsvc.folding import fold
from importers.reading.tables import header_key
from importers.workbook.mapping import Feed, TablePlan, Translation

FORM = "grants"
"""What a person says with --set table=grants."""
_ENDS = ("from.name", "to.name")
_WITH_CURRENCY = re.compile(r"(.+?)\s*(?:[(\[]\s*([A-Za-z]{3})\s*[)\]]|\b(?:in|en)\s+([A-Z]{3}))")
_CONSTANTS = {"kind": "funds", "from.kind": "organization", "from.roles": "funder", "to.kind": "organization"}


@dataclass(frozen=True, slots=True)
class _Words:
    columns: Mapping[str, str]
    classes: Mapping[str, str]
    translation: Translation
    titles: frozenset[str]


@cache
def _words() -> _Words:
    found = tomllib.loads(files("importers.workbook").joinpath("grants.toml").read_text("utf-8"))
    return _Words(
        _turned(found["columns"]),
        _turned(found["classes"]),
        Translation(
            "flow_class",
            {text: MappingProxyType({"flow_class": name}) for name, texts in found["words"].items() for text in texts},
        ),
        frozenset(fold(title) for title in found["titles"]),
    )


def _turned(table: Mapping[str, Sequence[str]]) -> Mapping[str, str]:
    return MappingProxyType({header_key(header): name for name, headers in table.items() for header in headers})


def is_called(title: str) -> bool:
    """Whether a sheet or file of this name holds grants."""
    return fold(title) in _words().titles


def fits(headers: Sequence[str]) -> int:
    """How many of `headers` a sheet of grants has; 0 without both funder and recipient."""
    known = [name for header in headers if (name := _column(header)[0]) is not None]
    return len(known) if set(_ENDS) <= set(known) else 0


def grants_plan(header: Sequence[str]) -> TablePlan:
    """The plan of a sheet of grants with this header.

    The class of the amounts is that of the column `class`; without one, what the header of the amounts says
    ("amount paid"), else *declared*. A currency in the header of the amounts ("amount (USD)") is that of all rows.
    """
    columns: dict[str, Feed] = {}
    constants = dict(_CONSTANTS)
    for text in header:
        name, currency = _column(text)
        if text.startswith("attr:"):
            columns.setdefault(text, Feed((text,)))
        elif name is not None and name not in columns:
            columns[name] = Feed((text,))
            if name == "amount":
                constants |= _of_amounts(text, currency)
    if "flow_class" in columns:
        constants.pop("flow_class", None)
    if "currency" in columns:
        constants.pop("currency", None)
    if "value_date" in columns and not {"start", "end"} & set(columns):
        columns["start"] = columns["value_date"]
    constants = {name: text for name, text in constants.items() if name not in columns}
    return TablePlan(
        "ties",
        columns=MappingProxyType(columns),
        constants=MappingProxyType(constants),
        translations=(_words().translation,),
    )


def says_no_class(plan: TablePlan) -> bool:
    """Whether nothing in a sheet of grants says what its amounts are."""
    return "amount" in plan.columns and plan.constants.get("flow_class") == "declared"


def _of_amounts(header: str, currency: str | None) -> dict[str, str]:
    match = _WITH_CURRENCY.fullmatch(header) if currency else None
    plain = header_key(match[1] if match else header)
    found = {"flow_class": _words().classes.get(plain, "declared")}
    return found | ({"currency": currency} if currency else {})


def _column(header: str) -> tuple[str | None, str | None]:
    """The column that a header feeds, and the currency that it names."""
    name = _words().columns.get(header_key(header))
    if name is not None:
        return name, None
    match = _WITH_CURRENCY.fullmatch(header)
    if match is not None and _words().columns.get(header_key(match[1])) == "amount":
        return "amount", (match[2] or match[3]).upper()
    return None, None
