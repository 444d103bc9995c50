"""How three organizations of the samples reach those they need, as of one day, with the evidence; or why not.

What is asserted was read by hand in samples/: seed-facts (PRM funds UNHCR; COMAR, Asylum Access, Sin Fronteras), the
partners of UNHCR in 2022 (COMAR, United States) and Congress.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from graphsvc.access import Viewer
from graphsvc.chance_values import Walkable
from graphsvc.cli.console import Console
from graphsvc.cli.samples import import_samples, read_manifest
from graphsvc.identity.aliases import Aliases
from graphsvc.kinds import Kinds
from graphsvc.network import Network, Networks
from graphsvc.runs.load import never
from graphsvc.store.sqlite import SqliteStore
from graphsvc.traits import ActorClass
from queries.dependence import find_dependence
from queries.introduction_request import request_texts
from queries.introduction_values import Controls, EndAsked, Introductions, NoRoute, Tier
from queries.introductions import find_introductions
from queries.search import find_actors
from tests.asking import chains
from tests.unit.cli.terminal import Stream
from web.formats import partial_date

SAMPLES = Path(__file__).parents[2] / "samples"
AS_OF = date(2026, 6, 30)
SF, AA, COMAR = "Sin Fronteras", "Asylum Access", "COMAR"
WARREN, PRM, UNHCR = "Elizabeth Warren", "Bureau of Population, Refugees, and Migration", "UNHCR"
COMAR_NAME, UNHCR_NAME = "Mexican Commission for Refugee Assistance", "United Nations High Commissioner for Refugees"
US = "Government of the United States"


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    store = SqliteStore(tmp_path_factory.mktemp("samples") / "store.sqlite")
    assert import_samples(store, read_manifest(SAMPLES), Console({}, Stream(), Stream(), Stream()), never) == 4
    yield Networks(store, Kinds.load(), Aliases.load()).of(Viewer.guest(may_read=True))
    store.close()


def end(samples: Network, name: str) -> EndAsked:
    return EndAsked((find_actors(samples, name, language="en").found[0].actor.id,))


def ask(samples: Network, start: str, target: str, *, longest: int = 4) -> Introductions:
    controls = Controls(Walkable(AS_OF), longest=longest)
    return find_introductions(samples, end(samples, start), end(samples, target), controls, language="en")


def no_route(answer: Introductions) -> NoRoute:
    assert answer.routes == ()
    assert answer.no_route is not None
    return answer.no_route


def openings(found: NoRoute) -> list[tuple[str, str, str]]:
    return [(one.one.name, one.other.name, one.reason) for one in found.openings]


# -- COMAR and PRM: the one pair with a route


def test_comar_reaches_prm_through_unhcr(samples: Network) -> None:
    answer = ask(samples, COMAR, PRM)

    assert chains(answer)[0] == (COMAR_NAME, UNHCR_NAME, PRM)
    assert [route.tier for route in answer.routes] == [Tier.MODERATE, Tier.WEAK, Tier.WEAK]
    assert answer.ask_first is not None
    assert (answer.ask_first.actor.name, answer.ask_first.routes, answer.ask_first.is_on_best) == (UNHCR_NAME, 2, True)
    assert answer.together is Tier.MODERATE


def test_each_step_from_comar_to_prm_names_its_evidence(samples: Network) -> None:
    best = ask(samples, COMAR, PRM).routes[0]

    said = [
        [(piece.kind, piece.source.id, piece.meeting.name if piece.meeting else None) for piece in step.pieces]
        for step in best.steps
    ]
    assert sorted(said[0]) == [
        ("accountable_for", "samples:unhcr-2022-partners", "UNHCR operation in Mexico 2022"),
        ("implements", "samples:unhcr-2022-partners", "UNHCR operation in Mexico 2022"),
    ]
    assert said[1] == [("funds", "samples:seed-facts", None)]
    assert (best.weakest, [step.sources for step in best.steps]) == (1, [1, 1])


def test_the_backup_from_comar_to_prm_does_without_unhcr(samples: Network) -> None:
    answer = ask(samples, COMAR, PRM)

    backups = [route for route in answer.routes if "backup" in route.reasons]
    assert [[one.name for one in route.introducers] for route in backups] == [
        [US, "International Organization for Migration"]
    ]


def test_the_request_from_comar_is_to_unhcr_and_cites_the_public_sources(samples: Network) -> None:
    texts = {text.language: text for text in request_texts(samples, ask(samples, COMAR, PRM).routes[0], partial_date)}

    assert texts["en"].paragraphs[0] == f"Dear {UNHCR_NAME},"
    assert "UNHCR operation in Mexico 2022" in texts["en"].paragraphs[2]
    assert len(texts["en"].cited) == 2
    assert texts["es"].paragraphs[0].startswith("Hola, Alto Comisionado")


# -- where there is no route


def test_asylum_access_reaches_comar_and_prm_by_the_tie_that_it_plans(samples: Network) -> None:
    to_comar, to_prm = (no_route(ask(samples, AA, target)) for target in (COMAR, PRM))

    planned = ("Asylum Access", COMAR_NAME, "planned-tie")
    assert (openings(to_comar)[0], openings(to_prm)[0]) == (planned, planned)
    assert [one.name for one in to_prm.openings[0].route] == ["Asylum Access", COMAR_NAME, UNHCR_NAME, PRM]
    assert [one.actor.name for one in to_comar.from_start] == ["The Rights and Opportunities Foundation"]


def test_with_planned_ties_asylum_access_reaches_comar(samples: Network) -> None:
    controls = Controls(Walkable(AS_OF, with_planned=True))

    answer = find_introductions(samples, end(samples, AA), end(samples, COMAR), controls, language="en")

    assert chains(answer)[0] == ("Asylum Access", COMAR_NAME)


@pytest.mark.parametrize("target", [PRM, COMAR, AA, WARREN])
@pytest.mark.parametrize("longest", [4, 6])
def test_from_sin_fronteras_no_route_and_no_opening_is_known(samples: Network, target: str, longest: int) -> None:
    found = no_route(ask(samples, SF, target, longest=longest))

    assert {"Refugee Solidarity Network", "Refugee Rights Turkey"} <= {one.actor.name for one in found.from_start}
    assert (found.reached < 20, found.openings) == (True, ())


@pytest.mark.parametrize("start", [SF, AA, COMAR])
@pytest.mark.parametrize("longest", [4, 6])
def test_nobody_reaches_senator_warren(samples: Network, start: str, longest: int) -> None:
    """Only an unnamed group of surveyed organizations is said to have a connection with her: nobody to ask."""
    found = no_route(ask(samples, start, WARREN, longest=longest))

    assert found.openings == ()
    assert len(found.from_target) == 5
    assert all("Committee" in one.actor.name for one in found.from_target)


def test_inside_congress_a_committee_leads_from_one_senator_to_another(samples: Network) -> None:
    senators = EndAsked((), ActorClass(role="legislator", words="senator arizona"))

    answer = find_introductions(samples, end(samples, WARREN), senators, Controls(Walkable(AS_OF)), language="en")

    assert {names[-1] for names in chains(answer)} <= {"Mark Kelly", "Ruben Gallego"}
    assert answer.target.stands_for == 2
    assert answer.routes
    pieces = [piece for route in answer.routes for step in route.steps for piece in step.pieces]
    assert "samples:us-congress" in {piece.source.id for piece in pieces}


def test_the_way_from_comar_to_the_agencies_of_the_united_states_hangs_on_unhcr(samples: Network) -> None:
    answer = find_dependence(samples, end(samples, COMAR), end(samples, PRM), Controls(Walkable(AS_OF)), language="en")

    assert (answer.targets, answer.reached, answer.direct) == (1, 1, 0)
    assert answer.rows[0].actor.name == UNHCR_NAME
    assert answer.rows[0].remaining == 1
