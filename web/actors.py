"""One actor: its page, and its map."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import orjson
from flask import Blueprint, Response, request

from graphsvc.access import Permission
from graphsvc.model.statements import ActorId
from graphsvc.network import Network
from queries.actor import ActorAnswer, describe_actor
from queries.neighbourhood import NeighbourhoodAnswer, PlacedActor, neighbourhood
from web.access import needs
from web.answers import JSON_TYPE
from web.asking import Asking, asking, services
from web.budgets import MAPS
from web.formats import described
from web.maps import ego_map
from web.pages import API, Page, Parameter, record_look

MOST_HOPS, LARGEST_MAP = 3, 300
USUAL_HOPS, USUAL_CAP = 2, 60

actors = Blueprint("actors", __name__)


def show_actor(asked: Asking, actor_id: str) -> ActorAnswer:
    """What is known of the actor. Raises NotFound."""
    return describe_actor(asked.network, actor_id, language=asked.language)


def show_map(asked: Asking, root: str, hops: str | None = None, cap: str | None = None) -> NeighbourhoodAnswer:
    """The actors around `root`. Raises NotFound."""
    steps, most = _size_of_map(hops, cap)
    return neighbourhood(asked.network, root, language=asked.language, hops=steps, cap=most)


@actors.get(f"{API}/maps/ego/<actor_id>")
@needs(Permission.READ)
def draw_map(actor_id: str) -> Response:
    """The same as `show_map`, as vis-network takes it."""
    asked = asking()
    services().budgets.spend(asked.budget_key, MAPS)
    hops, cap = _size_of_map(request.args.get("hops"), request.args.get("cap"))
    drawn = services().deadlines.answer(partial(_drawn, asked, actor_id, hops, cap))
    record_look(asked, "actors.draw_map", {"actor_id": actor_id})
    return Response(drawn, content_type=JSON_TYPE)


def _drawn(asked: Asking, actor_id: str, hops: int, cap: int) -> bytes:
    root = asked.network.find(actor_id)

    def draw() -> bytes:
        answer = neighbourhood(asked.network, root, language=asked.language, hops=hops, cap=cap)
        return orjson.dumps(ego_map(answer, what=_what, phrases=_phrases))

    return services().kept_maps.get((asked.network.version, root, hops, cap, asked.language), draw)


def _size_of_map(hops: str | None, cap: str | None) -> tuple[int, int]:
    """How many steps from the root and how many actors, from what the address says."""
    return whole_number(hops, USUAL_HOPS, 1, MOST_HOPS), whole_number(cap, USUAL_CAP, 2, LARGEST_MAP)


def whole_number(text: str | None, usual: int, lowest: int, highest: int) -> int:
    """The number in `text`, brought into the range; `usual` where it is none."""
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 6:
        return usual
    return min(max(int(text), lowest), highest)


def _what(placed: PlacedActor) -> str:
    return described(placed.actor, services().networks.kinds, asking().language)


def _phrases(kind: str) -> tuple[str, str, bool]:
    tie, language = services().networks.kinds.tie(kind), asking().language
    return tie.label[language], tie.inverse[language], tie.directed


def most_tied_actor(network: Network) -> ActorId:
    """The actor with most contacts; the first by id of several."""
    degrees = network.graph().forward.degrees()
    return network.snapshot.actors.ids[int(degrees.argmax())]


def actor_example(network: Network) -> Mapping[str, str]:
    """The actor with most contacts."""
    return {"actor_id": most_tied_actor(network)}


def map_example(network: Network) -> Mapping[str, str]:
    """The map around the actor with most contacts."""
    return {"root": most_tied_actor(network)}


ACTOR = Page(
    name="actors.show",
    path="/actors/<actor_id>",
    summary="One actor: names, facts, ties with who says so, and its standing in the network.",
    permission=Permission.READ,
    ask=show_actor,
    answer=ActorAnswer,
    template="actors/show.html",
    example=actor_example,
    records=True,
    has_map=True,
)
MAP = Page(
    name="actors.map",
    path="/map",
    summary="The actors around one actor and the ties among them.",
    permission=Permission.READ,
    ask=show_map,
    answer=NeighbourhoodAnswer,
    template="actors/map.html",
    example=map_example,
    parameters=(
        Parameter("root", "Id of the actor in the middle.", is_required=True),
        Parameter("hops", f"Steps from it, 1 to {MOST_HOPS}; {USUAL_HOPS} where it is left out."),
        Parameter("cap", f"Most actors shown, up to {LARGEST_MAP}; {USUAL_CAP} where it is left out."),
    ),
    budget=MAPS,
    records=True,
    has_map=True,
    shown=("kind", "offset"),
)
