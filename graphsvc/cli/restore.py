"""Fill an empty store from a backup. The whole file is checked against its hash before anything is written.

Opt-outs and requests are brought back from the file beside it whose name ends in .introductions.sqlite.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from graphsvc.cli.backup import file_beside
from graphsvc.cli.console import Console
from graphsvc.cli.introductions import introductions_file, opened_consent
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
    told = _bring_back(file_beside(args.file), console)
    if args.json:
        console.answer_json({"rows": rows, "digest": digest, "introductions": told is None})
    else:
        console.say(f"{rows:,} rows restored; the store's digest is {digest}.")
    if told:
        console.note(told)
    return 0


def _bring_back(beside: Path, console: Console) -> str | None:
    """Bring opt-outs and requests back; None, or why they were not."""
    from graphsvc.consent.consent import FORMAT, PACKAGE
    from graphsvc.sqlite_file import SqliteFile

    if not beside.exists():
        return f"No opt-outs and no requests: there is no {beside.name} beside the backup."
    target = introductions_file(console)
    if target.exists():
        with opened_consent(console) as there:
            is_used = not there.is_empty()
        if is_used:
            return f"The opt-outs and requests in the data folder were kept; those of {beside.name} were left alone."
        for name in (target.name, f"{target.name}-wal", f"{target.name}-shm"):
            target.with_name(name).unlink(missing_ok=True)
    kept = SqliteFile(beside, PACKAGE, newest_format=FORMAT)
    try:
        kept.copy_to(target)
    finally:
        kept.close()
    return None
