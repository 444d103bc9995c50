"""Fill an empty store from a backup. The whole file is checked against its hash before anything is written."""

from __future__ import annotations

import argparse
from pathlib import Path

from graphsvc.cli.console import Console
from graphsvc.cli.stores import opened, settled

NAME = "restore"
HELP = "fill an empty store from a backup"
EXAMPLES = ("restore var/backup.jsonl",)


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of `graphsvc restore`."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a file that `graphsvc backup` wrote")
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(args: argparse.Namespace, console: Console) -> int:
    """Check, then restore."""
    from graphsvc.cli.archive import check_archive, counted, read_archive

    rows = check_archive(args.file)
    with opened(console) as store:
        with console.progress() as progress:
            store.take_over(counted(read_archive(args.file), progress, "restoring", rows))
        settled(store, console)
        digest = store.digest()
    if args.json:
        console.answer_json({"rows": rows, "digest": digest})
    else:
        console.say(f"{rows:,} rows restored; the store's digest is {digest}.")
    return 0
