"""Rows about actors, and finding the actor that a tie or fact refers to."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graphsvc.access import Sensitivity
from graphsvc.folding import fold
from graphsvc.model.records import ActorRecord, Place, RowIssue
from graphsvc.model.values import Identifier, Name, NameKind
from importers.workbook.fields import Fields
from importers.workbook.plan import attribute_name
from importers.workbook.sources import SourceBook
from importers.workbook.words import Words

_LONGEST_ACRONYM = 10
_RAW = tuple[tuple[str, str], ...]


def actor_of_row(fields: Fields, words: Words, sources: SourceBook, raw: _RAW) -> ActorRecord | None:
    """The actor that a row of the sheet actors is about; None where the row is refused (see `fields.issues`)."""
    own = fields.text("id", is_code=True)
    actor = _described(fields, words, "", own)
    sensitivity = fields.word("sensitivity", words.sensitivities, "sensitivity.unknown")
    languages = fields.many("languages", is_code=True)
    topics = fields.many("topics")
    note = fields.text("note", is_long=True)
    attributes = (*sources.of_actor(fields), *own_attributes(fields))
    if actor is None or fields.is_refused:
        return None
    return dataclasses.replace(
        actor,
        languages=languages,
        topics=topics,
        note=note,
        attributes=attributes,
        sensitivity=sensitivity,
        raw=raw,
    )


def actor_of_end(fields: Fields, words: Words, end: str, raw: _RAW) -> ActorRecord | None:
    """The actor that the columns `from.…` or `to.…` of a tie's row describe; None where they cannot be used.

    Only these columns are kept as its row: the others are about the tie, which may be more closed.
    """
    own = {cell.header for column, cell in fields.cells.items() if column.partition(".")[0] == end}
    return _described(fields, words, f"{end}.", None, tuple([pair for pair in raw if pair[0] in own]))


def own_attributes(fields: Fields) -> Iterator[tuple[str, str]]:
    """The `attr:NAME` columns that are filled in."""
    for column in fields.cells:
        name = attribute_name(column)
        if name is not None:
            text = fields.text(column, is_long=True)
            if text is not None:
                yield name, text


def _described(fields: Fields, words: Words, prefix: str, own: str | None, raw: _RAW = ()) -> ActorRecord | None:
    name = fields.needed(f"{prefix}name")
    kind = fields.word(f"{prefix}kind", words.actor_kinds, "actor.unknown-kind")
    if kind is None and not fields.is_refused:
        fields.needed(f"{prefix}kind")
    roles = fields.words(f"{prefix}roles", words.roles, "actor.unknown-role")
    country = fields.country(f"{prefix}country")
    identifiers = fields.identifiers(f"{prefix}identifiers")
    place_name = fields.text(f"{prefix}place")
    names = tuple(dict.fromkeys(_names(fields, prefix, name)))
    if name is None or kind is None or fields.is_refused:
        return None
    key = own or (str(identifiers[0]) if identifiers else f"{kind}/{country or '-'}/{fold(name) or name}")
    return ActorRecord(
        fields.place,
        key,
        kind,
        names,
        roles=frozenset(roles),
        identifiers=identifiers,
        country=country,
        place_name=place_name,
        raw=raw,
    )


def _names(fields: Fields, prefix: str, name: str | None) -> Iterator[Name]:
    language = fields.text(f"{prefix}name_language", is_code=True)
    if name is not None:
        yield Name(name, language)
    others = [text for text in fields.many(f"{prefix}aliases") if text != name]
    for text in (*fields.many(f"{prefix}acronym"), *filter(_is_acronym, others)):
        yield Name(text, kind=NameKind.ACRONYM)
    for text in others:
        if not _is_acronym(text):
            yield Name(text)
    for text in fields.many(f"{prefix}former"):
        yield Name(text, kind=NameKind.FORMER)


def _is_acronym(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return 2 <= len(text) <= _LONGEST_ACRONYM and " " not in text and len(letters) > 1 and text == text.upper()


@dataclass(frozen=True, slots=True)
class _Known:
    place: Place
    content: int
    sensitivity: Sensitivity | None


class ActorIndex:
    """The actors of one import by key, identifier and name. Holds keys and names, not the records."""

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}
        self._by_identifier: dict[Identifier, str] = {}
        self._by_name: dict[str, str | None] = {}
        self._refused: dict[str, Place] = {}

    def add(self, actor: ActorRecord) -> RowIssue | None:
        """Takes `actor` in, or gives the issue for which its row is refused."""
        content = hash(dataclasses.replace(actor, place=Place("", ""), raw=()))
        known = self._known.get(actor.key)
        if known is not None:
            same = known.content == content
            rule = "actor.repeated" if same else "actor.key-twice"
            advice = f"The same actor stands at {known.place}, " + (
                "with the same facts; it counts once." if same else "with other facts; keep one of the two rows."
            )
            return RowIssue(actor.place, rule, advice, value=actor.names[0].value[:200])
        for identifier in actor.identifiers:
            other = self._by_identifier.get(identifier)
            if other is not None:
                advice = f"The actor at {self._known[other].place} has the same identifier; which of the two is it?"
                return RowIssue(actor.place, "actor.identifier-twice", advice, value=str(identifier)[:200])
        self._known[actor.key] = _Known(actor.place, content, actor.sensitivity)
        self._by_identifier.update(dict.fromkeys(actor.identifiers, actor.key))
        for text in {fold(name.value) for name in actor.names} - {""}:
            self._by_name[text] = actor.key if self._by_name.get(text, actor.key) == actor.key else None
        return None

    def refuse(self, fields: Fields) -> None:
        """Remembers what a refused row was called, so that ties to it can say so."""
        for column in ("id", "name"):
            cell = fields.cells.get(column)
            if cell is not None and cell.text.strip():
                self._refused.setdefault(fold(cell.text), fields.place)

    def holds(self, key: str) -> bool:
        """Whether an actor has this key."""
        return key in self._known

    def find(self, text: str) -> str | RowIssue:
        """The key of the actor that `text` names by id, identifier or unique name, or why there is none.

        The issue's place is that of the refused row, if there is one, and is replaced by the caller.
        """
        if text in self._known:
            return text
        scheme, colon, value = text.partition(":")
        if colon and scheme and value.strip():
            key = self._by_identifier.get(Identifier(scheme.strip().casefold(), value.strip()))
            if key is not None:
                return key
        folded = fold(text)
        if folded in self._by_name:
            found = self._by_name[folded]
            return found or _issue("tie.ambiguous-end", "Several actors have this name; write the id instead.")
        if folded in self._refused:
            return _issue(
                "tie.refused-end", f"The row of this actor, {self._refused[folded]}, was refused; correct it."
            )
        return _issue("tie.unknown-end", "No actor has this id, identifier or name; add it to the sheet actors.")

    def named(self, actor: ActorRecord) -> str | None:
        """The key of an actor of the sheet that has an identifier, or the very name, of a described one."""
        for identifier in actor.identifiers:
            if identifier in self._by_identifier:
                return self._by_identifier[identifier]
        return self._by_name.get(fold(actor.names[0].value))


class DescribedActors:
    """Actors described in the rows of ties: one record each, made of the least closed rows that describe it.

    An actor is as closed as the least closed of its rows. What a more closed row adds would be as open as the actor, so
    it is left out, and said.
    """

    def __init__(self) -> None:
        self._found: dict[str, ActorRecord] = {}

    def add(self, actor: ActorRecord) -> RowIssue | None:
        """Takes in what one more row says, as closed as that row; gives an issue where it is not taken."""
        known = self._found.setdefault(actor.key, actor)
        if known is actor:
            return None
        closed, open_ = sorted((known, actor), key=_level, reverse=True)
        if _level(closed) != _level(open_):
            self._found[actor.key] = open_
            return _left_out(closed) if _adds(closed, open_) else None
        if known.kind != actor.kind or (known.country and actor.country and known.country != actor.country):
            advice = f"Described differently at {known.place}; the first description counts."
            return RowIssue(actor.place, "actor.described-twice", advice, value=actor.names[0].value, is_refusal=False)
        self._found[actor.key] = dataclasses.replace(
            known,
            names=tuple(dict.fromkeys((*known.names, *actor.names))),
            roles=known.roles | actor.roles,
            identifiers=tuple(dict.fromkeys((*known.identifiers, *actor.identifiers))),
            country=known.country or actor.country,
            place_name=known.place_name or actor.place_name,
        )
        return None

    def records(self) -> Iterator[ActorRecord]:
        """The actors, in the order in which they were first described."""
        yield from self._found.values()


def _level(actor: ActorRecord) -> int:
    return (actor.sensitivity or Sensitivity.PUBLIC).level


def _adds(closed: ActorRecord, open_: ActorRecord) -> bool:
    """Whether a description says anything that a more open one does not."""
    said = {*open_.names, *open_.roles, *open_.identifiers, open_.country, open_.place_name, None}
    return not {*closed.names, *closed.roles, *closed.identifiers, closed.country, closed.place_name} <= said


def _left_out(closed: ActorRecord) -> RowIssue:
    advice = (
        "Another row describes this actor for more people; what only this row says of it was left out. "
        "To keep it, give the actor a row of its own in the sheet actors."
    )
    return RowIssue(closed.place, "actor.described-closed", advice, value=closed.names[0].value, is_refusal=False)


def keep_facts(actor: ActorRecord, facts: Mapping[str, list[tuple[str, str]]]) -> ActorRecord:
    """`actor` with the facts that rows of the sheet facts state about it."""
    extra = facts.get(actor.key)
    return dataclasses.replace(actor, attributes=(*actor.attributes, *extra)) if extra else actor


def _issue(rule: str, advice: str) -> RowIssue:
    return RowIssue(Place("", ""), rule, advice)
