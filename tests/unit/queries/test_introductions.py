"""Introductions against a slow search of every simple route: which are shown, why, in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.chance_values import Walkable
from graphsvc.chances import ChanceGraph, length_of
from graphsvc.model.statements import ActorStatement, TieStatement
from graphsvc.model.values import Period
from queries.introduction_values import Introductions, Tier
from queries.introductions import MOST_TOGETHER, WORTH
from tests.asking import KINDS, TODAY, ask, chains, end, number, people, person, world
from tests.networks import tie

Places = tuple[int, ...]
KEYS = "abcdefgh"


@dataclass(frozen=True, slots=True)
class Drawn:
    """People with ties of any chance, two ends, and how routes are looked for."""

    actors: tuple[ActorStatement, ...]
    ties: tuple[TieStatement, ...]
    starts: tuple[ActorStatement, ...]
    targets: tuple[ActorStatement, ...]
    avoid: tuple[ActorStatement, ...]
    via: tuple[ActorStatement, ...]
    longest: int
    routes: int
    speaking: str | None


@st.composite
def questions(draw: st.DrawFn, *, most_ends: int, most_stops: int = 0) -> Drawn:
    """A question on a network of four to eight people."""
    spoken = st.sampled_from(((), (), ("en",), ("es",), ("en", "es")))
    actors = tuple(person(key, languages=draw(spoken)) for key in KEYS[: draw(st.integers(4, 8))])
    pairs = st.lists(st.sampled_from(list(product(actors, actors))), max_size=18)
    ties = tuple(
        tie(
            str(place),
            ego,
            alter,
            kind=draw(st.sampled_from(("knows", "works_with", "met", "member_of", "opposes"))),
            strength=draw(st.sampled_from((None, None, 0.1, 0.5, 0.9))),
            period=Period.parse(draw(st.sampled_from((None, "2010", "2020", "2025"))), None),
        )
        for place, (ego, alter) in enumerate(draw(pairs))
        if ego != alter
    )
    order = draw(st.permutations(actors))
    starts, rest = order[: draw(st.integers(1, most_ends))], order[most_ends:]
    targets, rest = rest[: draw(st.integers(1, most_ends))], rest[most_ends:]
    avoid = rest[: draw(st.integers(0, 1))]
    via = rest[len(avoid) :][: draw(st.integers(0, most_stops))]
    longest = draw(st.integers(max(1, len(via) + 1), 5))
    speaking = draw(st.sampled_from((None, None, "es")))
    chosen = [tuple(some) for some in (starts, targets, avoid, via)]
    return Drawn(actors, ties, *chosen, longest, draw(st.integers(1, 4)), speaking)


@dataclass(frozen=True, slots=True)
class Slow:
    """Every simple route of a question, the best first."""

    graph: ChanceGraph
    found: list[Places]

    @classmethod
    def of(cls, graph: ChanceGraph, asked: Drawn, numbers: dict[str, int]) -> Slow:
        def places(some: Sequence[ActorStatement]) -> Places:
            return tuple(numbers[one.id] for one in some)

        spoken = {numbers[one.id]: one.record.languages for one in asked.actors}
        ends = {*places(asked.starts), *places(asked.targets)}
        closed = {*ends, *places(asked.avoid)}
        closed |= {one for one, known in spoken.items() if asked.speaking and known and asked.speaking not in known}
        stops = places(asked.via)
        found: list[Places] = []

        def walk(route: Places) -> None:
            for other in range(len(graph.graph)):
                if other in route or not graph.chance(route[-1], other):
                    continue
                if other in places(asked.targets) and tuple(one for one in route[1:] if one in stops) == stops:
                    found.append((*route, other))
                elif other not in closed and len(route) < asked.longest:
                    walk((*route, other))

        for one in places(asked.starts):
            walk((one,))
        slow = cls(graph, found)
        found.sort(key=slow.order)
        return slow

    def order(self, route: Places) -> tuple[int, int, int, Places]:
        lengths = [length_of(self.graph.chance(*pair)) for pair in pairwise(route)]
        return sum(lengths), max(lengths), len(lengths), route

    def chance(self, route: Places) -> float:
        return prod(self.graph.chance(*pair) for pair in pairwise(route))

    def best_of_each(self, place: int, most: int) -> list[Places]:
        """The best route of each actor that stands at `place` of it."""
        held: dict[int, Places] = {}
        for route in self.found:
            held.setdefault(route[place], route)
        return list(held.values())[:most]

    def shown(self, most: int) -> dict[Places, list[str]]:
        """The routes to show with their reasons, in order."""
        shown: dict[Places, list[str]] = {}
        if not self.found:
            return shown
        best = self.found[0]
        shown[best] = ["best"]
        for place, reason in ((-2, "other-introducer"), (1, "other-first-step")):
            for route in self.best_of_each(place, most):
                if route != best and self.chance(route) >= WORTH * self.chance(best):
                    shown.setdefault(route, []).append(reason)
        backups = [route for route in self.found if len(best) > 2 and not set(route[1:-1]) & set(best[1:-1])]
        shorter = [route for route in self.found if len(route) < len(best)]
        for some, reason in ((backups, "backup"), (shorter, "shorter")):
            for route in some[:1]:
                shown.setdefault(route, []).append(reason)
        return shown

    def together(self, routes: Sequence[Places]) -> float:
        """The chance that one of `routes` works, over all states of their ties."""
        ties = sorted({tuple(sorted(pair)) for route in routes for pair in pairwise(route)})
        total = 0.0
        for state in product((False, True), repeat=len(ties)):
            holds = dict(zip(ties, state, strict=True))
            if any(all(holds[tuple(sorted(pair))] for pair in pairwise(route)) for route in routes):
                total += prod(self.graph.chance(*one) if holds[one] else 1 - self.graph.chance(*one) for one in ties)
        return total


def asked(drawn: Drawn) -> tuple[Introductions, Slow, dict[str, int]]:
    """What the question answers, and the slow search."""
    with world(drawn.actors, drawn.ties) as made:
        seen = made.of()
        answer = ask(
            seen,
            end(*drawn.starts),
            end(*drawn.targets),
            avoid=drawn.avoid,
            via=drawn.via,
            longest=drawn.longest,
            routes=drawn.routes,
            language=drawn.speaking,
        )
        numbers = {one.id: number(seen, one) for one in drawn.actors}
        all_numbers = {str(id_): place for id_, place in seen.snapshot.number_of.items()}
        return answer, Slow.of(seen.chances(Walkable(TODAY)), drawn, numbers), all_numbers


def places_of(answer: Introductions, numbers: dict[str, int]) -> dict[Places, list[str]]:
    return {
        tuple(numbers[one.id] for one in (route.steps[0].ego, *(step.alter for step in route.steps))): [
            reason.value for reason in route.reasons
        ]
        for route in answer.routes
    }


def assert_equals_slow(drawn: Drawn) -> None:
    answer, slow, numbers = asked(drawn)

    shown = places_of(answer, numbers)
    expected = slow.shown(drawn.routes)
    assert list(shown.items()) == list(expected.items())
    for route, places in zip(answer.routes, shown, strict=True):
        chances = [slow.graph.chance(*pair) for pair in pairwise(places)]
        assert route.chance == pytest.approx(prod(chances))
        assert route.weakest == chances.index(min(chances))
        of_chance = Tier.of_route if len(chances) > 1 else Tier.of_tie
        assert route.tier is of_chance(route.chance, KINDS.chances)
    if shown and len({pair for one in shown for pair in pairwise(one)}) <= 12:
        counted = list(shown)[:MOST_TOGETHER]
        assert answer.together_chance == pytest.approx(slow.together(counted))
    assert (answer.together is None) is (not shown)


@given(questions(most_ends=1))
def test_routes_between_two_are_those_of_a_slow_search(drawn: Drawn) -> None:
    assert_equals_slow(drawn)


@given(questions(most_ends=2))
def test_routes_between_several_are_those_of_a_slow_search(drawn: Drawn) -> None:
    assert_equals_slow(drawn)


@given(questions(most_ends=1, most_stops=2))
def test_routes_through_stops_are_those_of_a_slow_search(drawn: Drawn) -> None:
    assert_equals_slow(drawn)


@given(questions(most_ends=1))
def test_whom_to_ask_first_begins_the_best_route_that_asks_somebody(drawn: Drawn) -> None:
    answer, _, _ = asked(drawn)

    asking = [route for route in answer.routes if route.introducers]
    if not asking:
        assert answer.ask_first is None
        return
    first = asking[0].introducers[0]
    assert answer.ask_first is not None
    assert answer.ask_first.actor == first
    assert answer.ask_first.routes == sum(1 for route in asking if route.introducers[0] == first)
    assert answer.ask_first.is_on_best is bool(answer.routes[0].introducers)
    assert answer.ask_first.tier is asking[0].steps[0].tier


@given(questions(most_ends=2))
def test_the_way_back_is_as_sure_as_the_way_there(drawn: Drawn) -> None:
    with world(drawn.actors, drawn.ties) as made:
        there = ask(made.of(), end(*drawn.starts), end(*drawn.targets), longest=drawn.longest)
        back = ask(made.of(), end(*drawn.targets), end(*drawn.starts), longest=drawn.longest)

    assert [route.chance for route in there.routes][:1] == pytest.approx([route.chance for route in back.routes][:1])


def test_routes_that_share_a_tie_are_less_sure_together_than_routes_apart() -> None:
    a, b, c, d, e = people("a", "b", "c", "d", "e")
    ties = [tie("1", a, b), tie("2", b, c), tie("3", c, e), tie("4", b, d), tie("5", d, e)]
    with world((a, b, c, d, e), ties) as made:
        answer = ask(made.of(), a, e)

    works = KINDS.tie("works_with").chance
    assert chains(answer) == [("a", "b", "c", "e"), ("a", "b", "d", "e")]
    assert answer.together_chance == pytest.approx(works * (1 - (1 - works * works) ** 2))


def test_a_direct_tie_is_a_route_with_nobody_to_ask() -> None:
    a, b, c = people("a", "b", "c")
    with world((a, b, c), [tie("1", a, b)]) as made:
        answer = ask(made.of(), a, b)

    assert chains(answer) == [("a", "b")]
    assert (answer.routes[0].introducers, answer.ask_first, answer.no_route) == ((), None, None)


def test_a_route_far_less_likely_than_the_best_is_shown_only_as_backup_or_as_shorter() -> None:
    a, b, c, d = people("a", "b", "c", "d")
    old = Period.parse("1996", "1996")
    ties = [tie("1", a, b), tie("2", b, d), tie("3", a, c, kind="met", period=old), tie("4", c, d)]
    ties.append(tie("5", a, d, kind="met", period=Period.parse("2012", "2012")))
    with world((a, b, c, d), ties) as made:
        answer = ask(made.of(), a, d)

    assert [
        (chain, [one.value for one in route.reasons])
        for chain, route in zip(chains(answer), answer.routes, strict=True)
    ] == [
        (("a", "b", "d"), ["best"]),
        (("a", "d"), ["backup", "shorter"]),
    ]
