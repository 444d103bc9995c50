"""The introducer's side: a request as it is put to them, by a personal link or by their account, and their answer."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from graphsvc.access import Permission
from graphsvc.consent.requests import Who
from graphsvc.consent.states import LINKED, Action, Role
from graphsvc.consent.values import AskedRequest, Done, Given
from graphsvc.errors import InvalidValue, NotFound, StepNotAllowed
from web.access import needs
from web.asking import asking, services
from web.budgets import DECISIONS
from web.request_words import ANSWERS
from web.requests import ASKED, spent

NOT_INDEXED = "noindex, nofollow, noarchive"

decisions = Blueprint("decisions", __name__)


@decisions.after_request
def keep_out_of_indexes(response: Response) -> Response:
    """Say to search engines, should a link ever reach one, that there is nothing for them."""
    response.headers["X-Robots-Tag"] = NOT_INDEXED
    return response


@decisions.get("/<language:language>/introductions/<token>")
@needs(Permission.OPEN)
def show(token: str) -> str:
    """The request that the link is for. Looking changes nothing."""
    found, is_own = _by_link(token)
    return render_template("requests/decide.html", answer=found, token=token, is_own=is_own, error=None)


@decisions.post("/<language:language>/introductions/<token>")
@needs(Permission.OPEN)
def decide(token: str) -> ResponseReturnValue:
    """Take the answer of whoever holds the link."""
    found, is_own = _by_link(token)
    if is_own:
        raise StepNotAllowed(role=Role.REQUESTER.value)
    try:
        done = _decided(Who.by_link(token), None)
    except InvalidValue as error:
        page = render_template("requests/decide.html", answer=found, token=token, is_own=False, error=error)
        return page, error.status
    return render_template("requests/decided.html", answer=found, done=done, goes_on=done.state in LINKED, token=token)


@decisions.post("/<language:language>/requests/asked/<request_id>")
@needs(Permission.READ)
def decide_signed_in(request_id: str) -> ResponseReturnValue:
    """Take the answer of an account that speaks for the introducer."""
    asked = spent()
    who = Who.introducer(asked.viewer)
    found = asked.consent.requests.asked_one(who, request_id)
    try:
        _decided(who, request_id)
    except InvalidValue as error:
        return render_template("requests/asked.html", answer=found, page=ASKED, error=error), error.status
    return redirect(url_for("requests.asked", request_id=request_id), 303)


def _by_link(token: str) -> tuple[AskedRequest, bool]:
    asked = asking()
    services().budgets.spend(f"link {asked.address}", DECISIONS)
    found = asked.consent.requests.asked_one(Who.by_link(token))
    return found, asked.consent.requests.is_own(asked.viewer, token)


def _decided(who: Who, request_id: str | None) -> Done:
    action = request.form.get("answer", "")
    if action not in ANSWERS:
        raise NotFound
    given = Given(
        note=request.form.get("note", ""),
        contact=request.form.get("contact", ""),
        never_again=request.form.get("never_again") == "yes",
    )
    done = services().consent.requests.act(who, request_id, Action(action), given)
    record = services().accounts.audit.record
    record(f"request: {action}", account=who.account, subject=done.id)
    if given.never_again:
        record("introducer opted out", account=who.account, subject=done.id)
    return done
