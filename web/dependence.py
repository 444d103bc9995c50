"""What access hangs on: whom the routes to some targets pass through, and what is left without each of them."""

from __future__ import annotations

from collections.abc import Iterator

from graphsvc.access import Permission
from queries.dependence import Dependence, find_dependence
from web.asking import Asking, services
from web.budgets import INTRODUCTIONS
from web.introduction_form import PARAMETERS, PEOPLE, IntroductionForm
from web.introduction_view import FormView, view_of
from web.introductions import introductions_example, question_of
from web.pages import Page
from web.spreadsheets import Row
from web.typed_names import kept_words


def show_dependence(asked: Asking, **given: str | None) -> Dependence:
    """Whom the way depends on. Raises NotFound, BadEnd, BadControls."""
    question = question_of(asked, IntroductionForm.read(given))
    return find_dependence(asked.network, question.start, question.target, question.controls, language=asked.language)


def show_form(asked: Asking, _answer: Dependence | None, **given: str | None) -> FormView:
    """What the page shows of its form; it is changed on the page of introductions. Raises NotFound."""
    form = IntroductionForm.read(given)
    offered = services().offered.of(asked.network)
    return view_of(
        asked.network, form, asked.language, choices={}, words=kept_words(asked, form), wider=(), offered=offered
    )


def dependence_rows(answer: Dependence) -> Iterator[Row]:
    """The columns' names, then one row for each actor that routes pass through, and for each target not reached."""
    yield ("part", "id", "name", "routes", "asked_first", "asked_last", "left_without", "lost")
    for row in answer.rows:
        numbers = (row.routes, row.asked_first, row.asked_last, row.remaining)
        lost = "; ".join(actor.name for actor in row.lost)
        yield ("through", row.actor.id, row.actor.name, *numbers, lost)
    for actor in answer.unreached:
        yield ("not-reached", actor.id, actor.name, None, None, None, None, None)


DEPENDENCE = Page(
    name="introductions.dependence",
    path="/introductions/dependence",
    summary="Whom the routes to some targets pass through, and how many are left without each of them.",
    permission=Permission.READ,
    ask=show_dependence,
    answer=Dependence,
    template="introductions/dependence.html",
    example=introductions_example,
    parameters=PARAMETERS,
    budget=INTRODUCTIONS,
    records=True,
    form=show_form,
    table=dependence_rows,
    recorded=PEOPLE,
)
