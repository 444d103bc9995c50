"""The ties of one actor in full: all others of one kind of tie, and every statement on two actors."""

from __future__ import annotations

from collections.abc import Mapping

from graphsvc.access import Permission
from graphsvc.errors import NotFound
from graphsvc.network import Network
from queries.ties import BetweenAnswer, TiesAnswer, count_ties, list_ties, ties_between
from web.actors import most_tied_actor, whole_number
from web.asking import Asking
from web.pages import Page, Parameter

OTHERS, STATEMENTS = 50, 50
"""How many other actors, and how many statements, one page holds."""
LARGEST_OFFSET = 999_999
OUT, IN = "out", "in"


def show_ties(
    asked: Asking, actor_id: str, kind: str, direction: str | None = None, offset: str | None = None
) -> TiesAnswer:
    """The other actors of one kind of tie. Raises NotFound."""
    if direction not in (None, OUT, IN):
        raise NotFound
    first = whole_number(offset, 0, 0, LARGEST_OFFSET)
    is_out = direction != IN
    return list_ties(
        asked.network, actor_id, kind, is_outgoing=is_out, language=asked.language, limit=OTHERS, offset=first
    )


def show_between(
    asked: Asking, actor_id: str, other_id: str, kind: str | None = None, offset: str | None = None
) -> BetweenAnswer:
    """Every statement on two actors. Raises NotFound."""
    first = whole_number(offset, 0, 0, LARGEST_OFFSET)
    return ties_between(
        asked.network, actor_id, other_id, language=asked.language, kind=kind, limit=STATEMENTS, offset=first
    )


def ties_example(network: Network) -> Mapping[str, str]:
    """The first kind of tie of the actor with most contacts."""
    actor = most_tied_actor(network)
    kind, is_outgoing = next(iter(count_ties(network, actor).ways))
    return {"actor_id": actor, "kind": kind, "direction": OUT if is_outgoing else IN}


def between_example(network: Network) -> Mapping[str, str]:
    """The actor with most contacts, and the one of them that most is said of."""
    actor = most_tied_actor(network)
    pairs = [pair for group in count_ties(network, actor).ways.values() for pair in group]
    return {"actor_id": actor, "other_id": max(pairs, key=lambda pair: pair[1])[0]}


TIES = Page(
    name="ties.show",
    path="/actors/<actor_id>/ties",
    summary="All other actors that one actor has a kind of tie with, and the newest statement on each.",
    permission=Permission.READ,
    ask=show_ties,
    answer=TiesAnswer,
    template="ties/show.html",
    example=ties_example,
    parameters=(
        Parameter("kind", "Name of the kind of tie.", is_required=True),
        Parameter("direction", f"`{OUT}` from the actor, `{IN}` to it; {OUT} where it is left out."),
        Parameter("offset", "Number of other actors to leave out before the first."),
    ),
    records=True,
)
BETWEEN = Page(
    name="ties.between",
    path="/actors/<actor_id>/ties/<other_id>",
    summary="Everything that is said about the ties between two actors.",
    permission=Permission.READ,
    ask=show_between,
    answer=BetweenAnswer,
    template="ties/between.html",
    example=between_example,
    parameters=(
        Parameter("kind", "Only this kind of tie."),
        Parameter("offset", "Number of statements to leave out before the first."),
    ),
    records=True,
)
