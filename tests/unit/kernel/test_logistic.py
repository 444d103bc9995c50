from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from graphsvc.kernel.logistic import fit


def drawn(rows: int, coefficients: list[float], intercept: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    table = random.normal(size=(rows, len(coefficients))) * [1 + 3 * place for place in range(len(coefficients))]
    line = intercept + table @ coefficients
    return table, random.random(rows) < 1 / (1 + np.exp(-line))


def test_a_planted_rule_is_recovered() -> None:
    table, yes = drawn(50_000, [1.0, -0.5, 0.0], -1.0, seed=1)

    found = fit(table, yes)

    assert found.intercept == pytest.approx(-1.0, abs=0.05)
    assert found.coefficients.tolist() == pytest.approx([1.0, -0.5, 0.0], abs=0.05)


@given(seed=st.integers(0, 50), rows=st.integers(1, 40), ridge=st.sampled_from([0.1, 1.0, 10.0]))
def test_no_other_weights_are_likelier(seed: int, rows: int, ridge: float) -> None:
    table, yes = drawn(rows, [0.7, -0.2], 0.3, seed)
    spread = np.where(table.std(axis=0) > 1e-9, table.std(axis=0), 1.0)

    def loss(weights: np.ndarray) -> float:
        line = weights[0] + table @ weights[1:]
        return float(
            np.logaddexp(0, np.where(yes, -line, line)).sum() + ridge / 2 * ((weights[1:] * spread) ** 2).sum()
        )

    found = fit(table, yes, ridge=ridge)

    other = minimize(loss, np.zeros(3), method="BFGS").fun
    assert loss(np.array([found.intercept, *found.coefficients])) <= other + 1e-4


@pytest.mark.parametrize("outcome", [[True] * 4, [False] * 4, [False, False, True, True]])
def test_outcomes_that_are_all_the_same_or_separated_stay_finite(outcome: list[bool]) -> None:
    chances = fit([[0.0], [1.0], [2.0], [3.0]], outcome).chance([[0.0], [3.0]])

    assert np.isfinite(chances).all()
    assert ((chances >= 0) & (chances <= 1)).all()
    if len(set(outcome)) == 2:
        assert chances[0] < 0.5 < chances[1]


def test_a_feature_that_is_the_same_everywhere_says_nothing() -> None:
    found = fit([[7.1, 0.0], [7.1, 1.0], [7.1, 2.0]], [False, True, True])

    assert found.coefficients[0] == 0.0
    assert found.importance[0] == 0.0


@given(seed=st.integers(0, 20), raised=st.floats(0.01, 5))
def test_more_of_a_feature_moves_the_chance_the_way_of_its_coefficient(seed: int, raised: float) -> None:
    table, yes = drawn(60, [0.5, -0.5], 0.0, seed)
    found = fit(table, yes)

    for place in range(2):
        more = table.copy()
        more[:, place] += raised
        moved = found.chance(more) - found.chance(table)
        assert (np.sign(moved) == math.copysign(1, found.coefficients[place])).all()


@pytest.mark.parametrize(
    ("features", "outcome", "ridge"),
    [([], [], 1), ([[1.0]], [], 1), ([[math.nan]], [True], 1), ([[1.0]], [True], 0), ([1.0], [True], 1)],
)
def test_what_is_no_table_is_refused(features: list[list[float]], outcome: list[bool], ridge: float) -> None:
    with pytest.raises(ValueError, match="features"):
        fit(features, outcome, ridge=ridge)
