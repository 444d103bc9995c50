"""Where a statement stands in its file, in words that a person can follow."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from graphsvc.model.records import Place


def _(message: str) -> str:
    """Mark `message` for the catalogue; it is translated when it is shown."""
    return message


_FORMS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?P<name>.+)!(?P<number>\d+)"), _("row %(number)s of sheet %(name)s")),
    (re.compile(r"row (?P<number>\d+)"), _("row %(number)s")),
    (re.compile(r"(?P<name>.+)/transaction\[(?P<number>\d+)\]"), _("transaction %(number)s of %(name)s")),
    (
        re.compile(r"(?P<name>.+)/participating-org\[(?P<number>\d+)\]"),
        _("participant %(number)s of %(name)s"),
    ),
    (re.compile(r"(?P<name>.+)/reporting-org"), _("publisher of %(name)s")),
    (re.compile(r"(?P<name>.+)/budget\[(?P<number>\d+)\]"), _("budget %(number)s of %(name)s")),
    (
        re.compile(r"(?P<name>.+)/planned-disbursement\[(?P<number>\d+)\]"),
        _("planned payment %(number)s of %(name)s"),
    ),
    (
        re.compile(r"(?P<name>.+)/recipient-org-budget\[(?P<number>\d+)\]"),
        _("budget for a recipient %(number)s of %(name)s"),
    ),
    (re.compile(r"iati-activity\[(?P<number>\d+)\]"), _("activity %(number)s")),
    (re.compile(r"flows\[(?P<number>\d+)\]"), _("flow %(number)s")),
    (re.compile(r"grants\[(?P<number>\d+)\]"), _("grant %(number)s")),
    (re.compile(r"(?P<name>.+)/terms/(?P<first>\d+) to (?P<last>\d+)"), _("terms %(first)s to %(last)s of %(name)s")),
    (re.compile(r"(?P<name>.+)/terms/(?P<number>\d+)"), _("term %(number)s of %(name)s")),
    (re.compile(r"(?P<name>.+)/subcommittees/(?P<number>\d+)"), _("subcommittee %(number)s of %(name)s")),
    (re.compile(r"(?P<name>.+)/leadership_roles/(?P<number>\d+)"), _("leading role %(number)s of %(name)s")),
    (re.compile(r"(?P<name>[A-Z]{4}\d*)/(?P<number>\d+)"), _("member %(number)s of committee %(name)s")),
)
_SAID_IN_ROW: Mapping[str, str] = MappingProxyType(
    {
        _("row %(number)s of sheet %(name)s"): _("said in row %(number)s of sheet %(name)s"),
        _("row %(number)s"): _("said in row %(number)s"),
    }
)
_WHOLE_ENTRIES: Mapping[str, str] = MappingProxyType(
    {".xml": _("activity %(name)s"), ".yaml": _("entry %(name)s"), ".yml": _("entry %(name)s")}
)
_ELEMENT = re.compile(r"[\w. -]+")


def said_in_message(place: Place) -> tuple[str, Mapping[str, str]]:
    """A message that says that something is said there, and its values; `place` stands for what has no own form."""
    message, values = place_message(place)
    return _SAID_IN_ROW.get(message, _("said in %(place)s")), values


def short_place_message(place: Place) -> tuple[str, Mapping[str, str]]:
    """The same without the sheet, for lists."""
    message, values = place_message(place)
    return (_("row %(number)s"), values) if "sheet" in message else (message, values)


def place_message(place: Place) -> tuple[str, Mapping[str, str]]:
    """A message of the catalogue and its values for where `place` is; the locator itself where no form fits."""
    for form, message in _FORMS:
        fitting = form.fullmatch(place.locator)
        if fitting is not None:
            return message, fitting.groupdict()
    ending = place.file[place.file.rfind(".") :].casefold() if "." in place.file else ""
    if ending in _WHOLE_ENTRIES and _ELEMENT.fullmatch(place.locator):
        return _WHOLE_ENTRIES[ending], {"name": place.locator}
    return "%(name)s", {"name": place.locator}
