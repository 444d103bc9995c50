"""What a viewer may not see changes no answer to that viewer: every question, on random networks and viewers.

The answer on the whole store equals, byte for byte, the answer on a store that never held the hidden part.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from graphsvc.access import Sensitivity, Viewer
from graphsvc.chance_values import Walkable
from graphsvc.errors import NotFound
from graphsvc.export import export_lines
from graphsvc.identity.aliases import Aliases
from graphsvc.identity.resolving import resolve
from graphsvc.identity.suggesting import suggestions
from graphsvc.kinds import Kinds
from graphsvc.measures import measures
from graphsvc.network import Network as Seen
from graphsvc.network import Networks
from graphsvc.store.sqlite import SqliteStore
from graphsvc.traits import ActorClass
from queries.actor import describe_actor
from queries.dependence import find_dependence
from queries.evidence import show_evidence
from queries.funding_dependence import find_funding_dependence
from queries.funding_paths import find_funding_paths
from queries.funding_shock import find_funding_shock
from queries.funding_values import BadFlowQuestion
from queries.groupings import GroupBy
from queries.introduction_request import request_texts
from queries.introduction_values import Controls, EndAsked
from queries.introductions import find_introductions
from queries.missing_ties import find_missing_ties
from queries.neighbourhood import neighbourhood
from queries.overview import overview
from queries.route_ends import BadEnd
from queries.search import find_actors
from queries.silos import find_silos
from queries.what_if import find_what_if
from queries.what_if_values import Change, Plan, PlanLine
from tests.networks import NAMES, Network, load, networks, telling, viewers, visible_part
from web.formats import partial_date

KINDS, ALIASES = Kinds.load(), Aliases.load()
WALKABLE = Walkable(date(2020, 1, 1), with_ended=True, with_planned=True)
"""Ties of any state carry a route here, so that few drawn ties make many routes."""
MOST_PAIRS, MOST_STARTS = 12, 2


def all_ids(network: Network) -> list[str]:
    """Every id that anybody could ask for, hidden ones too."""
    return [one.id for one in (*network.actors, *network.ties)]


def ask_search(seen: Seen, _: Network) -> Any:
    return [find_actors(seen, text, language="en") for text in (*NAMES, "a", "XM-DAC", "q7")]


def ask_actor(seen: Seen, network: Network) -> Any:
    return [_or_absent(partial(describe_actor, seen, one, language="es")) for one in all_ids(network)]


def ask_neighbourhood(seen: Seen, network: Network) -> Any:
    return [_or_absent(partial(neighbourhood, seen, one, language="en", cap=4)) for one in all_ids(network)]


def ask_evidence(seen: Seen, network: Network) -> Any:
    return [_or_absent(partial(show_evidence, seen, one, language="en")) for one in all_ids(network)]


def ask_overview(seen: Seen, _: Network) -> Any:
    return overview(seen, language="en")


def ask_measures(seen: Seen, _: Network) -> Any:
    return [seen.measured(name).values for name in measures()]


def ask_suggestions(seen: Seen, _: Network) -> Any:
    facts, decisions = seen.store.actor_facts(seen.viewer), seen.store.decisions(seen.viewer)
    return suggestions(facts, resolve(facts, ALIASES, decisions), decisions)


def ask_introductions(seen: Seen, network: Network) -> Any:
    """Every pair of actors as ends, then each one avoided, then whom it hangs on; hidden ones too."""
    ids = [one.id for one in network.actors]
    pairs = [(one, other) for one in ids for other in ids if one != other][:MOST_PAIRS]
    found = [_or_absent(partial(_routes, seen, *pair)) for pair in pairs]
    found += [_or_absent(partial(_routes, seen, *ids[:2], avoid=(one,))) for one in ids[2:4]]
    found += [_or_absent(partial(_routes, seen, *ids[:2], without=one.id)) for one in network.sources if len(ids) > 1]
    return found + [_or_absent(partial(_dependence, seen, one)) for one in ids[:MOST_STARTS]]


def _routes(seen: Seen, start: str, target: str, avoid: tuple[str, ...] = (), without: str | None = None) -> Any:
    walkable = replace(WALKABLE, without_sources=frozenset({without} if without else ()))
    controls = Controls(walkable, avoid, longest=3)
    answer = find_introductions(seen, EndAsked((start,)), EndAsked((target,)), controls, language="es")
    return answer, [request_texts(seen, route, partial_date) for route in answer.routes[:2]]


def _dependence(seen: Seen, start: str) -> Any:
    target = EndAsked((), ActorClass(role="policymaker"))
    return find_dependence(seen, EndAsked((start,)), target, Controls(WALKABLE), language="en")


def ask_missing_ties(seen: Seen, network: Network) -> Any:
    """From each of the first actors to all policymakers, hidden ones too."""
    target = EndAsked((), ActorClass(role="policymaker"))
    ask = partial(find_missing_ties, seen, target=target, walkable=WALKABLE, language="en")
    return [_or_absent(partial(ask, EndAsked((one.id,)), steps=2)) for one in network.actors[:MOST_STARTS]]


def ask_what_if(seen: Seen, network: Network) -> Any:
    """From each of the first actors: a tie to every other one, and none; somebody leaves. Hidden ones too."""
    ids = [one.id for one in network.actors]
    target = EndAsked((), ActorClass(role="policymaker"))
    pairs = [(one, other) for one in ids[:MOST_STARTS] for other in ids if one != other][:MOST_PAIRS]
    plans = [Plan((PlanLine(change, *pair),)) for pair in pairs for change in (Change.ADD, Change.REMOVE)]
    plans += [Plan(tuple(PlanLine(Change.LEAVE, one) for one in ids[:3]))] if ids else []
    ask = partial(find_what_if, seen, start=EndAsked(tuple(ids[:1])), target=target, walkable=WALKABLE, language="en")
    return [_or_absent(partial(ask, plan)) for plan in plans]


def ask_flows(seen: Seen, network: Network) -> Any:
    """From and to each of the first actors, all stages and two currencies, and what it hangs on; hidden ones too."""
    ids = [one.id for one in network.actors]
    found: list[Any] = []
    for one in ids[:MOST_STARTS]:
        for stage, currency in ((None, None), ("committed", "TRY"), ("paid", "EUR")):
            ask = partial(find_funding_paths, seen, stage=stage, currency=currency, language="es")
            found += [_or_absent(partial(ask, EndAsked((one,)))), _or_absent(partial(ask, None, EndAsked((one,))))]
        found.append(_or_absent(partial(find_funding_dependence, seen, one, as_of=date(2020, 1, 1), language="en")))
        found.append(_or_absent(partial(find_funding_shock, seen, one, percent=Decimal(30), language="en")))
    target = EndAsked((), ActorClass(role="policymaker"))
    return [*found, _or_absent(partial(find_funding_paths, seen, None, target, year=2020, language="en"))]


def ask_version(seen: Seen, _: Network) -> Any:
    return seen.version


def ask_export(seen: Seen, _: Network) -> Any:
    return b"".join(export_lines(seen.store, seen.viewer)).decode()


def ask_silos(seen: Seen, _: Network) -> Any:
    return [find_silos(seen, by=by, country=land, limit=2, language="en") for by in GroupBy for land in (None, "MX")]


QUESTIONS = (
    ask_search,
    ask_actor,
    ask_neighbourhood,
    ask_evidence,
    ask_overview,
    ask_introductions,
    ask_missing_ties,
    ask_flows,
    ask_silos,
    ask_what_if,
    ask_measures,
    ask_suggestions,
    ask_version,
    ask_export,
)


def _or_absent(ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except (NotFound, BadEnd, BadFlowQuestion) as absent:
        return str(absent)


def as_bytes(answer: Any) -> bytes:
    return orjson.dumps(answer, default=_plain, option=orjson.OPT_NON_STR_KEYS | orjson.OPT_SERIALIZE_NUMPY)


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, set | frozenset) else str(value)


@contextmanager
def eyes(network: Network, viewer: Viewer) -> Iterator[Seen]:
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder) / "store.sqlite")
        try:
            load(store, network)
            yield Networks(store, KINDS, ALIASES, Path(folder) / "cache").of(viewer)
        finally:
            store.close()


@given(network=networks(), viewer=viewers())
def test_what_a_viewer_may_not_see_changes_no_answer(network: Network, viewer: Viewer) -> None:
    with eyes(network, viewer) as seen:
        whole = {ask.__name__: as_bytes(ask(seen, network)) for ask in QUESTIONS}
    with eyes(visible_part(network, viewer), viewer) as seen:
        pruned = {ask.__name__: as_bytes(ask(seen, network)) for ask in QUESTIONS}

    assert whole == pruned


def clearances() -> st.SearchStrategy[Viewer]:
    """Anybody who sees something, but not all."""
    return st.builds(Viewer, everywhere=st.sampled_from((Sensitivity.PUBLIC, Sensitivity.MEMBERS)))


@settings(max_examples=100)
@given(network=telling(), viewer=clearances())
def test_what_a_viewer_may_not_see_changes_no_introduction(network: Network, viewer: Viewer) -> None:
    with eyes(network, viewer) as seen:
        whole = as_bytes(ask_introductions(seen, network))
    with eyes(visible_part(network, viewer), viewer) as seen:
        pruned = as_bytes(ask_introductions(seen, network))

    assert whole == pruned
