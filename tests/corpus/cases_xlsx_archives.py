"""XLSX: the archive and its parts. What was left out is said in cases_xlsx."""

from __future__ import annotations

import stat
import struct
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from importers.importer import Limits
from tests.corpus.book import (
    ALBA,
    BORA,
    HEADER,
    MAIN,
    RELATIONS,
    STYLES,
    packed,
    parts,
    sheet,
    table,
)
from tests.corpus.case import Case, files
from tests.corpus.checks import keyed
from tests.corpus.xlsx_case import GOOD, OLE, TIES, Parts, R, T, case, relation, texts

DOCTYPE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'


def with_doctype(part: str) -> dict[str, str | bytes]:
    content = GOOD.get(part) or f"<x xmlns='{MAIN}'/>"
    assert isinstance(content, str)
    head, mark, rest = content.rpartition("?>")
    return {**GOOD, part: f"{head}{mark}{DOCTYPE}{rest}"}


def with_member(change: Callable[[zipfile.ZipInfo], None], member: str = "extra.txt") -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in GOOD.items():
            archive.writestr(name, content)
        info = zipfile.ZipInfo(member)
        change(info)
        archive.writestr(info, "x")
    return stream.getvalue()


def bzipped() -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_BZIP2) as archive:
        for name, content in GOOD.items():
            archive.writestr(name, content)
    return stream.getvalue()


def encrypted() -> bytes:
    content = bytearray(packed(GOOD))
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    return bytes(content)


def linked(info: zipfile.ZipInfo) -> None:
    info.external_attr = (stat.S_IFLNK | 0o777) << 16


def renamed(old: bytes, new: bytes) -> bytes:
    return with_member(lambda info: None, old.decode()).replace(old, new)


def smaller_than_it_is() -> bytes:
    content = bytearray(packed(GOOD))
    at = content.index(b"PK\x01\x02")
    while content[at + 46 : at + 46 + 24] != b"xl/worksheets/sheet1.xml":
        at = content.index(b"PK\x01\x02", at + 4)
    content[at + 24 : at + 28] = struct.pack("<I", 40)
    return bytes(content)


def overlapping() -> bytes:
    content = bytearray(packed(GOOD))
    first = content.index(b"PK\x01\x02")
    second = content.index(b"PK\x01\x02", first + 4)
    content[second + 42 : second + 46] = content[first + 42 : first + 46]
    return bytes(content)


def sized(folder: Path) -> None:
    content = {**GOOD, "xl/worksheets/sheet1.xml": str(GOOD["xl/worksheets/sheet1.xml"]) + " " * 112_000_000}
    (folder / "book.xlsx").write_bytes(packed(content))


def in_utf_16(part: str) -> Parts:
    content = str(GOOD[part]).replace("UTF-8", "UTF-16")
    return {**GOOD, part: content.encode("utf-16")}


def strict(content: Parts) -> Parts:
    old, new = (
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    rel = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    return {name: str(part).replace(old, new).replace(RELATIONS, rel) for name, part in content.items()}


CASES = [
    case("X01", "csv-renamed", R, b"id,name,kind\na,Alba,organization\n", "xlsx.not-a-workbook"),
    case("X02a", "xls", R, OLE, "xlsx.old-format"),
    case("X02b", "xlsb", R, {**GOOD, "xl/workbook.bin": b"x"}, "xlsx.binary"),
    case(
        "X02c",
        "ods",
        R,
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"},
        "xlsx.opendocument",
    ),
    case("X03", "macros", R, {**GOOD, "xl/vbaProject.bin": b"x"}, "xlsx.macros"),
    case("X04", "protected", R, OLE + "EncryptedPackage".encode("utf-16-le"), "xlsx.protected"),
    case("X05", "empty-archive", R, packed({}), "zip.empty"),
    case("X06", "truncated", R, packed(GOOD)[:-40], "zip.damaged"),
    case("X06b", "truncated-in-a-part", R, packed(GOOD)[:400], "zip.damaged"),
    case("X07a", "junk-before", R, b"junk" + packed(GOOD), "zip.junk"),
    case("X07b", "junk-behind", R, packed(GOOD) + b"junk", "zip.junk"),
    case("X08", "bomb", R, sized, "zip.bomb"),
    case("X09a", "nested", R, {**GOOD, "xl/embeddings/book.xlsx": packed(GOOD)}, "zip.nested"),
    case("X09b", "overlapping", R, overlapping(), "zip.overlap"),
    case("X09c", "smaller-than-it-is", R, smaller_than_it_is(), "zip.damaged"),
    case("X10", "10000-members", R, {**GOOD, **{f"x{n}": "" for n in range(10_000)}}, "zip.members"),
    case("X11a", "parent-folder", R, {**GOOD, "../../x": "x"}, "zip.name"),
    case("X11b", "absolute", R, {**GOOD, "/etc/x": "x"}, "zip.name"),
    case("X11c", "back-slash", R, renamed(b"q-q.txt", b"q\\q.txt"), "zip.name"),
    case("X11d", "nul", R, renamed(b"q-q.txt", b"q\x00q.txt"), "zip.name"),
    case("X11e", "name-twice", R, renamed(b"xl/styles.xmk", b"xl/styles.xml"), "zip.twice"),
    case("X12", "link", R, with_member(linked), "zip.link"),
    case("X12b", "encrypted-member", R, encrypted(), "zip.encrypted"),
    case("X12c", "other-packing", R, bzipped(), "zip.method"),
    case("X12d", "larger-than-allowed", R, GOOD, "zip.too-large", limits=Limits(max_unpacked_bytes=1_000)),
    case("X12e", "no-workbook-inside", R, {"a.txt": "x"}, "xlsx.not-a-workbook"),
    case("X13", "doctype-in-workbook", R, with_doctype("xl/workbook.xml"), "xml.doctype"),
    case("X14", "doctype-in-texts", R, with_doctype("xl/sharedStrings.xml"), "xml.doctype"),
    case("X15a", "doctype-in-styles", R, with_doctype("xl/styles.xml"), "xml.doctype"),
    case("X15b", "doctype-in-relations", R, with_doctype("_rels/.rels"), "xml.doctype"),
    case("X15c", "doctype-in-properties", R, with_doctype("docProps/core.xml"), "xml.doctype"),
    case("X15d", "doctype-in-the-sheet", R, with_doctype("xl/worksheets/sheet1.xml"), "xml.doctype"),
    case("X16a", "linked-to-a-file", R, relation("externalLinkPath", "file:///C:/x.xlsx"), "xlsx.linked"),
    case("X16b", "linked-to-an-address", R, relation("image", "http://192.0.2.1/x.png"), "xlsx.linked"),
    case(
        "X17",
        "text-out-of-range",
        R,
        texts("<si><t>Alba</t></si>", '<c r="B2" t="s"><v>7</v></c>'),
        "xlsx.text-unknown",
        place="actors!B2",
    ),
    case(
        "X18",
        "texts-missing",
        R,
        texts("", '<c r="B2" t="s"><v>0</v></c>', is_there=False),
        "xlsx.texts-missing",
        place="actors!B2",
    ),
    case("X19a", "no-worksheet", R, parts({}), "xlsx.no-sheet"),
    case(
        "X19b",
        "worksheet-missing",
        R,
        {k: v for k, v in GOOD.items() if k != "xl/worksheets/sheet1.xml"},
        "xlsx.sheet-missing",
    ),
    case("X20a", "sheet-name-unlike", R, parts({"tiez": table(TIES), "x": table(("y",))}), "xlsx.sheet-unknown"),
    case(
        "X20b",
        "asked-sheet-absent",
        R,
        parts({"actors": table(HEADER, ALBA), "ties": table(TIES)}),
        "xlsx.sheet-unknown",
        sheet="actor",
    ),
    case(
        "X21",
        "sheets-alike",
        R,
        parts({"actors": table(HEADER, ALBA), "Actors": table(HEADER, BORA)}),
        "xlsx.sheets-alike",
    ),
    case(
        "X53",
        "depth-1000",
        R,
        {**GOOD, "xl/worksheets/sheet1.xml": sheet(["<row r='1'>" + "<x>" * 1_000 + "</x>" * 1_000 + "</row>"])},
        "xml.too-deep",
    ),
    case("X54", "styles-of-50-mb", R, {**GOOD, "xl/styles.xml": STYLES + " " * 50_000_000}, "zip.bomb"),
    case(
        "X56",
        "marked-final",
        T,
        {**GOOD, "docProps/custom.xml": "<Properties><p n='_MarkAsFinal'/></Properties>"},
        check=keyed("a", "b"),
    ),
    case("X50", "strict-namespace", T, strict(GOOD), check=keyed("a", "b")),
    case("X51", "utf-16-part", T, in_utf_16("xl/worksheets/sheet1.xml"), check=keyed("a", "b")),
    Case("X01b", "nothing", "xlsx", R, files(book__xlsx=b""), ("file.empty",)),
]
