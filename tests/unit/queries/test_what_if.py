"""What a plan would change, against networkx on the changed graph and against a store that really has the changes."""

from __future__ import annotations

from dataclasses import replace

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.chance_values import Walkable
from graphsvc.errors import NotFound
from graphsvc.model.values import Period, Status
from queries.missing_ties import find_missing_ties
from queries.route_ends import BadEnd
from queries.what_if import MOST_CHANGES, EmptyPlan, TooManyChanges
from queries.what_if_values import Change, PlanLine, Problem, WhatIf
from tests.asking import NORTH, TODAY, end, person, world
from tests.networks import actor, tie
from tests.plans import (
    ASKER,
    EVERYBODY,
    OTHERS,
    TO_POLICYMAKERS,
    Drawn,
    adding,
    ask,
    drawn,
    leaving,
    names,
    plan_of,
    really_changed,
    removing,
    stated,
    told,
)

NOWHERE = PlanLine(Change.ADD, "a-nobody", "a-nobody-else")
"""A line that cannot be done: what is told is the network as it is."""


def problems(answer: WhatIf) -> list[Problem | None]:
    return [line.problem for line in answer.lines]


# -- against a slow recomputation


def as_networkx(pairs: set[tuple[int, int]]) -> nx.Graph:
    graph = nx.Graph(pairs)
    graph.add_nodes_from(range(len(EVERYBODY)))
    return graph


@given(case=drawn().filter(lambda case: plan_of(case).lines))
def test_reach_distance_and_parts_are_those_of_the_changed_graph(case: Drawn) -> None:
    before = as_networkx(set(case.ties))
    changed = (set(case.ties) - set(case.remove)) | set(case.add)
    after = as_networkx({pair for pair in changed if set(pair).isdisjoint(case.leave)})
    with world(EVERYBODY, stated(case.ties)) as made:
        answer = ask(made.of(), *plan_of(case).lines)

    assert problems(answer) == [None] * len(answer.lines)
    for graph, is_after in ((before, False), (after, True)):
        ties = nx.single_source_shortest_path_length(graph, 0)
        near = {steps: {str(n) for n in range(1, 7, 2) if ties.get(n, 99) <= steps} for steps in (2, 3, 4, 98)}
        said = told(answer, after=is_after)
        assert said["reached"] == [(s if s < 98 else None, len(who), who) for s, who in near.items()]
        harmonic = sum(1 / ties[n] for n in range(1, 7, 2) if n in ties)
        assert said["distance"] == (pytest.approx(3 / harmonic) if harmonic else None)
        assert said["parts"] == sum(1 for part in nx.connected_components(graph) if part - set(case.leave))


@given(case=drawn().filter(lambda case: plan_of(case).lines))
def test_the_sandbox_says_what_a_store_with_these_changes_says(case: Drawn) -> None:
    with world(EVERYBODY, stated(case.ties)) as made:
        sandbox = ask(made.of(), *plan_of(case).lines)
    with really_changed(case) as made:
        real = ask(made.of(), NOWHERE)

    told_after, told_real = told(sandbox, after=True), told(real, after=False)
    if case.leave:  # In the store whoever left is still there, as a part without ties.
        told_after, told_real = (told_ | {"parts": None} for told_ in (told_after, told_real))
    assert told_after == told_real


@given(case=drawn().filter(lambda case: case.add))
def test_an_added_tie_never_makes_anything_farther(case: Drawn) -> None:
    with world(EVERYBODY, stated(case.ties)) as made:
        answer = ask(made.of(), *plan_of(replace(case, remove=(), leave=())).lines)

    assert all(one.after >= one.before and one.lost == () for one in answer.reaches)
    assert answer.distance_before is None or (answer.distance_after or 99) <= answer.distance_before
    assert answer.parts_after <= answer.parts_before


@given(case=drawn().filter(lambda case: case.remove))
def test_what_is_taken_away_and_made_anew_is_as_before(case: Drawn) -> None:
    """Reach and parts; a route can go elsewhere, as the tie made anew is younger."""
    lines = [*(removing(*pair) for pair in case.remove), *(adding(*pair) for pair in case.remove)]
    with world(EVERYBODY, stated(case.ties)) as made:
        answer = ask(made.of(), *lines)

    assert problems(answer) == [None] * len(lines)
    kept = ("reached", "distance", "parts")
    before, after = told(answer, after=False), told(answer, after=True)
    assert [before[key] for key in kept] == [after[key] for key in kept]


@given(case=drawn().filter(lambda case: plan_of(case).lines), order=st.randoms())
def test_the_order_of_the_lines_does_not_matter(case: Drawn, order: object) -> None:
    lines = list(plan_of(case).lines)
    with world(EVERYBODY, stated(case.ties)) as made:
        first = ask(made.of(), *lines)
        order.shuffle(lines)
        second = ask(made.of(), *lines)

    assert told(first, after=True) == told(second, after=True)


def test_nothing_of_the_network_is_changed_by_a_plan() -> None:
    with world(EVERYBODY, stated([(1, 0), (2, 1), (3, 2)])) as made:
        seen, digest = made.of(), made.networks.store.digest()
        before = {name: column.copy() for name, column in seen.snapshot.columns.items()}
        ask(seen, removing(2, 1), adding(0, 3), leaving(1))
        again = ask(seen, NOWHERE)
        digests = digest, made.networks.store.digest()

    assert digests[0] == digests[1]
    assert all(column.tobytes() == seen.snapshot.columns[name].tobytes() for name, column in before.items())
    assert [one.before for one in again.within] == [1, 2, 2]


# -- in words


def test_who_is_gained_and_lost_is_named() -> None:
    """0 - 1 - 2 - 3, and 5 alone: 0 meets 5, and 1 - 2 ends."""
    with world(EVERYBODY, stated([(1, 0), (2, 1), (3, 2)])) as made:
        answer = ask(made.of(), adding(0, 5), removing(1, 2))

    three = answer.within[1]
    assert (three.steps, three.before, three.after) == (3, 2, 2)
    assert (names(three.kept), names(three.gained), names(three.lost)) == ({"1"}, {"5"}, {"3"})
    assert (three.kept_total, three.gained_total, three.lost_total) == (1, 1, 1)
    assert (answer.distance_before, answer.distance_after) == (3 / (1 + 1 / 3), 3 / 2)


def test_the_share_of_one_broker_goes_down_with_a_second_way() -> None:
    """All three policymakers are reached through 2; then two of them through 4."""
    with world(EVERYBODY, stated([(2, 0), (1, 2), (3, 2), (5, 2), (4, 1), (4, 3)])) as made:
        answer = ask(made.of(), adding(0, 1), adding(0, 3))

    assert [(one.actor.name, one.before, one.after) for one in answer.carriers] == [("2", 3, 1)]
    assert (answer.routes_before, answer.routes_after, answer.main_before, answer.main_after) == (3, 3, 0, 0)


def test_another_broker_can_take_the_place_of_the_first() -> None:
    with world(EVERYBODY, stated([(2, 0), (1, 2), (3, 2), (4, 1), (4, 3)])) as made:
        answer = ask(made.of(), adding(0, 4), leaving(2))

    assert [(one.actor.name, one.before, one.after) for one in answer.carriers] == [("2", 2, 0), ("4", 0, 2)]
    assert (answer.main_before, answer.main_after) == (0, 1)


def test_parts_that_are_joined_and_split_are_named_by_their_best_tied() -> None:
    with world(EVERYBODY, stated([(1, 0), (2, 0), (4, 3), (5, 4)])) as made:
        answer = ask(made.of(), adding(0, 4), removing(0, 2))

    assert (answer.parts_before, answer.parts_after) == (3, 3)
    joined = [[(part.size, part.best_tied.name) for part in group.parts] for group in answer.joined]
    split = [[(part.size, part.best_tied.name) for part in group.parts] for group in answer.split]
    assert joined == [[(3, "4"), (2, "0")]]
    assert split == [[(2, "0"), (1, "2")]]


def test_the_map_has_the_ties_of_the_plan_and_those_around_it() -> None:
    """0 - 2 - 1 and 3 - 4: 0 - 3 is made, 2 - 1 ends; 4 is neither asked for nor in the plan."""
    with world(EVERYBODY, stated([(2, 0), (2, 1), (4, 3)])) as made:
        answer = ask(made.of(), adding(0, 3), removing(2, 1))

    drawn = {(frozenset((one.one.name, one.other.name)), one.change) for one in answer.drawn}
    assert drawn == {
        (frozenset("02"), None),
        (frozenset("03"), Change.ADD),
        (frozenset("12"), Change.REMOVE),
    }


def test_a_tie_through_a_meeting_is_made_by_taking_part() -> None:
    event = actor(NORTH, "day", "Day", kind="event")
    with world((*EVERYBODY, event), [tie("a", EVERYBODY[1], event, kind="attended")]) as made:
        answer = ask(made.of(), adding(ASKER, event, "attended"))

    assert answer.within[0].after == 1


def test_of_several_kinds_of_tie_one_can_be_taken_away() -> None:
    ties = [tie("k", ASKER, OTHERS[0], kind="knows"), tie("w", ASKER, OTHERS[0])]
    with world(EVERYBODY, ties) as made:
        one, both = (ask(made.of(), removing(0, 1, kind)) for kind in ("knows", None))

    assert ([line.kinds for line in one.lines], one.within[0].after) == ([("knows",)], 1)
    assert ([line.kinds for line in both.lines], both.within[0].after) == ([("knows", "works_with")], 0)


# -- what cannot be done


def test_a_line_that_cannot_be_done_says_why_and_the_rest_is_done() -> None:
    group = actor(NORTH, "many", "Many", kind="group")
    over = tie("o", ASKER, OTHERS[3], status=Status.ENDED, period=Period.parse("2001", "2002"))
    with world((*EVERYBODY, group), [*stated([(1, 0)]), over]) as made:
        answer = ask(
            made.of(),
            PlanLine(Change.ADD, ASKER.id, "a-nobody"),
            adding(2, 2),
            adding(0, 1),
            removing(0, 2),
            adding(0, 2, "opposes"),
            adding(0, 2, "no-such-kind"),
            adding(0, group),
            removing(0, 4),
            adding(0, 3),
            adding(3, 0),
            leaving(0),
        )

    assert problems(answer) == [
        Problem.GONE,
        Problem.SAME,
        Problem.TIED_ALREADY,
        Problem.NOT_TIED,
        Problem.NOT_WALKABLE,
        Problem.UNKNOWN_KIND,
        Problem.UNNAMED,
        Problem.NOT_TIED,
        None,
        Problem.TWICE,
        Problem.ASKS,
    ]
    assert answer.lines[2].kinds == ("works_with",)
    assert answer.within[0].gained_total == 1


def test_who_leaves_has_no_other_change_in_the_plan() -> None:
    with world(EVERYBODY, stated([(2, 1)])) as made:
        answer = ask(made.of(), adding(0, 2), removing(1, 2), leaving(2), leaving(2))

    assert problems(answer) == [Problem.TWICE, Problem.TWICE, None, Problem.TWICE]


def test_a_tie_that_is_only_a_meeting_is_not_taken_away_between_the_two() -> None:
    event = actor(NORTH, "day", "Day", kind="event")
    ties = [tie(str(number), EVERYBODY[number], event, kind="attended") for number in (0, 1)]
    with world((*EVERYBODY, event), ties) as made:
        answer = ask(made.of(), removing(0, 1), removing(0, event))

    assert problems(answer) == [Problem.ONLY_TOGETHER, None]
    assert (answer.within[0].before, answer.within[0].after) == (1, 0)


def test_a_plan_without_a_line_that_can_be_done_changes_nothing() -> None:
    with world(EVERYBODY, stated([(1, 0)])) as made:
        answer = ask(made.of(), NOWHERE)

    assert "no-lines" in answer.missing
    assert told(answer, after=True) == told(answer, after=False)


def test_nobody_is_reached_through_who_opted_out_and_the_answer_says_so() -> None:
    with world(EVERYBODY, stated([(1, 2)])) as made:
        made.consent.opt_outs.record(made.of().keys(made.of().find(OTHERS[1].id)), account=None)
        answer = ask(made.of(), adding(0, 2))

    assert (answer.reached.after, answer.missing) == (0, ("few-ties", "opted-out"))


@pytest.mark.parametrize(
    ("lines", "error"), [((), EmptyPlan), (tuple(leaving(2) for _ in range(MOST_CHANGES + 1)), TooManyChanges)]
)
def test_a_plan_without_changes_or_with_too_many_is_refused(lines: tuple[PlanLine, ...], error: type) -> None:
    with world(EVERYBODY, stated([(1, 0)])) as made, pytest.raises(error):
        ask(made.of(), *lines)


def test_ends_that_are_not_there_or_leave_nobody_are_refused() -> None:
    with world(EVERYBODY, stated([(1, 0)])) as made:
        with pytest.raises(NotFound):
            ask(made.of(), adding(0, 2), start=end(person("somebody")))
        with pytest.raises(BadEnd):
            ask(made.of(), adding(0, 2), target=end(ASKER))
        with pytest.raises(BadEnd):
            ask(made.of(), adding(0, 2), target=end(role="funder"))


@given(tied=st.sets(st.sampled_from([(one, other) for one in range(1, 7) for other in range(1, one)]), min_size=10))
def test_the_best_ties_together_bring_in_the_sandbox_what_they_promise(tied: set[tuple[int, int]]) -> None:
    """What `find_missing_ties` says of its plan is what the sandbox finds with these ties."""
    with world(EVERYBODY, stated(sorted(tied))) as made:
        seen = made.of()
        promised = find_missing_ties(
            seen, end(ASKER), TO_POLICYMAKERS, Walkable(TODAY), steps=2, planned=2, language="en"
        )
        lines = [PlanLine(Change.ADD, tie_.one.id, tie_.other.id) for tie_ in promised.plan]
        answer = ask(seen, *lines)

    assert promised.plan
    assert (answer.within[0].before, answer.within[0].after) == (promised.reached, promised.plan[-1].reached)
