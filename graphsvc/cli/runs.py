"""List the changes of the store, newest first: imports, undone imports, decisions on identity."""

from __future__ import annotations

import argparse

from graphsvc.access import Viewer
from graphsvc.cli.console import Console, table
from graphsvc.cli.numbers import at_least_one
from graphsvc.cli.reports import run_json
from graphsvc.cli.stores import opened
from graphsvc.model.statements import Run

NAME = "runs"
HELP = "list the changes of the store, newest first"
EXAMPLES = ("runs", "runs --limit 5 --json")
SHORT_HASH = 12


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of `graphsvc runs`."""
    parser.add_argument("--limit", type=at_least_one, default=50, metavar="N", help="at most so many (default: 50)")
    parser.add_argument("--json", action="store_true", help="answer as JSON, with whole file hashes and all counts")


def run(args: argparse.Namespace, console: Console) -> int:
    """List the runs."""
    with opened(console) as store:
        runs = store.runs(Viewer.operator(), limit=args.limit)
    if args.json:
        console.answer_json([run_json(one) for one in runs])
    elif runs:
        headers = ("run", "what", "state", "when (UTC)", "source", "new", "changed", "retired", "refused", "files")
        console.say(table(headers, [_line(one) for one in runs], numbers=(0, 5, 6, 7, 8)))
    else:
        console.say("No runs yet.")
    return 0


def _line(run: Run) -> tuple[str, ...]:
    counts = (
        f"{run.counts[name]:,}" if name in run.counts else "" for name in ("new", "changed", "retired", "refused")
    )
    what = run.what if run.undoes is None else f"undo of {run.undoes}"
    files = ", ".join(f"{name} {sha256[:SHORT_HASH]}" for name, sha256 in run.files)
    when = run.started_at.strftime("%Y-%m-%d %H:%M")
    return (str(run.number), what, run.state.value, when, run.source or "", *counts, files)
