"""Where the money goes. The page, its JSON, tables, diagram and map show one answer."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import orjson
from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from graphsvc.access import Permission
from graphsvc.network import Network
from queries.funding_paths import find_funding_paths
from queries.funding_values import FundingPaths
from web.access import needs
from web.address_form import ENDS
from web.answers import JSON_TYPE
from web.asking import Asking, asking, services
from web.budgets import FLOWS, MAPS, SEARCHES
from web.flow_form import FlowForm, parameters
from web.flow_map import flow_map
from web.flow_rows import flow_rows
from web.flow_sankey import diagram_of, drawn
from web.flow_telling import diagram_words, step_told
from web.flow_view import FlowView, largest_payers, view_of
from web.formats import described
from web.pages import API, Page, record_look
from web.typed_names import form_sent, kept_text

flows = Blueprint("flows", __name__)


def show_flows(asked: Asking, **given: str | None) -> FundingPaths:
    """Where the money goes. Raises NotFound, BadStage, BadCurrency, BadFlowQuestion, UnknownChoice, TypedTextGone."""
    return answer_of(asked, FlowForm.read(given))


def answer_of(asked: Asking, form: FlowForm) -> FundingPaths:
    """The answer to `form`. Raises what `show_flows` does."""
    wanted = form.question(asked.network.kinds, partial(kept_text, asked))
    return find_funding_paths(
        asked.network,
        wanted.payers,
        wanted.recipients,
        stage=wanted.stage,
        currency=wanted.currency,
        year=wanted.year,
        longest=wanted.longest,
        limit=wanted.limit,
        language=asked.language,
    )


def show_form(asked: Asking, answer: FundingPaths | None, **given: str | None) -> FlowView:
    """What the page shows of its form."""
    return view_of(asked, FlowForm.read(given), answer)


@flows.post("/<language:language>/flows")
@needs(Permission.READ)
def ask() -> ResponseReturnValue:
    """Lead to the address of what the form asks for; what was typed stands there as an id or a token."""
    return redirect(url_for("flows.show", **sent(asking(), ENDS)), 303)


def sent(asked: Asking, boxes: tuple[str, ...]) -> dict[str, Any]:
    """The arguments of the address for the form that was sent. Spends the budget of searches."""
    services().budgets.spend(asked.budget_key, SEARCHES)
    return dict(form_sent(asked, FlowForm, request.form, boxes).query())


@flows.get(f"{API}/maps/flows")
@needs(Permission.READ)
def draw_map() -> Response:
    """The paths of an answer as vis-network takes them."""
    return _drawing(_map)


@flows.get(f"{API}/diagrams/flows")
@needs(Permission.READ)
def draw_diagram() -> Response:
    """The money of an answer as bands from level to level."""
    return _drawing(_diagram)


def _drawing(draw: Any) -> Response:
    asked = asking()
    services().budgets.spend(asked.budget_key, MAPS)
    form = FlowForm.read(request.args.to_dict())
    shown = services().deadlines.answer(partial(draw, asked, form))
    record_look(asked, f"flows.{draw.__name__.strip('_')}", {end: ",".join(form.chosen(end)) for end in ENDS})
    return Response(shown, content_type=JSON_TYPE)


def _map(asked: Asking, form: FlowForm) -> bytes:
    answer = answer_of(asked, form)
    what = partial(described, kinds=asked.network.kinds, language=asked.language)
    return orjson.dumps(flow_map(answer, what=what, line=partial(step_told, answer=answer, language=asked.language)))


def _diagram(asked: Asking, form: FlowForm) -> bytes:
    answer = answer_of(asked, form)
    return orjson.dumps(drawn(diagram_of(answer), diagram_words(answer, asked.language)))


def flows_example(network: Network) -> Mapping[str, str]:
    """The money of the largest payer; where nobody says amounts, that of the first actor."""
    return {"from": next(iter((*largest_payers(network), *network.snapshot.actors.ids)))}


FLOWS_PAGE = Page(
    name="flows.show",
    path="/flows",
    summary="Where money goes: level by level and year by year, what comes to whom, and what cannot be followed.",
    permission=Permission.READ,
    ask=show_flows,
    answer=FundingPaths,
    template="flows/show.html",
    example=flows_example,
    parameters=parameters("cut", "cut_typed", "percent", "since"),
    budget=FLOWS,
    records=True,
    has_map=True,
    form=show_form,
    table=flow_rows,
    recorded=ENDS,
)
