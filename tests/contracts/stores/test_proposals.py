"""Proposed ties on each engine: planned, counted nowhere as if they were there, and taken back exactly."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from graphsvc.access import Permission, Scope, Sensitivity, Viewer
from graphsvc.chance_values import Walkable
from graphsvc.errors import AlreadyProposed, InvalidValue, NotSayable, PlaceUnfit
from graphsvc.identity.aliases import Aliases
from graphsvc.kinds import Kinds
from graphsvc.model.statements import ActorStatement
from graphsvc.model.values import Identifier, Status
from graphsvc.network import Network as Seen
from graphsvc.network import Networks
from graphsvc.runs.propose import Proposal, ProposedTie, propose
from graphsvc.runs.undo import undo
from graphsvc.store.protocol import GraphStore
from queries.actor import describe_actor
from queries.introduction_values import Controls, EndAsked
from queries.introductions import find_introductions
from tests.networks import Network, actor, load, source, tie

KINDS, ALIASES = Kinds.load(), Aliases.load()
REGISTER, SECRET = source("north:a"), source("south:a", Sensitivity.RESTRICTED)
ADA = actor(REGISTER, "1", "Ada Refuge", country="MX", identifiers=(Identifier("org-id", "MX-1"),))
BEN = actor(REGISTER, "2", "Ben", kind="person")
CEM = actor(REGISTER, "3", "Cem", kind="person")
SPY = actor(SECRET, "4", "Spy House")
TIES = (tie("a", ADA, BEN),)
CURATOR = Viewer(everywhere=Sensitivity.RESTRICTED, permissions=frozenset(Permission), account="p-rosa")
MEMBERS = Scope("north", "members")
AT = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def seen(store: GraphStore) -> Seen:
    load(store, Network((REGISTER, SECRET), (ADA, BEN, CEM, SPY), TIES))
    return now(store)


def now(store: GraphStore, viewer: Viewer = CURATOR) -> Seen:
    return Networks(store, KINDS, ALIASES).of(viewer)


def proposal(
    seen: Seen,
    *pairs: tuple[ActorStatement, ActorStatement],
    scope: Scope = MEMBERS,
    kind: str = "works_with",
    title: str = "More for the south",
) -> Proposal:
    ties = [[seen.statements(seen.find(end.id)) for end in pair] for pair in pairs]
    return Proposal(tuple(ProposedTie(*ends, kind) for ends in ties), scope, title, "rosa", AT)


def planned_with(seen: Seen, one: ActorStatement) -> list[tuple[str, str, Status]]:
    groups = describe_actor(seen, seen.find(one.id), language="en").groups
    said = [
        (group.kind, tie_.other.name, tie_.newest.statement.record.status) for group in groups for tie_ in group.ties
    ]
    return sorted(entry for entry in said if entry[2] is Status.PLANNED)


def routes(seen: Seen, one: ActorStatement, other: ActorStatement, *, planned: bool = False) -> int:
    controls = Controls(Walkable(date(2026, 1, 1), with_planned=planned))
    return len(find_introductions(seen, EndAsked((one.id,)), EndAsked((other.id,)), controls, language="en").routes)


def test_a_proposed_tie_is_planned_on_the_pages_of_both_its_actors(store: GraphStore, seen: Seen) -> None:
    run = propose(store, KINDS, CURATOR, proposal(seen, (ADA, CEM)))

    after = now(store)
    assert len(after.snapshot.actors.ids) == 4
    assert planned_with(after, ADA) == [("works_with", "Cem", Status.PLANNED)]
    assert planned_with(after, CEM) == [("works_with", "Ada Refuge", Status.PLANNED)]
    said = after.sources()[str(run.source)]
    assert (said.title, said.reporter, said.collection) == ("More for the south", "rosa", "north")
    assert (run.what, run.account, run.importer) == ("import", "p-rosa", "proposal")


def test_a_proposed_tie_is_counted_by_no_measure_and_carries_no_route(store: GraphStore, seen: Seen) -> None:
    before = list(seen.graph().edges), dict(seen.measured("betweenness").values), routes(seen, BEN, CEM)

    propose(store, KINDS, CURATOR, proposal(seen, (ADA, CEM), (BEN, CEM)))

    after = now(store)
    assert (list(after.graph().edges), dict(after.measured("betweenness").values), routes(after, BEN, CEM)) == before
    assert routes(after, BEN, CEM, planned=True) > 0


def test_undo_takes_a_proposal_back_and_it_can_be_made_again(store: GraphStore, seen: Seen) -> None:
    made = proposal(seen, (ADA, CEM))
    run = propose(store, KINDS, CURATOR, made)

    undo(store, run.number)

    assert now(store).version == seen.version
    again = propose(store, KINDS, CURATOR, made)
    assert again.number > run.number
    assert planned_with(now(store), CEM) != []


def test_the_same_again_is_refused_and_changes_nothing(store: GraphStore, seen: Seen) -> None:
    propose(store, KINDS, CURATOR, proposal(seen, (ADA, CEM)))
    version = now(store).version

    with pytest.raises(AlreadyProposed):
        propose(store, KINDS, CURATOR, proposal(now(store), (ADA, CEM), title="Other words"))

    assert now(store).version == version


def test_a_proposal_tells_its_collection_nothing_of_what_another_keeps_closed(store: GraphStore, seen: Seen) -> None:
    with pytest.raises(NotSayable):
        propose(store, KINDS, CURATOR, proposal(seen, (ADA, SPY), scope=Scope("north", "restricted")))

    run = propose(store, KINDS, CURATOR, proposal(seen, (ADA, SPY), scope=Scope("south", "restricted")))
    northern = Viewer(everywhere=Sensitivity.PUBLIC, clearances={"north": Sensitivity.RESTRICTED})
    assert planned_with(now(store, northern), ADA) == []
    assert str(run.source) not in now(store, northern).sources()
    assert planned_with(now(store), ADA) == [("works_with", "Spy House", Status.PLANNED)]


def test_a_tie_is_as_closed_as_its_kind_and_nobody_writes_what_they_may_not_see(store: GraphStore, seen: Seen) -> None:
    member = Viewer(everywhere=Sensitivity.MEMBERS, permissions=frozenset(Permission), account="p-mia")
    theirs = now(store, member)

    with pytest.raises(PlaceUnfit):
        propose(store, KINDS, member, proposal(theirs, (ADA, CEM), kind="knows"))
    with pytest.raises(PlaceUnfit):
        propose(store, KINDS, member, proposal(theirs, (ADA, CEM), scope=Scope("north", "restricted")))

    assert store.version(CURATOR) == seen.version


def test_a_proposal_of_nothing_is_refused(store: GraphStore, seen: Seen) -> None:
    with pytest.raises(InvalidValue):
        propose(store, KINDS, CURATOR, proposal(seen))
