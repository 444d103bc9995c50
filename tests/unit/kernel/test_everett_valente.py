from __future__ import annotations

import networkx as nx
import pytest

from graphsvc.kernel.everett_valente import everett_valente
from graphsvc.kernel.tiegraph import TieGraph
from tests.unit.kernel.test_published_values import KITE, KITE_NAMES


def test_krackhardts_kite() -> None:
    """Krackhardt (1990); worked out from betweenness with the formula of Everett and Valente (2016)."""
    ego, alter = ([int(pair[end]) for pair in KITE.split()] for end in (0, 1))

    found = everett_valente(TieGraph.from_arrays(KITE_NAMES, ego, alter, directed=False))

    assert [found[name] for name in KITE_NAMES] == pytest.approx(
        [2.6667, 2.6667, 0, 2.7222, 0, 5.1333, 5.1333, 12.3333, 12.5, 0], abs=5e-5
    )


def test_separate_parts_are_measured_by_themselves() -> None:
    line = TieGraph.from_arrays("abcdex", [0, 1, 3], [1, 2, 4], directed=False)

    assert everett_valente(line) == {"a": 0, "b": (2 * 1 + 2) / 2, "c": 0, "d": 0, "e": 0, "x": 0}
    assert everett_valente(TieGraph.from_arrays([], [], [], directed=False)) == {}


def test_directed_networks_are_refused() -> None:
    with pytest.raises(nx.NetworkXNotImplemented):
        everett_valente(TieGraph.from_arrays("ab", [0], [1], directed=True))
