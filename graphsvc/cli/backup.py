"""Write everything that the store keeps, history included, to a file with a hash. The file is as closed as the store.

The file appears under its name only when it is whole. Accounts are not in it: they are in accounts.sqlite.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from graphsvc.cli.console import Console
from graphsvc.cli.stores import opened
from graphsvc.errors import StoreFull, WrongUse

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

    if args.file.exists():
        raise WrongUse(f"{args.file.name} is there already.", hint="Give another name; a backup replaces nothing.")
    try:
        with opened(console) as store, console.progress() as progress:
            digest = store.digest()
            with tempfile.NamedTemporaryFile(dir=args.file.parent, prefix=".backup-", delete=False) as file:
                try:
                    rows = write_archive(counted(store.everything(), progress, "writing"), file)
                    file.flush()
                    os.fsync(file.fileno())
                    os.link(file.name, args.file)
                finally:
                    Path(file.name).unlink()
    except OSError as error:
        raise StoreFull(f"{args.file.name} cannot be written: {error.strerror}.") from error
    if args.json:
        console.answer_json({"file": args.file.name, "rows": rows, "digest": digest})
    else:
        console.say(f"{args.file.name}: {rows:,} rows; the store's digest is {digest}.")
    return 0
