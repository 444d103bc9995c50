"""Cuts that were kept: put under an address of their own, opened by whoever may see them, deleted by their owner."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from graphsvc.access import Permission, Scope
from graphsvc.actor_keys import actor_known_by, nearest_known_by
from graphsvc.consent.cuts import NewCut
from graphsvc.consent.plans import KeptActor
from graphsvc.errors import GraphsvcError, InvalidValue, NotFound, PlaceUnfit
from graphsvc.model.statements import ActorId
from graphsvc.network import Network
from queries.funding_shock import FundingShock
from web.access import needs
from web.asking import Asking, services
from web.budgets import FLOWS
from web.flow_form import FlowForm
from web.flow_shock import CUT, SHOCK, USUAL_PERCENT, percent_of, shock_rows, show_shock
from web.flow_view import FlowView, view_of
from web.flows import flows
from web.pages import Page
from web.request_answers import chosen_scope
from web.requests import spent
from web.spreadsheets import Row

KEPT_CUT_EXAMPLE = "kept-cut"
"""In the place of the id of a kept cut, which tests make."""
ASKED = ("since", "stage", "currency")


@dataclass(frozen=True, slots=True)
class SharedCut:
    """A cut that was kept, and what it does in the eyes of whoever opens it."""

    title: str
    created_at: datetime
    scope: Scope
    is_own: bool
    shock: FundingShock


def show_kept(asked: Asking, cut_id: str) -> SharedCut:
    """A kept cut. Raises NotFound, also where the actor is not there for this viewer, or is several."""
    kept = asked.consent.cuts.one(asked.viewer, cut_id)
    shock = show_shock(asked, **_form(asked, cut_id).query())
    return SharedCut(kept.cut.title, kept.created_at, kept.cut.scope, kept.cut.account == asked.viewer.account, shock)


def show_kept_form(asked: Asking, _answer: SharedCut | None, cut_id: str) -> FlowView:
    """The form with a kept cut in it, to be changed. Raises NotFound."""
    return view_of(asked, _form(asked, cut_id), None, CUT)


def _form(asked: Asking, cut_id: str) -> FlowForm:
    cut, network = asked.consent.cuts.one(asked.viewer, cut_id).cut, asked.network
    find = nearest_known_by if cut.account == asked.viewer.account else actor_known_by
    actor = find(network.snapshot, network.aliases, cut.actor.keys)
    if actor is None:
        raise NotFound
    return FlowForm.of({"cut": [actor]}, {"percent": cut.percent, **cut.asked})


@flows.post("/<language:language>/flows/shock/keep")
@needs(Permission.READ)
def keep() -> ResponseReturnValue:
    """Keep the cut, and show it under its own address; or show the form again, with what is wrong."""
    asked = spent()
    sent = request.form
    form = FlowForm.of({"cut": sent.getlist("cut")}, {name: sent.get(name, "") for name in ("percent", *ASKED)})
    try:
        made = services().deadlines.answer(partial(_kept, asked, form))
    except InvalidValue as error:
        return _again(asked, form, error)
    services().accounts.audit.record("cut kept", account=asked.viewer.account, subject=made)
    return redirect(url_for("flows.kept", cut_id=made), 303)


@flows.post("/<language:language>/flows/shock/<cut_id>/delete")
@needs(Permission.READ)
def delete(cut_id: str) -> ResponseReturnValue:
    """Delete a cut of one's own."""
    asked = spent()
    asked.consent.cuts.drop(asked.viewer, cut_id)
    services().accounts.audit.record("cut deleted", account=asked.viewer.account, subject=cut_id)
    return redirect(url_for("flows.shock"), 303)


def _kept(asked: Asking, form: FlowForm) -> str:
    answer, network = show_shock(asked, **form.query()), asked.network
    scope = chosen_scope(network, request.form.get("scope", ""), PlaceUnfit)
    percent = percent_of(form.get("percent") or USUAL_PERCENT)
    actor = KeptActor(answer.cut.id, answer.cut.name, network.keys(ActorId(answer.cut.id)))
    texts = {name: text for name in ASKED if (text := form.get(name))}
    title = request.form.get("title", "")
    return asked.consent.cuts.keep(NewCut(str(asked.viewer.account), scope, title, actor, f"{percent:f}", texts))


def _again(asked: Asking, form: FlowForm, error: GraphsvcError) -> ResponseReturnValue:
    """The page with its cut, and what is wrong."""
    answer = services().deadlines.answer(partial(show_shock, asked, **form.query()))
    view = services().deadlines.answer(partial(view_of, asked, form, None, CUT))
    shown = render_template(SHOCK.template, answer=answer, page=SHOCK, form=view, problem=None, error=error)
    return shown, error.status


def kept_rows(answer: SharedCut) -> Iterator[Row]:
    """The rows of what the cut does."""
    return shock_rows(answer.shock)


def kept_example(_network: Network) -> Mapping[str, str]:
    """A cut that tests keep."""
    return {"cut_id": KEPT_CUT_EXAMPLE}


KEPT_CUT = Page(
    name="flows.kept",
    path="/flows/shock/<cut_id>",
    summary="A cut that somebody kept, and what it does in the network that you see.",
    permission=Permission.READ,
    ask=show_kept,
    answer=SharedCut,
    template="flows/kept.html",
    example=kept_example,
    budget=FLOWS,
    records=True,
    form=show_kept_form,
    table=kept_rows,
)
