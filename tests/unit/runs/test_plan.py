from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.access import Scope, Sensitivity, Viewer
from graphsvc.errors import InvalidValue, UnreadableFile
from graphsvc.export import export_lines
from graphsvc.ids import tie_statement_id
from graphsvc.model.records import Item
from graphsvc.model.values import Identifier, Name
from graphsvc.runs.plan import Rules
from graphsvc.runs.spool import Differences
from graphsvc.store.protocol import GraphStore
from tests.unit.runs.files import (
    SURVEY,
    Contents,
    actor,
    contents,
    everything_live,
    imported,
    network_of,
    planned,
    refusal,
    tally,
    tie,
)

PAIR = (actor("ana"), actor("bea"))


def test_a_first_edition_is_new(store: GraphStore, tmp_path: Path) -> None:
    with planned(store, (*PAIR, tie("ana", "bea")), tmp_path) as plan:
        assert plan.differences == Differences(new_actors=2, new_ties=1)
        assert plan.stops == ()


def test_planning_changes_nothing_in_the_store(store: GraphStore, tmp_path: Path) -> None:
    before = store.digest()

    planned(store, network_of(20), tmp_path).close()

    assert store.digest() == before


def test_ties_may_come_before_their_actors(store: GraphStore, tmp_path: Path) -> None:
    with planned(store, (tie("ana", "bea"), *PAIR), tmp_path) as plan:
        assert plan.differences.new_ties == 1


def test_a_tie_without_its_end_is_refused_and_named(store: GraphStore, tmp_path: Path) -> None:
    with planned(store, (*PAIR, tie("ana", "cleo", row=7)), tmp_path) as plan:
        issues = list(plan.spool.issues())

    assert [(issue.rule, str(issue.place)) for issue in issues] == [("tie.unknown-end", "survey.csv, row 7")]
    assert issues[0].advice.startswith("The second end is no actor")
    assert plan.refused == 1


def test_a_key_that_comes_twice_with_other_contents_is_refused(store: GraphStore, tmp_path: Path) -> None:
    items = (*PAIR, actor("ana", name="Ana Two", row=5), tie("ana", "bea"), tie("ana", "bea", start="2019", row=6))

    with planned(store, items, tmp_path) as plan:
        rules = [(issue.rule, issue.place.locator) for issue in plan.spool.issues()]

    assert rules == [("actor.key-twice", "row 5"), ("tie.key-twice", "row 6")]
    assert plan.differences == Differences(new_actors=2, new_ties=1)


def test_the_same_actor_named_again_is_one_actor_and_no_issue(store: GraphStore, tmp_path: Path) -> None:
    with planned(store, (*PAIR, *PAIR), tmp_path) as plan:
        assert plan.differences == Differences(new_actors=2)
        assert list(plan.spool.issues()) == []


def test_the_same_tie_again_is_kept_once_with_a_remark(store: GraphStore, tmp_path: Path) -> None:
    with planned(store, (*PAIR, tie("ana", "bea"), tie("ana", "bea", row=9)), tmp_path) as plan:
        assert [(issue.rule, issue.is_refusal) for issue in plan.spool.issues()] == [("tie.repeated", False)]
        assert (plan.differences.new_ties, plan.refused) == (1, 0)


def test_kinds_and_roles_that_nobody_knows_are_refused(store: GraphStore, tmp_path: Path) -> None:
    items = (
        *PAIR,
        replace(actor("cleo"), kind="alien"),
        replace(actor("dora"), roles=frozenset({"wizard"})),
        tie("ana", "bea", kind="enchants"),
    )

    with planned(store, items, tmp_path) as plan:
        found = [(issue.rule, issue.value) for issue in plan.spool.issues()]

    assert found == [
        ("actor.unknown-kind", "alien"),
        ("actor.unknown-role", "wizard"),
        ("tie.unknown-kind", "enchants"),
    ]


def test_half_of_a_two_part_character_is_refused_and_does_not_crash(store: GraphStore, tmp_path: Path) -> None:
    broken = replace(actor("ana"), names=(Name("\ud800"),), identifiers=(Identifier("local", "x"),))

    with planned(store, (broken, replace(tie("a", "b"), note="\udc00")), tmp_path) as plan:
        assert {issue.rule for issue in plan.spool.issues()} == {"text.not-unicode"}


def test_one_sealed_row_refuses_the_whole_file(store: GraphStore, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())

    with pytest.raises(UnreadableFile, match=r"survey\.csv, row 4") as refused:
        planned(store, (*PAIR, actor("cleo", row=4, sensitivity=Sensitivity.SEALED)), tmp_path)

    assert refused.value.rule == "sensitivity.sealed"
    assert sorted(tmp_path.iterdir()) == before


def test_a_sealed_source_is_refused(store: GraphStore, tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match="sealed"):
        planned(store, PAIR, tmp_path, source=replace(SURVEY, sensitivity=Sensitivity.SEALED))


@pytest.mark.parametrize(
    ("source", "row", "ends", "expected"),
    [
        ("public", None, (None, None), "public"),
        ("members", None, (None, None), "members"),
        ("public", "restricted", (None, None), "restricted"),
        ("restricted", "public", (None, None), "restricted"),
        ("public", None, ("members", None), "members"),
        ("public", "members", (None, "restricted"), "restricted"),
        ("members", "public", ("public", "public"), "members"),
    ],
)
def test_a_tie_is_as_closed_as_source_row_and_ends(
    store: GraphStore,
    tmp_path: Path,
    source: str,
    row: str | None,
    ends: tuple[str | None, str | None],
    expected: str,
) -> None:
    said = replace(SURVEY, sensitivity=Sensitivity.parse(source))
    levels = [level and Sensitivity.parse(level) for level in (*ends, row)]
    items = (
        tie("ana", "bea", kind="funds", sensitivity=levels[2]),
        actor("ana", sensitivity=levels[0]),
        actor("bea", sensitivity=levels[1]),
    )

    imported(store, items, tmp_path, source=said)

    assert scope_of_tie(store) == Scope("own", expected)


def test_a_kind_that_is_closed_by_default_closes_ties_that_say_nothing(store: GraphStore, tmp_path: Path) -> None:
    items = (*PAIR, tie("ana", "bea", kind="knows", key="t"))

    imported(store, items, tmp_path)

    assert scope_of_tie(store) == Scope("own", "restricted")


def test_more_than_a_fifth_refused_stops(store: GraphStore, tmp_path: Path) -> None:
    rules = Rules()

    with planned(store, (*PAIR, tally(10, 2)), tmp_path, rules=rules) as a_fifth:
        assert a_fifth.stops == ()
    with planned(store, (*PAIR, tally(10, 3)), tmp_path, rules=rules) as more:
        assert [stop.code for stop in more.stops] == ["import.refused"]


def test_what_only_repeats_is_no_loss_however_often(store: GraphStore, tmp_path: Path) -> None:
    again = tuple(replace(refusal(row), rule="flow.repeated") for row in range(3, 90))
    with planned(store, (*PAIR, *again, tally(89, 87)), tmp_path, rules=Rules()) as repeated:
        assert repeated.stops == ()
        assert repeated.refused == 87
    lost = (*PAIR, *again, refusal(90), tally(90, 88))
    with planned(store, lost, tmp_path, rules=Rules()) as third:
        assert [str(stop).startswith("1 of 3 units") for stop in third.stops] == [True]


def test_one_refused_row_stops_a_strict_import(store: GraphStore, tmp_path: Path) -> None:
    with planned(store, (*PAIR, refusal(), tally(100, 1)), tmp_path, rules=Rules(is_strict=True)) as plan:
        assert len(plan.stops) == 1


def test_a_file_that_shrank_by_more_than_sixty_percent_needs_a_word(store: GraphStore, tmp_path: Path) -> None:
    imported(store, [actor(key) for key in "abcdefghij"], tmp_path)

    with planned(store, [actor(key) for key in "abcd"], tmp_path, rules=Rules()) as sixty:
        assert sixty.stops == ()
    with planned(store, [actor(key) for key in "abc"], tmp_path, rules=Rules()) as seventy:
        assert [stop.hint for stop in seventy.stops] == ["If the file is complete and meant so, add --accept-retiring."]
    with planned(store, [], tmp_path, rules=Rules(accepts_retiring=True)) as meant:
        assert meant.stops == ()


def test_a_file_that_is_refused_on_the_way_changes_nothing(store: GraphStore, tmp_path: Path) -> None:
    imported(store, network_of(5), tmp_path)
    before = store.digest()

    def cut_off() -> Iterator[Item]:
        yield from PAIR
        raise UnreadableFile("it ends too early.", file="survey.csv", rule="file.cut-off")

    with pytest.raises(UnreadableFile):
        planned(store, cut_off(), tmp_path)

    assert store.digest() == before


def test_nothing_of_a_spool_is_left_in_the_folder(store: GraphStore, tmp_path: Path) -> None:
    folder = tmp_path / "data"

    with planned(store, network_of(3_000), folder):
        assert list(folder.iterdir()) == []


def test_another_title_of_the_source_is_something_to_do(store: GraphStore, tmp_path: Path) -> None:
    imported(store, PAIR, tmp_path)

    with planned(store, PAIR, tmp_path, source=replace(SURVEY, retrieved_on="2024-01-02")) as later:
        assert later.has_nothing_to_do
    with planned(store, PAIR, tmp_path, source=replace(SURVEY, licence="CC0-1.0")) as licensed:
        assert licensed.renames_source


@given(first=contents(), second=contents())
def test_the_preview_equals_the_effect(new_store: object, tmp_path: Path, first: Contents, second: Contents) -> None:
    store = new_store()
    imported(store, first.items, tmp_path)
    before = everything_live(store)

    with planned(store, second.items, tmp_path) as plan:
        preview = plan.differences
    imported(store, second.items, tmp_path)

    after = everything_live(store)
    assert preview.new == len(after.keys() - before.keys())
    assert preview.retired == len(before.keys() - after.keys())
    assert preview.changed == sum(before[id_] != after[id_] for id_ in before.keys() & after.keys())
    assert preview.unchanged == sum(before[id_] == after[id_] for id_ in before.keys() & after.keys())
    assert len(after) == len(second.items)


@given(edition=contents(), data=st.data())
def test_the_order_of_rows_does_not_matter(
    new_store: object, tmp_path: Path, edition: Contents, data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(edition.items))
    one, other = new_store(), new_store()

    imported(one, edition.items, tmp_path)
    imported(other, shuffled, tmp_path)

    assert exported(one) == exported(other)


def scope_of_tie(store: GraphStore) -> Scope:
    operator = Viewer.operator()
    (tie_id,) = store.tie_columns(operator).ids
    (statement,) = store.tie_statements(operator, [tie_id])
    assert statement.id == tie_statement_id(SURVEY.id, statement.record.key)
    return statement.scope


def exported(store: GraphStore) -> bytes:
    return b"".join(export_lines(store, Viewer.operator()))
