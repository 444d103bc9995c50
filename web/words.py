"""Words for the codes that answers carry, as messages of the catalogue. A code without a word is shown as it is."""

from __future__ import annotations

from collections.abc import Mapping


def _(message: str) -> str:
    """Mark `message` for the catalogue; it is translated when it is shown."""
    return message


FIELDS: Mapping[str, str] = {
    "country": _("Country"),
    "place_name": _("Place"),
    "languages": _("Language"),
    "note": _("Note"),
    "roles": _("Role"),
    "topics": _("Topic"),
}
DOUBTS: Mapping[str, str] = {
    "kinds-differ": _("The sources do not agree on what kind of actor this is."),
    "countries-differ": _("The sources name different countries."),
}
MISSING: Mapping[str, str] = {
    "no-country": _("No source says in which country."),
    "no-ties": _("No source names a tie."),
    "no-identifier": _("No source gives a number or code of a register."),
    "ties-without-dates": _("Some ties have no date."),
}
FLOW_CLASSES: Mapping[str, str] = {
    "declared": _("declared"),
    "pledge": _("pledged"),
    "commitment": _("committed"),
    "incoming": _("received"),
    "incoming_commitment": _("committed to it"),
    "incoming_pledge": _("pledged to it"),
    "disbursement": _("disbursed"),
    "expenditure": _("spent"),
    "budget": _("budgeted"),
    "loan": _("lent"),
}
STATUSES: Mapping[str, str] = {"planned": _("planned"), "ended": _("ended"), "realised": _("realised")}
CONFIDENCES: Mapping[str, str] = {"stated": _("stated"), "inferred": _("inferred"), "doubtful": _("doubtful")}
FORMALITIES: Mapping[str, str] = {"formal": _("formal"), "informal": _("informal"), "unknown": _("not known")}
NAME_KINDS: Mapping[str, str] = {
    "name": _("name"),
    "acronym": _("acronym"),
    "brand": _("brand"),
    "legal": _("legal name"),
    "former": _("former name"),
    "transliteration": _("transliteration"),
}
LEVELS: Mapping[str, str] = {
    "public": _("open to everybody"),
    "members": _("for members"),
    "restricted": _("restricted"),
}
MARKS: Mapping[str, str] = {
    "organization": _("Organizations"),
    "funder": _("Funders"),
    "public": _("Public bodies"),
    "person": _("People and positions"),
    "coalition": _("Coalitions"),
    "event": _("Events, documents, projects"),
}
TABLES: Mapping[str, Mapping[str, str]] = {
    "field": FIELDS,
    "doubt": DOUBTS,
    "missing": MISSING,
    "flow": FLOW_CLASSES,
    "status": STATUSES,
    "confidence": CONFIDENCES,
    "formality": FORMALITIES,
    "name": NAME_KINDS,
    "level": LEVELS,
    "mark": MARKS,
}


def word(table: str, code: str) -> str:
    """The message for `code`; the code itself where there is none."""
    return TABLES[table].get(code, code)
