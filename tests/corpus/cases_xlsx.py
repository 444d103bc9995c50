"""XLSX: the archive, its parts, and what people leave in a sheet.

Left out, with the reason:
X04 is made of an OLE head and the name of the protected stream: no program here writes protected workbooks.
X55 is no file: tests/unit/importers/test_workbook_second_opinion.py compares our cells with those of openpyxl and
calamine on every workbook of this module that is taken.
X57 needs files of five real writers, which cannot be kept here for their licences; forms that they are known for stand
as X51, X52b, X57a to X57c, and the samples come from openpyxl.
X24 has 100,000 formatted empty rows instead of 1,048,576: the same path, a tenth of the time.
X36 says that a text date is an issue: ISO dates as text are taken, since partial dates cannot be written otherwise.
"""

from __future__ import annotations

import stat
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path

from graphsvc.model.records import Item
from importers.importer import Limits
from tests.corpus.book import (
    ALBA,
    BORA,
    DATE,
    HEADER,
    MAIN,
    MONEY,
    MONTH_YEAR,
    PADDED,
    PERCENT,
    RELATIONS,
    SHARED_RELATION,
    STYLES,
    TIME,
    actors,
    number,
    packed,
    parts,
    row,
    shared,
    sheet,
    table,
    text,
    workbook,
)
from tests.corpus.case import Case, Outcome, files
from tests.corpus.cases_csv import keyed, named, paid, placed, starts

R, I, F, T = Outcome.REFUSED, Outcome.ISSUE, Outcome.REPAIRED, Outcome.TAKEN  # noqa: E741  (as in the table)
Parts = Mapping[str, str | bytes]
GOOD = actors(ALBA, BORA)
TIES = ("from", "to", "kind", "start", "amount", "currency", "flow class", "strength")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
DOCTYPE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'


def case(
    id: str,  # noqa: A002  (as in Case)
    slug: str,
    outcome: Outcome,
    content: bytes | Parts | Callable[[Path], object],
    *rules: str,
    place: str | None = None,
    check: Callable[[Sequence[Item]], None] | None = None,
    limits: Limits | None = None,
    **choices: str,
) -> Case:
    make = content if callable(content) else workbook(content)
    named_choices = {key.replace("_", "-"): value for key, value in choices.items()}
    return Case(
        id, slug, "xlsx", outcome, make, rules, place, choices=named_choices, limits=limits or Limits(), check=check
    )


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


def sheet_of(*rows: str, before: str = "", after: str = "") -> Parts:
    return parts({"actors": sheet(rows, before, after)})


def tie(*cells: str) -> Parts:
    return parts({"actors": table(HEADER, ALBA, BORA), "ties": table(TIES, ("a", "b", *cells))})


def start(cell: str) -> Parts:
    return tie("knows", cell)


def epoch_1904() -> Parts:
    sheets = {
        "actors": table(HEADER, ALBA, BORA),
        "ties": table(TIES, ("a", "b", "knows", number("D2", "43890", DATE))),
    }
    return parts(sheets, properties='<workbookPr date1904="1"/>')


def relation(kind: str, target: str) -> Parts:
    link = f'<Relationship Id="rIdX" Type="{RELATIONS}/{kind}" Target="{target}" TargetMode="External"/>'
    rels = str(GOOD["xl/_rels/workbook.xml.rels"]).replace(SHARED_RELATION, "")
    return {
        **GOOD,
        "xl/worksheets/_rels/sheet1.xml.rels": rels.partition("<Relationship ")[0] + link + "</Relationships>",
    }


def texts(items: str, cell: str, *, is_there: bool = True) -> Parts:
    extra = {"xl/sharedStrings.xml": shared(items)} if is_there else {}
    relations = SHARED_RELATION if is_there else ""
    rows = [row(1, HEADER), row(2, ("a", cell, "organization", "MX"))]
    return parts({"actors": sheet(rows)}, extra=extra, relations=relations)


def of_many_rows() -> Parts:
    empty = "".join(f'<row r="{n}" s="1" customFormat="1"/>' for n in range(4, 100_000))
    return sheet_of(row(1, HEADER), row(2, ALBA), row(3, BORA), empty)


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


def cell(kind: str, inner: str, reference: str = "B2") -> str:
    return f'<c r="{reference}" t="{kind}">{inner}</c>'


def name(value: str) -> Parts:
    return actors(("a", value, "organization", "MX"), BORA)


FORMULA_WITHOUT_VALUE = '<c r="B2"><f>A2&amp;"x"</f></c>'
FORMULA = '<c r="B2" t="str"><f>"Al"&amp;"ba"</f><v>Alba</v></c>'
VALIDATIONS = (
    "<dataValidations>"
    + '<dataValidation type="list" sqref="C2:C9"><formula1>"a,b"</formula1></dataValidation>' * 3_000
    + "</dataValidations>"
)
FORMATS = (
    '<conditionalFormatting sqref="A1"><cfRule type="expression" priority="1"><formula>1</formula></cfRule>'
    "</conditionalFormatting>" * 3_000
)

ARCHIVES = [
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
]

SHEETS = [
    case(
        "X22",
        "dimension-lies",
        F,
        sheet_of(row(1, HEADER), row(2, ALBA), before='<dimension ref="A1:XFD1048576"/>'),
        check=keyed("a"),
    ),
    case(
        "X23",
        "value-far-away",
        R,
        sheet_of(row(1, HEADER), row(1_048_576, (text("XFD1048576", "x"),))),
        "table.too-wide",
        place="actors!XFD1048576",
    ),
    case("X24", "formatted-empty-rows", F, of_many_rows(), check=keyed("a", "b")),
    case(
        "X25a",
        "merged",
        I,
        actors(ALBA, BORA, after='<mergeCells><mergeCell ref="C2:C3"/></mergeCells>'),
        "cell.merged",
        place="actors!3",
    ),
    case(
        "X25b",
        "merged-and-filled",
        F,
        actors(ALBA, ("b", "Bora"), after='<mergeCells><mergeCell ref="C2:C3"/></mergeCells>'),
        "cell.merged-filled",
        merged="fill",
        check=keyed("a", "b"),
    ),
    case(
        "X26a",
        "hidden-row",
        R,
        sheet_of(row(1, HEADER), row(2, ALBA, 'hidden="1"'), row(3, BORA)),
        "sheet.hidden-part",
        place="actors!2",
    ),
    case(
        "X26b",
        "hidden-column",
        R,
        actors(ALBA, before='<cols><col min="4" max="4" hidden="1"/></cols>'),
        "sheet.hidden-part",
        place="actors!1",
    ),
    case(
        "X26c",
        "hidden-row-asked-for",
        F,
        sheet_of(row(1, HEADER), row(2, ALBA, 'hidden="1"'), row(3, BORA)),
        "sheet.hidden-part",
        include_hidden="yes",
        check=keyed("a", "b"),
    ),
    case(
        "X27a",
        "very-hidden-sheet",
        R,
        parts({"actors": table(HEADER, ALBA), "x": table(("y",))}, {"x": "veryHidden"}),
        "sheet.hidden",
        place="x",
    ),
    case(
        "X27b",
        "hidden-sheet",
        R,
        parts({"actors": table(HEADER, ALBA)}, {"actors": "hidden"}),
        "sheet.hidden",
        place="actors",
    ),
    case(
        "X27c",
        "hidden-sheet-asked-for",
        F,
        parts({"actors": table(HEADER, ALBA)}, {"actors": "hidden"}),
        "sheet.hidden",
        include_hidden="yes",
        check=keyed("a"),
    ),
    case(
        "X28",
        "filtered",
        F,
        sheet_of(
            row(1, HEADER),
            row(2, ALBA, 'hidden="1"'),
            row(3, BORA),
            after='<autoFilter ref="A1:D3"><filterColumn colId="0"/></autoFilter>',
        ),
        "sheet.filtered",
        check=keyed("a", "b"),
    ),
    case("X47", "trailing-empty-columns", F, sheet_of(row(1, (*HEADER, " ", " ")), row(2, ALBA)), check=keyed("a")),
    case(
        "X48",
        "header-in-two-rows",
        R,
        actors(ALBA, after='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'),
        "table.header-merged",
        place="actors!1",
    ),
    case(
        "X49",
        "table-object",
        F,
        {**actors(ALBA, after='<tableParts count="1"/>'), "xl/tables/table1.xml": "<table/>"},
        check=keyed("a"),
    ),
    case(
        "X52a",
        "rows-out-of-order",
        R,
        sheet_of(row(1, HEADER), row(3, BORA), row(2, ALBA)),
        "xlsx.order",
        place="actors!2",
    ),
    case(
        "X52b",
        "cell-without-reference",
        R,
        sheet_of(row(1, HEADER), "<row r='2'><c t='inlineStr'><is><t>a</t></is></c></row>"),
        "xlsx.order",
    ),
    case(
        "X52c",
        "reference-twice",
        R,
        sheet_of(row(1, HEADER), row(2, (text("A2", "a"), text("A2", "b")))),
        "xlsx.order",
        place="actors!A2",
    ),
    case(
        "X58",
        "properties",
        T,
        {**GOOD, "docProps/core.xml": "<x><creator>Nobody Example</creator></x>"},
        check=lambda items: never("Nobody Example", items),
    ),
    case(
        "X99",
        "too-many-rows",
        R,
        actors(*[(f"a{n}", f"A {n}", "person", "") for n in range(50)]),
        "table.too-many-rows",
        limits=Limits(max_rows=40),
    ),
]

CELLS = [
    case(
        "X29",
        "formula-without-value",
        I,
        name(FORMULA_WITHOUT_VALUE),
        "cell.no-value",
        place="actors!2",
        check=keyed("b"),
    ),
    case("X30", "formula-with-value", T, name(FORMULA), "cell.formula", check=named("Alba", "Bora")),
    *[
        case(
            f"X31{letter}",
            f"formula-{slug}",
            I,
            name(f'<c r="B2" t="str"><f>{formula}</f><v>x</v></c>'),
            "cell.outside",
            place="actors!2",
        )
        for letter, slug, formula in (
            ("a", "outside", "[1]Sheet1!A1"),
            ("b", "dde", "cmd|'/c calc'!A0"),
            ("c", "webservice", 'WEBSERVICE("http://192.0.2.1")'),
        )
    ],
    *[
        case(f"X32{letter}", f"error-{letter}", I, name(cell("e", f"<v>{word}</v>")), "cell.error", place="actors!2")
        for letter, word in zip("abc", ("#REF!", "#N/A", "#DIV/0!"), strict=True)
    ],
    case(
        "X33a",
        "padded-number",
        I,
        actors((number("A2", "7", PADDED), "Alba", "person")),
        "cell.padded",
        place="actors!2",
    ),
    case("X33b", "padded-text", T, actors(("007", "Alba", "person")), check=keyed("007")),
    case("X33c", "plain-number", T, actors((number("A2", "7"), "Alba", "person")), check=keyed("7")),
    case(
        "X34",
        "long-number",
        I,
        actors((number("A2", "9007199254740993"), "Alba", "person")),
        "cell.long-number",
        place="actors!2",
    ),
    case("X35", "number-as-text", T, actors(("42", "Alba", "person")), check=keyed("42")),
    case("X36a", "date", T, start(number("D2", "45352", DATE)), check=starts("2024-03-01")),
    case("X36b", "date-as-iso-text", T, start("2024-03"), check=starts("2024-03")),
    case("X36c", "date-in-words", I, start("1 March 2024"), "date.unknown-form", place="ties!2"),
    case("X36d", "serial", I, start(number("D2", "45352")), "date.serial", place="ties!2"),
    case("X36e", "1904", F, epoch_1904(), check=starts("2024-03-01")),
    case("X36f", "before-march-1900", I, start(number("D2", "59", DATE)), "cell.bad-date", place="ties!2"),
    case("X36g", "negative", I, start(number("D2", "-5", DATE)), "cell.bad-date", place="ties!2"),
    case("X36h", "time-only", I, start(number("D2", "0.5", TIME)), "cell.bad-date", place="ties!2"),
    case("X36i", "year-as-number", T, start(number("D2", "2024")), check=starts("2024")),
    case("X37", "date-shown-as-month", T, start(number("D2", "45352", MONTH_YEAR)), check=starts("2024-03-01")),
    case("X38a", "percent", T, tie("knows", "", "", "", "", number("H2", "0.45", PERCENT)), "cell.percent"),
    case(
        "X38b",
        "currency-format",
        T,
        tie("funds", "", number("E2", "1234.5", MONEY), "USD", "commitment"),
        check=paid("1234.5"),
    ),
    case(
        "X38c",
        "noise-of-doubles",
        T,
        tie("funds", "", number("E2", "0.30000000000000004"), "USD", "commitment"),
        check=paid("0.3"),
    ),
    case(
        "X39",
        "rich-text",
        F,
        texts(
            '<si><r><t>Al</t></r><r><rPr><b/></rPr><t>ba</t></r><rPh sb="0" eb="1"><t>x</t></rPh></si>',
            '<c r="B2" t="s"><v>0</v></c>',
        ),
        check=named("Alba"),
    ),
    case(
        "X40",
        "hyperlink",
        F,
        {**GOOD, **{k: v for k, v in relation("hyperlink", "http://192.0.2.1/").items() if "sheet1.xml.rels" in k}},
        check=named("Alba", "Bora"),
    ),
    case("X41", "comment", F, {**GOOD, "xl/comments1.xml": "<comments><t>x</t></comments>"}, check=keyed("a", "b")),
    case(
        "X42",
        "picture-and-object",
        F,
        {**GOOD, "xl/media/image1.png": b"\x89PNG", "xl/embeddings/oleObject1.bin": OLE},
        check=keyed("a", "b"),
    ),
    case("X43", "thousands-of-rules", F, actors(ALBA, after=FORMATS + VALIDATIONS), check=keyed("a")),
    case("X44a", "escapes", F, name("A_x006C_ba_x000D_"), check=named("Alba", "Bora")),
    case("X44b", "line-end-and-tab", F, name("Al\n\tba"), check=named("Al ba", "Bora")),
    case("X44c", "escaped-escape", F, name("A_x005F_x006C_ba"), check=named("A_x006C_ba", "Bora")),
    case("X45", "cell-of-40000", I, name("x" * 40_000), "cell.too-long", place="actors!2"),
    case("X46a", "boolean", I, name(cell("b", "<v>1</v>")), "cell.boolean", place="actors!2"),
    case("X46b", "text-true", T, name("TRUE"), check=named("TRUE", "Bora")),
    case(
        "X46c",
        "number-1e999",
        I,
        tie("funds", "", number("E2", "1e999"), "USD", "commitment"),
        "amount.not-a-number",
        place="ties!2",
    ),
    case(
        "X57a",
        "texts-with-empty-item",
        T,
        texts("<si/><si><t>Alba</t></si>", '<c r="B2" t="s"><v>1</v></c>'),
        check=named("Alba"),
    ),
    case(
        "X57b",
        "empty-cells-with-format",
        T,
        sheet_of(row(1, HEADER), row(2, ("a", "Alba", "person", '<c r="D2" s="1"/>'))),
        check=keyed("a"),
    ),
    case(
        "X57c",
        "row-gaps",
        T,
        sheet_of(row(1, HEADER), row(4, ALBA), row(9, BORA)),
        check=placed("actors!4", "actors!9"),
    ),
]


def never(words: str, items: Sequence[Item]) -> None:
    assert words not in repr(items)


CASES = [*ARCHIVES, *SHEETS, *CELLS, Case("X01b", "nothing", "xlsx", R, files(book__xlsx=b""), ("file.empty",))]
