"""List the formats that `graphsvc import` reads."""

from __future__ import annotations

import argparse

from graphsvc.cli.console import Console, table

NAME = "importers"
HELP = "list the formats that can be imported"
EXAMPLES = ("importers",)


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of `graphsvc importers`."""
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(args: argparse.Namespace, console: Console) -> int:
    """List the importers."""
    from importers.registry import IMPORTERS

    known = IMPORTERS.values()
    if args.json:
        console.answer_json([{"name": one.name, "summary": one.summary, "example": one.example} for one in known])
    else:
        console.say(table(("name", "reads"), [(one.name, one.summary) for one in known]))
    return 0
