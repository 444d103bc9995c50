"""Real files for the contract of importers. Each importer registers its own in a module `files_*.py` here."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

REPOSITORY = Path(__file__).parents[3]


@dataclass(frozen=True)
class Registered:
    """Files that an importer must read whole.

    Attributes:
        name: of the case, for people.
        importer: its name in the registry.
        files: paths from the repository's root.
        count: counts the files' units by other means than the importer's: {unit of a tally: how many}.
        mapping: path of a mapping file from the repository's root.
        grow: writes files of the same form with many times as many units into a folder, and gives their paths; for
            importers that stream. The memory of reading them must stay under `most_grown_bytes`.
        most_grown_bytes: what reading the grown files may take; far less than the files are large.
    """

    name: str
    importer: str
    files: tuple[str, ...]
    count: Callable[[Sequence[Path]], Mapping[str, int]]
    mapping: str | None = None
    choices: Mapping[str, str] = field(default_factory=dict)
    grow: Callable[[Path], Sequence[Path]] | None = None
    most_grown_bytes: int = 20_000_000

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files."""
        return tuple(REPOSITORY / file for file in self.files)


def all_registered() -> list[Registered]:
    """What every module `files_*.py` beside this one lists as FILES."""
    found: list[Registered] = []
    for path in sorted(Path(__file__).parent.glob("files_*.py")):
        found.extend(importlib.import_module(f"tests.contracts.importers.{path.stem}").FILES)
    return found
