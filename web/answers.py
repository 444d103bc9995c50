"""Answers as JSON: the same value that the page shows, field by field, under the same names."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
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
_READY = frozenset({str, int, float, bool, NoneType})


def _converter(kind: type) -> Callable[[Any], Any]:
    """How values of this very type become what JSON knows."""
    for kinds, convert in _CONVERT:
        if issubclass(kind, kinds):
            return convert
    if dataclasses.is_dataclass(kind):
        return _by_fields(tuple(field.name for field in dataclasses.fields(kind) if is_shown(kind, field.name)))
    raise TypeError(kind.__name__)


def _by_fields(names: Sequence[str]) -> Callable[[Any], Any]:
    """What makes a dictionary of these fields, in half the time that a loop over their names takes."""
    items = [f"{name!r}: field if type(field := held.{name}) in ready else plain(field)" for name in names]
    made: dict[str, Any] = {"ready": _READY, "plain": plain}
    # As dataclasses do: the text is made of the names of the fields of a class of ours, never of data.
    exec(f"def convert(held): return {{{', '.join(items)}}}", made)  # noqa: S102
    return cast("Callable[[Any], Any]", made["convert"])


def _all(items: Iterable[object]) -> list[Any]:
    return [item if type(item) in _READY else plain(item) for item in items]


_CONVERT: tuple[tuple[tuple[type, ...], Callable[[Any], Any]], ...] = (
    # A StrEnum is a str, so enums come first.
    ((Enum,), lambda member: getattr(member, "label", member.value)),
    ((str, int, float, NoneType), lambda simple: simple),
    ((PartialDate,), lambda known: known.text),
    ((Scope, Decimal), str),
    ((date,), lambda day: day.isoformat()),
    ((bytes,), bytes.hex),
    ((Mapping,), lambda mapping: {str(plain(key)): plain(item) for key, item in mapping.items()}),
    ((frozenset,), lambda items: sorted(_all(items))),
    ((tuple, list), _all),
)


def as_json(value: object) -> bytes:
    """`plain(value)` as JSON text; NaN and infinity, which JSON lacks, become null."""
    return orjson.dumps(plain(value))
