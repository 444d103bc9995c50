"""Chances of participation and of shared events: printed values, and sums over every outcome."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graphsvc.kernel.backbone import adjusted, backbone, configuration, upper_tails


@st.composite
def tables(draw: st.DrawFn) -> np.ndarray:
    rows, columns = draw(st.integers(1, 7)), draw(st.integers(1, 7))
    cells = draw(st.lists(st.booleans(), min_size=rows * columns, max_size=rows * columns))
    return np.array(cells, dtype=np.int64).reshape(rows, columns)


def test_the_chances_of_a_small_table() -> None:  # to three places, as other programs give them
    chances = configuration([1, 1, 2], [1, 1, 2]).table()

    assert chances == pytest.approx(
        np.array([[0.216, 0.216, 0.568], [0.216, 0.216, 0.568], [0.568, 0.568, 0.863]]), abs=1e-3
    )


def test_the_exact_tails_of_a_small_table() -> None:
    """The table of R backbone's tests; exact tails, not its normal approximation."""
    table = np.array([[1, 0, 1, 1], [0, 1, 0, 0], [1, 0, 0, 1]])
    chances = configuration(table.sum(axis=1), table.sum(axis=0)).table()
    shared = table @ table.T

    tails = [[upper_tails(chances[i] * chances[j], shared[i, j])[-1] for j in range(3)] for i in range(3)]

    assert np.array(tails) == pytest.approx(np.array([[0.427, 1, 0.555], [1, 0.306, 1], [0.555, 1, 0.333]]), abs=5.1e-4)


@given(table=tables())
@settings(deadline=None)
def test_chances_keep_the_sums_of_rows_and_columns(table: np.ndarray) -> None:
    chances = configuration(table.sum(axis=1), table.sum(axis=0)).table()

    assert ((chances >= 0) & (chances <= 1)).all()
    assert chances.sum(axis=1) == pytest.approx(table.sum(axis=1), abs=1e-8)
    assert chances.sum(axis=0) == pytest.approx(table.sum(axis=0), abs=1e-8)


@given(table=tables())
@settings(deadline=None)
def test_the_odds_of_chances_between_0_and_1_are_products(table: np.ndarray) -> None:
    """What makes it the configuration model: (p_ij / (1 - p_ij)) is x_i y_j, so its 2 x 2 determinants vanish."""
    chances = configuration(table.sum(axis=1), table.sum(axis=0)).table()
    for i, j in product(range(table.shape[0] - 1), range(table.shape[1] - 1)):
        square = chances[i : i + 2, j : j + 2]
        if ((square > 0) & (square < 1)).all():
            odds = square / (1 - square)
            assert odds[0, 0] * odds[1, 1] == pytest.approx(odds[0, 1] * odds[1, 0], rel=1e-6)


def test_a_row_that_can_only_be_full_has_the_chance_1() -> None:
    """Every table of these sums has the same cells."""
    assert configuration([3, 2, 1], [3, 2, 1]).table().tolist() == [[1, 1, 1], [1, 1, 0], [1, 0, 0]]
    assert configuration([0, 2], [1, 1]).table().tolist() == [[0, 0], [1, 1]]
    assert configuration([], []).table().shape == (0, 0)


@pytest.mark.parametrize(("rows", "columns"), [([1], [1, 1]), ([2], [2]), ([-1, 1], [0]), ([3, 1], [2, 2])])
def test_sums_of_no_table_are_refused(rows: list[int], columns: list[int]) -> None:
    with pytest.raises(ValueError, match="table"):
        configuration(rows, columns)


@given(chances=st.lists(st.floats(0, 1), max_size=7))
@settings(deadline=None)
def test_tails_are_sums_over_every_outcome(chances: list[float]) -> None:
    expected = np.zeros(len(chances) + 2)
    for outcome in product((0, 1), repeat=len(chances)):
        weight = np.prod([chance if happens else 1 - chance for chance, happens in zip(chances, outcome, strict=True)])
        expected[: sum(outcome) + 1] += weight

    assert upper_tails(chances, len(chances) + 1) == pytest.approx(expected, abs=1e-12)


def test_a_tail_far_below_the_precision_of_one_is_exact() -> None:
    assert upper_tails([1e-6] * 5, 5)[-1] == pytest.approx(1e-30, rel=1e-12)


@given(table=tables())
@settings(deadline=None)
def test_every_pair_that_shares_an_event_has_its_tail_and_is_adjusted_for_all_pairs(table: np.ndarray) -> None:
    person, event = np.nonzero(table)
    assume(person.size)

    found = backbone(event, person)

    present = np.flatnonzero(table.sum(axis=1))
    kept = table[present]
    chances = configuration(kept.sum(axis=1), kept.sum(axis=0)[kept.sum(axis=0) > 0]).table()
    shared = kept @ kept.T
    expected = {
        (int(present[i]), int(present[j])): upper_tails(chances[i] * chances[j], shared[i, j])[-1]
        for i in range(len(present))
        for j in range(i + 1, len(present))
    }
    pairs = list(zip(found.one.tolist(), found.other.tolist(), strict=True))
    assert pairs == [pair for pair in sorted(expected) if table[pair[0]] @ table[pair[1]]]
    assert found.p_value.tolist() == pytest.approx([expected[pair] for pair in pairs], abs=1e-9)
    every = adjusted(np.array(list(expected.values())), len(expected))
    assert found.adjusted.tolist() == pytest.approx([every[list(expected).index(pair)] for pair in pairs], abs=1e-9)


def test_p_values_are_adjusted_as_benjamini_and_hochberg_print_it() -> None:
    """Their table 1 (1995, JRSS B 57, 289-300): 15 tests, of which the four smallest are kept at 0.05."""
    given_ = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262]
    given_ += [0.5719, 0.6528, 0.7590, 1.0]

    found = adjusted(np.array(given_), 15)

    assert (found <= 0.05).tolist() == [True] * 4 + [False] * 11
    assert found[3] == pytest.approx(0.0095 * 15 / 4)


def test_people_who_always_meet_are_kept_and_those_who_meet_by_chance_are_not() -> None:
    random = np.random.default_rng(4)
    rows = [(event, person) for event in range(200) for person in range(40) if random.random() < 0.1]
    rows += [(event, person) for event in range(0, 60, 3) for person in (40, 41)]

    found = backbone(*np.array(rows).T)

    kept = found.kept()
    assert list(zip(found.one[kept].tolist(), found.other[kept].tolist(), strict=True)) == [(40, 41)]


def test_a_large_event_is_left_out_of_the_test_too() -> None:
    rows = [(0, person) for person in range(9)] + [(1, 0), (1, 1), (2, 2), (2, 3)]

    found = backbone(*np.array(rows).T, largest=8)

    assert (found.left_out, found.shared.tolist()) == (1, [1, 1])
    assert found.p_value.tolist() == pytest.approx([0.4375, 0.4375])  # four people and two events of two: all p 1/2


def test_nobody_met() -> None:
    assert backbone([], []).one.size == 0
