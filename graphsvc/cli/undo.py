"""Take back one run exactly. The undoing is a run of its own, and can be undone as well."""

from __future__ import annotations

import argparse

from graphsvc.cli.console import Console
from graphsvc.cli.numbers import at_least_one
from graphsvc.cli.reports import run_json
from graphsvc.cli.stores import opened, settled
from graphsvc.model.statements import RunNumber

NAME = "undo"
HELP = "take back one run"
EXAMPLES = ("undo 1",)


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of `graphsvc undo`."""
    parser.add_argument("run_number", type=at_least_one, metavar="RUN", help="its number, as `graphsvc runs` shows it")
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(args: argparse.Namespace, console: Console) -> int:
    """Undo the run."""
    from graphsvc.runs.undo import undo

    with opened(console) as store:
        undone = undo(store, RunNumber(args.run_number), wait_seconds=console.settings.lock_wait_seconds)
        settled(store, console)
    if args.json:
        console.answer_json(run_json(undone))
    else:
        console.say(f"Run {args.run_number} is taken back, as run {undone.number}.")
    return 0
