"""The statements of the Neo4j store: made for the registry's types only, and reading where they say so."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import neo4j
import pytest

from graphsvc.errors import BadSetting, UnknownKind
from graphsvc.kinds import Kinds
from graphsvc.store.neo4j import Limits, Neo4jStore
from graphsvc.store.neo4j_statements import EACH, Statements, all_statements, parse
from tests.neo4j.plugin import GivenServer
from tests.neo4j.server import Neo4jServer

KINDS = Kinds.load()
# A value for every parameter of a reading statement, by its name; the rest are lists.
NUMBERS = ("at", "after_run", "before", "far", "limit", "number", "origin", "run", "seconds", "target")
TEXTS = ("after", "id", "left", "query", "right", "source", "text")


def test_a_statement_for_all_types_is_joined_from_one_for_each() -> None:
    made = Statements(KINDS).text("ties_of_ids")

    assert made.count("UNION ALL") == len(KINDS.ties) - 1
    assert set(re.findall(r"\[t:(\w+)\]", made)) == {kind.neo4j for kind in KINDS.ties.values()}


def test_a_type_that_no_kind_has_is_refused() -> None:
    with pytest.raises(UnknownKind):
        Statements(KINDS).text("ties_write", "FUNDS]->() DETACH DELETE n //")


def test_a_kind_of_tie_that_no_registry_knows_is_refused() -> None:
    with pytest.raises(UnknownKind):
        Statements(KINDS).type_of("FUNDS")


@pytest.mark.parametrize(
    "kind",
    [
        '[actor.made_up]\nlabel = { en = "made up" }\nplural = { en = "made up" }\nneo4j = "Statement"\n',
        '[role.made_up]\nlabel = { en = "made up" }\nneo4j = "Store"\n',
    ],
)
def test_a_kind_must_not_be_called_like_the_nodes_of_the_store(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "kinds.toml"
    file.write_text(kind, "utf-8")

    with pytest.raises(BadSetting, match="uses itself"):
        Statements(Kinds.load(file))


@pytest.mark.parametrize(
    "text",
    [
        "// name: other\n// does: x\n// access: read\n// params: none\n// returns: x\nRETURN 1",
        "// name: it\n// does: x\n// access: perhaps\n// params: none\n// returns: x\nRETURN 1",
        "// name: it\n// does: x\n// access: read\n// params: none\n// returns: x\n",
        "// name: it\n// does: x\n// access: read\n// params: none\n// returns: x\nMATCH ()-[t:TIE_TYPE]->() RETURN t",
        "// name: it\n// does: x\n// access: read\n// each: day\n// params: none\n// returns: x\nRETURN 1",
    ],
)
def test_a_file_with_a_wrong_header_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"it\.cypher"):
        parse("it", text)


@pytest.mark.neo4j
def test_no_reading_statement_writes_anything(
    empty_neo4j: Neo4jServer | GivenServer, neo4j_driver: neo4j.Driver
) -> None:
    """By the server's own words: what sort of statement each is, and what running it changed."""
    prepare(empty_neo4j)
    made = Statements(KINDS)
    reading = {name: one for name, one in all_statements().items() if one.access == "read"}

    wrong = {}
    for name, statement in reading.items():
        query: Any = made.text(name, "FUNDS" if statement.each == EACH else None)
        values = {found: value(found) for found in re.findall(r"\$([a-z_]\w*)", query)}
        _, summary, _ = neo4j_driver.execute_query(query, parameters_=values)
        if summary.counters.contains_updates or summary.query_type not in ("r", "s", None):
            wrong[name] = (summary.query_type, str(summary.counters))

    assert (wrong, len(reading) > 30) == ({}, True)


@pytest.mark.neo4j
def test_every_statement_is_understood_and_looks_nothing_up_without_an_index_by_id(
    empty_neo4j: Neo4jServer | GivenServer, neo4j_driver: neo4j.Driver
) -> None:
    prepare(empty_neo4j)
    made = Statements(KINDS)

    scanning = []
    for name, statement in all_statements().items():
        if statement.access == "schema" or name.startswith("schema_"):
            continue
        query: Any = "EXPLAIN " + made.text(name, "FUNDS" if statement.each == EACH else None)
        values = {found: value(found) for found in re.findall(r"\$([a-z_]\w*)", query)}
        _, summary, _ = neo4j_driver.execute_query(query, parameters_=values)
        if re.search(r"StatementRow \{id|\.row STARTS WITH|Actor \{id", query) and "LabelScan" in str(summary.plan):
            scanning.append(name)

    assert scanning == []


def prepare(server: Neo4jServer | GivenServer) -> None:
    limits = Limits(page_seconds=60.0, batch_seconds=120.0)
    store = Neo4jStore(server.uri, user=server.user, password=server.password, kinds=KINDS, limits=limits)
    store.info()
    store.close()


def value(name: str) -> Any:
    if name in NUMBERS:
        return 1
    if name == "row":
        return {"row": "x"}
    return "x" if name in TEXTS else []
