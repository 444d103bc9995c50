"""A case of the corpus: files that are wrong, odd or odd-looking, and what must come of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from graphsvc.model.records import Item
from importers.importer import Limits


class Outcome(StrEnum):
    """What must come of a file."""

    REFUSED = "R"
    """The whole file, with file, place, rule and way out; no record before the refusal is needed or trusted."""
    ISSUE = "I"
    """One row or more are refused, each with rule and place; the rest goes on."""
    REPAIRED = "F"
    """Everything is taken after a harmless repair that is noted."""
    TAKEN = "T"
    """Everything is taken as it stands; doubts may be noted."""


@dataclass(frozen=True)
class Case:
    """One file or more, and what must come of them.

    Attributes:
        id: as in the table of the corpus, with a letter where one line of it has several files: `C05b`.
        make: writes the files into an empty folder. They are given to the importer in the order of `order`,
            else by name.
        rules: REFUSED: the one rule. ISSUE: the rules of the refusing issues, in order. REPAIRED, TAKEN: the rules of
            the notes, in any order.
        place: of the refusal, or of the first refusing issue; None: not looked at.
        check: looks at the items further.
    """

    id: str
    slug: str
    kind: str
    outcome: Outcome
    make: Callable[[Path], object]
    rules: tuple[str, ...] = ()
    place: str | None = None
    importer: str = "workbook"
    choices: Mapping[str, str] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    mapping: str | None = None
    check: Callable[[Sequence[Item]], None] | None = None

    @property
    def name(self) -> str:
        """The name of the case's folder."""
        return f"{self.kind}/{self.id}-{self.slug}"


def files(**contents: str | bytes) -> Callable[[Path], None]:
    """Writes `name=content` as files; two underscores in a name stand for the dot."""

    def make(folder: Path) -> None:
        for name, content in contents.items():
            data = content if isinstance(content, bytes) else content.encode("utf-8")
            (folder / name.replace("__", ".")).write_bytes(data)

    return make
