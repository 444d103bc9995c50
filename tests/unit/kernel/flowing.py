"""The slow, exact way to trace money: fractions, a dense solve, networkx's maximum flow; and payments to try it on."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import Any

import networkx as nx
import numpy as np
from hypothesis import strategies as st

from graphsvc.kernel.flows import FlowGraph

Payment = tuple[int, int, int, int]
"""From, to, minor units, year."""
Node = tuple[int, int]


def graph_of(payments: list[Payment], actors: int) -> FlowGraph:
    columns = [np.array(column, dtype=np.int64) for column in zip(*payments, strict=True)]
    return FlowGraph.of([f"a{number}" for number in range(actors)], columns[0], columns[1], columns[2], columns[3])


@st.composite
def payments(draw: st.DrawFn, *, largest: int = 1_000, years: int = 3) -> tuple[list[Payment], int]:
    """Up to twelve payments among up to six actors; parallel ones and circles are likely."""
    actors = draw(st.integers(2, 6))
    ends = st.integers(0, actors - 1)
    one = st.tuples(ends, ends, st.integers(1, largest), st.integers(2020, 2019 + years))
    return draw(st.lists(one.filter(lambda row: row[0] != row[1]), min_size=1, max_size=12)), actors


class Slow:
    """The same actor-years, by definition."""

    def __init__(self, rows: list[Payment]) -> None:
        self.paid: dict[tuple[Node, Node], int] = defaultdict(int)
        for ego, alter, amount, year in rows:
            self.paid[(ego, year), (alter, year)] += amount
        self.nodes = sorted({node for pair in self.paid for node in pair})
        self.carried: dict[tuple[Node, Node], int] = {}
        self.own: dict[Node, int] = {}
        self.kept: dict[Node, int] = {}
        self.total: dict[Node, int] = {}
        for place, node in enumerate(self.nodes):
            before = self.nodes[place - 1] if place and self.nodes[place - 1][0] == node[0] else None
            held = self.carried.get((before, node), 0) if before else 0
            came = sum(amount for (_, alter), amount in self.paid.items() if alter == node)
            went = sum(amount for (ego, _), amount in self.paid.items() if ego == node)
            self.own[node] = max(0, went - came - held)
            self.total[node] = came + held + self.own[node]
            left = self.total[node] - went
            after = self.nodes[place + 1] if place + 1 < len(self.nodes) else None
            self.kept[node] = 0 if after and after[0] == node[0] else left
            if after and after[0] == node[0] and left:
                self.carried[node, after] = left

    @property
    def ties(self) -> dict[tuple[Node, Node], int]:
        return {**self.paid, **self.carried}

    def closed(self) -> list[set[Node]]:
        graph: Any = nx.DiGraph(list(self.ties))
        parts = nx.strongly_connected_components(graph)
        return [
            part
            for part in parts
            if not any(self.kept[node] for node in part)
            and not any(ego in part and alter not in part for ego, alter in self.ties)
        ]

    def through(
        self, origin: dict[Node, int], stop: frozenset[tuple[Node, Node]] = frozenset()
    ) -> dict[Node, Fraction]:
        """What passes through each node: Gauss's elimination in fractions."""
        size = len(self.nodes)
        place = {node: number for number, node in enumerate(self.nodes)}
        rows = [[Fraction(int(one == other)) for other in range(size)] for one in range(size)]
        for (ego, alter), amount in self.ties.items():
            if (ego, alter) not in stop:
                rows[place[alter]][place[ego]] -= Fraction(amount, self.total[ego])
        right = [Fraction(origin.get(node, 0)) for node in self.nodes]
        for pivot in range(size):
            best = next(row for row in range(pivot, size) if rows[row][pivot])
            rows[pivot], rows[best] = rows[best], rows[pivot]
            right[pivot], right[best] = right[best], right[pivot]
            for row in range(size):
                if row != pivot and rows[row][pivot]:
                    times = rows[row][pivot] / rows[pivot][pivot]
                    rows[row] = [value - times * other for value, other in zip(rows[row], rows[pivot], strict=True)]
                    right[row] -= times * right[pivot]
        return {node: right[number] / rows[number][number] for node, number in place.items()}

    def own_of(self, actor: int) -> dict[Node, int]:
        return {node: amount for node, amount in self.own.items() if node[0] == actor}

    def arrives(self, source: int, actor: int) -> Fraction:
        """What comes to `actor`, counted once: the payments into it are the end of the way."""
        into = frozenset(pair for pair in self.paid if pair[1][0] == actor)
        found = self.through(self.own_of(source), into)
        return sum((found[ego] * self.paid[ego, alter] / self.total[ego] for ego, alter in into), Fraction(0))

    def bounds(self, source: int, actor: int) -> tuple[int, int]:
        """By networkx: the largest flow to the actor; and all less the largest flow that never comes to it."""
        to, past = nx.DiGraph(), nx.DiGraph()
        for graph in (to, past):
            graph.add_nodes_from(("start", "end"))
            for node, amount in self.own_of(source).items():
                graph.add_edge("start", node, capacity=amount)
        for (ego, alter), amount in self.ties.items():
            if alter[0] == actor and (ego, alter) in self.paid:
                held = to.get_edge_data(ego, "end", {"capacity": 0})["capacity"]
                to.add_edge(ego, "end", capacity=held + amount)
            else:
                to.add_edge(ego, alter, capacity=amount)
                past.add_edge(ego, alter, capacity=amount)
        for node, amount in self.kept.items():
            past.add_edge(node, "end", capacity=amount)
        own = sum(self.own_of(source).values())
        return own - nx.maximum_flow_value(past, "start", "end"), nx.maximum_flow_value(to, "start", "end")
