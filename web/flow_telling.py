"""Sentences on bands, marks and steps of money, for a diagram or a map, in the language of the request."""

from __future__ import annotations

from functools import partial

from flask import url_for

from queries.funding_values import FundingPaths, Step
from web.flow_sankey import OTHERS, UNTRACED, Band, DiagramWords, Mark
from web.flow_words import _
from web.formats import label, named, rough
from web.templating import text

THE_OTHERS, NOT_TRACEABLE, ELSEWHERE = _("%(count)s others"), _("not traceable"), _("elsewhere or not traceable")
PAYERS, LEVEL = _("payers"), _("level %(number)s")
MARK, BAND = _("%(name)s: %(money)s"), _("%(payer)s to %(recipient)s: %(money)s")
UNTRACED_BAND = _("%(money)s that came to %(payer)s cannot be followed further")
ELSEWHERE_BAND = _("%(money)s that came to %(payer)s went elsewhere, or cannot be followed further")
UNCOUNTED = _("an amount is published, and not counted here")
UNPUBLISHED = _("%(payer)s to %(recipient)s: nobody publishes how much")


def diagram_words(answer: FundingPaths, language: str) -> DiagramWords:
    """How the diagram of `answer` says things."""
    return DiagramWords(
        level=_level,
        mark=partial(mark_name, answer),
        told=lambda mark: _marked(answer, mark, language),
        address=_address,
        band=lambda source, target, band: _banded(answer, source, target, band, language),
        row=lambda number: f"#hop-{number + 1}",
    )


def mark_name(answer: FundingPaths, mark: Mark) -> str:
    """The name of what stands at a level."""
    if mark.kind == UNTRACED:
        return text(NOT_TRACEABLE if answer.recipients is None else ELSEWHERE)
    if mark.kind == OTHERS or mark.actor is None:
        return text(THE_OTHERS) % {"count": mark.stands_for}
    return label(mark.actor)


def step_told(step: Step, answer: FundingPaths, language: str) -> str:
    """What one step of a path says."""
    ends = {"payer": named(step.payer), "recipient": named(step.recipient)}
    if step.amount is None:
        return text(BAND) % (ends | {"money": text(UNCOUNTED)}) if step.is_published else text(UNPUBLISHED) % ends
    return text(BAND) % (ends | {"money": rough(step.amount, answer.currency, language)})


def _level(number: int) -> str:
    return text(PAYERS) if number == 0 else text(LEVEL) % {"number": number}


def _marked(answer: FundingPaths, mark: Mark, language: str) -> str:
    name = named(mark.actor) if mark.actor else mark_name(answer, mark)
    return text(MARK) % {"name": name, "money": rough(mark.value, answer.currency, language)}


def _address(mark: Mark) -> str | None:
    return None if mark.actor is None else url_for("actors.show", actor_id=mark.actor.id)


def _banded(answer: FundingPaths, source: Mark, target: Mark, band: Band, language: str) -> str:
    payer = named(source.actor) if source.actor else mark_name(answer, source)
    recipient = named(target.actor) if target.actor else mark_name(answer, target)
    values = {"payer": payer, "recipient": recipient, "money": rough(band.value, answer.currency, language)}
    message = BAND if band.kind != UNTRACED else UNTRACED_BAND if answer.recipients is None else ELSEWHERE_BAND
    return text(message) % values
