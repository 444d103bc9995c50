"""Funders and recipients of grants: by their numbers, else by name; individuals never by name."""

from __future__ import annotations

from graphsvc.folding import fold
from graphsvc.model.records import Place
from graphsvc.model.values import Identifier, NameKind
from importers.countries import country_code
from importers.giving360.facts import Grant, text_of
from importers.money.account import Note
from importers.money.parties import Parties, Party, is_class, party_name
from importers.organisation_numbers import ORGANISATION_NUMBER, country_of_number
from importers.reading.cleaning import clean
from importers.units import Unusable
from importers.unnamed import NO_NAMES, PLACEHOLDERS, is_redacted

OWN_SCHEME = "360giving"
"""Scheme of numbers that a publisher made up (`360G-...`)."""
_FACTS = (("charityNumber", "charity number"), ("companyNumber", "company number"), ("url", "website"))


class Organisations:
    """Finds the organisations of grants, each once."""

    def __init__(self) -> None:
        self.parties = Parties()

    def see(self, record: Grant, column: str, place: Place, notes: list[Note]) -> Party:
        """The organisation in `record`. Raises Unusable where it has neither name nor number."""
        name, refused = party_name(text_of(record, "name"))
        if refused is not None or is_redacted(name):
            rule = refused or "org.redacted"
            raise Unusable(rule, "Give the organisation a name that can be kept.", column, text_of(record, "name"))
        if fold(name) in NO_NAMES:
            name = ""
        printed = clean(text_of(record, "id"), is_code=True).text
        number = None if printed.casefold() in PLACEHOLDERS else _number(printed)
        if number is None and not name:
            raise Unusable("org.blank", "Name the organisation.", column, printed)
        if number is None:
            notes.append(("org.no-number", "The organisation has no number; its name was used.", column, name))
        key = f"org:{number.value}" if number else f"name:{fold(name) or name}"
        party = self.parties.find(key) or self.parties.add(_new(key, name, number, record, place))
        if name:
            party.names.setdefault(name, NameKind.NAME)
        return party

    def individuals(self, funder: Party, place: Place) -> Party:
        """The class of individuals whom a funder supports; who they are is not kept."""
        name = f"Individuals supported by {funder.label}"[:500]
        key = f"individuals:{funder.key}"
        return self.parties.add(Party(key, place, "group", {name: NameKind.NAME}, (("recipientIndividual", "yes"),)))


def _number(printed: str) -> Identifier | None:
    if not printed:
        return None
    upper = "".join(printed.split()).upper()
    if upper.startswith("360G-"):
        return Identifier(OWN_SCHEME, printed)
    if ORGANISATION_NUMBER.fullmatch(upper):
        return Identifier("org-id", upper)
    return Identifier(OWN_SCHEME, printed)


def _new(key: str, name: str, number: Identifier | None, record: Grant, place: Place) -> Party:
    raw = (("id", text_of(record, "id")), ("name", text_of(record, "name")))
    register = number.value if number and number.scheme == "org-id" else None
    party = Party(
        key,
        place,
        "group" if name and is_class(name) else "organization",
        {name or (number.value if number else ""): NameKind.NAME},
        tuple((column, text[:1000]) for column, text in raw if text),
        country=country_code(text_of(record, "addressCountry")) or country_of_number(register),
        place_name=party_name(text_of(record, "addressLocality"))[0] or None,
    )
    if number:
        party.identifiers[number] = None
    other, refused = party_name(text_of(record, "alternateName"))
    if other and refused is None:
        party.names.setdefault(other, NameKind.NAME)
    for column, fact in _FACTS:
        text = text_of(record, column)
        if text:
            party.attributes[fact, text[:200]] = None
    return party
