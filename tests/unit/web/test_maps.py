"""An actor looks the same on every map, and every shape can be drawn."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graphsvc.identity.actors import Actor
from graphsvc.model.statements import ActorId
from tests.asking import world
from tests.plans import EVERYBODY, adding, ask, stated
from web.maps import actor_node
from web.marks import DRAWN_FROM_OUTLINE
from web.what_if_map import what_if_map

KINDS = ("organization", "group", "public_body", "person", "coalition", "event", "project", "one of our own")


@pytest.mark.parametrize("kind", KINDS)
def test_a_shape_that_the_drawing_library_does_not_know_comes_with_its_outline(kind: str) -> None:
    node = actor_node(Actor(ActorId("a"), "A", kind, (), None), (1.04, 2.0), 10, steps=0, contacts=1)

    assert ("outline" in node) == (node["shape"] == DRAWN_FROM_OUTLINE)
    assert (node["x"], node["y"], node["size"]) == (1.0, 2.0, 10)


def test_a_group_without_names_can_be_drawn_in_a_plan() -> None:
    """Its outline was missing here: the script stopped, and no map was seen."""
    with world(EVERYBODY, stated([(2, 0), (2, 1)])) as made:
        answer = ask(made.of(), adding(0, 3))
    drawn = tuple(
        replace(tie, one=replace(tie.one, kind="group"), other=replace(tie.other, kind="group")) for tie in answer.drawn
    )

    nodes = what_if_map(replace(answer, drawn=drawn), what=lambda actor: actor.name, words=str)["nodes"]
    assert nodes
    assert all(node["outline"] for node in nodes)
