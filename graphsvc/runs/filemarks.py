"""Which files were read: their names and hashes, and the certainty that they stayed the same while they were read."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from graphsvc.errors import UnreadableFile
from graphsvc.model.records import Item

HASHED_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True)
class FileMark:
    """A file that is read: its name without folder, and its SHA-256."""

    name: str
    sha256: str


def mark_files(paths: Sequence[Path]) -> tuple[FileMark, ...]:
    """The marks of `paths`, in their order. Raises UnreadableFile where one cannot be read, or has an unfit name."""
    for path in paths:
        _check_kind(path)
    return tuple(FileMark(path.name, _sha256(path)) for path in paths)


def unchanged_while_read(paths: Sequence[Path], items: Iterable[Item]) -> Iterator[Item]:
    """`items`, read from `paths`. Raises UnreadableFile at the end if a file changed in the meantime."""
    before = [_stamp(path) for path in paths]
    yield from items
    for path, stamp in zip(paths, before, strict=True):
        if _stamp(path) != stamp:
            raise UnreadableFile(
                "the file was changed while it was read.",
                file=path.name,
                rule="file.changed",
                hint="Nothing was written. Wait until it is complete, then run the same command again.",
            )


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(HASHED_AT_ONCE):
                digest.update(piece)
    except OSError as error:
        raise _unreadable(path, error) from error
    return digest.hexdigest()


def _check_kind(path: Path) -> None:
    """Raises UnreadableFile for what never ends, such as a pipe, and for names that cannot be shown."""
    if not path.name.isprintable():
        shown = path.name.encode("ascii", "backslashreplace").decode()
        shown = "".join(char if char.isprintable() else "?" for char in shown)
        hint = "Rename it, with letters and digits only."
        raise UnreadableFile("its name cannot be shown.", file=shown, rule="file.name", hint=hint)
    try:
        is_odd = not stat.S_ISREG(path.stat().st_mode) and not path.is_dir()
    except OSError as error:
        raise _unreadable(path, error) from error
    if is_odd:
        message, hint = "this is no file, but a pipe or a device.", "Write it into a file first, then name that file."
        raise UnreadableFile(message, file=path.name, rule="file.unreadable", hint=hint)


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError as error:
        raise _unreadable(path, error) from error
    return found.st_size, found.st_mtime_ns


def _unreadable(path: Path, error: OSError) -> UnreadableFile:
    reasons = {
        FileNotFoundError: ("there is no such file.", "Check its name and folder."),
        IsADirectoryError: ("this is a folder.", "Name the files in it."),
        PermissionError: ("it may not be read.", "Check its owner and permissions."),
    }
    message, hint = reasons.get(type(error), ("it cannot be read.", "Check the disk, then try again."))
    return UnreadableFile(message, file=path.name, rule="file.unreadable", hint=hint)
