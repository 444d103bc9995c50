"""What an analysis of a network file says of itself, and the options that analyses share."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from graphsvc.cli.console import Console
from graphsvc.errors import WrongUse


@dataclass(frozen=True, slots=True)
class Option:
    """One option that an analysis takes beside those of every measure. Its value is text, or None when not given.

    Analyses may take the same flag with another meaning or default.
    """

    flag: str
    metavar: str
    help: str
    default: int | str | None = None

    @property
    def name(self) -> str:
        """Under which argparse keeps it."""
        return self.flag.lstrip("-").replace("-", "_")

    def text(self, args: argparse.Namespace) -> str:
        """What was given; raises WrongUse when it was not."""
        given: str | None = getattr(args, self.name)
        if given is None:
            raise WrongUse(f"{args.measure} needs {self.flag} {self.metavar}.", hint=f"{self.flag}: {self.help}.")
        return given

    def whole(self, args: argparse.Namespace, least: int, most: int) -> int:
        """What was given, or the default, as a whole number; raises WrongUse when it is none from least to most."""
        given: str | None = getattr(args, self.name)
        if given is None and isinstance(self.default, int):
            return self.default
        text = self.text(args)
        if not (text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most):
            raise WrongUse(f"{self.flag} must be a whole number from {least} to {most}.", value=text)
        return int(text)

    def word(self, args: argparse.Namespace, choices: Sequence[str]) -> str:
        """What was given, or the default, as one of some words; raises WrongUse when it is none of them."""
        given: str | None = getattr(args, self.name)
        if given is None and isinstance(self.default, str):
            return self.default
        text = self.text(args)
        if text not in choices:
            raise WrongUse(f"{self.flag} must be one of: {', '.join(choices)}.", value=text)
        return text


@dataclass(frozen=True, slots=True)
class Analysis:
    """An answer of its own shape about a network file.

    Attributes:
        name: under which it is asked for.
        description: what it says, in one line.
        direction: which ties of a directed network it follows, in words.
        reads: the attribute of ties that it takes; None: ties count one.
        options: what it takes beside the file.
        answer: reads the file, computes, prints; gives the exit code.
    """

    name: str
    description: str
    direction: str
    reads: str | None
    options: tuple[Option, ...]
    answer: Callable[[argparse.Namespace, Console], int]


SOURCE = Option("--source", "ID", "the actor that the routes start from")
TARGET = Option("--target", "ID", "the actor that they lead to")
COUNT = Option("-k", "K", "how many, at most; 1 to 100", default=5)
LONGEST = Option("--longest", "H", "the most ties of a route; 1 to 6", default=4)
