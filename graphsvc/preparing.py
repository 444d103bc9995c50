"""What is worked out for each new version of what a viewer sees, before anybody asks for it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from graphsvc.chance_values import Walkable
from graphsvc.snapshot import Filters

if TYPE_CHECKING:
    from graphsvc.network import Network

MEASURES = ("betweenness", "constraint")


def prepare(seen: Network) -> None:
    """Work out what most questions rest on: routes of today first, as those are asked for most."""
    seen.chances(Walkable(datetime.now(UTC).date()))
    seen.graph(Filters.of_everything(seen.kinds))
    for name in MEASURES:
        seen.measured(name)
