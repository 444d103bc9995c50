"""What an importer is, and the registry in which it is found by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from graphsvc.kinds import Kinds
from graphsvc.model.records import Item


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest that is taken; anything larger is refused while it is read."""

    max_file_bytes: int = 2_000_000_000
    max_rows: int = 1_000_000
    max_columns: int = 500
    max_cell_characters: int = 2_000
    max_unpacked_bytes: int = 200_000_000


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read: the kinds of this installation, limits, and what the person chose.

    Attributes:
        mapping: path of a mapping file for foreign headers (importers that take one); None: the documented headers.
        choices: further choices by name, as text (`sheet`, `encoding`, `date-order`, `include-hidden`, ...), checked by
            the importer.
    """

    kinds: Kinds
    limits: Limits = Limits()
    mapping: Path | None = None
    choices: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Importer:
    """A file format.

    Attributes:
        name: what a person types: `graphsvc import NAME FILE...`.
        summary: one line for the list of importers.
        read: a generator of items; memory does not grow with the files where the format can be streamed. Raises
            UnreadableFile where a whole file is refused; everything smaller is a RowIssue. One Tally a unit at the end.
        example: a command that works on the shipped samples.
    """

    name: str
    summary: str
    read: Callable[[Sequence[Path], Reading], Iterator[Item]]
    example: str
