"""Names that were typed into a form without choosing: whom they mean, or a token for a list to choose from."""

from __future__ import annotations

from typing import Protocol, Self, TypeVar

from flask import g

from graphsvc.folding import fold
from queries.search import FoundActor, find_actors
from web.asking import Asking, services
from web.introduction_form import ENDS
from web.search import visitor

CHOICES = 12
"""So many are offered for a name that was typed without choosing."""


class TypedForm(Protocol):
    """A form with boxes that actors are chosen in, as its address holds it."""

    def get(self, name: str) -> str:
        """The text `name`; empty where there is none."""

    def adding(self, name: str, value: str) -> Self:
        """The form with one more value in a list."""

    def setting(self, name: str, value: str) -> Self:
        """The form with another text."""

    def without(self, name: str) -> Self:
        """The form without a text or list."""


Form = TypeVar("Form", bound=TypedForm)


def kept_text(asked: Asking, token: str) -> str | None:
    """The text behind a token of this visitor; None where it is no longer kept."""
    return services().typed_texts.find(visitor(asked), token)


def kept_words(asked: Asking, form: TypedForm) -> dict[str, str | None]:
    """{end: the words that its class was given}; None where they are no longer kept."""
    return {end: kept_text(asked, token) for end in ENDS if (token := form.get(f"{end}_words"))}


def choices_for(asked: Asking, form: TypedForm, box: str) -> tuple[str, tuple[FoundActor, ...]] | None:
    """What was typed into a box, and whom it can mean; None where it is no longer kept."""
    text = kept_text(asked, form.get(f"{box}_typed"))
    if text is None:
        return None
    return text, find_actors(asked.network, text, language=asked.language, limit=CHOICES).found


def with_typed(asked: Asking, form: Form, box: str, text: str) -> Form:
    """The form with whom `text` means, where that is clear; otherwise with a token for a list to choose from."""
    if not text:
        return form
    answer = services().deadlines.answer(
        lambda: find_actors(asked.network, text, language=asked.language, limit=CHOICES)
    )
    exact = [one.actor.id for one in answer.found if _is_called(one, text)]
    if answer.total == 1 or len(exact) == 1:
        return form.adding(box, exact[0] if exact else answer.found[0].actor.id)
    return form.setting(f"{box}_typed", keep_text(asked, text))


def with_words(asked: Asking, form: Form, end: str, text: str) -> Form:
    """The form with the words of the class at an end, as a token."""
    name = f"{end}_words"
    if not text:
        return form.without(name)
    kept = form.get(name)
    return form if kept and kept_text(asked, kept) == text else form.setting(name, keep_text(asked, text))


def keep_text(asked: Asking, text: str) -> str:
    """A token for `text`, for this visitor."""
    g.token_is_needed = True
    return services().typed_texts.keep(visitor(asked), text)


def _is_called(found: FoundActor, text: str) -> bool:
    names = (found.actor.name, found.actor.acronym or "", found.matched or "")
    return fold(text) in {fold(name) for name in names if name}
