"""The introductions file of this installation, and actors named on the command line, for the commands about them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from graphsvc.access import Viewer
from graphsvc.cli.console import Console
from graphsvc.cli.stores import opened
from graphsvc.errors import NotFound

if TYPE_CHECKING:
    from graphsvc.consent.consent import Consent
    from graphsvc.model.statements import ActorId
    from graphsvc.network import Network


@dataclass(frozen=True, slots=True)
class NamedActor:
    """An actor in the operator's eyes."""

    id: ActorId
    name: str
    keys: frozenset[str]


@contextmanager
def opened_consent(console: Console) -> Iterator[Consent]:
    """The introductions file; made where it is not there yet."""
    from graphsvc.consent.consent import Consent

    consent = Consent.open(console.settings.data_folder)
    try:
        yield consent
    finally:
        consent.close()


def introductions_file(console: Console) -> Path:
    """Where the introductions file is, or would be."""
    from graphsvc.consent.consent import FILE_NAME

    return console.settings.data_folder / FILE_NAME


@contextmanager
def whole_network(console: Console) -> Iterator[Network]:
    """The network in the operator's eyes."""
    from graphsvc.network import Networks

    with opened(console) as store:
        yield Networks(store, console.kinds, console.aliases).of(Viewer.operator())


def named_actor(network: Network, text: str, language: str) -> NamedActor:
    """The actor that an id, or an identifier such as `wikidata:Q1`, leads to. Raises NotFound."""
    from graphsvc.actor_keys import actors_known_by

    found = sorted(actors_known_by(network.snapshot, network.aliases, [text]))
    if not found:
        hint = "Give the id that the address of the actor's page ends with, or an identifier such as wikidata:Q1."
        raise NotFound("There is no such actor.", hint=hint)
    (actor,) = found
    return NamedActor(actor, network.actor(actor, language).name, network.keys(actor))
