"""Names that were typed into a form without choosing: whom they mean, or a token for a list to choose from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from werkzeug.datastructures import MultiDict

from graphsvc.folding import fold
from queries.search import FoundActor, find_actors
from web.address_form import ENDS, AddressForm
from web.asking import Asking, services
from web.search import LONGEST_TEXT, keep_text, visitor

CHOICES = 12
"""So many are offered for a name that was typed without choosing."""


Choice = tuple[str, tuple[FoundActor, ...]]
"""What was typed, and whom it can mean."""
Form = TypeVar("Form", bound=AddressForm)


def kept_text(asked: Asking, token: str) -> str | None:
    """The text behind a token of this visitor; None where it is no longer kept."""
    return services().typed_texts.find(visitor(asked), token)


def kept_words(asked: Asking, form: AddressForm) -> dict[str, str | None]:
    """{end: the words that its class was given}; None where they are no longer kept."""
    return {end: kept_text(asked, token) for end in ENDS if (token := form.get(f"{end}_words"))}


def as_sent(kind: type[Form], sent: MultiDict[str, str]) -> Form:
    """The form of this kind that was sent; a list is sent as one text, or as several values."""
    lists = {name: [one for text in sent.getlist(name) for one in text.split(",")] for name in kind.LISTS}
    return kind.of(lists, {name: sent.get(name, "") for name in kind.TEXTS})


def form_sent(asked: Asking, kind: type[Form], sent: MultiDict[str, str], boxes: Iterable[str]) -> Form:
    """As `as_sent`; what was typed into `boxes` is in it as an id, where it is clear whom it means, or as a token."""
    form = as_sent(kind, sent)
    for box in boxes:
        form = _with_typed(asked, form, box, sent.get(f"{box}_text", "").strip()[:LONGEST_TEXT])
    for end in ENDS:
        form = _with_words(asked, form, end, sent.get(f"{end}_words_text", "").strip()[:LONGEST_TEXT])
    return form


def choices(asked: Asking, form: AddressForm, boxes: Iterable[str]) -> dict[str, Choice | None]:
    """{box: what was typed into it and whom it can mean}; None where it is no longer kept."""
    return {box: _choices(asked, form, box) for box in boxes if form.get(f"{box}_typed")}


def _choices(asked: Asking, form: AddressForm, box: str) -> Choice | None:
    text = kept_text(asked, form.get(f"{box}_typed"))
    if text is None:
        return None
    return text, find_actors(asked.network, text, language=asked.language, limit=CHOICES).found


def _with_typed(asked: Asking, form: Form, box: str, text: str) -> Form:
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


def _with_words(asked: Asking, form: Form, end: str, text: str) -> Form:
    """The form with the words of the class at an end, as a token."""
    name = f"{end}_words"
    if not text:
        return form.without(name)
    kept = form.get(name)
    return form if kept and kept_text(asked, kept) == text else form.setting(name, keep_text(asked, text))


def _is_called(found: FoundActor, text: str) -> bool:
    names = (found.actor.name, found.actor.acronym or "", found.matched or "")
    return fold(text) in {fold(name) for name in names if name}
