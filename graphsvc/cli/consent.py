"""Who asked not to be used as an introducer. Such an actor appears in nobody's introduction routes.

`add ACTOR` records it, `withdraw ACTOR` ends it (its record stays), `list` shows all. ACTOR is the id that the address
of the actor's page ends with, or an identifier such as wikidata:Q1. `renew` finds the actors again after large imports.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING

from graphsvc.cli.console import Console, table
from graphsvc.cli.introductions import named_actor, opened_consent, whole_network
from graphsvc.cli.user import opened_accounts
from graphsvc.errors import NotFound

if TYPE_CHECKING:
    from graphsvc.consent.consent import Consent
    from graphsvc.consent.opt_outs import OptOut
    from graphsvc.network import Network

NAME = "consent"
HELP = "actors who asked not to be used as introducers"
EXAMPLES = (
    'consent add local:MX-SIN-FRONTERAS --note "By telephone"',
    "consent list",
    "consent renew",
    "consent withdraw local:MX-SIN-FRONTERAS",
)


def configure(parser: argparse.ArgumentParser) -> None:
    """The subcommands of `graphsvc consent`."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="who asked so, since when")
    listing.add_argument("--all", action="store_true", help="withdrawn ones too")
    add = actions.add_parser("add", help="record that an actor asked so; again: keep what it is known by now")
    add.add_argument("--note", default="", help="how it was said, for whoever asks later")
    withdraw = actions.add_parser("withdraw", help="they may be asked again")
    for one in (add, withdraw):
        one.add_argument("actor", metavar="ACTOR", help="id of the actor, or an identifier such as wikidata:Q1")
    renew = actions.add_parser("renew", help="keep what every such actor is known by now")
    for one in (listing, add, withdraw, renew):
        one.add_argument("--json", action="store_true", help="answer as JSON")


def run(args: argparse.Namespace, console: Console) -> int:
    """Do the action."""
    with whole_network(console) as network, opened_consent(console) as consent:
        match args.action:
            case "list":
                _list(consent, network, args, console)
            case "add":
                _add(consent, network, args, console)
            case "withdraw":
                _withdraw(consent, network, args, console)
            case _:
                _renew(consent, network, args, console)
    return 0


def _list(consent: Consent, network: Network, args: argparse.Namespace, console: Console) -> None:
    found = [one for one in consent.opt_outs.all() if one.stands or args.all]
    rows = [_row(one, network, console) for one in found]
    if args.json:
        console.answer_json(rows)
    elif not rows:
        console.say("Nobody has asked not to be used as an introducer.")
    else:
        headers = ("opt_out", "actors", "recorded_at", "recorded_by", "note", "state")
        console.say(table(headers, [_line(row, headers) for row in rows]))


def _line(row: Mapping[str, object], headers: tuple[str, ...]) -> tuple[str, ...]:
    actors = row["actors"]
    names = ", ".join(one["name"] for one in actors) if isinstance(actors, list) else ""
    return tuple(names or "(not in the network now)" if name == "actors" else str(row[name] or "") for name in headers)


def _row(opt_out: OptOut, network: Network, console: Console) -> dict[str, object]:
    from graphsvc.actor_keys import actors_known_by

    language = console.settings.languages[0]
    known = network.actors(sorted(actors_known_by(network.snapshot, network.aliases, opt_out.keys)), language)
    return {
        "opt_out": opt_out.id,
        "actors": [{"id": actor.id, "name": actor.name} for actor in known.values()],
        "recorded_at": opt_out.recorded_at.date().isoformat(),
        "recorded_by": opt_out.recorded_by,
        "note": opt_out.note,
        "state": "stands" if opt_out.stands else "withdrawn",
    }


def _add(consent: Consent, network: Network, args: argparse.Namespace, console: Console) -> None:
    actor = named_actor(network, args.actor, console.settings.languages[0])
    made = consent.opt_outs.record(actor.keys, account=None, note=args.note)
    _audit(console, "introducer opted out", made.id)
    if args.json:
        console.answer_json(_row(made, network, console))
    else:
        console.say(f"{actor.name} is in nobody's introduction routes from now on ({made.id}).")


def _withdraw(consent: Consent, network: Network, args: argparse.Namespace, console: Console) -> None:
    actor = named_actor(network, args.actor, console.settings.languages[0])
    standing = consent.opt_outs.standing(actor.keys)
    if not standing:
        raise NotFound("This actor has not asked so.", hint="`graphsvc consent list` shows who has.")
    for one in standing:
        consent.opt_outs.withdraw(one.id, account=None)
        _audit(console, "introducer's opt-out withdrawn", one.id)
    if args.json:
        console.answer_json([_row(consent.opt_outs.one(one.id), network, console) for one in standing])
    else:
        console.say(f"{actor.name} may be in introduction routes again.")


def _renew(consent: Consent, network: Network, args: argparse.Namespace, console: Console) -> None:
    from graphsvc.actor_keys import actors_known_by

    added = 0
    standing = [one for one in consent.opt_outs.all() if one.stands]
    for one in standing:
        actors = actors_known_by(network.snapshot, network.aliases, one.keys)
        keys = frozenset[str]().union(*(network.keys(actor) for actor in actors))
        added += len(keys.difference(one.keys))
        consent.opt_outs.record([*one.keys, *keys], account=None)
    if args.json:
        console.answer_json({"opt_outs": len(standing), "keys_added": added})
    else:
        console.say(f"{len(standing)} opt-outs looked at, {added} keys added.")


def _audit(console: Console, what: str, subject: str) -> None:
    with opened_accounts(console) as accounts:
        accounts.audit.record(what, account=None, subject=subject)
