"""Building frozen values by the thousand, as importers do."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any, TypeVar, cast

Value = TypeVar("Value")


def quick(cls: type[Value]) -> type[Value]:
    """What builds a `cls` with the same arguments and the same checks, in a fifth of the time.

    The `__init__` of a frozen dataclass sets each field by a call of `object.__setattr__`. Here an unfrozen twin with
    the same slots takes the fields, then becomes a `cls` and is checked as one: what comes back is a `cls`, frozen,
    equal to one that was built as usual. It is a function, because Python calls a function without packing its
    arguments, and a class only after packing them.

    Args:
        cls: a frozen dataclass with slots, without default factories.

    >>> from graphsvc.model.records import Place
    >>> quick(Place)("actors.csv", locator="row 2") == Place("actors.csv", "row 2")
    True
    """
    declared = fields(cast("Any", cls))
    defaults = {f"default_{item.name}": item.default for item in declared if item.default is not MISSING}
    check = getattr(cls, "__post_init__", None)
    twin = type(cls.__name__, (), {"__slots__": tuple(item.name for item in declared)})
    names = {"cls": cls, "new": object.__new__, "twin": twin, "check": check, **defaults}
    arguments = [f"{item.name}=default_{item.name}" if item.default is not MISSING else item.name for item in declared]
    lines = [
        f"def build({', '.join(arguments)}):",
        " made = new(twin)",
        *(f" made.{item.name} = {item.name}" for item in declared),
        " made.__class__ = cls",
        *((" check(made)",) if check is not None else ()),
        " return made",
    ]
    # As dataclasses do: the text is made of the names of the fields of a class of ours, never of data.
    exec("\n".join(lines), names)  # noqa: S102
    return cast("type[Value]", names["build"])
