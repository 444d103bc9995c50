"""Search, actor, neighbourhood, evidence and overview on small invented networks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest

from graphsvc.access import Viewer
from graphsvc.errors import NotFound
from graphsvc.identity.aliases import Aliases
from graphsvc.kinds import Kinds
from graphsvc.model.statements import ActorStatement, TieStatement
from graphsvc.model.values import Identifier, PartialDate, Period, Status
from graphsvc.network import Network as Seen
from graphsvc.network import Networks
from graphsvc.store.sqlite import SqliteStore
from queries.actor import describe_actor
from queries.evidence import show_evidence
from queries.neighbourhood import neighbourhood
from queries.overview import overview
from queries.search import find_actors
from tests.networks import Network, actor, load, source, tie

KINDS, ALIASES = Kinds.load(), Aliases.load()
NORTH, SOUTH = source("north:a", published_on="2024-01-01"), source("south:a", published_on="2025")
ANA = actor(NORTH, "ana", "Casa Ana", country="MX", identifiers=(Identifier("org-id", "MX-1"),))
BEA = actor(NORTH, "bea", "Casa Bea", country="MX")
AGENCY = actor(NORTH, "u", "UNHCR", roles=frozenset({"igo"}))
AGENCY_ES = actor(SOUTH, "u", "ACNUR")
DONOR = actor(SOUTH, "d", "Fondo del Sur", kind="public_body", country="TR", roles=frozenset({"funder"}))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    opened = SqliteStore(tmp_path / "store.sqlite")
    yield opened
    opened.close()


def network(store: SqliteStore, actors: tuple[ActorStatement, ...], ties: tuple[TieStatement, ...] = ()) -> Seen:
    load(store, Network((NORTH, SOUTH), actors, ties))
    return Networks(store, KINDS, ALIASES).of(Viewer.operator())


def small(store: SqliteStore) -> Seen:
    ties = (
        tie("1", AGENCY, ANA, kind="funds", period=Period.parse("2019", None)),
        tie("2", ANA, BEA, kind="partner"),
        tie("1", DONOR, AGENCY_ES, kind="funds", period=Period.parse("2023", None)),
        tie("2", DONOR, AGENCY_ES, kind="funds", period=Period.parse("2021", None)),
    )
    return network(store, (ANA, BEA, AGENCY, AGENCY_ES, DONOR), ties)


def names(seen: Seen, text: str, **wanted: object) -> list[str]:
    return [found.actor.name for found in find_actors(seen, text, language="en", **wanted).found]


# -- search


def test_an_actor_is_found_by_any_name_in_any_language_once(store: SqliteStore) -> None:
    seen = small(store)

    assert {text: names(seen, text) for text in ("acnur", "UN refugee", "bmmyk", "Alto Comisionado")} == {
        "acnur": ["United Nations High Commissioner for Refugees"],
        "UN refugee": [],
        "bmmyk": ["United Nations High Commissioner for Refugees"],
        "Alto Comisionado": [],
    }


def test_an_actor_is_found_by_identifier(store: SqliteStore) -> None:
    assert names(small(store), "mx-1") == ["Casa Ana"]


def test_results_tell_the_name_that_matched_the_contacts_and_the_kinds(store: SqliteStore) -> None:
    answer = find_actors(small(store), "acnur", language="en")

    assert [(found.matched, found.contacts) for found in answer.found] == [("ACNUR", 2)]
    assert (answer.total, answer.kinds, answer.is_cut) == (1, (("organization", 1),), False)


def test_results_can_be_narrowed_to_a_kind_and_paged(store: SqliteStore) -> None:
    seen = small(store)

    assert names(seen, "casa") == ["Casa Ana", "Casa Bea"]
    assert names(seen, "casa", kind="person") == []
    assert names(seen, "casa", limit=1, offset=1) == ["Casa Bea"]


@pytest.mark.parametrize("text", ["", "  ", "--", "nobody of this name"])
def test_nothing_found_is_an_empty_answer(store: SqliteStore, text: str) -> None:
    answer = find_actors(small(store), text, language="es")

    assert (answer.found, answer.total, answer.kinds) == ((), 0, ())


# -- actor


def test_an_actor_is_what_all_sources_say(store: SqliteStore) -> None:
    answer = describe_actor(small(store), AGENCY_ES.id, language="es")

    assert answer.actor.name == "Alto Comisionado de las Naciones Unidas para los Refugiados"
    assert {"UNHCR", "ACNUR"} <= {name.value for name in answer.names}
    assert answer.actor.roles == ("igo",)
    assert [one.id for one in answer.sources] == ["north:a", "south:a"]


def test_ties_are_grouped_by_kind_and_direction_with_the_newest_statement_first(store: SqliteStore) -> None:
    answer = describe_actor(small(store), AGENCY.id, language="en")

    grouped = {
        (group.kind, group.is_outgoing): {
            tie.other.name: (tie.newest.statement.record.period.start, tie.statements) for tie in group.ties
        }
        for group in answer.groups
    }
    assert grouped == {
        ("funds", True): {"Casa Ana": (PartialDate("2019"), 1)},
        ("funds", False): {"Fondo del Sur": (PartialDate("2023"), 2)},
    }
    assert answer.contacts == 2


def test_a_tie_without_direction_looks_the_same_from_both_ends(store: SqliteStore) -> None:
    seen = small(store)

    directions = {
        group.is_outgoing
        for one in (ANA, BEA)
        for group in describe_actor(seen, one.id, language="en").groups
        if group.kind == "partner"
    }
    assert directions == {True}


def test_what_is_missing_and_doubtful_is_said(store: SqliteStore) -> None:
    other = actor(SOUTH, "x", "Casa Ana", country="GT", kind="coalition", identifiers=(Identifier("org-id", "MX-1"),))
    seen = network(store, (ANA, BEA, other))

    doubtful = describe_actor(seen, ANA.id, language="en")
    bare = describe_actor(seen, BEA.id, language="en")

    assert doubtful.doubts == ("kinds-differ", "countries-differ")
    assert bare.missing == ("no-identifier", "no-ties")


def test_an_actor_that_is_not_there_is_not_found(store: SqliteStore) -> None:
    with pytest.raises(NotFound):
        describe_actor(small(store), "nobody", language="en")


def star(store: SqliteStore, rays: int) -> tuple[Seen, list[ActorStatement]]:
    people = [actor(NORTH, str(number), f"Casa {number}") for number in range(rays + 2)]
    ties = tuple(tie(str(number), people[0], people[number]) for number in range(1, rays + 1))
    return network(store, tuple(people), ties), people


def test_standing_is_a_rank_among_those_with_a_tie_and_equals_networkx(store: SqliteStore) -> None:
    seen, people = star(store, 12)

    middle = {one.measure: one for one in describe_actor(seen, people[0].id, language="en").standing}
    ray = {one.measure: one for one in describe_actor(seen, people[1].id, language="en").standing}

    expected = nx.betweenness_centrality(nx.compose(nx.star_graph(12), nx.empty_graph(14)))
    assert (middle["betweenness"].rank, middle["betweenness"].of, middle["betweenness"].percentile) == (1, 13, 100)
    assert middle["betweenness"].value == pytest.approx(expected[0])
    assert middle["constraint"].rank == 1
    assert (ray["betweenness"].rank, ray["constraint"].rank) == (2, 2)
    assert ray["betweenness"].percentile == 92


def test_an_actor_without_ties_has_no_rank(store: SqliteStore) -> None:
    seen, people = star(store, 12)

    alone = describe_actor(seen, people[13].id, language="en").standing

    assert {(one.value, one.rank, one.percentile) for one in alone} == {(None, None, None)}


def test_few_ties_give_no_ranks_at_all(store: SqliteStore) -> None:
    assert describe_actor(small(store), ANA.id, language="en").standing == ()


# -- neighbourhood


def test_a_neighbourhood_holds_root_steps_ties_and_places(store: SqliteStore) -> None:
    answer = neighbourhood(small(store), ANA.id, language="en")

    steps = {placed.actor.name: placed.steps for placed in answer.actors}
    places = {(placed.x, placed.y) for placed in answer.actors}
    assert steps == {
        "Casa Ana": 0,
        "Casa Bea": 1,
        "United Nations High Commissioner for Refugees": 1,
        "Fondo del Sur": 2,
    }
    assert (answer.actors[0].x, answer.actors[0].y, len(places), answer.total) == (0, 0, 4, 4)
    assert {(tie.kind, tie.statements) for tie in answer.ties} == {("funds", 1), ("funds", 2), ("partner", 1)}


def test_a_neighbourhood_of_one_step_stops_there(store: SqliteStore) -> None:
    answer = neighbourhood(small(store), ANA.id, language="en", hops=1)

    assert (len(answer.actors), answer.total) == (3, 3)


def test_the_cap_keeps_the_root_and_counts_the_rest(store: SqliteStore) -> None:
    seen, people = star(store, 12)

    answer = neighbourhood(seen, people[0].id, language="en", cap=5)

    assert (len(answer.actors), answer.total, answer.actors[0].steps) == (5, 13, 0)
    assert len(answer.ties) == 4


def test_an_actor_alone_is_a_map_of_one(store: SqliteStore) -> None:
    seen, people = star(store, 2)

    answer = neighbourhood(seen, people[3].id, language="en")

    assert ([(placed.x, placed.y) for placed in answer.actors], answer.ties) == ([(0, 0)], ())


def test_a_planned_tie_shows_as_planned_until_one_source_says_it_is_there(store: SqliteStore) -> None:
    planned = tie("1", ANA, BEA, kind="partner", status=Status.PLANNED)
    seen = network(store, (ANA, BEA), (planned,))
    before = neighbourhood(seen, ANA.id, language="en").ties

    seen = network(store, (ANA, BEA), (planned, tie("2", BEA, ANA, kind="partner")))
    after = neighbourhood(seen, ANA.id, language="en").ties

    assert [(one.status, one.statements) for one in (*before, *after)] == [(Status.PLANNED, 1), (Status.REALISED, 2)]


def test_the_same_network_gives_the_same_picture(store: SqliteStore, tmp_path: Path) -> None:
    first = neighbourhood(small(store), ANA.id, language="en")
    other = SqliteStore(tmp_path / "other.sqlite")

    second = neighbourhood(small(other), ANA.id, language="en")

    assert first == second
    other.close()


# -- evidence and overview


def test_evidence_leads_to_the_row_and_its_source(store: SqliteStore) -> None:
    said = tie("1", ANA, BEA, kind="partner", raw=(("from", "ana"), ("to", "bea")))
    seen = network(store, (ANA, BEA), (said,))

    answer = show_evidence(seen, said.id, language="en")

    assert [one.name for one in answer.actors] == ["Casa Ana", "Casa Bea"]
    assert (answer.raw, answer.source.id) == ((("from", "ana"), ("to", "bea")), "north:a")
    assert [one.name for one in show_evidence(seen, ANA.id, language="en").actors] == ["Casa Ana"]
    with pytest.raises(NotFound):
        show_evidence(seen, "nothing", language="en")


def test_the_overview_counts_what_is_there(store: SqliteStore) -> None:
    answer = overview(small(store), language="en")

    assert (answer.actors, answer.ties, answer.isolates, answer.undated) == (4, 4, 0, 1)
    assert answer.tie_kinds == (("funds", 3), ("partner", 1))
    assert [one.id for one in answer.sources] == ["south:a", "north:a"]


def test_the_overview_of_nothing_is_zeros(store: SqliteStore) -> None:
    answer = overview(Networks(store, KINDS, ALIASES).of(Viewer.operator()), language="en")

    assert (answer.actors, answer.ties, answer.isolates, answer.sources) == (0, 0, 0, ())
    assert answer.most_named == ()


def test_the_overview_names_one_actor_of_each_kind_to_begin_with(store: SqliteStore) -> None:
    body = actor(NORTH, "body", "Example Ministry", kind="public_body")
    day = actor(NORTH, "day", "Example Day", kind="event")
    said = (tie("1", ANA, day), tie("2", ANA, body), tie("3", BEA, day), tie("4", ANA, BEA))

    answer = overview(network(store, (ANA, BEA, body, day), said), language="en")

    assert [one.name for one in answer.most_named] == ["Casa Ana", "Example Ministry"]
