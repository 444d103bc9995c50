from __future__ import annotations

import random

import numpy as np
import pytest

from graphsvc.kernel.route_reach import best_to_each, reached
from graphsvc.kernel.routes import FoundRoute
from tests.unit.kernel.routing import Asked, every_route, question, tied


def each_by_trying_all(asked: Asked) -> dict[int, FoundRoute]:
    best: dict[int, FoundRoute] = {}
    for length, _, _, route in sorted(every_route(asked)):
        best.setdefault(route[-1], FoundRoute(route, length))
    return dict(sorted(best.items()))


def reached_by_trying_all(asked: Asked) -> list[tuple[int, ...]]:
    """(least length, actor, fewest ties): the shortest walk to anybody is a route, so routes are enough."""
    walks: dict[int, list[tuple[int, int]]] = {}
    for target in range(len(asked.graph)):
        is_end = target in asked.sources or (asked.blocked is not None and asked.blocked[target])
        if not is_end:
            for length, _, ties, _ in every_route(asked.between(asked.sources, (target,))):
                walks.setdefault(target, []).append((ties, length))
    least = {actor: [min(column) for column in zip(*some, strict=True)] for actor, some in walks.items()}
    return sorted((length, actor, ties) for actor, (ties, length) in least.items())


def test_the_best_route_to_each_is_the_first_of_all_routes_to_it() -> None:
    chance = random.Random(11)
    asked = [question(chance).without_vias() for _ in range(3_000)]

    different = [
        one
        for one in asked
        if best_to_each(one.graph, one.sources, one.targets, longest=one.longest, blocked=one.blocked)
        != each_by_trying_all(one)
    ]

    assert different == []


def test_who_is_reached_is_who_has_a_route() -> None:
    chance = random.Random(12)

    for _ in range(500):
        asked = question(chance).without_vias()
        expected = reached_by_trying_all(asked)
        for nearest in (None, chance.randint(1, 4)):
            found = reached(asked.graph, asked.sources, longest=asked.longest, nearest=nearest, blocked=asked.blocked)
            rows = list(zip(found.length.tolist(), found.places.tolist(), found.ties.tolist(), strict=True))
            assert (rows, found.total) == (expected[:nearest], len(expected))


def test_who_reaches_is_found_against_the_ties() -> None:
    graph = tied(4, [(0, 1, 5), (1, 2, 1), (3, 2, 7)], directed=True)

    found = reached(graph, 2, longest=2, reverse=True)

    assert (found.places.tolist(), found.ties.tolist(), found.length.tolist()) == ([1, 0, 3], [1, 2, 1], [1, 6, 7])


def test_best_routes_to_nobody_near_are_left_out() -> None:
    graph = tied(5, [(0, 1, 1), (3, 4, 1)])

    assert best_to_each(graph, 0, [4, 1]) == {1: FoundRoute((0, 1), 1)}


def test_reach_without_sense_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one source"):
        reached(tied(2, []), [], longest=1)
    with pytest.raises(ValueError, match="longest must lie between 1 and 6"):
        reached(tied(2, []), 0, longest=7)
    with pytest.raises(ValueError, match="both source and target"):
        best_to_each(tied(2, []), 0, np.array([0, 1]))
