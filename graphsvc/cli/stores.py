"""Opening the store that the settings name, for a command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from graphsvc.cli.console import Console
from graphsvc.errors import Transient

if TYPE_CHECKING:
    from graphsvc.store.protocol import GraphStore


@contextmanager
def opened(console: Console, url: str | None = None, *, is_there: bool = False) -> Iterator[GraphStore]:
    """The store of this installation, or the one at `url`; closed at the end.

    Args:
        is_there: whether it must be there already; otherwise an embedded one is made where there is none.
    """
    settings = console.settings
    from graphsvc.store.opening import open_store

    store = open_store(settings, url, is_there=is_there)
    try:
        yield store
    finally:
        store.close()


def check_whole(store: GraphStore) -> None:
    """Raises StoreRefused where the file of an embedded store is damaged: what would be read of it is not all."""
    from graphsvc.store.sqlite import SqliteStore

    if isinstance(store, SqliteStore):
        store.check_integrity()


def settled(store: GraphStore, console: Console) -> None:
    """Bring the store's picture of actors up to date after a change that is already published.

    Where that fails the change stands, so it is a note and no error.
    """
    from graphsvc.runs.settling import settle

    try:
        settle(store, console.kinds, console.aliases)
    except Transient as error:
        console.note(f"The change is published, but the picture of actors in the store is not: {error.message}")
        console.note("  Readers of the service see no difference. `graphsvc check --settle` brings it up to date.")
