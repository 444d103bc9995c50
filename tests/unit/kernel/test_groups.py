from __future__ import annotations

import numpy as np
import pytest

from graphsvc.kernel.groups import Grouping, sizes_by_kind
from graphsvc.kernel.tiegraph import TieGraph


@pytest.fixture
def graph() -> TieGraph:
    return TieGraph.from_arrays("abcde", [], [], directed=False)


def test_groups_are_numbered_in_the_order_of_their_labels(graph: TieGraph) -> None:
    found = Grouping.of(graph, {"a": "south", "b": "north", "d": "south", "e": None, "z": "west"})

    assert found.labels == ("north", "south")
    assert found.numbers.tolist() == [1, 0, -1, 1, -1]
    assert found.numbers.dtype == np.int32
    assert (found.sizes.tolist(), found.known, found.unknown, len(found)) == ([1, 2], 3, 2, 2)


def test_a_label_that_only_others_have_is_no_group(graph: TieGraph) -> None:
    assert Grouping.of(graph, {"z": "west"}).labels == ()


@pytest.mark.parametrize(
    ("labels", "is_single", "is_separate"),
    [("", True, True), ("n", True, True), ("nn", True, False), ("ns", False, True), ("nsn", False, False)],
)
def test_groupings_that_say_little_are_known(graph: TieGraph, labels: str, is_single: bool, is_separate: bool) -> None:
    found = Grouping.of(graph, dict(zip("abcde", labels, strict=False)))

    assert (found.is_single, found.is_separate) == (is_single, is_separate)


def test_those_without_a_group_can_be_made_one(graph: TieGraph) -> None:
    found = Grouping.of(graph, {"a": "n", "c": "s", "d": "n"}).with_unknown()

    assert (found.labels, found.numbers.tolist()) == (("n", "s", None), [0, 2, 1, 0, 2])
    assert found.with_unknown() is found


def test_groups_are_counted_by_kind(graph: TieGraph) -> None:
    groups = Grouping.of(graph, dict(zip("abcd", "nsnn", strict=True)))
    kinds = Grouping.of(graph, dict(zip("abcde", "ppopp", strict=True)))

    assert kinds.labels == ("o", "p")
    assert sizes_by_kind(groups, kinds).tolist() == [[1, 2], [0, 1]]
