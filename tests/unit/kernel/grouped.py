"""Networks in groups for properties, and brokerage counted the slow way: by trying all triples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import permutations
from typing import Any

from hypothesis import strategies as st

from graphsvc.kernel.brokerage import COLUMNS
from graphsvc.kernel.groups import Grouping
from graphsvc.kernel.tiegraph import TieGraph

Arcs = set[tuple[Any, Any]]


@st.composite
def networks(draw: st.DrawFn, *, largest: int = 8, directed: bool | None = None) -> TieGraph:
    """A network of up to `largest` actors; about half of all pairs are tied in the densest."""
    is_directed = draw(st.booleans()) if directed is None else directed
    actors = draw(st.integers(0, largest))
    places = st.integers(0, max(actors - 1, 0))
    pairs = draw(st.lists(st.tuples(places, places), max_size=4 * actors)) if actors else []
    return TieGraph.from_arrays(
        range(actors), [one for one, _ in pairs], [other for _, other in pairs], directed=is_directed
    )


@st.composite
def groupings(draw: st.DrawFn, graph: TieGraph, *, groups: int = 4, unknown: bool = True) -> Grouping:
    """Up to `groups` groups; some actors may be in none."""
    label = st.sampled_from([*"abcdefgh"[:groups], *([None] if unknown else [])])
    return Grouping.of(graph, {actor: draw(label) for actor in graph})


@st.composite
def grouped(
    draw: st.DrawFn, *, largest: int = 8, directed: bool | None = None, unknown: bool = True
) -> tuple[TieGraph, Grouping]:
    """A network and a grouping of it."""
    graph = draw(networks(largest=largest, directed=directed))
    return graph, draw(groupings(graph, unknown=unknown))


def arcs(graph: TieGraph) -> Arcs:
    """Who is tied to whom, undirected ties in both orders."""
    return {(ego, alter) for ego in graph for alter in graph.neighbors(ego)}


def label_of(graph: TieGraph, grouping: Grouping) -> dict[Any, Any]:
    """{actor: label or None}."""
    labels = (*grouping.labels, None)
    return {actor: labels[number] for actor, number in zip(graph, grouping.numbers.tolist(), strict=True)}


def roles_by_trying(
    actors: Iterable[Any], tied: Arcs, label: Mapping[Any, Any], *, directed: bool
) -> dict[Any, dict[str, int]]:
    """{actor: {role: count}} from the definition, one triple after the other."""
    actors = list(actors)
    found = {actor: dict.fromkeys(COLUMNS, 0) for actor in actors}
    for i, j, k in permutations([actor for actor in actors if label[actor] is not None], 3):
        if (i, j) not in tied or (j, k) not in tied or (i, k) in tied:
            continue
        if not directed and i > k:
            continue
        found[j]["total"] += 1
        for role in played(label[i], label[j], label[k], directed=directed):
            found[j][role] += 1
    return found


def played(i: Any, j: Any, k: Any, *, directed: bool) -> tuple[str, ...]:
    """The role of j for the labels of i, j, k; the gateway of an undirected pair stands under both names."""
    if i == j == k:
        return ("coordinator",)
    if i == k:
        return ("itinerant",)
    if not directed and j in (i, k):
        return ("representative", "gatekeeper")
    if i == j:
        return ("representative",)
    if j == k:
        return ("gatekeeper",)
    return ("liaison",)
