from __future__ import annotations

from pathlib import Path

import pytest

from graphsvc.errors import StoreFull, StoreRefused, UnreadableFile
from graphsvc.model.records import Place, RowIssue
from graphsvc.runs.filemarks import mark_files, unchanged_while_read
from graphsvc.runs.spool import Differences, Spool
from graphsvc.runs.statements import StatementMaker
from graphsvc.store.rows import ActorRow, TieRow
from tests.unit.runs.files import KINDS, SURVEY, actor, refusal, tie

MAKE = StatementMaker(SURVEY, KINDS)


def test_rows_come_back_as_they_were_sorted_by_id(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    actors = [row for key in "dcba" if isinstance(row := MAKE.actor(actor(key)), ActorRow)]
    ties = [row for pair in ("ab", "cd") if isinstance(row := MAKE.tie(tie(*pair, start="2019-10")), TieRow)]
    for row in actors:
        spool.add_actor(row)
    for row in ties:
        spool.add_tie(row)

    spool.settle_ends()
    spool.compare([])

    assert list(spool.actors_to_write(3)) == batches(sorted(actors, key=lambda row: row.id), 3)
    assert list(spool.ties_to_write(3)) == [sorted(ties, key=lambda row: row.id)]


def test_comparing_again_forgets_the_first_comparison(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    row = MAKE.actor(actor("ana"))
    assert isinstance(row, ActorRow)
    spool.add_actor(row)
    spool.settle_ends()

    assert spool.compare([]) == Differences(new_actors=1)
    assert spool.compare([("actor", row.id, row.hash)]) == Differences(unchanged_actors=1)
    assert spool.compare([("actor", row.id, b"other")]) == Differences(changed_actors=1)


def test_issues_are_grouped_by_rule_refusals_first(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    remark = RowIssue(Place("a.csv", "row 2"), "text.invisible", "Taken out.", is_refusal=False)
    for issue in (remark, refusal(7), remark, refusal(9), remark):
        spool.add_issue(issue)

    spool.settle_ends()

    assert [(group.first, group.count) for group in spool.issue_groups()] == [(refusal(7), 2), (remark, 3)]
    assert [issue.place.locator for issue in spool.issues()] == ["row 2", "row 7", "row 2", "row 9", "row 2"]


def test_a_value_is_shortened_and_made_text(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    spool.add_issue(RowIssue(Place("a.csv", "row 2"), "x", "y", value="\ud800" + "v" * 500))

    spool.settle_ends()

    (issue,) = spool.issues()
    assert issue.value == "?" + "v" * 199


def test_a_folder_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(StoreRefused, match="data folder"):
        Spool(tmp_path / "file")


def test_a_full_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.NamedTemporaryFile", full)

    with pytest.raises(StoreFull):
        Spool(tmp_path)


def test_a_file_mark_is_its_name_and_hash(tmp_path: Path) -> None:
    path = tmp_path / "abc.csv"
    path.write_bytes(b"abc")

    (mark,) = mark_files([path])

    # SHA-256 of "abc" as in FIPS 180-2, appendix B.1
    assert mark.name == "abc.csv"
    assert mark.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_folder_or_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"nowhere\.csv: there is no such file"):
        mark_files([tmp_path / "nowhere.csv"])
    with pytest.raises(UnreadableFile, match="this is a folder"):
        mark_files([tmp_path])


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ties.csv"
    path.write_text("a")
    items = unchanged_while_read([path], [actor("ana"), actor("bea")])

    next(items)
    path.write_text("ab")

    with pytest.raises(UnreadableFile, match="changed while it was read"):
        list(items)


def batches(rows: list[ActorRow], size: int) -> list[list[ActorRow]]:
    return [rows[start : start + size] for start in range(0, len(rows), size)]
