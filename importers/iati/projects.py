"""The activity itself: a project with its titles, dates, places, sectors, budgets and links."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from graphsvc.model.records import ActorRecord, Place
from graphsvc.model.values import Identifier, Name, PartialDate, Period
from importers.iati.codes import DATE_TYPES, STATUS_WORDS
from importers.iati.context import Activity
from importers.iati.organisations import new_actor, new_name, usual_language
from importers.iati.values import (
    Element,
    attributes_of,
    children,
    first_narrative,
    narratives,
    read_day,
    remark,
)
from importers.organisation_numbers import COUNTRIES
from importers.reading.cleaning import clean, one_line
from importers.units import Unusable

Parts = dict[str, list[Element]]
_NAME_CHARACTERS = 2_000
_HUMANITARIAN_SECTOR = "720"
_DAC_VOCABULARIES = frozenset({"1", "DAC", "DAC-5"})
_YES = frozenset({"1", "true", "yes"})


def read_period_of(activity: Activity, dates: list[Element], place: Place) -> dict[str, PartialDate]:
    """The activity's dates by their names; its period is set from them, the actual before the planned."""
    found: dict[str, PartialDate] = {}
    for element in dates:
        name = DATE_TYPES.get((element.get("type") or "").strip().casefold())
        text = element.get("iso-date") or element.text
        if name is None or not text or not text.strip():
            continue
        try:
            start = read_day(text, f"activity-date {name}").start
        except Unusable as problem:
            activity.note(place, problem.rule, problem.advice, problem.column, problem.value)
            continue
        if start is not None:
            found.setdefault(name, start)
    start, end = (
        found.get("start-actual") or found.get("start-planned"),
        found.get("end-actual") or found.get("end-planned"),
    )
    if start is not None and end is not None and end.last_day < start.first_day:
        activity.note(
            place, "activity.dates", "The end is before the start; no period was taken.", "activity-date", end.text
        )
    else:
        activity.period = Period(start, end)
    return found


def project_record(activity: Activity, element: Element, parts: Parts, place: Place) -> ActorRecord:
    """What the file says about the activity, as an actor of kind project. Doubts are noted in the activity."""
    dates = read_period_of(activity, parts.get("activity-date", []), place)
    is_humanitarian = _is_humanitarian(activity, element, parts, place)
    attributes = [("status", STATUS_WORDS[activity.status_code])] if activity.status_code in STATUS_WORDS else []
    attributes += [(name, day.text) for name, day in sorted(dates.items())]
    if element.get("hierarchy"):
        attributes.append(("hierarchy", str(element.get("hierarchy"))))
    if is_humanitarian:
        attributes.append(("humanitarian", "yes"))
    attributes += _shares(parts, "recipient-country") + _shares(parts, "recipient-region") + _shares(parts, "sector")
    attributes += _links(parts) + _budgets(parts)
    _check_percentages(activity, parts, place)
    description = next(filter(None, map(first_narrative, parts.get("description", []))), "")
    return new_actor(
        place=place,
        key=activity.id,
        kind="project",
        names=_names(activity, parts, place),
        identifiers=(Identifier("iati-activity", activity.id),),
        country=_country(parts),
        topics=("humanitarian",) if is_humanitarian else (),
        note=remark(description, _NAME_CHARACTERS),
        attributes=tuple(attributes),
        raw=_raw(element, parts),
    )


def _names(activity: Activity, parts: Parts, place: Place) -> tuple[Name, ...]:
    names: dict[str, Name] = {}
    for title in parts.get("title", []):
        for text, language in narratives(title, activity.language):
            cleaned = clean(one_line(text))
            if cleaned.refusal is not None or len(cleaned.text) > _NAME_CHARACTERS:
                rule = cleaned.refusal or "title.too-long"
                activity.note(place, rule, "This title was left out; the identifier names the activity.", "title", text)
            elif cleaned.text:
                names.setdefault(cleaned.text, new_name(cleaned.text, usual_language(language)))
    if not names:
        activity.note(place, "activity.no-title", "The activity has no title; its identifier names it.", "title")
        return (Name(activity.id),)
    return tuple(names.values())


def _is_humanitarian(activity: Activity, element: Element, parts: Parts, place: Place) -> bool:
    printed = (element.get("humanitarian") or "").strip().casefold()
    if printed == "yes":
        activity.note(place, "activity.humanitarian", "Read as 1.", "humanitarian", printed)
    return printed in _YES or any(
        (sector.get("code") or "").startswith(_HUMANITARIAN_SECTOR)
        for sector in parts.get("sector", [])
        if (sector.get("vocabulary") or "1") in _DAC_VOCABULARIES
    )


def _shares(parts: Parts, tag: str) -> list[tuple[str, str]]:
    """(`sector`, `72010 78.04 %`) for each element of the name that has a code; other vocabularies are named."""
    found = []
    name = tag.replace("-", " ")
    for item in parts.get(tag, []):
        code = (item.get("code") or "").strip()
        if code:
            vocabulary = item.get("vocabulary") or "1"
            scheme = "" if vocabulary in _DAC_VOCABULARIES else f" (vocabulary {vocabulary})"
            percentage = item.get("percentage")
            share = f" {percentage} %" if percentage else ""
            found.append((name, f"{code}{scheme}{share}"))
    return list(dict.fromkeys(found))


def _check_percentages(activity: Activity, parts: Parts, place: Place) -> None:
    """Countries and regions share 100 % of an activity; a sum that is not is noted, the shares stay as printed."""
    shares = []
    for tag in ("recipient-country", "recipient-region"):
        for item in parts.get(tag, []):
            if (item.get("vocabulary") or "1") == "1" and item.get("percentage"):
                try:
                    shares.append(Decimal(str(item.get("percentage"))))
                except InvalidOperation:
                    activity.note(place, "percentage.not-a-number", "Write a number.", tag, item.get("percentage"))
    total = sum(shares, Decimal(0))
    if shares and not Decimal(99) <= total <= Decimal(101):
        activity.note(place, "percentage.sum", "The shares of countries do not sum to 100.", "percentage", str(total))


def _links(parts: Parts) -> list[tuple[str, str]]:
    sorts = {"1": "parent", "2": "child", "3": "sibling", "4": "co-funded", "5": "third party"}
    found = []
    for item in parts.get("related-activity", []):
        ref = " ".join((item.get("ref") or "").split())
        if ref:
            found.append((f"{sorts.get(item.get('type') or '', 'related')} activity", ref))
    return found


def _budgets(parts: Parts) -> list[tuple[str, str]]:
    """The activity's own budgets as printed: they name no other party, so they are no ties."""
    found = []
    for item in parts.get("budget", []):
        fields = {child.tag: child for child in children(item)}
        value = fields.get("value")
        ends = [fields[name].get("iso-date") or "" for name in ("period-start", "period-end") if name in fields]
        if value is not None and value.text:
            found.append(("budget", f"{'/'.join(ends)} {value.text.strip()} {value.get('currency') or ''}".strip()))
    return found


def _country(parts: Parts) -> str | None:
    codes = {(item.get("code") or "").strip().upper() for item in parts.get("recipient-country", [])}
    if len(codes) != 1 or parts.get("recipient-region"):
        return None
    code = codes.pop()
    return code if code in COUNTRIES else None


def _raw(element: Element, parts: Parts) -> tuple[tuple[str, str], ...]:
    pairs = list(attributes_of(element))
    for tag in ("iati-identifier", "reporting-org", "title", "activity-status"):
        for item in parts.get(tag, []):
            pairs.extend((f"{tag} {name}", value) for name, value in attributes_of(item))
            pairs.extend((tag, text[:_NAME_CHARACTERS]) for text, _ in narratives(item, None))
    return tuple(pairs)
