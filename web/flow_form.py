"""The form of "Where the money goes": what its address holds, and what it asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from graphsvc.kinds import Kinds
from graphsvc.money_choice import Stage
from queries.funding_values import LONGEST, MOST_SHOWN, SHOWN, USUAL_LONGEST, BadFlowQuestion
from queries.introduction_values import EndAsked
from web.address_form import CLASS_DESCRIBED, ENDS, OF_ENDS, WHO, AddressForm, Find
from web.introduction_form import TypedTextGone, class_at
from web.pages import Parameter

LISTS = (*ENDS, "cut")
"""The boxes that actors are chosen in."""
TEXTS = (
    *OF_ENDS,
    *("year", "stage", "currency", "longest", "limit"),
    *(f"{box}_typed" for box in LISTS),
    *("percent", "since"),
)
DIGITS_OF_A_YEAR = 4


def _(message: str) -> str:
    """Mark `message` for the catalogue; it is translated when it is shown."""
    return message


NO_YEAR = _("This is not a year from 1800 to 2200.")
"""Said by the question too; its hint is that below."""
YEAR_HINT = _("Write it with four digits, such as 2023.")
REFUSALS = (_("Nobody stands behind one of the ends."), _("Choose another name or class."), _("Nobody is named."))
MORE_REFUSALS = (_("Say whose money, or to whom it comes."), _("An end has more than 50 actors."))
LIMITS = (_("Choose fewer, or a class."), _("A path has 1 to 6 hops."), _("4 is usual."), _("Ask for 1 to 100."))
"""What the question itself says when it refuses something."""


@dataclass(frozen=True, slots=True)
class FlowQuestion:
    """What a form asks for; None where nothing is said."""

    payers: EndAsked | None
    recipients: EndAsked | None
    stage: str | None
    currency: str | None
    year: int | None
    longest: int
    limit: int


@dataclass(frozen=True, slots=True)
class FlowForm(AddressForm):
    """The form on money; turned round it asks where the money of those comes from that it went to."""

    LISTS: ClassVar[tuple[str, ...]] = LISTS
    TEXTS: ClassVar[tuple[str, ...]] = TEXTS

    def question(self, kinds: Kinds, find: Find) -> FlowQuestion:
        """What is asked for.

        Raises:
            BadFlowQuestion: a number is none, or is too large.
            UnknownChoice, TypedTextGone: a class names what is not known, or its words are no longer kept.
        """
        for box in ENDS:
            if self.get(f"{box}_typed") and find(self.get(f"{box}_typed")) is None:
                raise TypedTextGone
        year = self.get("year")
        return FlowQuestion(
            self._end("from", kinds, find),
            self._end("to", kinds, find),
            self.get("stage") or None,
            self.get("currency") or None,
            whole_year(year) if year else None,
            _whole(self.get("longest"), USUAL_LONGEST, LONGEST, _("A path has 1 to 6 hops."), _("4 is usual.")),
            _whole(self.get("limit"), SHOWN, MOST_SHOWN, _("So many cannot be shown."), _("Ask for 1 to 100.")),
        )

    def _end(self, end: str, kinds: Kinds, find: Find) -> EndAsked | None:
        if not self.has_end(end):
            return None
        return EndAsked(self.chosen(end), class_at(self, end, kinds, find))


def whole_year(text: str) -> int:
    """The year in `text`. Raises BadFlowQuestion."""
    if not (text.isascii() and text.isdigit() and len(text) == DIGITS_OF_A_YEAR):
        raise BadFlowQuestion(NO_YEAR, hint=YEAR_HINT)
    return int(text)


def _whole(text: str, usual: int, highest: int, message: str, hint: str) -> int:
    if not text:
        return usual
    is_number = text.isascii() and text.isdigit() and len(text) <= DIGITS_OF_A_YEAR
    if not is_number or not 1 <= int(text) <= highest:
        raise BadFlowQuestion(message, hint=hint)
    return int(text)


_DESCRIBED: Mapping[str, str] = {
    "from": f"{WHO}: whose money is followed. Without it, everybody whose money comes to `to`.",
    "to": f"{WHO}: to whom. Without it, everybody the money goes to. One of the two is needed.",
    "cut": f"{WHO}: whose payments are cut.",
    "year": "What arrives in this year; all years where it is left out.",
    "stage": f"{', '.join(Stage)}; where it is left out, the one with amounts for most pairs.",
    "currency": "ISO 4217: what all is converted into; the one in which most is stated where it is left out.",
    "longest": f"Most hops of a path, 1 to {LONGEST}; {USUAL_LONGEST} where it is left out.",
    "limit": f"Most recipients and paths shown, 1 to {MOST_SHOWN}; {SHOWN} where it is left out.",
    "percent": "By how many percent it is cut, 0 (nothing changes) to 100.",
    "since": "The first year of the cut.",
    **CLASS_DESCRIBED,
    "typed": "Token of a typed name that is still to be chosen from a list; pages only.",
}


def _parameter(name: str) -> Parameter:
    if name in _DESCRIBED:
        return Parameter(name, _DESCRIBED[name])
    end, _underline, part = name.partition("_")
    if part == "typed":
        return Parameter(name, _DESCRIBED[part])
    return Parameter(name, f"{_DESCRIBED[part]}, as {'who pays' if end == 'from' else 'who gets it'}.")


def parameters(*left_out: str) -> tuple[Parameter, ...]:
    """The parameters of a page, without some."""
    return tuple(_parameter(name) for name in (*LISTS, *TEXTS) if name not in left_out)
