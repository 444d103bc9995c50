"""Check the store: its format, its digest, what it holds, and whether the settings fit. Exit code 1 for problems."""

from __future__ import annotations

import argparse
import shutil
from collections import Counter
from typing import TYPE_CHECKING, Any

from graphsvc.access import Viewer
from graphsvc.cli.console import Console, table
from graphsvc.cli.stores import check_whole, opened, settled

if TYPE_CHECKING:
    from graphsvc.store.protocol import GraphStore

NAME = "check"
HELP = "check the store and the settings"
EXAMPLES = ("check", "check --json")
LEAST_FREE_SHARE = 0.05
MANY = 1_000_000


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of `graphsvc check`."""
    parser.add_argument("--settle", action="store_true", help="also bring the store's picture of actors up to date")
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(args: argparse.Namespace, console: Console) -> int:
    """Check, and show what was found."""
    console.settings.check()
    with opened(console) as store:
        facts, problems = _look(store, console)
        if args.settle:
            settled(store, console)
    usage = shutil.disk_usage(console.settings.data_folder)
    if usage.free < LEAST_FREE_SHARE * usage.total:
        problems.append(f"The disk of the data folder has only {usage.free / usage.total:.0%} left.")
    if args.json:
        console.answer_json({**facts, "problems": problems})
    else:
        console.say(table(("what", "found"), list(facts.items())))
        for problem in problems:
            console.note(problem)
        console.note("No problems." if not problems else f"{len(problems)} problems.")
    return 1 if problems else 0


def _look(store: GraphStore, console: Console) -> tuple[dict[str, Any], list[str]]:
    check_whole(store)
    viewer = Viewer.operator()
    info, columns = store.info(), store.tie_columns(viewer)
    states = Counter(run.state.value for run in store.runs(viewer, limit=MANY))
    facts: dict[str, Any] = {
        "engine": info.engine,
        "format": info.format,
        "store": info.store_id,
        "published run": info.published,
        "sources": len(store.sources(viewer)),
        "actor statements": len(columns.actors),
        "ties": len(columns.ids),
        "decisions": len(store.decisions(viewer)),
        "version": store.version(viewer),
        "digest": store.digest(),
        **{f"runs {state}": number for state, number in sorted(states.items())},
    }
    return facts, _problems(store, viewer, set(columns.kinds), console)


def _problems(store: GraphStore, viewer: Viewer, tie_kinds: set[str], console: Console) -> list[str]:
    kinds = console.kinds
    found = [
        f"The store holds ties of a kind that is not in the registry: {name}."
        for name in sorted(tie_kinds - kinds.ties.keys())
    ]
    facts = store.actor_facts(viewer)
    unknown = sorted({fact.kind for fact in facts} - kinds.actors.keys())
    found += [f"The store holds actors of a kind that is not in the registry: {name}." for name in unknown]
    return found
