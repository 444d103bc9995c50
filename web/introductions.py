"""Who can introduce us? The page, its JSON, table and map show one answer; the brief shows one of its routes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import orjson
from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from graphsvc.access import Permission
from graphsvc.errors import NotFound
from graphsvc.model.statements import Source
from graphsvc.network import Network
from queries.introduction_request import RequestText, request_texts
from queries.introduction_values import LONGEST, End, Introductions, Route
from queries.introductions import find_introductions
from web.access import needs
from web.actors import most_tied_actor, whole_number
from web.address_form import ENDS
from web.answers import JSON_TYPE
from web.asking import Asking, asking, services
from web.budgets import INTRODUCTIONS, MAPS, SEARCHES
from web.formats import described, partial_date
from web.introduction_form import PARAMETERS, PEOPLE, IntroductionForm, Question
from web.introduction_rows import introduction_rows
from web.introduction_view import FormView, view_of
from web.pages import API, Page, Parameter, record_look
from web.route_map import route_map
from web.typed_names import choices, form_sent, kept_text, kept_words

introductions = Blueprint("introductions", __name__)


@dataclass(frozen=True, slots=True)
class Brief:
    """One route of an answer, for one printed page. `number` counts from 1, of `routes`; `texts`: what to say."""

    start: End
    target: End
    route: Route
    number: int
    routes: int
    as_of: date
    sources: tuple[Source, ...]
    texts: tuple[RequestText, ...]


def show_introductions(asked: Asking, **given: str | None) -> Introductions:
    """Who can introduce. Raises NotFound, BadEnd, BadControls."""
    return _answer(asked, IntroductionForm.read(given))


def show_brief(asked: Asking, route: str | None = None, **given: str | None) -> Brief:
    """One route of the answer. Raises NotFound where it has no such route; BadEnd, BadControls."""
    answer = _answer(asked, IntroductionForm.read(given))
    number = whole_number(route, 1, 0, len(answer.routes) + 1)
    if not 1 <= number <= len(answer.routes):
        raise NotFound
    chosen = answer.routes[number - 1]
    held = {piece.source.id for step in chosen.steps for piece in step.pieces}
    sources = tuple(source for source in answer.sources if source.id in held)
    as_of = answer.controls.walkable.as_of
    texts = request_texts(asked.network, chosen, partial_date)
    return Brief(answer.start, answer.target, chosen, number, len(answer.routes), as_of, sources, texts)


def show_form(asked: Asking, answer: Introductions | None, **given: str | None) -> FormView:
    """What the page shows of its form, and what else could be tried where there is no route. Raises NotFound."""
    form = IntroductionForm.read(given)
    found = choices(asked, form, PEOPLE)
    words = kept_words(asked, form)
    wider = () if answer is None or answer.no_route is None else _wider(asked, form)
    offered = services().offered.of(asked.network)
    return view_of(asked.network, form, asked.language, choices=found, words=words, wider=wider, offered=offered)


@introductions.post("/<language:language>/introductions")
@needs(Permission.READ)
def ask() -> ResponseReturnValue:
    """Lead to the address of what the form asks for; what was typed stands there as an id or a token."""
    asked = asking()
    services().budgets.spend(asked.budget_key, SEARCHES)
    return redirect(address_of(form_sent(asked, IntroductionForm, request.form, PEOPLE)), 303)


@introductions.get(f"{API}/maps/routes")
@needs(Permission.READ)
def draw_map() -> Response:
    """The routes of an answer as vis-network takes them."""
    asked = asking()
    services().budgets.spend(asked.budget_key, MAPS)
    form = IntroductionForm.read(request.args.to_dict())
    drawn = services().deadlines.answer(partial(_drawn, asked, form))
    record_look(asked, "introductions.draw_map", {box: ",".join(form.chosen(box)) for box in ENDS})
    return Response(drawn, content_type=JSON_TYPE)


def _drawn(asked: Asking, form: IntroductionForm) -> bytes:
    kinds = asked.network.kinds
    answer = _answer(asked, form)
    return orjson.dumps(route_map(answer, what=partial(described, kinds=kinds, language=asked.language), kinds=kinds))


def address_of(form: IntroductionForm) -> str:
    """The address of the page with `form`, in the language of the request."""
    values: dict[str, Any] = dict(form.query())
    return url_for("introductions.show", **values)


def today() -> date:
    """The day of the request, UTC."""
    return datetime.fromtimestamp(services().clock(), UTC).date()


def question_of(asked: Asking, form: IntroductionForm) -> Question:
    """What `form` asks for, as of today unless it says otherwise. Raises BadEnd, BadControls."""
    return form.question(today(), asked.network.kinds, partial(kept_text, asked))


def _answer(asked: Asking, form: IntroductionForm) -> Introductions:
    question = question_of(asked, form)
    return find_introductions(
        asked.network, question.start, question.target, question.controls, language=asked.language
    )


def _wider(asked: Asking, form: IntroductionForm) -> tuple[tuple[str, str], ...]:
    """The (name, value) of controls with which there would be a route where there is none now."""
    question = question_of(asked, form)
    tries = [("planned", "1"), ("ended", "1"), ("longest", str(LONGEST))]
    found = []
    for name, value in tries:
        if form.get(name) == value:
            continue
        controls = replace(question_of(asked, form.setting(name, value)).controls, routes=1)
        answer = find_introductions(asked.network, question.start, question.target, controls, language=asked.language)
        if answer.routes:
            found.append((name, value))
    return tuple(found)


def introductions_example(network: Network) -> Mapping[str, str]:
    """From one contact of the actor with most contacts to another, who can be introduced by it."""
    hub = network.snapshot.number_of[most_tied_actor(network)]
    rows = network.graph().forward
    contacts = rows.neighbours[rows.offsets[hub] : rows.offsets[hub + 1]].tolist()
    ids = network.snapshot.actors.ids
    return {"from": ids[contacts[0]], "to": ids[contacts[-1] if len(contacts) > 1 else hub]}


def brief_example(network: Network) -> Mapping[str, str]:
    """The best route of the same."""
    return {**introductions_example(network), "route": "1"}


INTRODUCTIONS_PAGE = Page(
    name="introductions.show",
    path="/introductions",
    summary="Who can introduce one actor to another: the most reliable routes, and the evidence for every step.",
    permission=Permission.READ,
    ask=show_introductions,
    answer=Introductions,
    template="introductions/show.html",
    example=introductions_example,
    parameters=PARAMETERS,
    budget=INTRODUCTIONS,
    records=True,
    has_map=True,
    form=show_form,
    table=introduction_rows,
    recorded=PEOPLE,
)
BRIEF = Page(
    name="introductions.brief",
    path="/introductions/brief",
    summary="One route of an answer on introductions, to print and to take along.",
    permission=Permission.READ,
    ask=show_brief,
    answer=Brief,
    template="introductions/brief.html",
    example=brief_example,
    parameters=(*PARAMETERS, Parameter("route", "Number of the route in the answer, from 1.")),
    budget=INTRODUCTIONS,
    records=True,
    recorded=PEOPLE,
)
