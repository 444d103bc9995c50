"""Words for the codes that answers carry, as messages of the catalogue. A code without a word is shown as it is."""

from __future__ import annotations

from collections.abc import Mapping

from queries.brokers import BadOrder
from queries.funding_values import BadStage
from queries.groupings import BadGrouping
from web import (
    broker_words,
    flow_words,
    introduction_words,
    missing_tie_words,
    request_words,
    silo_words,
    what_if_words,
)


def _(message: str) -> str:
    """Mark `message` for the catalogue; it is translated when it is shown."""
    return message


FIELDS: Mapping[str, str] = {
    "roles": _("Role"),
    "country": _("Country"),
    "place_name": _("Place"),
    "languages": _("Language"),
    "topics": _("Topic"),
    "note": _("Note"),
}
"""In the order in which they are shown."""
ATTRIBUTES: Mapping[str, str] = {
    # members and committees of the United States Congress
    "caucus": _("Sits with"),
    "chamber": _("Chamber"),
    "class": _("Class of senators"),
    "district": _("District"),
    "how": _("How the seat was taken"),
    "office": _("Office"),
    "party": _("Party"),
    "rank": _("Rank"),
    "side": _("Side"),
    "state": _("US state"),
    "title": _("Title"),
    # International Aid Transparency Initiative
    "activity": _("Activity"),
    "budget": _("Budget"),
    "budget status": _("State of the budget"),
    "child activity": _("Part of it"),
    "earmarking": _("Earmarking (IATI code)"),
    "end-actual": _("Actual end"),
    "end-planned": _("Planned end"),
    "hierarchy": _("Level of the activity"),
    "humanitarian": _("Humanitarian"),
    "organisation type": _("Type of organization (IATI code)"),
    "other activity": _("Other activity"),
    "parent activity": _("Part of"),
    "provider activity": _("Activity of the giver"),
    "receiver": _("Receiver"),
    "receiver activity": _("Activity of the receiver"),
    "recipient country": _("Country that it is for"),
    "recipient region": _("Region that it is for (code)"),
    "ref as printed": _("Reference as printed"),
    "sector": _("Sector (code)"),
    "sibling activity": _("Beside it"),
    "start-actual": _("Actual start"),
    "start-planned": _("Planned start"),
    "status": _("State"),
    "transaction ref": _("Reference of the transaction"),
    "transaction type": _("Type of transaction (IATI code)"),
    # flows and grants (FTS, 360Giving, spending of the United States)
    "actual dates": _("Actual dates"),
    "amount applied for": _("Amount applied for"),
    "amount in constant dollars": _("In constant dollars"),
    "amount in US dollars": _("In US dollars, as stated"),
    "amount shared": _("Amount"),
    "assistance listing": _("Assistance listing"),
    "award": _("Award"),
    "award id": _("Number of the award"),
    "award total": _("Total of the award"),
    "awarded by": _("Awarded by"),
    "boundary": _("Over the border of the country"),
    "budget year": _("Year of the budget"),
    "charity number": _("Number of the charity"),
    "child flow": _("Flow taken out of it"),
    "cluster": _("Cluster"),
    "company number": _("Number of the company"),
    "contribution": _("Contribution"),
    "department": _("Department"),
    "earmarked": _("Earmarking"),
    "emergency": _("Emergency"),
    "exchange rate": _("Exchange rate, as stated"),
    "fiscal year": _("Fiscal year"),
    "flow": _("Flow (FTS number)"),
    "flow status": _("State of the flow"),
    "flow type": _("Type of flow"),
    "for country": _("Country that it is for"),
    "funded by": _("Paid out of the budget of"),
    "giver": _("Giver"),
    "giver as printed": _("Giver as printed"),
    "grant": _("Grant"),
    "keyword": _("Keyword"),
    "method": _("Method"),
    "modification": _("Modification"),
    "new money": _("New money"),
    "on boundary": _("Belongs to one country or several"),
    "organisation category": _("Type of organization"),
    "organisation subtype": _("Type within it"),
    "paid until": _("Paid until"),
    "parent flow": _("Flow that it is taken out of"),
    "parent of the recipient": _("Parent of the recipient"),
    "plan": _("Plan"),
    "planned dates": _("Planned dates"),
    "programme": _("Programme"),
    "project": _("Project"),
    "purpose": _("Purpose"),
    "reference": _("Reference"),
    "regrant type": _("Type of re-grant (code)"),
    "related grant": _("Related grant"),
    "reported by": _("Reported by"),
    "sub-award": _("Number of the sub-award"),
    "sub-award type": _("Type of sub-award"),
    "US sector": _("Sector"),
    "usage year": _("Year of use"),
    "website": _("Website"),
    # workbooks
    "printed_directed": _("Direction as printed"),
    "printed_kind": _("Kind as printed"),
    "printed_languages": _("Languages as printed"),
    "source_date": _("Date of the document"),
    "source_document": _("Document"),
    "source_publisher": _("Publisher of the document"),
    "source_section": _("Section of the document"),
}
"""Readable names of the attributes that our importers give. Others are shown as their source names them."""
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
    "declared": _("%(money)s declared"),
    "pledge": _("%(money)s pledged"),
    "commitment": _("%(money)s committed"),
    "incoming": _("%(money)s received"),
    "incoming_commitment": _("%(money)s committed"),
    "incoming_pledge": _("%(money)s pledged"),
    "disbursement": _("%(money)s disbursed"),
    "expenditure": _("%(money)s spent"),
    "budget": _("%(money)s budgeted"),
    "loan": _("%(money)s lent"),
}
"""Said of an amount."""
STATUSES: Mapping[str, str] = {"planned": _("planned"), "ended": _("ended"), "realised": _("exists")}
CONFIDENCES: Mapping[str, str] = {
    "stated": _("said directly"),
    "inferred": _("inferred"),
    "doubtful": _("doubtful"),
}
FORMALITIES: Mapping[str, str] = {"formal": _("formal"), "informal": _("informal"), "unknown": _("not known")}
NAME_KINDS: Mapping[str, str] = {
    "name": _("name"),
    "acronym": _("acronym"),
    "brand": _("brand"),
    "legal": _("legal name"),
    "former": _("former name"),
    "transliteration": _("transliteration"),
}
SCHEMES: Mapping[str, str] = {
    "org-id": _("Register of organizations (org-id)"),
    "fts-organisation": _("OCHA FTS"),
    "uei": _("US register of recipients (UEI)"),
    "360giving": "360Giving",
    "bioguide": _("US Congress (Bioguide)"),
    "fec": _("US election commission (FEC)"),
    "house_history": _("History of the US House"),
    "lis": _("US Senate (LIS)"),
    "pictorial": _("Pictures of the US Congress"),
    "ballotpedia": "Ballotpedia",
    "cspan": "C-SPAN",
    "govtrack": "GovTrack",
    "icpsr": "ICPSR",
    "maplight": "MapLight",
    "opensecrets": "OpenSecrets",
    "thomas": "THOMAS",
    "votesmart": "Vote Smart",
    "wikidata": "Wikidata",
    "wikipedia": "Wikipedia",
}
"""Who gives an identifier. Proper names are the same in every language."""
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
    "group": _("Unnamed groups"),
    "event": _("Events, documents, projects"),
}
TABLES: Mapping[str, Mapping[str, str]] = {
    "attribute": ATTRIBUTES,
    "field": FIELDS,
    "doubt": DOUBTS,
    "missing": MISSING,
    "flow": FLOW_CLASSES,
    "status": STATUSES,
    "confidence": CONFIDENCES,
    "formality": FORMALITIES,
    "name": NAME_KINDS,
    "level": LEVELS,
    "scheme": SCHEMES,
    "mark": MARKS,
    **request_words.TABLES,
    **introduction_words.TABLES,
    **broker_words.TABLES,
    **flow_words.TABLES,
    **silo_words.TABLES,
    **missing_tie_words.TABLES,
    **what_if_words.TABLES,
}
OFFERED: Mapping[str, Mapping[str, str]] = {
    BadGrouping.code: broker_words.GROUPINGS,
    BadOrder.code: broker_words.ORDERS,
    BadStage.code: flow_words.STAGES,
}
"""By the code of a refusal, what the page's own list offers: the hint of these names codes, for programs."""
CHOOSE = _("Choose from the list: %(choices)s.")


_MINOR = frozenset(
    ("earmarking", "hierarchy", "organisation type", "recipient region", "ref as printed", "sector", "transaction type")
)


def is_minor(attribute: str) -> bool:
    """Whether an attribute is a code, or says how another fact was printed; such ones are folded away."""
    return attribute.startswith("printed_") or attribute in _MINOR


def word(table: str, code: str) -> str:
    """The message for `code`; the code itself where there is none."""
    return TABLES[table].get(code, code)
