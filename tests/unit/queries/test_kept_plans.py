"""Kept plans in the eyes of others: whole or not at all; of the owner: with lines that are gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphsvc.access import STORED_LEVELS, Scope, Sensitivity, Viewer
from graphsvc.chance_values import Walkable
from graphsvc.consent.plans import KeptActor, KeptLine, KeptPlan, NewPlan
from graphsvc.errors import NotFound
from graphsvc.model.statements import ActorStatement, TieStatement
from graphsvc.network import Network as Seen
from queries.kept_plans import EndGone, open_plan
from queries.what_if import find_what_if
from queries.what_if_values import Problem, WhatIf
from tests.asking import NORTH, OPERATOR, SOUTH, TODAY, person, world
from tests.networks import Network, decision, load_source, tie, visible_part

OWNER = Viewer(everywhere=Sensitivity.RESTRICTED, account="p-rosa")
READER = Viewer(everywhere=Sensitivity.PUBLIC, account="p-mia")
WALKABLE = Walkable(TODAY)
ANA, BEN, CEM, DEE = PEOPLE = [person(key, roles=frozenset({"policymaker"})) for key in ("ana", "ben", "cem", "dee")]


def kept(seen: Seen, one: ActorStatement) -> KeptActor:
    actor = seen.find(one.id)
    return KeptActor(actor, seen.actor(actor, "en").name, seen.keys(actor))


def plan(seen: Seen, *lines: tuple[str, ActorStatement, ActorStatement | None]) -> KeptPlan:
    made = tuple(KeptLine(change, kept(seen, one), other and kept(seen, other)) for change, one, other in lines)
    new = NewPlan(
        "p-rosa", Scope("north", "public"), "A plan", made, (kept(seen, ANA),), (), {"to_role": "policymaker"}
    )
    return KeptPlan("p1", datetime(2026, 1, 1, tzinfo=UTC), new)


def answer(seen: Seen, one: KeptPlan) -> WhatIf:
    opened = open_plan(seen, one, WALKABLE)
    return find_what_if(seen, opened.plan, opened.start, opened.target, WALKABLE, language="en")


def test_a_plan_is_evaluated_on_what_its_reader_sees() -> None:
    hidden = tie("h", CEM, DEE, level=Sensitivity.RESTRICTED)
    with world(PEOPLE, [tie("1", ANA, BEN), hidden]) as made:
        shared = plan(made.of(OWNER), ("add", ANA, CEM))

        mine, theirs = answer(made.of(OWNER), shared), answer(made.of(READER), shared)

    assert (mine.within[0].after, theirs.within[0].after) == (3, 2)


def test_a_plan_with_an_actor_that_its_reader_may_not_see_is_not_there() -> None:
    closed = person("eve", level=Sensitivity.MEMBERS)
    with world((*PEOPLE, closed), [tie("1", ANA, BEN)]) as made:
        shared = plan(made.of(OWNER), ("add", ANA, CEM), ("leave", closed, None))

        with pytest.raises(NotFound):
            answer(made.of(READER), shared)
        assert [line.problem for line in answer(made.of(OWNER), shared).lines] == [None, None]


def test_a_plan_that_takes_away_a_tie_that_its_reader_may_not_see_is_not_there() -> None:
    with world(PEOPLE, [tie("1", ANA, BEN, level=Sensitivity.MEMBERS), tie("2", BEN, CEM)]) as made:
        shared = plan(made.of(OWNER), ("remove", ANA, BEN))
        open_to_all = plan(made.of(OWNER), ("remove", BEN, CEM))

        with pytest.raises(NotFound):
            answer(made.of(READER), shared)
        assert answer(made.of(READER), open_to_all).lines[0].problem is None


def test_an_actor_that_is_gone_stands_in_a_line_of_its_owner_that_is_not_done() -> None:
    eve = person("eve", SOUTH)
    with world((*PEOPLE, eve), [tie("1", ANA, BEN)], NORTH, SOUTH) as made:
        shared = plan(made.of(OWNER), ("add", ANA, eve), ("add", ANA, CEM))
        load_source(made.networks.store, SOUTH, [], retired=[eve.id])

        found = answer(made.of(OWNER), shared)
        with pytest.raises(NotFound):
            answer(made.of(READER), shared)

    assert [line.problem for line in found.lines] == [Problem.GONE, None]
    assert found.within[0].gained_total == 1


def test_an_actor_is_found_again_after_it_was_imported_anew_under_another_id() -> None:
    again = person("cem", SOUTH, roles=frozenset({"policymaker"}))
    with world(PEOPLE, [tie("1", ANA, BEN)]) as made:
        shared = plan(made.of(OWNER), ("add", ANA, CEM))
        load_source(made.networks.store, NORTH, [], retired=[CEM.id])
        load_source(made.networks.store, SOUTH, [again])

        found = answer(made.of(READER), shared)

    assert [(line.other and line.other.name, line.problem) for line in found.lines] == [("cem", None)]


def test_a_plan_whose_actor_is_several_for_its_reader_is_not_there() -> None:
    """What makes one of them is hidden: to open the plan about one of the two would tell that it is about both."""
    closed = person("eve", level=Sensitivity.RESTRICTED)
    decided = (decision(CEM, closed), decision(closed, DEE))
    with world((*PEOPLE, closed), [tie("1", ANA, BEN)], decisions=decided) as made:
        shared = plan(made.of(OWNER), ("add", ANA, CEM))

        with pytest.raises(NotFound):
            answer(made.of(READER), shared)
        assert [line.problem for line in answer(made.of(OWNER), shared).lines] == [None]
        assert answer(made.of(replace(READER, account="p-rosa")), shared)


def test_without_one_end_the_owner_is_told_and_others_find_nothing() -> None:
    with world(PEOPLE, [tie("1", CEM, BEN)]) as made:
        shared = plan(made.of(OWNER), ("add", DEE, CEM))
        load_source(made.networks.store, NORTH, [], retired=[ANA.id])

        with pytest.raises(EndGone):
            answer(made.of(OWNER), shared)
        with pytest.raises(NotFound):
            answer(made.of(READER), shared)


# -- hidden statements


@st.composite
def shared_plans(draw: st.DrawFn) -> tuple[list[ActorStatement], list[TieStatement], list[tuple[str, int, int]]]:
    """People and ties of all sensitivities, and lines of a plan that somebody who sees everything could write."""
    level = st.sampled_from((None, None, None, *STORED_LEVELS))
    actors = [person("ana")] + [
        person(key, level=draw(level), roles=frozenset({"policymaker"})) for key in ("ben", "cem", "dee", "eve")
    ]
    pairs = [(one, other) for one in range(5) for other in range(one)]
    tied = draw(st.lists(st.sampled_from(pairs), min_size=2, unique=True))
    ties = [tie(f"{one}-{other}", actors[one], actors[other], level=draw(level)) for one, other in tied]
    lines = [
        ("remove" if pair in tied else "add", *pair)
        for pair in draw(st.lists(st.sampled_from(pairs), min_size=1, max_size=3, unique=True))
    ]
    return actors, ties, lines


def opened(seen: Seen, shared: KeptPlan) -> object:
    try:
        return answer(seen, shared)
    except NotFound as absent:
        return str(absent)


@settings(max_examples=150)
@given(case=shared_plans(), level=st.sampled_from((Sensitivity.PUBLIC, Sensitivity.MEMBERS)))
def test_hidden_statements_change_nothing_of_a_plan_that_is_shared(
    case: tuple[list[ActorStatement], list[TieStatement], list[tuple[str, int, int]]], level: Sensitivity
) -> None:
    actors, ties, lines = case
    reader = Viewer(everywhere=level, account="p-mia")
    with world(actors, ties) as made:
        shared = plan(made.of(OPERATOR), *((change, actors[one], actors[other]) for change, one, other in lines))
        whole = opened(made.of(reader), shared)
    pruned = visible_part(Network((NORTH,), tuple(actors), tuple(ties)), reader)
    with world(pruned.actors, pruned.ties) as made:
        alone = opened(made.of(reader), shared)

    assert whole == alone
