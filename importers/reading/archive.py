"""ZIP archives are judged before they are unpacked: members, names, sizes, ratios, nesting, overlaps."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Self

from graphsvc.errors import UnreadableFile
from importers.reading.files import is_archive, refusal

MAX_MEMBERS = 200
MAX_RATIO_OF_ONE = 100
"""How many times larger one member may become; those under MIN_RATED_BYTES are not rated (tiny texts repeat)."""
MAX_RATIO = 60
"""The same for the whole archive. Workbooks of real programs lie between 5 and 20."""
MIN_RATED_BYTES = 1_000_000
MAX_PART_BYTES = 20_000_000
"""Largest part that is neither a sheet, nor its texts, nor a picture."""
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError)
"""What the standard library raises while it unpacks a damaged member."""
_END = b"PK\x05\x06"
_HINT = "Open it in a spreadsheet and save it again as .xlsx."
_LARGE_PARTS = ("xl/worksheets/", "xl/sharedStrings", "xl/media/", "xl/embeddings/")


class Archive:
    """A ZIP archive that has passed the checks. Use it as a context manager.

    Raises:
        UnreadableFile: the archive breaks a rule; nothing of it was unpacked.
    """

    def __init__(self, path: Path, max_unpacked_bytes: int) -> None:
        self.path = path
        self._max_unpacked_bytes = max_unpacked_bytes
        self._check_edges()
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError, struct.error) as error:
            raise self.refuse("zip.damaged", "The archive is damaged or cut off.") from error
        try:
            self._check_members(self._zip.infolist())
        except UnreadableFile:
            self._zip.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    @property
    def names(self) -> Sequence[str]:
        """The names of the members."""
        return self._zip.namelist()

    def open(self, name: str) -> IO[bytes]:
        """The unpacked bytes of the member `name` as a stream. Raises UnreadableFile where there is none."""
        try:
            return self._zip.open(name)
        except KeyError:
            raise self.refuse("xlsx.part-missing", f"The part {name[:100]} is missing.") from None

    def refuse(self, rule: str, message: str, *, place: str | None = None, hint: str = _HINT) -> UnreadableFile:
        """The error that refuses this file."""
        return refusal(self.path, rule, message, place=place, hint=hint)

    def _check_edges(self) -> None:
        """Nothing may stand before the first member or behind the end: that is where other files hide."""
        size = self.path.stat().st_size
        with self.path.open("rb") as stream:
            head = stream.read(4)
            stream.seek(max(0, size - 65_557))
            tail = stream.read()
        if not is_archive(head):
            raise self.refuse("zip.junk", "Something stands before the archive.")
        at = tail.rfind(_END)
        if at < 0 or len(tail) - at < 22:
            raise self.refuse("zip.damaged", "The archive is cut off: its end is missing.")
        comment = struct.unpack("<H", tail[at + 20 : at + 22])[0]
        if len(tail) - at != 22 + comment or comment:
            raise self.refuse("zip.junk", "Something stands behind the archive.")

    def _check_members(self, members: Sequence[zipfile.ZipInfo]) -> None:
        if not members:
            raise self.refuse("zip.empty", "The archive holds nothing.")
        if len(members) > MAX_MEMBERS:
            raise self.refuse("zip.members", f"The archive holds {len(members):,} parts; {MAX_MEMBERS} are taken.")
        seen: set[str] = set()
        for member in members:
            self._check_name(member)
            if member.filename.casefold() in seen:
                raise self.refuse("zip.twice", f"The part {member.filename[:100]} stands twice in the archive.")
            seen.add(member.filename.casefold())
        for member in members:
            self._check_size(member)
        self._check_totals(members)
        self._check_overlaps(members)
        for member in members:
            self._check_nesting(member)

    def _check_name(self, member: zipfile.ZipInfo) -> None:
        name = member.orig_filename
        parts = name.rstrip("/").split("/")
        if "\x00" in name or "\\" in name or ":" in name or name.startswith("/") or {"..", ".", ""} & set(parts):
            raise self.refuse("zip.name", f"The archive holds a part with a forbidden name: {name[:100]!r}.")
        if stat.S_ISLNK(member.external_attr >> 16):
            raise self.refuse("zip.link", f"The part {name[:100]} is a link to another place.")
        if member.flag_bits & 0x1:
            raise self.refuse("zip.encrypted", "The archive is encrypted.", hint="Save it without a password.")
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise self.refuse("zip.method", f"The part {name[:100]} is packed in a way that workbooks do not use.")

    def _check_size(self, member: zipfile.ZipInfo) -> None:
        size, packed = member.file_size, max(1, member.compress_size)
        if size > MIN_RATED_BYTES and size > packed * MAX_RATIO_OF_ONE:
            message = f"The part {member.filename[:100]} would become {size // packed} times larger when unpacked."
            raise self.refuse("zip.bomb", message)
        if size > MAX_PART_BYTES and not member.filename.startswith(_LARGE_PARTS):
            message = f"The part {member.filename[:100]} has {size:,} bytes; {MAX_PART_BYTES:,} are taken."
            raise self.refuse("zip.part-too-large", message)

    def _check_totals(self, members: Sequence[zipfile.ZipInfo]) -> None:
        total, packed = sum(member.file_size for member in members), sum(member.compress_size for member in members)
        if total > self._max_unpacked_bytes:
            message = f"Unpacked it has {total:,} bytes; at most {self._max_unpacked_bytes:,} are taken."
            raise self.refuse("zip.too-large", message, hint="Split the workbook.")
        if total > MIN_RATED_BYTES and total > max(1, packed) * MAX_RATIO:
            raise self.refuse("zip.bomb", f"The archive would become {total // max(1, packed)} times larger.")

    def _check_overlaps(self, members: Sequence[zipfile.ZipInfo]) -> None:
        end = 0
        for member in sorted(members, key=lambda member: member.header_offset):
            if member.header_offset < end:
                raise self.refuse("zip.overlap", "Two parts of the archive lie on the same bytes.")
            end = member.header_offset + 30 + len(member.orig_filename.encode("utf-8")) + member.compress_size

    def _check_nesting(self, member: zipfile.ZipInfo) -> None:
        if member.is_dir():
            return
        try:
            with self._zip.open(member) as stream:
                head = stream.read(4)
        except (*DAMAGE, OSError, struct.error, RuntimeError) as error:
            raise self.refuse("zip.damaged", f"The part {member.filename[:100]} is damaged.") from error
        if is_archive(head):
            message = f"The part {member.filename[:100]} is an archive itself."
            raise self.refuse("zip.nested", message, hint="Remove the embedded workbook or document.")
