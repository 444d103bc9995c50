"""States, parties and chambers of the United States Congress in words."""

from __future__ import annotations

from graphsvc.model.records import ActorRecord, Place
from graphsvc.model.values import Identifier, Name, NameKind

STATES = {
    "AK": "Alaska", "AL": "Alabama", "AR": "Arkansas", "AS": "American Samoa", "AZ": "Arizona", "CA": "California",
    "CO": "Colorado", "CT": "Connecticut", "DC": "the District of Columbia", "DE": "Delaware", "FL": "Florida",
    "GA": "Georgia", "GU": "Guam", "HI": "Hawaii", "IA": "Iowa", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana",
    "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana", "MA": "Massachusetts", "MD": "Maryland", "ME": "Maine",
    "MI": "Michigan", "MN": "Minnesota", "MO": "Missouri", "MP": "the Northern Mariana Islands", "MS": "Mississippi",
    "MT": "Montana", "NC": "North Carolina", "ND": "North Dakota", "NE": "Nebraska", "NH": "New Hampshire",
    "NJ": "New Jersey", "NM": "New Mexico", "NV": "Nevada", "NY": "New York", "OH": "Ohio", "OK": "Oklahoma",
    "OR": "Oregon", "PA": "Pennsylvania", "PR": "Puerto Rico", "RI": "Rhode Island", "SC": "South Carolina",
    "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VA": "Virginia",
    "VI": "the United States Virgin Islands", "VT": "Vermont", "WA": "Washington", "WI": "Wisconsin",
    "WV": "West Virginia", "WY": "Wyoming",
}  # fmt: skip
_DELEGATES = frozenset({"AS", "DC", "GU", "MP", "VI"})
NO_PARTY = frozenset({"independent", "nonpartisan", "no party", "none"})
_PARTIES = {
    "democrat": ("party:democratic", ("Democratic Party", "Democrat"), "Q29552"),
    "democratic": ("party:democratic", ("Democratic Party", "Democrat"), "Q29552"),
    "republican": ("party:republican", ("Republican Party", "Republican"), "Q29468"),
}

CONGRESS, SENATE, HOUSE = "congress", "chamber:senate", "chamber:house"
CHAMBERS = {"senate": SENATE, "house": HOUSE}
BODIES = {
    CONGRESS: (("United States Congress", "US Congress"), "Q11268"),
    SENATE: (("United States Senate", "US Senate"), "Q66096"),
    HOUSE: (("United States House of Representatives", "US House of Representatives"), "Q11701"),
}


def body(key: str, place: Place) -> ActorRecord:
    """Congress or one of its chambers, as an actor that the file at `place` speaks of."""
    names, wikidata = BODIES[key]
    return ActorRecord(
        place=place,
        key=key,
        kind="public_body",
        names=tuple(Name(name, "en") for name in names),
        roles=frozenset({"legislature"}),
        identifiers=(Identifier("wikidata", wikidata),),
        country="US",
        raw=(("chamber", key.rpartition(":")[2]),),
    )


def party(name: str, place: Place) -> ActorRecord:
    """A political party, as an actor that the file at `place` speaks of."""
    key, names, wikidata = _PARTIES.get(name.casefold(), (f"party:{name.casefold()}", (name,), ""))
    return ActorRecord(
        place=place,
        key=key,
        kind="organization",
        names=tuple(Name(text, "en", NameKind.NAME) for text in names),
        roles=frozenset({"political_party"}),
        identifiers=(Identifier("wikidata", wikidata),) if wikidata else (),
        country="US",
        raw=(("party", name),),
    )


def office(sort: str, state: str, district: str | None) -> tuple[str, str] | None:
    """Key and name of the office that a term is spent in; None for a sort or state that is not known.

    >>> office("rep", "PA", "16"), office("rep", "AK", "0"), office("sen", "AZ", None)
    (('position:rep-PA-16', "Representative for Pennsylvania's 16th district"), \
('position:rep-AK', 'Representative for Alaska (at large)'), ('position:sen-AZ', 'Senator for Arizona'))
    """
    place = STATES.get(state)
    if place is None:
        return None
    if sort == "sen":
        return f"position:sen-{state}", f"Senator for {place}"
    if sort != "rep" or district is None or not district.isdecimal():
        return None
    if state == "PR":
        return "position:rep-PR", "Resident Commissioner of Puerto Rico"
    if state in _DELEGATES:
        return f"position:rep-{state}", f"Delegate for {place}"
    if int(district) == 0:
        return f"position:rep-{state}", f"Representative for {place} (at large)"
    owner = f"{place}'" if place.endswith("s") else f"{place}'s"
    return f"position:rep-{state}-{int(district)}", f"Representative for {owner} {_ordinal(int(district))} district"


def _ordinal(number: int) -> str:
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
