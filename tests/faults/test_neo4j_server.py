"""The server that the other drills rely on is a real one: it answers, refuses strangers, and keeps data when killed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import neo4j
import psutil
import pytest
from neo4j.exceptions import AuthError, ServiceUnavailable

from tests.neo4j.plugin import GivenServer
from tests.neo4j.server import Neo4jServer

pytestmark = pytest.mark.neo4j

ROOT = Path(__file__).parents[2]
STARTER = """
import sys, time
from pathlib import Path
from tests.neo4j.server import Neo4jServer
server = Neo4jServer(Path(sys.argv[1]))
server.start()
print(server.pid, flush=True)
time.sleep(300)
"""


def test_the_server_of_the_session_is_neo4j_community_5_26(neo4j_driver: neo4j.Driver) -> None:
    records, _, _ = neo4j_driver.execute_query(
        "CALL dbms.components() YIELD versions, edition RETURN versions, edition"
    )

    assert [(record["versions"][0].rpartition(".")[0], record["edition"]) for record in records] == [
        ("5.26", "community")
    ]


def test_a_wrong_password_is_refused(neo4j_server: Neo4jServer | GivenServer) -> None:
    with (
        neo4j.GraphDatabase.driver(neo4j_server.uri, auth=(neo4j_server.user, "not-the-password")) as driver,
        pytest.raises(AuthError),
    ):
        driver.verify_connectivity()


def test_an_emptied_server_keeps_no_data_no_constraint_and_no_index(
    empty_neo4j: Neo4jServer | GivenServer, neo4j_driver: neo4j.Driver
) -> None:
    neo4j_driver.execute_query("CREATE CONSTRAINT an_actor FOR (a:Actor) REQUIRE a.id IS UNIQUE")
    neo4j_driver.execute_query("CREATE FULLTEXT INDEX by_name FOR (a:Actor) ON EACH [a.name]")
    neo4j_driver.execute_query("CREATE (:Actor {id: 'a'})-[:KNOWS]->(:Actor {id: 'b'})")

    empty_neo4j.empty()

    left = neo4j_driver.execute_query("MATCH (n) RETURN count(n) AS actors").records[0]["actors"]
    indexes = neo4j_driver.execute_query("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP'").records
    assert (left, indexes) == (0, [])


@pytest.mark.slow
def test_what_was_committed_is_there_after_kill_9_and_restart(own_neo4j_server: Neo4jServer) -> None:
    write(own_neo4j_server, "before the kill")
    first_pid = own_neo4j_server.pid

    own_neo4j_server.kill()
    with own_neo4j_server.driver() as driver, pytest.raises(ServiceUnavailable):
        driver.verify_connectivity()
    own_neo4j_server.restart()

    assert own_neo4j_server.pid != first_pid
    assert notes(own_neo4j_server) == ["before the kill"]


@pytest.mark.slow
def test_an_orderly_stop_and_start_keep_data_and_password(own_neo4j_server: Neo4jServer) -> None:
    own_neo4j_server.empty()
    write(own_neo4j_server, "before the stop")
    password = own_neo4j_server.password

    own_neo4j_server.restart()

    assert own_neo4j_server.password == password
    assert notes(own_neo4j_server) == ["before the stop"]


@pytest.mark.slow
def test_a_server_does_not_outlive_the_process_that_started_it(neo4j_home: Path) -> None:
    starter = subprocess.Popen(
        [sys.executable, "-c", STARTER, str(neo4j_home)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    with starter:
        assert starter.stdout is not None
        server = psutil.Process(int(starter.stdout.readline()))
        starter.kill()

    assert psutil.wait_procs([server], timeout=30)[1] == []


def test_stopping_twice_does_nothing_more(neo4j_home: Path) -> None:
    server = Neo4jServer(neo4j_home)

    server.stop()
    server.kill()

    assert not server.is_running


def write(server: Neo4jServer, text: str) -> None:
    with server.driver() as driver:
        driver.execute_query("CREATE (:Note {text: $text})", text=text)


def notes(server: Neo4jServer) -> list[str]:
    with server.driver() as driver:
        return [record["text"] for record in driver.execute_query("MATCH (n:Note) RETURN n.text AS text").records]
