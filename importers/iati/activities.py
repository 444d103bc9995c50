"""One activity after the other: checked as a whole, then project, participants, transactions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from graphsvc.model.records import ActorRecord, Item, Place, RowIssue, TieRecord
from graphsvc.model.values import Period, Status
from importers.iati.channels import Channels
from importers.iati.codes import TIE_STATUS
from importers.iati.context import Activity
from importers.iati.organisations import Organisation, Organisations
from importers.iati.participation import PARTICIPATING, read_participants
from importers.iati.projects import Parts, project_record
from importers.iati.transactions import PLANNED, TRANSACTION, read_planned, read_transactions
from importers.iati.values import LANGUAGE, Element, children
from importers.money.leftout import LeftOut
from importers.reading.cleaning import ADVICE, clean
from importers.units import Units, Unusable

ACTIVITY = "iati-activity"
_IDENTIFIER_CHARACTERS = 500
_READ = frozenset(
    """iati-identifier reporting-org title description participating-org other-identifier activity-status
    activity-date recipient-country recipient-region sector related-activity budget transaction
    planned-disbursement""".split()  # noqa: SIM905
)
_LEFT_OUT = frozenset(
    """activity-scope activity-website capital-spend collaboration-type conditions contact-info country-budget-items
    crs-add default-aid-type default-finance-type default-flow-type default-tied-status document-link fss
    humanitarian-scope legacy-data location policy-marker result tag""".split()  # noqa: SIM905
)


_PARENT, _CHILD = "1", "2"
_REPEATED = "activity.repeated"


@dataclass(frozen=True, slots=True)
class _Link:
    """An activity and its parent, as one of the two says: `said` is the type of the related activity."""

    child: str
    parent: str
    said: str
    prefix: str
    place: Place
    reporter: str

    def tie(self) -> TieRecord:
        other, sort = (self.parent, "parent") if self.said == _PARENT else (self.child, "child")
        raw = (("related-activity", other), ("type", self.said))
        key = f"{self.prefix}|{sort}|{other}"
        return TieRecord(self.place, key, "part_of", self.child, self.parent, reporter=self.reporter, raw=raw)


@dataclass(slots=True)
class Edition:
    """What holds for a whole file: its name, whether it is version 1, and the day it was made (YYYY-MM-DD)."""

    file: str
    is_first_version: bool
    made_on: str | None


@dataclass(slots=True)
class ActivityReader:
    """Reads activities of any number of files; what is shared between them is kept here.

    `sorts` are the units that are always tallied.
    `extensions` counts the elements that the standard does not know, by name.
    """

    sorts: ClassVar[tuple[str, ...]] = (ACTIVITY, PARTICIPATING, TRANSACTION)

    organisations: Organisations
    units: Units
    expenditure: bool = False
    extensions: dict[str, int] = field(default_factory=dict)
    left_out: LeftOut = field(default_factory=LeftOut)
    # By identifier, as small as can be, because these two grow with the file: where an activity stood first, who
    # reported it, what it said; and the links whose other activity was not met yet.
    _seen: dict[str, tuple[str, int, str, int]] = field(default_factory=dict)
    _waiting: dict[str, list[_Link]] = field(default_factory=dict)

    def read(self, element: Element, number: int, edition: Edition) -> list[Item]:
        """Everything that one activity says, the `number`th (from 1) of its file."""
        parts = self._parts(element)
        place = Place(edition.file, f"{ACTIVITY}[{number}]")
        try:
            activity = self._open(element, parts, edition)
            first = self._seen.get(activity.id)
            if first is not None:
                activity.tie_prefix = self._second_prefix(activity, element, first)
        except Unusable as problem:
            return self._refused(parts, place, problem)
        self._read_parts(activity, element, parts)
        if first is None:
            fingerprint = _fingerprint(activity.out)
            self._seen[activity.id] = (edition.file, number, activity.reporter.key, fingerprint)
        self.units.add(ACTIVITY, 1, 1)
        activity.out += self.organisations.notes
        self.organisations.notes.clear()
        return activity.out

    def _read_parts(self, activity: Activity, element: Element, parts: Parts) -> None:
        place = Place(activity.file, activity.id)
        self._note_identity(activity, parts, place)
        record = project_record(activity, element, parts, place)
        if activity.tie_prefix == activity.id:
            activity.out.append(record)
        self._add_links(activity, parts, place)
        read_participants(activity, parts.get(PARTICIPATING, []))
        read_transactions(activity, parts.get(TRANSACTION, []), expenditure=self.expenditure)
        if PLANNED in parts:
            read_planned(activity, parts[PLANNED])

    def _parts(self, element: Element) -> Parts:
        parts: Parts = {}
        for child in children(element):
            tag = child.tag
            if tag in parts:
                parts[tag].append(child)
            elif tag in _READ:
                parts[tag] = [child]
            elif tag not in _LEFT_OUT:
                self.extensions[tag] = self.extensions.get(tag, 0) + 1
        return parts

    def _open(self, element: Element, parts: Parts, edition: Edition) -> Activity:
        identifier = _identifier(parts)
        language = element.get(LANGUAGE)
        where = Place(edition.file, f"{identifier}/reporting-org")
        reporter, is_secondary = self._reporter(parts, where, language)
        status = next((item.get("code") or "" for item in parts.get("activity-status", [])), "").strip()
        return Activity(
            id=identifier,
            tie_prefix=identifier,
            file=edition.file,
            reporter=reporter,
            is_secondary=is_secondary,
            is_first_version=edition.is_first_version,
            currency=element.get("default-currency"),
            language=language,
            known_on=edition.made_on,
            status_code=status,
            status=TIE_STATUS.get(status, Status.REALISED),
            period=Period(),
            organisations=self.organisations,
            units=self.units,
            left_out=self.left_out,
        )

    def _reporter(self, parts: Parts, place: Place, language: str | None) -> tuple[Organisation, bool]:
        element = next(iter(parts.get("reporting-org", [])), None)
        if element is None:
            raise Unusable("activity.no-reporter", "Name the reporting-org.", "reporting-org")
        seen = self.organisations.see(element, language, place)
        if seen.organisation is None:
            raise Unusable("activity.no-reporter", "Give the reporting-org its ref and name.", "reporting-org")
        return seen.organisation, (element.get("secondary-reporter") or "").strip().casefold() in {"1", "true"}

    def _second_prefix(self, activity: Activity, element: Element, first: tuple[str, int, str, int]) -> str:
        """What keys begin with when another publisher reports the activity too. Raises Unusable for the same one."""
        file, number, reporter, fingerprint = first
        if reporter != activity.reporter.key:
            return f"{activity.id}|{activity.reporter.key}"
        apart = ActivityReader(Organisations(Channels.load()), Units(), self.expenditure)
        again = apart.read(element, number, Edition(file, activity.is_first_version, activity.known_on))
        where = f"{file}, {ACTIVITY}[{number}]"
        if _fingerprint(again) == fingerprint:
            advice = f"The same activity stands at {where} already; it was taken once."
            raise Unusable(_REPEATED, advice, "iati-identifier", activity.id)
        advice = f"Another activity with this identifier stands at {where}; only that one was taken."
        raise Unusable("activity.identifier-twice", advice, "iati-identifier", activity.id)

    def _note_identity(self, activity: Activity, parts: Parts, place: Place) -> None:
        printed = parts["iati-identifier"][0].text or ""
        if printed != activity.id:
            activity.note(place, "activity.identifier-blanks", f"Read as {activity.id}.", "iati-identifier", printed)
        if activity.tie_prefix != activity.id:
            advice = "Two publishers report this activity; what each says was kept apart."
            activity.note(place, "activity.two-publishers", advice, "reporting-org", activity.reporter.label)
        number = activity.reporter.number
        if number is None:
            advice = "The reporting organisation has no number; its name was used."
            activity.note(place, "reporting-org.no-ref", advice, "reporting-org", activity.reporter.label)
            return
        former = [item.get("ref") for item in parts.get("other-identifier", []) if item.get("type") == "B1"]
        known = (number, *activity.reporter.other_refs, *(ref for ref in former if ref))
        if not activity.id.upper().startswith(tuple(ref.upper() for ref in known)):
            advice = "The identifier does not begin with the number of the reporting organisation."
            activity.note(place, "activity.foreign-identifier", advice, "iati-identifier", activity.id)

    def _add_links(self, activity: Activity, parts: Parts, place: Place) -> None:
        """Ties between this activity and its parents and children; what was not met yet waits until it is."""
        activity.out += [link.tie() for link in self._waiting.pop(activity.id, ())]
        found = {" ".join((item.get("ref") or "").split()): item.get("type") or "" for item in _related(parts)}
        for other, said in found.items():
            if not other:
                continue
            if other == activity.id:
                what = "parent" if said == _PARENT else "child"
                advice = f"The activity names itself as its {what}."
                activity.note(place, f"activity.own-{what}", advice, "related-activity", other)
                continue
            child, parent = (activity.id, other) if said == _PARENT else (other, activity.id)
            link = _Link(child, parent, said, activity.tie_prefix, place, activity.reporter.label)
            if other in self._seen:
                activity.out.append(link.tie())
            else:
                self._waiting.setdefault(other, []).append(link)

    def _refused(self, parts: Parts, place: Place, problem: Unusable) -> list[Item]:
        value = problem.value[:200] if problem.value is not None else None
        out: list[Item] = [RowIssue(place, problem.rule, problem.advice, problem.column, value)]
        self.units.add(ACTIVITY, 1, 0)
        rule = _REPEATED if problem.rule == _REPEATED else "activity.refused"
        for unit in (PARTICIPATING, TRANSACTION, PLANNED):
            elements = parts.get(unit, [])
            self.units.add(unit, len(elements), 0)
            for number in range(1, len(elements) + 1):
                where = Place(place.file, f"{place.locator}/{unit}[{number}]")
                out.append(RowIssue(where, rule, "Left out with its activity.", None, None))
                if unit != PARTICIPATING and rule != _REPEATED:
                    self.left_out.add(where, problem.rule, None, None)
        return out


def _identifier(parts: Parts) -> str:
    elements = parts.get("iati-identifier", [])
    printed = " ".join((elements[0].text or "").split()) if elements else ""
    if not printed:
        raise Unusable("activity.no-identifier", "Give the activity its iati-identifier.", "iati-identifier")
    cleaned = clean(printed, is_code=True)
    if cleaned.refusal is not None:
        raise Unusable(cleaned.refusal, ADVICE[cleaned.refusal], "iati-identifier", printed)
    if not cleaned.text or len(cleaned.text) > _IDENTIFIER_CHARACTERS:
        advice = f"An identifier has at most {_IDENTIFIER_CHARACTERS} characters."
        raise Unusable("activity.bad-identifier", advice, "iati-identifier", printed)
    return cleaned.text


def _related(parts: Parts) -> list[Element]:
    return [item for item in parts.get("related-activity", []) if item.get("type") in (_PARENT, _CHILD)]


def _fingerprint(items: list[Item]) -> int:
    """A number for what an activity says: equal for equal activities. The project's raw pairs hold the rest."""
    projects = tuple(item.raw + item.attributes for item in items if isinstance(item, ActorRecord))
    return hash((projects, tuple(item.key for item in items if isinstance(item, TieRecord))))
