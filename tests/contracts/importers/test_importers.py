"""What every importer promises, on real files. A new importer registers its files in a module `files_*.py` here."""

from __future__ import annotations

import tracemalloc
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from graphsvc.kinds import Kinds
from graphsvc.model.records import ActorRecord, Item, RowIssue, Tally, TieRecord
from importers.importer import Reading
from importers.registry import IMPORTERS, importer
from tests.contracts.importers.registered import REPOSITORY, Registered, all_registered

CHARACTERS_OF_RAW = 4_000
each = pytest.mark.parametrize("registered", all_registered(), ids=lambda registered: registered.name)


def reading_of(registered: Registered, *, is_mapped: bool = True) -> Reading:
    mapping = REPOSITORY / registered.mapping if registered.mapping and is_mapped else None
    return Reading(Kinds.load(), mapping=mapping, choices=registered.choices)


def read(registered: Registered) -> Sequence[Item]:
    return list(importer(registered.importer).read(registered.paths, reading_of(registered)))


@cache
def items_of(name: str) -> Sequence[Item]:
    return read(next(registered for registered in all_registered() if registered.name == name))


def of_sort(registered: Registered, sort: type) -> list[Item]:
    return [item for item in items_of(registered.name) if isinstance(item, sort)]


def test_every_importer_has_files_in_this_contract() -> None:
    assert {registered.importer for registered in all_registered()} == set(IMPORTERS)


def test_the_files_ship_with_the_program() -> None:
    missing = [path for registered in all_registered() for path in registered.paths if not path.is_file()]

    assert missing == []


@each
def test_an_importer_gives_records_issues_and_tallies_only(registered: Registered) -> None:
    assert {type(item) for item in items_of(registered.name)} <= {ActorRecord, TieRecord, RowIssue, Tally}


@each
def test_every_unit_of_the_file_is_counted_once(registered: Registered) -> None:
    tallies = {item.unit: item.read for item in items_of(registered.name) if isinstance(item, Tally)}

    assert tallies == dict(registered.count(registered.paths))


@each
def test_what_was_read_was_kept_or_skipped(registered: Registered) -> None:
    tallies = [item for item in items_of(registered.name) if isinstance(item, Tally)]

    assert tallies
    assert [t for t in tallies if t.read != t.kept + t.skipped or min(t.read, t.kept, t.skipped) < 0] == []
    assert [unit for unit, times in Counter(tally.unit for tally in tallies).items() if times > 1] == []


@each
def test_every_skipped_unit_has_a_reason_at_its_place(registered: Registered) -> None:
    items = items_of(registered.name)
    skipped = sum(item.skipped for item in items if isinstance(item, Tally))
    refused = {item.place for item in items if isinstance(item, RowIssue) and item.is_refusal}

    assert len(refused) >= skipped
    assert skipped or not refused


@each
def test_reading_twice_gives_the_same(registered: Registered) -> None:
    assert read(registered) == list(items_of(registered.name))


@each
def test_both_ends_of_every_tie_are_actors_of_the_import(registered: Registered) -> None:
    keys = {item.key for item in items_of(registered.name) if isinstance(item, ActorRecord)}
    ties = [item for item in items_of(registered.name) if isinstance(item, TieRecord)]

    assert [tie.place for tie in ties if tie.ego not in keys or tie.alter not in keys] == []


@each
def test_keys_are_unique(registered: Registered) -> None:
    for sort in (ActorRecord, TieRecord):
        keys = Counter(item.key for item in of_sort(registered, sort) if isinstance(item, ActorRecord | TieRecord))

        assert [key for key, times in keys.items() if times > 1] == []


@each
def test_every_record_says_where_it_stands_and_what_stood_there(registered: Registered) -> None:
    names = {path.name for path in registered.paths}
    records = [item for item in items_of(registered.name) if isinstance(item, ActorRecord | TieRecord)]

    assert records
    assert [r.key for r in records if r.place.file not in names or not r.place.locator] == []
    assert [record.place for record in records if not record.raw] == []
    sizes = (sum(len(name) + len(text) for name, text in record.raw) for record in records)
    assert max(sizes) <= CHARACTERS_OF_RAW


@each
def test_every_kind_and_role_is_one_of_the_registry(registered: Registered) -> None:
    kinds = Kinds.load()
    actors = [item for item in items_of(registered.name) if isinstance(item, ActorRecord)]
    ties = [item for item in items_of(registered.name) if isinstance(item, TieRecord)]

    assert {actor.kind for actor in actors} <= set(kinds.actors)
    assert {role for actor in actors for role in actor.roles} <= set(kinds.roles)
    assert {tie.kind for tie in ties} <= set(kinds.ties)
    assert [tie.place for tie in ties if tie.money is not None and not kinds.tie(tie.kind).flow] == []


@each
def test_every_issue_names_its_file_rule_and_way_out(registered: Registered) -> None:
    names = {path.name for path in registered.paths}
    issues = [item for item in items_of(registered.name) if isinstance(item, RowIssue)]

    assert [issue for issue in issues if issue.place.file not in names or "." not in issue.rule] == []
    assert [issue for issue in issues if not issue.advice or len(issue.value or "") > 200] == []


@pytest.mark.parametrize("registered", [r for r in all_registered() if r.grow], ids=lambda registered: registered.name)
def test_memory_does_not_grow_with_the_file(registered: Registered, tmp_path: Path) -> None:
    assert registered.grow is not None
    paths = registered.grow(tmp_path)
    size = sum(path.stat().st_size for path in paths)
    reading = reading_of(registered, is_mapped=False)

    tracemalloc.start()
    for _ in importer(registered.importer).read(paths, reading):
        pass
    _, highest = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert highest < registered.most_grown_bytes < size
