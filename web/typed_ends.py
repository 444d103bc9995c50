"""The form of two ends as it was sent: what was typed is in it as an id, or as a token that stands in the address."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from web.asking import Asking
from web.introduction_form import ENDS, LISTS, PEOPLE, TEXTS, IntroductionForm
from web.introduction_view import Choice
from web.search import LONGEST_TEXT
from web.typed_names import choices_for, with_typed, with_words


def form_sent(asked: Asking, sent: MultiDict[str, str]) -> IntroductionForm:
    """The form that was sent; what was typed is in it as an id, where it is clear whom it means, or as a token."""
    form = IntroductionForm.of(
        {name: sent.getlist(name) for name in LISTS}, {name: sent.get(name, "") for name in TEXTS}
    )
    for box in PEOPLE:
        form = with_typed(asked, form, box, sent.get(f"{box}_text", "").strip()[:LONGEST_TEXT])
    for end in ENDS:
        form = with_words(asked, form, end, sent.get(f"{end}_words_text", "").strip()[:LONGEST_TEXT])
    return form


def choices(asked: Asking, form: IntroductionForm) -> dict[str, Choice | None]:
    """{box: what was typed into it and whom it can mean}; None where the words are no longer kept."""
    return {box: choices_for(asked, form, box) for box in PEOPLE if form.get(f"{box}_typed")}
