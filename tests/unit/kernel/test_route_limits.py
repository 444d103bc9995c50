"""Lengths are guessed between the best connected, and every guess gives the answer of trying all routes."""

from __future__ import annotations

import random
from itertools import pairwise

import numpy as np
import pytest

from graphsvc.kernel import route_limits
from graphsvc.kernel.route_limits import first_guess, next_guess
from graphsvc.kernel.route_scratch import INFINITE, net_of
from graphsvc.kernel.routes import Distinct, introduction_routes
from graphsvc.kernel.tiegraph import TieGraph
from tests.unit.kernel.routing import Asked, question, tied

HUBS = 3


def between_hubs(chance: random.Random) -> Asked:
    """A question whose ends, one at least, have more ties than are read in full; some lengths are equal, some not."""
    actors, longest_tie = 260, chance.choice([1, 3, 1_000, 10**9])
    ties = [(hub, other, chance.randint(1, longest_tie)) for hub in range(HUBS) for other in range(HUBS, actors, 2)]
    ties += [(*chance.sample(range(HUBS, actors), 2), chance.randint(1, longest_tie)) for _ in range(actors)]
    ties += [(other, hub, chance.randint(1, longest_tie)) for hub in range(HUBS) for other in range(HUBS, actors, 3)]
    first, last, *via = chance.sample(range(HUBS), HUBS)
    sources = chance.choice([(first,), (first, *via), (chance.randrange(HUBS, actors),)])
    return Asked(
        tied(actors, ties, directed=chance.random() < 0.5),
        sources,
        (last,),
        k=chance.choice([1, 2, 5, 40]),
        longest=chance.choice([1, 2, 3, 3, 4]),
        blocked=np.array([chance.random() < 0.5 for _ in range(actors)]) if chance.random() < 0.4 else None,
        via=tuple(via) if sources == (first,) and chance.random() < 0.2 else (),
    )


def test_routes_between_the_best_connected_are_those_of_trying_all() -> None:
    chance = random.Random(11)
    asked = [between_hubs(chance) for _ in range(25)]

    different = [
        (number, distinct)
        for number, one in enumerate(asked)
        for distinct in Distinct
        if one.answer(distinct) != one.by_trying_all(distinct)
    ]

    assert different == []


@pytest.mark.parametrize("first", [0.05, 0.6, 1.2, 3.0])
def test_any_guess_gives_the_answer_of_trying_all_routes(monkeypatch: pytest.MonkeyPatch, first: float) -> None:
    monkeypatch.setattr(route_limits, "_BEST_CONNECTED", 0)
    monkeypatch.setattr(route_limits, "_WALKS", 2)
    monkeypatch.setattr(route_limits, "_FIRST", dict.fromkeys(range(1, 7), first))
    monkeypatch.setattr(route_limits, "_LAST", 20)
    chance = random.Random(int(100 * first))
    asked = [(question(chance), distinct) for _ in range(1_000) for distinct in Distinct]

    different = [(one, distinct) for one, distinct in asked if one.answer(distinct) != one.by_trying_all(distinct)]

    assert different == []


def star(*lengths: int) -> TieGraph:
    return tied(len(lengths) + 1, [(0, place, length) for place, length in enumerate(lengths, start=1)])


def test_between_ends_of_few_ties_nothing_is_guessed() -> None:
    net = net_of(star(*range(1, 129)), None)

    assert first_guess(net, np.array([0], np.int32), np.array([1], np.int32), 4) == INFINITE


def test_the_guess_grows_with_how_far_the_ends_reach() -> None:
    ends = np.array([0], np.int32), np.array([1], np.int32)

    near, far = (first_guess(net_of(star(*[length] * 200), None), *ends, 4) for length in (10, 1_000))

    assert (near, far) == (96, 9_600)


@pytest.mark.parametrize("found", range(5))
def test_guesses_grow_until_nothing_is_guessed(found: int) -> None:
    guesses = [1_000]

    while guesses[-1] < INFINITE:
        guesses.append(next_guess(guesses[-1], 1_000, found, 5))

    assert guesses == sorted(set(guesses))
    assert guesses[-1] == INFINITE
    assert len(guesses) < 17


def test_the_fewer_were_found_the_larger_is_the_next_guess() -> None:
    guesses = [next_guess(1_000, 1_000, found, 5) for found in range(5)]

    assert all(fewer > more for fewer, more in pairwise(guesses))


def test_the_ties_of_an_actor_are_read_from_the_shortest_on_and_equal_ones_in_order() -> None:
    graph = tied(5, [(0, 1, 7), (0, 2, 3), (0, 3, 7), (0, 4, 1), (3, 4, 2), (4, 2, 2)], directed=True)

    net = net_of(graph, None)

    rows = zip(np.split(net.neighbours, net.offsets[1:-1]), np.split(net.lengths, net.offsets[1:-1]), strict=True)
    assert [(row.tolist(), lengths.tolist()) for row, lengths in rows] == [
        ([4, 2, 1, 3], [1, 3, 7, 7]),
        ([], []),
        ([], []),
        ([4], [2]),
        ([2], [2]),
    ]
    back = zip(
        np.split(net.back_neighbours, net.back_offsets[1:-1]),
        np.split(net.back_lengths, net.back_offsets[1:-1]),
        strict=True,
    )
    assert [(row.tolist(), lengths.tolist()) for row, lengths in back] == [
        ([], []),
        ([0], [7]),
        ([4, 0], [2, 3]),
        ([0], [7]),
        ([0, 3], [1, 2]),
    ]


def test_a_direct_tie_that_is_longer_than_the_guess_is_found() -> None:
    ties = [(0, place, 1) for place in range(2, 200)] + [(1, place, 1) for place in range(200, 400)] + [(0, 1, 10**6)]

    found = introduction_routes(tied(400, ties), 0, 1, k=3)

    assert [(route.places, route.length) for route in found] == [((0, 1), 10**6)]
