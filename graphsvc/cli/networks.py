"""What the person at the command line sees: everything, as one network."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from graphsvc.access import Viewer
from graphsvc.cli.console import Console
from graphsvc.cli.stores import opened

if TYPE_CHECKING:
    from graphsvc.network import Network


@contextmanager
def opened_network(console: Console) -> Iterator[Network]:
    """The network of this installation in the operator's eyes, with its opt-outs and outcomes; closed at the end."""
    from graphsvc.consent.consent import Consent
    from graphsvc.network import Networks

    folder = console.settings.data_folder
    with opened(console) as store:
        consent = Consent.open(folder)
        try:
            networks = Networks(store, console.kinds, console.aliases, folder / "snapshots", consent)
            yield networks.of(Viewer.operator())
        finally:
            consent.close()
