"""What `graphsvc measure` computes that is no number for every actor; one module each, which offers ANALYSIS.

A further one joins by its module and its name here. Options that two of them share are one `Option` value.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from graphsvc.cli.analyses.analysis import Analysis

NAMES = (
    *("bridges", "communities", "ei_index", "gould_fernandez", "introductions", "key_players", "l3", "mixing"),
    *("resource_allocation", "trace"),
)


def analyses() -> Mapping[str, Analysis]:
    """{name: analysis}, by name."""
    modules = (import_module(f"graphsvc.cli.analyses.{name}") for name in NAMES)
    return {module.ANALYSIS.name: module.ANALYSIS for module in modules}
