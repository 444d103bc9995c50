"""Committees, subcommittees, and who sits on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from graphsvc.model.records import ActorRecord, Item, Place, TieRecord
from graphsvc.model.values import Formality, Identifier, Name, Period
from importers.legislators.fields import Log, Unusable, mapping, needed, raw_pairs, sequence, text
from importers.legislators.people import ROLES, Bodies
from importers.legislators.words import CHAMBERS, CONGRESS
from importers.reading.yaml import YamlValue

COMMITTEE, SUBCOMMITTEE, MEMBERSHIP = "committee", "subcommittee", "membership"
_LEFT_OUT = frozenset(
    """url minority_url address phone rss_url minority_rss_url jurisdiction jurisdiction_source youtube_id wikipedia
    past_names""".split()  # noqa: SIM905
)
_SCHEMES = {"house_committee_id": "us-house-committee", "senate_committee_id": "us-senate-committee"}


@dataclass(slots=True)
class Committees:
    """The committees that were met, by the key that memberships use, and the people that may sit on them.

    `people` is None where no file of legislators is read: then members are known by what the membership says of them.
    """

    bodies: Bodies
    log: Log
    as_of: Period
    people: set[str] | None
    known: dict[str, str] = field(default_factory=dict)

    def read_committee(self, value: YamlValue, number: int, file: str) -> Iterator[Item]:
        """A committee and its subcommittees, the `number`th entry (from 1) of the file."""
        place = Place(file, f"[{number}]")
        try:
            fields = mapping(value, "committee")
            thomas = needed(fields, "thomas_id", self.log, place)
            place = Place(file, thomas)
            subcommittees = sequence(fields.pop("subcommittees", None), "subcommittees")
            record, whole = self._committee(fields, thomas, place)
        except Unusable as problem:
            self.log.refuse(COMMITTEE, place, problem)
            return
        self.log.kept(COMMITTEE)
        yield from self.bodies.chamber(whole, place)
        yield from self._given(record, whole, thomas)
        for position, part in enumerate(subcommittees, start=1):
            yield from self._subcommittee(part, position, record, thomas)

    def _committee(self, fields: dict[str, YamlValue], thomas: str, place: Place) -> tuple[ActorRecord, str]:
        raw = raw_pairs(fields, _LEFT_OUT)
        name = needed(fields, "name", self.log, place)
        sort = needed(fields, "type", self.log, place)
        whole = CONGRESS if sort == "joint" else CHAMBERS.get(sort)
        if whole is None:
            raise Unusable("committee.unknown-type", "Use house, senate or joint.", "type", sort)
        identifiers = [Identifier("thomas-committee", thomas)]
        for label, scheme in _SCHEMES.items():
            own = text(fields, label, self.log, place)
            if own:
                identifiers.append(Identifier(scheme, own))
        self.log.leftovers(place, fields, _LEFT_OUT, "")
        return _body(place, thomas, name, tuple(identifiers), raw), whole

    def _subcommittee(self, value: YamlValue, number: int, parent: ActorRecord, thomas: str) -> Iterator[Item]:
        place = Place(parent.place.file, f"{thomas}/subcommittees/{number}")
        try:
            fields = mapping(value, "subcommittee")
            raw = raw_pairs(fields, _LEFT_OUT)
            code = thomas + needed(fields, "thomas_id", self.log, place)
            name = needed(fields, "name", self.log, place)
        except Unusable as problem:
            self.log.refuse(SUBCOMMITTEE, place, problem)
            return
        self.log.leftovers(place, fields, _LEFT_OUT, "subcommittees.")
        # Many committees have a subcommittee of the same name ("Oversight"); only with its committee is it a name.
        full = f"{parent.names[0].value}, {name if 'subcommittee' in name.casefold() else f'Subcommittee on {name}'}"
        record = _body(place, code, full, (Identifier("thomas-committee", code),), raw)
        self.log.kept(SUBCOMMITTEE)
        yield from self._given(record, parent.key, code)

    def _given(self, record: ActorRecord, whole: str, thomas: str) -> Iterator[Item]:
        self.known[thomas] = record.key
        if self.bodies.is_new(record.key):
            yield record
            key = f"{record.key}|part of|{whole}"
            yield TieRecord(record.place, key, "part_of", record.key, whole, formality=Formality.FORMAL, raw=record.raw)

    def read_members(self, thomas: str, value: YamlValue, file: str) -> Iterator[Item]:
        """Who sits on the committee or subcommittee with this id."""
        try:
            members = sequence(value, "members")
        except Unusable as problem:
            self.log.refuse(MEMBERSHIP, Place(file, thomas), problem)
            return
        for number, member in enumerate(members, start=1):
            place = Place(file, f"{thomas}/{number}")
            try:
                items = self._member(member, thomas, place)
            except Unusable as problem:
                self.log.refuse(MEMBERSHIP, place, problem)
                continue
            self.log.kept(MEMBERSHIP)
            yield from items

    def _member(self, value: YamlValue, thomas: str, place: Place) -> list[Item]:
        fields = mapping(value, "membership")
        raw = raw_pairs(fields, frozenset())
        committee = self.known.get(thomas)
        if committee is None:
            raise Unusable("membership.unknown-committee", "Give the file of committees that names it.", None, thomas)
        bioguide = needed(fields, "bioguide", self.log, place)
        name = text(fields, "name", self.log, place)
        person = f"bioguide:{bioguide}"
        items = self._person(person, bioguide, name, place, raw)
        labels = (("rank", "rank"), ("title", "title"), ("party", "side"), ("chamber", "chamber"))
        pairs = ((label, text(fields, column, self.log, place)) for column, label in labels)
        attributes = tuple((label, one) for label, one in pairs if one)
        self.log.leftovers(place, fields, frozenset({"start_date", "source"}), "membership.")
        tie = TieRecord(
            place,
            f"{person}|{committee}",
            "sits_on",
            person,
            committee,
            self.as_of,
            formality=Formality.FORMAL,
            attributes=attributes,
            raw=raw,
        )
        return [*items, self.bodies.numbered(tie)]

    def _person(
        self, key: str, bioguide: str, name: str | None, place: Place, raw: tuple[tuple[str, str], ...]
    ) -> list[Item]:
        if self.people is not None:
            if bioguide not in self.people:
                advice = "This person is not in the file of legislators; give a newer one, or the historical one too."
                raise Unusable("membership.unknown-person", advice, "bioguide", bioguide)
            return []
        if not self.bodies.is_new(key):
            return []
        names = (Name(name or bioguide, "en" if name else None),)
        identifiers = (Identifier("bioguide", bioguide),)
        return [ActorRecord(place, key, "person", names, ROLES, identifiers, country="US", raw=raw)]


def _body(
    place: Place, thomas: str, name: str, identifiers: tuple[Identifier, ...], raw: tuple[tuple[str, str], ...]
) -> ActorRecord:
    roles = frozenset({"committee"})
    return ActorRecord(
        place, f"committee:{thomas}", "public_body", (Name(name, "en"),), roles, identifiers, country="US", raw=raw
    )
