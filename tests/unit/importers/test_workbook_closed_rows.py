"""What stands only in a row that is more closed changes nothing for those who may not see that row."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.access import Sensitivity
from graphsvc.kinds import Kinds
from graphsvc.model.records import ActorRecord, Item, RowIssue
from importers.importer import Reading
from importers.workbook.importer import read

KINDS = Kinds.load()
ACTORS = {"id": "alba", "name": "Alba", "kind": "organization"}
COLUMNS = (
    *("from", "to name", "to kind", "to roles", "to aliases", "to identifiers", "to country"),
    *("kind", "start", "note", "sensitivity"),
)
Row = dict[str, str]


def table(columns: Sequence[str], rows: Sequence[Row]) -> str:
    written = StringIO()
    sheet = csv.DictWriter(written, columns, restval="")
    sheet.writeheader()
    sheet.writerows(rows)
    return written.getvalue()


def imported(rows: Sequence[Row]) -> list[Item]:
    with TemporaryDirectory() as folder:
        files = [Path(folder) / "actors.csv", Path(folder) / "ties.csv"]
        files[0].write_text(table(tuple(ACTORS), [ACTORS]), "utf-8")
        files[1].write_text(table(COLUMNS, rows), "utf-8")
        return list(read(files, Reading(KINDS, choices={"today": "2026-01-01"})))


def described(rows: Sequence[Row]) -> list[ActorRecord]:
    """The actors that the rows of ties describe."""
    return [item for item in imported(rows) if isinstance(item, ActorRecord) and item.key != "alba"]


def row(name: str, **cells: str) -> Row:
    usual = {"from": "alba", "to name": name, "to kind": "person", "kind": "works_with"}
    return usual | {column.replace("_", " "): text for column, text in cells.items()}


def level(row: Row) -> Sensitivity:
    said = row.get("sensitivity")
    return Sensitivity.parse(said) if said else KINDS.tie(row["kind"]).sensitivity


def test_an_actor_is_as_closed_as_the_only_row_that_describes_it() -> None:
    (of_kind,) = described([row("Deputy", kind="met", note="at the border")])
    (said,) = described([row("Deputy", sensitivity="members")])

    assert of_kind.sensitivity is Sensitivity.RESTRICTED
    assert said.sensitivity is Sensitivity.MEMBERS


def test_an_actor_keeps_of_its_row_only_what_is_about_it() -> None:
    (actor,) = described([row("Deputy", to_country="MX", start="2024-03-02", note="at the border")])

    assert {column for column, text in actor.raw if text} == {"to name", "to kind", "to country"}


SECRET = row("Deputy", to_aliases="Cover name", to_identifiers="org-id:XX-1", to_roles="funder", kind="met")


@pytest.mark.parametrize("closed_first", [True, False])
def test_what_only_a_closed_row_says_is_left_out_and_said(closed_first: bool) -> None:
    open_ = row("Deputy", to_identifiers="org-id:XX-1", sensitivity="public")
    items = imported([SECRET, open_] if closed_first else [open_, SECRET])
    (actor,) = [item for item in items if isinstance(item, ActorRecord) and item.key != "alba"]
    (issue,) = [item for item in items if isinstance(item, RowIssue)]

    assert actor.sensitivity is None
    assert [name.value for name in actor.names] == ["Deputy"]
    assert not actor.roles
    assert (issue.rule, issue.is_refusal) == ("actor.described-closed", False)
    assert issue.place.locator == ("row 2" if closed_first else "row 3")


def test_a_closed_row_that_says_no_more_is_not_remarked_on() -> None:
    items = imported([row("Deputy"), row("Deputy", kind="met")])

    assert not [item for item in items if isinstance(item, RowIssue)]


ROWS = st.lists(
    st.builds(
        row,
        st.sampled_from(["Deputy", "Minister"]),
        to_aliases=st.sampled_from(["", "One", "Two|Three"]),
        to_roles=st.sampled_from(["", "funder", "policymaker"]),
        to_country=st.sampled_from(["MX", "TR"]),
        kind=st.sampled_from(["works_with", "met"]),
        start=st.sampled_from(["", "2020", "2021"]),
        note=st.sampled_from(["", "a note"]),
        sensitivity=st.sampled_from(["", "public", "members", "restricted"]),
    ),
    max_size=6,
)


@given(ROWS, st.sampled_from([Sensitivity.PUBLIC, Sensitivity.MEMBERS]))
def test_who_may_not_see_some_rows_sees_the_actors_of_a_file_without_them(
    rows: list[Row], cleared: Sensitivity
) -> None:
    def seen(rows: list[Row]) -> list[tuple[object, ...]]:
        return [
            (one.key, one.names, one.roles, one.identifiers, one.country, one.raw)
            for one in described(rows)
            if (one.sensitivity or Sensitivity.PUBLIC).level <= cleared.level
        ]

    assert sorted(seen(rows), key=str) == sorted(
        seen([one for one in rows if level(one).level <= cleared.level]), key=str
    )
