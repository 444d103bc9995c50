"""What a workbook consists of: its sheets, their parts, its texts and its number formats."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from lxml import etree

from importers.reading.archive import Archive
from importers.reading.parts import attribute, check_part, elements, local_name

_SAVE_AS = "Save it as an Excel workbook (.xlsx) without macros, then import that."
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Visibility(StrEnum):
    """Whether a sheet can be seen in a spreadsheet program."""

    VISIBLE = "visible"
    HIDDEN = "hidden"
    VERY_HIDDEN = "veryHidden"


class NumberFormat(StrEnum):
    """What a cell's format makes of its number."""

    PLAIN = "plain"
    DATE = "date"
    TIME = "time"
    PERCENT = "percent"
    PADDED = "padded"


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A worksheet: its name, the part that holds it, and whether people can see it."""

    name: str
    part: str
    visibility: Visibility


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook whose parts have been checked; `texts` are the shared strings, `formats` one a cell style."""

    archive: Archive
    sheets: tuple[SheetPart, ...]
    texts: tuple[str, ...] | None
    formats: tuple[NumberFormat, ...]
    starts_in_1904: bool


def open_book(archive: Archive) -> Book:
    """The workbook in `archive`. Raises UnreadableFile for macros, other formats, DOCTYPEs, links to other files."""
    _refuse_other_formats(archive)
    for part in archive.names:
        check_part(archive, part)
    for part in archive.names:
        if part.endswith(".rels"):
            _refuse_links(archive, part)
    main = _main_part(archive)
    related = _relations(archive, main)
    sheets, starts_in_1904 = _sheets(archive, main, related)
    by_type = dict(related.values())
    texts = _texts(archive, by_type["sharedStrings"]) if "sharedStrings" in by_type else None
    formats = _formats(archive, by_type["styles"]) if "styles" in by_type else ()
    return Book(archive, sheets, texts, formats, starts_in_1904)


def decode(text: str) -> str:
    """`text` with the workbook's own escapes (`_x000D_`) resolved, once."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def plain_text(element: etree._Element) -> str:
    """The text of a string item, formatted runs joined, readings of East Asian characters left out."""
    found = []
    for child in element:
        if local_name(child) == "t":
            found.append(child.text or "")
        elif local_name(child) == "r":
            found.extend(piece.text or "" for piece in child if local_name(piece) == "t")
    return decode("".join(found))


def _refuse_other_formats(archive: Archive) -> None:
    names = {name.casefold() for name in archive.names}
    if any(name.endswith("vbaproject.bin") for name in names):
        raise archive.refuse("xlsx.macros", "The workbook holds macros (.xlsm).", hint=_SAVE_AS)
    if "xl/workbook.bin" in names:
        raise archive.refuse("xlsx.binary", "This is a binary workbook (.xlsb).", hint=_SAVE_AS)
    if "mimetype" in names or "content.xml" in names:
        raise archive.refuse("xlsx.opendocument", "This is an OpenDocument file (.ods).", hint=_SAVE_AS)
    if "[content_types].xml" not in names or "_rels/.rels" not in names:
        raise archive.refuse("xlsx.not-a-workbook", "This archive is no workbook.", hint=_SAVE_AS)


def _refuse_links(archive: Archive, part: str) -> None:
    for relation in elements(archive, part, "Relationship"):
        kind = (relation.get("Type") or "").rpartition("/")[2]
        if relation.get("TargetMode") == "External" and kind != "hyperlink":
            message = f"The workbook is linked to another file ({kind[:40]} in {part[:100]})."
            raise archive.refuse("xlsx.linked", message, hint="Break the links in the spreadsheet and save it again.")


def _main_part(archive: Archive) -> str:
    for relation in elements(archive, "_rels/.rels", "Relationship"):
        if (relation.get("Type") or "").endswith("/officeDocument"):
            return posixpath.normpath((relation.get("Target") or "").lstrip("/"))
    raise archive.refuse("xlsx.not-a-workbook", "This archive is no workbook.", hint=_SAVE_AS)


def _relations(archive: Archive, main: str) -> dict[str, tuple[str, str]]:
    folder, _, name = main.rpartition("/")
    found = {}
    for relation in elements(archive, f"{folder}/_rels/{name}.rels".lstrip("/"), "Relationship"):
        target = relation.get("Target") or ""
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[relation.get("Id") or ""] = ((relation.get("Type") or "").rpartition("/")[2], part)
    return found


def _sheets(archive: Archive, main: str, related: Mapping[str, tuple[str, str]]) -> tuple[tuple[SheetPart, ...], bool]:
    sheets: list[SheetPart] = []
    starts_in_1904 = False
    for element in elements(archive, main, "sheet", "workbookPr"):
        if local_name(element) == "workbookPr":
            starts_in_1904 = element.get("date1904") in ("1", "true")
            continue
        kind, part = related.get(attribute(element, "id") or "", ("", ""))
        name = (element.get("name") or "").strip()
        if kind != "worksheet":
            if kind:
                continue  # a chart sheet holds no cells
            raise archive.refuse("xlsx.sheet-missing", f"The sheet “{name[:60]}” is listed but not there.")
        if part not in archive.names:
            raise archive.refuse("xlsx.sheet-missing", f"The sheet “{name[:60]}” is listed but not there.")
        sheets.append(SheetPart(name, part, _visibility(archive, element.get("state") or "visible")))
    if not sheets:
        raise archive.refuse("xlsx.no-sheet", "The workbook holds no worksheet.")
    _refuse_like_names(archive, sheets)
    return tuple(sheets), starts_in_1904


def _visibility(archive: Archive, state: str) -> Visibility:
    try:
        return Visibility(state)
    except ValueError:
        raise archive.refuse("xml.malformed", "A sheet is neither visible nor hidden.") from None


def _refuse_like_names(archive: Archive, sheets: list[SheetPart]) -> None:
    seen: dict[str, str] = {}
    for sheet in sheets:
        other = seen.setdefault(sheet.name.casefold(), sheet.name)
        if other is not sheet.name:
            message = f"Two sheets are called “{other[:60]}” and “{sheet.name[:60]}”."
            raise archive.refuse("xlsx.sheets-alike", message, hint="Rename one of them.")


def _texts(archive: Archive, part: str) -> tuple[str, ...]:
    return tuple(plain_text(item) for item in elements(archive, part, "si"))


def _formats(archive: Archive, part: str) -> tuple[NumberFormat, ...]:
    own: dict[str, str] = {}
    found: tuple[NumberFormat, ...] = ()
    for element in elements(archive, part, "numFmt", "cellXfs"):
        if local_name(element) == "numFmt":
            own[element.get("numFmtId") or ""] = element.get("formatCode") or ""
        else:
            ids = [child.get("numFmtId") or "0" for child in element if local_name(child) == "xf"]
            found = tuple(_format(number, own) for number in ids)
    return found


def _format(number: str, own: Mapping[str, str]) -> NumberFormat:
    if number in own:
        return format_of(own[number])
    if number in ("14", "15", "16", "17", "22", *(str(n) for n in (*range(27, 37), *range(50, 59)))):
        return NumberFormat.DATE
    if number in ("18", "19", "20", "21", "45", "46", "47"):
        return NumberFormat.TIME
    return NumberFormat.PERCENT if number in ("9", "10") else NumberFormat.PLAIN


def format_of(code: str) -> NumberFormat:
    """What the format `code` makes of a number: quoted texts, colours and escapes in it mean nothing."""
    bare = re.sub(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', "", code.partition(";")[0]).casefold()
    if re.search(r"[yd]", bare) and not re.search(r"general|0", bare):
        return NumberFormat.DATE
    if re.search(r"[hs]", bare) and not bare.startswith("general"):
        return NumberFormat.TIME
    if re.fullmatch(r"m+", bare.strip()):
        return NumberFormat.DATE
    if "%" in bare:
        return NumberFormat.PERCENT
    return NumberFormat.PADDED if re.fullmatch(r"0{2,}", bare.strip()) else NumberFormat.PLAIN
