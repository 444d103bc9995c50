"""A form as the address of its page holds it: lists of ids or codes, and short texts; what a click changes of them.

The address holds ids, codes, numbers and tokens of typed words, never a name. What cannot be used stays in the form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from queries.route_ends import MOST_NAMED

ENDS = ("from", "to")
TRAITS = ("kind", "role", "country", "topic", "words")
OF_ENDS = tuple(f"{end}_{trait}" for end in ENDS for trait in TRAITS)
LONGEST_TEXT = 100
MOST_LISTED = MOST_NAMED + 1
"""One more than an end may have, so that too many is said and not cut in silence."""

Find = Callable[[str], str | None]
"""Gives the text behind a token; None where it is no longer kept."""

Lists = dict[str, tuple[str, ...]]
Texts = dict[str, str]


@dataclass(frozen=True, slots=True)
class AddressForm:
    """A form with two ends, each of actors or a class; each page says which lists and texts it has beside these.

    Attributes:
        lists: by name, the ids or codes that were chosen, each once.
        texts: by name, everything else that is not empty.
    """

    LISTS: ClassVar[tuple[str, ...]] = ENDS
    TEXTS: ClassVar[tuple[str, ...]] = OF_ENDS
    LONGEST_LISTED: ClassVar[int] = LONGEST_TEXT
    """Characters of one entry of a list."""

    lists: Mapping[str, tuple[str, ...]]
    texts: Mapping[str, str]

    @classmethod
    def read(cls, given: Mapping[str, str | None]) -> Self:
        """The form in the arguments of an address; names that it does not know are left out."""
        lists = {name: (given.get(name) or "").split(",") for name in cls.LISTS}
        return cls.of(lists, {name: given.get(name) or "" for name in cls.TEXTS})

    @classmethod
    def of(cls, lists: Mapping[str, Iterable[str]], texts: Mapping[str, str]) -> Self:
        """A form of these values, without what is empty."""
        listed = {name: cls.listed(lists.get(name, ())) for name in cls.LISTS}
        kept = {name: texts.get(name, "").strip()[:LONGEST_TEXT] for name in cls.TEXTS}
        cls.tidy(listed, kept)
        return cls(
            {name: some for name, some in listed.items() if some}, {name: text for name, text in kept.items() if text}
        )

    @classmethod
    def listed(cls, values: Iterable[str]) -> tuple[str, ...]:
        """The entries of a list, trimmed, each once; at most one more than is looked at."""
        kept = dict.fromkeys(one.strip()[: cls.LONGEST_LISTED] for one in values)
        return tuple(one for one in kept if one)[:MOST_LISTED]

    @classmethod
    def tidy(cls, lists: Lists, texts: Texts) -> None:
        """Bring what belongs together into its usual form; most forms have nothing of that sort."""

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

    def adding(self, name: str, value: str) -> Self:
        """The form with one more value in a list."""
        lists = dict(self.lists) | {name: (*self.chosen(name), value)}
        return self.of(lists, {key: text for key, text in self.texts.items() if key != f"{name}_typed"})

    def setting(self, name: str, value: str) -> Self:
        """The form with another text."""
        return self.of(self.lists, dict(self.texts) | {name: value})

    def listing(self, name: str, values: Iterable[str]) -> Self:
        """The form with these values as a list."""
        return self.of(dict(self.lists) | {name: tuple(values)}, self.texts)

    def without(self, name: str, value: str | None = None) -> Self:
        """The form without a text or list, or without one value of a list."""
        lists = dict(self.lists) | {name: tuple(one for one in self.chosen(name) if value not in (None, one))}
        return self.of(lists, {key: text for key, text in self.texts.items() if key != name})

    def without_class(self, end: str) -> Self:
        """The form without the class at `end`."""
        dropped = {f"{end}_{trait}" for trait in TRAITS}
        return self.of(self.lists, {key: text for key, text in self.texts.items() if key not in dropped})

    def swapped(self) -> Self:
        """The form that asks the other way round."""
        lists = dict(self.lists) | {"from": self.chosen("to"), "to": self.chosen("from")}
        return self.of(lists, {_other_way(name): text for name, text in self.texts.items()})


def _other_way(name: str) -> str:
    for end, other in (("from_", "to_"), ("to_", "from_")):
        if name.startswith(end):
            return other + name.removeprefix(end)
    return name


WHO = "Ids of actors joined by commas"
CLASS_DESCRIBED: Mapping[str, str] = {
    "kind": "Everybody of this kind of actor",
    "role": "Everybody with this role",
    "country": "Everybody of this country (ISO 3166-1)",
    "topic": "Everybody with this topic",
    "words": "Token of typed words that names or offices begin with (from POST /api/v1/search)",
}
"""What the description of the API says of the parameters of a class."""
