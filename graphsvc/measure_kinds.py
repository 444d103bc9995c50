"""What a measure says of itself: what it reads, which way it looks, what it costs and what can be chosen about it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Any, Final

from graphsvc.errors import WrongUse
from graphsvc.kernel.tiegraph import TieGraph

Number = int | float
Value = Number | Mapping[str, Number | None] | None


class Direction(Enum):
    """Which ties of a directed network a measure follows."""

    IN = "ties received"
    OUT = "ties given"
    EITHER = "ties in either direction"


class Cost(Enum):
    """How the time grows with actors n and ties m; seconds for 100,000 actors and 500,000 ties on two cores."""

    LINEAR = ("n + m", 0.2)
    TRIANGLES = ("m times the square root of m", 0.2)
    SEARCHES = ("n times m / 512", 15.0)
    ALL_PAIRS = ("n times m", 180.0)

    def __init__(self, growth: str, seconds: float) -> None:
        self.growth = growth
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing that can be chosen about a measure. `default` None: nothing is chosen. Words are among `choices`."""

    name: str
    kind: type[bool | int | float | str]
    default: bool | float | str | None
    help: str
    choices: tuple[str, ...] = ()

    def read(self, given: object) -> bool | float | str | None:
        """`given` as this parameter's kind of value; raises BadParameter when it is none."""
        if given is None and self.default is None:
            return None
        is_number = isinstance(given, int | float) and not isinstance(given, bool)
        if self.kind is bool and isinstance(given, bool):
            return given
        if self.kind is int and is_number and isinstance(given, int):
            return given
        if self.kind is float and is_number and isinstance(given, int | float) and math.isfinite(given):
            return float(given)
        if self.kind is str and isinstance(given, str) and given in self.choices:
            return given
        raise BadParameter(f"{self.name} must be {_KINDS.get(self.kind) or ', '.join(self.choices)}.")


_KINDS: Final = MappingProxyType({bool: "true or false", int: "a whole number", float: "a number"})


@dataclass(frozen=True, slots=True)
class Measure:
    """A number for every actor, and what has to be said about it.

    Attributes:
        name: under which it is asked for.
        label: key of its name in the languages of the pages.
        description: what it says about an actor, in one line.
        direction: which ties of a directed network it follows.
        reads: the attribute of ties that it takes, when the graph has it; None: ties count one.
        cost: how long it takes.
        compute: (graph, parameters) to {actor: value}.
        parameters: what can be chosen.
    """

    name: str
    label: str
    description: str
    direction: Direction
    reads: str | None
    cost: Cost
    compute: Callable[[TieGraph, Mapping[str, Any]], Mapping[Any, Value]]
    parameters: tuple[Parameter, ...] = ()


class BadParameter(WrongUse):
    """A measure was given a parameter that it does not have, or a value that it cannot take."""

    code = "measure.bad-parameter"
