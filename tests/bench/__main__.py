"""`make bench`: every figure with its named peer, measured in one run, one after the other.

    python -m tests.bench [NAME ...] [--write]

NAME is one of `NAMES`, a module each; without one all run. `--write` puts the table, or the rows of a part, into
docs/performance.md.
"""

from __future__ import annotations

import argparse
import platform
import sys
from importlib import import_module
from pathlib import Path

from tests.bench.table import Row, as_text

NAMES = (
    "kernel",
    "keyplayers",
    "brokers",
    "silos",
    "missing",
    "routes",
    "network",
    "web",
    "stores",
    "iati",
    "fts",
    "flows",
    "neo4j",
)
PAGE = Path(__file__).parents[2] / "docs" / "performance.md"
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"


def measure(names: list[str]) -> list[Row]:
    """All rows, each said on standard error as soon as it is there."""
    found = []
    for name in names:
        for row in import_module(f"tests.bench.{name}_bench").rows():
            found.append(row)
            print("  ".join(cell for cell in row.cells() if cell), file=sys.stderr, flush=True)
    return found


def write(machine: str, table: str, *, all_measured: bool) -> None:
    """Put `table` between the marks of docs/performance.md; of a part, its rows in the place of those measured anew."""
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    kept, _, after = rest.partition(END)
    if not all_measured:
        table = _with_kept(kept, table)
    PAGE.write_text(f"{before}{BEGIN}\n{machine}\n\n{table}\n{END}{after}", "utf-8")


def _with_kept(kept: str, table: str) -> str:
    """The rows of `kept` and of `table`; where both have the same work and peer, the new one."""
    head, line, *fresh = table.splitlines()
    new = {_key(row): row for row in fresh}
    old = [row for row in kept.splitlines() if row.startswith("| ") and row != head]
    return "\n".join([head, line, *(new.pop(_key(row), row) for row in old), *new.values()])


def _key(row: str) -> tuple[str, str]:
    cells = [cell.strip() for cell in row.split("|")]
    return cells[1], cells[3]


def main() -> int:
    """Measure, print the table, and say by the exit code whether every target was met."""
    parser = argparse.ArgumentParser(prog="make bench", description="Measure speed and memory beside named peers.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"any of {', '.join(NAMES)}; default all")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    args = parser.parse_args()
    unknown = set(args.names) - set(NAMES)
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    rows = measure(args.names or list(NAMES))
    machine, table = f"{platform.machine()}, Python {platform.python_version()}", as_text(rows)
    print(f"{machine}\n\n{table}")
    if args.write:
        write(machine, table, all_measured=not args.names)
    return 1 if any(row.met is False for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
