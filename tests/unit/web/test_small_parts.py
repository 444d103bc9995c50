"""Budgets, kept texts and maps, answers as JSON, the description of the API, addresses, vendored files."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

import pytest

from graphsvc.access import Scope, Sensitivity
from graphsvc.identity.actors import Actor
from graphsvc.kinds import Kinds
from graphsvc.model.statements import ActorId
from graphsvc.model.values import Confidence, FlowClass, PartialDate, Status
from queries.neighbourhood import MapTie, NeighbourhoodAnswer, PlacedActor
from tests.networks import actor, source
from tests.signing_in import Clock
from web.actors import whole_number
from web.answers import as_json, plain
from web.budgets import Budget, Budgets, BudgetSpent
from web.kept_maps import KeptMaps
from web.maps import TieMap, ego_map
from web.marks import MARKS, mark_of
from web.openapi import describe_api
from web.pages import Page
from web.registry import PAGES
from web.static_files import VIS_NETWORK, static_folder
from web.typed_texts import TypedTexts

ROOT = Path(__file__).parents[3]


def test_a_budget_comes_back_with_time_and_others_are_not_touched() -> None:
    clock, budget = Clock(), Budget("tests", 6)
    budgets = Budgets(clock)
    for _ in range(6):
        budgets.spend("one", budget)

    with pytest.raises(BudgetSpent) as spent:
        budgets.spend("one", budget)
    budgets.spend("other", budget)
    clock.now += 10
    budgets.spend("one", budget)

    assert spent.value.retry_after_seconds == 10


def test_budgets_forget_who_has_not_asked_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.budgets.MOST_KEYS", 2)
    budgets, budget = Budgets(Clock()), Budget("tests", 1)

    for key in "abc":
        budgets.spend(key, budget)

    budgets.spend("a", budget)
    with pytest.raises(BudgetSpent):
        budgets.spend("c", budget)


def test_typed_texts_belong_to_one_visitor_for_half_a_day() -> None:
    clock = Clock()
    texts = TypedTexts(clock)
    token = texts.keep("ann", "one", budget_key="ann")

    assert texts.find("ann", token) == "one"
    assert texts.find("bob", token) is None
    clock.now += 12 * 3600 + 1
    assert texts.find("ann", token) is None


def test_who_types_without_end_pushes_out_only_their_own_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.typed_texts.MOST_OF_ONE", 2)
    texts = TypedTexts(Clock())
    others = texts.keep("bob", "other", budget_key="bob")
    tokens = [(f"cookie {n}", texts.keep(f"cookie {n}", str(n), budget_key="guest 192.0.2.1")) for n in range(3)]

    assert texts.find("bob", others) == "other"
    assert [texts.find(*token) for token in tokens] == [None, "1", "2"]


def test_when_all_texts_are_too_many_whoever_keeps_most_loses_the_oldest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.typed_texts.MOST_TEXTS", 3)
    texts = TypedTexts(Clock())
    others = texts.keep("bob", "other", budget_key="bob")
    tokens = [texts.keep("ann", str(n), budget_key="ann") for n in range(2)]
    last = texts.keep("eve", "last", budget_key="eve")

    assert (texts.find("bob", others), texts.find("eve", last)) == ("other", "last")
    assert [texts.find("ann", token) for token in tokens] == [None, "1"]


def test_maps_are_drawn_once_a_version_and_the_oldest_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.kept_maps.MOST_BYTES", 10)
    maps, drawn = KeptMaps(), []

    def draw(name: str) -> bytes:
        return maps.get((name, "root", 2, 60, "en"), lambda: drawn.append(name) or b"12345")

    assert [draw(name) for name in ("v1", "v1", "v2", "v3", "v1")] == [b"12345"] * 5
    assert drawn == ["v1", "v2", "v3", "v1"]


def test_answers_become_json_without_the_keys_of_a_source() -> None:
    statement = actor(source("north:a"), "secret-key", "Ada", country="MX")

    shown = plain(statement)

    assert shown["scope"] == "north/public"
    assert shown["record"]["names"] == [{"value": "Ada", "language": None, "kind": "name"}]
    assert {"key", "raw"} & set(shown["record"]) == set()
    assert "secret-key" not in json.dumps(shown["record"] | {"place": None})


def test_every_value_of_the_model_has_a_form_in_json() -> None:
    values = (
        *(Sensitivity.PUBLIC, FlowClass.PLEDGE, Status.PLANNED, PartialDate("2019-10"), Scope("a", "public")),
        *(Decimal("0.10"), frozenset({"b", "a"}), MappingProxyType({Status.ENDED: 1}), b"\x01\xff"),
        *(datetime(2024, 1, 2, tzinfo=UTC), None, True, float("nan")),
    )

    assert json.loads(as_json(values)) == [
        *("public", "pledge", "planned", "2019-10", "a/public", "0.10", ["a", "b"], {"ended": 1}, "01ff"),
        *("2024-01-02T00:00:00+00:00", None, True, None),
    ]
    with pytest.raises(TypeError):
        plain(object())


@pytest.mark.parametrize(
    ("text", "number"),
    [(None, 2), ("", 2), ("3", 3), ("99", 3), ("0", 1), ("-1", 2), ("1e9", 2), ("٣", 2), ("9999999", 2), ("x", 2)],
)
def test_numbers_in_addresses_stay_in_their_range(text: str | None, number: int) -> None:
    assert whole_number(text, 2, 1, 3) == number


@dataclass(frozen=True, slots=True)
class Inner:
    """A value inside of others."""

    name: str
    shown: FlowClass
    part: Inner | None = None


@dataclass(frozen=True, slots=True)
class Outer:
    """One field of every shape that answers have."""

    inner: Inner
    several: tuple[Inner, ...]
    mixed: tuple[Inner | FlowClass | str | None, ...]
    levels: tuple[Sensitivity, ...]
    listed: list[Inner]
    known: PartialDate
    amount: Decimal
    day: date
    scope: Scope
    by_level: dict[Sensitivity, Inner]
    read_only: MappingProxyType[str, tuple[Inner, ...]]
    words: frozenset[str]
    tie: object
    nothing: tuple[()] = ()
    number: float = 0.25
    is_so: bool = True
    digest: bytes = b"\x01"


def test_json_is_what_the_plain_value_is() -> None:
    inner = Inner("a", FlowClass.PLEDGE, Inner("b", FlowClass.BUDGET))
    value = Outer(
        inner=inner,
        several=(inner, inner),
        mixed=(inner, FlowClass.BUDGET, "c", None),
        levels=(Sensitivity.PUBLIC, Sensitivity.RESTRICTED),
        listed=[inner],
        known=PartialDate("2019"),
        amount=Decimal("1.10"),
        day=date(2024, 2, 29),
        scope=Scope("north", Sensitivity.MEMBERS),
        by_level={Sensitivity.PUBLIC: inner},
        read_only=MappingProxyType({"x": (inner,)}),
        words=frozenset({"b", "a"}),
        tie=actor(source(), "1", "Somebody").record,
    )

    assert json.loads(as_json(value)) == plain(value)
    assert json.loads(as_json([value, inner])) == plain([value, inner])
    assert "raw" not in plain(value)["tie"]
    with pytest.raises(TypeError):
        as_json(replace(value, tie=object()))


def placed(id_: str, kind: str, *roles: str, contacts: int = 1) -> PlacedActor:
    return PlacedActor(Actor(ActorId(id_), f"Name of {id_}", kind, roles, None), 10, 20, 1, contacts)


def test_a_map_keeps_parallel_ties_apart_and_says_how_sure_they_are() -> None:
    ends = ActorId("a"), ActorId("b")
    ties = (
        MapTie(*ends, "funds", Status.REALISED, Confidence.STATED, 2),
        MapTie(*ends, "works_with", Status.PLANNED, Confidence.STATED, 1),
        MapTie(*ends, "knows", Status.ENDED, Confidence.INFERRED, 1),
    )
    answer = NeighbourhoodAnswer(ends[0], 2, (placed("a", "organization", "funder"), placed("b", "person")), ties, 9)
    kinds = Kinds.load()

    drawn = ego_map(
        answer,
        what=lambda one: one.actor.kind,
        phrases=lambda kind: (kinds.tie(kind).label["en"], kinds.tie(kind).inverse["en"], kinds.tie(kind).directed),
    )

    assert drawn["meta"] == {"root": "a", "shown": 2, "total": 9, "hops": 2}
    assert [(edge["kind"], edge["dashes"], edge["width"], edge["arrows"]) for edge in drawn["edges"]] == [
        ("funds", False, 1.2, "to"),
        ("works_with", [2, 4], 1.2, ""),
        ("knows", [7, 5], 0.7, ""),
    ]
    assert [(node["id"], node["shape"], node["mark"], node["x"], node["y"]) for node in drawn["nodes"]] == [
        ("a", "diamond", "funder", 10, 20),
        ("b", "dot", "person", 10, 20),
    ]
    assert drawn["options"]["physics"] == {"enabled": False}
    assert not any("label" in node or "title" in node for node in drawn["nodes"])


def test_a_map_takes_plain_texts_and_known_ends_only() -> None:
    drawing = TieMap()
    drawing.add_node("a")

    with pytest.raises(TypeError):
        drawing.add_node("b", label="a name")
    with pytest.raises(TypeError):
        drawing.add_node("b", title={"html": "<b>"})
    with pytest.raises(KeyError):
        drawing.add_edge("a", "b")


def test_every_kind_of_actor_has_a_mark_and_shapes_differ_in_grey() -> None:
    assert {mark_of(kind).name for kind in Kinds.load().actors} | {"funder"} == {mark.name for mark in MARKS}
    assert mark_of("a kind of its own").name == "organization"
    assert mark_of("group", {"funder"}).name == "group"
    assert len({(mark.shape, mark.is_ring) for mark in MARKS}) == len(MARKS)


def test_the_api_is_described_with_every_page_and_every_reference_is_good() -> None:
    document = describe_api(PAGES, title="graphsvc", version="1")
    text = json.dumps(document)

    assert len(document["paths"]) == len(PAGES)
    asked = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert asked == set(document["components"]["schemas"])
    assert document["components"]["schemas"]["Status"] == {"type": "string", "enum": ["realised", "planned", "ended"]}
    assert "key" not in document["components"]["schemas"]["ActorRecord"]["properties"]


def test_the_description_knows_the_types_that_an_answer_may_have() -> None:
    document = describe_api([page_with(Everything)], title="t", version="1")

    properties = document["components"]["schemas"]["Everything"]["properties"]
    assert properties["pair"]["items"] is False
    assert properties["counts"] == {"type": "object", "additionalProperties": {"type": "integer"}}
    assert properties["at"] == {"type": "string"}
    assert properties["maybe"] == {"anyOf": [{"type": "string"}, {"type": "null"}]}


@dataclass(frozen=True)
class Everything:
    """One of each type."""

    pair: tuple[str, int]
    counts: MappingProxyType[str, int]
    at: datetime
    maybe: str | None


def page_with(answer: type) -> Page:
    return replace(PAGES[0], answer=answer)


def test_vendored_files_are_those_that_were_written_down() -> None:
    folder = static_folder() / "vendor"
    lines = (ROOT / "scripts" / "vendor.lock").read_text("utf-8").splitlines()
    written = dict(reversed(line.split("  ")) for line in lines)

    found = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()}

    assert found == written
    assert VIS_NETWORK.removeprefix("vendor/") in found


def test_vendored_files_come_with_their_licence_and_in_the_versions_of_package_json() -> None:
    versions = json.loads((ROOT / "package.json").read_text("utf-8"))["dependencies"]
    names = {file.name for file in (static_folder() / "vendor").iterdir()}

    for package, version in versions.items():
        own = {name for name in names if name.startswith(f"{package.rpartition('/')[2]}-{version}")}
        assert any("LICENSE" in name for name in own)
        assert any("LICENSE" not in name for name in own)
    lock = (ROOT / "package-lock.json").read_text("utf-8")
    assert "resolved" not in lock
    assert lock.count('"integrity"') == len(versions)


def test_the_style_sheet_names_files_that_are_there() -> None:
    sheet = (static_folder() / "css" / "site.css").read_text("utf-8")

    asked = re.findall(r"url\(\.\./([^)]+)\)", sheet)

    assert len(asked) == 4
    assert [name for name in asked if not (static_folder() / name).is_file()] == []
    assert "http" not in sheet
