"""Opening a store by its address: the embedded one in a file, or a Neo4j server."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from graphsvc.config import STORE_SCHEMES, Settings
from graphsvc.errors import BadSetting, WrongUse
from graphsvc.kinds import Kinds
from graphsvc.store.protocol import GraphStore
from graphsvc.store.sqlite import SqliteStore

SQLITE_FILE = "network.sqlite"
_SQLITE = "sqlite"


def open_store(settings: Settings, url: str | None = None, *, is_there: bool = False) -> GraphStore:
    """The store of this installation, or the one at `url`.

    Args:
        settings: say where the installation's store is, who signs in to Neo4j, and how long it may take.
        url: `sqlite:FILE`, or `neo4j://HOST:PORT` and its like.
        is_there: whether the file must be there already; otherwise an empty store is made.

    Raises:
        WrongUse: `url` has another form, or there is no such file though there must be one.
        BadSetting: the address is that of a Neo4j server, and there is no password for it.
        StoreRefused, StoreTooNew: the file is not a store that this version can use.
    """
    address = settings.store_url if url is None else url.strip()
    if address is None:
        return _open_sqlite(settings.data_folder / SQLITE_FILE, is_there=is_there)
    scheme, _, rest = address.partition(":")
    if scheme == _SQLITE and rest:
        return _open_sqlite(Path(rest.removeprefix("//")), is_there=is_there)
    if scheme in STORE_SCHEMES:
        return _open_neo4j(settings, address)
    raise WrongUse(
        "This is not the address of a store.", hint="Use sqlite:FILE, or neo4j://HOST:PORT.", address=address
    )


def _open_sqlite(path: Path, *, is_there: bool) -> GraphStore:
    if is_there and not path.is_file():
        raise WrongUse(f"There is no store {path}.", hint="Check the name and the folder.")
    return SqliteStore(path)


def _open_neo4j(settings: Settings, address: str) -> GraphStore:
    if settings.neo4j_password is None:
        raise BadSetting(
            "There is no password for the Neo4j store.",
            hint="Set GRAPHSVC_NEO4J_PASSWORD_FILE to a file that holds it.",
            variable="GRAPHSVC_NEO4J_PASSWORD_FILE",
        )
    engine = import_module("graphsvc.store.neo4j")  # who uses SQLite does not wait for the driver to load
    limits = engine.Limits(
        page_seconds=settings.page_timeout_seconds, batch_seconds=settings.import_batch_timeout_seconds
    )
    store: GraphStore = engine.Neo4jStore(
        address,
        user=settings.neo4j_user,
        password=settings.neo4j_password,
        kinds=Kinds.load(settings.kinds_file),
        limits=limits,
    )
    return store
