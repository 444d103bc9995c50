from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from graphsvc.kernel import warm as warming
from graphsvc.kernel.warm import MODULES, is_warm, warm

EVERYTHING = """
import sys
from pathlib import Path
from graphsvc.kernel.warm import warm
import numba.core.event as event

assert warm(folder=Path(sys.argv[1]))
heard = []
class Listener(event.Listener):
    def on_start(self, e): heard.append(str(e.data["dispatcher"]))
    def on_end(self, e): pass
import networkx as nx, numpy as np
from graphsvc.kernel.convert import convert_from_nx
from graphsvc.kernel.tiegraph import TieGraph
from graphsvc import measures
from graphsvc.kernel import cuts, key_player_values, key_players, length_sampling, reach, shared_contacts
from graphsvc.kernel import brokerage, brokerage_expected, brokerage_shuffles, external_internal, local_measures
from graphsvc.kernel import backbone, communities, link_scores, route_reach, routes, triangles
from graphsvc.kernel.groups import Grouping
with event.install_listener("numba:compile", Listener()):
    for directed in (False, True):
        made = TieGraph.from_saved(TieGraph.from_arrays("abcd", [0, 1, 2], [1, 2, 3], directed=directed,
            strength=np.ones(3), length=np.ones(3), kind=np.ones(3)).to_arrays())
        whole = TieGraph.from_arrays("abcd", [0, 1, 2], [1, 2, 3], directed=directed, length=np.ones(3, np.int64))
        for graph in (whole, TieGraph.from_saved(whole.to_arrays())):
            for distinct in routes.Distinct:
                routes.introduction_routes(graph, [0], np.array([3]), k=2, distinct=distinct, via=[1])
            routes.introduction_routes(graph, 0, 3, k=2, blocked=np.zeros(4, bool))
            route_reach.best_to_each(graph, 0, [2, 3])
            route_reach.reached(graph, 0, longest=2, reverse=True)
            shared_contacts.shared_contacts(graph, np.array([0]), np.array([2, 3]), kept=1)
        foreign = convert_from_nx((nx.DiGraph if directed else nx.Graph)([(0, 1), (1, 1), (1, 2)]))
        for graph in (made, foreign, whole):
            length_sampling.count_on_routes(graph, graph.lengths("length"), 1, (0, 3))
        for graph in (made, foreign):
            for name in measures.measures():
                if name != "core_number" or graph is made:
                    measures.measure(name, graph)
            measures.measure("betweenness", graph, epsilon=0.1)
            measures.measure("harmonic", graph, epsilon=0.1, direction="either")
            measures.measure("reach", graph, direction="either")
            nx.harmonic_centrality(graph, distance="length")
            reach.reached_targets(graph, list(graph)[:2])
            for aim in key_players.Aim:
                key_players.key_players(graph, 1, key_players.Question(aim))
            key_player_values.distance_fragmentation(graph, np.array([0]), weight="length")
            cuts.bridges_of(graph)
            if not directed:
                list(nx.biconnected_component_edges(graph)), list(nx.bridges(graph))
            grouping = Grouping.of(graph, dict(zip(graph, ["x", "y", "x", None])))
            roles = brokerage.brokerage(graph, grouping)
            for kinds in (None, grouping):
                brokerage_expected.expected_roles(graph, roles, kinds)
                brokerage_shuffles.role_chances(graph, roles, kinds, rounds=2)
                external_internal.index_chances(graph, grouping, kinds, rounds=2)
            local_measures.local_measures(graph, grouping)
            local_measures.local_measures(graph, grouping, "strength")
            triangles.embeddedness(graph)
            communities.communities(graph, weight="strength", runs=2)
            communities.modularity(graph, range(len(graph)))
            for score in link_scores.Score:
                link_scores.top_pairs(graph, score, 2, kind=range(len(graph)))
                link_scores.top_pairs(graph, score, 2, sources=[1])
                link_scores.pair_scores(graph, score, 0, [1, 2])
            backbone.backbone(np.array([0, 0, 1]), [0, 1, 1])
            backbone.upper_tails([0.5, 0.5], 2)
            nx.betweenness_centrality(graph, weight="length", endpoints=True)
            dict(nx.shortest_path_length(graph, weight="length"))
            list(nx.weakly_connected_components(graph) if directed else nx.connected_components(graph))
sys.exit(", ".join(heard) or 0)
"""
"""A program that calls every compiled function, and ends with the names of those that it had to compile."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with what one compiled kernel leaves."""
    (tmp_path / "rows._reverse.nbi").write_bytes(b"index")
    (tmp_path / "rows._reverse.1.nbc").write_bytes(b"code")
    return tmp_path


def test_every_step_is_told_and_the_second_call_has_nothing_to_do(folder: Path) -> None:
    told: list[str] = []

    done = warm(lambda name, seconds: told.append(name), folder=folder)

    assert told == [name for name, _ in done]
    assert "betweenness" in told
    assert all(seconds >= 0 for _, seconds in done)
    assert warm(folder=folder) == ()


def test_code_that_is_gone_is_compiled_again(folder: Path) -> None:
    warm(folder=folder)

    (folder / "rows._reverse.1.nbc").unlink()

    assert not is_warm(folder)


def test_other_modules_or_packages_are_compiled_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    warm(folder=folder)

    monkeypatch.setattr(warming, "version", lambda name: "0")

    assert not is_warm(folder)


def test_a_damaged_note_is_no_note(folder: Path) -> None:
    (folder / "warm.json").write_text("{")

    assert not is_warm(folder)


def test_without_compiled_code_nothing_is_noted(tmp_path: Path) -> None:
    assert warm(folder=tmp_path) != ()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
@pytest.mark.timeout(900)  # compiles every kernel once more, while other tests run
def test_after_warming_no_function_compiles_anything(tmp_path: Path) -> None:
    """Every function of the backend and of our own, on native and foreign graphs, finds its code on disk."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", EVERYTHING, str(tmp_path)],
        env={**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)},
        cwd=MODULES.parents[1],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
