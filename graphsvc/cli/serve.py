"""Serve the pages. GRAPHSVC_HOST and GRAPHSVC_PORT say where (default: 127.0.0.1, port 8000).

With --samples the shipped samples are imported first, and an address is printed that signs in once.
"""

from __future__ import annotations

import argparse
import errno
import socket
from contextlib import ExitStack

from graphsvc.access import Permission, Sensitivity
from graphsvc.cli.console import Console
from graphsvc.cli.numbers import at_least_one
from graphsvc.cli.stopping import stop_signals
from graphsvc.cli.stores import opened
from graphsvc.cli.user import address_of, opened_accounts, sign_in_link
from graphsvc.errors import BadSetting, GraphsvcError, PortInUse

NAME = "serve"
HELP = "serve the pages"
EXAMPLES = ("serve --samples", "serve")
OWNER = "owner"
BACKLOG = 128
STOPPING_SECONDS = 10


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of `graphsvc serve`."""
    parser.add_argument(
        "--samples",
        nargs="?",
        const="",
        metavar="FOLDER",
        help="import the samples first, make an owner's sign-in link",
    )
    parser.add_argument("--threads", type=at_least_one, default=8, metavar="N", help="requests at a time (default: 8)")


def run(args: argparse.Namespace, console: Console) -> int:
    """Take the port, import what is to be imported, then serve until told to stop."""
    from graphsvc.cli.serving import serve

    listener = listen(console.settings.host, console.settings.port)
    port = listener.getsockname()[1]
    with opened(console) as store:  # a store that cannot be used is said now, not at the first request
        if args.samples is not None:
            from graphsvc.cli.samples import import_samples, read_manifest, samples_folder

            with stop_signals() as asked_to_stop:
                import_samples(store, read_manifest(samples_folder(args.samples)), console, asked_to_stop)
    console.say(f"Serving on {address_of(console, port)}")
    if args.samples is not None:
        console.say(f"Sign in (works once, within 30 minutes): {_owners_link(console, port)}")
    console.answers.flush()
    serve(console, listener, threads=args.threads, stopping_seconds=STOPPING_SECONDS)
    return 0


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises PortInUse, or BadSetting for a host that is not of this machine."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise BadSetting(f"{host} is no address.", hint="Set GRAPHSVC_HOST.") from error
    with ExitStack() as undone:
        listener = undone.enter_context(socket.socket(family, kind, protocol))
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(place)
            listener.listen(BACKLOG)
        except OSError as error:
            raise _cannot_listen(error, host, port) from error
        undone.pop_all()
        return listener


def _cannot_listen(error: OSError, host: str, port: int) -> GraphsvcError:
    if error.errno == errno.EADDRINUSE:
        message = f"Port {port} is in use by another program."
        return PortInUse(message, hint=f"Stop it, or choose another port: PORT={port + 1} make run.")
    if error.errno == errno.EACCES:
        return BadSetting(f"You may not use port {port}.", hint="Choose one above 1023.")
    return BadSetting(f"{host} is no address of this machine.", hint="Set GRAPHSVC_HOST.")


def _owners_link(console: Console, port: int) -> str:
    with opened_accounts(console) as accounts:
        if not any(person.name == OWNER for person in accounts.people.all()):
            accounts.add_person(OWNER, everywhere=Sensitivity.RESTRICTED, permissions=frozenset(Permission))
        return sign_in_link(accounts, OWNER, console, port)
