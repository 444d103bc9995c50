"""What can be measured on a network, by name: one register for the command line, the pages and the questions.

A measure is a function of a graph that is written with networkx; networkx hands it to the kernel. A later measure joins
by `register`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import networkx as nx
import numpy as np

from graphsvc.errors import WrongUse
from graphsvc.kernel.components import component_numbers
from graphsvc.kernel.degrees import contacts
from graphsvc.kernel.holes import efficiency, hierarchy
from graphsvc.kernel.sampling import sampled_betweenness
from graphsvc.kernel.tiegraph import TieGraph
from graphsvc.measure_kinds import BadParameter, Cost, Direction, Measure, Parameter, Value
from graphsvc.reach_measures import REACH_MEASURES

_MOST_DAMPING: Final = 0.999
"""Above it a result takes hundreds of thousands of rounds, and hangs on the last digits of floats."""
_PAGERANK_ERROR: Final = 1e-10
"""Of all actors together; ten times as much above 0.99, where rounding keeps results from settling further."""
_LEAST_CHANGE: Final = 1e-12
_FEWEST_ROUNDS: Final = 1_000


class UnknownMeasure(WrongUse):
    """There is no measure of that name; the hint lists those that there are."""

    code = "measure.unknown"
    message = "There is no measure of that name."

    def __init__(self, name: str, others: Iterable[str] = ()) -> None:
        super().__init__(hint=f"Choose one of: {', '.join(sorted((*measures(), *others)))}.", name=name)


@dataclass(frozen=True, slots=True)
class MeasureResult:
    """The values of one measure: `values[actor]` is a number, None where it is undefined, or named numbers."""

    measure: str
    parameters: Mapping[str, bool | float | str | None]
    values: Mapping[Any, Value]


def register(*measures: Measure) -> None:
    """Adds measures; raises ValueError when a name is taken."""
    for one in measures:
        if one.name in _REGISTER:
            raise ValueError(f"There is a measure {one.name} already.")
        _REGISTER[one.name] = one


def measures() -> Mapping[str, Measure]:
    """{name: measure}, by name."""
    return MappingProxyType(dict(sorted(_REGISTER.items())))


def find_measure(name: str, others: Iterable[str] = ()) -> Measure:
    """The measure of that name; raises UnknownMeasure, which lists the names and `others` that can be asked for."""
    if name not in _REGISTER:
        raise UnknownMeasure(name, others)
    return _REGISTER[name]


def measure(name: str, graph: TieGraph, **parameters: object) -> MeasureResult:
    """Computes one measure for every actor of `graph`.

    Args:
        name: one of `measures()`.
        graph: directed or not; strengths and lengths are taken where the measure reads them and the graph has them.
        parameters: those that the measure declares; the others have their defaults.

    Raises:
        UnknownMeasure: no measure of that name.
        BadParameter: a parameter that the measure does not have, or a value that it cannot take.
    """
    one = find_measure(name)
    unknown = parameters.keys() - {parameter.name for parameter in one.parameters}
    if unknown:
        known = ", ".join(parameter.name for parameter in one.parameters) or "none"
        raise BadParameter(f"{name} has no parameter {', '.join(sorted(unknown))}.", hint=f"It has: {known}.")
    chosen = {p.name: p.read(parameters[p.name]) if p.name in parameters else p.default for p in one.parameters}
    values = one.compute(graph, chosen)
    return MeasureResult(name, chosen, {actor: _defined(value) for actor, value in values.items()})


def _defined(value: Value) -> Value:
    if isinstance(value, Mapping):
        return {key: None if number is None or math.isnan(number) else number for key, number in value.items()}
    return None if value is None or math.isnan(value) else value


def _degree(graph: TieGraph, _: Mapping[str, Any]) -> Mapping[Any, Value]:
    if not graph.is_directed():
        return dict(nx.degree(graph))
    given, received = dict(graph.out_degree()), dict(graph.in_degree())
    distinct = zip(graph, contacts(graph).tolist(), strict=True)
    return {actor: {"degree": count, "in": received[actor], "out": given[actor]} for actor, count in distinct}


def _betweenness(graph: TieGraph, chosen: Mapping[str, Any]) -> Mapping[Any, Value]:
    weight = None if graph.length is None else "length"
    if chosen["epsilon"] is not None:
        if not chosen["normalized"]:
            raise BadParameter("Sampled betweenness is on the normalized scale only.", hint="Leave normalized on.")
        if not (0 < chosen["epsilon"] < 1 and 0 < chosen["delta"] < 1):
            raise BadParameter("epsilon and delta must lie between 0 and 1.")
        error = {"epsilon": chosen["epsilon"], "delta": chosen["delta"]}
        return sampled_betweenness(graph, weight=weight, **error, seed=chosen["seed"])
    return _numbers(nx.betweenness_centrality(graph, normalized=chosen["normalized"], weight=weight))


def _strength(graph: TieGraph) -> str | None:
    return None if graph.strength is None else "strength"


def _by_strength(function: Callable[..., Any]) -> Callable[[TieGraph, Mapping[str, Any]], Mapping[Any, Value]]:
    def compute(graph: TieGraph, _: Mapping[str, Any]) -> Mapping[Any, Value]:
        return _numbers(function(graph, weight=_strength(graph)))

    return compute


def _core_number(graph: TieGraph, _: Mapping[str, Any]) -> Mapping[Any, Value]:
    return _numbers(nx.core_number(graph.to_undirected()))


def _pagerank(graph: TieGraph, chosen: Mapping[str, Any]) -> Mapping[Any, Value]:
    alpha = chosen["damping"]
    if not 0 <= alpha <= _MOST_DAMPING:
        raise BadParameter(f"damping must be 0 or more, and at most {_MOST_DAMPING}.")
    # Each round leaves at most alpha of the change before, so what all later rounds would add is below the error.
    change = max(_PAGERANK_ERROR * (1 - alpha), _LEAST_CHANGE)
    rounds = _FEWEST_ROUNDS + (math.ceil(math.log(change) / math.log(alpha)) if alpha else 0)
    # networkx stops at `tol` times the number of actors.
    tolerance = change / max(len(graph), 1)
    try:
        return _numbers(nx.pagerank(graph, alpha=alpha, weight=_strength(graph), tol=tolerance, max_iter=rounds))
    except nx.PowerIterationFailedConvergence as error:
        raise BadParameter("damping is too near to 1 for this network.", hint="Choose a smaller one.") from error


def _components(graph: TieGraph, _: Mapping[str, Any]) -> Mapping[Any, Value]:
    numbers = component_numbers(graph)
    sizes = np.bincount(numbers)
    rank = np.empty(sizes.size, dtype=np.int64)
    rank[np.argsort(-sizes, kind="stable")] = np.arange(1, sizes.size + 1)
    return dict(zip(graph, rank[numbers].tolist(), strict=True))


def _numbers(values: Any) -> Mapping[Any, Value]:
    numbers: Mapping[Any, Value] = values
    return numbers


_BUILT_IN: Final = (
    Measure(
        "degree",
        "measure.degree",
        "how many others it is tied to; in a directed network also ties received and given",
        Direction.EITHER,
        None,
        Cost.LINEAR,
        _degree,
    ),
    Measure(
        "betweenness",
        "measure.betweenness",
        "share of the shortest routes between others that lead through it",
        Direction.OUT,
        "length",
        Cost.ALL_PAIRS,
        _betweenness,
        (
            Parameter("normalized", bool, True, "divide by the number of pairs of others"),
            Parameter("epsilon", float, None, "sample routes until the error is at most this; None: exact"),
            Parameter("delta", float, 0.1, "chance that the error is larger than epsilon"),
            Parameter("seed", int, 0, "chooses the sample"),
        ),
    ),
    Measure(
        "constraint",
        "measure.constraint",
        "how far its contacts are tied to each other (Burt); low for brokers, can exceed 1",
        Direction.EITHER,
        "strength",
        Cost.TRIANGLES,
        _by_strength(nx.constraint),
    ),
    Measure(
        "effective_size",
        "measure.effective_size",
        "number of its contacts less what they share (Burt)",
        Direction.EITHER,
        "strength",
        Cost.TRIANGLES,
        _by_strength(nx.effective_size),
    ),
    Measure(
        "efficiency",
        "measure.efficiency",
        "effective size divided by the number of contacts, 0 to 1 (Burt)",
        Direction.EITHER,
        "strength",
        Cost.TRIANGLES,
        _by_strength(efficiency),
    ),
    Measure(
        "hierarchy",
        "measure.hierarchy",
        "how far its constraint comes from one contact, 0 to 1 (Burt)",
        Direction.EITHER,
        "strength",
        Cost.TRIANGLES,
        _by_strength(hierarchy),
    ),
    Measure(
        "clustering",
        "measure.clustering",
        "share of the pairs of its contacts that are tied, 0 to 1 (directions: Fagiolo; strengths: Onnela)",
        Direction.EITHER,
        "strength",
        Cost.TRIANGLES,
        _by_strength(nx.clustering),
    ),
    Measure(
        "core_number",
        "measure.core_number",
        "largest k such that it is in a group where everybody has k ties inside",
        Direction.EITHER,
        None,
        Cost.LINEAR,
        _core_number,
    ),
    Measure(
        "pagerank",
        "measure.pagerank",
        "standing that others pass on to it along their ties; all values add up to 1",
        Direction.IN,
        "strength",
        Cost.LINEAR,
        _pagerank,
        (Parameter("damping", float, 0.85, "share of standing that is passed on along ties, at most 0.999"),),
    ),
    Measure(
        "components",
        "measure.components",
        "number of the part of the network that it is in; 1 is the largest",
        Direction.EITHER,
        None,
        Cost.LINEAR,
        _components,
    ),
)

_REGISTER: Final[dict[str, Measure]] = {one.name: one for one in (*_BUILT_IN, *REACH_MEASURES)}
