"""Search. What is typed travels in the body of a request and stands in the address as an opaque token."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import orjson
from flask import Blueprint, Response, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from graphsvc.access import Permission
from graphsvc.errors import NotFound
from graphsvc.identity.actors import Actor
from graphsvc.network import Network
from queries.search import FoundActor, SearchAnswer, find_actors
from web.access import needs
from web.actors import whole_number
from web.answers import JSON_TYPE, as_json
from web.asking import Asking, asking, services
from web.budgets import SEARCHES, SUGGESTIONS
from web.formats import described, named
from web.pages import API, Page, Parameter
from web.problems import NotUnderstood

LONGEST_TEXT = 200
PAGE_SIZE = 25
SUGGESTED = 8
LARGEST_OFFSET = 1_000
EXAMPLE = "example"
"""The token of the example search, which tests put in the place of a typed text."""

search = Blueprint("search", __name__)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An actor to choose while typing. `what` says in words what it is."""

    id: str
    name: str
    what: str
    matched: str | None


@dataclass(frozen=True, slots=True)
class Kept:
    """The token that stands for a typed text, and the address of its results."""

    token: str
    results: str


@search.post("/<language:language>/search")
@needs(Permission.READ)
def start() -> ResponseReturnValue:
    """Keep the typed text and lead to its results."""
    return redirect(url_for("search.show", token=_token(request.form.get("q", ""))), 303)


@search.post(f"{API}/search")
@needs(Permission.READ)
def start_api() -> Response:
    """The same for programs: {"q": text} gives a token and where the results are."""
    token = _token(_typed())
    return Response(as_json(Kept(token, url_for("api.search.show", token=token))), content_type=JSON_TYPE)


@search.post(f"{API}/suggest")
@needs(Permission.READ)
def suggest() -> Response:
    """The first actors that {"q": text} fits."""
    asked = asking()
    services().budgets.spend(asked.budget_key, SUGGESTIONS)
    text = _typed()
    answer = services().deadlines.answer(
        lambda: find_actors(asked.network, text, language=asked.language, limit=SUGGESTED)
    )
    return Response(as_json([_suggestion(one) for one in answer.found]), content_type=JSON_TYPE)


def show_results(asked: Asking, token: str, kind: str | None = None, offset: str | None = None) -> SearchAnswer:
    """The actors found. Raises NotFound for a token that is not this visitor's, or too old."""
    text = services().typed_texts.find(visitor(asked), token)
    if text is None:
        raise NotFound("This search is no longer kept.", hint="Search again.")
    first = whole_number(offset, 0, 0, LARGEST_OFFSET)
    wanted = kind if kind in asked.network.kinds.actors else None
    return find_actors(asked.network, text, language=asked.language, kind=wanted, limit=PAGE_SIZE, offset=first)


def _suggestion(found: FoundActor) -> Suggestion:
    matched = None if found.matched == found.actor.acronym else found.matched
    return Suggestion(found.actor.id, named(found.actor), _what(found.actor), matched)


def _token(text: str) -> str:
    asked = asking()
    services().budgets.spend(asked.budget_key, SEARCHES)
    return keep_text(asked, text.strip()[:LONGEST_TEXT])


def _typed() -> str:
    try:
        sent = orjson.loads(request.get_data())
    except orjson.JSONDecodeError as error:
        raise NotUnderstood from error
    text = sent.get("q") if isinstance(sent, dict) else None
    return text.strip()[:LONGEST_TEXT] if isinstance(text, str) else ""


def keep_text(asked: Asking, text: str) -> str:
    """A token for `text`, for this visitor."""
    g.token_is_needed = True
    return services().typed_texts.keep(visitor(asked), text, budget_key=asked.budget_key)


def visitor(asked: Asking) -> str:
    """Whose typed texts these are: an account's, or those behind one visitor's cookie."""
    return asked.viewer.account or asked.token


def _what(actor: Actor) -> str:
    return described(actor, services().networks.kinds, asking().language)


def search_example(_network: Network) -> Mapping[str, str]:
    """The example search."""
    return {"token": EXAMPLE}


RESULTS = Page(
    name="search.show",
    path="/search/<token>",
    summary="The actors that a search found, best first.",
    permission=Permission.READ,
    ask=show_results,
    answer=SearchAnswer,
    template="search/show.html",
    example=search_example,
    parameters=(
        Parameter("kind", "Only actors of this kind."),
        Parameter("offset", "Number of results to leave out before the first."),
    ),
    budget=SEARCHES,
)
