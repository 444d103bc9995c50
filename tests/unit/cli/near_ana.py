"""A small network for questions from Casa Ana: she reaches nine policymakers over Ben House and the Hub."""

from __future__ import annotations

from pathlib import Path

from graphsvc.store.sqlite import SqliteStore
from tests.networks import Network, actor, load, source, tie

NORTH = source("north:a", published_on="2026-01-01")
ANA, BEN, HUB = actor(NORTH, "ana", "Casa Ana"), actor(NORTH, "ben", "Ben House"), actor(NORTH, "hub", "The Hub")
TARGETS = [
    actor(NORTH, f"t{number}", f"Member {number}", kind="person", roles=frozenset({"policymaker"}))
    for number in range(9)
]
TIES = (
    tie("1", ANA, BEN),
    tie("2", BEN, HUB),
    *(tie(f"t{number}", HUB, one) for number, one in enumerate(TARGETS)),
)


def near_ana(folder: Path) -> Path:
    """`folder` with a store that holds the network."""
    store = SqliteStore(folder / "network.sqlite")
    load(store, Network((NORTH,), (ANA, BEN, HUB, *TARGETS), TIES))
    store.close()
    return folder
