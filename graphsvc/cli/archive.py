"""The form of a backup: JSON Lines, one kept row each, between a header and a last line with count and hash."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

import orjson

from graphsvc.errors import StoreTooNew, UnreadableFile
from graphsvc.runs.plan import Progress
from graphsvc.store.protocol import FORMAT, Kept

WHAT = "graphsvc-backup"
LONGEST_LINE = 16_000_000
_TOLD_EVERY = 1_000


def write_archive(kept: Iterable[Kept], file: IO[bytes]) -> int:
    """Write everything; returns the number of rows."""
    digest = hashlib.blake2b(digest_size=32)
    rows = 0

    def put(value: Any) -> None:
        line = orjson.dumps(value) + b"\n"
        digest.update(line)
        file.write(line)

    put({"archive": WHAT, "format": FORMAT})
    for one in kept:
        put({"sort": one.sort, "values": dict(one.values)})
        rows += 1
    file.write(orjson.dumps({"rows": rows, "blake2b": digest.hexdigest()}) + b"\n")
    return rows


def check_archive(path: Path) -> int:
    """The number of rows of an archive that is whole. Raises UnreadableFile or StoreTooNew; nothing is restored yet."""
    digest = hashlib.blake2b(digest_size=32)
    number, last = 0, b""
    for number, line in enumerate(_lines(path), start=1):
        digest.update(last)
        last = line
        if number == 1:
            _check_header(path, line)
    end = _value(path, last, number)
    if not isinstance(end.get("blake2b"), str):
        raise _refusal(path, "it ends too early.", "archive.cut-off", number)
    if end["blake2b"] != digest.hexdigest() or end.get("rows") != number - 2:
        raise _refusal(path, "its contents do not fit its hash.", "archive.changed", number)
    return number - 2


def read_archive(path: Path) -> Iterator[Kept]:
    """The rows of an archive that `check_archive` found whole."""
    lines = _lines(path)
    next(lines)
    for number, line in enumerate(lines, start=2):
        value = _value(path, line, number)
        if "sort" in value:
            yield Kept(value["sort"], value["values"])


def counted(kept: Iterable[Kept], progress: Progress, doing: str, total: int | None = None) -> Iterator[Kept]:
    """`kept`, telling `progress` how far it has come."""
    for done, one in enumerate(kept):
        if done % _TOLD_EVERY == 0:
            progress(doing, done, total)
        yield one


def _check_header(path: Path, line: bytes) -> None:
    header = _value(path, line, 1)
    if header.get("archive") != WHAT or not isinstance(header.get("format"), int):
        raise _refusal(path, "this is no backup of graphsvc.", "archive.foreign", 1)
    if header["format"] > FORMAT:
        raise StoreTooNew("This backup was written by a newer version of graphsvc.")


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while line := file.readline(LONGEST_LINE):
                yield line
    except OSError as error:
        raise _refusal(path, "it cannot be read.", "file.unreadable", None) from error


def _value(path: Path, line: bytes, number: int) -> dict[str, Any]:
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise _refusal(path, "this line is no JSON; the file is cut off or changed.", "archive.json", number) from error
    if not isinstance(value, dict):
        raise _refusal(path, "this line is no row of a backup.", "archive.json", number)
    return value


def _refusal(path: Path, message: str, rule: str, line: int | None) -> UnreadableFile:
    place = f"line {line}" if line else None
    return UnreadableFile(
        message, file=path.name, place=place, rule=rule, hint="Nothing was restored. Use another copy."
    )
