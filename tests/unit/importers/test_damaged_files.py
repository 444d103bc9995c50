"""Real files with random damage: every answer is a refusal of the file or complete records, never anything else."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from graphsvc.errors import UnreadableFile
from graphsvc.kinds import Kinds
from graphsvc.model.records import ActorRecord, Item, RowIssue, Tally, TieRecord
from importers.importer import Importer, Reading
from importers.registry import importer

ROOT = Path(__file__).parents[3]
CAFOD = ROOT / "tests/fixtures/iati/cafod-v1.00-names-only-negative-amounts.xml"
MIXED = ROOT / "tests/fixtures/iati/mixed-publishers-iom-usstate-fcdo-ec.xml"
PEOPLE = ROOT / "samples/us-congress/legislators-current.yaml"
ODD = [
    "",
    " ",
    "\u202e",
    "-",
    "0",
    "NaN",
    "1e9",
    "9" * 30,
    "2024-02-30",
    "&amp;",
    "\u00a0",
    "\n",
    "*a",
    "&a ",
    "[",
    "{",
]
VALUE = re.compile(r'="([^"]*)"|>([^<>]+)<')
LEAF = re.compile(r"<([a-z-]+)(?: [^<>]*)?/>|<([a-z-]+)(?: [^<>]*)?>[^<]*</\2>")


def damaged_xml(path: Path, chance: random.Random) -> str:
    text = path.read_text("utf-8")
    activities = re.findall(r"<iati-activity .*?</iati-activity>", text, re.DOTALL)
    text = text[: text.index("<iati-activity ")] + "".join(chance.sample(activities, 2)) + "</iati-activities>"
    for _ in range(chance.randint(1, 6)):
        if chance.random() < 0.6:
            found = chance.choice(list(VALUE.finditer(text)))
            group = 1 if found[1] is not None else 2
            text = text[: found.start(group)] + chance.choice(ODD) + text[found.end(group) :]
        else:
            found = chance.choice(list(LEAF.finditer(text)))
            text = text[: found.start()] + found[0] * chance.choice([0, 2]) + text[found.end() :]
    return text


def damaged_yaml(path: Path, chance: random.Random) -> str:
    people = path.read_text("utf-8").split("\n- ")[1:]
    text = "- " + "\n- ".join(chance.sample(people, 2))
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(text))
        text = text[:at] + chance.choice(ODD) + text[at + chance.choice([0, 1, 5]) :]
    return text


def check(reader: Importer, path: Path) -> None:
    items: list[Item] = []
    refusal: UnreadableFile | None = None
    try:
        items = list(reader.read([path], Reading(Kinds.load())))
    except UnreadableFile as error:
        refusal = error
    assert refusal is None or (refusal.rule and refusal.hint)
    ties = [item for item in items if isinstance(item, TieRecord)]
    keys = [item.key for item in items if isinstance(item, ActorRecord)]
    refused = {item.place for item in items if isinstance(item, RowIssue) and item.is_refusal}
    assert len(set(keys)) == len(keys)
    assert len({tie.key for tie in ties}) == len(ties)
    assert {end for tie in ties for end in (tie.ego, tie.alter)} <= set(keys)
    assert sum(item.skipped for item in items if isinstance(item, Tally)) == len(refused)


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_iati_file_is_refused_or_wholly_accounted_for(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    path = tmp_path / "activities.xml"
    path.write_text(damaged_xml(chance.choice([CAFOD, MIXED]), chance), "utf-8")

    check(importer("iati"), path)


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_file_of_legislators_is_refused_or_wholly_accounted_for(seed: int, tmp_path: Path) -> None:
    path = tmp_path / "people.yaml"
    path.write_text(damaged_yaml(PEOPLE, random.Random(seed)), "utf-8")

    check(importer("legislators"), path)
