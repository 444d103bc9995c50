"""CSV: empty, wrongly encoded, torn and ragged files. The cells are in cases_csv_cells."""

from __future__ import annotations

import codecs
from pathlib import Path

from tests.corpus.case import Case, Outcome, files
from tests.corpus.checks import keyed, named, placed
from tests.corpus.texts import HEAD, TWO, actors, name, ties

R, I, F, T = Outcome.REFUSED, Outcome.ISSUE, Outcome.REPAIRED, Outcome.TAKEN  # noqa: E741  (as in the table)


def late_bad_byte(folder: Path) -> None:
    rows = "".join(f"a{n},Actor {n},organization,MX\n" for n in range(9_000))
    (folder / "actors.csv").write_bytes(HEAD.encode() + rows.encode() + b"z,Bad \xff,organization,MX\n")


CASES = [
    Case("C01", "empty", "csv", R, actors(""), ("file.empty",)),
    Case("C02", "only-a-header", "csv", F, actors(HEAD), check=keyed()),
    Case("C03", "only-blanks", "csv", R, actors("  \n\n \n"), ("table.no-header",), "row 1"),
    Case("C04", "utf-8-with-mark", "csv", F, actors(codecs.BOM_UTF8 + TWO.encode()), check=keyed("a", "b")),
    Case("C05a", "utf-16-le", "csv", F, actors(TWO.encode("utf-16")), ("text.encoding",), check=keyed("a", "b")),
    Case(
        "C05b",
        "utf-16-be",
        "csv",
        F,
        actors(codecs.BOM_UTF16_BE + TWO.encode("utf-16-be")),
        ("text.encoding",),
        check=keyed("a", "b"),
    ),
    Case("C06", "utf-16-without-mark", "csv", R, actors(TWO.encode("utf-16-le")), ("text.utf-16",)),
    Case(
        "C07a",
        "windows-1252-undeclared",
        "csv",
        R,
        actors(f"{HEAD}a,O’Neil,person,US\n".encode("cp1252")),
        ("text.bad-byte",),
        "line 2",
    ),
    Case(
        "C07b",
        "windows-1252-declared",
        "csv",
        F,
        actors(f"{HEAD}a,O’Neil,person,US\n".encode("cp1252")),
        ("text.encoding",),
        choices={"encoding": "cp1252"},
        check=named("O’Neil"),
    ),
    Case("C08", "bad-byte-in-row-9002", "csv", R, late_bad_byte, ("text.bad-byte",), "line 9002"),
    Case(
        "C09", "decoded-twice", "csv", T, name("JosÃ© Ejemplo"), ("text.misread",), check=named("JosÃ© Ejemplo", "Bora")
    ),
    Case("C10", "nul", "csv", I, name("Al\x00ba"), ("text.control",), "row 2", check=named("Bora")),
    Case("C11", "escape-sequence", "csv", I, name("Al\x1b[31mba\x08"), ("text.control",), "row 2"),
    Case("C12", "cr-only", "csv", F, actors(TWO.replace("\n", "\r")), check=placed("row 2", "row 3")),
    Case(
        "C13",
        "mixed-line-ends",
        "csv",
        F,
        actors(HEAD + "a,Alba,organization,MX\r\nb,Bora,organization,TR\rc,Ceylan,organization,TR\n"),
        check=placed("row 2", "row 3", "row 4"),
    ),
    Case(
        "C14",
        "line-end-in-quotes",
        "csv",
        T,
        actors('id,name,kind,note\na,Alba,organization,"one\ntwo"\nb,Bora,organization,\n'),
        check=placed("row 2", "row 4"),
    ),
    Case(
        "C15a",
        "quote-never-closed",
        "csv",
        R,
        actors(TWO + 'c,"Cey,organization,TR\nd,Dal,person,TR\n'),
        ("table.quote",),
        "row 4",
    ),
    Case(
        "C15b", "quote-closed-early", "csv", R, actors(TWO + 'c,"Cey" lan,organization,TR\n'), ("table.quote",), "row 4"
    ),
    Case("C16", "quote-inside", "csv", T, actors(f'{HEAD}a,Al"b"a,organization,MX\n'), check=named('Al"b"a')),
    Case("C17", "semicolons", "csv", F, actors(TWO.replace(",", ";")), ("table.delimiter",), check=keyed("a", "b")),
    Case("C18", "tabs", "csv", F, actors(TWO.replace(",", "\t")), ("table.delimiter",), check=keyed("a", "b")),
    Case(
        "C19",
        "comma-decimal-unquoted",
        "csv",
        I,
        ties("a,b,funds,2020,,1,234,56,USD,commitment,\na,b,knows,,,,,,\n"),
        ("row.too-long",),
        "row 2",
    ),
    Case("C20", "one-long-row", "csv", I, actors(TWO + "c,Cey,lan,organization,TR\n"), ("row.too-long",), "row 4"),
    Case(
        "C21",
        "all-rows-long",
        "csv",
        R,
        actors(HEAD + "a,x,Alba,organization,MX\nb,x,Bora,organization,TR\n"),
        ("table.shifted",),
        "row 1",
    ),
    Case("C22", "short-row", "csv", I, actors(TWO + "c,Ceylan\n"), ("row.too-short",), "row 4"),
    Case(
        "C23",
        "header-twice",
        "csv",
        R,
        actors("id,name,Name,kind\na,Alba,Alba,organization\n"),
        ("table.header-twice",),
        "row 1",
    ),
    Case(
        "C24",
        "header-with-blanks",
        "csv",
        F,
        actors(' ID ,"\u00a0Name ",KIND\na,Alba,organization\n'),
        check=keyed("a"),
    ),
    Case(
        "C25",
        "unknown-column",
        "csv",
        F,
        actors("id,name,kind,fax\na,Alba,organization,1\nb,Bora,organization,2\n"),
        ("column.unknown",),
    ),
    Case("C26", "column-missing", "csv", R, actors("id,name\na,Alba\n"), ("table.column-missing",), "row 1"),
    Case("C26b", "no-header-known", "csv", R, actors("x,y\n1,2\n"), ("table.header-unknown",), "row 1"),
    Case(
        "C26c", "half-a-table-of-ties", "csv", R, files(ties__csv="from,to\na,b\n"), ("table.column-missing",), "row 1"
    ),
    Case("C05c", "utf-32", "csv", R, actors(TWO.encode("utf-32")), ("text.utf-32",)),
    Case("C60e", "pdf", "csv", R, actors("%PDF-1.7 x"), ("file.pdf",)),
    Case("C27a", "title-above-header", "csv", R, actors("Our partners\n\n" + TWO), ("table.header-later",), "row 1"),
    Case(
        "C27b",
        "title-above-declared",
        "csv",
        F,
        actors("Our partners\n\n" + TWO),
        choices={"header-row": "3"},
        check=placed("row 4", "row 5"),
    ),
    Case("C28", "totals", "csv", I, actors(TWO + "Total,,,2\n"), ("row.total",), "row 4", check=keyed("a", "b")),
    Case(
        "C29",
        "blank-rows",
        "csv",
        F,
        actors(HEAD + "a,Alba,organization,MX\n\n,,,\nb,Bora,organization,TR\n"),
        check=placed("row 2", "row 5"),
    ),
]
