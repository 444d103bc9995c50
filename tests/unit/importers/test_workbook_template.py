from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import load_workbook

from graphsvc.errors import WrongUse
from graphsvc.kinds import Kinds
from graphsvc.model.records import ActorRecord, Item, Place, RowIssue, TieRecord
from importers import template
from importers.importer import Reading
from importers.workbook.export import write_records
from importers.workbook.importer import read
from importers.workbook.mapping import shipped_path

SEED = Path(__file__).parents[3] / "samples" / "seed" / "seed-facts.xlsx"
languages = pytest.mark.parametrize("language", ["en", "es"])


def without_place(items: Sequence[Item]) -> list[Item]:
    """The records, as far as a table can hold them: own attributes in any order."""
    plain = []
    for item in items:
        if isinstance(item, ActorRecord | TieRecord):
            attributes = tuple(sorted(item.attributes))
            plain.append(dataclasses.replace(item, place=Place("", ""), raw=(), attributes=attributes))
    return plain


@languages
def test_the_filled_template_is_imported_without_a_word(language: str, tmp_path: Path) -> None:
    template.write(tmp_path / "t.xlsx", Kinds.load(), language, is_filled=True)

    items = list(read([tmp_path / "t.xlsx"], Reading(Kinds.load())))

    assert [item for item in items if isinstance(item, RowIssue)] == []
    assert len([item for item in items if isinstance(item, ActorRecord)]) == len(template.EXAMPLE["actors"])
    assert len([item for item in items if isinstance(item, TieRecord)]) == len(template.EXAMPLE["ties"])


def test_the_template_means_the_same_in_both_languages(tmp_path: Path) -> None:
    found = []
    for language in ("en", "es"):
        template.write(tmp_path / f"{language}.xlsx", Kinds.load(), language, is_filled=True)
        found.append(without_place(list(read([tmp_path / f"{language}.xlsx"], Reading(Kinds.load())))))

    assert found[0] == found[1]


@languages
def test_the_empty_template_holds_every_column_and_every_allowed_word(language: str, tmp_path: Path) -> None:
    kinds = Kinds.load()
    template.write(tmp_path / "t.xlsx", kinds, language)

    book = load_workbook(tmp_path / "t.xlsx")
    items = list(read([tmp_path / "t.xlsx"], Reading(kinds)))
    words = {row[1] for row in book.worksheets[-1].iter_rows(values_only=True)}

    assert {*kinds.ties, *kinds.actors, *kinds.roles} <= words
    assert [sheet.max_row for sheet in book.worksheets[:4]] == [1, 1, 1, 1]
    assert [item for item in items if isinstance(item, RowIssue | ActorRecord | TieRecord)] == []


def test_there_is_no_template_in_other_languages(tmp_path: Path) -> None:
    with pytest.raises(WrongUse):
        template.write(tmp_path / "t.xlsx", Kinds.load(), "xx")


@languages
def test_records_written_as_a_workbook_read_back_as_the_same_records(language: str, tmp_path: Path) -> None:
    items = list(read([SEED], Reading(Kinds.load(), mapping=shipped_path("seed-facts"))))
    actors = [item for item in items if isinstance(item, ActorRecord)]
    ties = [item for item in items if isinstance(item, TieRecord)]

    write_records(tmp_path / "again.xlsx", actors, ties, language)
    again = list(read([tmp_path / "again.xlsx"], Reading(Kinds.load())))

    assert without_place(again) == without_place([*actors, *ties])


def test_the_same_records_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        template.write(tmp_path / name, Kinds.load(), "en", is_filled=True)

    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
