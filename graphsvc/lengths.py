"""How long a tie is when all that is known of it is how strong: 1 / strength."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_LONGEST_ROUTE: Final = 2**62
"""In whole numbers: what 64 bits hold."""


def lengths_of(strength: NDArray[np.float64], actors: int) -> NDArray[Any]:
    """Lengths in proportion to 1 / strength, for a network of so many actors.

    Strengths are taken as the decimals they were written as, to fifteen digits (0.3 is 3/10). Where the lengths have a
    common denominator that leaves every route within 64 bits they are whole numbers (int64), and equally short routes
    are exactly that. Otherwise they are floats, which are compared to about twelve digits.

    Args:
        strength: of each tie, above zero.
        actors: no shortest route has more ties.
    """
    different, place = np.unique(strength, return_inverse=True)
    exact = [1 / Fraction(f"{value:.15g}") for value in different.tolist()]
    whole = _whole(exact, _LONGEST_ROUTE // max(actors, 1))
    return 1.0 / strength if whole is None else np.array(whole, dtype=np.int64)[place]


def _whole(lengths: Sequence[Fraction], most: int) -> list[int] | None:
    """The lengths times the least number that makes all of them whole; None when one is then above `most`."""
    if not lengths:
        return []
    shared = math.gcd(*(length.numerator for length in lengths))
    longest = max(lengths) / shared
    multiple = 1
    for length in lengths:
        multiple = math.lcm(multiple, length.denominator)
        if multiple * longest > most:
            return None
    return [int(length * multiple) // shared for length in lengths]
