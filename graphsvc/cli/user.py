"""Accounts: who may sign in to the pages, and what they may see there.

A password is asked for on the terminal, or read from standard input; it is never part of a command. Without a
password only one-time links open an account.
"""

from __future__ import annotations

import argparse
import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from graphsvc.access import Permission, Sensitivity
from graphsvc.cli.console import Console, table
from graphsvc.config import is_loopback
from graphsvc.errors import WrongUse

if TYPE_CHECKING:
    from web.accounts.accounts import Accounts
    from web.accounts.people import Person

NAME = "user"
HELP = "add, list and close accounts, make sign-in links"
EXAMPLES = (
    "user add amina --clearance members --no-password",
    "user link amina local:MX-SIN-FRONTERAS",
    "user unlink amina local:MX-SIN-FRONTERAS",
    "user sign-in-link amina",
    "user list",
    "user disable amina",
)
LEVELS = [level.label for level in Sensitivity if level is not Sensitivity.SEALED]
PERMISSIONS = {"curate": Permission.CURATE, "administer": Permission.ADMINISTER}


def configure(parser: argparse.ArgumentParser) -> None:
    """The subcommands of `graphsvc user`."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    add = actions.add_parser("add", help="add somebody")
    add.add_argument("name", help="what they type at sign-in")
    add.add_argument("--clearance", choices=[*LEVELS, "none"], default="public", help="in collections not named below")
    add.add_argument("--in", action="append", default=[], dest="clearances", metavar="COLLECTION=LEVEL")
    add.add_argument("--may", action="append", default=[], choices=sorted(PERMISSIONS), help="beside reading")
    add.add_argument("--no-password", action="store_true", help="one-time links only")
    listing = actions.add_parser("list", help="everybody")
    listing.add_argument("--json", action="store_true", help="answer as JSON")
    for action, text in (
        ("disable", "close an account and end its sessions"),
        ("enable", "open it again"),
        ("password", "give another password"),
        ("sign-in-link", "an address that signs in once, within 30 minutes"),
    ):
        actions.add_parser(action, help=text).add_argument("name", help="what they type at sign-in")
    for action, text in (
        ("link", "let somebody answer the requests to an actor"),
        ("unlink", "end that"),
    ):
        linking = actions.add_parser(action, help=text)
        linking.add_argument("name", help="what they type at sign-in")
        linking.add_argument("actor", metavar="ACTOR", help="id of the actor, or an identifier such as wikidata:Q1")


def run(args: argparse.Namespace, console: Console) -> int:
    """Do the action."""
    with opened_accounts(console) as accounts:
        match args.action:
            case "add":
                _add(accounts, args, console)
            case "list":
                _list(accounts, args, console)
            case "password":
                accounts.set_password(args.name, _ask_password(console))
                console.note("The password is changed; all their sessions have ended.")
            case "sign-in-link":
                console.say(sign_in_link(accounts, args.name, console))
            case "link" | "unlink":
                _link(accounts, args, console)
            case _:
                accounts.set_active(args.name, is_active=args.action == "enable")
                console.note(
                    f"The account is {'open' if args.action == 'enable' else 'closed; its sessions have ended'}."
                )
    return 0


@contextmanager
def opened_accounts(console: Console) -> Iterator[Accounts]:
    """The accounts of this installation."""
    from web.accounts.accounts import Accounts

    settings = console.settings
    settings.data_folder.mkdir(parents=True, exist_ok=True)
    accounts = Accounts.open(
        settings.data_folder,
        idle_seconds=settings.session_idle_seconds,
        longest_seconds=settings.session_longest_seconds,
    )
    try:
        yield accounts
    finally:
        accounts.close()


def address_of(console: Console, port: int | None = None) -> str:
    """Where the pages of this installation are reached: from other machines, if it has a name for them."""
    settings = console.settings
    names = settings.trusted_hosts or (settings.host,)
    host = next((name for name in names if not is_loopback(name)), names[0])
    scheme = "https" if settings.secure_cookies else "http"
    name = f"[{host}]" if ":" in host else host
    return f"{scheme}://{name}:{port or settings.port}" if scheme == "http" else f"{scheme}://{name}"


def sign_in_link(accounts: Accounts, name: str, console: Console, port: int | None = None) -> str:
    """An address that signs `name` in once."""
    language = console.settings.languages[0]
    return f"{address_of(console, port)}/{language}/sign-in/{accounts.make_link(name)}"


def _add(accounts: Accounts, args: argparse.Namespace, console: Console) -> None:
    pairs = [text.partition("=") for text in args.clearances]
    clearances = {collection: Sensitivity.parse(level) for collection, _, level in pairs}
    if Sensitivity.SEALED in clearances.values():
        raise WrongUse("Nobody has clearance for sealed statements.", hint="Use public, members or restricted.")
    everywhere = None if args.clearance == "none" else Sensitivity.parse(args.clearance)
    permissions = frozenset({Permission.OPEN, Permission.READ, *(PERMISSIONS[name] for name in args.may)})
    password = None if args.no_password else _ask_password(console)
    accounts.add_person(
        args.name, password=password, everywhere=everywhere, clearances=clearances, permissions=permissions
    )
    console.note("The account is made. `graphsvc user sign-in-link NAME` gives an address that signs in once.")


def _link(accounts: Accounts, args: argparse.Namespace, console: Console) -> None:
    from graphsvc.cli.introductions import named_actor, opened_consent, whole_network

    person = accounts.people.named(args.name)
    with whole_network(console) as network, opened_consent(console) as consent:
        actor = named_actor(network, args.actor, console.settings.languages[0])
        if args.action == "link":
            consent.link_account(person.account, actor.id, actor.keys)
            console.note(f"{person.name} answers the requests to {actor.name}.")
        else:
            consent.unlink_account(person.account, actor.keys)
            console.note(f"{person.name} no longer answers the requests to {actor.name}.")
    accounts.audit.record(f"account {args.action}ed", account=None, subject=f"{person.account} {actor.id}")


def _list(accounts: Accounts, args: argparse.Namespace, console: Console) -> None:
    people = accounts.people.all()
    if args.json:
        console.answer_json([dict(zip(_HEADERS, _line(person), strict=True)) for person in people])
    else:
        console.say(table(_HEADERS, [_line(person) for person in people]) if people else "Nobody yet.")


_HEADERS = ("name", "state", "clearance", "in", "may", "password")


def _line(person: Person) -> tuple[str, ...]:
    viewer = person.viewer
    return (
        person.name,
        "open" if person.is_active else "closed",
        viewer.everywhere.label if viewer.everywhere else "none",
        ", ".join(f"{collection}={level.label}" for collection, level in sorted(viewer.clearances.items())),
        ", ".join(sorted(permission.value for permission in viewer.permissions - {Permission.OPEN})),
        "yes" if person.password else "links only",
    )


def _ask_password(console: Console) -> str:
    if not console.is_terminal:
        return console.questions.readline().rstrip("\n")
    password = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != password:
        raise WrongUse("The two are not the same.", hint="Try again.")
    return password
