from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.contracts.importers.registered import REPOSITORY, Registered

FIXTURES = "tests/fixtures/fts"
PAGE = f"{FIXTURES}/fts-flows-jordan-2020-page-2.json"
INCOMING, INTERNAL = f"{FIXTURES}/fts_incoming_funding_jor.csv", f"{FIXTURES}/fts_internal_funding_jor.csv"
GROWN = 100


def flows(paths: Sequence[Path]) -> Mapping[str, int]:
    count = 0
    for path in paths:
        if path.suffix == ".json":
            count += len(json.loads(path.read_bytes())["data"]["flows"])
        else:
            with path.open(encoding="utf-8", newline="") as stream:
                count += sum(1 for _ in csv.DictReader(stream))
    return {"flow": count}


def many_flows(folder: Path) -> Sequence[Path]:
    """The page's flows many times, under other ids."""
    path = folder / "flows.json"
    page = json.loads((REPOSITORY / PAGE).read_bytes())
    with path.open("w", encoding="utf-8") as stream:
        stream.write('{"status": "ok", "data": {"flows": [')
        for n in range(GROWN):
            copies = [{**flow, "id": f"{n}{flow['id']}"} for flow in page["data"]["flows"]]
            stream.write(("," if n else "") + json.dumps(copies)[1:-1])
        stream.write("]}}")
    return (path,)


def many_rows(folder: Path) -> Sequence[Path]:
    """The table's rows many times, under other ids."""
    path = folder / "incoming.csv"
    with (REPOSITORY / INCOMING).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        for n in range(GROWN):
            writer.writerows({**row, "id": f"{n}{row['id']}"} for row in rows)
    return (path,)


FILES = [
    Registered("FTS, an answer of the API", "fts", (PAGE,), flows, grow=many_flows),
    Registered("FTS, tables of a country", "fts", (INCOMING, INTERNAL), flows, grow=many_rows),
    Registered("FTS, the same flows in both forms", "fts", (INCOMING, INTERNAL, PAGE), flows),
]
