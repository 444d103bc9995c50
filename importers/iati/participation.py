"""Participating organisations: who funds, answers for, manages and implements an activity."""

from __future__ import annotations

from dataclasses import dataclass

from graphsvc.model.records import Place, TieRecord
from graphsvc.model.values import Confidence, FlowClass, Money
from importers.iati.codes import ACCOUNTABLE, EXTENDING, FUNDING, IMPLEMENTING, ROLE_TIES, ROLE_WORDS
from importers.iati.context import Activity
from importers.iati.organisations import Organisation
from importers.iati.values import Element, Unusable, attributes_of, narratives

PARTICIPATING = "participating-org"
_DECLARED = Money(FlowClass.DECLARED)


@dataclass(frozen=True, slots=True)
class _Part:
    """One participating organisation that can be used."""

    place: Place
    role: str
    organisation: Organisation
    attributes: tuple[tuple[str, str], ...]
    raw: tuple[tuple[str, str], ...]


def read_participants(activity: Activity, elements: list[Element]) -> None:
    """Turn each participating organisation into ties by its role, or a refusing issue.

    Role 1 funds the reporting organisation (class declared, no amount). Where the funder reports itself, it funds
    those who implement, else extend, else answer for the activity, else the project. The other roles are ties to the
    project. The activity's `funders` are known afterwards.
    """
    activity.units.read(PARTICIPATING, len(elements))
    parts = []
    for number, element in enumerate(elements, start=1):
        place = activity.place(PARTICIPATING, number)
        try:
            parts.append(_read_part(activity, element, place))
        except Unusable as problem:
            activity.refuse(place, problem)
    by_role: dict[str, dict[str, Organisation]] = {}
    for part in parts:
        by_role.setdefault(part.role, {})[part.organisation.key] = part.organisation
    activity.funders = {
        key: funder for key, funder in by_role.get(FUNDING, {}).items() if funder is not activity.reporter
    }
    for part in parts:
        _add_ties(activity, part, by_role)
        activity.units.keep(PARTICIPATING)


def _read_part(activity: Activity, element: Element, place: Place) -> _Part:
    printed = (element.get("role") or "").strip()
    role = ROLE_WORDS.get(printed.casefold(), printed) if activity.is_first_version else printed
    if role not in ROLE_TIES and role != FUNDING:
        advice = "Use role 1 to 4 (version 1: Funding, Accountable, Extending or Implementing)."
        raise Unusable("participating-org.role", advice, "role", printed)
    seen = activity.see(element, place)
    if seen.organisation is None:
        advice = "Give the organisation a name or a number; a redacted or missing name is nobody."
        raise Unusable(seen.rule or "org.blank", advice, "narrative")
    texts = narratives(element, activity.language)
    raw = (*attributes_of(element), *(("narrative", text) for text, _ in texts))
    attributes = [("activity", activity.id)]
    linked = (element.get("activity-id") or "").strip()
    if linked:
        attributes.append(("other activity", linked))
    return _Part(place, role, seen.organisation, tuple(attributes), raw)


def _add_ties(activity: Activity, part: _Part, by_role: dict[str, dict[str, Organisation]]) -> None:
    part.organisation.is_used = True
    if part.role != FUNDING:
        if part.role == EXTENDING:
            part.organisation.roles.add("intermediary")
        _add(activity, part, ROLE_TIES[part.role], activity.id, Confidence.STATED, None)
        return
    part.organisation.roles.add("funder")
    receivers = _funded(activity, part.organisation, by_role)
    for receiver in receivers:
        receiver.is_used = True
        confidence = Confidence.STATED if receiver is activity.reporter else Confidence.INFERRED
        _add(activity, part, "funds", receiver.key, confidence, _DECLARED)
    if not receivers:
        _add(activity, part, "funds", activity.id, Confidence.STATED, _DECLARED)


def _funded(
    activity: Activity, funder: Organisation, by_role: dict[str, dict[str, Organisation]]
) -> tuple[Organisation, ...]:
    """Whom a funder of the activity funds; empty: nobody but the project is named."""
    if funder is not activity.reporter and not activity.is_secondary:
        return (activity.reporter,)
    for role in (IMPLEMENTING, EXTENDING, ACCOUNTABLE):
        others = tuple(other for other in by_role.get(role, {}).values() if other is not funder)
        if others:
            return others
    return ()


def _add(activity: Activity, part: _Part, kind: str, alter: str, confidence: Confidence, money: Money | None) -> None:
    ego = part.organisation.key
    activity.out.append(
        TieRecord(
            part.place,
            activity.numbered(f"{activity.tie_prefix}|role {part.role}|{ego}|{alter}"),
            kind,
            ego,
            alter,
            activity.period,
            status=activity.status,
            confidence=confidence,
            money=money,
            reporter=activity.reporter.label,
            attributes=part.attributes,
            raw=part.raw,
        )
    )
