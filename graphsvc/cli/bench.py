"""Measure speed and memory beside other libraries, as a table. Needs a checkout of the repository: `make bench`."""

from __future__ import annotations

import argparse
import sys
from importlib.util import find_spec
from pathlib import Path

import graphsvc
from graphsvc.cli.console import Console
from graphsvc.errors import WrongUse

NAME = "bench"
HELP = "measure speed and memory (in a checkout)"
EXAMPLES = ("bench --help",)


def configure(parser: argparse.ArgumentParser) -> None:
    """Everything after `bench` goes to the benchmark itself."""
    parser.add_argument("rest", nargs="*", metavar="WHAT", help="what to measure (default: everything)")


def run(args: argparse.Namespace, console: Console) -> int:  # noqa: ARG001 - every command has this form
    """Run the benchmark of the checkout."""
    import subprocess

    checkout = Path(graphsvc.__file__).resolve().parent.parent
    if not (checkout / "tests" / "bench" / "__main__.py").exists() or find_spec("igraph") is None:
        message = "The benchmark is part of the repository, with the packages that `make dev-setup` adds."
        raise WrongUse(message, hint="Run `make bench` in a checkout.")
    return subprocess.run([sys.executable, "-m", "tests.bench", *args.rest], cwd=checkout, check=False).returncode  # noqa: S603
