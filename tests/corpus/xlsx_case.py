"""Cases of workbooks, and the parts that several modules of them share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from graphsvc.model.records import Item
from importers.importer import Limits
from tests.corpus.book import (
    ALBA,
    BORA,
    HEADER,
    RELATIONS,
    SHARED_RELATION,
    actors,
    parts,
    row,
    shared,
    sheet,
    workbook,
)
from tests.corpus.case import Case, Outcome

R, I, F, T = Outcome.REFUSED, Outcome.ISSUE, Outcome.REPAIRED, Outcome.TAKEN  # noqa: E741  (as in the table)
Parts = Mapping[str, str | bytes]
GOOD = actors(ALBA, BORA)
TIES = ("from", "to", "kind", "start", "amount", "currency", "flow class", "strength")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


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
