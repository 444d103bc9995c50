from __future__ import annotations

import math
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.kernel.reliability import MOST_ROUTES, union_chance


def by_all_states(routes: list[list[int]], chance: dict[int, float]) -> float:
    """Every state of every tie, weighed."""
    ties = sorted({tie for route in routes for tie in route})
    total = 0.0
    for state in product((False, True), repeat=len(ties)):
        works = dict(zip(ties, state, strict=True))
        if any(all(works[tie] for tie in route) for route in routes):
            total += math.prod(chance[tie] if works[tie] else 1 - chance[tie] for tie in ties)
    return total


def test_the_bridge_network_has_its_published_reliability() -> None:
    bridge = ["ad", "be", "ace", "bcd"]

    found = {p: union_chance(bridge, dict.fromkeys("abcde", p)) for p in (0.9, 0.5, 0.2)}

    assert found == pytest.approx({p: 2 * p**2 + 2 * p**3 - 5 * p**4 + 2 * p**5 for p in found}, abs=1e-12)
    assert found[0.9] == pytest.approx(0.97848, abs=1e-12)


@given(
    routes=st.lists(st.lists(st.integers(0, 8), max_size=5, unique=True), max_size=12),
    chances=st.lists(st.floats(0, 1), min_size=9, max_size=9),
)
def test_routes_work_together_as_often_as_in_all_states(routes: list[list[int]], chances: list[float]) -> None:
    chance = dict(enumerate(chances))

    assert union_chance(routes, chance) == pytest.approx(by_all_states(routes, chance), abs=1e-12)


def test_routes_that_share_nothing_fail_only_together() -> None:
    routes = [[4 * route + tie for tie in range(4)] for route in range(MOST_ROUTES)]

    assert union_chance(routes, dict.fromkeys(range(64), 0.5)) == pytest.approx(1 - (1 - 0.5**4) ** 16)


def test_without_routes_nothing_works_and_a_route_without_ties_always_does() -> None:
    assert union_chance([], {}) == 0
    assert union_chance([[], [1]], {1: 0.2}) == 1


def test_too_many_routes_and_what_is_no_chance_are_refused() -> None:
    with pytest.raises(ValueError, match="more than 16 routes"):
        union_chance([[1]] * (MOST_ROUTES + 1), {1: 0.5})
    with pytest.raises(ValueError, match="between 0 and 1"):
        union_chance([[1]], {1: 1.5})
    with pytest.raises(KeyError):
        union_chance([[1]], {})
