"""Decide which statements are about one actor. Names that look alike only suggest; what you decide can be taken back.

`list` shows undecided pairs with the reasons; `same A B` and `different A B` decide a pair of statements; `undo A B`
takes the decision back. A merge keeps both statements.
"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from graphsvc.access import Viewer
from graphsvc.cli.console import Console, table
from graphsvc.cli.numbers import at_least_one
from graphsvc.cli.stores import opened, settled
from graphsvc.errors import NotFound

if TYPE_CHECKING:
    from graphsvc.store.protocol import GraphStore

NAME = "identity"
HELP = "decide which statements are about one actor"
EXAMPLES = ("identity list --limit 10", "identity decided")
REASONS = {
    "same-name-other-identifier": "the same name, but other identifiers",
    "same-name-no-country": "the same name, but a country is not known",
    "alike": "names alike",
    "initials": "one is the initials of the other",
    "one-name-in-the-other": "one name is part of the other",
}


def configure(parser: argparse.ArgumentParser) -> None:
    """The subcommands of `graphsvc identity`."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="undecided pairs, the likeliest first")
    listing.add_argument("--limit", type=at_least_one, default=50, metavar="N", help="at most so many (default: 50)")
    decided = actions.add_parser("decided", help="what was decided so far")
    for action, text in (("same", "they are one actor"), ("different", "they are two"), ("undo", "take it back")):
        deciding = actions.add_parser(action, help=text)
        deciding.add_argument("left", metavar="A", help="id of a statement, as `graphsvc identity list` shows it")
        deciding.add_argument("right", metavar="B", help="id of the other one")
        if action != "undo":
            deciding.add_argument("--reason", default="", help="why, for whoever asks later")
        deciding.add_argument("--json", action="store_true", help="answer as JSON")
    for one in (listing, decided):
        one.add_argument("--json", action="store_true", help="answer as JSON")


def run(args: argparse.Namespace, console: Console) -> int:
    """Do the action."""
    with opened(console) as store:
        if args.action == "list":
            return _list(store, args, console)
        if args.action == "decided":
            return _decided(store, args, console)
        return _decide(store, args, console)


def _list(store: GraphStore, args: argparse.Namespace, console: Console) -> int:
    from graphsvc.identity.resolving import resolve
    from graphsvc.identity.suggesting import suggestions

    viewer = Viewer.operator()
    facts = store.actor_facts(viewer)
    decisions = store.decisions(viewer)
    found = suggestions(facts, resolve(facts, console.aliases, decisions), decisions, limit=args.limit)
    if args.json:
        console.answer_json(
            [
                {
                    "left": {"statement": pair.left, "actor": pair.left_actor, "name": pair.left_name},
                    "right": {"statement": pair.right, "actor": pair.right_actor, "name": pair.right_name},
                    "score": pair.score,
                    "reasons": list(pair.reasons),
                }
                for pair in found
            ]
        )
    elif not found:
        console.say("No undecided pairs.")
    for pair in () if args.json else found:
        reasons = ", ".join(REASONS.get(reason, reason) for reason in pair.reasons)
        console.say(f"{pair.left} {pair.right}  {pair.left_name}  |  {pair.right_name}  ({reasons}, {pair.score:.0f})")
    return 0


def _decided(store: GraphStore, args: argparse.Namespace, console: Console) -> int:
    decisions = store.decisions(Viewer.operator())
    lines = [
        (d.left, d.right, d.judgement.value, d.decided_by, d.decided_at.isoformat(timespec="minutes"), d.reason)
        for d in decisions
    ]
    headers = ("left", "right", "judgement", "decided_by", "decided_at", "reason")
    if args.json:
        console.answer_json([dict(zip(headers, line, strict=True)) for line in lines])
    else:
        console.say(table(headers, lines) if lines else "Nothing was decided yet.")
    return 0


def _decide(store: GraphStore, args: argparse.Namespace, console: Console) -> int:
    from graphsvc.model.statements import Judgement
    from graphsvc.runs.decide import decide, withdraw
    from graphsvc.runs.load import account_name

    viewer, pair = Viewer.operator(), (args.left, args.right)
    try:
        if args.action == "undo":
            done = withdraw(store, viewer, pair)
        else:
            now = datetime.now(UTC).replace(microsecond=0)
            judgement = Judgement(args.action)
            done = decide(store, viewer, pair, judgement, reason=args.reason, by=account_name(), at=now)
    except NotFound as error:
        message = "There is no such decision." if args.action == "undo" else "There is no such pair of statements."
        raise NotFound(message, hint="`graphsvc identity list` shows ids of statements.") from error
    settled(store, console)
    if args.json:
        console.answer_json({"run": done.number, "left": min(pair), "right": max(pair), "action": args.action})
    else:
        word = "taken back" if args.action == "undo" else f"decided: {args.action}"
        console.say(f"{word.capitalize()} (run {done.number}; `graphsvc undo {done.number}` reverses it).")
    return 0
