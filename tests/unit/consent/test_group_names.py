"""Names of groups: who sees them, what replaces them, and what is refused."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from graphsvc.access import Scope
from graphsvc.consent.consent import FILE_NAME, Consent
from graphsvc.consent.group_names import FIRST_ID, LAST_ID, LONGEST_GROUP_NAME, MOST_NAMES, TooManyNames
from graphsvc.errors import InvalidValue, NotFound, PlaceUnfit, TextMissing, TextNotShown, TextTooLong
from tests.introductions import CLOSED, INES, OTHER, ROSA, SOUTHERN
from tests.signing_in import Clock

ADA, BEN = frozenset({"a-ada", "wikidata:Qada"}), frozenset({"a-ben"})


def give(consent: Consent, name: str = "The harbour towns", scope: Scope = CLOSED) -> None:
    consent.group_names.give("p-rosa", scope, name, [ADA, BEN])


def test_a_name_is_seen_by_those_who_see_its_scope(consent: Consent) -> None:
    give(consent, "  The\nharbour   towns ")

    (kept,) = consent.group_names.seen_by(ROSA)
    assert (kept.name, kept.scope, set(kept.members)) == ("The harbour towns", CLOSED, {ADA, BEN})
    assert consent.group_names.seen_by(OTHER) == (kept,)
    assert [consent.group_names.seen_by(viewer) for viewer in (INES, SOUTHERN)] == [(), ()]


def test_the_same_members_in_one_scope_have_one_name(consent: Consent, clock: Clock) -> None:
    give(consent)
    consent.group_names.give("p-other", CLOSED, "Harbours", [BEN, ADA])
    clock.now += 1
    give(consent, "For all", Scope("north", "public"))

    assert [kept.name for kept in consent.group_names.seen_by(ROSA)] == ["Harbours", "For all"]


def test_a_name_is_taken_away_by_those_who_see_it(consent: Consent) -> None:
    give(consent)
    (kept,) = consent.group_names.seen_by(ROSA)
    for viewer in (INES, SOUTHERN):
        with pytest.raises(NotFound):
            consent.group_names.drop(viewer, kept.id)

    consent.group_names.drop(OTHER, kept.id)

    assert consent.group_names.seen_by(ROSA) == ()
    with pytest.raises(NotFound):
        consent.group_names.drop(OTHER, kept.id)


@pytest.mark.parametrize(
    ("name", "error"),
    [(" ", TextMissing), ("x" * (LONGEST_GROUP_NAME + 1), TextTooLong), ("a\x07b", TextNotShown)],
)
def test_a_name_that_cannot_be_shown_is_refused(consent: Consent, name: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        give(consent, name)

    assert not consent.group_names.any()


def test_a_group_of_nobody_and_a_sealed_place_are_refused(consent: Consent) -> None:
    with pytest.raises(InvalidValue, match="without anybody"):
        consent.group_names.give("p-rosa", CLOSED, "Nobody", [])
    with pytest.raises(PlaceUnfit):
        give(consent, scope=Scope("north", "sealed"))


def test_there_is_an_end_to_names(consent: Consent, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graphsvc.consent.group_names.MOST_NAMES", 2)
    for number in range(2):
        clock.now += 1
        consent.group_names.give("p-rosa", CLOSED, f"Name {number}", [frozenset({f"a{number}"})])
    with pytest.raises(TooManyNames):
        give(consent)

    clock.now += 1
    consent.group_names.give("p-rosa", CLOSED, "Another name", [frozenset({"a1"})])

    assert [kept.name for kept in consent.group_names.seen_by(ROSA)] == ["Name 0", "Another name"]
    assert MOST_NAMES == 500


def test_names_of_another_scope_change_neither_the_end_nor_an_id(
    consent: Consent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graphsvc.consent.group_names.MOST_NAMES", 2)
    public = Scope("north", "public")
    for number in range(2):
        consent.group_names.give("p-rosa", CLOSED, f"Name {number}", [frozenset({f"a{number}"})])
        consent.group_names.give("p-rosa", public, f"Name {number}", [frozenset({f"a{number}"})])

    ids = [kept.id for kept in consent.group_names.seen_by(ROSA)]

    assert len(set(ids)) == 4
    assert all(FIRST_ID <= one <= LAST_ID for one in ids)
    assert max(ids) - min(ids) > 4


def test_a_file_that_counted_its_names_gives_them_other_ids(tmp_path: Path, clock: Clock) -> None:
    older = Consent.open(tmp_path, clock)
    give(older)
    give(older, "For all", Scope("north", "public"))
    older.close()
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as file, file:
        ids = [one for (one,) in file.execute("SELECT id FROM group_name")]
        file.executemany("UPDATE group_name SET id = ? WHERE id = ?", list(enumerate(ids, 1)))
        file.execute("PRAGMA user_version = 2")

    newer = Consent.open(tmp_path, clock)
    kept = newer.group_names.seen_by(ROSA)

    assert {one.name for one in kept} == {"The harbour towns", "For all"}
    assert all(FIRST_ID <= one.id <= LAST_ID for one in kept)
    newer.close()


def test_a_file_with_a_name_is_not_empty(consent: Consent, tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "other").mkdir()
    fresh = Consent.open(tmp_path / "other", clock)
    give(fresh)

    assert not fresh.is_empty()
    fresh.close()
