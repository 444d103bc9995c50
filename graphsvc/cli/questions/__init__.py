"""The questions of `graphsvc ask`, one module each; a further one joins by its module and its name here."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

MODULES = {
    "brokers": "brokers",
    "flows": "flows",
    "missing-ties": "missing_ties",
    "silos": "silos",
    "what-if": "what_if",
}
"""{question: module}. Each offers HELP, EXAMPLES, `configure(parser)` and `ask(network, args, console)`."""


def questions() -> Mapping[str, Any]:
    """{question: its module}."""
    return {name: import_module(f"graphsvc.cli.questions.{module}") for name, module in MODULES.items()}
