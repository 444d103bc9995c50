"""What access hangs on: routes counted against a slow search, what is left without one actor, and what is refused."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.chance_values import Walkable
from graphsvc.chances import ChanceGraph, length_of
from graphsvc.model.statements import ActorStatement, TieStatement
from queries.dependence import MOST_TARGETS, Dependence, find_dependence
from queries.route_ends import BadEnd, EndsOverlap
from tests.asking import NORTH, TODAY, controls, end, number, people, person, world
from tests.networks import actor, tie

ANA, BEN, CAN, DEE, EVE = people("ana", "ben", "can", "dee", "eve")
Places = tuple[int, ...]


def rows(answer: Dependence) -> list[tuple[str, int, int, int, int, tuple[str, ...]]]:
    return [
        (
            row.actor.name,
            row.routes,
            row.asked_first,
            row.asked_last,
            row.remaining,
            tuple(one.name for one in row.lost),
        )
        for row in answer.rows
    ]


def test_of_several_targets_the_best_route_to_each_is_counted() -> None:
    targets = [person(key, roles=frozenset({"legislator"})) for key in ("t1", "t2", "t3", "t4")]
    ties = [tie("1", ANA, BEN), tie("2", BEN, targets[0]), tie("3", BEN, CAN), tie("4", CAN, targets[1])]
    ties += [tie("5", ANA, targets[2])]
    with world((ANA, BEN, CAN, *targets), ties) as made:
        answer = find_dependence(made.of(), end(ANA), end(role="legislator"), controls(), language="en")

    assert (answer.targets, answer.reached, answer.routes, answer.direct) == (4, 3, 3, 1)
    assert [one.name for one in answer.unreached] == ["t4"]
    assert [(*row[:5], set(row[5])) for row in rows(answer)] == [
        ("ben", 2, 2, 1, 1, {"t1", "t2"}),
        ("can", 1, 0, 1, 2, {"t2"}),
    ]


def test_to_a_single_target_each_last_introducer_and_each_first_step_is_counted() -> None:
    ties = [tie("1", ANA, BEN), tie("2", BEN, EVE), tie("3", ANA, CAN), tie("4", CAN, DEE), tie("5", DEE, EVE)]
    with world((ANA, BEN, CAN, DEE, EVE), ties) as made:
        answer = find_dependence(made.of(), end(ANA), end(EVE), controls(), language="en")

    assert (answer.targets, answer.reached, answer.routes) == (1, 1, 2)
    assert {row[:5] for row in rows(answer)} == {("ben", 1, 1, 1, 1), ("can", 1, 1, 0, 1), ("dee", 1, 0, 1, 1)}


def test_everything_hangs_on_the_only_one_between() -> None:
    with world((ANA, BEN, EVE), [tie("1", ANA, BEN), tie("2", BEN, EVE)]) as made:
        answer = find_dependence(made.of(), end(ANA), end(EVE), controls(), language="en")

    assert rows(answer) == [("ben", 1, 1, 1, 0, ("eve",))]


def test_stops_and_the_avoided_are_honoured() -> None:
    ties = [tie("1", ANA, BEN), tie("2", BEN, EVE), tie("3", ANA, CAN), tie("4", CAN, EVE)]
    with world((ANA, BEN, CAN, EVE), ties) as made:
        through = find_dependence(made.of(), end(ANA), end(EVE), controls(via=(BEN,)), language="en")
        without = find_dependence(made.of(), end(ANA), end(EVE), controls(avoid=(BEN,)), language="en")

    assert rows(through) == [("ben", 1, 1, 1, 0, ("eve",))]
    assert [row[0] for row in rows(without)] == ["can"]


def test_who_asked_not_to_introduce_carries_nothing() -> None:
    with world((ANA, BEN, EVE), [tie("1", ANA, BEN), tie("2", BEN, EVE)]) as made:
        seen = made.of()
        made.consent.opt_outs.record(seen.keys(seen.find(BEN.id)), account=None)
        answer = find_dependence(made.of(), end(ANA), end(EVE), controls(), language="en")

    assert (answer.reached, answer.rows) == (0, ())


def test_targets_that_belong_to_the_start_are_not_counted() -> None:
    ana, ben = (person(key, roles=frozenset({"legislator"})) for key in ("ana", "ben"))
    with world((ana, ben), [tie("1", ana, ben)]) as made:
        answer = find_dependence(made.of(), end(ana), end(role="legislator"), controls(), language="en")

    assert (answer.target.stands_for, answer.targets, answer.reached, answer.direct) == (2, 1, 1, 1)


def test_the_same_ends_are_refused() -> None:
    with world((ANA, BEN), [tie("1", ANA, BEN)]) as made, pytest.raises(EndsOverlap):
        find_dependence(made.of(), end(ANA), end(ANA), controls(), language="en")


def test_too_many_targets_are_refused() -> None:
    crowd = [actor(NORTH, f"n{place}", kind="person", country="MX") for place in range(MOST_TARGETS + 1)]
    with world((ANA, *crowd), [tie("1", ANA, crowd[0])]) as made:
        with pytest.raises(BadEnd, match="More than 1000 targets"):
            find_dependence(made.of(), end(ANA), end(country="MX"), controls(), language="en")
        within = find_dependence(made.of(), end(ANA), end(country="MX"), controls(avoid=(crowd[1],)), language="en")

    assert (within.targets, within.reached) == (MOST_TARGETS, 1)


@st.composite
def questions(draw: st.DrawFn) -> tuple[tuple[ActorStatement, ...], tuple[TieStatement, ...], int, int]:
    """Up to seven people, some ties, how many of them are targets, and the most ties of a route."""
    actors = tuple(person(key) for key in "abcdefg"[: draw(st.integers(4, 7))])
    pairs = draw(st.lists(st.sampled_from([(x, y) for x in actors for y in actors if x != y]), max_size=14))
    kinds = st.sampled_from(("knows", "works_with", "advises"))
    ties = tuple(tie(str(place), *pair, kind=draw(kinds)) for place, pair in enumerate(pairs))
    return actors, ties, draw(st.integers(2, 3)), draw(st.integers(1, 4))


def best(graph: ChanceGraph, start: int, target: int, longest: int, without: int | None = None) -> Places | None:
    """The best route of a slow search: the surest, then of the stronger weakest tie, then of fewer ties."""
    found: list[tuple[int, int, int, Places]] = []

    def walk(route: Places) -> None:
        for other in range(len(graph.graph)):
            if other in route or (other == without and other != target) or not graph.chance(route[-1], other):
                continue
            whole = (*route, other)
            if other == target:
                lengths = [length_of(graph.chance(*pair)) for pair in pairwise(whole)]
                found.append((sum(lengths), max(lengths), len(lengths), whole))
            elif len(route) < longest:
                walk(whole)

    walk((start,))
    return min(found)[3] if found else None


@given(questions())
def test_counts_are_those_of_a_slow_search(
    drawn: tuple[tuple[ActorStatement, ...], tuple[TieStatement, ...], int, int],
) -> None:
    actors, ties, count, longest = drawn
    targets = actors[1 : 1 + count]
    with world(actors, ties) as made:
        seen = made.of()
        answer = find_dependence(seen, end(actors[0]), end(*targets), controls(longest=longest), language="en")
        graph = seen.chances(Walkable(TODAY))
        start, ends = number(seen, actors[0]), [number(seen, one) for one in targets]
        found = [route for one in ends if (route := best(graph, start, one, longest))]
        through = Counter(one for route in found for one in route[1:-1])
        expected = set()
        for one, routes in through.items():
            left = [target for target in ends if best(graph, start, target, longest, without=one)]
            lost = {route[-1] for route in found} - set(left)
            inside = [route for route in found if len(route) > 2]
            first, last = (sum(route[place] == one for route in inside) for place in (1, -2))
            names = frozenset(seen.snapshot.actors.ids[target] for target in lost)
            expected.add((seen.snapshot.actors.ids[one], routes, first, last, len(left), names))

    assert (answer.routes, answer.direct) == (len(found), sum(len(route) == 2 for route in found))
    assert {
        (
            row.actor.id,
            row.routes,
            row.asked_first,
            row.asked_last,
            row.remaining,
            frozenset(one.id for one in row.lost),
        )
        for row in answer.rows
    } == expected
