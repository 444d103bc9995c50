"""Organisations as an IATI file names them: by number, by name, by a placeholder, or not at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from graphsvc.folding import fold
from graphsvc.model.building import quick
from graphsvc.model.records import ActorRecord, Place, RowIssue
from graphsvc.model.values import Identifier, Name
from importers.iati.channels import Channels, is_class
from importers.iati.codes import CHANNEL, ORGANISATION_TYPES
from importers.iati.values import Element, Names, narratives
from importers.organisation_numbers import ORGANISATION_NUMBER, country_of_number
from importers.reading.cleaning import ADVICE, clean, one_line
from importers.unnamed import AGGREGATE, NO_NAMES, PLACEHOLDERS, is_redacted

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_NAME_CHARACTERS = 500
_NAMES_IN_A_LANGUAGE = 3  # more than that are several organisations in one element
_RAW_CHARACTERS = 500
new_actor, new_name = quick(ActorRecord), quick(Name)
_PLAIN = ("organization", frozenset[str]())


@dataclass(slots=True)
class Organisation:
    """One organisation or class of organisations, as far as it is known; grows while the file is read.

    `is_used` says that it takes part in a tie.
    """

    key: str
    place: Place
    names: dict[str, str | None]
    number: str | None = None
    is_group: bool = False
    is_used: bool = False
    types: dict[str, None] = field(default_factory=dict)
    other_refs: dict[str, None] = field(default_factory=dict)
    roles: set[str] = field(default_factory=set)
    attributes: list[tuple[str, str]] = field(default_factory=list)
    raw: tuple[tuple[str, str], ...] = ()
    _named: tuple[tuple[str, ...], frozenset[str]] = ((), frozenset())

    @property
    def label(self) -> str:
        """The name under which it was first seen."""
        return next(iter(self.names))

    @property
    def name_keys(self) -> frozenset[str]:
        """The keys under which it is met where only one of its names is given."""
        names = tuple(self.names)
        if names != self._named[0]:
            self._named = (names, frozenset([_key_of_name(name) for name in names]))
        return self._named[1]

    def record(self) -> ActorRecord:
        """What the file says about it."""
        kind, roles = next((ORGANISATION_TYPES[code] for code in self.types if code in ORGANISATION_TYPES), _PLAIN)
        attributes = [*self.attributes, *(("organisation type", code) for code in self.types)]
        attributes += [("ref as printed", ref) for ref in self.other_refs]
        return new_actor(
            place=self.place,
            key=self.key,
            kind="group" if self.is_group else kind,
            names=tuple([new_name(value, language) for value, language in self.names.items()]),
            roles=frozenset(self.roles) if self.is_group else roles | self.roles,
            identifiers=(Identifier("org-id", self.number),) if self.number else (),
            country=country_of_number(self.number),
            attributes=tuple(attributes),
            raw=self.raw,
        )


@dataclass(frozen=True, slots=True)
class Seen:
    """What an element says about an organisation.

    `organisation` is None where nobody is named; then `rule` is `org.blank`, `org.redacted` or a rule of cleaning.
    `printed` is the element as it stood, on one line.
    """

    organisation: Organisation | None
    rule: str | None = None
    printed: str = ""


class Organisations:
    """Every organisation of the files that are read, each once."""

    def __init__(self, channels: Channels) -> None:
        self._channels = channels
        self._known: dict[str, Organisation] = {}
        self._seen: dict[tuple[str | None, str | None, int, str | None], Seen] = {}
        self._noted: set[tuple[str, str]] = set()
        self.notes: list[RowIssue] = []

    def see(self, element: Element, language: str | None, place: Place) -> Seen:
        """The organisation that an element with a ref, a type and narratives is about.

        The same ref, type and first narrative again give the same answer; what was repaired is noted once, with the
        first place.
        """
        count = len(element)
        first = element[0] if count else element
        asked = (element.get("ref"), element.get("type"), count, first.text)
        seen = self._seen.get(asked)
        if seen is None:
            names = narratives(element, language)
            seen = self._seen[asked] = self.see_named(asked[0], asked[1], names, place)
        return seen

    def see_named(self, ref: str | None, sort: str | None, names: Names, place: Place) -> Seen:
        """The organisation with this ref, type and names."""
        printed = " ".join((ref or "", sort or "", *(text.strip() for text, _ in names))).strip()[:_RAW_CHARACTERS]
        organisation, rule = self._look(ref, sort, names, place)
        return Seen(organisation, rule, printed)

    def records(self) -> Iterator[ActorRecord]:
        """One record for each organisation that takes part in a tie, in the order in which they were first seen."""
        return (organisation.record() for organisation in self._known.values() if organisation.is_used)

    def _look(
        self, ref: str | None, sort: str | None, names: Names, place: Place
    ) -> tuple[Organisation | None, str | None]:
        printed = (ref or "").strip()
        usable, refused = self._usable(names, place)
        if refused is not None:
            return None, refused
        if is_redacted(printed, *usable):
            return None, "org.redacted"
        if not usable and _is_a_name(printed):
            usable, printed = {printed: None}, ""
        name = next(iter(usable), "")
        is_group = bool(AGGREGATE.match(name)) or self._channels.is_class_name(fold(name))
        number = None if is_group else self._number(printed, name, place)
        if not number and not name:
            return self._nameless(printed, place)
        key = f"org:{number}" if number else _key_of_name(name)
        found = self._known.get(key)
        if found is None:
            raw = (("ref", ref or ""), ("type", sort or ""), *(("narrative", text) for text, _ in names))
            found = self._known[key] = Organisation(key, place, {}, number, is_group=is_group, raw=raw)
        self._add(found, usable, sort, printed)
        return found, None

    def _nameless(self, printed: str, place: Place) -> tuple[Organisation | None, str | None]:
        code = CHANNEL.fullmatch(printed)
        if code is None or not is_class(code[1]) or code[1] not in self._channels.names:
            return None, "org.blank"
        return self._look(None, None, ((self._channels.names[code[1]][0], "en"),), place)

    def _add(self, found: Organisation, usable: dict[str, str | None], sort: str | None, printed: str) -> None:
        for text, language in usable.items():
            found.names.setdefault(text, language)
        if not found.names and found.number:
            found.names[found.number] = None
        elif len(found.names) > 1 and found.number in found.names:
            del found.names[found.number]
        if sort and sort.strip() in ORGANISATION_TYPES:
            found.types[sort.strip()] = None
        if printed and printed != found.number and printed.casefold() not in PLACEHOLDERS:
            found.other_refs[printed] = None

    def _usable(self, names: Names, place: Place) -> tuple[dict[str, str | None], str | None]:
        usable: dict[str, str | None] = {}
        if len(names) > _NAMES_IN_A_LANGUAGE:
            languages = Counter(language for _, language in names)
            if max(languages.values()) > _NAMES_IN_A_LANGUAGE:
                return {}, "org.many-names"
        for text, language in names:
            cleaned = clean(one_line(text))
            if cleaned.refusal is not None:
                return {}, cleaned.refusal
            if len(cleaned.text) > _NAME_CHARACTERS:
                advice = f"A name has at most {_NAME_CHARACTERS} characters; this text was left out."
                self._note(place, "org.name-too-long", advice, "narrative", text)
                continue
            for rule in (*cleaned.repairs, *cleaned.doubts):
                self._note(place, rule, ADVICE[rule], "narrative", text)
            if fold(cleaned.text) not in NO_NAMES:
                usable.setdefault(cleaned.text, usual_language(language))
        return usable, None

    def _number(self, printed: str, name: str, place: Place) -> str | None:
        """The organisation's number in its usual form; None where the ref is a placeholder, a class or internal."""
        if not printed:
            return None
        if printed.casefold() in PLACEHOLDERS:
            advice = "This ref stands for no organisation; its name was used."
            self._note(place, "org.placeholder-ref", advice, "ref", printed)
            return None
        number = _usual_form(printed)
        channel = CHANNEL.fullmatch(number)
        if channel is not None:
            if self._channels.stands_for(channel[1], name):
                number = f"XM-DAC-{channel[1]}"
            elif is_class(channel[1]) or not number.startswith("XM-DAC-"):
                return None
        if not ORGANISATION_NUMBER.fullmatch(number):
            return None
        if number != printed:
            self._note(place, "org.ref-repaired", f"Read as {number}.", "ref", printed)
        return number

    def _note(self, place: Place, rule: str, advice: str, column: str, value: str) -> None:
        if (rule, value) not in self._noted:
            self._noted.add((rule, value))
            self.notes.append(RowIssue(place, rule, advice, column, value[:200], is_refusal=False))


def usual_language(code: str | None) -> str | None:
    """A BCP 47 code in its usual form (`EN` is `en`); None for what is none."""
    if code is None or not _LANGUAGE.fullmatch(code.strip()):
        return None
    return code.strip().lower()


def _key_of_name(name: str) -> str:
    return f"name:{fold(name) or name}"


def _is_a_name(printed: str) -> bool:
    """Whether a ref is a name that was written into the wrong field."""
    has_letters = any(char.isalpha() for char in printed)
    return has_letters and not any(char.isdigit() for char in printed) and printed.casefold() not in PLACEHOLDERS


def _usual_form(printed: str) -> str:
    number = "".join(printed.split()).upper()
    if number.startswith("XI-ROR-"):
        return f"XI-ROR-{number[7:].lower()}"
    if number.startswith("DAC-"):
        return f"XM-{number}"
    if number.startswith("XT-IATI-"):
        return f"XI-IATI-{number[8:]}"
    return number
