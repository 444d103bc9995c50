"""Flows out of the tables that OCHA publishes for a country: incoming, internal and outgoing, one row a flow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from importers.fts.flow import End, Flow, Pair
from importers.reading.tables import Row

# fmt: off
COLUMNS = (
    "date", "budgetYear", "description", "amountUSD", "srcOrganization", "srcOrganizationTypes", "srcLocations",
    "srcUsageYearStart", "srcUsageYearEnd", "destPlan", "destPlanCode", "destPlanId", "destOrganization",
    "destOrganizationTypes", "destGlobalClusters", "destLocations", "destProject", "destProjectCode", "destEmergency",
    "destUsageYearStart", "destUsageYearEnd", "contributionType", "flowType", "method", "boundary", "onBoundary",
    "status", "firstReportedDate", "decisionDate", "keywords", "originalAmount", "originalCurrency", "exchangeRate",
    "id", "refCode", "createdAt", "updatedAt",
)
# fmt: on
NEEDED = ("id", "date", "amountUSD", "srcOrganization", "destOrganization", "status", "boundary", "flowType")
_FACTS = (
    ("flowType", "flow type"),
    ("boundary", "boundary"),
    ("onBoundary", "on boundary"),
    ("amountUSD", "amount in US dollars"),
    ("exchangeRate", "exchange rate"),
    ("budgetYear", "budget year"),
    ("contributionType", "contribution"),
    ("method", "method"),
    ("refCode", "reference"),
    ("destPlan", "plan"),
    ("destProject", "project"),
    ("destEmergency", "emergency"),
    ("destGlobalClusters", "cluster"),
    ("destLocations", "for country"),
)
_RAW_CHARACTERS = 600


def fits(headers: Sequence[str]) -> int:
    """How many of `headers` are columns of FTS; 0 where none of those that are needed is among them."""
    found = set(headers) & set(COLUMNS)
    return len(found) if found & set(NEEDED) else 0


def flow_of(row: Row, positions: Mapping[str, int]) -> Flow:
    """The flow in one row.

    Args:
        row: the row; everything in it is text.
        positions: where each column of the file's header stands.
    """
    cells = {name: row.values[place].strip() for name, place in positions.items()}
    get = cells.get
    givers = _end(get("srcOrganization", ""), get("srcOrganizationTypes", ""))
    receivers = _end(get("destOrganization", ""), get("destOrganizationTypes", ""))
    return Flow(
        number=get("id", ""),
        givers=givers,
        receivers=receivers,
        status=get("status", ""),
        dollars=get("amountUSD", ""),
        original=get("originalAmount", ""),
        currency=get("originalCurrency", ""),
        days=(get("date", ""), get("decisionDate", ""), get("firstReportedDate", "")),
        description=get("description", ""),
        keywords=_split(get("keywords", "")),
        parent="",
        children=(),
        plan=get("destPlan", ""),
        project=get("destProject", ""),
        locations=_split(get("destLocations", "")),
        reporters=(),
        facts=_facts(cells),
        raw=tuple([(name, text[:_RAW_CHARACTERS]) for name, text in cells.items() if text]),
        is_joined=any(len(end.types) > 1 for end in (*givers, *receivers)),
    )


def _facts(cells: Mapping[str, str]) -> tuple[Pair, ...]:
    facts = [(name, text) for column, name in _FACTS if (text := cells.get(column))]
    first, last = cells.get("destUsageYearStart", ""), cells.get("destUsageYearEnd", "")
    if first or last:
        facts.append(("usage year", first if first == last else f"{first}/{last}"))
    return tuple(facts)


def _end(name: str, types: str) -> tuple[End, ...]:
    return (End(name, types=_split(types)),) if name else ()


def _split(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in text.split(","))))
