from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from graphsvc.errors import NotFound, UnreadableFile, WrongUse
from graphsvc.kinds import Kinds
from graphsvc.model.records import ActorRecord, Item, RowIssue, TieRecord
from importers.importer import Reading
from importers.workbook.importer import read
from importers.workbook.mapping import load, shipped, shipped_path
from importers.workbook.writing import write_workbook

MINIMAL = """
[[table]]
form = "ties"
[table.columns]
"from.name" = "Donor"
"to.name" = "Recipient"
[table.constants]
kind = "funds"
"from.kind" = "organization"
"to.kind" = "organization"
"""
NAME_GENERATOR = """
[[table]]
form = "ties"
[table.columns]
"from.name" = "Your organization"
"to.name" = "Partner {n}"
"attr:how" = "How {n}"
kind = "How {n}"
[table.constants]
"from.kind" = "organization"
"to.kind" = "organization"
[table.values.kind]
jointly = "works_with"
money = { kind = "funds", flow_class = "declared" }
[table.repeat]
first = 1
last = 3
"""


def import_with(folder: Path, mapping: str, content: str) -> Sequence[Item]:
    (folder / "mapping.toml").write_text(mapping, "utf-8")
    (folder / "grants.csv").write_text(content, "utf-8")
    return list(read([folder / "grants.csv"], Reading(Kinds.load(), mapping=folder / "mapping.toml")))


def kinds_of_ties(items: Sequence[Item]) -> list[str]:
    return [item.kind for item in items if isinstance(item, TieRecord)]


def rules(items: Sequence[Item]) -> list[str]:
    return [item.rule for item in items if isinstance(item, RowIssue)]


def test_foreign_headers_and_constants_make_ties_with_their_actors(tmp_path: Path) -> None:
    items = import_with(tmp_path, MINIMAL, "Donor;Recipient;Colour\nAlba;Bora;red\nAlba;Ceylan;red\n")

    assert kinds_of_ties(items) == ["funds", "funds"]
    assert [item.names[0].value for item in items if isinstance(item, ActorRecord)] == ["Alba", "Bora", "Ceylan"]
    assert rules(items) == ["column.unknown", "table.delimiter"]


def test_headers_that_are_ignored_on_purpose_are_not_reported(tmp_path: Path) -> None:
    mapping = MINIMAL.replace('form = "ties"', 'form = "ties"\nignore = ["Colour"]')

    assert rules(import_with(tmp_path, mapping, "Donor,Recipient,Colour\nAlba,Bora,red\n")) == []


def test_repeated_columns_give_one_tie_for_each_that_is_filled_in(tmp_path: Path) -> None:
    content = (
        "Your organization,Partner 1,How 1,Partner 2,How 2,Partner 3,How 3\n"
        "Alba,Bora,jointly,Ceylan,money,,\nDal,,,,,,\nEge,Bora,jointly,Ceylan,telepathy,,\n"
    )

    items = import_with(tmp_path, NAME_GENERATOR, content)

    assert kinds_of_ties(items) == ["works_with", "funds", "works_with"]
    assert rules(items) == ["row.no-tie", "tie.unknown-kind"]


def test_a_column_can_take_a_part_a_prefix_or_several_headers(tmp_path: Path) -> None:
    mapping = """
[[table]]
form = "actors"
[table.columns]
name = { header = "Who", before = " (" }
place = { header = "Who", after = " (" }
aliases = ["Other 1", "Other 2"]
identifiers = { header = "No", prefix = "org-id:" }
[table.constants]
kind = "organization"
"""

    items = import_with(tmp_path, mapping, "Who,Other 1,Other 2,No\nAlba (Ejemplo,Al,Albergue,7\nBora,,,\n")

    first, second = (item for item in items if isinstance(item, ActorRecord))
    assert [name.value for name in first.names] == ["Alba", "Al", "Albergue"]
    assert (first.place_name, str(first.identifiers[0])) == ("Ejemplo", "org-id:7")
    assert (second.place_name, second.identifiers) == (None, ())


def test_a_missing_header_refuses_the_file_unless_it_is_optional(tmp_path: Path) -> None:
    mapping = MINIMAL.replace("[table.constants]", 'note = "Remark"\n[table.constants]')
    content = "Donor,Recipient\nAlba,Bora\n"

    with pytest.raises(UnreadableFile, match="“Remark” is missing"):
        import_with(tmp_path, mapping, content)
    optional = mapping.replace('form = "ties"', 'form = "ties"\noptional = ["Remark"]')
    assert kinds_of_ties(import_with(tmp_path, optional, content)) == ["funds"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("title = 1\n", "at least one"),
        ("colour = 'red'\n[[table]]\nform = 'ties'\n", "“colour” is not known"),
        ("[[table]]\nform = 'people'\n", "no form"),
        ("[[table]]\nform = 'actors'\ncolumns = { nme = 'x' }\n", "no column “nme”"),
        ("[[table]]\nform = 'actors'\ncolumns = { name = 'x' }\n", "nothing feeds kind"),
        ("[[table]]\nform = 'actors'\ncolumns = { name = 1, kind = 'k' }\n", "a table is needed"),
        ("[[table]]\nform = 'actors'\ncolumns = { name = { prefix = 'x' }, kind = 'k' }\n", "either header or headers"),
        ("[[table]]\nform = 'actors'\ncolumns = { name = ['a', 1], kind = 'k' }\n", "a text in quotation marks"),
        ("[[table]]\nform = 'actors'\nignore = 'x'\ncolumns = { name = 'a', kind = 'k' }\n", "a list of texts"),
        (
            "[[table]]\nform = 'actors'\ncolumns = { name = 'a', kind = 'k' }\nconstants = { kind = 'person' }\n",
            "a column and a constant",
        ),
        ("[[table]]\nform = 'actors'\ncolumns = { name = 'a{n}', kind = 'k' }\n", "table.repeat"),
        (
            "[[table]]\nform = 'actors'\ncolumns = { name = 'a', kind = 'k' }\nrepeat = { first = 3, last = 1 }\n",
            "whole numbers",
        ),
        ("not toml", "not sound TOML"),
        ("\x00", "not sound TOML"),
    ],
)
def test_a_mapping_that_is_wrong_is_refused_with_the_place(tmp_path: Path, wrong: str, words: str) -> None:
    with pytest.raises(UnreadableFile) as error:
        import_with(tmp_path, wrong, "a,k\n")

    assert words in str(error.value)
    assert (error.value.file, bool(error.value.hint)) == ("mapping.toml", True)


def test_a_mapping_of_several_sheets_finds_them_by_name(tmp_path: Path) -> None:
    mapping = """
[[table]]
form = "actors"
sheet = "People"
columns = { name = "Who", kind = "What" }
"""
    (tmp_path / "m.toml").write_text(mapping, "utf-8")
    write_workbook(tmp_path / "b.xlsx", {"Notes": (("x",),), "people": (("Who", "What"), ("Alba", "person"))})
    write_workbook(tmp_path / "other.xlsx", {"Notes": (("x",),), "peeple": (("Who", "What"), ("Alba", "person"))})
    reading = Reading(Kinds.load(), mapping=tmp_path / "m.toml")

    assert len([i for i in read([tmp_path / "b.xlsx"], reading) if isinstance(i, ActorRecord)]) == 1
    with pytest.raises(UnreadableFile, match="Did you mean “peeple”"):
        list(read([tmp_path / "other.xlsx"], reading))
    with pytest.raises(WrongUse, match="People"):
        list(read([tmp_path / "other.xlsx", tmp_path / "other.xlsx"], reading))


def test_every_mapping_that_ships_is_sound() -> None:
    assert {"seed-facts", "unhcr-2022-partners"} <= set(shipped())
    assert all(load(shipped_path(name)).title for name in shipped())


def test_a_mapping_that_does_not_ship_is_not_found() -> None:
    with pytest.raises(NotFound, match="seed-facts"):
        shipped_path("absent")
