"""Importing into a Neo4j server that is absent, keeps us out, or dies in the middle."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from graphsvc.access import Viewer
from graphsvc.errors import Transient
from graphsvc.export import export_lines
from graphsvc.kinds import Kinds
from graphsvc.runs.load import load
from graphsvc.store.neo4j import Limits, Neo4jStore
from graphsvc.store.protocol import GraphStore
from graphsvc.store.sqlite import SqliteStore
from tests.neo4j.server import Neo4jServer, free_port
from tests.unit.cli.terminal import graphsvc
from tests.unit.runs.files import imported, network_of, planned

pytestmark = pytest.mark.neo4j
SEED = Path(__file__).parents[2] / "samples" / "seed" / "seed-facts.xlsx"
IMPORT = ("import", "workbook", SEED, "--mapping", "seed-facts", "--source", "seed", "--collection", "demo")
ACTORS, BATCH = 200, 25
LEASE_SECONDS = 5.0


@pytest.fixture
def server(own_neo4j_server: Neo4jServer) -> Neo4jServer:
    if not own_neo4j_server.is_running:
        own_neo4j_server.start()
    own_neo4j_server.empty()
    return own_neo4j_server


def test_a_server_that_is_absent_is_said_and_trying_again_can_help(tmp_path: Path) -> None:
    said = graphsvc(tmp_path, *IMPORT, **address(f"bolt://127.0.0.1:{free_port()}", "not used here"))

    assert (said.code, said.out) == (3, "")
    assert "The network store does not answer." in said.err


def test_a_wrong_password_is_said(tmp_path: Path, server: Neo4jServer) -> None:
    said = graphsvc(tmp_path, *IMPORT, **address(server.uri, "wrong password"))

    assert (said.code, said.out) == (1, "")
    assert "password" in said.err.casefold()


def test_an_import_into_neo4j_is_like_one_into_sqlite(tmp_path: Path, server: Neo4jServer) -> None:
    there = address(server.uri, server.password)

    assert graphsvc(tmp_path, *IMPORT, **there).code == 0
    assert graphsvc(tmp_path, *IMPORT).code == 0

    assert graphsvc(tmp_path, "export", **there).out == graphsvc(tmp_path, "export").out
    again = graphsvc(tmp_path, *IMPORT, "--json", **there)
    assert (again.code, again.json["outcome"]) == (0, "nothing to do")
    assert graphsvc(tmp_path, "undo", 1, **there).code == 0
    assert graphsvc(tmp_path, "export", **there).out == '{"export":"graphsvc","format":1}\n'


def test_a_store_moves_from_sqlite_to_neo4j_and_back(tmp_path: Path, server: Neo4jServer) -> None:
    graphsvc(tmp_path, *IMPORT)
    origin, back = f"sqlite:{tmp_path / 'network.sqlite'}", f"sqlite:{tmp_path / 'back.sqlite'}"
    secret = {"GRAPHSVC_NEO4J_PASSWORD": server.password}

    there = graphsvc(tmp_path, "copy", "--from", origin, "--to", server.uri, "--json", **secret)
    home = graphsvc(tmp_path, "copy", "--from", server.uri, "--to", back, "--json", **secret)

    assert (there.code, home.code) == (0, 0), there.err + home.err
    assert there.json == home.json


@pytest.mark.slow
def test_a_server_that_dies_in_the_middle_loses_nothing(tmp_path: Path, server: Neo4jServer) -> None:
    with opened(server) as store:
        imported(store, network_of(10), tmp_path)
        before = exported(store)

    def kill(_: str, done: int, __: int | None) -> None:
        if done == 3 * BATCH and server.is_running:
            server.kill()

    with opened(server) as store, planned(store, network_of(ACTORS), tmp_path) as plan, pytest.raises(Transient):
        load(store, plan, progress=kill, batch_rows=BATCH)
    server.start()

    with opened(server) as store:
        assert exported(store) == before
        with planned(store, network_of(ACTORS), tmp_path) as plan:
            load(store, plan, batch_rows=BATCH, wait_seconds=60)  # until the lease of the run that was cut off is over
        assert exported(store) == undisturbed(tmp_path)


def address(uri: str, password: str) -> dict[str, str]:
    return {"GRAPHSVC_STORE_URL": uri, "GRAPHSVC_NEO4J_PASSWORD": password}


@contextmanager
def opened(server: Neo4jServer) -> Iterator[GraphStore]:
    # A server that has just started on a busy machine answers its first questions slowly.
    limits = Limits(page_seconds=60.0, batch_seconds=60.0, lease_seconds=LEASE_SECONDS)
    store = Neo4jStore(server.uri, user=server.user, password=server.password, kinds=Kinds.load(), limits=limits)
    try:
        yield store
    finally:
        store.close()


def exported(store: GraphStore) -> bytes:
    return b"".join(export_lines(store, Viewer.operator()))


def undisturbed(folder: Path) -> bytes:
    store = SqliteStore(folder / "undisturbed.sqlite")
    try:
        imported(store, network_of(ACTORS), folder)
        return exported(store)
    finally:
        store.close()
