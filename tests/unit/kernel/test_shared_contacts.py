"""What two lists of actors share, against a reckoning with sets."""

from __future__ import annotations

import random

import numpy as np
import pytest

from graphsvc.kernel.shared_contacts import shared_contacts
from graphsvc.kernel.tiegraph import TieGraph


@pytest.mark.parametrize("directed", [False, True])
def test_shared_contacts_and_ties_between_are_all_found(directed: bool) -> None:
    chance = random.Random(5)
    for _ in range(300):
        size = chance.randint(1, 12)
        pairs = [(chance.randrange(size), chance.randrange(size)) for _ in range(chance.randint(0, 40))]
        graph = TieGraph.from_arrays(range(size), *np.array(pairs).reshape(-1, 2).T, directed=directed)
        tied = {place: set(graph.neighbors(place)) for place in range(size)}
        first, second = (chance.sample(range(size), chance.randint(0, size)) for _ in range(2))
        kept = chance.randint(1, 3)

        found = shared_contacts(graph, np.array(first, np.int64), np.array(second, np.int64), kept=kept)

        contacts = [
            one for one in range(size) if all(any(one in tied[actor] for actor in some) for some in (first, second))
        ]
        assert found.contacts.tolist() == contacts
        for some, places in ((first, found.first), (second, found.second)):
            expected = [[place for place, actor in enumerate(some) if one in tied[actor]][:kept] for one in contacts]
            assert places.tolist() == [row + row[-1:] * (kept - len(row)) for row in expected]
        between = [(a, second.index(other)) for a, one in enumerate(first) for other in sorted(tied[one] & {*second})]
        assert list(map(tuple, found.ties.tolist())) == between


def test_nobody_shares_nothing() -> None:
    graph = TieGraph.from_arrays("ab", [0], [1], directed=False)
    nobody = np.zeros(0, np.int64)

    found = shared_contacts(graph, nobody, nobody, kept=3)

    assert (found.contacts.size, found.first.shape, found.ties.shape) == (0, (0, 3), (0, 2))
