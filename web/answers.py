"""Answers as JSON: the same value that the page shows, field by field, under the same names."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from types import MappingProxyType
from typing import Any

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
    """`value` as what JSON knows: fields by name, enums and partial dates as their words, amounts as texts, sets sorted.

    Raises:
        TypeError: the answer holds something that is not a value.
    """
    if value is None or isinstance(value, bool | int | float | str) and not isinstance(value, Enum):
        return value
    if isinstance(value, PartialDate):
        return value.text
    if isinstance(value, Scope | Decimal):
        return str(value)
    if isinstance(value, Enum):
        return plain(getattr(value, "label", value.value))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = (field.name for field in dataclasses.fields(value))
        return {name: plain(getattr(value, name)) for name in names if is_shown(type(value), name)}
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    if isinstance(value, frozenset):
        return sorted(plain(item) for item in value)
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    raise TypeError(type(value).__name__)


def as_json(value: object) -> bytes:
    """`value` as JSON text; NaN and infinity, which JSON lacks, become null."""
    return orjson.dumps(plain(value))
