"""XLSX: what people leave in a sheet and its cells. The archive and its parts are in cases_xlsx_archives.

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

from importers.importer import Limits
from tests.corpus.book import (
    ALBA,
    BORA,
    DATE,
    HEADER,
    MONEY,
    MONTH_YEAR,
    PADDED,
    PERCENT,
    TIME,
    actors,
    number,
    parts,
    row,
    sheet,
    table,
    text,
)
from tests.corpus.checks import keyed, named, never, paid, placed, starts
from tests.corpus.xlsx_case import GOOD, OLE, TIES, F, I, Parts, R, T, case, relation, texts


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


def of_many_rows() -> Parts:
    empty = "".join(f'<row r="{n}" s="1" customFormat="1"/>' for n in range(4, 100_000))
    return sheet_of(row(1, HEADER), row(2, ALBA), row(3, BORA), empty)


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
        check=never("Nobody Example"),
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
    case("X44d", "half-a-character", I, name("A_xD800_b"), "text.control", place="actors!2"),
    case("X44e", "escaped-nul", I, name("A_x0000_b"), "text.control", place="actors!2"),
    case("X36j", "date-1e999999999", I, start(number("D2", "1e999999999", DATE)), "cell.long-number", place="ties!2"),
    case("X52d", "row-of-5000-digits", R, sheet_of(row(1, HEADER), f"<row r='{'9' * 5_000}'/>"), "xlsx.order"),
    case(
        "X52e",
        "column-without-number",
        R,
        actors(ALBA, before='<cols><col min="x" max="-" hidden="1"/></cols>'),
        "sheet.hidden-part",
    ),
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
        "cell.long-number",
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

CASES = [*SHEETS, *CELLS]
