"""The legislators importer on the shipped files, against counts made by PyYAML alone, and on small invented ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from graphsvc.errors import UnreadableFile, WrongUse
from graphsvc.kinds import Kinds
from graphsvc.model.records import ActorRecord, Item, RowIssue, Tally, TieRecord
from graphsvc.model.values import Period, Status
from importers.importer import Reading
from importers.legislators.importer import LEGISLATORS

SAMPLES = Path(__file__).parents[3] / "samples/us-congress"
PEOPLE = SAMPLES / "legislators-current.yaml"
COMMITTEES = SAMPLES / "committees-current.yaml"
MEMBERS = SAMPLES / "committee-membership-current.yaml"


def read(*paths: Path, **choices: str) -> list[Item]:
    return list(LEGISLATORS.read(paths, Reading(Kinds.load(), choices=choices)))


@cache
def congress() -> tuple[Item, ...]:
    return tuple(read(MEMBERS, PEOPLE, COMMITTEES))


@cache
def plain(path: Path) -> Any:
    with path.open(encoding="utf-8") as file:
        return yaml.load(file, Loader=yaml.CBaseLoader)


def actors(items: Sequence[Item]) -> dict[str, ActorRecord]:
    return {item.key: item for item in items if isinstance(item, ActorRecord)}


def ties(items: Sequence[Item], kind: str, ego: str | None = None) -> list[TieRecord]:
    found = [item for item in items if isinstance(item, TieRecord) and item.kind == kind]
    return [item for item in found if ego is None or item.ego == ego]


def test_every_unit_of_the_files_is_counted_and_kept() -> None:
    people, committees, members = plain(PEOPLE), plain(COMMITTEES), plain(MEMBERS)
    expected = {
        "legislator": len(people),
        "term": sum(len(person["terms"]) for person in people),
        "leadership role": sum(len(person.get("leadership_roles", [])) for person in people),
        "committee": len(committees),
        "subcommittee": sum(len(committee.get("subcommittees", [])) for committee in committees),
        "membership": sum(len(entries) for entries in members.values()),
    }

    tallies = {item.unit: (item.read, item.kept, item.skipped) for item in congress() if isinstance(item, Tally)}

    assert tallies == {unit: (count, count, 0) for unit, count in expected.items()}
    assert expected["legislator"] == 537
    assert expected["membership"] == 3879


def test_ties_have_keys_of_their_own_and_two_known_ends() -> None:
    found = [item for item in congress() if isinstance(item, TieRecord)]

    assert len({tie.key for tie in found}) == len(found)
    assert {end for tie in found for end in (tie.ego, tie.alter)} <= set(actors(congress()))
    assert len(actors(congress())) == sum(isinstance(item, ActorRecord) for item in congress())


def test_every_record_says_where_it_stands_and_how_it_stood() -> None:
    records = [item for item in congress() if isinstance(item, ActorRecord | TieRecord)]

    assert all(record.place.locator and record.raw for record in records)
    assert {record.place.file for record in records} == {PEOPLE.name, COMMITTEES.name, MEMBERS.name}


def test_the_order_of_the_files_does_not_matter() -> None:
    assert read(PEOPLE, COMMITTEES, MEMBERS) == list(congress())


def test_each_person_sits_where_the_file_says() -> None:
    expected = Counter((entry["bioguide"], committee) for committee, group in plain(MEMBERS).items() for entry in group)

    found = Counter(
        (tie.ego.removeprefix("bioguide:"), tie.alter.removeprefix("committee:")) for tie in ties(congress(), "sits_on")
    )

    assert found == expected


def test_mark_kelly_and_mike_kelly_are_two_people_in_two_chambers() -> None:
    known = actors(congress())
    kellys = sorted(record.names[0].value for record in known.values() if record.names[0].value.endswith(" Kelly"))

    assert kellys == ["Mark Kelly", "Mike Kelly", "Robin L. Kelly", "Trent Kelly"]
    assert known["bioguide:K000376"].names[0].value == "Mike Kelly"
    assert ties(congress(), "holds_position", "bioguide:K000377")[-1].alter == "position:sen-AZ"
    assert ties(congress(), "holds_position", "bioguide:K000376")[-1].alter == "position:rep-PA-16"
    assert known["position:rep-PA-16"].names[0].value == "Representative for Pennsylvania's 16th district"


def test_a_term_that_is_over_ends_its_tie() -> None:
    terms = ties(congress(), "holds_position", "bioguide:K000377")

    assert [(term.period, term.status) for term in terms] == [
        (Period.parse("2020-12-02", "2023-01-03"), Status.ENDED),
        (Period.parse("2023-01-03", "2029-01-03"), Status.REALISED),
    ]


def test_a_change_of_party_is_two_memberships() -> None:
    parties = ties(congress(), "member_of", "bioguide:V000133")

    assert [(tie.alter, tie.period.start and tie.period.start.text, tie.status) for tie in parties] == [
        ("party:democratic", "2019-01-03", Status.ENDED),
        ("party:republican", "2019-12-19", Status.REALISED),
    ]


def test_independents_are_members_of_no_party() -> None:
    sanders = next(key for key, record in actors(congress()).items() if record.names[0].value == "Bernard Sanders")

    assert ties(congress(), "member_of", sanders) == []
    assert ("party", "Independent") in actors(congress())[sanders].attributes


def test_a_subcommittee_is_part_of_its_committee_and_that_of_its_chamber() -> None:
    whole = {tie.ego: tie.alter for tie in ties(congress(), "part_of")}

    assert whole["committee:HSFA16"] == "committee:HSFA"
    assert whole["committee:HSFA"] == "chamber:house"
    assert whole["chamber:house"] == whole["committee:JSEC"] == "congress"
    names = Counter(record.names[0].value for key, record in actors(congress()).items() if key.startswith("committee:"))
    assert set(names.values()) == {1}


def test_private_facts_of_members_are_not_read() -> None:
    private = {person["bio"]["birthday"] for person in plain(PEOPLE)} | {
        term[field]
        for person in plain(PEOPLE)
        for term in person["terms"]
        for field in ("phone", "address", "contact_form")
        if field in term
    }
    starts = {term[field] for person in plain(PEOPLE) for term in person["terms"] for field in ("start", "end")}

    texts = {
        value
        for item in congress()
        if isinstance(item, ActorRecord | TieRecord)
        for _, value in (*item.raw, *item.attributes)
    }

    assert not texts & (private - starts)


def test_memberships_hold_on_the_day_that_is_given() -> None:
    items = read(PEOPLE, COMMITTEES, MEMBERS, **{"as-of": "2026-06-15"})

    assert {tie.period for tie in ties(items, "sits_on")} == {Period.parse(None, "2026-06-15")}
    assert {tie.period for tie in ties(congress(), "sits_on")} == {Period()}


def test_people_are_known_by_their_memberships_where_no_file_of_people_is_given() -> None:
    items = read(COMMITTEES, MEMBERS)

    kelly = actors(items)["bioguide:K000377"]
    assert (kelly.kind, kelly.names[0].value) == ("person", "Mark Kelly")
    assert len(ties(items, "sits_on")) == 3879


def write(folder: Path, name: str, value: object) -> Path:
    path = folder / name
    path.write_text(yaml.safe_dump(value), "utf-8")
    return path


def person(bioguide: str, *terms: dict[str, object], **more: object) -> dict[str, object]:
    return {"id": {"bioguide": bioguide}, "name": {"first": "Ana", "last": "Alba"}, "terms": list(terms), **more}


def test_a_membership_of_somebody_unknown_is_an_issue(tmp_path: Path) -> None:
    people = write(tmp_path, "people.yaml", [person("A000001")])
    committees = write(tmp_path, "committees.yaml", [{"type": "house", "name": "House Test", "thomas_id": "HSXX"}])
    members = write(
        tmp_path,
        "members.yaml",
        {
            "HSXX": [{"bioguide": "A000001"}, {"bioguide": "Z000001"}, {"name": "Nobody"}],
            "HSYY": [{"bioguide": "A000001"}],
        },
    )

    items = read(people, committees, members)

    assert [(item.rule, item.place.locator) for item in items if isinstance(item, RowIssue)] == [
        ("membership.unknown-person", "HSXX/2"),
        ("field.missing", "HSXX/3"),
        ("membership.unknown-committee", "HSYY/1"),
    ]
    assert Tally("membership", 4, 1, 3) in items


def test_members_without_the_file_of_committees_are_refused() -> None:
    with pytest.raises(UnreadableFile) as refusal:
        read(PEOPLE, MEMBERS)

    assert refusal.value.rule == "legislators.no-committees"


def test_delegates_and_members_at_large_have_their_own_words(tmp_path: Path) -> None:
    term = {"type": "rep", "start": "2025-01-03", "end": "2027-01-03", "district": "0", "party": "Alba Party"}
    people = [person(f"A00000{number}", {**term, "state": state}) for number, state in enumerate(("PR", "GU", "AK"))]

    found = actors(read(write(tmp_path, "people.yaml", people)))

    assert [record.names[0].value for record in found.values() if record.kind == "position"] == [
        "Resident Commissioner of Puerto Rico",
        "Delegate for Guam",
        "Representative for Alaska (at large)",
    ]
    assert "party:alba party" in found


def test_fields_that_are_not_known_are_said_once(tmp_path: Path) -> None:
    people = [person("A000001", hobby="chess"), person("A000002", hobby="go")]

    items = read(write(tmp_path, "people.yaml", people))

    notes = [(item.rule, item.column, item.is_refusal) for item in items if isinstance(item, RowIssue)]
    assert notes == [("field.unknown", "hobby", False)]


@pytest.mark.parametrize("choices", [{"as-of": "soon"}, {"when": "2026"}])
def test_a_choice_that_is_not_known_is_said(choices: dict[str, str]) -> None:
    with pytest.raises(WrongUse):
        read(PEOPLE, **choices)


def test_committees_that_cannot_be_used_are_issues_and_the_others_go_on(tmp_path: Path) -> None:
    good = {"type": "joint", "name": "Joint Test", "thomas_id": "JSXX", "subcommittees": [{"name": "No id"}]}
    bad = [{"type": "street", "name": "Test", "thomas_id": "HSYY"}, {"type": "house", "name": "No id"}]

    items = read(
        write(tmp_path, "committees.yaml", [good, *bad, "text"]),
        write(tmp_path, "members.yaml", {"JSXX": [{"bioguide": "A000001"}], "JSZZ": "nobody"}),
    )

    assert [(item.rule, item.place.locator) for item in items if isinstance(item, RowIssue)] == [
        ("field.missing", "JSXX/subcommittees/1"),
        ("committee.unknown-type", "HSYY"),
        ("field.missing", "[3]"),
        ("field.shape", "[4]"),
        ("field.shape", "JSZZ"),
    ]
    assert actors(items)["bioguide:A000001"].names[0].value == "A000001"
