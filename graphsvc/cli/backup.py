"""Write everything that the store keeps, history included, to a file with a hash. The file is as closed as the store.

The file appears under its name only when it is whole. Accounts are not in it: they are in accounts.sqlite.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from graphsvc.cli.console import Console
from graphsvc.cli.stores import opened
from graphsvc.cli.wholefile import whole_file

NAME = "backup"
HELP = "write the whole store to a file"
EXAMPLES = ("backup var/backup.jsonl",)


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of `graphsvc backup`."""
    parser.add_argument("file", type=Path, metavar="FILE", help="where to; must not be there yet")
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(args: argparse.Namespace, console: Console) -> int:
    """Write the backup."""
    from graphsvc.cli.archive import counted, write_archive

    with whole_file(args.file, replaces=False) as file, opened(console) as store, console.progress() as progress:
        digest = store.digest()
        rows = write_archive(counted(store.everything(), progress, "writing"), file)
    if args.json:
        console.answer_json({"file": args.file.name, "rows": rows, "digest": digest})
    else:
        console.say(f"{args.file.name}: {rows:,} rows; the store's digest is {digest}.")
    return 0
