"""The small map of a plan: what the plan does shows in the lines, never in colour alone."""

from __future__ import annotations

from graphsvc.identity.actors import Actor
from queries.what_if_values import WhatIf
from tests.asking import world
from tests.plans import EVERYBODY, adding, ask, removing, stated
from web.what_if_map import what_if_map


def drawn() -> tuple[WhatIf, dict[str, object]]:
    with world(EVERYBODY, stated([(2, 0), (2, 1)])) as made:
        answer = ask(made.of(), adding(0, 3), removing(2, 1))
    return answer, what_if_map(answer, what=what, words=str)


def what(actor: Actor) -> str:
    return f"person {actor.name}"


def test_new_ties_are_dashed_ending_ones_dotted_and_others_plain() -> None:
    answer, map_ = drawn()

    edges = {edge["change"]: (edge["dashes"], edge["width"], edge.get("line")) for edge in map_["edges"]}
    assert edges == {
        "": (False, 1.2, None),
        "add": ([7, 5], 2.5, "--accent"),
        "remove": ([2, 4], 2.5, "--attention"),
    }
    assert map_["meta"] == {"root": answer.start.actors[0].id}


def test_everybody_on_the_map_stands_apart_and_says_who_they_are() -> None:
    _, map_ = drawn()

    nodes = map_["nodes"]
    assert {node["what"] for node in nodes} == {f"person {name}" for name in "0123"}
    assert len({(node["x"], node["y"]) for node in nodes}) == 4


def test_a_plan_without_ties_around_it_is_an_empty_map() -> None:
    with world(EVERYBODY, stated([])) as made:
        answer = ask(made.of(), removing(0, 1))

    assert what_if_map(answer, what=what, words=str)["meta"] == {"root": None}
