"""The shipped samples meet: who is one actor under many names, and who only looks alike."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graphsvc.access import Viewer
from graphsvc.cli.console import Console
from graphsvc.cli.samples import import_samples, read_manifest
from graphsvc.identity.aliases import Aliases
from graphsvc.kinds import Kinds
from graphsvc.model.statements import ActorId
from graphsvc.network import Network, Networks
from graphsvc.runs.load import never
from graphsvc.store.sqlite import SqliteStore
from queries.search import find_actors
from tests.unit.cli.terminal import Stream

SAMPLES = Path(__file__).parents[2] / "samples"
SEED, PARTNERS = "samples:seed-facts", "samples:unhcr-2022-partners"
CONGRESS, IATI = "samples:us-congress", "samples:unhcr-iati-2023"

JOINED = (
    ("UNHCR", "ACNUR", {SEED, PARTNERS, IATI}),
    ("UNHCR", "BMMYK", {SEED, PARTNERS, IATI}),
    ("UNHCR", "UN Refugee Agency", {SEED, PARTNERS, IATI}),
    ("IOM", "OIM", {SEED}),
    ("IOM", "Uluslararası Göç Örgütü", {SEED}),
    ("PRM", "Bureau of Population, Refugees and Migration", {SEED}),
    ("U.S. Department of State", "State Department", {SEED}),
    ("COMAR", "Comision Mexicana de Ayuda a Refugiados", {SEED, PARTNERS}),
    ("COMAR", "Mexican Commission for Refugee Assistance", {SEED, PARTNERS}),
    ("Elizabeth Warren", "elizabeth warren", {SEED, CONGRESS}),
    ("Mark Kelly", "MARK KELLY", {SEED, CONGRESS}),
    ("United States", "U.S. government", {SEED, PARTNERS, IATI}),
    ("Government of Mexico", "Gobierno de México", {SEED, PARTNERS, IATI}),
    ("Government of Türkiye", "Government of Turkey", {SEED, IATI}),
    ("European Union", "Unión Europea", {SEED, IATI}),
    ("INM", "Instituto Nacional de Migración", {SEED}),
    ("SRE", "Secretaría de Relaciones Exteriores", {SEED}),
    ("European Commission - Humanitarian Aid & Civil Protection", "DG ECHO", {PARTNERS, IATI}),
    ("España con ACNUR", "España con ACNUR (Spain)", {PARTNERS, IATI}),
    ("USA for UNHCR", "EE. UU. por ACNUR", {PARTNERS, IATI}),
    ("Refugee Rights Turkey", "Mülteci Hakları Merkezi", {SEED}),
    ("Support to Life", "Hayata Destek Derneği", {PARTNERS}),
    ("Turkish Red Crescent Society", "Türk Kızılay", {PARTNERS}),
)
APART = (
    ("Mark Kelly", "Mike Kelly"),
    ("Mike Kelly", "Robin Kelly"),
    ("Trent Kelly", "Mark Kelly"),
    ("United States Senate", "Mexican Senate"),
    ("Government of Mexico", "Government of the United States"),
    ("U.S. Department of State", "Bureau of Population, Refugees, and Migration"),
    ("UNHCR", "USA for UNHCR"),
    ("UNHCR", "IOM"),
    ("European Union", "European Commission - International Partnerships"),
    ("National Migration Institute", "Secretaría de Relaciones Exteriores"),
    ("U.S. Department of State", "U.S. Department of Homeland Security"),
    ("Refugee Solidarity Network", "Refugees International"),
)


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    store = SqliteStore(tmp_path_factory.mktemp("samples") / "store.sqlite")
    console = Console({}, Stream(), Stream(), Stream())
    assert import_samples(store, read_manifest(SAMPLES), console, never) == 4
    yield Networks(store, Kinds.load(), Aliases.load()).of(Viewer.guest(may_read=True))
    store.close()


def actor(samples: Network, name: str) -> ActorId:
    found = find_actors(samples, name, language="en").found
    assert found, name
    return found[0].actor.id


def sources(samples: Network, one: ActorId) -> set[str]:
    return {statement.source for statement in samples.statements(one)}


@pytest.mark.parametrize(("name", "other", "said_by"), JOINED)
def test_one_actor_under_all_its_names(samples: Network, name: str, other: str, said_by: set[str]) -> None:
    one = actor(samples, name)

    assert actor(samples, other) == one
    assert sources(samples, one) == said_by


@pytest.mark.parametrize(("name", "other"), APART)
def test_two_that_look_alike_stay_two(samples: Network, name: str, other: str) -> None:
    assert actor(samples, name) != actor(samples, other)


def test_nothing_of_the_samples_is_lost(samples: Network) -> None:
    snapshot = samples.snapshot

    assert len(snapshot.columns["kind"]) == 97 + 71 + 8_114 + 697
    assert sum(len(members) for members in snapshot.actors.members) == 79 + 57 + 1_301 + 93


def test_no_actor_unites_two_members_of_congress(samples: Network) -> None:
    facts = samples.facts(samples.snapshot.actors.ids)

    people = {
        actor: {value for fact in own for scheme, value in fact.identifiers if scheme == "bioguide"}
        for actor, own in facts.items()
    }
    assert max(map(len, people.values())) == 1
    assert sum(map(len, people.values())) == 537
