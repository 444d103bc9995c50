"""Answers as JSON: the same value that the page shows, field by field, under the same names."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from types import MappingProxyType, NoneType
from typing import Any, cast

import orjson

from graphsvc.access import Scope
from graphsvc.model.records import ActorRecord, TieRecord
from graphsvc.model.values import PartialDate

JSON_TYPE = "application/json"

# A source's own keys stay inside; the row as it stood belongs to the evidence page, which has it as `raw`.
_HIDDEN: Mapping[type, frozenset[str]] = MappingProxyType(
    {
        ActorRecord: frozenset({"key", "raw"}),
        TieRecord: frozenset({"key", "raw", "ego", "alter"}),
    }
)


def is_shown(kind: type, field: str) -> bool:
    """Whether `field` of the dataclass `kind` is part of answers."""
    return field not in _HIDDEN.get(kind, ())


def plain(value: object) -> Any:
    """`value` as what JSON knows: fields by name, enums and partial dates as words, amounts as texts, sets sorted.

    Raises:
        TypeError: the answer holds something that is not a value.
    """
    kind = type(value)
    convert = _KNOWN.get(kind)
    if convert is None:
        convert = _KNOWN[kind] = _converter(kind)
    return convert(value)


_KNOWN: dict[type, Callable[[Any], Any]] = {}
"""How each type met so far is converted: answers are made of few types, and of very many values."""


def _converter(kind: type) -> Callable[[Any], Any]:
    """How values of this very type become what JSON knows."""
    for kinds, convert in _CONVERT:
        if issubclass(kind, kinds):
            return convert
    if dataclasses.is_dataclass(kind):
        names = tuple(field.name for field in dataclasses.fields(kind) if is_shown(kind, field.name))
        return lambda held: {name: plain(getattr(held, name)) for name in names}
    raise TypeError(kind.__name__)


_CONVERT: tuple[tuple[tuple[type, ...], Callable[[Any], Any]], ...] = (
    # A StrEnum is a str, so enums come first.
    ((Enum,), lambda member: getattr(member, "label", member.value)),
    ((str, int, float, NoneType), lambda simple: simple),
    ((PartialDate,), lambda known: known.text),
    ((Scope, Decimal), str),
    ((date,), lambda day: day.isoformat()),
    ((bytes,), bytes.hex),
    ((Mapping,), lambda mapping: {str(plain(key)): plain(item) for key, item in mapping.items()}),
    ((frozenset,), lambda items: sorted(map(plain, items))),
    ((tuple, list), lambda items: list(map(plain, items))),
)


def as_json(value: object) -> bytes:
    """`plain(value)` as JSON text; NaN and infinity, which JSON lacks, become null.

    The values inside of values are left to orjson, which asks for one after the other: that is several times faster
    than making the whole of `plain` first, and answers are large.
    """
    return orjson.dumps(_one_level(value), default=_one_level, option=orjson.OPT_PASSTHROUGH_DATACLASS)


_READY = frozenset({str, int, float, bool, NoneType})
_FIELDS: dict[type, tuple[str, ...] | None] = {}
"""The shown fields of each dataclass met so far."""


def _one_level(value: object) -> Any:
    """`plain(value)`, but dataclasses inside of a dataclass, alone or in a tuple, stay as they are."""
    names = _fields(type(value))
    if names is None:
        return plain(value)
    return {name: held if type(held := getattr(value, name)) in _READY else _inside(held) for name in names}


def _inside(held: object) -> Any:
    kind = type(held)
    if kind is tuple:
        return held if all(_fields(type(one)) is not None for one in cast("tuple[object, ...]", held)) else plain(held)
    return plain(held) if _fields(kind) is None else held


def _fields(kind: type) -> tuple[str, ...] | None:
    """The names of the shown fields; None for what is no dataclass, or is more than one (an enum, a partial date)."""
    if kind not in _FIELDS:
        is_value = dataclasses.is_dataclass(kind) and not any(issubclass(kind, some) for some, _ in _CONVERT)
        fields = dataclasses.fields(kind) if is_value else ()
        _FIELDS[kind] = tuple(field.name for field in fields if is_shown(kind, field.name)) if is_value else None
    return _FIELDS[kind]
