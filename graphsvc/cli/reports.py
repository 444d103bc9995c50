"""How previews, issues and runs are shown: as text for people, as JSON values for programs."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from graphsvc.cli.console import table

if TYPE_CHECKING:
    from graphsvc.model.records import RowIssue
    from graphsvc.model.statements import Run
    from graphsvc.runs.plan import Plan

SHOWN_ISSUES = 20
_STATES = ("new", "changed", "unchanged", "retired")


def plan_text(plan: Plan) -> str:
    """The preview: what would change, what was read, what was refused and why."""
    found = plan.differences
    changes = [(state, getattr(found, f"{state}_actors"), getattr(found, f"{state}_ties")) for state in _STATES]
    lines = [
        f"{plan.source.title} ({plan.source.id}, {plan.source.sensitivity.label}), importer {plan.importer}",
        "",
        table(("", "actors", "ties"), [(state, f"{a:,}", f"{t:,}") for state, a, t in changes], numbers=(1, 2)),
    ]
    if plan.tallies:
        counted = [(t.unit, f"{t.read:,}", f"{t.kept:,}", f"{t.skipped:,}") for t in plan.tallies]
        lines += ["", table(("unit", "read", "kept", "skipped"), counted, numbers=(1, 2, 3))]
    if plan.renames_source:
        lines += ["", "The facts about the source itself (title, licence, ...) change."]
    return "\n".join([*lines, *_issue_lines(plan)])


def _issue_lines(plan: Plan) -> list[str]:
    groups = plan.spool.issue_groups()
    total = sum(group.count for group in groups)
    if not total:
        return []
    refusals = sum(group.count for group in groups if group.first.is_refusal)
    lines = ["", f"{refusals:,} refusals, {total - refusals:,} remarks on what was taken:"]
    if total <= SHOWN_ISSUES:
        return lines + [line for issue in plan.spool.issues() for line in _issue_text(issue)]
    for group in groups:
        count = f" ({group.count:,} times; the first:)" if group.count > 1 else ""
        first, *rest = _issue_text(group.first)
        lines += [first + count, *rest]
    return [*lines, "  --report FILE writes them all."]


def _issue_text(issue: RowIssue) -> list[str]:
    column = f", {issue.column}" if issue.column else ""
    value = f": {issue.value!r}" if issue.value is not None else ""
    word = "refused" if issue.is_refusal else "remark"
    return [f"  {word}  {issue.place}{column}{value} [{issue.rule}]", f"           {issue.advice}"]


def plan_json(plan: Plan) -> dict[str, Any]:
    """The preview as JSON values; at most 1,000 issues, all of them counted."""
    found = plan.differences
    return {
        "source": {"id": plan.source.id, "title": plan.source.title, "sensitivity": plan.source.sensitivity.label},
        "importer": plan.importer,
        "files": [{"name": mark.name, "sha256": mark.sha256} for mark in plan.files],
        "preview": {
            **{
                f"{state}_{sort}": getattr(found, f"{state}_{sort}") for sort in ("actors", "ties") for state in _STATES
            },
            "refused": plan.refused,
        },
        "read": [{"unit": t.unit, "read": t.read, "kept": t.kept, "skipped": t.skipped} for t in plan.tallies],
        "issue_counts": [
            {"rule": group.first.rule, "refused": group.first.is_refusal, "count": group.count}
            for group in plan.spool.issue_groups()
        ],
        "issues": [issue_json(issue) for issue in islice(plan.spool.issues(), 1_000)],
        "stops": [{"message": stop.message, "hint": stop.hint} for stop in plan.stops],
    }


def issue_json(issue: RowIssue) -> dict[str, Any]:
    """One row issue as JSON values."""
    return {
        "file": issue.place.file,
        "place": issue.place.locator,
        "rule": issue.rule,
        "column": issue.column,
        "value": issue.value,
        "advice": issue.advice,
        "refused": issue.is_refusal,
    }


def run_json(run: Run) -> dict[str, Any]:
    """A run as JSON values."""
    return {
        "number": run.number,
        "what": run.what,
        "state": run.state.value,
        "started_at": run.started_at.isoformat(timespec="seconds"),
        "ended_at": run.ended_at.isoformat(timespec="seconds") if run.ended_at else None,
        "importer": run.importer,
        "source": run.source,
        "files": [{"name": name, "sha256": sha256} for name, sha256 in run.files],
        "counts": dict(run.counts),
        "undoes": run.undoes,
    }
