"""Text files: which encoding, and lines that keep their ends, read without ever holding more than one long line."""

from __future__ import annotations

import codecs
import io
from collections.abc import Generator
from pathlib import Path

from graphsvc.errors import UnreadableFile, WrongUse
from importers.reading.files import HEAD_BYTES, is_archive, open_bytes, refusal, refuse_foreign_form

ENCODINGS = ("utf-8", "utf-16", "cp1252", "cp1254", "cp1250", "cp1251", "cp1256", "iso-8859-1", "iso-8859-9")
MAX_LINE_CHARACTERS = 4_000_000
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, ""),
    (codecs.BOM_UTF32_BE, ""),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BLOCK = 1_048_576


def declared_encoding(text: str) -> str:
    """The encoding a person names. Raises WrongUse for one that is not offered."""
    name = text.strip().casefold().replace("windows-", "cp").replace("utf8", "utf-8")
    if name not in ENCODINGS:
        raise WrongUse(f"Unknown encoding {text[:40]!r}.", hint=f"Use one of: {', '.join(ENCODINGS)}.")
    return name


class TextFile:
    """A text file of a known encoding. `lines` can be asked for again and again."""

    def __init__(self, path: Path, max_bytes: int, declared: str | None = None) -> None:
        self.path = path
        self._max_bytes = max_bytes
        with open_bytes(path, max_bytes) as stream:
            head = stream.read(HEAD_BYTES)
        self.encoding = self._encoding(head, declared)

    def _encoding(self, head: bytes, declared: str | None) -> str:
        for bom, encoding in _BOMS:
            if head.startswith(bom):
                if not encoding:
                    raise refusal(self.path, "text.utf-32", "This is UTF-32.", hint="Save the file as UTF-8.")
                return encoding
        if is_archive(head):
            message = "This is a ZIP archive with the name of a text file."
            raise refusal(self.path, "file.archive", message, hint="If it is a workbook, give it the ending .xlsx.")
        refuse_foreign_form(self.path, head)
        zeros = head.count(0)
        if zeros > len(head) // 5 and declared != "utf-16":
            message = "This looks like UTF-16 without a byte order mark."
            raise refusal(self.path, "text.utf-16", message, hint="Save the file as UTF-8.")
        return declared or "utf-8"

    def lines(self) -> Generator[str, None, None]:
        """The lines with their ends as they stand (LF, CRLF or CR, also mixed).

        Raises:
            UnreadableFile: a byte that does not fit the encoding (line and byte are named), or an endless line.
        """
        with open_bytes(self.path, self._max_bytes) as raw, io.TextIOWrapper(raw, self.encoding, newline="") as stream:
            number = 0
            while True:
                number += 1
                try:
                    line = stream.readline(MAX_LINE_CHARACTERS + 1)
                except UnicodeDecodeError as error:
                    raise self._bad_byte() from error
                if not line:
                    return
                if len(line) > MAX_LINE_CHARACTERS:
                    message = f"The line is longer than {MAX_LINE_CHARACTERS:,} characters."
                    hint = "Is this a table? Each row must stand in a line of its own."
                    raise refusal(self.path, "text.endless-line", message, place=f"line {number}", hint=hint)
                yield line

    def _bad_byte(self) -> UnreadableFile:
        offset, byte = self._where_it_breaks()
        line = self._line_of(offset)
        shown = "in the middle of a character, at the end" if byte is None else f"0x{byte:02X}"
        message = f"Byte {offset + 1:,} ({shown}) does not fit {self.encoding.upper()}."
        hint = (
            "Save the file as UTF-8, or declare how it was saved: encoding=cp1254 (Turkish Windows) "
            "or encoding=cp1252 (Western Windows)."
        )
        return refusal(self.path, "text.bad-byte", message, place=f"line {line}", hint=hint)

    def _where_it_breaks(self) -> tuple[int, int | None]:
        decoder = codecs.getincrementaldecoder(self.encoding)()
        done = 0
        with open_bytes(self.path, self._max_bytes) as stream:
            while True:
                block = stream.read(_BLOCK)
                waiting = len(decoder.getstate()[0])
                try:
                    decoder.decode(block, final=not block)
                except UnicodeDecodeError as error:
                    byte = error.object[error.start] if error.start < len(error.object) else None
                    return done - waiting + error.start, byte
                done += len(block)
                if not block:
                    return done, None

    def _line_of(self, offset: int) -> int:
        newline, back = ("\n", "\r")
        lines, done, last = 1, 0, ""
        width = 2 if self.encoding == "utf-16" else 1
        with open_bytes(self.path, self._max_bytes) as stream:
            while done < offset:
                block = stream.read(min(_BLOCK, offset - done))
                done += len(block)
                text = block[::width].decode("latin-1") if width == 1 else block.decode("utf-16-le", "replace")
                lines += text.count(newline) + text.count(back) - text.count(back + newline)
                lines -= last == back and text.startswith(newline)
                last = text[-1:]
        return lines
