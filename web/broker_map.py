"""The map of brokers: the shown brokers and the groups that they have contacts in, each group as one mark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from graphsvc.identity.actors import Actor
from graphsvc.kernel.layout import small_map
from queries.broker_values import Brokers
from web.formats import label, named
from web.map_labels import told_apart
from web.maps import TieMap, actor_node, colours

MOST_GROUPS = 12
"""Groups on one map; those with most contacts of the shown brokers."""
_SMALLEST, _LARGEST, _BROKER = 9.0, 34.0, 9.0
_THIN, _THICK = 1.0, 7.0
_FILL, _EDGE = "#e2dfd6", "#8d897d"


def drawn_groups(answer: Brokers) -> tuple[str, ...]:
    """The groups that stand on the map, those with most contacts of the shown brokers first."""
    contacts = Counter({share.group: 0 for broker in answer.brokers for share in broker.reaches})
    for broker in answer.brokers:
        contacts.update({share.group: share.contacts for share in broker.reaches})
    return tuple(sorted(contacts, key=lambda group: (-contacts[group], group))[:MOST_GROUPS])


@dataclass(frozen=True, slots=True)
class MapWords:
    """How a map says things.

    Attributes:
        actor: what an actor is; group: the name of a group by its label; size: how many actors a group has.
        line: what a line says, with %(name)s, %(group)s and %(count)s.
    """

    actor: Callable[[Actor], str]
    group: Callable[[str], str]
    size: Callable[[int], str]
    line: str


def broker_map(answer: Brokers, words: MapWords) -> dict[str, Any]:
    """The brokers of `answer` and their groups as vis-network takes them.

    Returns:
        nodes (groups with `is_group`), edges with the number of `contacts`, options, and `meta` with the root (the
        first broker) and how many groups are drawn.
    """
    drawing, groups = TieMap(), drawn_groups(answer)
    place_of = {group: len(answer.brokers) + number for number, group in enumerate(groups)}
    pairs = [
        (number, place_of[share.group], share.contacts)
        for number, broker in enumerate(answer.brokers)
        for share in broker.reaches
        if share.group in place_of
    ]
    places = _places(len(answer.brokers) + len(groups), pairs)
    _add_groups(drawing, answer, dict(zip(groups, places[len(answer.brokers) :], strict=True)), words)
    briefly = told_apart(label(broker.actor) for broker in answer.brokers)
    for broker, place in zip(answer.brokers, places, strict=False):
        drawing.add_node(broker.actor.id, **actor_node(broker.actor, place, _BROKER, steps=1, contacts=broker.contacts))
        drawing.node_map[broker.actor.id] |= {"what": words.actor(broker.actor), "brief": briefly[label(broker.actor)]}
    most = max((contacts for _, _, contacts in pairs), default=1)
    for number, other, contacts in pairs:
        actor, group = answer.brokers[number].actor, groups[other - len(answer.brokers)]
        title = words.line % {"name": named(actor), "group": words.group(group), "count": contacts}
        width = _THIN + (_THICK - _THIN) * (contacts / most) ** 0.5
        drawing.add_edge(actor.id, _id(group), **_edge(actor, group, round(width, 1), contacts, title))
    root = answer.brokers[0].actor.id if answer.brokers else None
    return drawing.payload() | {"meta": {"root": root, "groups": len(groups)}}


def _places(size: int, pairs: list[tuple[int, int, int]]) -> list[tuple[float, float]]:
    ends = np.array([(one, other) for one, other, _ in pairs], dtype=np.int32).reshape(-1, 2)
    return [(float(x), float(y)) for x, y in small_map(size, ends[:, 0].copy(), ends[:, 1].copy())]


def _add_groups(drawing: TieMap, answer: Brokers, groups: Mapping[str, tuple[float, float]], words: MapWords) -> None:
    sizes = {one.group: one.actors for one in answer.groups}
    most = max((sizes[group] for group in groups), default=1)
    for group, place in groups.items():
        size = _SMALLEST + (_LARGEST - _SMALLEST) * (sizes[group] / most) ** 0.5
        name = words.group(group)
        drawing.add_node(_id(group), **_group(place, round(size, 1), sizes[group]))
        drawing.node_map[_id(group)] |= {"name": name, "short": name, "brief": name, "what": words.size(sizes[group])}


def _group(place: tuple[float, float], size: float, actors: int) -> dict[str, Any]:
    return {
        "x": round(place[0], 1),
        "y": round(place[1], 1),
        "shape": "dot",
        "size": size,
        "color": colours(_FILL, _EDGE),
        "borderWidth": 1.5,
        "mark": "cluster",
        "fill": "--cluster-fill",
        "contacts": actors,
        "steps": 0,
        "is_group": True,
    }


def _edge(actor: Actor, group: str, width: float, contacts: int, title: str) -> dict[str, Any]:
    found = {"id": f"{actor.id}-{_id(group)}", "kind": "contacts", "arrows": "", "width": width}
    return found | {"contacts": contacts, "title": title}


def _id(group: str) -> str:
    return f"group {group}"
