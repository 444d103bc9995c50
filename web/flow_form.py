"""The form of "Where the money goes": what its address holds, how a click changes it, and what it asks for.

The address holds ids, codes, numbers and tokens of typed words, never a name. What cannot be used stays in the form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from graphsvc.kinds import Kinds
from graphsvc.money_choice import Stage
from queries.funding_values import LONGEST, MOST_SHOWN, SHOWN, USUAL_LONGEST, BadFlowQuestion
from queries.introduction_values import EndAsked
from web.introduction_form import ENDS, LONGEST_TEXT, MOST_LISTED, TRAITS, IntroductionForm, TypedTextGone
from web.pages import Parameter

LISTS = (*ENDS, "cut")
"""The boxes that actors are chosen in."""
TEXTS = (
    *(f"{end}_{trait}" for end in ENDS for trait in TRAITS),
    *("year", "stage", "currency", "longest", "limit"),
    *(f"{box}_typed" for box in LISTS),
    *("percent", "since"),
)
DIGITS_OF_A_YEAR = 4

Find = Callable[[str], str | None]
"""Gives the text behind a token; None where it is no longer kept."""


def _(message: str) -> str:
    """Mark `message` for the catalogue; it is translated when it is shown."""
    return message


NO_YEAR = _("There is no such year.")
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
class FlowForm:
    """A form as its address holds it.

    Attributes:
        lists: by name, the ids that were chosen, each once.
        texts: by name, everything else that is not empty.
    """

    lists: Mapping[str, tuple[str, ...]]
    texts: Mapping[str, str]

    @classmethod
    def read(cls, given: Mapping[str, str | None]) -> FlowForm:
        """The form in the arguments of an address; names that it does not know are left out."""
        lists = {name: (given.get(name) or "").split(",") for name in LISTS}
        return cls.of(lists, {name: given.get(name) or "" for name in TEXTS})

    @classmethod
    def of(cls, lists: Mapping[str, Iterable[str]], texts: Mapping[str, str]) -> FlowForm:
        """A form of these values, without what is empty."""
        listed = {name: _listed(lists.get(name, ())) for name in LISTS}
        kept = {name: texts.get(name, "").strip()[:LONGEST_TEXT] for name in TEXTS}
        return cls(
            {name: some for name, some in listed.items() if some}, {name: text for name, text in kept.items() if text}
        )

    def query(self, **changed: str) -> dict[str, str]:
        """The arguments of the address with `changed`, in a fixed order; those that are empty are left out."""
        held = {name: ",".join(some) for name, some in self.lists.items()} | dict(self.texts) | changed
        return {name: text for name, text in held.items() if text}

    def get(self, name: str) -> str:
        """The text `name`; empty where there is none."""
        return self.texts.get(name, "")

    def chosen(self, name: str) -> tuple[str, ...]:
        """The list `name`."""
        return self.lists.get(name, ())

    def has_end(self, end: str) -> bool:
        """Whether actors or a class stand at `end`."""
        return bool(self.chosen(end)) or self.has_class(end)

    def has_class(self, end: str) -> bool:
        """Whether a class is chosen at `end`."""
        return any(self.get(f"{end}_{trait}") for trait in TRAITS)

    def adding(self, name: str, value: str) -> FlowForm:
        """The form with one more value in a list."""
        lists = dict(self.lists) | {name: (*self.chosen(name), value)}
        return self.of(lists, {key: text for key, text in self.texts.items() if key != f"{name}_typed"})

    def setting(self, name: str, value: str) -> FlowForm:
        """The form with another text."""
        return self.of(self.lists, dict(self.texts) | {name: value})

    def listing(self, name: str, values: Iterable[str]) -> FlowForm:
        """The form with these values as a list."""
        return self.of(dict(self.lists) | {name: tuple(values)}, self.texts)

    def without(self, name: str, value: str | None = None) -> FlowForm:
        """The form without a text or list, or without one value of a list."""
        lists = dict(self.lists) | {name: tuple(one for one in self.chosen(name) if value not in (None, one))}
        return self.of(lists, {key: text for key, text in self.texts.items() if key != name})

    def without_class(self, end: str) -> FlowForm:
        """The form without the class at `end`."""
        dropped = {f"{end}_{trait}" for trait in TRAITS}
        return self.of(self.lists, {key: text for key, text in self.texts.items() if key not in dropped})

    def swapped(self) -> FlowForm:
        """The form that asks the other way round: where the money of those comes from that it went to."""
        lists = dict(self.lists) | {"from": self.chosen("to"), "to": self.chosen("from")}
        return self.of(lists, {_other_way(name): text for name, text in self.texts.items()})

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
        return EndAsked(self.chosen(end), IntroductionForm.of({}, self.texts).class_at(end, kinds, find))


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


def _listed(values: Iterable[str]) -> tuple[str, ...]:
    kept = dict.fromkeys(one.strip()[:LONGEST_TEXT] for one in values)
    return tuple(one for one in kept if one)[:MOST_LISTED]


def _other_way(name: str) -> str:
    for end, other in (("from_", "to_"), ("to_", "from_")):
        if name.startswith(end):
            return other + name.removeprefix(end)
    return name


_WHO = "Ids of actors joined by commas"
_DESCRIBED: Mapping[str, str] = {
    "from": f"{_WHO}: whose money is followed. Without it, everybody whose money comes to `to`.",
    "to": f"{_WHO}: to whom. Without it, everybody the money goes to. One of the two is needed.",
    "cut": f"{_WHO}: whose payments are cut.",
    "year": "What arrives in this year; all years where it is left out.",
    "stage": f"{', '.join(Stage)}; where it is left out, the one with amounts for most pairs.",
    "currency": "ISO 4217: what all is converted into; the one in which most is stated where it is left out.",
    "longest": f"Most hops of a path, 1 to {LONGEST}; {USUAL_LONGEST} where it is left out.",
    "limit": f"Most recipients and paths shown, 1 to {MOST_SHOWN}; {SHOWN} where it is left out.",
    "percent": "By how many percent it is cut, above 0 to 100.",
    "since": "The first year of the cut.",
    "kind": "Everybody of this kind of actor",
    "role": "Everybody with this role",
    "country": "Everybody of this country (ISO 3166-1)",
    "topic": "Everybody with this topic",
    "words": "Token of typed words that names begin with (from POST /api/v1/search)",
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
