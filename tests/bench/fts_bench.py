"""Reading FTS against parsing the same file alone: json for answers of the API, csv for tables.

The files are the samples with their flows repeated under other ids. The target is 10,000 flows a second, that is at
most a second for each 10,000.
"""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from graphsvc.kinds import Kinds
from importers.fts.importer import FTS
from importers.importer import Reading
from tests.bench.table import Row, as_text, best_of

FIXTURES = Path(__file__).parents[1] / "fixtures"
PAGE = FIXTURES / "fts/fts-flows-jordan-2020-page-2.json"
TABLE = FIXTURES / "fts/fts_incoming_funding_jor.csv"
FLOWS = 20_000
FLOWS_A_SECOND = 10_000


def rows() -> Iterator[Row]:
    """The rows of this importer: its time beside that of the parser, and against the limit."""
    reading = Reading(Kinds.load())
    with tempfile.TemporaryDirectory() as folder:
        for path, peer, parse in (
            (_repeated_page(Path(folder)), "json alone", _parse_json),
            (_repeated_table(Path(folder)), "csv alone", _parse_csv),
        ):
            ours = best_of(5, lambda path=path: sum(1 for _ in FTS.read([path], reading)))
            what = f"fts, {FLOWS:,} flows as {path.suffix[1:].upper()}, {path.stat().st_size / 1e6:.1f} MB"
            yield Row(what, ours, "no peer: 10,000 flows a second", None, limit=FLOWS / FLOWS_A_SECOND)
            yield Row(what, ours, peer, best_of(5, lambda path=path, parse=parse: parse(path)))


def _repeated_page(folder: Path) -> Path:
    path = folder / "flows.json"
    flows = json.loads(PAGE.read_bytes())["data"]["flows"]
    copies = [{**flows[n % len(flows)], "id": str(n)} for n in range(FLOWS)]
    path.write_text(json.dumps({"data": {"flows": copies}}), "utf-8")
    return path


def _repeated_table(folder: Path) -> Path:
    path = folder / "flows.csv"
    with TABLE.open(encoding="utf-8", newline="") as stream:
        found = list(csv.DictReader(stream))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, found[0])
        writer.writeheader()
        writer.writerows({**found[n % len(found)], "id": str(n)} for n in range(FLOWS))
    return path


def _parse_json(path: Path) -> None:
    json.loads(path.read_bytes())


def _parse_csv(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as stream:
        for _ in csv.reader(stream):
            pass


if __name__ == "__main__":
    print(as_text(rows()))
