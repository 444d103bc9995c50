"""What holds for a whole activity while its parts are read."""

from __future__ import annotations

from dataclasses import dataclass, field

from graphsvc.model.building import quick
from graphsvc.model.records import Item, Place, RowIssue, TieRecord
from graphsvc.model.values import Period, Status
from importers.iati.organisations import Organisation, Organisations, Seen
from importers.iati.values import Element
from importers.money.leftout import LeftOut
from importers.units import Units, Unusable

new_place, new_tie = quick(Place), quick(TieRecord)


@dataclass(slots=True)
class Activity:
    """One activity: who reports it, its defaults, and what its parts share.

    Attributes:
        id: the `iati-identifier`, trimmed; also the key of the project.
        tie_prefix: begins the key of each tie; differs from `id` where a second publisher reports the same activity.
        known_on: the day the file was made (YYYY-MM-DD), by its own word; None where it does not say.
        left_out: where the money of what is refused is accounted for.
        funders: organisations with role 1.
        own_names: keys under which the reporting organisation is met where only its name is given.
        about: the attribute of ties that names this activity.
        reporter_name: who says so, as it is shown.
        out: the items that were found so far.
    """

    id: str
    tie_prefix: str
    file: str
    reporter: Organisation
    is_secondary: bool
    is_first_version: bool
    currency: str | None
    language: str | None
    known_on: str | None
    status_code: str
    status: Status
    period: Period
    organisations: Organisations
    units: Units
    left_out: LeftOut
    out: list[Item] = field(default_factory=list)
    funders: dict[str, Organisation] = field(default_factory=dict)
    own_names: frozenset[str] = frozenset()
    about: tuple[str, str] = ("activity", "")
    reporter_name: str = ""
    _numbers: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.about = ("activity", self.id)
        self.reporter_name = self.reporter.label
        self.own_names = self.reporter.name_keys

    def place(self, tag: str, number: int) -> Place:
        """The place of the `number`th (from 1) element `tag` of this activity."""
        return new_place(self.file, f"{self.id}/{tag}[{number}]")

    def see(self, element: Element, place: Place) -> Seen:
        """Whom an organisation element names; the reporting organisation's bare name is the reporting organisation."""
        seen = self.organisations.see(element, self.language, place)
        if seen.organisation is not None and seen.organisation.key in self.own_names:
            return Seen(self.reporter, None, seen.printed)
        return seen

    def numbered(self, key: str) -> str:
        """`key`, with #2, #3 ... behind it where the activity had the same before."""
        number = self._numbers[key] = self._numbers.get(key, 0) + 1
        return key if number == 1 else f"{key}#{number}"

    def refuse(self, place: Place, problem: Unusable) -> None:
        """Report a unit that is not taken."""
        value = problem.value[:200] if problem.value is not None else None
        self.out.append(RowIssue(place, problem.rule, problem.advice, problem.column, value))

    def note(self, place: Place, rule: str, advice: str, column: str | None = None, value: str | None = None) -> None:
        """Report a doubt or repair of a unit that is taken."""
        shown = value[:200] if value is not None else None
        self.out.append(RowIssue(place, rule, advice, column, shown, is_refusal=False))
