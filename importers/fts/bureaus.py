"""The bureau behind a government: FTS names the government as the source, and the bureau in a keyword, if at all."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Bureau:
    """A part of a government that pays.

    Attributes:
        keyword: how FTS's keywords name it.
        words: how descriptions name it, in round brackets; empty: not looked for.
        government: the source under which it stands, as FTS prints it.
    """

    keyword: str
    words: str
    government: str
    name: str
    acronym: str
    kind: str
    country: str


@cache
def bureaus() -> tuple[Bureau, ...]:
    """The shipped list, read once."""
    text = files("importers.fts").joinpath("bureaus.csv").read_text("utf-8")
    return tuple(Bureau(**row) for row in csv.DictReader(text.splitlines()))


@cache
def _by_keyword() -> dict[tuple[str, str], Bureau]:
    return {(bureau.keyword, bureau.government): bureau for bureau in bureaus()}


def bureau_of(government: str, keywords: tuple[str, ...], description: str) -> tuple[Bureau | None, bool]:
    """The bureau of `government` that a flow names, and whether it stands in the keywords (else in the description).

    None where no bureau of that government is named, or more than one.
    """
    if keywords:
        found = {known for word in keywords if (known := _by_keyword().get((word, government))) is not None}
        if found:
            return (next(iter(found)) if len(found) == 1 else None), True
    if "(" in description:
        text = description.casefold()
        named = [b for b in bureaus() if b.words and b.government == government and f"({b.words.casefold()})" in text]
        if len(named) == 1:
            return named[0], False
    return None, False
