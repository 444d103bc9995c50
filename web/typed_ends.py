"""Names and words typed into the boxes of a form: they become ids, or tokens that stand in the address."""

from __future__ import annotations

from flask import g
from werkzeug.datastructures import MultiDict

from graphsvc.folding import fold
from queries.search import FoundActor, find_actors
from web.asking import Asking, services
from web.introduction_form import ENDS, LISTS, PEOPLE, TEXTS, IntroductionForm
from web.introduction_view import Choice
from web.search import LONGEST_TEXT, visitor

CHOICES = 12
"""So many are offered for a name that was typed without choosing."""


def form_sent(asked: Asking, sent: MultiDict[str, str]) -> IntroductionForm:
    """The form that was sent; what was typed is in it as an id, where it is clear whom it means, or as a token."""
    form = IntroductionForm.of(
        {name: sent.getlist(name) for name in LISTS}, {name: sent.get(name, "") for name in TEXTS}
    )
    for box in PEOPLE:
        form = _with_typed(asked, form, box, sent.get(f"{box}_text", "").strip()[:LONGEST_TEXT])
    for end in ENDS:
        form = _with_words(asked, form, end, sent.get(f"{end}_words_text", "").strip()[:LONGEST_TEXT])
    return form


def choices(asked: Asking, form: IntroductionForm) -> dict[str, Choice | None]:
    """{box: what was typed into it and whom it can mean}; None where the words are no longer kept."""
    return {box: _choices(asked, form, box) for box in PEOPLE if form.get(f"{box}_typed")}


def kept_words(asked: Asking, form: IntroductionForm) -> dict[str, str | None]:
    """{end: the words that its class was given}; None where they are no longer kept."""
    return {end: kept_text(asked, token) for end in ENDS if (token := form.get(f"{end}_words"))}


def kept_text(asked: Asking, token: str) -> str | None:
    """The words that a token stands for; None where they are no longer kept, or were another visitor's."""
    return services().typed_texts.find(visitor(asked), token)


def _choices(asked: Asking, form: IntroductionForm, box: str) -> Choice | None:
    text = kept_text(asked, form.get(f"{box}_typed"))
    if text is None:
        return None
    return text, find_actors(asked.network, text, language=asked.language, limit=CHOICES).found


def _with_typed(asked: Asking, form: IntroductionForm, box: str, text: str) -> IntroductionForm:
    """The form with whom `text` means, where that is clear; otherwise with a token for a list to choose from."""
    if not text:
        return form
    answer = services().deadlines.answer(
        lambda: find_actors(asked.network, text, language=asked.language, limit=CHOICES)
    )
    exact = [one.actor.id for one in answer.found if _is_called(one, text)]
    if answer.total == 1 or len(exact) == 1:
        return form.adding(box, exact[0] if exact else answer.found[0].actor.id)
    return form.setting(f"{box}_typed", _token(asked, text))


def _is_called(found: FoundActor, text: str) -> bool:
    names = (found.actor.name, found.actor.acronym or "", found.matched or "")
    return fold(text) in {fold(name) for name in names if name}


def _with_words(asked: Asking, form: IntroductionForm, end: str, text: str) -> IntroductionForm:
    name = f"{end}_words"
    if not text:
        return form.without(name)
    kept = form.get(name)
    return form if kept and kept_text(asked, kept) == text else form.setting(name, _token(asked, text))


def _token(asked: Asking, text: str) -> str:
    g.token_is_needed = True
    return services().typed_texts.keep(visitor(asked), text)
