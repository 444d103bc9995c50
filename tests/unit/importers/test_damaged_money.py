"""Files of grants and flows with random damage: a refusal of the file, or an account of every record in it."""

from __future__ import annotations

import csv
import json
import random
from pathlib import Path
from typing import Any

import pytest

from importers.registry import importer
from tests.unit.importers.test_damaged_files import ODD, check

FIXTURES = Path(__file__).parents[2] / "fixtures"
ANSWERS = {
    "fts": (FIXTURES / "fts/fts-flows-jordan-2020-page-2.json", ("data", "flows")),
    "360giving": (FIXTURES / "360giving/lloyds-bank-foundation-migration-grants.json", ("grants",)),
}
TABLES = {
    "fts": FIXTURES / "fts/fts_incoming_funding_jor.csv",
    "360giving": FIXTURES / "360giving/lloyds-bank-foundation-migration-grants.csv",
    "usaspending": FIXTURES / "usaspending/subawards.csv",
    "foreignassistance": FIXTURES / "foreignassistance/transactions.csv",
}
ODD_VALUES: list[Any] = [*ODD, None, True, 0, -1.5, 10**30, 1e300, [], [None], [[]], {}, {"name": None}, [{"type": []}]]


def damage(value: Any, chance: random.Random) -> Any:
    """Replaces, drops or repeats something somewhere inside."""
    if chance.random() < 0.3 or not isinstance(value, dict | list) or not value:
        return chance.choice(ODD_VALUES)
    if isinstance(value, dict):
        key = chance.choice(list(value))
        rest = {name: inner for name, inner in value.items() if name != key}
        return rest if chance.random() < 0.2 else {**rest, key: damage(value[key], chance)}
    at = chance.randrange(len(value))
    if chance.random() < 0.2:
        return [*value, value[at]]
    return [*value[:at], damage(value[at], chance), *value[at + 1 :]]


def cut(text: str, chance: random.Random) -> str:
    """The text, or now and then the beginning of it."""
    return text[: chance.randrange(len(text))] if chance.random() < 0.1 else text


@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_answer_is_refused_or_wholly_accounted_for(name: str, seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    path, keys = ANSWERS[name]
    records: Any = json.loads(path.read_bytes())
    for key in keys:
        records = records[key]
    records = [damage(record, chance) for record in chance.sample(records, 4)]
    whole: Any = records
    for key in reversed(keys):
        whole = {key: whole}
    file = tmp_path / "answer.json"
    file.write_text(cut(json.dumps(whole), chance), "utf-8")

    check(importer(name), file)


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_table_is_refused_or_wholly_accounted_for(name: str, seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    with TABLES[name].open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)
    rows = [list(row) for row in chance.sample(rows, 4)]
    for _ in range(chance.randint(1, 8)):
        row = chance.choice(rows)
        row[chance.randrange(len(row))] = chance.choice(ODD)
    file = tmp_path / "table.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, *rows])
    file.write_text(cut(file.read_text("utf-8"), chance), "utf-8")

    check(importer(name), file)
