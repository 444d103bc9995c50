"""Agencies of the United States and their bureaus, as its spending data names them."""

from __future__ import annotations

import re

from graphsvc.folding import fold
from graphsvc.model.building import quick
from graphsvc.model.records import Place, TieRecord
from graphsvc.model.values import NameKind
from importers.money.parties import Parties, Party, party_name
from importers.units import Unusable

PRM = "Bureau of Population, Refugees, and Migration"
PRM_LISTINGS = frozenset(f"19.{number}" for number in range(510, 523))
"""Assistance listings of PRM's programmes; the inventory of federal programmes lists them under the bureau."""
_PRM_WORDS = re.compile(r"\bpopulation\b.*\brefugees\b.*\bmigration\b|\bprm\b")
_NOTHING = frozenset({"", "not applicable", "n a", "na", "none"})
_new_tie = quick(TieRecord)


class Agencies:
    """Finds the part of the government that pays, and says what it is part of."""

    def __init__(self, parties: Parties) -> None:
        self._parties = parties
        self._said: set[tuple[str, str]] = set()
        self.ties: list[TieRecord] = []
        """Which part belongs to which whole; taken out by who reads them."""

    def funder(self, names: tuple[str, ...], place: Place, acronym: str = "") -> Party:
        """The smallest part that is named.

        Args:
            names: agency, sub-agency, office; a blank one, or one that says the same as the one before, is left out.
            place: where they stand.
            acronym: of the smallest part.

        Raises:
            Unusable: none is named.
        """
        found: list[Party] = []
        for printed in names:
            name, refused = party_name(printed)
            if refused is not None:
                raise Unusable(refused, "Give the agency a name that can be kept.", "agency", printed)
            if fold(name) in _NOTHING or (found and fold(name) == fold(found[-1].label)):
                continue
            found.append(self._agency(PRM if is_prm(name) else name, name, place))
        if not found:
            raise Unusable("org.blank", "Name the agency.", "agency")
        if fold(acronym) not in _NOTHING and len(found) > 1:
            found[-1].names.setdefault(party_name(acronym)[0], NameKind.ACRONYM)
        for part, whole in zip(reversed(found), reversed(found[:-1]), strict=False):
            self._part_of(part, whole, place)
        return found[-1]

    def _agency(self, name: str, printed: str, place: Place) -> Party:
        party = self._parties.add(
            Party(
                f"name:{fold(name)}",
                place,
                "public_body",
                {name: NameKind.NAME},
                (("agency", printed),),
            )
        )
        party.kind, party.country = "public_body", "US"  # it may have been met as a recipient before
        party.roles.add("agency")
        if printed != name:
            party.names.setdefault(printed, NameKind.NAME)
        return party

    def _part_of(self, part: Party, whole: Party, place: Place) -> None:
        if part is whole or (part.key, whole.key) in self._said:
            return
        self._said.add((part.key, whole.key))
        part.is_used = whole.is_used = True
        key = f"part|{part.key}|{whole.key}"
        self.ties.append(_new_tie(place, key, "part_of", part.key, whole.key, raw=part.raw + whole.raw))


def is_prm(name: str) -> bool:
    """Whether a name is that of the Bureau of Population, Refugees, and Migration."""
    return _PRM_WORDS.search(fold(name)) is not None
