"""Write what somebody of a clearance sees as JSON Lines; equal content gives equal bytes."""

from __future__ import annotations

import argparse
from pathlib import Path

from graphsvc.access import Permission, Sensitivity, Viewer
from graphsvc.cli.console import Console
from graphsvc.cli.stores import opened
from graphsvc.cli.wholefile import whole_file

NAME = "export"
HELP = "write what somebody may see as JSON Lines"
EXAMPLES = ("export --clearance public", "export --to var/public.jsonl --clearance public")


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of `graphsvc export`."""
    levels = [level.label for level in Sensitivity if level is not Sensitivity.SEALED]
    parser.add_argument(
        "--clearance", choices=levels, default="restricted", help="of whoever gets it (all: restricted)"
    )
    parser.add_argument("--collection", action="append", default=[], metavar="NAME", help="only these collections")
    parser.add_argument("--places", action="store_true", help="also the file and row of each statement")
    parser.add_argument("--to", type=Path, metavar="FILE", help="a file that is replaced when all is written")
    parser.add_argument("--json", action="store_true", help="the answer is JSON Lines in any case")


def run(args: argparse.Namespace, console: Console) -> int:
    """Write the lines."""
    from graphsvc.export import export_lines

    viewer = viewer_of(Sensitivity.parse(args.clearance), args.collection)
    with opened(console) as store:
        lines = export_lines(store, viewer, with_places=args.places)
        if args.to is None:
            for line in lines:
                console.answers.write(line.decode())
            return 0
        with whole_file(args.to, replaces=True) as file:
            file.writelines(lines)
    return 0


def viewer_of(level: Sensitivity, collections: list[str]) -> Viewer:
    """Somebody with clearance `level` in `collections`, or everywhere where none are named."""
    read = frozenset({Permission.READ})
    if collections:
        return Viewer(clearances=dict.fromkeys(collections, level), permissions=read)
    return Viewer(everywhere=level, permissions=read)
