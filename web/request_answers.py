"""What the pages about requests show: a person's requests, one of them, and the form for a new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graphsvc.access import STORED_LEVELS, Scope
from graphsvc.consent.requests import Who
from graphsvc.consent.states import OUTCOMES, Action, Outcome, State
from graphsvc.consent.values import AskedRequest, OwnRequest
from graphsvc.errors import InvalidValue, NotFound
from graphsvc.identity.actors import Actor
from graphsvc.model.statements import ActorId
from graphsvc.network import Network
from web.asking import Asking
from web.people import found_or_none
from web.request_words import STATES

LONGEST_ROUTE_TEXT = 400


@dataclass(frozen=True, slots=True)
class StateGroup:
    """The requests that stand at one state, the last changed first."""

    state: State
    requests: tuple[OwnRequest, ...]


@dataclass(frozen=True, slots=True)
class RequestsAnswer:
    """A person's own requests by state, and those that were put to actors whom the account speaks for.

    `has_account` is False for guests, who have none.
    """

    has_account: bool
    groups: tuple[StateGroup, ...]
    asked: tuple[AskedRequest, ...]


@dataclass(frozen=True, slots=True)
class RequestAnswer:
    """One request of one's own.

    Attributes:
        route: the actors of the route that this viewer sees today.
        outcomes: what may be recorded now.
        scopes: where the request may be moved while it is a draft.
    """

    request: OwnRequest
    route: tuple[Actor, ...]
    outcomes: tuple[Outcome, ...]
    scopes: tuple[Scope, ...]


@dataclass(frozen=True, slots=True)
class NewRequestAnswer:
    """What the form for a new request shows.

    Attributes:
        is_opted_out: the introducer asked not to be used; then there is no form.
        scopes: where the request may belong, as far as the viewer sees; `usual_scope` is the most closed one of the
            introducer's collection. None: the viewer sees nothing.
    """

    has_account: bool
    asker: Actor
    introducer: Actor
    target: Actor
    route: tuple[Actor, ...]
    is_opted_out: bool
    scopes: tuple[Scope, ...]
    usual_scope: Scope | None


@dataclass(frozen=True, slots=True)
class Ends:
    """The actors of a request, found in the requester's network."""

    asker: ActorId
    introducer: ActorId
    target: ActorId
    route: tuple[ActorId, ...]


def show_requests(asked: Asking) -> RequestsAnswer:
    """The requests of this account."""
    own, consent = asked.consent.requests.own(asked.viewer), asked.consent
    by_state = {State(state): tuple(one for one in own if one.state == state) for state in STATES}
    groups = tuple(StateGroup(state, requests) for state, requests in by_state.items() if requests)
    return RequestsAnswer(asked.viewer.account is not None, groups, consent.requests.asked(asked.viewer))


def show_request(asked: Asking, request_id: str) -> RequestAnswer:
    """One request of this account. Raises NotFound."""
    own = asked.consent.requests.own_one(asked.viewer, request_id)
    network = asked.network
    seen = [found for actor in own.route if (found := found_or_none(network, actor)) is not None]
    actors = network.actors(seen, asked.language)
    outcomes = OUTCOMES.get(own.state, ()) if Action.CLOSE in own.actions else ()
    scopes = possible_scopes(network) if own.state is State.DRAFT else ()
    return RequestAnswer(own, tuple(actors[actor] for actor in seen if actor in actors), outcomes, scopes)


def show_asked(asked: Asking, request_id: str) -> AskedRequest:
    """One request to an actor whom this account speaks for. Raises NotFound."""
    return asked.consent.requests.asked_one(Who.introducer(asked.viewer), request_id)


def show_new(asked: Asking, route: str, introducer: str | None = None) -> NewRequestAnswer:
    """The form for a request along `route`, ids joined by commas. Raises NotFound."""
    network = asked.network
    ends = find_ends(network, route, introducer)
    actors = network.actors(ends.route, asked.language)
    return NewRequestAnswer(
        has_account=asked.viewer.account is not None,
        asker=actors[ends.asker],
        introducer=actors[ends.introducer],
        target=actors[ends.target],
        route=tuple(actors[actor] for actor in ends.route),
        is_opted_out=ends.introducer in network.opted_out(),
        scopes=possible_scopes(network),
        usual_scope=usual_scope(network, ends.introducer),
    )


def find_ends(network: Network, route: str, introducer: str | None) -> Ends:
    """The actors that the ids lead to; the introducer is the second of the route unless another of it is named.

    Raises:
        NotFound: an id leads nowhere, or fewer than three different actors are named.
    """
    ids = [part for part in route[:LONGEST_ROUTE_TEXT].split(",") if part]
    actors = tuple(network.find(one) for one in ids)
    middle = network.find(introducer) if introducer else actors[1] if len(actors) > 2 else None
    if middle is None or len(set(actors)) != len(actors) or middle not in actors[1:-1]:
        raise NotFound
    return Ends(actors[0], middle, actors[-1], actors)


def possible_scopes(network: Network) -> tuple[Scope, ...]:
    """Every scope of a collection that the viewer sees something of, up to the viewer's clearance; sorted, open first.

    A scope says how closed a request is; that there is nothing else in it does not matter.
    """
    collections = sorted({source.collection for source in network.sources().values()})
    every = (Scope.of(collection, level) for collection in collections for level in STORED_LEVELS)
    return tuple(scope for scope in every if network.viewer.can_see(scope))


def chosen_scope(network: Network, text: str, unfit: type[InvalidValue]) -> Scope:
    """The scope in `text`. Raises `unfit` where this viewer may put nothing there."""
    chosen = Scope.parse(text)
    if chosen not in possible_scopes(network):
        raise unfit
    return chosen


def usual_scope(network: Network, introducer: ActorId) -> Scope | None:
    """The most closed scope that the viewer may see in the collection where the introducer stands."""
    collection = network.statements(introducer)[0].scope.collection
    own = [scope for scope in possible_scopes(network) if scope.collection == collection]
    return own[-1] if own else None


def new_request_example(network: Network) -> Mapping[str, str]:
    """A route of three: the actor with most contacts between two of them."""
    graph = network.graph()
    degrees = graph.forward.degrees()
    middle = network.snapshot.actors.ids[int(degrees.argmax())]
    one, other, *_ = sorted(map(str, graph[middle]))
    return {"route": f"{one},{middle},{other}", "introducer": middle}
