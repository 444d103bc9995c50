"""Write everything that the store keeps, history included, to a file with a hash. The file is as closed as the store.

The file appears under its name only when it is whole. Opt-outs and requests are written beside it, to a file whose name
ends in .introductions.sqlite; keep both together. Accounts are in neither: they are in accounts.sqlite.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graphsvc.cli.console import Console
from graphsvc.cli.introductions import introductions_file, opened_consent
from graphsvc.cli.stores import check_whole, opened
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

    with (
        introductions_beside(args.file, console) as introductions,
        whole_file(args.file, replaces=False) as file,
        opened(console) as store,
        console.progress() as progress,
    ):
        check_whole(store)
        digest = store.digest()
        rows = write_archive(counted(store.everything(), progress, "writing"), file)
    beside = introductions.name if introductions else None
    if args.json:
        console.answer_json({"file": args.file.name, "rows": rows, "digest": digest, "introductions": beside})
    else:
        console.say(f"{args.file.name}: {rows:,} rows; the store's digest is {digest}.")
        console.say(f"{beside}: opt-outs, requests and plans." if beside else "No opt-outs or requests are kept here.")
    return 0


def file_beside(file: Path) -> Path:
    """Where the introductions of the backup `file` are."""
    return file.with_name(f"{file.name}.introductions.sqlite")


@contextmanager
def introductions_beside(file: Path, console: Console) -> Iterator[Path | None]:
    """Write the introductions beside the backup; taken away again where the backup fails. None: nothing is kept here.

    Raises:
        StoreRefused: there is such a file already.
    """
    if not introductions_file(console).exists():
        yield None
        return
    beside = file_beside(file)
    with opened_consent(console) as consent:
        consent.copy_to(beside)
    try:
        yield beside
    except BaseException:
        beside.unlink()
        raise
