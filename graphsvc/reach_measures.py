"""Measures of who is near to everybody, who reaches whom, and whose leaving takes the network apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from graphsvc.kernel.cuts import cuts
from graphsvc.kernel.harmonic import harmonic_sums, sampled_harmonic
from graphsvc.kernel.reach import Way, reach
from graphsvc.kernel.tiegraph import TieGraph
from graphsvc.measure_kinds import BadParameter, Cost, Direction, Measure, Parameter, Value

_WAYS: Final = tuple(way.value for way in Way)


def _harmonic(graph: TieGraph, chosen: Mapping[str, Any]) -> Mapping[Any, Value]:
    way = Way(chosen["direction"])
    if chosen["epsilon"] is not None:
        if not chosen["normalized"]:
            raise BadParameter("Sampled harmonic centrality is on the normalized scale only.", hint="Leave it on.")
        if not (0 < chosen["epsilon"] < 1 and 0 < chosen["delta"] < 1):
            raise BadParameter("epsilon and delta must lie between 0 and 1.")
        if chosen["seed"] < 0:
            raise BadParameter("seed must be 0 or more.")
        found = sampled_harmonic(graph, epsilon=chosen["epsilon"], delta=chosen["delta"], seed=chosen["seed"], way=way)
        return dict(found)
    sums = harmonic_sums(graph, np.arange(len(graph)), way=way)
    values = sums / max(1, len(graph) - 1) if chosen["normalized"] else sums
    return dict(zip(graph, values.tolist(), strict=True))


def _reach(graph: TieGraph, chosen: Mapping[str, Any]) -> Mapping[Any, Value]:
    if chosen["steps"] < 1:
        raise BadParameter("steps must be 1 or more.")
    # Nobody is farther than everybody: larger numbers mean the same.
    steps = min(chosen["steps"], max(1, len(graph)))
    return dict(zip(graph, reach(graph, steps=steps, way=Way(chosen["direction"])).tolist(), strict=True))


def _cut_actors(graph: TieGraph, _: Mapping[str, Any]) -> Mapping[Any, Value]:
    found = cuts(graph)
    numbers = (np.maximum(found.parts - 1, 0), found.separated, found.fragmentation())
    rows = zip(graph, *(column.tolist() for column in numbers), strict=True)
    return {
        actor: {"parts_cut_off": parts, "actors_cut_off": separated, "fragmentation": fragmentation}
        for actor, parts, separated, fragmentation in rows
    }


REACH_MEASURES: Final = (
    Measure(
        "harmonic",
        "measure.harmonic",
        "how near all others are to it: mean of 1 / ties on a shortest route, 0 where there is none",
        Direction.IN,
        None,
        Cost.SEARCHES,
        _harmonic,
        (
            Parameter("normalized", bool, True, "divide by the number of others"),
            Parameter("direction", str, "in", "who reaches it (in), whom it reaches (out), or either", _WAYS),
            Parameter("epsilon", float, None, "sample others until the error is at most this; None: exact"),
            Parameter("delta", float, 0.1, "chance that the error is larger than epsilon"),
            Parameter("seed", int, 0, "chooses the sample"),
        ),
    ),
    Measure(
        "reach",
        "measure.reach",
        "how many others are within so many ties of it; itself is not counted",
        Direction.OUT,
        None,
        Cost.SEARCHES,
        _reach,
        (
            Parameter("steps", int, 2, "the most ties between them"),
            Parameter("direction", str, "out", "whom it reaches (out), who reaches it (in), or either", _WAYS),
        ),
    ),
    Measure(
        "cut_actors",
        "measure.cut_actors",
        "what falls off without it: parts and actors cut off from the largest part left, fragmentation afterwards",
        Direction.EITHER,
        None,
        Cost.LINEAR,
        _cut_actors,
    ),
)
