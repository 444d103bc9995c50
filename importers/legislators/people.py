"""Members of Congress: who they are, the offices they held, their parties."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

from graphsvc.model.records import ActorRecord, Item, Place, TieRecord
from graphsvc.model.values import Formality, Identifier, Name, PartialDate, Period, Status
from importers.legislators.fields import Log, Unusable, is_over, mapping, needed, period, raw_pairs, sequence, text
from importers.legislators.words import CHAMBERS, CONGRESS, NO_PARTY, STATES, body, office, party
from importers.reading.yaml import YamlValue

LEGISLATOR, TERM, LEADERSHIP = "legislator", "term", "leadership role"
ROLES = frozenset({"legislator", "policymaker"})
_IDENTIFIERS = (
    "bioguide", "thomas", "lis", "govtrack", "opensecrets", "votesmart", "fec", "cspan", "wikipedia", "house_history",
    "ballotpedia", "maplight", "icpsr", "wikidata", "google_entity_id", "pictorial",
)  # fmt: skip
_PERSONAL = frozenset({"bio", "family", "other_names"})
_CONTACT = frozenset({"address", "phone", "fax", "contact_form", "office", "url", "rss_url"})
_TERM_FIELDS = frozenset({"class", "state_rank", "caucus", "how", "end-type"})
_OF_THE_OFFICE = frozenset({"type", "state", "district", "title", "chamber"})
_PARTY_GAP = timedelta(days=60)  # between two terms a party is not stated; a shorter gap does not part a membership


@dataclass(slots=True)
class Bodies:
    """Chambers, parties and offices, each given as a record when it is first spoken of."""

    known_on: PartialDate | None
    _given: set[str] = field(default_factory=set)
    _numbers: dict[str, int] = field(default_factory=dict)

    def numbered(self, tie: TieRecord) -> TieRecord:
        """The tie, with #2, #3 ... behind its key where the same was stated before."""
        number = self._numbers[tie.key] = self._numbers.get(tie.key, 0) + 1
        return tie if number == 1 else replace(tie, key=f"{tie.key}#{number}")

    def chamber(self, key: str, place: Place) -> Iterator[Item]:
        """The chamber, and Congress of which it is part, unless they were given before."""
        if self.is_new(key):
            yield body(key, place)
            if key != CONGRESS:
                yield from self.chamber(CONGRESS, place)
                yield self._part(key, CONGRESS, place)

    def position(
        self, key: str, name: str, chamber: str, place: Place, raw: tuple[tuple[str, str], ...]
    ) -> Iterator[Item]:
        """The office, part of its chamber, unless it was given before."""
        if self.is_new(key):
            own = tuple(pair for pair in raw if pair[0] in _OF_THE_OFFICE)
            yield from self.chamber(chamber, place)
            yield ActorRecord(place, key, "position", (Name(name, "en"),), country="US", raw=own)
            yield self._part(key, chamber, place)

    def is_new(self, key: str) -> bool:
        """Whether an actor is spoken of for the first time; from then on it is not."""
        fresh = key not in self._given
        self._given.add(key)
        return fresh

    def _part(self, key: str, whole: str, place: Place) -> TieRecord:
        raw = (("part", key), ("whole", whole))
        return TieRecord(place, f"{key}|part of|{whole}", "part_of", key, whole, formality=Formality.FORMAL, raw=raw)


@dataclass(frozen=True, slots=True)
class _Spell:
    """A time in one party."""

    party: str
    held: Period
    locator: str


def read_person(value: YamlValue, number: int, file: str, bodies: Bodies, log: Log) -> Iterator[Item]:
    """Everything that one entry of the file says, the `number`th (from 1); nothing where it cannot be used."""
    place = Place(file, f"[{number}]")
    try:
        fields = mapping(value, "legislator")
        identifiers = mapping(fields.pop("id", None), "id")
        bioguide = needed(dict(identifiers), "bioguide", log, place)
        place = Place(file, bioguide)
        terms = sequence(fields.pop("terms", None), "terms")
        roles = sequence(fields.pop("leadership_roles", None), "leadership_roles")
        record = _record(fields, identifiers, bioguide, place, log)
    except Unusable as problem:
        log.refuse(LEGISLATOR, place, problem)
        return
    log.leftovers(place, fields, _PERSONAL, "")
    attributes, items = _terms(terms, record.key, bioguide, file, bodies, log)
    yield replace(record, attributes=attributes, place_name=STATES.get(dict(attributes).get("state", "")))
    log.kept(LEGISLATOR)
    yield from items
    yield from _leadership(roles, record.key, bioguide, file, bodies, log)


def _record(
    fields: dict[str, YamlValue], identifiers: dict[str, YamlValue], bioguide: str, place: Place, log: Log
) -> ActorRecord:
    name = mapping(fields.pop("name", None), "name")
    parts = {part: text(name, part, log, place) for part in ("official_full", "first", "nickname", "last", "suffix")}
    log.leftovers(place, name, frozenset({"middle"}), "name.")
    firsts = [parts["first"], parts["nickname"]]
    found = [parts["official_full"], *(f"{first} {parts['last']}" for first in firsts if first and parts["last"])]
    names = tuple(Name(printed, "en") for printed in dict.fromkeys(filter(None, found)))
    if not names:
        raise Unusable("field.missing", "Give the name: official_full, or first and last.", "name")
    raw = [("bioguide", bioguide)] + [(f"name.{part}", value) for part, value in parts.items() if value]
    return ActorRecord(
        place=place,
        key=f"bioguide:{bioguide}",
        kind="person",
        names=names,
        roles=ROLES,
        identifiers=_identifiers(identifiers, place, log),
        country="US",
        raw=tuple(raw),
    )


def _identifiers(values: dict[str, YamlValue], place: Place, log: Log) -> tuple[Identifier, ...]:
    found: list[Identifier] = []
    for scheme in _IDENTIFIERS:
        value = values.pop(scheme, None)
        texts = value if isinstance(value, list) else [value]
        found += [Identifier(scheme, one.strip()) for one in texts if isinstance(one, str) and one.strip()]
    log.leftovers(place, values, frozenset({"bioguide_previous"}), "id.")
    return tuple(found)


def _terms(
    terms: list[YamlValue], person: str, bioguide: str, file: str, bodies: Bodies, log: Log
) -> tuple[tuple[tuple[str, str], ...], list[Item]]:
    """What the latest term says about the person, and the records and ties of all terms."""
    items: list[Item] = []
    spells: list[_Spell] = []
    latest: tuple[str, tuple[tuple[str, str], ...]] = ("", ())
    for number, value in enumerate(terms, start=1):
        place = Place(file, f"{bioguide}/terms/{number}")
        try:
            tie, position, attributes, own = _term(value, person, place, bodies.known_on, log)
        except Unusable as problem:
            log.refuse(TERM, place, problem)
            continue
        items += [*bodies.position(*position, place, tie.raw), bodies.numbered(tie)]
        log.kept(TERM)
        spells += own
        start = tie.period.start.text if tie.period.start else ""
        latest = max(latest, (start, attributes), key=lambda pair: pair[0])
    items += _memberships(spells, person, file, bodies)
    return latest[1], items


def _term(
    value: YamlValue, person: str, place: Place, known_on: PartialDate | None, log: Log
) -> tuple[TieRecord, tuple[str, str, str], tuple[tuple[str, str], ...], list[_Spell]]:
    fields = mapping(value, "term")
    raw = raw_pairs(fields, _CONTACT)
    sort, start = needed(fields, "type", log, place), needed(fields, "start", log, place)
    state, district = needed(fields, "state", log, place), text(fields, "district", log, place)
    held = period(start, text(fields, "end", log, place))
    found = office(sort, state, district)
    if found is None:
        advice = "Use type sen or rep, a state's two letters, and for rep a district (0: at large)."
        raise Unusable("term.unknown-office", advice, "type", f"{sort} {state} {district or ''}".strip())
    key, name = found
    name_of_party = text(fields, "party", log, place)
    about = [("state", state), ("district", district), ("party", name_of_party)]
    attributes = tuple((label, text_) for label, text_ in about if text_)
    spells = _spells(fields, name_of_party, held, place, log)
    more = tuple((label, one) for label in ("caucus", "how", "class") if (one := text(fields, label, log, place)))
    log.leftovers(place, fields, _CONTACT | _TERM_FIELDS, "terms.")
    tie = TieRecord(
        place,
        f"{person}|{key}|{start}",
        "holds_position",
        person,
        key,
        held,
        formality=Formality.FORMAL,
        status=Status.ENDED if is_over(held, known_on) else Status.REALISED,
        attributes=attributes + more,
        raw=raw,
    )
    chamber = CHAMBERS["senate" if sort == "sen" else "house"]
    return tie, (key, name, chamber), (("office", name), *attributes), spells


def _spells(fields: dict[str, YamlValue], name: str | None, held: Period, place: Place, log: Log) -> list[_Spell]:
    """The parties of a term: the term's own, or several in turn where it names them."""
    affiliations = sequence(fields.pop("party_affiliations", None), "party_affiliations")
    if not affiliations:
        return [_Spell(name, held, place.locator)] if name else []
    spells = []
    for value in affiliations:
        one = mapping(value, "party_affiliations")
        start, end = text(one, "start", log, place), text(one, "end", log, place)
        spells.append(_Spell(needed(one, "party", log, place), period(start, end), place.locator))
        log.leftovers(place, one, frozenset({"caucus"}), "terms.party_affiliations.")
    return spells


def _memberships(spells: list[_Spell], person: str, file: str, bodies: Bodies) -> Iterator[Item]:
    """One tie to a party for each unbroken run of terms in it."""
    for first, last in _runs(spells):
        if first.party.casefold() in NO_PARTY:
            continue
        place = Place(file, first.locator if first is last else f"{first.locator} to {last.locator.rpartition('/')[2]}")
        record = party(first.party, place)
        if bodies.is_new(record.key):
            yield record
        held = Period(first.held.start, last.held.end)
        start = held.start.text if held.start else ""
        tie = TieRecord(
            place,
            f"{person}|{record.key}|{start}",
            "member_of",
            person,
            record.key,
            held,
            formality=Formality.FORMAL,
            status=Status.ENDED if is_over(held, bodies.known_on) else Status.REALISED,
            raw=(("party", first.party), ("start", start), ("end", held.end.text if held.end else "")),
        )
        yield bodies.numbered(tie)


def _runs(spells: list[_Spell]) -> list[tuple[_Spell, _Spell]]:
    runs: list[tuple[_Spell, _Spell]] = []
    for spell in sorted(spells, key=lambda one: one.held.start.text if one.held.start else ""):
        if runs and runs[-1][1].party == spell.party and _follows(runs[-1][1].held, spell.held):
            runs[-1] = (runs[-1][0], spell)
        else:
            runs.append((spell, spell))
    return runs


def _follows(before: Period, after: Period) -> bool:
    if before.end is None or after.start is None:
        return False
    return after.start.first_day - before.end.last_day <= _PARTY_GAP


def _leadership(
    roles: list[YamlValue], person: str, bioguide: str, file: str, bodies: Bodies, log: Log
) -> Iterator[Item]:
    for number, value in enumerate(roles, start=1):
        place = Place(file, f"{bioguide}/leadership_roles/{number}")
        try:
            tie, position = _role(value, person, place, bodies.known_on, log)
        except Unusable as problem:
            log.refuse(LEADERSHIP, place, problem)
            continue
        yield from bodies.position(*position, place, tie.raw)
        yield bodies.numbered(tie)
        log.kept(LEADERSHIP)


def _role(
    value: YamlValue, person: str, place: Place, known_on: PartialDate | None, log: Log
) -> tuple[TieRecord, tuple[str, str, str]]:
    fields = mapping(value, "leadership role")
    raw = raw_pairs(fields, frozenset())
    title, start = needed(fields, "title", log, place), needed(fields, "start", log, place)
    held = period(start, text(fields, "end", log, place))
    chamber = CHAMBERS.get((text(fields, "chamber", log, place) or "").casefold())
    if chamber is None:
        raise Unusable("leadership.unknown-chamber", "Use senate or house.", "chamber")
    log.leftovers(place, fields, frozenset(), "leadership_roles.")
    key = f"position:{chamber}:{title.casefold()}"
    tie = TieRecord(
        place,
        f"{person}|{key}|{start}",
        "holds_position",
        person,
        key,
        held,
        formality=Formality.FORMAL,
        status=Status.ENDED if is_over(held, known_on) else Status.REALISED,
        raw=raw,
    )
    return tie, (key, title, chamber)
