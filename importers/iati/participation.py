"""Participating organisations: who funds, answers for, manages and implements an activity."""

from __future__ import annotations

from graphsvc.model.records import Place
from graphsvc.model.values import Confidence, FlowClass, Money
from importers.iati.codes import ACCOUNTABLE, EXTENDING, FUNDING, IMPLEMENTING, ROLE_TIES, ROLE_WORDS
from importers.iati.context import Activity, new_tie
from importers.iati.organisations import Organisation
from importers.iati.values import Element
from importers.units import Unusable

PARTICIPATING = "participating-org"
_ROLES = frozenset({FUNDING, *ROLE_TIES})
_DECLARED = Money(FlowClass.DECLARED)


_Part = tuple[Place, str, Organisation, tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]
"""Place, role, organisation, attributes and raw pairs of a participating organisation that can be used."""

_ByRole = dict[str, dict[str, Organisation]]
"""The organisations of each role, by their keys."""


def read_participants(activity: Activity, elements: list[Element]) -> None:
    """Turn each participating organisation into ties by its role, or a refusing issue.

    Role 1 funds the reporting organisation (class declared, no amount). Where the funder reports itself, it funds
    those who implement, else extend, else answer for the activity, else the project. The other roles are ties to the
    project. The activity's `funders` are known afterwards.
    """
    parts = []
    for number, element in enumerate(elements, start=1):
        place = activity.place(PARTICIPATING, number)
        try:
            parts.append(_read_part(activity, element, place))
        except Unusable as problem:
            activity.refuse(place, problem)
    by_role: _ByRole = {role: {} for role in _ROLES}
    for _, role, organisation, _, _ in parts:
        by_role[role][organisation.key] = organisation
    activity.funders = {key: funder for key, funder in by_role[FUNDING].items() if funder is not activity.reporter}
    for part in parts:
        _add_ties(activity, part, by_role)
    activity.units.add(PARTICIPATING, len(elements), len(parts))


def _read_part(activity: Activity, element: Element, place: Place) -> _Part:
    printed = (element.get("role") or "").strip()
    role = ROLE_WORDS.get(printed.casefold(), printed) if activity.is_first_version else printed
    if role not in _ROLES:
        advice = "Use role 1 to 4 (version 1: Funding, Accountable, Extending or Implementing)."
        raise Unusable("participating-org.role", advice, "role", printed)
    seen = activity.see(element, place)
    if seen.organisation is None:
        advice = "Give the organisation a name or a number; a redacted or missing name is nobody."
        raise Unusable(seen.rule or "org.blank", advice, "narrative")
    linked = (element.get("activity-id") or "").strip()
    attributes = (activity.about, ("other activity", linked)) if linked else (activity.about,)
    return place, role, seen.organisation, attributes, (("role", printed), (PARTICIPATING, seen.printed))


def _add_ties(activity: Activity, part: _Part, by_role: _ByRole) -> None:
    _, role, organisation, _, _ = part
    organisation.is_used = True
    if role != FUNDING:
        if role == EXTENDING:
            organisation.roles.add("intermediary")
        _add(activity, part, ROLE_TIES[role], activity.id, Confidence.STATED, None)
        return
    organisation.roles.add("funder")
    receivers = _funded(activity, organisation, by_role)
    for receiver in receivers:
        receiver.is_used = True
        confidence = Confidence.STATED if receiver is activity.reporter else Confidence.INFERRED
        _add(activity, part, "funds", receiver.key, confidence, _DECLARED)
    if not receivers:
        _add(activity, part, "funds", activity.id, Confidence.STATED, _DECLARED)


def _funded(activity: Activity, funder: Organisation, by_role: _ByRole) -> tuple[Organisation, ...]:
    """Whom a funder of the activity funds; empty: nobody but the project is named."""
    if funder is not activity.reporter and not activity.is_secondary:
        return (activity.reporter,)
    for role in (IMPLEMENTING, EXTENDING, ACCOUNTABLE):
        others = tuple(other for other in by_role[role].values() if other is not funder)
        if others:
            return others
    return ()


def _add(activity: Activity, part: _Part, kind: str, alter: str, confidence: Confidence, money: Money | None) -> None:
    place, role, organisation, attributes, raw = part
    ego = organisation.key
    activity.out.append(
        new_tie(
            place,
            activity.numbered(f"{activity.tie_prefix}|role {role}|{ego}|{alter}"),
            kind,
            ego,
            alter,
            activity.period,
            status=activity.status,
            confidence=confidence,
            money=money,
            reporter=activity.reporter_name,
            attributes=attributes,
            raw=raw,
        )
    )
