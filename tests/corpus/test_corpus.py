from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from graphsvc.errors import UnreadableFile
from graphsvc.kinds import Kinds
from graphsvc.model.records import Item, RowIssue, Tally
from importers.importer import Reading
from importers.registry import importer
from importers.workbook.mapping import shipped_path
from tests.corpus.case import Case, Outcome
from tests.corpus.make import all_cases, write

LONGEST_SECONDS = 5.0


def items_of(case: Case, folder: Path) -> Sequence[Item]:
    reading = Reading(
        Kinds.load(),
        limits=case.limits,
        mapping=shipped_path(case.mapping) if case.mapping else None,
        choices={"today": "2026-01-01", **case.choices} if case.importer == "workbook" else case.choices,
    )
    return list(importer(case.importer).read(sorted(folder.iterdir()), reading))


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: case.name)
def test_each_file_of_the_corpus_ends_as_it_must(case: Case, tmp_path: Path) -> None:
    case.make(tmp_path)
    names = {path.name for path in tmp_path.iterdir()}

    started = time.perf_counter()
    if case.outcome is Outcome.REFUSED:
        with pytest.raises(UnreadableFile) as refusal:
            items_of(case, tmp_path)
        error = refusal.value
        assert (error.rule, error.file in names, bool(error.hint)) == (*case.rules, True, True), str(error)
        assert case.place is None or error.place == case.place, str(error)
    else:
        check_items(case, items_of(case, tmp_path))
    assert time.perf_counter() - started < LONGEST_SECONDS


def check_items(case: Case, items: Sequence[Item]) -> None:
    issues = [item for item in items if isinstance(item, RowIssue)]
    refusing = [issue for issue in issues if issue.is_refusal]
    notes = sorted(issue.rule for issue in issues if not issue.is_refusal)
    if case.outcome is Outcome.ISSUE:
        assert [issue.rule for issue in refusing] == list(case.rules), refusing
        assert case.place is None or refusing[0].place.locator == case.place
        assert all(issue.advice for issue in refusing)
    else:
        assert refusing == []
        assert notes == sorted(case.rules), issues
    tallies = [item for item in items if isinstance(item, Tally)]
    assert tallies
    assert all(tally.read == tally.kept + tally.skipped for tally in tallies)
    if case.check is not None:
        case.check(items)


def test_the_corpus_is_written_as_folders_with_what_is_expected(tmp_path: Path) -> None:
    case = next(case for case in all_cases() if case.id == "C16")

    write(case, tmp_path / case.name)

    assert {path.name for path in (tmp_path / case.name).iterdir()} == {"actors.csv", "expect.json"}
