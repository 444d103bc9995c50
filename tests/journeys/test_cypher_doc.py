"""Every question of docs/cypher.md is asked of a real server that holds a small invented network like the samples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import neo4j
import pytest

from graphsvc.identity.aliases import Aliases
from graphsvc.kinds import Kinds
from graphsvc.model.values import FlowClass, Identifier, Money, PartialDate, Period
from graphsvc.runs.settling import settle
from graphsvc.store.neo4j import Limits, Neo4jStore
from tests.neo4j.plugin import GivenServer
from tests.neo4j.server import Neo4jServer, empty
from tests.networks import actor, load_source, source, tie

pytestmark = pytest.mark.neo4j
PAGE = (Path(__file__).parents[2] / "docs" / "cypher.md").read_text("utf-8")
QUESTIONS = dict(re.findall(r"^### (.+?)$\s+```cypher\n(.+?)```", PAGE, re.MULTILINE | re.DOTALL))
PARAMETERS: dict[str, dict[str, str]] = {
    "Funders of an organization, in two steps": {"name": "Casa Nuevo Día"},
    "Committees of a senator": {"name": "Alma Reyes"},
    "Who sits with a senator, and on how many committees": {"name": "Alma Reyes"},
    "Shared members of two coalitions": {"one": "Frontera Abierta", "other": "Alianza del Sur"},
    "Where the money of one funder goes, by year": {"name": "Invented Fund"},
    "Who says so": {"name": "Invented Fund", "other": "Puente"},
    "What each source calls an actor": {"name": "Puente"},
}
EXPECTED: dict[str, list[list[Any]]] = {
    "Funders of an organization, in two steps": [
        ["Puente", [], 1],
        ["Invented Fund", ["Puente"], 2],
    ],
    "Which funders reach which organizations, through whomever": [
        ["Invented Fund", "Casa Nuevo Día"],
        ["Invented Fund", "Puente"],
    ],
    "Committees of a senator": [["Committee on Examples", "2023"], ["Committee on Tests", None]],
    "Who sits with a senator, and on how many committees": [["Bo Sample", 1]],
    "Shared members of two coalitions": [["Casa Nuevo Día"]],
    "Where the money of one funder goes, by year": [
        ["2022", "Puente", "disbursement", "USD", 1500.5, 1],
        ["2023", "Puente", "disbursement", "USD", 99.5, 1],
    ],
    "Who says so": [
        ["FUNDS", "stated", "Register", "Invented Office", "north.csv", "tie f1"],
        ["FUNDS", "stated", "Register", "Invented Office", "north.csv", "tie f2"],
    ],
    "What each source calls an actor": [
        ["north:register", "Puente Intermediario"],
        ["south:survey", "Puente"],
    ],
    "Exactly what is published": [["funds", 3], ["member_of", 4], ["sits_on", 3], ["works_with", 1]],
}


def money(amount: str, day: str) -> Money:
    return Money(FlowClass.DISBURSEMENT, Decimal(amount), "USD", PartialDate(day))


@pytest.fixture(scope="module")
def driver(neo4j_server: Neo4jServer | GivenServer, neo4j_driver: neo4j.Driver) -> Iterator[neo4j.Driver]:
    """A server that holds two sources about one network, and a tie that was taken back."""
    empty(neo4j_driver)
    limits = Limits(page_seconds=60.0, batch_seconds=120.0)
    kinds = Kinds.load()
    store = Neo4jStore(
        neo4j_server.uri, user=neo4j_server.user, password=neo4j_server.password, kinds=kinds, limits=limits
    )
    fill(store)
    settle(store, kinds, Aliases.load())
    yield neo4j_driver
    store.close()


def fill(store: Neo4jStore) -> None:
    register, survey = source(publisher="Invented Office"), source("south:survey")
    puente_id = (Identifier("org-id", "XX-PUENTE"),)

    def said(key: str, name: str, kind: str = "organization", *roles: str, **facts: Any) -> Any:
        return actor(register, key, name, kind=kind, roles=frozenset(roles), **facts)

    fund = said("1", "Invented Fund", "organization", "funder")
    puente = said("2", "Puente Intermediario", "organization", "intermediary", identifiers=puente_id)
    casa = said("3", "Casa Nuevo Día", "organization", "cso")
    alma, bo = said("4", "Alma Reyes", "person", "legislator"), said("5", "Bo Sample", "person", "legislator")
    tests = said("6", "Committee on Tests", "public_body", "committee")
    examples = said("7", "Committee on Examples", "public_body", "committee")
    open_border, alliance = said("8", "Frontera Abierta", "coalition"), said("9", "Alianza del Sur", "coalition")
    gone = tie("x", fund, casa, kind="funds")
    load_source(
        store,
        register,
        (fund, puente, casa, alma, bo, tests, examples, open_border, alliance),
        (
            gone,
            tie("f1", fund, puente, kind="funds", money=money("1500.50", "2022-03-01")),
            tie("f2", fund, puente, kind="funds", money=money("99.50", "2023")),
            tie("f3", puente, casa, kind="funds"),
            tie("s1", alma, tests, kind="sits_on"),
            tie("s2", alma, examples, kind="sits_on", period=Period(PartialDate("2023"))),
            tie("s3", bo, tests, kind="sits_on"),
            *(tie(f"m{at}", casa, one, kind="member_of") for at, one in enumerate((open_border, alliance))),
            tie("m3", puente, open_border, kind="member_of"),
            tie("m4", bo, alliance, kind="member_of"),
        ),
    )
    load_source(store, register, (), retired=[gone.id])
    other = actor(survey, "1", "Puente", identifiers=puente_id)
    friend = actor(survey, "2", "Una Organización Inventada")
    load_source(store, survey, (other, friend), (tie("w", other, friend, kind="works_with"),))


def test_every_question_of_the_page_is_asked_here() -> None:
    assert set(QUESTIONS) == set(EXPECTED)


@pytest.mark.parametrize("question", EXPECTED)
def test_the_question_is_answered(driver: neo4j.Driver, question: str) -> None:
    query: Any = QUESTIONS[question]

    records, summary, _ = driver.execute_query(query, parameters_=PARAMETERS.get(question, {}))

    assert [record.values() for record in records] == EXPECTED[question]
    assert not summary.counters.contains_updates
    assert summary.gql_status_objects[0].gql_status == "00000"  # and no warning, as of a misspelt property


def test_every_property_of_actors_and_ties_is_on_the_page(driver: neo4j.Driver) -> None:
    records, _, _ = driver.execute_query(
        "MATCH (a:Actor)-[t]->() WHERE t.row IS NOT NULL UNWIND keys(t) + keys(a) AS key RETURN collect(DISTINCT key)"
    )

    assert {key for key in records[0][0] if f"`{key}`" not in PAGE} == {"card"}  # tells the store what has changed


def test_a_retired_tie_stands_in_nobodys_way_and_is_kept(driver: neo4j.Driver) -> None:
    records, _, _ = driver.execute_query("MATCH (t:RetiredTie) RETURN t.type, t.kind, t.died, COUNT { (t)--() }")

    assert [record.values() for record in records] == [["FUNDS", "funds", 2, 0]]
