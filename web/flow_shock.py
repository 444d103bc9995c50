"""What a cut does downstream: who loses how much, who is left with one funder. Page, JSON and tables of one answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from graphsvc.access import Permission
from graphsvc.network import Network
from queries.funding_shock import FundingShock, find_funding_shock
from queries.funding_values import MOST_SHOWN, SHOWN, BadFlowQuestion
from web.access import needs
from web.actors import whole_number
from web.asking import Asking, asking
from web.budgets import FLOWS
from web.flow_form import FlowForm, parameters, whole_year
from web.flow_view import FlowView, largest_payers, view_of
from web.flow_words import _
from web.flows import flows, sent
from web.pages import Page
from web.spreadsheets import Row, Value

CUT = ("cut",)
USUAL_PERCENT = "30"
COLUMNS = (
    *("part", "id", "name", "currency", "amount", "least", "most", "received", "share", "funders_left"),
    *("left_with", "cut_off", "instead", "note"),
)
_PERCENT = re.compile(r"[0-9]{1,3}(\.[0-9]{1,6})?")


def show_shock(asked: Asking, **given: str | None) -> FundingShock:
    """What the cut in the address does. Raises NotFound, BadStage, BadCurrency, BadFlowQuestion."""
    form = FlowForm.read(given)
    since = form.get("since")
    if len(form.chosen("cut")) != 1:
        raise BadFlowQuestion(_("Say who is cut: one actor."), hint=_("Type a name, and choose it from the list."))
    if given.get("percent") is not None and not form.get("percent"):
        raise BadFlowQuestion(_("Say by how many percent it is cut."), hint=_("30 means 30 percent."))
    return find_funding_shock(
        asked.network,
        form.chosen("cut")[0],
        percent=percent_of(form.get("percent") or USUAL_PERCENT),
        from_year=whole_year(since) if since else None,
        stage=form.get("stage") or None,
        currency=form.get("currency") or None,
        limit=whole_number(form.get("limit"), SHOWN, 1, MOST_SHOWN),
        language=asked.language,
    )


def percent_of(text: str) -> Decimal:
    """The percentage in `text`, with a point or a comma. Raises BadFlowQuestion."""
    written = text.removesuffix("%").strip().replace(",", ".")
    if not _PERCENT.fullmatch(written):
        raise BadFlowQuestion(_("A cut is 0 to 100 percent."), hint=_("30 means 30 percent."))
    return Decimal(written)


def show_form(asked: Asking, _answer: FundingShock | None, **given: str | None) -> FlowView:
    """What the page shows of its form."""
    return view_of(asked, FlowForm.read(given), None, CUT)


@flows.post("/<language:language>/flows/shock")
@needs(Permission.READ)
def ask_shock() -> ResponseReturnValue:
    """Lead to the address of what the form asks for; what was typed stands there as an id or a token."""
    asked_for = sent(asking(), CUT)
    if "percent" in request.form:  # a box left empty stays so: it is no 30
        asked_for.setdefault("percent", "")
    return redirect(url_for("flows.shock", **asked_for), 303)


def shock_rows(answer: FundingShock) -> Iterator[Row]:
    """The columns' names, the cut, then who loses what. An empty amount is not published."""
    code = answer.currency
    yield COLUMNS
    since = "in all years" if answer.from_year is None else f"from {answer.from_year} on"
    yield _row(
        "cut",
        id=answer.cut.id,
        name=answer.cut.name,
        currency=code,
        amount=answer.cut_by,
        received=answer.paid,
        note=f"{answer.percent.normalize():f} percent of what is {answer.stage.value}, {since}",
    )
    for loss in answer.losses:
        yield _row(
            "loses",
            id=loss.actor.id,
            name=loss.actor.name,
            currency=code,
            amount=loss.loses,
            least=loss.least,
            most=loss.most,
            received=loss.received,
            share=None if loss.share is None else Decimal(f"{loss.share:.4f}"),
            funders_left=loss.funders_left,
            left_with=loss.left_with.name if loss.left_with else None,
            cut_off="yes" if loss.is_cut_off else "no",
            instead="; ".join(actor.name for actor in loss.replacements) or None,
        )


def _row(part: str, **cells: Value) -> Row:
    return (part, *(cells.get(column) for column in COLUMNS[1:]))


def shock_example(network: Network) -> Mapping[str, str]:
    """The largest payer is cut by 30 percent."""
    payer = next(iter((*largest_payers(network), *network.snapshot.actors.ids)))
    return {"cut": payer, "percent": USUAL_PERCENT}


_NAMES = ("cut", "percent", "since", "stage", "currency", "limit", "cut_typed")
SHOCK = Page(
    name="flows.shock",
    path="/flows/shock",
    summary="What happens downstream when one actor pays less: who loses how much, and who is left with one funder.",
    permission=Permission.READ,
    ask=show_shock,
    answer=FundingShock,
    template="flows/shock.html",
    example=shock_example,
    parameters=tuple(one for one in parameters() if one.name in _NAMES),
    budget=FLOWS,
    records=True,
    form=show_form,
    table=shock_rows,
    recorded=CUT,
)
