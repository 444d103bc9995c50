"""The form of the sandbox: what its address holds, and the plan in it.

The address of a plan, so that other pages can lead here:

    /<language>/landscape/what-if?from=<id>,<id>&to_role=policymaker&add=<id>:<id>,<id>:<id>:<kind>&remove=...&leave=...

`from`, `to`: ids of actors joined by commas, or a class: `from_role`, `to_country`, ... as for introductions.
`add`, `remove`: ties joined by commas; a tie is the ids of its two actors joined by a colon, and may have a third part,
its kind: of an added tie `works_with` where it is left out, of a removed tie every kind. A tie whose kind has a
direction goes from the first to the second. `leave`: ids of actors joined by commas. `as_of`: a day, month or year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from queries.what_if import MOST_CHANGES, BadWhatIf
from queries.what_if_values import Change, Plan, PlanLine
from web.address_form import CLASS_DESCRIBED, ENDS, OF_ENDS, WHO, AddressForm, Lists, Texts
from web.introduction_form import IntroductionForm
from web.pages import Parameter

PAIRS = ("add", "remove")
BOXES = (*ENDS, "add_one", "add_other", "remove_one", "remove_other", "leave")
"""The boxes that actors are chosen in. One of each pair is chosen while the other is still missing."""
LISTS = (*ENDS, *PAIRS, *(f"{pair}_{end}" for pair in PAIRS for end in ("one", "other")), "leave")
TEXTS = (
    *OF_ENDS,
    "as_of",
    *(f"{pair}_kind" for pair in PAIRS),
    *(f"{box}_typed" for box in BOXES),
)


class BadLine(BadWhatIf):
    """A line of the plan in the address has not the form of one."""

    code = "what-if.bad-line"
    message = "A line of the plan in the address cannot be read."
    hint = "Take it out, and add it again on the page."


@dataclass(frozen=True, slots=True)
class WhatIfForm(AddressForm):
    """The form of the sandbox; its lists hold the lines of the plan too."""

    LISTS: ClassVar[tuple[str, ...]] = LISTS
    TEXTS: ClassVar[tuple[str, ...]] = TEXTS
    LONGEST_LISTED: ClassVar[int] = 160

    @classmethod
    def tidy(cls, lists: Lists, texts: Texts) -> None:
        """Two actors that are both chosen for a tie become a line of the plan."""
        for pair in PAIRS:
            one, other, kind = lists[f"{pair}_one"], lists[f"{pair}_other"], texts[f"{pair}_kind"]
            if one and other:
                line = ":".join([one[-1], other[-1], *([kind] if kind else ())])
                lists[pair] = cls.listed((*lists[pair], line))
                lists[f"{pair}_one"] = lists[f"{pair}_other"] = ()
                texts[f"{pair}_kind"] = ""

    @property
    def has_lines(self) -> bool:
        """Whether there is a change."""
        return any(self.chosen(change.value) for change in Change)

    def ends(self) -> IntroductionForm:
        """The two ends and the day, in the form of introductions."""
        return IntroductionForm.of({end: self.chosen(end) for end in ENDS}, self.texts)

    def plan(self) -> Plan:
        """The changes: ties that are added, then ties that are removed, then actors that leave. Raises BadLine."""
        lines = [_line(change, text) for change in Change for text in self.chosen(change.value)]
        return Plan(tuple(lines))

    def entries(self) -> tuple[tuple[Change, str], ...]:
        """(change, its text in the address) of each line of `plan`, in its order."""
        return tuple((change, text) for change in Change for text in self.chosen(change.value))


def line_text(line: PlanLine) -> str:
    """A line as the address holds it."""
    return ":".join(part for part in (line.one, line.other, line.kind) if part)


def _line(change: Change, text: str) -> PlanLine:
    parts = text.split(":")
    most = 1 if change is Change.LEAVE else 3
    if not min(most, 2) <= len(parts) <= most or not all(parts):
        raise BadLine
    return PlanLine(change, *parts)


_TIES = "Ties joined by commas, each as id:id or id:id:kind"
_DESCRIBED: Mapping[str, str] = {
    "from": f"{WHO}: who asks.",
    "to": f"{WHO}: whom to reach.",
    "add": f"{_TIES}: these are added; at most {MOST_CHANGES} changes in all.",
    "remove": f"{_TIES}: these are taken away, without a kind all ties between the two.",
    "leave": f"{WHO}: they leave, and all their ties end.",
    "as_of": "The day, month or year for which it is asked, ISO 8601; today where it is left out.",
    **CLASS_DESCRIBED,
}


def _parameter(name: str) -> Parameter:
    end, _underline, part = name.partition("_")
    if name in _DESCRIBED:
        return Parameter(name, _DESCRIBED[name])
    if end in ENDS and part in _DESCRIBED:
        return Parameter(name, f"{_DESCRIBED[part]}, as {'who asks' if end == 'from' else 'whom to reach'}.")
    return Parameter(name, "What is still being chosen; pages only.")


PARAMETERS = tuple(_parameter(name) for name in (*LISTS, *TEXTS))
