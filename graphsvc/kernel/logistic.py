"""Logistic regression with a ridge, by Newton's method: small, the same everywhere, no library of its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from graphsvc.kernel.compiled import F64

RIDGE = 1.0
_MOST_STEPS, _HALVINGS, _NEAR = 100, 30, 1e-10


@dataclass(frozen=True, slots=True)
class Logistic:
    """P(yes) = 1 / (1 + exp(-(intercept + sum of coefficients x features))).

    Attributes:
        coefficients: for one unit of each feature.
        importance: for one standard deviation of each feature, so that features compare; 0 where a feature was the
            same everywhere.
    """

    intercept: float
    coefficients: F64
    importance: F64

    def chance(self, features: ArrayLike) -> F64:
        """The chance of each row of `features` (rows x features)."""
        return _logistic(self.intercept + np.asarray(features, dtype=np.float64) @ self.coefficients)


def fit(features: ArrayLike, outcome: ArrayLike, *, ridge: float = RIDGE) -> Logistic:
    """The model that makes the outcomes likeliest, less ridge / 2 x the sum of squares of `importance`.

    The ridge keeps it finite where a feature separates the outcomes, or where all outcomes are the same.

    Args:
        features: rows x features, finite.
        outcome: for each row, yes or no.
        ridge: above 0.

    Raises:
        ValueError: no row, rows of other numbers than outcomes, a number that is not finite, or no ridge.
    """
    table, yes = np.asarray(features, dtype=np.float64), np.asarray(outcome, dtype=np.bool_)
    if table.ndim != 2 or not table.shape[0] or yes.shape != table.shape[:1]:
        raise ValueError("features must have rows, as many as outcomes.")
    if not np.isfinite(table).all() or not ridge > 0:
        raise ValueError("features must be finite and ridge above 0.")
    mean, spread = table.mean(axis=0), table.std(axis=0)
    # A spread of rounding errors is none.
    varies = spread > 1e-9 * np.maximum(np.abs(mean), 1.0)
    scale = np.where(varies, spread, 1.0)
    design = np.column_stack([np.ones(yes.size), np.where(varies, (table - mean) / scale, 0.0)])
    weights = _newton(design, yes, np.concatenate([[1e-6], np.full(table.shape[1], ridge)]))
    coefficients = weights[1:] / scale
    return Logistic(float(weights[0] - coefficients @ mean), coefficients, weights[1:])


def _newton(design: F64, yes: NDArray[np.bool_], penalty: F64) -> F64:
    """The weights where the penalised likelihood is largest; steps are halved until they raise it."""
    weights = np.zeros(design.shape[1])
    worth = _worth(design, yes, penalty, weights)
    for _ in range(_MOST_STEPS):
        chance = _logistic(design @ weights)
        slope = design.T @ (yes - chance) - penalty * weights
        bend = (design * (chance * (1.0 - chance))[:, None]).T @ design + np.diag(penalty)
        step, found = np.linalg.solve(bend, slope), worth
        for _ in range(_HALVINGS):
            found = _worth(design, yes, penalty, weights + step)
            if found >= worth:
                break
            step = step / 2.0
        weights, worth = weights + step, found
        if np.abs(step).max() < _NEAR:
            break
    return weights


def _worth(design: F64, yes: NDArray[np.bool_], penalty: F64, weights: F64) -> float:
    line = design @ weights
    return float(-np.logaddexp(0.0, np.where(yes, -line, line)).sum() - (penalty * weights**2).sum() / 2.0)


def _logistic(line: F64) -> F64:
    chance: F64 = np.exp(-np.logaddexp(0.0, -line))
    return chance
