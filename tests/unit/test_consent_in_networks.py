"""Opt-outs and outcomes as each viewer's network takes them in: found under other ids, closed where they belong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graphsvc.access import Permission, Scope, Sensitivity, Viewer
from graphsvc.consent.consent import Consent
from graphsvc.consent.outcomes import TieOutcome
from graphsvc.consent.requests import Who
from graphsvc.consent.states import Action
from graphsvc.consent.values import NewRequest, Part
from graphsvc.identity.aliases import Aliases
from graphsvc.kinds import Kinds
from graphsvc.model.statements import ActorId
from graphsvc.model.values import Identifier
from graphsvc.network import Network, Networks
from graphsvc.store.sqlite import SqliteStore
from tests import networks as drawn
from tests.networks import actor, decision, load, source, viewers

KINDS, ALIASES = Kinds.load(), Aliases.load()
OPERATOR = Viewer.operator()
READ = frozenset({Permission.OPEN, Permission.READ})
NORTHERN = Viewer(clearances=MappingProxyType({"north": Sensitivity.PUBLIC}), permissions=READ, account="p-north")
SOUTHERN = Viewer(clearances=MappingProxyType({"south": Sensitivity.PUBLIC}), permissions=READ, account="p-south")
INSIDER = Viewer(everywhere=Sensitivity.RESTRICTED, permissions=READ, account="p-in")
OUTSIDER = Viewer(everywhere=Sensitivity.MEMBERS, permissions=READ, account="p-out")
NORTH, SOUTH = source("north:a"), source("south:a")


class World:
    """A store and an introductions file, and the networks over both."""

    def __init__(self, folder: Path, network: drawn.Network) -> None:
        self.store = SqliteStore(folder / "network.sqlite")
        load(self.store, network)
        self.consent = Consent.open(folder, lambda: 1_800_000_000.0)
        self.networks = Networks(self.store, KINDS, ALIASES, consent=self.consent)

    def of(self, viewer: Viewer) -> Network:
        return self.networks.of(viewer)

    def close(self) -> None:
        self.consent.close()
        self.store.close()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Bea of the north and of the south: one actor for whoever sees both, by a decision; and two others."""
    north, south = actor(NORTH, "bea", "Casa Bea"), actor(SOUTH, "b", "Beatriz House")
    others = [actor(NORTH, key, f"Casa {key}") for key in ("ana", "cal")]
    made = World(tmp_path, drawn.Network((NORTH, SOUTH), (north, south, *others), (), (decision(north, south),)))
    yield made
    made.close()


def named(network: Network, name: str) -> ActorId:
    return network.search(name, limit=1)[0]


def test_without_an_introductions_file_nobody_opted_out(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "network.sqlite")
    network = Networks(store, KINDS, ALIASES).of(OPERATOR)

    assert (network.opted_out(), dict(network.outcomes())) == (frozenset(), {})
    store.close()


def test_the_keys_of_an_actor_are_its_ids_its_statements_and_its_identifiers(tmp_path: Path) -> None:
    one = actor(NORTH, "bea", "Casa Bea", identifiers=(Identifier("org-id", "MX-1"), Identifier("wikidata", "Q1")))
    world = World(tmp_path, drawn.Network((NORTH,), (one,), ()))
    network = world.of(OPERATOR)

    keys = network.keys(network.find(one.id))

    assert keys == {network.find(one.id), one.id, "org-id:MX-1", "wikidata:Q1"}
    world.close()


def test_an_opt_out_holds_for_viewers_who_know_the_actor_under_another_id(world: World) -> None:
    whole = world.of(OPERATOR)

    world.consent.opt_outs.record(whole.keys(named(whole, "Casa Bea")), account=None)

    north, south = world.of(NORTHERN), world.of(SOUTHERN)
    assert north.opted_out() == {named(north, "Casa Bea")}
    assert south.opted_out() == {named(south, "Beatriz House")}
    assert north.opted_out() != south.opted_out()
    assert world.of(OPERATOR).opted_out() == {named(whole, "Casa Bea")}


def test_an_opt_out_holds_by_identifier_where_the_viewers_share_no_statement(tmp_path: Path) -> None:
    shared = (Identifier("org-id", "MX-1"),)
    north = actor(NORTH, "bea", "Casa Bea", identifiers=shared)
    south = actor(SOUTH, "b", "Beatriz House", identifiers=(*shared, Identifier("wikidata", "Q1")))
    world = World(tmp_path, drawn.Network((NORTH, SOUTH), (north, south), ()))
    seen = world.of(NORTHERN)

    world.consent.opt_outs.record(seen.keys(seen.find(north.id)), account="p-north")

    assert world.of(SOUTHERN).opted_out() == {world.of(SOUTHERN).find(south.id)}
    world.close()


def test_an_opt_out_holds_for_every_part_of_an_actor_whom_only_a_closed_statement_makes_one(tmp_path: Path) -> None:
    """On purpose, though it tells that they are one: nobody is led through a person who asked not to be used."""
    fund, long = actor(NORTH, "fund", "Casa Fund"), actor(NORTH, "long", "Casa Long")
    closed = actor(NORTH, "closed", "Casa Closed", level=Sensitivity.RESTRICTED)
    decided = (decision(fund, closed), decision(closed, long))
    world = World(tmp_path, drawn.Network((NORTH,), (fund, long, closed), (), decided))
    whole = world.of(INSIDER)

    made = world.consent.opt_outs.record(whole.keys(whole.find(fund.id)), account="p-in")

    outside = world.of(OUTSIDER)
    assert outside.opted_out() == {outside.find(fund.id), outside.find(long.id)}
    world.consent.opt_outs.withdraw(made.id, account="p-in")
    assert world.of(OUTSIDER).opted_out() == frozenset()
    world.close()


def test_a_withdrawn_opt_out_holds_for_nobody(world: World) -> None:
    network = world.of(OPERATOR)
    made = world.consent.opt_outs.record(network.keys(named(network, "Casa Bea")), account=None)
    before = network.consent_version

    world.consent.opt_outs.withdraw(made.id, account=None)

    assert world.of(SOUTHERN).opted_out() == frozenset()
    assert world.of(OPERATOR).consent_version != before


def new_request(network: Network, scope: Scope) -> NewRequest:
    ana, bea, cal = (named(network, f"Casa {name}") for name in ("ana", "Bea", "cal"))
    parts = [Part(one, network.actor(one, "en").name, network.keys(one)) for one in (ana, bea, cal)]
    return NewRequest("p-in", scope, *parts, (ana, bea, cal), "To speak about permits.", "The wider plan.")


def ask_and_agree(world: World, scope: Scope) -> None:
    request = world.consent.requests.create(new_request(world.of(INSIDER), scope))
    token = world.consent.requests.act(Who.requester(INSIDER), request, Action.ASK).token
    assert token is not None
    for action in (Action.AGREE, Action.ACCEPT):
        world.consent.requests.act(Who.by_link(token), None, action)


def test_outcomes_are_told_by_pair_of_the_viewers_own_actors(world: World) -> None:
    ask_and_agree(world, Scope("north", "public"))
    north = world.of(NORTHERN)
    ana, bea, cal = (named(north, f"Casa {name}") for name in ("ana", "Bea", "cal"))

    told = {pair: (outcome.asked, outcome.worked) for pair, outcome in north.outcomes().items()}

    assert told == {tuple(sorted((ana, bea))): (1, 1), tuple(sorted((bea, cal))): (1, 1)}
    assert all(isinstance(outcome, TieOutcome) and outcome.last for outcome in north.outcomes().values())
    assert dict(world.of(SOUTHERN).outcomes()) == {}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    viewer=viewers(),
    level=st.sampled_from(("public", "members", "restricted")),
    collection=st.sampled_from(drawn.COLLECTIONS),
)
def test_a_request_changes_nothing_for_a_viewer_outside_its_scope(
    tmp_path_factory: pytest.TempPathFactory, viewer: Viewer, level: str, collection: str
) -> None:
    people = [actor(NORTH, key, f"Casa {key}") for key in ("ana", "Bea", "cal")]
    world = World(tmp_path_factory.mktemp("world"), drawn.Network((NORTH,), tuple(people), ()))
    scope = Scope(collection, level)

    def got() -> object:
        network = world.of(replace(viewer, account="p-else"))
        own = (world.consent.requests.own(network.viewer), world.consent.requests.asked(network.viewer))
        return network.opted_out(), dict(network.outcomes()), network.consent_version, own

    before = got()
    ask_and_agree(world, scope)
    after = got()
    world.close()

    sees_people = viewer.can_see(Scope("north", "public"))
    assert (after == before) == (not viewer.can_see(scope)) or not sees_people


def test_what_is_known_is_worked_out_once_for_viewers_who_see_the_same(world: World) -> None:
    network = world.of(OPERATOR)
    world.consent.opt_outs.record(network.keys(named(network, "Casa Bea")), account=None)

    first, second = world.of(OPERATOR).opted_out(), world.of(INSIDER).opted_out()

    assert first is second
