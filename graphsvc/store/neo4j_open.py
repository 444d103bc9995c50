"""What happens once before a Neo4j store is used: is it ours, of which format, and are its constraints there."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from graphsvc.errors import StoreRefused, StoreTooNew
from graphsvc.store.neo4j_session import Link, Work
from graphsvc.store.neo4j_statements import EACH, all_statements
from graphsvc.store.protocol import FORMAT

SERVER_NAME, SERVER_VERSIONS = "Neo4j Kernel", ("5.26.",)


@dataclass(frozen=True, slots=True)
class Identity:
    """Which store the server holds."""

    store_id: str
    format: int
    published: int


def prepare(link: Link) -> Identity:
    """The identity of the store; an empty database is made one, an older format is brought up to date.

    Raises:
        StoreTooNew: it was written by a newer version.
        StoreRefused: the database holds something else, another product answers, or kinds of ties are missing.
    """
    known, server = link.read(_find)
    if not _is_supported(server):
        raise StoreRefused(
            "What answers at the address of the store is not Neo4j 5.26.",
            hint="Use Neo4j Community or Enterprise 5.26 (LTS).",
            server=server,
        )
    if known is None and link.read(lambda work: work.one("store_foreign")):
        raise StoreRefused(
            "The Neo4j database holds data that graphsvc has not written.",
            hint="Give graphsvc a database of its own: a new server, or this one after its data is moved away.",
        )
    if known is not None and known[1] > FORMAT:
        raise StoreTooNew
    types = set(link.statements.types)
    has_schema = _has_schema(link)
    if known is None or known[1] < FORMAT or set(known[5]) != types or not has_schema:
        _refuse_lost_kinds(link, set(known[5] if known else ()) - types)
        if not has_schema:
            _make_schema(link)
        store_id = secrets.token_hex(16)
        link.write(lambda work: work.rows("store_create", store_id=store_id, format=FORMAT, types=sorted(types)))
        known, _ = link.read(_find)
    if known is None:
        raise StoreRefused("The Neo4j database loses what is written.", hint="Look at the server's log.")
    return Identity(known[0], known[1], known[2])


def _find(work: Work) -> tuple[list[Any] | None, list[Any]]:
    found = work.rows("store_find")
    return (found[0] if found else None), work.rows("store_server")[0]


def _is_supported(server: list[Any]) -> bool:
    name, versions, _ = server
    return name == SERVER_NAME and str(versions[0]).startswith(SERVER_VERSIONS)


def _schema(link: Link) -> list[tuple[str, str | None]]:
    """Statement and type of tie of everything that must be there."""
    found: list[tuple[str, str | None]] = []
    for name, statement in all_statements().items():
        if statement.access == "schema":
            found += [(name, one) for one in link.statements.types] if statement.each == EACH else [(name, None)]
    return found


def _has_schema(link: Link) -> bool:
    there = {name for (name,) in link.read(lambda work: work.rows("schema_online"))}
    # The second to last word before `IF NOT EXISTS`: CREATE CONSTRAINT name IF NOT EXISTS FOR ...
    wanted = {link.statements.text(*one).partition(" IF NOT EXISTS")[0].split()[-1] for one in _schema(link)}
    return wanted <= there


def _make_schema(link: Link) -> None:
    for name, tie_type in _schema(link):
        _make(link, name, tie_type)
    link.read(lambda work: work.rows("schema_await", seconds=int(link.limits.batch_seconds)), whole=True)


def _make(link: Link, name: str, tie_type: str | None) -> None:
    link.write(lambda work: work.typed(name, tie_type) if tie_type else work.rows(name))


def _refuse_lost_kinds(link: Link, lost: set[str]) -> None:
    if lost and link.read(lambda work: work.one("store_orphaned_ties", types=sorted(lost)), whole=True):
        raise StoreRefused(
            "The store holds ties of kinds that this installation does not know.",
            hint="Set GRAPHSVC_KINDS_FILE to the file of own kinds that the store was filled with.",
            types=sorted(lost),
        )
