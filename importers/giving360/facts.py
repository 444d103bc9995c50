"""The members of a grant, checked, and what a tie keeps of them beside the money."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from importers.money.account import Note
from importers.units import Unusable

Grant = Mapping[str, Any]
Pair = tuple[str, str]
_CHARACTERS = 500
_DATES = (("plannedDates", "planned dates"), ("actualDates", "actual dates"))
_PLAIN = (("regrantType", "regrant type"), ("amountAppliedFor", "amount applied for"))
# List, members of which the first that is given counts, and the name of the fact.
_LISTS = (
    ("grantProgramme", ("title", "code"), "programme"),
    ("beneficiaryLocation", ("countryCode", "name"), "for country"),
    ("fundingOrganization", ("department",), "department"),
    ("recipientOrganization", ("department",), "department"),
)


def facts_of(grant: Grant, notes: list[Note], *, is_personal: bool) -> tuple[Pair, ...]:
    """What else is kept of a grant, its id first. Of a grant to an individual no free text is kept."""
    number = text_of(grant, "id")
    facts = [("grant", number)]
    if not is_personal:
        facts.append(("title", text_of(grant, "title")))
    facts += [(name, text_of(grant, key)) for key, name in _PLAIN]
    for key, name in _DATES:
        ends = [(text_of(item, "startDate")[:10], text_of(item, "endDate")[:10]) for item in objects(grant, key)]
        facts += [(name, "/".join(both)) for both in ends if any(both)]
    for key, members, name in _LISTS:
        facts += [(name, _first(item, members)) for item in objects(grant, key)]
    facts += [("related grant", related) for related in texts(grant, "relatedActivity")]
    if ("related grant", number) in facts:
        advice = "The grant names itself as a related activity; check it."
        notes.append(("grant.own-relative", advice, "relatedActivity", number))
    return tuple((name, text[:_CHARACTERS]) for name, text in facts if text)


def _first(item: Grant, members: tuple[str, ...]) -> str:
    return next(filter(None, (text_of(item, member) for member in members)), "")


def text_of(record: Mapping[str, Any], key: str) -> str:
    """A member as text; empty where it is missing or null. Raises Unusable where it is a list or an object."""
    value = record.get(key)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, str):
        raise Unusable("grant.malformed", "A text or number is needed here.", key, str(value)[:200])
    return value.strip()


def objects(grant: Grant, key: str) -> list[Grant]:
    """The objects of a list; none where it is missing. Raises Unusable for anything else."""
    value = grant.get(key)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise Unusable("grant.malformed", "A list of objects is needed here.", key, str(value)[:200])
    return value


def texts(grant: Grant, key: str) -> list[str]:
    """The texts of a list, or the one that stands alone."""
    value = grant.get(key)
    found = [value] if isinstance(value, str) else value or []
    if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
        raise Unusable("grant.malformed", "A list of texts is needed here.", key, str(value)[:200])
    return [item.strip() for item in found if item.strip()]
