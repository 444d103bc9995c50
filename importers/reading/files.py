"""What a file is, before any parser sees it: its size, and its form by its first bytes."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from graphsvc.errors import UnreadableFile

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_SAVE_AS = "Save it as an Excel workbook (.xlsx) or as CSV in UTF-8, then import that."
HEAD_BYTES = 65_536


def refusal(path: Path, rule: str, message: str, *, place: str | None = None, hint: str = "") -> UnreadableFile:
    """The error that refuses the whole file `path`."""
    return UnreadableFile(message, file=path.name, rule=rule, place=place, hint=hint)


def open_bytes(path: Path, max_bytes: int) -> BinaryIO:
    """The file, opened for reading. Raises UnreadableFile where it cannot be opened, is empty or is too large."""
    try:
        if not path.is_file():
            raise refusal(path, "file.missing", "There is no such file.", hint="Check the name and the folder.")
        stream = path.open("rb")
    except OSError as error:
        sentence = "The file cannot be opened."
        raise refusal(path, "file.unopened", sentence, hint="Check that you may read it.") from error
    size = path.stat().st_size
    if size == 0:
        stream.close()
        raise refusal(path, "file.empty", "The file is empty: it has no header.", hint="Export it again.")
    if size > max_bytes:
        stream.close()
        message = f"The file has {size:,} bytes; at most {max_bytes:,} are taken."
        raise refusal(path, "file.too-large", message, hint="Split it into several files.")
    return stream


def is_archive(head: bytes) -> bool:
    """Whether a file that begins with `head` is a ZIP archive, as every .xlsx is."""
    return head.startswith(_ZIP)


def refuse_foreign_form(path: Path, head: bytes) -> None:
    """Raises UnreadableFile where `head` is the beginning of a form that is never a table, and names the form."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if head.startswith(_OLE):
        _refuse_ole(path)
    if head.startswith(b"%PDF"):
        raise refusal(path, "file.pdf", "This is a PDF, not a table.", hint=_SAVE_AS)
    if start.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<head", b"<body")):
        raise refusal(path, "file.markup", "This is a web page or XML, not a table.", hint=_SAVE_AS)
    if start.startswith((b"{", b"[{", b"[\n", b"[\r")) or start == b"[":
        raise refusal(path, "file.json", "This is JSON, not a table.", hint=_SAVE_AS)


def _refuse_ole(path: Path) -> None:
    with path.open("rb") as stream:
        content = stream.read(4_000_000)
    if "EncryptedPackage".encode("utf-16-le") in content:
        message = "The workbook is protected by a password."
        raise refusal(path, "xlsx.protected", message, hint="Save it without a password, then import that.")
    raise refusal(path, "xlsx.old-format", "This is an old Excel workbook (.xls).", hint=_SAVE_AS)
