"""The best new ties together: chosen one by one, and the most that any other choice could bring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graphsvc.chance_values import Floats, Ints

Bits = npt.NDArray[np.uint64]
"""One row an actor or pair, a bit a target."""
UNKNOWN = -1.0


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs that are not tied, by number, with what each would bring (a bit a target) and its chance or `UNKNOWN`."""

    one: Ints
    other: Ints
    brings: Bits
    count: Ints
    chance: Floats

    @classmethod
    def none(cls, words: int) -> Candidates:
        """No pair; `words`: how many numbers hold the bits of a row."""
        nobody = np.zeros(0, dtype=np.int64)
        return cls(nobody, nobody, np.zeros((0, words), dtype=np.uint64), nobody, nobody.astype(np.float64))

    def in_order(self) -> Candidates:
        """The same: by what they bring times their chance, then those of unknown chance by what they bring."""
        worth = np.maximum(self.count * self.chance, UNKNOWN)
        order = np.lexsort((self.other, self.one, -self.count, -worth))
        return Candidates(self.one[order], self.other[order], self.brings[order], self.count[order], self.chance[order])


def best_together(found: Candidates, covered: Bits, most: int) -> list[int]:
    """Places of the candidates that together bring most, chosen one by one; equal gains by their order.

    Only the one that looks best is counted anew: what a tie adds can only become less (lazy greedy).
    """
    gains, so_far = found.count.copy(), covered.copy()
    chosen: list[int] = []
    is_new = np.zeros(gains.size, dtype=np.bool_)
    while len(chosen) < most and gains.size:
        best = int(gains.argmax())
        if gains[best] == 0:
            break
        if not is_new[best]:
            gains[best] = count(found.brings[best] & ~so_far)
            is_new[best] = True
            continue
        chosen.append(best)
        so_far |= found.brings[best]
        gains[best] = 0
        is_new[:] = False
    return chosen


def most_possible(brings: Bits, chosen: Sequence[Bits], most: int) -> int:
    """No `most` rows of `brings` together have more bits than this.

    After any of the chosen rows, others add no more than the best `most` of them add one by one: what rows bring
    together is submodular. The least of these bounds holds.

    Source:
        Leskovec and others (2007), KDD, 420-429 (the bound from the data).
    """
    so_far = np.zeros(brings.shape[1], dtype=np.uint64)
    bounds = []
    for row in (*chosen, None):
        gains = np.bitwise_count(brings & ~so_far).sum(axis=1).astype(np.int64)
        bounds.append(count(so_far) + _largest(gains, most))
        if row is not None:
            so_far = so_far | row
    return min(bounds)


def _largest(gains: Ints, most: int) -> int:
    """The sum of the largest `most` of some small whole numbers."""
    often = np.bincount(gains)[::-1]
    taken = np.diff(np.minimum(np.cumsum(often), most), prepend=0)
    return int((taken * np.arange(often.size)[::-1]).sum())


def count(bits: Bits) -> int:
    """How many bits are set."""
    return int(np.bitwise_count(bits).sum())


def places(bits: Bits, size: int) -> Ints:
    """The places of the bits that are set, of the first `size`."""
    return np.flatnonzero(np.unpackbits(bits.view(np.uint8), bitorder="little")[:size]).astype(np.int64)
