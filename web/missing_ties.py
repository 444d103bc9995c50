"""Which new ties would help most? The page, its JSON and its table show one answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from graphsvc.access import Permission
from graphsvc.network import Network
from queries.missing_tie_values import MissingTies
from queries.missing_ties import (
    BAD_LIMIT,
    BAD_PLANNED,
    BAD_STEPS,
    LEAST_STEPS,
    MOST_PLANNED,
    MOST_SHOWN,
    MOST_STEPS,
    PLANNED,
    SHOWN,
    STEPS,
    BadPlan,
    find_missing_ties,
)
from web.access import needs
from web.actors import most_tied_actor
from web.address_form import ENDS, TRAITS
from web.asking import Asking, asking, services
from web.budgets import LANDSCAPE, SEARCHES
from web.introduction_form import PARAMETERS as OF_INTRODUCTIONS
from web.introduction_form import PEOPLE, IntroductionForm
from web.introduction_view import view_of
from web.introductions import question_of
from web.missing_tie_rows import missing_tie_rows
from web.missing_tie_view import MissingTieView, suggested, told
from web.pages import Page, Parameter
from web.templating import text
from web.typed_names import choices, form_sent, kept_words

NUMBERS = ("steps", "plan", "limit")
LONGEST_DIGITS = 4
_KEPT = frozenset({*ENDS, *(f"{end}_{part}" for end in ENDS for part in (*TRAITS, "typed")), "as_of"})

missing_ties = Blueprint("missing_ties", __name__)


def show_missing_ties(asked: Asking, **given: str | None) -> MissingTies:
    """Which new ties would help. Raises NotFound, BadEnd, BadControls, BadPlan."""
    question = question_of(asked, _form(given))
    return find_missing_ties(
        asked.network,
        question.start,
        question.target,
        question.controls.walkable,
        steps=_whole(given.get("steps"), STEPS, BAD_STEPS),
        limit=_whole(given.get("limit"), SHOWN, BAD_LIMIT),
        planned=_whole(given.get("plan"), PLANNED, BAD_PLANNED),
        language=asked.language,
        is_awaited=False,
    )


def show_form(asked: Asking, answer: MissingTies | None, **given: str | None) -> MissingTieView:
    """What the page shows of its form, and the words for the answer. Raises NotFound."""
    form = _form(given)
    ends = view_of(
        asked.network,
        form,
        asked.language,
        choices=choices(asked, form, PEOPLE),
        words=kept_words(asked, form),
        wider=(),
        offered=services().offered.of(asked.network),
    )
    numbers = {name: (given.get(name) or "")[:LONGEST_DIGITS] for name in NUMBERS}
    ends = replace(ends, page="missing_ties.show", further={name: value for name, value in numbers.items() if value})
    view = MissingTieView(ends, numbers["steps"], numbers["plan"], numbers["limit"])
    if answer is not None:
        return replace(view, told=told(answer, asked.network.kinds, asked.language, text))
    return replace(view, suggested=suggested(asked.network, asked.language, text)) if view.has_nothing else view


def _form(given: Mapping[str, str | None]) -> IntroductionForm:
    return IntroductionForm.read({name: value for name, value in given.items() if name in _KEPT})


def _whole(given: str | None, usual: int, refusal: str) -> int:
    """The number that is given; the usual one without. Raises BadPlan for what is no number."""
    if not given:
        return usual
    if not (given.isascii() and given.isdigit() and len(given) <= LONGEST_DIGITS):
        raise BadPlan(refusal)
    return int(given)


@missing_ties.post("/<language:language>/landscape/missing-ties")
@needs(Permission.READ)
def ask() -> ResponseReturnValue:
    """Lead to the address of what the form asks for; what was typed stands there as an id or a token."""
    asked = asking()
    services().budgets.spend(asked.budget_key, SEARCHES)
    sent = form_sent(asked, IntroductionForm, request.form, PEOPLE).query() | {
        name: request.form.get(name, "") for name in NUMBERS
    }
    values: dict[str, Any] = {name: value for name, value in sent.items() if value and name in (*_KEPT, *NUMBERS)}
    return redirect(url_for("missing_ties.show", **values), 303)


def example(network: Network) -> Mapping[str, str]:
    """From one who is tied to the actor with most contacts, to everybody of the most common kind."""
    hub = network.snapshot.number_of[most_tied_actor(network)]
    rows = network.graph().forward
    contacts = rows.neighbours[rows.offsets[hub] : rows.offsets[hub + 1]].tolist()
    start = contacts[0] if contacts else hub
    kinds = Counter(network.traits().kind.tolist())
    most = min(kinds, key=lambda kind: (-kinds[kind], kind), default="")
    return {"from": network.snapshot.actors.ids[start], "to_kind": most, "steps": "2"}


def _parameters() -> tuple[Parameter, ...]:
    ends = tuple(parameter for parameter in OF_INTRODUCTIONS if parameter.name in _KEPT)
    return (
        *ends,
        Parameter(
            "steps", f"Near is within so many ties, {LEAST_STEPS} to {MOST_STEPS}; {STEPS} where it is left out."
        ),
        Parameter("plan", f"New ties of the plan, 1 to {MOST_PLANNED}; {PLANNED} where it is left out."),
        Parameter("limit", f"Ties shown one by one, 1 to {MOST_SHOWN}; {SHOWN} where it is left out."),
    )


MISSING_TIES = Page(
    name="missing_ties.show",
    path="/landscape/missing-ties",
    summary="Which new ties would bring most targets near, how likely each is, and who could introduce the two.",
    permission=Permission.READ,
    ask=show_missing_ties,
    answer=MissingTies,
    template="missing_ties/show.html",
    example=example,
    parameters=_parameters(),
    budget=LANDSCAPE,
    records=True,
    form=show_form,
    table=missing_tie_rows,
    recorded=ENDS,
)
