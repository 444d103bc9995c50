"""Key players: the k actors without whom a network falls apart most, or who together are nearest to all others."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import combinations

import numpy as np

from graphsvc.kernel.compiled import I64
from graphsvc.kernel.key_player_goals import NOT, Cover, Distance, Fragment, Goal
from graphsvc.kernel.key_player_values import (
    Over,
    distance_fragmentation,
    distance_reach,
    fragmentation,
    set_reach,
)
from graphsvc.kernel.reach import Way
from graphsvc.kernel.tiegraph import TieGraph

MOST_SETS = 1_000_000
"""With fewer sets than this (and `MOST_STEPS`), all are tried."""
MOST_STEPS = 5_000_000_000
"""About so many compiled steps may be spent on trying all sets: some ten seconds."""
SEARCH_STEPS = 2_000_000_000
"""About so many on searches from further starts."""
_CALL = 30_000
RESTARTS = 50


class Aim(Enum):
    """What a set of key players is chosen for (Borgatti 2006)."""

    FRAGMENT = "fragment"
    """F: without them, most pairs of the others are not connected."""
    DISTANCE = "distance"
    """DF: without them, the others are farthest from each other."""
    REACH = "reach"
    """m-reach: most actors are within so many ties of one of them."""
    DISTANCE_REACH = "distance_reach"
    """DR: the actors are nearest to one of them."""

    @property
    def is_about_leaving(self) -> bool:
        return self in (Aim.FRAGMENT, Aim.DISTANCE)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a set.

    Attributes:
        aim: what it is chosen for.
        steps: how many ties count as reached (REACH only).
        way: whom the set reaches, or who reaches it; in undirected networks without meaning (REACH, DISTANCE_REACH).
        over: which pairs of actors F and DF are a share of (FRAGMENT, DISTANCE).
        members_count: whether members count as reached (REACH, DISTANCE_REACH).
    """

    aim: Aim = Aim.FRAGMENT
    steps: int = 2
    way: Way = Way.OUT
    over: Over = Over.REMAINING
    members_count: bool = True

    def value(self, graph: TieGraph, members: I64) -> float:
        """What the set at these places is worth."""
        if self.aim is Aim.FRAGMENT:
            return fragmentation(graph, members, over=self.over)
        if self.aim is Aim.DISTANCE:
            return distance_fragmentation(graph, members, over=self.over)
        if self.aim is Aim.REACH:
            return set_reach(graph, members, steps=self.steps, way=self.way, members_count=self.members_count)
        return distance_reach(graph, members, way=self.way, members_count=self.members_count)


@dataclass(frozen=True, slots=True)
class KeyPlayers:
    """A set of actors, and how good it is.

    Attributes:
        actors: the set, in the order of the actors.
        value: F, DF, m-reach or DR of the set.
        before: the same of the empty set: what there is without anybody's leaving or reaching.
        is_exact: whether no other set of this size is better; else it is the best that the search found.
        searches: from how many starts the search went; 0 when all sets were tried.
    """

    actors: tuple[Hashable, ...]
    value: float
    before: float
    is_exact: bool
    searches: int


def key_players(graph: TieGraph, k: int, question: Question | None = None, *, seed: int = 0) -> KeyPlayers:
    """The k actors who are the best set for an aim.

    All sets are tried when there are fewer than 10^6 of them and trying takes fewer than about 5 x 10^9 steps; one pass
    scores a set with every further actor, so for FRAGMENT a single actor is exact in any network. Else a greedy set is
    improved by swapping members, and so are up to 49 drawn sets, fewer in large networks. Equal sets: the one whose
    actors come first. The same seed gives the same set on any number of cores.

    In large networks the search looks at candidates only: for REACH and DISTANCE_REACH those who are best alone, when
    there are more than about 7,000 actors; for DISTANCE those on most shortest routes, when there are more than some
    hundreds, and from 1,024 drawn actors. The value of the set that is given is worked out in full.

    Args:
        graph: directed or undirected. FRAGMENT ignores directions, the others follow ties given (or `question.way`).
        k: 1 or more; at least two actors must remain when members leave, and the graph must have k otherwise.
        question: the aim and its conventions; None: F over the pairs that remain.
        seed: draws the starts.

    Raises:
        ValueError: k is out of range, or steps is below 1.

    Source:
        Borgatti (2006), Computational & Mathematical Organization Theory 12, 21-34.
    """
    asked = question or Question()
    largest = len(graph) - (2 if asked.aim.is_about_leaving else 0)
    if not 1 <= k <= largest:
        raise ValueError(f"k must be from 1 to {largest}, in a network of {len(graph)} actors.")
    if asked.steps < 1:
        raise ValueError("steps must be 1 or more.")
    goal = _goal(graph, k, asked, seed)
    is_exact = _can_try_all(goal, len(graph), k)
    searches = 0 if is_exact else _affordable_searches(goal, k)
    found = _best_of_all(goal, len(graph), k) if is_exact else _best_of_searches(goal, k, searches, seed)
    members = np.sort(found)
    return KeyPlayers(
        tuple(graph.ids[place] for place in members.tolist()),
        asked.value(graph, members),
        asked.value(graph, np.zeros(0, dtype=np.int64)),
        is_exact,
        searches,
    )


def _goal(graph: TieGraph, k: int, asked: Question, seed: int) -> Goal:
    if asked.aim is Aim.FRAGMENT:
        return Fragment(graph)
    if asked.aim is Aim.DISTANCE:
        return Distance(graph, k, seed)
    return Cover(graph, asked.way, asked.steps if asked.aim is Aim.REACH else None, seed)


def _can_try_all(goal: Goal, actors: int, k: int) -> bool:
    if goal.candidates < actors:
        return False
    if k == 1 and isinstance(goal, Fragment):
        return True
    sets, bases = math.comb(actors, k), math.comb(actors, k - 1)
    return sets < MOST_SETS and bases * (goal.cost + _CALL) < MOST_STEPS


def _affordable_searches(goal: Goal, k: int) -> int:
    # A greedy search scores k times, and then mostly three rounds of swaps k times each.
    return min(RESTARTS, max(1, SEARCH_STEPS // (4 * k * (goal.cost + _CALL))))


def _best_of_all(goal: Goal, actors: int, k: int) -> I64:
    best, most = np.arange(k), NOT
    for some in combinations(range(actors), k - 1):
        base = np.array(some, dtype=np.int64)
        first = some[-1] + 1 if some else 0
        if first == actors:
            continue
        scores = goal.adding(base)[first:]
        place = int(scores.argmax())
        if scores[place] > most:
            best, most = np.append(base, first + place), int(scores[place])
    return best


def _best_of_searches(goal: Goal, k: int, searches: int, seed: int) -> I64:
    best, most = np.zeros(0, dtype=np.int64), NOT
    for start in _starts(goal, k, searches, seed):
        members, score = _swapped(goal, start)
        if score > most or (score == most and members.tolist() < best.tolist()):
            best, most = members, score
    return best


def _starts(goal: Goal, k: int, searches: int, seed: int) -> Iterator[I64]:
    """The greedy set, then drawn ones."""
    greedy = np.zeros(0, dtype=np.int64)
    single = goal.adding(greedy)
    greedy = np.array([single.argmax()])
    while greedy.size < k:
        greedy = np.append(greedy, goal.adding(greedy).argmax())
    yield greedy
    random = np.random.default_rng(seed)
    for _ in range(searches - 1):
        yield random.choice(np.flatnonzero(single > NOT), k, replace=False)


def _swapped(goal: Goal, start: I64) -> tuple[I64, int]:
    """The set after the best swaps of one member each, until none makes it better; and its score."""
    members = np.sort(start)
    most = NOT
    while True:
        best = None
        for out in range(members.size):
            base = np.delete(members, out)
            scores = goal.adding(base)
            place = int(scores.argmax())
            if scores[place] > most:
                best, most = np.sort(np.append(base, place)), int(scores[place])
        if best is None:
            return members, most
        members = best
