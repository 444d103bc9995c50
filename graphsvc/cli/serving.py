"""The server process: gunicorn with one worker of several threads, restarted when it dies.

One worker, because snapshots, budgets and typed texts are kept in its memory; the kernels use all cores as they are.
"""

from __future__ import annotations

import gc
import socket
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING, Any

from gunicorn.app.base import BaseApplication

from graphsvc.access import Viewer
from graphsvc.cli.console import Console
from graphsvc.cli.receiving import Receiver
from graphsvc.errors import Transient

if TYPE_CHECKING:
    from graphsvc.network import Networks

COLLECTED_AFTER = 10_000
"""So many values more are made than given back."""


def serve(console: Console, listener: socket.socket, *, threads: int, stopping_seconds: int) -> None:
    """Answer requests at `listener` until SIGTERM or Ctrl-C; requests under way are answered first."""
    listener.set_inheritable(True)
    options = {
        "bind": [f"fd://{listener.fileno()}"],
        "workers": 1,
        "threads": threads,
        "worker_class": Receiver,
        # Fewer than the files that a process may have open (1024, as usual).
        "worker_connections": 500,
        "graceful_timeout": stopping_seconds,
        "timeout": 60,
        "loglevel": "warning",
        "accesslog": None,
        # Otherwise a program on this machine, or behind its proxy, could say which path it asks for.
        "forwarder_headers": "",
        "worker_tmp_dir": None,
        "proc_name": "graphsvc",
    }
    try:
        _Server(console, options).run()
    except SystemExit as stop:
        if stop.code not in (0, None):
            raise RuntimeError(f"The server ended with code {stop.code}.") from stop


def make_application(console: Console) -> Any:
    """The pages of this installation, as a WSGI application."""
    from graphsvc.consent.consent import Consent
    from graphsvc.network import Networks
    from graphsvc.store.opening import open_store
    from queries import brokers, funding_ledger, missing_ties, silos
    from web import flow_view
    from web.accounts.accounts import Accounts
    from web.app import create_app

    collect_seldom()
    settings = console.settings
    store = open_store(settings)
    consent = Consent.open(settings.data_folder)
    cache = settings.data_folder / "snapshots"
    further = (brokers.prepare, silos.prepare, missing_ties.prepare, funding_ledger.prepare, flow_view.prepare)
    networks = Networks(store, console.kinds, console.aliases, cache, consent, further=further)
    accounts = Accounts.open(
        settings.data_folder,
        idle_seconds=settings.session_idle_seconds,
        longest_seconds=settings.session_longest_seconds,
    )
    Thread(target=_prepare, args=(networks, settings.guest_viewing), name="prepare", daemon=True).start()
    return create_app(settings, networks, accounts)


def collect_seldom() -> None:
    """Let the garbage collector look for circles less often: answers make none, and it reads all that they made.

    An answer makes some thousand values that all go with it; at Python's usual 700 the collector runs several times in
    each, which costs a twentieth of the time.
    """
    gc.set_threshold(COLLECTED_AFTER, *gc.get_threshold()[1:])


def _prepare(networks: Networks, guests_may_read: bool) -> None:  # noqa: FBT001 - a thread's arguments have no names
    """Make the snapshot of those who look first. A store that does not answer now is asked again by the first page."""
    with suppress(Transient):
        networks.prepare(Viewer.guest(may_read=guests_may_read))


class _Server(BaseApplication):
    def __init__(self, console: Console, options: dict[str, object]) -> None:
        self._console = console
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return make_application(self._console)
