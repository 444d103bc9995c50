"""What is done with a plan: its form leads to its address; it is kept, deleted, and its new ties are proposed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

import orjson
from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from graphsvc.access import Permission
from graphsvc.consent.plans import LONGEST_TITLE, KeptActor, KeptLine, NewPlan
from graphsvc.consent.texts import needed
from graphsvc.errors import GraphsvcError, InvalidValue, PlaceUnfit
from graphsvc.identity.actors import Actor
from graphsvc.model.statements import ActorId, Run
from graphsvc.network import Network
from graphsvc.runs.propose import Proposal, ProposedTie, propose
from graphsvc.runs.settling import settle
from graphsvc.store.visibility import can_see_run
from queries.plan_reading import USUAL_KIND
from queries.what_if_values import Change, WhatIf
from web.access import needs
from web.answers import JSON_TYPE
from web.asking import Asking, asking, services
from web.budgets import MAPS, SEARCHES
from web.formats import described
from web.pages import API, asked_for, record_look
from web.request_answers import chosen_scope
from web.requests import spent
from web.templating import text
from web.typed_names import as_sent, form_sent, kept_text
from web.what_if import CLASS_TEXTS, WHAT_IF, show_what_if
from web.what_if_form import BOXES, WhatIfForm
from web.what_if_map import what_if_map
from web.what_if_view import view_of
from web.what_if_words import DRAWN

what_if = Blueprint("what_if", __name__)


class NothingToPropose(InvalidValue):
    """The plan adds no tie that can be added."""

    code = "what-if.nothing-to-propose"
    message = "The plan adds no tie, or one of its lines cannot be done."
    hint = "Take out what cannot be done. Only new ties can be proposed."


class NotKeepable(InvalidValue):
    """The plan has a line that cannot be done, or no line."""

    code = "what-if.not-keepable"
    message = "A line of the plan cannot be done."
    hint = "Take it out, then keep the plan."


@dataclass(frozen=True, slots=True)
class Proposed:
    """What was proposed.

    Attributes:
        number: of the run that wrote it. It counts all runs, hidden ones too: None for those who may not see every run.
        source: under which id it stands.
    """

    number: int | None
    source: str
    ties: tuple[tuple[Actor, Actor, str], ...]


@what_if.post("/<language:language>/landscape/what-if")
@needs(Permission.READ)
def ask() -> ResponseReturnValue:
    """Lead to the address of what the form asks for; what was typed stands there as an id or a token."""
    asked = asking()
    services().budgets.spend(asked.budget_key, SEARCHES)
    form = form_sent(asked, WhatIfForm, request.form, BOXES)
    return redirect(address_of(form), 303)


@what_if.get(f"{API}/maps/what-if")
@needs(Permission.READ)
def draw_map() -> Response:
    """Whom a plan is about and the ties among them, as vis-network takes them."""
    asked = asking()
    services().budgets.spend(asked.budget_key, MAPS)
    drawn = services().deadlines.answer(partial(_drawn, asked, asked_for(WHAT_IF)))
    record_look(asked, "what_if.draw_map", {})
    return Response(drawn, content_type=JSON_TYPE)


@what_if.post("/<language:language>/landscape/what-if/keep")
@needs(Permission.READ)
def keep() -> ResponseReturnValue:
    """Keep the plan, and show it under its own address; or show the form again, with what is wrong."""
    asked = spent()
    form = as_sent(WhatIfForm, request.form)
    try:
        made = services().deadlines.answer(partial(_kept, asked, form))
    except InvalidValue as error:
        return _again(asked, form, error)
    services().accounts.audit.record("plan kept", account=asked.viewer.account, subject=made)
    return redirect(url_for("what_if.kept", plan_id=made), 303)


@what_if.post("/<language:language>/landscape/what-if/<plan_id>/delete")
@needs(Permission.READ)
def delete(plan_id: str) -> ResponseReturnValue:
    """Delete a plan of one's own."""
    asked = spent()
    asked.consent.plans.drop(asked.viewer, plan_id)
    services().accounts.audit.record("plan deleted", account=asked.viewer.account, subject=plan_id)
    return redirect(url_for("what_if.show"), 303)


@what_if.post("/<language:language>/landscape/what-if/propose")
@needs(Permission.CURATE)
def put_forward() -> ResponseReturnValue:
    """Write the ties that the plan adds as planned ties, and say which run did."""
    asked = spent()
    form = as_sent(WhatIfForm, request.form)
    try:
        ties = services().deadlines.answer(partial(_to_propose, asked, form))
        run = _propose(asked, ties)
    except InvalidValue as error:
        return _again(asked, form, error)
    services().accounts.audit.record("ties proposed", account=asked.viewer.account, subject=f"run {run.number}")
    return render_template("what_if/proposed.html", answer=_proposed(asked, run, ties), form=form)


def address_of(form: WhatIfForm) -> str:
    """The address of the page with `form`, in the language of the request."""
    values: dict[str, Any] = dict(form.query())
    return url_for("what_if.show", **values)


def _drawn(asked: Asking, given: Mapping[str, str | None]) -> bytes:
    answer = show_what_if(asked, **given)
    what = partial(described, kinds=asked.network.kinds, language=asked.language)
    return orjson.dumps(what_if_map(answer, what=what, words=lambda change: text(DRAWN[change])))


def _kept(asked: Asking, form: WhatIfForm) -> str:
    answer = show_what_if(asked, **form.query())
    if answer.problems:
        raise NotKeepable
    network = asked.network
    texts = {name: text for name in (*CLASS_TEXTS, "as_of") if (text := form.get(name))}
    texts |= {name: kept_text(asked, token) or "" for name, token in texts.items() if name.endswith("_words")}
    lines = [
        KeptLine(line.change.value, ends[0], ends[1], asked_line.kind)
        for line, asked_line in zip(answer.lines, form.plan().lines, strict=True)
        for ends in [[_known(network, end) if end else None for end in (line.one, line.other)]]
        if ends[0] is not None
    ]
    new = NewPlan(
        account=str(asked.viewer.account),
        scope=chosen_scope(network, request.form.get("scope", ""), PlaceUnfit),
        title=request.form.get("title", ""),
        lines=tuple(lines),
        start=tuple(_known(network, one) for one in answer.start.actors),
        target=tuple(_known(network, one) for one in answer.target.actors),
        ends=texts,
    )
    return asked.consent.plans.keep(new)


def _known(network: Network, one: Actor) -> KeptActor:
    return KeptActor(one.id, one.name, network.keys(ActorId(one.id)))


def _to_propose(asked: Asking, form: WhatIfForm) -> list[tuple[Actor, Actor, str]]:
    answer: WhatIf = show_what_if(asked, **form.query())
    added = [line for line in answer.lines if line.change is Change.ADD]
    if not added or any(line.problem is not None for line in added):
        raise NothingToPropose
    return [(line.one, line.other, (line.kinds or (USUAL_KIND,))[0]) for line in added if line.one and line.other]


def _propose(asked: Asking, ties: list[tuple[Actor, Actor, str]]) -> Run:
    """Write them: not within the time that a page may take, so that nothing is given up half-way."""
    known, network = services(), asked.network
    title = needed(request.form.get("title", ""), longest=LONGEST_TITLE)
    stated: Mapping[str, Any] = {
        end.id: network.statements(ActorId(end.id)) for one, other, _ in ties for end in (one, other)
    }
    scope = chosen_scope(network, request.form.get("scope", ""), PlaceUnfit)
    proposal = Proposal(
        tuple(ProposedTie(stated[one.id], stated[other.id], kind) for one, other, kind in ties),
        scope,
        title,
        f"curators of {scope.collection}",  # not the name of one, who signs in with it: guests may see a source
        datetime.fromtimestamp(known.clock(), UTC),
    )
    store = known.networks.store
    run = propose(store, network.kinds, asked.viewer, proposal, wait_seconds=known.settings.lock_wait_seconds)
    settle(store, network.kinds, network.aliases)
    return run


def _proposed(asked: Asking, run: Run, ties: list[tuple[Actor, Actor, str]]) -> Proposed:
    number = run.number if can_see_run(asked.viewer, None, None) else None
    return Proposed(number, run.source or "", tuple(ties))


def _again(asked: Asking, form: WhatIfForm, error: GraphsvcError) -> ResponseReturnValue:
    """The page with its plan, and what is wrong."""
    answer = services().deadlines.answer(partial(show_what_if, asked, **form.query()))
    view = services().deadlines.answer(partial(view_of, asked, form))
    shown = render_template(WHAT_IF.template, answer=answer, page=WHAT_IF, form=view, problem=None, error=error)
    return shown, error.status
