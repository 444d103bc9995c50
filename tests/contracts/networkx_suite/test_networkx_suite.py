"""networkx's own tests, run on our kernel: every function that has a kernel, in one process of its own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import networkx as nx
import pytest

from graphsvc.kernel.backend_info import FUNCTIONS

HERE = Path(__file__).parent
LEFT_OUT = HERE / "left_out.toml"

TESTS = (
    "algorithms/centrality/tests/test_betweenness_centrality.py",
    "algorithms/centrality/tests/test_betweenness_centrality_subset.py",
    "algorithms/centrality/tests/test_closeness_centrality.py",
    "algorithms/centrality/tests/test_degree_centrality.py",
    "algorithms/centrality/tests/test_group.py",
    "algorithms/centrality/tests/test_harmonic_centrality.py",
    "algorithms/community/tests/test_leiden.py",
    "algorithms/components/tests",
    "algorithms/link_analysis/tests/test_pagerank.py",
    "algorithms/shortest_paths/tests",
    "algorithms/tests/test_bridges.py",
    "algorithms/tests/test_cluster.py",
    "algorithms/tests/test_core.py",
    "algorithms/tests/test_efficiency.py",
    "algorithms/tests/test_link_prediction.py",
    "algorithms/tests/test_structuralholes.py",
    "algorithms/tests/test_wiener.py",
)
"""Where networkx tests the functions that have a kernel, and some that call them (and must not notice)."""

AT_LEAST_PASSED = 540
"""A little less than pass with networkx 3.6.1; far fewer would mean that tests were not found."""


@dataclass(frozen=True, slots=True)
class Suite:
    output: str
    exit_code: int
    calls: dict[str, int]

    def count(self, outcome: str) -> int:
        found = re.search(rf"(\d+) {outcome}", self.output.splitlines()[-1])
        return int(found[1]) if found else 0


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Suite:
    folder = tmp_path_factory.mktemp("networkx_suite")
    settings = folder / "pytest.ini"
    settings.write_text("[pytest]\n")
    counts = folder / "counts.json"
    networkx_folder = Path(nx.__file__).parent
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "plugin", "-p", "no:cacheprovider"),
            *("-c", str(settings), "--rootdir", str(networkx_folder.parent), "--counts", str(counts)),
            *(str(networkx_folder / name) for name in TESTS),
        ],
        cwd=folder,
        env={
            **{name: value for name, value in os.environ.items() if not name.startswith("NETWORKX_")},
            "NETWORKX_TEST_BACKEND": "graphsvc",
            "NETWORKX_FALLBACK_TO_NX": "True",
            "PYTHONPATH": str(HERE),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    calls = json.loads(counts.read_text()) if counts.exists() else {}
    return Suite(done.stdout + done.stderr, done.returncode, calls)


@pytest.mark.slow
def test_networkx_passes_its_own_tests_on_our_kernel(suite: Suite) -> None:
    assert suite.exit_code == 0, suite.output[-8000:]
    assert suite.count("failed") == 0
    assert suite.count("passed") >= AT_LEAST_PASSED


@pytest.mark.slow
def test_only_the_listed_tests_are_expected_to_fail(suite: Suite) -> None:
    listed = tomllib.loads(LEFT_OUT.read_text())["left_out"]

    assert suite.count("xfailed") == len(listed)
    assert all(entry["reason"] for entry in listed)


@pytest.mark.slow
def test_every_function_of_the_backend_was_computed_by_the_kernel(suite: Suite) -> None:
    assert {name for name in FUNCTIONS if not suite.calls.get(name)} == set()
