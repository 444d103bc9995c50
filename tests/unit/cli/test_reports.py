from __future__ import annotations

import signal
from pathlib import Path

import pytest

from graphsvc.cli.reports import plan_text
from graphsvc.cli.stopping import stop_signals, until_asked
from graphsvc.errors import ImportStopped
from graphsvc.model.records import Place, RowIssue
from graphsvc.model.statements import RunNumber
from graphsvc.runs.plan import Plan
from graphsvc.runs.spool import Differences, Spool
from tests.unit.runs.files import SURVEY


def test_a_few_issues_are_named_one_by_one(tmp_path: Path) -> None:
    text = plan_text(plan_with(tmp_path, 2))

    assert text.splitlines()[-4:] == [
        "  refused  ties.csv, row 1, kind: 'likes' [tie.unknown-kind]",
        "           Use another word.",
        "  refused  ties.csv, row 2, kind: 'likes' [tie.unknown-kind]",
        "           Use another word.",
    ]


def test_many_issues_are_counted_by_rule_with_the_first_of_each(tmp_path: Path) -> None:
    text = plan_text(plan_with(tmp_path, 1_200))

    assert text.splitlines()[-3:] == [
        "  refused  ties.csv, row 1, kind: 'likes' [tie.unknown-kind] (1,200 times; the first:)",
        "           Use another word.",
        "  --report FILE writes them all.",
    ]


def test_a_change_of_the_source_itself_is_said(tmp_path: Path) -> None:
    assert "The facts about the source itself" in plan_text(plan_with(tmp_path, 0, renames=True))


def test_a_signal_stops_at_the_next_item() -> None:
    with stop_signals() as asked:
        items = until_asked(iter(range(9)), asked)
        assert next(items) == 0
        signal.raise_signal(signal.SIGTERM)

        with pytest.raises(ImportStopped):
            next(items)


def test_a_second_ctrl_c_does_not_wait() -> None:
    with stop_signals() as asked:
        signal.raise_signal(signal.SIGINT)
        assert asked()

        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_afterwards_signals_do_what_they_did() -> None:
    before = signal.getsignal(signal.SIGTERM)

    with stop_signals():
        assert signal.getsignal(signal.SIGTERM) is not before

    assert signal.getsignal(signal.SIGTERM) is before


def plan_with(folder: Path, issues: int, *, renames: bool = False) -> Plan:
    spool = Spool(folder)
    for row in range(1, issues + 1):
        place = Place("ties.csv", f"row {row}")
        spool.add_issue(RowIssue(place, "tie.unknown-kind", "Use another word.", "kind", "likes"))
    spool.settle_ends()
    return Plan(SURVEY, "test", (), (), Differences(), issues, (), renames, RunNumber(0), spool)
