"""The ends of flows as parties: organisations, bureaus, classes, and what stands for somebody who is not named."""

from __future__ import annotations

import re

from graphsvc.folding import fold
from graphsvc.model.records import Place
from graphsvc.model.values import Identifier, NameKind
from importers.countries import country_code
from importers.fts.bureaus import Bureau
from importers.fts.flow import End, Flow
from importers.money.parties import Parties, Party, is_class, party_name
from importers.units import Unusable

SCHEME = "fts-organisation"
_GOVERNMENT = re.compile(r"(.+), Government of")
_ASIDE = re.compile(r" \(.*\)")
_TYPES: dict[str, tuple[str, frozenset[str]]] = {
    "Government": ("public_body", frozenset({"government"})),
    "Inter-governmental": ("organization", frozenset({"igo"})),
    "UN agency": ("organization", frozenset({"igo"})),
    "NGO": ("organization", frozenset({"ngo"})),
    "Pooled fund": ("organization", frozenset({"intermediary"})),
    "Academia": ("organization", frozenset({"university"})),
    "Media": ("organization", frozenset({"media"})),
}
_PLAIN = ("organization", frozenset[str]())


class Ends:
    """Finds the parties of flows; what was found once is known by how it stood."""

    def __init__(self) -> None:
        self.parties = Parties()
        self._seen: dict[End, Party] = {}

    def organisation(self, end: End, place: Place) -> Party:
        """The organisation at an end of a flow. Raises Unusable for a name that cannot be kept."""
        party = self._seen.get(end)
        if party is None:
            party = self._seen[end] = self._organisation(end, place)
        return party

    def _organisation(self, end: End, place: Place) -> Party:
        name, refused = party_name(end.name)
        if refused is not None or not name:
            raise Unusable(refused or "org.blank", "Give the organisation a name.", "organization", end.name)
        key = f"name:{fold(name) or name}"
        number = Identifier(SCHEME, end.number) if end.number else None
        known = self.parties.find(key)
        if known is not None and number and known.identifiers and number not in known.identifiers:
            key = f"{key}|{end.number}"  # two organisations of one name
        if known is None or known.key != key:
            known = self.parties.add(self._new(key, name, end, place))
        if number:
            known.identifiers[number] = None
        known.attributes.update({("organisation category", text): None for text in end.types})
        known.attributes.update({("organisation subtype", text): None for text in end.subtypes})
        return known

    def _new(self, key: str, name: str, end: End, place: Place) -> Party:
        kind, roles = _TYPES.get(end.types[0], _PLAIN) if end.types else _PLAIN
        if is_class(name) or len(end.types) > 1:
            kind, roles = "group", frozenset()
        government = _GOVERNMENT.fullmatch(name)
        raw = (("organization", end.name[:1000]), ("id", end.number), ("organizationTypes", ", ".join(end.types)))
        return Party(
            key,
            place,
            kind,
            {name: NameKind.NAME},
            tuple(pair for pair in raw if pair[1]),
            roles=set(roles),
            country=country_code(_ASIDE.sub("", government[1])) if government and kind == "public_body" else None,
        )

    def bureau(self, bureau: Bureau, place: Place) -> Party:
        """The bureau that pays for a government; an organisation of its name in the files is the same."""
        raw = (("keywords", bureau.keyword), ("government", bureau.government))
        party = self.parties.add(
            Party(f"name:{fold(bureau.name)}", place, bureau.kind, {bureau.name: NameKind.NAME}, raw)
        )
        party.names.setdefault(bureau.acronym, NameKind.ACRONYM)
        party.country = party.country or bureau.country
        return party

    def unnamed_giver(self, place: Place) -> Party:
        """Who stands for a giver that is not named."""
        name = "Giver not named (FTS)"
        return self.parties.add(Party("unnamed:giver", place, "group", {name: NameKind.NAME}, (("source", ""),)))

    def instead_of_receiver(self, flow: Flow, place: Place) -> Party:
        """Where the money goes whose receiver is not named: the project, else the plan, else a class by country."""
        for sort, text in (("project", flow.project), ("plan", flow.plan)):
            name, refused = party_name(text)
            if name and refused is None:
                return self.parties.add(
                    Party(
                        f"{sort}:{fold(name) or name}", place, "project", {name: NameKind.NAME}, ((sort, text[:500]),)
                    )
                )
        codes = sorted({country_code(text) or party_name(text)[0] for text in flow.locations})
        name = f"Receiver not named (FTS{', ' if codes else ''}{', '.join(codes)})"[:200]
        return self.parties.add(
            Party(f"unnamed:receiver:{'|'.join(codes)}", place, "group", {name: NameKind.NAME}, (("destination", ""),))
        )
