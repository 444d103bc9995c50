"""Options that questions share: who asks, whom to reach, for which day, and how names on the command line are read."""

from __future__ import annotations

import argparse
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graphsvc.network import Network
    from queries.introduction_values import EndAsked

_CLASS = ("role", "kind", "country", "topic", "words")


def add_ends(question: argparse.ArgumentParser) -> None:
    """The options of both ends."""
    for end, text in (("from", "who asks"), ("to", "whom to reach")):
        group = question.add_argument_group(text)
        group.add_argument(f"--{end}", action="append", default=[], dest=f"{end}_", metavar="NAME", help="name or id")
        for part in _CLASS:
            group.add_argument(f"--{end}-{part}", metavar=part.upper(), help=f"a class: {part}")


def end_of(network: Network, args: argparse.Namespace, end: str) -> EndAsked:
    """The end `from` or `to` as it was given. Raises WrongUse, NotFound."""
    from graphsvc.traits import ActorClass
    from queries.introduction_values import EndAsked

    given: dict[str, Any] = {part: getattr(args, f"{end}_{part}") for part in _CLASS}
    of_class = ActorClass(**given)
    actors = tuple(actor_named(network, text) for text in getattr(args, f"{end}_"))
    return EndAsked(actors, None if of_class.is_empty() else of_class)


def day_of(args: argparse.Namespace) -> date:
    """The day of --as-of, or today. Raises WrongUse."""
    from graphsvc.errors import WrongUse

    try:
        return date.fromisoformat(args.as_of) if args.as_of else datetime.now(UTC).date()
    except ValueError as error:
        raise WrongUse(f"{args.as_of[:40]!r} is no day.", hint="Write it as 2026-06-30.") from error


def actor_named(network: Network, text: str) -> str:
    """The id of the actor that `text` names: an id, or a name that fits one actor best."""
    from graphsvc.errors import NotFound, WrongUse
    from queries.search import find_actors

    try:
        return network.find(text)
    except NotFound:
        found = find_actors(network, text, language="en", limit=6).found
    if not found:
        raise NotFound(f"Nobody is called {text[:60]!r} here.", hint="Look it up on the page, or give an id.")
    whole = [one for one in found if text.casefold() in _own_names(network, one.actor.id)]
    if len(whole) == 1:
        return whole[0].actor.id
    if len(found) == 1:
        return found[0].actor.id
    names = "; ".join(f"{one.actor.name} ({one.actor.id})" for one in (whole or found)[:6])
    raise WrongUse(f"{text[:60]!r} can be several.", hint=f"Give the id of one of: {names}.")


def _own_names(network: Network, actor: str) -> set[str]:
    from graphsvc.model.statements import ActorId

    id_ = ActorId(actor)
    known_as = network.snapshot.actors.known_as.get(id_)
    curated = network.aliases.names.get(known_as, ()) if known_as else ()
    printed = {entry[0].casefold() for fact in network.facts([id_])[id_] for entry in fact.names}
    return printed | {name.value.casefold() for name in curated}
