"""The store that an address or the settings name. The one place that knows every engine."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from graphsvc.config import STORE_SCHEMES, Settings
from graphsvc.errors import BadSetting, WrongUse
from graphsvc.kinds import Kinds
from graphsvc.store.protocol import GraphStore

FILE_NAME = "graphsvc.sqlite"


def open_store(settings: Settings, url: str | None = None) -> GraphStore:
    """The store at `url`, or that of the settings where there is none. Drivers are loaded only when needed.

    Args:
        settings: give the data folder, the sign-in to Neo4j, time limits, and the file of own kinds.
        url: `sqlite:FILE`, or an address such as `neo4j://localhost:7687`.

    Raises:
        WrongUse: an address of another form.
        BadSetting: Neo4j is to be used and its password is missing.
        StoreRefused, StoreTooNew: the SQLite file is not ours, damaged, or of a newer version.
    """
    address = url or settings.store_url or f"sqlite:{settings.data_folder / FILE_NAME}"
    scheme, _, rest = address.partition(":")
    if scheme == "sqlite" and rest:
        from graphsvc.store.sqlite import SqliteStore

        return SqliteStore(Path(rest))
    if scheme in STORE_SCHEMES and urlsplit(address).hostname:
        return _neo4j(settings, address)
    raise WrongUse("This is not the address of a store.", hint="Write sqlite:FILE, or neo4j://HOST:PORT.", url=address)


def _neo4j(settings: Settings, address: str) -> GraphStore:
    if settings.neo4j_password is None:
        hint = "Set GRAPHSVC_NEO4J_PASSWORD_FILE to a file with it."
        raise BadSetting("The password of Neo4j is missing.", hint=hint)
    from graphsvc.store.neo4j import Limits, Neo4jStore

    limits = Limits(page_seconds=settings.page_timeout_seconds, batch_seconds=settings.import_batch_timeout_seconds)
    kinds = Kinds.load(settings.kinds_file)
    return Neo4jStore(
        address, user=settings.neo4j_user, password=settings.neo4j_password, kinds=kinds, limits=limits
    )
