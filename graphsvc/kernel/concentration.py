"""How far money hangs on few: the Herfindahl-Hirschman index, and as if how many equal funders that is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Concentration:
    """Of amounts from different funders.

    Attributes:
        funders: how many gave anything; total: of all, in minor units.
        index: the sum of squared shares, 1 / funders (all alike) to 1 (one gives all); None without any money.
        as_if: 1 / index, "as if so many equal funders"; None without any money.
        normalised: 0 (all alike) to 1 (one gives nearly all); None for fewer than two funders.
    """

    funders: int
    total: int
    index: float | None
    as_if: float | None
    normalised: float | None


def concentration(amounts: Iterable[int]) -> Concentration:
    """The concentration of `amounts` in minor units, one a funder; those of zero or below are left out.

    >>> concentration([50, 30, 20]).as_if
    2.6315789473684212
    """
    given = [amount for amount in amounts if amount > 0]
    total, count = sum(given), len(given)
    if not total:
        return Concentration(0, 0, None, None, None)
    index = Fraction(sum(amount * amount for amount in given), total * total)
    even = Fraction(1, count)
    normalised = None if count < 2 else float((index - even) / (1 - even))
    return Concentration(count, total, float(index), float(1 / index), normalised)
