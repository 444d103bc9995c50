"""The columns of a 360Giving table: titles such as `Recipient Org:Name`, or paths such as `fundingOrganization/0/id`.

Source: the titles of the 360Giving Data Standard's schema (CC BY 4.0).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graphsvc.folding import fold
from importers.reading.tables import Use

Path = tuple[str | int, ...]
_EVENT: Mapping[str, str] = {
    "Title": "title",
    "Start Date": "startDate",
    "End Date": "endDate",
    "Duration (months)": "duration",
    "Description": "description",
    "Last Modified": "dateModified",
}
_ORGANISATION: Mapping[str, str] = {
    "Identifier": "id",
    "Name": "name",
    "Department": "department",
    "Contact Name": "contactName",
    "Charity Number": "charityNumber",
    "Company Number": "companyNumber",
    "Street Address": "streetAddress",
    "City": "addressLocality",
    "County": "addressRegion",
    "Country": "addressCountry",
    "Postal Code": "postalCode",
    "Phone Number": "telephone",
    "Alternate Name": "alternateName",
    "Email": "email",
    "Description": "description",
    "Organisation Type": "organisationType",
    "Web Address": "url",
    "Last Modified": "dateModified",
}
_TRANSACTION: Mapping[str, str] = {
    "Identifier": "id",
    "Transaction Date": "transactionDate",
    "Currency": "currency",
    "Value": "value",
    "Value Date": "valueDate",
    "Description": "description",
    "Provider": "provider",
    "Recipient": "recipient",
    "Last Modified": "dateModified",
}
_LOCATION: Mapping[str, str] = {
    "Identifier": "id",
    "Name": "name",
    "Country Code": "countryCode",
    "Latitude": "latitude",
    "Longitude": "longitude",
    "Description": "description",
    "Geographic Code": "geoCode",
    "Geographic Code Type": "geoCodeType",
    "Last Modified": "dateModified",
}
_CLASSIFIED: Mapping[str, str] = {
    "Vocabulary": "vocabulary",
    "Code": "code",
    "Title": "title",
    "Description": "description",
    "URL": "url",
    "Last Modified": "dateModified",
}
_LISTS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "Planned Dates": ("plannedDates", _EVENT),
    "Actual Dates": ("actualDates", _EVENT),
    "Recipient Org": ("recipientOrganization", _ORGANISATION),
    "Funding Org": ("fundingOrganization", _ORGANISATION),
    "Beneficiary Location": ("beneficiaryLocation", _LOCATION),
    "Grant Programme": ("grantProgramme", _CLASSIFIED),
    "Funding Type": ("fundingType", _CLASSIFIED),
    "Classifications": ("classifications", _CLASSIFIED),
    "Application Transaction": ("applicationTransaction", _TRANSACTION),
    "Commitment Transaction": ("commitmentTransaction", _TRANSACTION),
    "Disbursement Transaction": ("disbursementTransaction", _TRANSACTION),
}
_PLAIN: Mapping[str, str] = {
    "Identifier": "id",
    "Title": "title",
    "Description": "description",
    "Currency": "currency",
    "Amount Applied For": "amountAppliedFor",
    "Amount Awarded": "amountAwarded",
    "Amount Disbursed": "amountDisbursed",
    "Award Date": "awardDate",
    "URL": "url",
    "From An Open Call?": "fromOpenCall",
    "Last Modified": "dateModified",
    "Data Source": "dataSource",
    "For Regrant Type": "regrantType",
    "Location Scope": "locationScope",
    "Related Activity": "relatedActivity",
}
_PERSON: Mapping[str, str] = {"Identifier": "id", "Name": "name"}
_REASONS: Mapping[str, str] = {
    "Primary Grant Reason": "primaryGrantReason",
    "Secondary Grant Reason": "secondaryGrantReason",
    "Grant Purpose": "grantPurpose",
}
_OBJECTS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "Recipient Ind": ("recipientIndividual", _PERSON),
    "To Individuals Details": ("toIndividualsDetails", _REASONS),
}
MEMBERS = frozenset(
    {*_PLAIN.values(), *(name for name, _ in _LISTS.values()), *(name for name, _ in _OBJECTS.values())}
    | {"relatedDocument"}
)
"""The members of a grant that the standard knows."""
NEEDED: tuple[tuple[Path, str], ...] = (
    (("id",), "Identifier"),
    (("currency",), "Currency"),
    (("amountAwarded",), "Amount Awarded"),
    (("awardDate",), "Award Date"),
    (("fundingOrganization", 0, "name"), "Funding Org:Name"),
)
_DATES = frozenset({"awardDate", "startDate", "endDate", "transactionDate", "valueDate", "dateModified"})
_NUMBERS = frozenset({"amountAwarded", "amountDisbursed", "amountAppliedFor", "value"})


@dataclass(frozen=True, slots=True)
class Column:
    """Where the cells of a column go in a grant, and what they are for."""

    path: Path
    use: Use


def column_of(header: str) -> Column | None:
    """The column that a header names, by title or by path; None: not of the standard."""
    path = _by_path(header) if "/" in header else _by_title([part.strip() for part in header.split(":")])
    if path is None:
        return None
    last = str(path[-1])
    return Column(path, Use.DATE if last in _DATES else Use.NUMBER if last in _NUMBERS else Use.TEXT)


def fits(headers: Sequence[str]) -> int:
    """How many of `headers` are columns of the standard; 0 where none of those that are needed is among them."""
    found = [column.path for header in headers if (column := column_of(header)) is not None]
    return len(found) if {path for path, _ in NEEDED} & set(found) else 0


def _by_title(parts: list[str]) -> Path | None:
    first, rest = fold(parts[0]), parts[1:]
    if not rest:
        name = _folded(_PLAIN).get(first) or (parts[0] if parts[0] in _PLAIN.values() else None)
        return (name,) if name else None
    number = 0
    if rest[0].isdigit() and len(rest[0]) < 4:
        number, rest = int(rest[0]), rest[1:]
    if len(rest) != 1:
        return None
    for titles, is_list in ((_LISTS, True), (_OBJECTS, False)):
        for title, (name, fields) in titles.items():
            field = _folded(fields).get(fold(rest[0])) if fold(title) == first else None
            if field is not None:
                return (name, number, field) if is_list else (name, field)
    return None


def _by_path(header: str) -> Path | None:
    parts = header.split("/")
    for name, fields in _LISTS.values():
        if parts[0] == name and len(parts) == 3 and parts[1].isdigit() and len(parts[1]) < 4:
            return (name, int(parts[1]), parts[2]) if parts[2] in fields.values() else None
    for name, fields in _OBJECTS.values():
        if parts[0] == name and len(parts) == 2:
            return (name, parts[1]) if parts[1] in fields.values() else None
    return None


def _folded(fields: Mapping[str, str]) -> dict[str, str]:
    return {fold(title): name for title, name in fields.items()}
