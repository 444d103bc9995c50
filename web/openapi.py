"""The description of the JSON API (OpenAPI 3.1), made from the registered pages and the types of their answers."""

from __future__ import annotations

import dataclasses
import re
import types
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

from graphsvc.access import Scope
from graphsvc.model.values import PartialDate
from web.answers import is_shown
from web.pages import API, Page, Parameter

_SIMPLE: Mapping[type, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    bytes: {"type": "string"},
    Decimal: {"type": "string", "description": "An exact decimal number."},
    Scope: {"type": "string", "description": "collection/level"},
    PartialDate: {"type": "string", "description": "A year, a month or a day, as precise as it is known."},
}
_PROBLEM = {
    "type": "object",
    "description": "RFC 9457. `code` is stable.",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
    },
}
_LANGUAGE = Parameter("language", "Language of names and words; otherwise by Accept-Language.")


def describe_api(pages: Iterable[Page], *, title: str, version: str) -> dict[str, Any]:
    """The OpenAPI document."""
    schemas: dict[str, Any] = {"Problem": _PROBLEM}
    paths = {re.sub(r"<(\w+)>", r"{\1}", f"{API}{page.path}"): {"get": _operation(page, schemas)} for page in pages}
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": version},
        "paths": paths,
        "components": {"schemas": dict(sorted(schemas.items()))},
    }


def _operation(page: Page, schemas: dict[str, Any]) -> dict[str, Any]:
    in_path = [_parameter(Parameter(name, "", is_required=True), "path") for name in re.findall(r"<(\w+)>", page.path)]
    in_query = [_parameter(parameter, "query") for parameter in (*page.parameters, _LANGUAGE)]
    return {
        "operationId": page.name,
        "summary": page.summary,
        "parameters": in_path + in_query,
        "responses": {
            "200": {
                "description": page.summary,
                "content": {"application/json": {"schema": _schema(page.answer, schemas)}},
            },
            "default": {
                "description": "What happened and what to do.",
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
            },
        },
    }


def _parameter(parameter: Parameter, where: str) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": where,
        "required": parameter.is_required,
        "description": parameter.description,
        "schema": {"type": "string"},
    }


def _schema(hint: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    """The schema of a type hint; dataclasses and enums are collected in `schemas` by name."""
    origin, inner = get_origin(hint), get_args(hint)
    if hint is types.NoneType:
        return {"type": "null"}
    if origin in (Union, types.UnionType):
        return {"anyOf": [_schema(one, schemas) for one in inner]}
    if origin in (tuple, frozenset):
        if origin is tuple and len(inner) > 1 and inner[1] is not Ellipsis:
            return {"type": "array", "prefixItems": [_schema(one, schemas) for one in inner], "items": False}
        return {"type": "array", "items": _schema(inner[0], schemas)}
    if origin is not None and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": _schema(inner[1], schemas)}
    base = getattr(hint, "__supertype__", hint)
    if base in _SIMPLE:
        return dict(_SIMPLE[base])
    if issubclass(base, date):
        return {"type": "string"}
    if base.__name__ not in schemas:
        schemas[base.__name__] = {}
        schemas[base.__name__] = _named(base, schemas)
    return {"$ref": f"#/components/schemas/{base.__name__}"}


def _named(base: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    if issubclass(base, Enum):
        return {"type": "string", "enum": [getattr(member, "label", member.value) for member in base]}
    hints = get_type_hints(base)
    names = [field.name for field in dataclasses.fields(base) if is_shown(base, field.name)]
    return {
        "type": "object",
        "required": names,
        "properties": {name: _schema(hints[name], schemas) for name in names},
    }
