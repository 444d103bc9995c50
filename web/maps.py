"""Maps as data: pyvis builds the nodes, edges and options; our template and script draw them, never pyvis's own page.

pyvis's page loads from other hosts and runs text from data as script; its lists are searched in full for each node.
Neither is used: this subclass looks up in a dict, keeps parallel ties apart, and takes plain text only.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from copy import deepcopy
from types import MappingProxyType
from typing import Any

from pyvis.network import Network as PyvisNetwork

from graphsvc.identity.actors import Actor
from graphsvc.model.values import Confidence, Status
from queries.neighbourhood import MapTie, NeighbourhoodAnswer, PlacedActor
from web.formats import label, named
from web.map_labels import told_apart
from web.marks import DRAWN_FROM_OUTLINE, mark_of

LINE, CHOSEN_LINE = "#c9c4b8", "#6b6f76"
PAPER = "#ffffff"
_BASE_OPTIONS: Mapping[str, Any] = MappingProxyType(
    {
        "autoResize": True,
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "interaction": {
            "hover": True,
            "tooltipDelay": 150,
            "keyboard": {"enabled": False},
            "navigationButtons": False,
            "dragNodes": False,
            "zoomView": False,
        },
        "nodes": {"borderWidth": 1.5, "font": {"size": 0}},
        "edges": {
            "smooth": False,
            "width": 1.2,
            "color": {"color": LINE, "highlight": CHOSEN_LINE, "hover": CHOSEN_LINE, "inherit": False},
            "arrows": {"to": {"scaleFactor": 0.4}},
            "selectionWidth": 1.3,
            "hoverWidth": 0.8,
        },
    }
)
_SMALLEST, _LARGEST, _ROOT = 7.0, 16.0, 18.0
_DASHES: Mapping[str, list[int]] = MappingProxyType({"planned": [2, 4], "inferred": [7, 5]})


class TieMap(PyvisNetwork):
    """pyvis as a builder of data: the words of vis-network for nodes, edges and options."""

    def __init__(self) -> None:
        super().__init__(directed=True, cdn_resources="in_line")
        self.options = deepcopy(dict(_BASE_OPTIONS))

    def add_node(self, n_id: str, label: str | None = None, **options: Any) -> None:
        """Add a node; the script draws the names, where they do not overlap.

        Raises:
            TypeError: there is a label, or the title is no plain text (a page element would be run as such).
        """
        if label is not None or not isinstance(options.get("title", ""), str):
            raise TypeError("Titles are plain texts, and the script draws the names.")
        node = {"id": n_id, **options}
        self.nodes.append(node)
        self.node_ids.append(n_id)
        self.node_map[n_id] = node

    def add_edge(self, source: str, to: str, **options: Any) -> None:
        """Add an edge between two nodes of the map; parallel ones stay apart. Raises KeyError for an unknown node."""
        for end in (source, to):
            if end not in self.node_map:
                raise KeyError(end)
        self.edges.append({"from": source, "to": to, **options})

    def payload(self) -> dict[str, Any]:
        """What the page's script hands to vis-network."""
        nodes, edges, _heading, _height, _width, options = self.get_network_data()
        return {"nodes": nodes, "edges": edges, "options": json.loads(options)}


def ego_map(
    answer: NeighbourhoodAnswer,
    *,
    what: Callable[[PlacedActor], str],
    phrases: Callable[[str], tuple[str, str, bool]],
) -> dict[str, Any]:
    """The ego network `answer` as vis-network takes it.

    Args:
        what: says in words what an actor is.
        phrases: (phrase from ego to alter, phrase back, whether directed) of a kind of tie.

    Returns:
        nodes, edges, options, and `meta` with root, shown, total and hops.
    """
    drawing = TieMap()
    most = max((placed.contacts for placed in answer.actors), default=1) or 1
    briefly = told_apart(label(placed.actor) for placed in answer.actors)
    for placed in answer.actors:
        size = _ROOT if placed.actor.id == answer.root else _size(placed.contacts, most)
        node = actor_node(placed.actor, (placed.x, placed.y), size, contacts=placed.contacts, steps=placed.steps)
        drawing.add_node(placed.actor.id, **node)
        drawing.node_map[placed.actor.id] |= {"what": what(placed), "brief": briefly[label(placed.actor)]}
    for tie in answer.ties:
        drawing.add_edge(tie.ego, tie.alter, **_edge(tie, *phrases(tie.kind)))
    meta = {"root": answer.root, "shown": len(answer.actors), "total": answer.total, "hops": answer.hops}
    return drawing.payload() | {"meta": meta}


def actor_node(actor: Actor, place: tuple[float, float], size: float, *, steps: int, contacts: int) -> dict[str, Any]:
    """An actor as vis-network draws it on every map: shape and colour by what it is, at `place`.

    Args:
        place: x and y in pixels.
        size: half its width in pixels.
        steps: steps from the root, or its column.
        contacts: with how many others it has ties on the map; the arrow keys go by steps, then by this.
    """
    mark = mark_of(actor.kind, actor.roles)
    found = {
        "x": round(place[0], 1),
        "y": round(place[1], 1),
        "shape": mark.shape,
        "size": round(size, 1),
        "color": colours(PAPER if mark.is_ring else mark.colour, mark.colour),
        "borderWidth": 3 if mark.is_ring else 1.5,
        "mark": mark.name,
        "name": named(actor),
        "short": label(actor),
        "contacts": contacts,
        "steps": steps,
    }
    return found | ({"outline": mark.outline} if mark.shape == DRAWN_FROM_OUTLINE else {})


def colours(background: str, border: str) -> dict[str, Any]:
    """The colours of a node, the same when it is chosen or pointed at."""
    both = {"background": background, "border": border}
    return {**both, "highlight": both, "hover": both}


def _size(contacts: int, most: int) -> float:
    return _SMALLEST + (_LARGEST - _SMALLEST) * math.sqrt(contacts / most)


def _edge(tie: MapTie, there: str, back: str, is_directed: bool) -> dict[str, Any]:  # noqa: FBT001 - parts of a phrase
    dashes = _DASHES.get(tie.status.value) or _DASHES.get(tie.confidence.value) or False
    return {
        "id": f"{tie.ego}-{tie.kind}-{tie.alter}",
        "kind": tie.kind,
        "there": there,
        "back": back,
        "arrows": "to" if is_directed else "",
        "dashes": dashes,
        "width": 0.7 if tie.status is Status.ENDED else 1.2,
        "status": tie.status.value,
        "is_doubtful": tie.confidence is not Confidence.STATED,
        "statements": tie.statements,
    }
