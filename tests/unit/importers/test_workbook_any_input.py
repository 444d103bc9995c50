"""Any cells at all: each row is kept or refused with a reason, and nothing else ever happens."""

from __future__ import annotations

import csv
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graphsvc.errors import UnreadableFile
from graphsvc.kinds import Kinds
from graphsvc.model.records import ActorRecord, Tally, TieRecord
from importers.importer import Reading
from importers.workbook.columns import forms
from importers.workbook.importer import read
from tests.corpus.book import packed, parts, sheet

KINDS = Kinds.load()
in_a_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
likely = st.sampled_from(
    ["", "a", "b", "person", "knows", "funds", "2019", "1/2/2020", "-0", "1,234", "public", "MX", "x:y", "|", ":", "=1"]
)
texts = st.one_of(likely, st.text(st.characters(codec="utf-8"), max_size=12))
xml_texts = st.one_of(likely, st.text(st.characters(min_codepoint=32, codec="utf-8"), max_size=12))


def checked(folder: Path, *names: str) -> None:
    items = []
    try:
        items = list(read([folder / name for name in names], Reading(KINDS, choices={"today": "2026-01-01"})))
    except UnreadableFile as error:
        refusal = error
    else:
        tallies = [item for item in items if isinstance(item, Tally)]
        assert all(tally.read == tally.kept + tally.skipped for tally in tallies)
        keys = {item.key for item in items if isinstance(item, ActorRecord)}
        assert {end for item in items if isinstance(item, TieRecord) for end in (item.ego, item.alter)} <= keys
        return
    assert refusal.rule
    assert refusal.hint


def table(form: str) -> st.SearchStrategy[list[list[str]]]:
    heads = [column.headers["en"][0] for column in forms()[form].columns.values() if "." not in column.name]
    return st.lists(st.lists(texts, min_size=len(heads), max_size=len(heads)), max_size=4).map(
        lambda rows: [heads, *rows]
    )


@in_a_folder
@given(actors=table("actors"), ties=table("ties"), facts=table("facts"), sources=table("sources"))
def test_any_texts_in_documented_columns_are_taken_or_refused(
    tmp_path: Path, actors: list[list[str]], ties: list[list[str]], facts: list[list[str]], sources: list[list[str]]
) -> None:
    for name, rows in (("actors", actors), ("ties", ties), ("facts", facts), ("sources", sources)):
        with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(rows)

    checked(tmp_path, "actors.csv", "ties.csv", "facts.csv", "sources.csv")


cells = st.builds(
    lambda reference, sort, style, value, formula: (
        f"<c r={quoteattr(reference)} t={quoteattr(sort)} s={quoteattr(style)}>"
        f"{f'<f>{escape(formula)}</f>' if formula else ''}<v>{escape(value)}</v></c>"
    ),
    st.sampled_from(["A2", "B2", "C2", "D2", "A3", "B3", "ZZZZ9", ""]),
    st.sampled_from(["n", "s", "str", "b", "e", "d", "inlineStr", "x"]),
    st.one_of(st.sampled_from([str(n) for n in range(8)]), xml_texts),
    st.one_of(st.sampled_from(["0", "1", "45352", "-1", "1e999999999", "NaN", "2958466", "0.5", "60"]), xml_texts),
    xml_texts,
)


@in_a_folder
@given(
    found=st.lists(cells, max_size=4),
    after=st.sampled_from(["", "<mergeCells><mergeCell ref='A2:XFD9'/></mergeCells>"]),
)
def test_any_cells_of_a_sheet_are_taken_or_refused(tmp_path: Path, found: list[str], after: str) -> None:
    heads = "".join(
        f'<c r="{c}1" t="str"><v>{h}</v></c>' for c, h in zip("ABCD", ("id", "name", "kind", "country"), strict=True)
    )
    rows = [f'<row r="1">{heads}</row>', f'<row r="2">{"".join(found)}</row>']
    (tmp_path / "book.xlsx").write_bytes(packed(parts({"actors": sheet(rows, after=after)})))

    checked(tmp_path, "book.xlsx")
