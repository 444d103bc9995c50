"""How a network is written as arrays: its ids as one block of text, its facts as one row of numbers."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from graphsvc.kernel.cleaning import Cleaned
from graphsvc.kernel.compiled import I64

FORMAT = 1


@dataclass(frozen=True, slots=True)
class PackedIds:
    """Ids one after the other in UTF-8: id number i is `text[offsets[i]:offsets[i + 1]]`."""

    offsets: I64
    text: NDArray[np.uint8]

    @classmethod
    def of(cls, ids: Sequence[Hashable]) -> Self:
        """Raises ValueError when an id is not text."""
        if not all(isinstance(actor, str) for actor in ids):
            raise ValueError("Only a network whose ids are text can be saved.")
        encoded = [str(actor).encode() for actor in ids]
        offsets = np.zeros(len(encoded) + 1, dtype=np.int64)
        np.cumsum([len(one) for one in encoded], out=offsets[1:])
        return cls(offsets, np.frombuffer(b"".join(encoded), dtype=np.uint8))

    def unpack(self) -> tuple[Hashable, ...]:
        text = self.text.tobytes()
        bounds = self.offsets.tolist()
        return tuple(text[start:end].decode() for start, end in pairwise(bounds))


@dataclass(frozen=True, slots=True)
class Header:
    """Facts of a saved network that are no array."""

    directed: bool
    cleaned: Cleaned

    def to_array(self) -> I64:
        taken = self.cleaned
        return np.array([FORMAT, self.directed, taken.self_ties, taken.parallel, taken.zero_strength], dtype=np.int64)

    @classmethod
    def from_array(cls, array: NDArray[Any]) -> Self:
        """Raises ValueError when another version of the service wrote it."""
        form, directed, *taken = array.tolist()
        if form != FORMAT:
            raise ValueError(f"The saved network has format {form}; this version reads format {FORMAT}.")
        return cls(bool(directed), Cleaned(*taken))
