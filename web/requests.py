"""Requests for an introduction: one's own by state, one of them, a new one, and what the requester may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from graphsvc.access import Permission
from graphsvc.consent.requests import LINK_SECONDS, Who
from graphsvc.consent.states import Action, Outcome
from graphsvc.consent.values import AskedRequest, Given, NewRequest, OwnRequest, Part
from graphsvc.errors import GraphsvcError, IntroducerOptedOut, InvalidValue, NotFound, OutcomeUnfit, ScopeUnfit
from graphsvc.model.statements import ActorId
from graphsvc.network import Network
from web.access import SignInNeeded, needs
from web.asking import Asking, asking, services
from web.budgets import CHANGES
from web.formats import day
from web.home import no_arguments
from web.pages import Page, Parameter
from web.request_answers import (
    NewRequestAnswer,
    RequestAnswer,
    RequestsAnswer,
    chosen_scope,
    find_ends,
    new_request_example,
    show_asked,
    show_new,
    show_request,
    show_requests,
)
from web.request_words import LETTER

OWN_EXAMPLE, ASKED_EXAMPLE = "own-request", "asked-request"
"""In the place of the id of a request, which tests make."""
FORM_FIELDS = ("route", "introducer", "asker_name", "purpose", "plan", "scope")

requests = Blueprint("requests", __name__)


@dataclass(frozen=True, slots=True)
class Letter:
    """The text that a requester copies and sends, in one language."""

    language: str
    text: str


@requests.post("/<language:language>/requests")
@needs(Permission.READ)
def create() -> ResponseReturnValue:
    """Keep a draft and show it; or show the form again, with what is wrong."""
    asked = spent()
    form = {name: request.form.get(name, "") for name in FORM_FIELDS}
    try:
        made = services().deadlines.answer(partial(_create, asked, form))
    except (InvalidValue, IntroducerOptedOut) as error:
        answer = services().deadlines.answer(partial(show_new, asked, form["route"], form["introducer"]))
        return render_template("requests/new.html", answer=answer, page=NEW, error=error, form=form), error.status
    services().accounts.audit.record("request written", account=asked.viewer.account, subject=made)
    return redirect(url_for("requests.show", request_id=made), 303)


@requests.post("/<language:language>/requests/<request_id>/rewrite")
@needs(Permission.READ)
def rewrite(request_id: str) -> ResponseReturnValue:
    """Replace the texts of a draft."""
    asked = spent()
    texts = {name: request.form.get(name, "") for name in ("purpose", "plan")}
    try:
        scope = services().deadlines.answer(
            partial(chosen_scope, asked.network, request.form.get("scope", ""), ScopeUnfit)
        )
        asked.consent.requests.rewrite(asked.viewer, request_id, scope=scope, **texts)
    except InvalidValue as error:
        return _shown(asked, request_id, error=error), error.status
    return redirect(url_for("requests.show", request_id=request_id), 303)


@requests.post("/<language:language>/requests/<request_id>/<action>")
@needs(Permission.READ)
def act(request_id: str, action: str) -> ResponseReturnValue:
    """Do what the requester may do; a new decision link is shown in this answer and never again."""
    asked = spent()
    if action not in list(Action):
        raise NotFound
    try:
        given = Given(outcome=_outcome(request.form.get("outcome")), on=_day(request.form.get("on")))
        done = asked.consent.requests.act(Who.requester(asked.viewer), request_id, Action(action), given)
    except (InvalidValue, IntroducerOptedOut) as error:
        return _shown(asked, request_id, error=error), error.status
    services().accounts.audit.record(f"request: {action}", account=asked.viewer.account, subject=done.id)
    if done.token is None:
        return redirect(url_for("requests.show", request_id=done.id), 303)
    return _shown(asked, done.id, token=done.token)


def spent() -> Asking:
    """Who asks, with an account, after spending from the budget. Raises SignInNeeded, BudgetSpent."""
    asked = asking()
    if asked.viewer.account is None:
        raise SignInNeeded
    services().budgets.spend(asked.budget_key, CHANGES)
    return asked


def _create(asked: Asking, form: Mapping[str, str]) -> str:
    network = asked.network
    ends = find_ends(network, form["route"], form["introducer"])
    new = NewRequest(
        account=str(asked.viewer.account),
        scope=chosen_scope(network, form["scope"], ScopeUnfit),
        asker=_part(asked, network, ends.asker, form["asker_name"]),
        introducer=_part(asked, network, ends.introducer),
        target=_part(asked, network, ends.target),
        route=ends.route,
        purpose=form["purpose"],
        plan=form["plan"],
    )
    return asked.consent.requests.create(new)


def _part(asked: Asking, network: Network, actor: ActorId, name: str = "") -> Part:
    return Part(actor, name.strip() or network.actor(actor, asked.language).name, network.keys(actor))


def _shown(asked: Asking, request_id: str, *, token: str | None = None, error: GraphsvcError | None = None) -> str:
    answer = services().deadlines.answer(partial(show_request, asked, request_id))
    letters = letters_of(answer.request, token) if token else ()
    return render_template("requests/show.html", answer=answer, page=OWN, letters=letters, error=error)


def letters_of(own: OwnRequest, token: str) -> tuple[Letter, ...]:
    """The text to send, in each language of the pages, that of the requester first."""
    known = services()
    here = asking().language
    scheme = "https" if known.settings.secure_cookies else None
    until = datetime.fromtimestamp(known.clock() + LINK_SECONDS, UTC).date().isoformat()
    found = []
    for language in sorted(known.catalogues.languages, key=lambda code: code != here):
        link = url_for("decisions.show", token=token, language=language, _external=True, _scheme=scheme)
        values = {
            "introducer": own.introducer_name,
            "asker": own.asker_name,
            "target": own.target_name,
            "purpose": own.purpose,
            "link": link,
            "until": day(until, language),
        }
        found.append(Letter(language, known.catalogues.text(language, LETTER) % values))
    return tuple(found)


def _outcome(text: str | None) -> Outcome | None:
    return Outcome(text) if text in list(Outcome) else None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise OutcomeUnfit from error


def own_example(_network: Network) -> Mapping[str, str]:
    """A request that tests make."""
    return {"request_id": OWN_EXAMPLE}


def asked_example(_network: Network) -> Mapping[str, str]:
    """A request to an actor whom the visitor speaks for, which tests make."""
    return {"request_id": ASKED_EXAMPLE}


REQUESTS = Page(
    name="requests.list",
    path="/requests",
    summary="Your requests for an introduction by how they stand, and those that were put to you.",
    permission=Permission.READ,
    ask=show_requests,
    answer=RequestsAnswer,
    template="requests/list.html",
    example=no_arguments,
)
NEW = Page(
    name="requests.new",
    path="/requests/new",
    summary="Who would be asked for an introduction along a route, and who may know of it.",
    permission=Permission.READ,
    ask=show_new,
    answer=NewRequestAnswer,
    template="requests/new.html",
    example=new_request_example,
    parameters=(
        Parameter("route", "Ids of actors joined by commas, from who asks to whom it is for.", is_required=True),
        Parameter("introducer", "Id of the one to ask; the second of the route where it is left out."),
    ),
)
OWN = Page(
    name="requests.show",
    path="/requests/<request_id>",
    summary="One of your requests: how it stands, what you may do, and its history.",
    permission=Permission.READ,
    ask=show_request,
    answer=RequestAnswer,
    template="requests/show.html",
    example=own_example,
    needs_account=True,
    records=True,
)
ASKED = Page(
    name="requests.asked",
    path="/requests/asked/<request_id>",
    summary="A request that was put to you: who asks, whom for and why.",
    permission=Permission.READ,
    ask=show_asked,
    answer=AskedRequest,
    template="requests/asked.html",
    example=asked_example,
    needs_account=True,
    records=True,
)
