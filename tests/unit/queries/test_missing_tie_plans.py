"""The best ties together, against all choices: how good a plan is, and that no choice brings more than is said."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from queries.missing_tie_plans import UNKNOWN, Candidates, best_together, count, most_possible, places

TARGETS = 70
"""More than one number of 64 bits."""
Sets = list[set[int]]


def bits(sets: Sets) -> np.ndarray:
    """A row a set, a bit a target."""
    table = np.zeros((len(sets), 128), dtype=np.uint8)
    for row, some in enumerate(sets):
        table[row, list(some)] = 1
    return np.packbits(table, axis=1, bitorder="little").view(np.uint64)


def candidates(sets: Sets, chances: list[float]) -> Candidates:
    """Ties of actor 0 with actors 1, 2, ..., each bringing one of the sets."""
    brings = bits(sets)
    counts = np.bitwise_count(brings).sum(axis=1).astype(np.int64)
    others = np.arange(1, len(sets) + 1)
    return Candidates(np.zeros(len(sets), dtype=np.int64), others, brings, counts, np.array(chances))


def some_sets() -> st.SearchStrategy[Sets]:
    return st.lists(st.sets(st.integers(0, TARGETS - 1), min_size=1, max_size=6), min_size=1, max_size=9)


@given(sets=some_sets(), most=st.integers(1, 4))
def test_a_plan_is_within_its_guarantee_and_no_choice_is_beyond_the_bound(sets: Sets, most: int) -> None:
    found = candidates(sets, [UNKNOWN] * len(sets))
    covered = np.zeros(2, dtype=np.uint64)

    plan = best_together(found, covered, most)
    bound = most_possible(found.brings, [found.brings[place] for place in plan], most)

    best = max(len(set().union(*some)) for some in combinations(sets, min(most, len(sets))))
    brought = len(set().union(*(sets[place] for place in plan)))
    assert brought >= (1 - (1 - 1 / most) ** most) * best - 1e-9
    assert brought <= best <= bound
    assert bound <= sum(sorted(map(len, sets), reverse=True)[:most])
    assert len(set(plan)) == len(plan) <= most


@given(sets=some_sets(), already=st.sets(st.integers(0, TARGETS - 1)))
def test_a_plan_stops_when_nobody_is_added(sets: Sets, already: set[int]) -> None:
    found = candidates([some - already for some in sets], [UNKNOWN] * len(sets))
    (covered,) = bits([already])

    plan = best_together(found, covered, len(sets) + 3)

    so_far = set(already)
    for place in plan:
        assert sets[place] - so_far
        so_far |= sets[place]
    assert so_far == already.union(*sets)


def test_of_equal_ties_the_likelier_stands_first_and_is_planned() -> None:
    found = candidates([{1}, {2}, {3, 4}, {1}], [UNKNOWN, 0.1, 0.01, 0.3]).in_order()

    assert found.other.tolist() == [4, 2, 3, 1]
    assert [int(found.other[place]) for place in best_together(found, np.zeros(2, dtype=np.uint64), 3)] == [3, 4, 2]


def test_bits_are_counted_and_placed() -> None:
    (row,) = bits([{0, 63, 64, 69}])

    assert (count(row), places(row, TARGETS).tolist()) == (4, [0, 63, 64, 69])
    assert most_possible(bits([{1}, {2, 3}]), [], 5) == 3
