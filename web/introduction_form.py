"""The form of "Who can introduce us?": what its address holds, and what it asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from graphsvc.chance_values import Walkable
from graphsvc.errors import InvalidValue
from graphsvc.kinds import Kinds
from graphsvc.model.values import Confidence, PartialDate
from graphsvc.traits import ActorClass
from queries.introduction_values import LONGEST, MOST_ROUTES, USUAL_LONGEST, USUAL_ROUTES, Controls, EndAsked
from queries.introductions import BadControls
from queries.route_ends import MOST_NAMED, BadEnd
from web.address_form import CLASS_DESCRIBED, ENDS, OF_ENDS, TRAITS, WHO, AddressForm, Find, Lists, Texts
from web.pages import Parameter

PEOPLE = (*ENDS, "via", "avoid")
"""The boxes that actors are chosen in."""
LISTS = (*PEOPLE, "kinds", "without_kinds", "without_sources")
SWITCHES = ("ended", "planned", "itself")
_TYPED = tuple(f"{box}_typed" for box in PEOPLE)
TEXTS = (*OF_ENDS, "longest", "routes", "as_of", "confidence", "speaking", *SWITCHES, *_TYPED)


def _(message: str) -> str:
    """Mark `message` for the catalogue; it is translated when it is shown."""
    return message


class TypedTextGone(BadEnd):
    """A token in the address stands for words that are no longer kept, or were another visitor's."""

    code = "introductions.typed-words-gone"
    message = "The words that were typed are no longer kept."
    hint = "Type them again."


class UnknownChoice(BadControls):
    """A choice in the address is none of those that there are."""

    code = "introductions.unknown-choice"
    message = "One of the choices in the address is not known here."
    hint = "Take it away, or choose one from the list."


@dataclass(frozen=True, slots=True)
class Question:
    """What a form asks for."""

    start: EndAsked
    target: EndAsked
    controls: Controls


@dataclass(frozen=True, slots=True)
class IntroductionForm(AddressForm):
    """The form of introductions; of its texts a switch that is on is "1"."""

    LISTS: ClassVar[tuple[str, ...]] = LISTS
    TEXTS: ClassVar[tuple[str, ...]] = TEXTS

    @classmethod
    def tidy(cls, lists: Lists, texts: Texts) -> None:  # noqa: ARG003 - of this form only the texts
        """Switches are on or not there."""
        texts.update({name: "1" if texts[name] == "1" else "" for name in SWITCHES})

    def adding(self, name: str, value: str) -> Self:
        """The form with one more value in a list. Who is gone through is no longer avoided, and the reverse."""
        # Named, as a class with slots is made anew and has no super of its own.
        added = AddressForm.adding(self, name, value)
        against = {"via": "avoid", "avoid": "via"}.get(name)
        return added if against is None else added.without(against, value)

    def swapped(self) -> Self:
        """The form that asks the other way round; stops are then passed in the other order."""
        return AddressForm.swapped(self).listing("via", self.chosen("via")[::-1])

    def question(self, today: date, kinds: Kinds, find: Find) -> Question:
        """What is asked for.

        Args:
            today: the day for which it is asked where the form has none.
            find: gives the words behind a token.

        Raises:
            TypedTextGone, UnknownChoice, BadControls, BadEnd: what cannot be used, in a sentence.
        """
        for box in PEOPLE:
            if self.get(f"{box}_typed") and find(self.get(f"{box}_typed")) is None:
                raise TypedTextGone
            if len(self.chosen(box)) > MOST_NAMED:
                raise BadEnd(
                    _("More than 50 actors were named in one place."), hint=_("Choose fewer, or a coalition or class.")
                )
        return Question(
            EndAsked(self.chosen("from"), class_at(self, "from", kinds, find)),
            EndAsked(self.chosen("to"), class_at(self, "to", kinds, find)),
            self._controls(today, kinds),
        )

    def _controls(self, today: date, kinds: Kinds) -> Controls:
        return Controls(
            self._walkable(today, kinds),
            avoid=self.chosen("avoid"),
            via=self.chosen("via"),
            longest=_whole(self.get("longest"), USUAL_LONGEST, LONGEST, _("A route has 1 to 6 steps.")),
            routes=_whole(self.get("routes"), USUAL_ROUTES, MOST_ROUTES, _("Ask for 1 to 20 routes.")),
            language=self.get("speaking") or None,
            with_people=not self.get("itself"),
        )

    def _walkable(self, today: date, kinds: Kinds) -> Walkable:
        chosen, left_out = self.chosen("kinds"), self.chosen("without_kinds")
        if any(kind not in kinds.ties for kind in (*chosen, *left_out)):
            raise UnknownChoice
        if chosen and not any(kinds.ties[kind].walkable for kind in chosen):
            raise BadControls(
                _("None of the chosen kinds of tie carries an introduction."), hint=_("Choose another kind.")
            )
        confidence = self.get("confidence") or Confidence.DOUBTFUL.value
        if confidence not in {one.value for one in Confidence}:
            raise UnknownChoice
        return Walkable(
            as_of=_day(self.get("as_of"), today),
            kinds=frozenset(chosen) if chosen else None,
            without_kinds=frozenset(left_out),
            without_sources=frozenset(self.chosen("without_sources")),
            least_confidence=Confidence(confidence),
            with_ended=bool(self.get("ended")),
            with_planned=bool(self.get("planned")),
        )


def class_at(form: AddressForm, end: str, kinds: Kinds, find: Find) -> ActorClass | None:
    """The class at an end of a form; None where none is chosen. Raises TypedTextGone, UnknownChoice."""
    kind, role, country, topic, token = (form.get(f"{end}_{trait}") or None for trait in TRAITS)
    if not any((kind, role, country, topic, token)):
        return None
    is_country = country is None or (len(country) == 2 and country.isascii() and country.isupper())
    if (kind and kind not in kinds.actors) or (role and role not in kinds.roles) or not is_country:
        raise UnknownChoice
    words = None if token is None else find(token)
    if token is not None and words is None:
        raise TypedTextGone
    return ActorClass(kind, role, country, topic, words)


def _whole(text: str, usual: int, highest: int, message: str) -> int:
    """The number in `text`, 1 to `highest`. Raises BadControls."""
    if not text:
        return usual
    is_number = text.isascii() and text.isdigit() and len(text) <= 4
    if not is_number or not 1 <= int(text) <= highest:
        raise BadControls(message, hint=_("Take one of the numbers that are offered."))
    return int(text)


def _day(text: str, today: date) -> date:
    """The last day that `text` can mean. Raises BadControls."""
    if not text:
        return today
    try:
        return PartialDate(text).last_day
    except InvalidValue as error:
        raise BadControls(
            _("This is not a date of the years 1800 to 2200."), hint=_("Write 2019, 2019-10 or 2019-10-08.")
        ) from error


_DESCRIBED: Mapping[str, str] = {
    "from": f"{WHO}: who asks. Several: any of them.",
    "to": f"{WHO}: whom to reach. Several: any of them.",
    "via": f"{WHO}: every route goes through them, in this order.",
    "avoid": f"{WHO}: no route goes through them or ends at them.",
    "kinds": "Only these kinds of tie, by name, joined by commas.",
    "without_kinds": "Not these kinds of tie.",
    "without_sources": "Ids of sources that do not count.",
    "longest": f"Most ties of a route, 1 to {LONGEST}; {USUAL_LONGEST} where it is left out.",
    "routes": f"Most routes of each sort, 1 to {MOST_ROUTES}; {USUAL_ROUTES} where it is left out.",
    "as_of": "The day, month or year for which it is asked, ISO 8601; today where it is left out.",
    "confidence": "The most doubtful that counts: stated, inferred or doubtful.",
    "speaking": "BCP 47 code: nobody stands inside a route who is known not to speak it.",
    "ended": "1: ties that are over count too.",
    "planned": "1: ties that are only planned count too.",
    "itself": "1: only the organization itself, not its people; a committee without its members.",
    **CLASS_DESCRIBED,
    "typed": "Token of a typed name that is still to be chosen from a list; pages only.",
}


def _parameter(name: str) -> Parameter:
    box, _underline, part = name.partition("_")
    if name in _DESCRIBED:
        return Parameter(name, _DESCRIBED[name])
    ends = {"from": "who asks", "to": "whom to reach"}
    return Parameter(
        name, f"{_DESCRIBED[part]}, as {ends[box]}." if box in ends and part != "typed" else _DESCRIBED[part]
    )


PARAMETERS = tuple(_parameter(name) for name in (*LISTS, *TEXTS))
