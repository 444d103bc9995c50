"""Move a whole store, history included, into an empty one of any engine, and compare the two afterwards.

A URL is sqlite:FILE, or bolt://HOST:PORT and the like for Neo4j, whose password is in GRAPHSVC_NEO4J_PASSWORD_FILE.
"""

from __future__ import annotations

import argparse

from graphsvc.cli.console import Console
from graphsvc.cli.stores import check_whole, opened, settled
from graphsvc.errors import StoreRefused

NAME = "copy"
HELP = "move a whole store between engines"
EXAMPLES = ("copy --from sqlite:var/network.sqlite --to sqlite:var/copy.sqlite",)


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of `graphsvc copy`."""
    parser.add_argument("--from", required=True, dest="from_url", metavar="URL", help="the store to copy")
    parser.add_argument("--to", required=True, dest="to_url", metavar="URL", help="an empty store")
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(args: argparse.Namespace, console: Console) -> int:
    """Copy and compare digests."""
    from graphsvc.cli.archive import counted

    with opened(console, args.from_url, is_there=True) as origin, opened(console, args.to_url) as copy:
        check_whole(origin)
        with console.progress() as progress:
            copy.take_over(counted(origin.everything(), progress, "copying"))
        digest, copied = origin.digest(), copy.digest()
        if digest != copied:
            raise StoreRefused("The copy is not the same as the original.", hint="Empty it, then copy again.")
        settled(copy, console)
    if args.json:
        console.answer_json({"digest": digest})
    else:
        console.say(f"Copied; both stores have the digest {digest}.")
    return 0
