"""Workbooks made part by part, so that each can be wrong in one way that no writing library would allow."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
HEADER = ("id", "name", "kind", "country")
ALBA = ("a", "Alba", "organization", "MX")
BORA = ("b", "Bora", "organization", "TR")
STYLES = (
    f'{_XML}<styleSheet xmlns="{MAIN}"><numFmts count="5"><numFmt numFmtId="164" formatCode="000"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="166" formatCode="mm\\-yy"/>'
    '<numFmt numFmtId="167" formatCode="h:mm"/><numFmt numFmtId="168" formatCode="&quot;US$&quot; #,##0.00"/></numFmts>'
    "<fonts><font/></fonts><fills><fill><patternFill/></fill></fills><borders><border/></borders>"
    "<cellStyleXfs><xf/></cellStyleXfs>"
    '<cellXfs count="7"><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/>'
    '<xf numFmtId="167"/>'
    '<xf numFmtId="10"/><xf numFmtId="168"/></cellXfs>'
    '<cellStyles><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
PADDED, DATE, MONTH_YEAR, TIME, PERCENT, MONEY = 1, 2, 3, 4, 5, 6


def letters(column: int) -> str:
    """The name of the column with this number; the first is 1."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def text(reference: str, value: str) -> str:
    """A cell that holds its text itself."""
    return f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def number(reference: str, value: str, style: int = 0) -> str:
    """A cell that holds a number."""
    return f'<c r="{reference}" s="{style}"><v>{value}</v></c>'


def row(at: int, cells: Sequence[str], attributes: str = "") -> str:
    """A row; a cell that begins with `<` stands as it is, any other is a text."""
    made = [c if c.startswith("<c ") else text(f"{letters(n)}{at}", c) for n, c in enumerate(cells, 1) if c]
    return f'<row r="{at}" {attributes}>{"".join(made)}</row>'


def sheet(rows: Sequence[str], before: str = "", after: str = "", namespace: str = MAIN) -> str:
    """A worksheet of rows; `before` and `after` stand around its data."""
    return (
        f'{_XML}<worksheet xmlns="{namespace}" xmlns:r="{RELATIONS}">{before}<sheetData>{"".join(rows)}</sheetData>'
        f"{after}</worksheet>"
    )


def table(*rows: Sequence[str], before: str = "", after: str = "") -> str:
    """A worksheet of rows of cells, the first in row 1."""
    return sheet([row(n, cells) for n, cells in enumerate(rows, 1)], before, after)


def parts(
    sheets: Mapping[str, str | bytes],
    states: Mapping[str, str] | None = None,
    properties: str = "",
    extra: Mapping[str, str | bytes] | None = None,
    relations: str = "",
) -> dict[str, str | bytes]:
    """The parts of a workbook with these worksheets; `extra` adds or replaces parts."""
    states = states or {}
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"'
        + (f' state="{states[name]}"' if name in states else "")
        + "/>"
        for n, name in enumerate(sheets, 1)
    )
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    found: dict[str, str | bytes] = {
        "[Content_Types].xml": _types(len(sheets), has_texts=bool(extra and "xl/sharedStrings.xml" in extra)),
        "_rels/.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_XML}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{properties}<sheets>{listed}</sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{related}'
        f'<Relationship Id="rIdS" Type="{RELATIONS}/styles" Target="styles.xml"/>{relations}</Relationships>',
        "xl/styles.xml": STYLES,
    }
    found.update({f"xl/worksheets/sheet{n}.xml": content for n, content in enumerate(sheets.values(), 1)})
    return found | dict(extra or {})


def _types(sheets: int, *, has_texts: bool) -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {"workbook": "sheet.main", "styles": "styles"} | ({"sharedStrings": "sharedStrings"} if has_texts else {})
    parts |= {f"worksheets/sheet{n}": "worksheet" for n in range(1, sheets + 1)}
    listed = "".join(f'<Override PartName="/xl/{n}.xml" ContentType="{kind}.{k}+xml"/>' for n, k in parts.items())
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def packed(members: Mapping[str, str | bytes]) -> bytes:
    """The parts as an archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def workbook(content: bytes | Mapping[str, str | bytes]) -> Callable[[Path], None]:
    """Writes the parts, or the very bytes, as `book.xlsx`."""

    def make(folder: Path) -> None:
        (folder / "book.xlsx").write_bytes(content if isinstance(content, bytes) else packed(content))

    return make


def actors(*rows: Sequence[str], before: str = "", after: str = "") -> dict[str, str | bytes]:
    """The parts of a workbook of actors, below the usual header."""
    return parts({"actors": table(HEADER, *rows, before=before, after=after)})


def shared(texts: str) -> str:
    """A part of shared texts."""
    return f'{_XML}<sst xmlns="{MAIN}">{texts}</sst>'


SHARED_RELATION = f'<Relationship Id="rIdT" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
