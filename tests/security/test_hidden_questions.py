"""What a viewer may not see changes no answer to that viewer: every question, on random networks and viewers.

The answer on the whole store equals, byte for byte, the answer on a store that never held the hidden part.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import orjson
from hypothesis import given

from graphsvc.access import Viewer
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
from queries.actor import describe_actor
from queries.evidence import show_evidence
from queries.neighbourhood import neighbourhood
from queries.overview import overview
from queries.search import find_actors
from tests.networks import NAMES, Network, load, networks, viewers, visible_part

KINDS, ALIASES = Kinds.load(), Aliases.load()


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


def ask_version(seen: Seen, _: Network) -> Any:
    return seen.version


def ask_export(seen: Seen, _: Network) -> Any:
    return b"".join(export_lines(seen.store, seen.viewer)).decode()


QUESTIONS = (
    ask_search,
    ask_actor,
    ask_neighbourhood,
    ask_evidence,
    ask_overview,
    ask_measures,
    ask_suggestions,
    ask_version,
    ask_export,
)


def _or_absent(ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except NotFound as absent:
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
