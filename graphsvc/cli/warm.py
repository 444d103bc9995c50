"""Compile what is computed with, so that nobody waits for it later. Done once, at installation."""

from __future__ import annotations

import argparse
import time

from graphsvc.cli.console import Console

NAME = "warm"
HELP = "compile the kernels, once, at installation"
EXAMPLES = ("warm",)


def configure(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(args: argparse.Namespace, console: Console) -> int:  # noqa: ARG001 - every command has this form
    """Compile all kernels into their cache."""
    from graphsvc.kernel.warm import warm

    began = time.monotonic()
    warm()
    console.note(f"The kernels are compiled ({time.monotonic() - began:.1f} s).")
    return 0
