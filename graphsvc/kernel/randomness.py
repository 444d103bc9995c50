"""Random numbers inside kernels: a counter that is scrambled, so that equal seeds give equal numbers everywhere."""

from __future__ import annotations

import numpy as np

from graphsvc.kernel.compiled import kernel

STEP = np.uint64(0x9E3779B97F4A7C15)
"""What is added to a state before each number that is drawn from it."""
SPREAD = np.uint64(0xD1342543DE82EF95)
"""By multiples of it the states of different pieces of work lie apart."""


@kernel
def scrambled(state: np.uint64) -> np.uint64:
    """Scrambles a counter (splitmix64, Steele, Lea and Flood 2014)."""
    state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return state ^ (state >> np.uint64(31))


@kernel
def draw(state: np.uint64) -> float:
    """A number from 0 up to 1 out of a state."""
    return float(scrambled(state) >> np.uint64(11)) * 1.1102230246251565e-16


@kernel
def stream(seed: np.uint64, number: int) -> np.uint64:
    """The state from which piece of work `number` draws."""
    return scrambled(scrambled(seed + STEP) + np.uint64(number) * SPREAD)


@kernel
def drawn_pair(seed: np.uint64, sample: int, actors: int) -> tuple[np.uint64, int, int]:
    """(the state to go on from, two different actors of at least two, every ordered pair as likely) for a sample."""
    state = scrambled(seed + STEP) + np.uint64(sample) * SPREAD
    first = int(draw(state + STEP) * actors)
    state += np.uint64(2) * STEP
    second = int(draw(state) * (actors - 1))
    return state, first, second + 1 if second >= first else second
