"""The form of the sandbox: what its address holds, and the plan in it.

The address of a plan, so that other pages can lead here:

    /<language>/landscape/what-if?from=<id>,<id>&to_role=policymaker&add=<id>:<id>,<id>:<id>:<kind>&remove=...&leave=...

`from`, `to`: ids of actors joined by commas, or a class: `from_role`, `to_country`, ... as for introductions.
`add`, `remove`: ties joined by commas; a tie is the ids of its two actors joined by a colon, and may have a third part,
its kind: of an added tie `works_with` where it is left out, of a removed tie every kind. A tie whose kind has a
direction goes from the first to the second. `leave`: ids of actors joined by commas. `as_of`: a day, month or year.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from queries.what_if import MOST_CHANGES, BadWhatIf
from queries.what_if_values import Change, Plan, PlanLine
from web.introduction_form import ENDS, LONGEST_TEXT, MOST_LISTED, TRAITS, IntroductionForm
from web.pages import Parameter

PAIRS = ("add", "remove")
BOXES = (*ENDS, "add_one", "add_other", "remove_one", "remove_other", "leave")
"""The boxes that actors are chosen in. One of each pair is chosen while the other is still missing."""
LISTS = (*ENDS, *PAIRS, *(f"{pair}_{end}" for pair in PAIRS for end in ("one", "other")), "leave")
TEXTS = (
    *(f"{end}_{trait}" for end in ENDS for trait in TRAITS),
    "as_of",
    *(f"{pair}_kind" for pair in PAIRS),
    *(f"{box}_typed" for box in BOXES),
)
_LONGEST_LINE = 160


class BadLine(BadWhatIf):
    """A line of the plan in the address has not the form of one."""

    code = "what-if.bad-line"
    message = "A line of the plan in the address cannot be read."
    hint = "Take it out, and add it again on the page."


@dataclass(frozen=True, slots=True)
class WhatIfForm:
    """A form as its address holds it.

    Attributes:
        lists: by name, the ids or lines that were chosen, each once.
        texts: by name, everything else that is not empty.
    """

    lists: Mapping[str, tuple[str, ...]]
    texts: Mapping[str, str]

    @classmethod
    def read(cls, given: Mapping[str, str | None]) -> WhatIfForm:
        """The form in the arguments of an address; names that it does not know are left out."""
        lists = {name: (given.get(name) or "").split(",") for name in LISTS}
        return cls.of(lists, {name: given.get(name) or "" for name in TEXTS})

    @classmethod
    def of(cls, lists: Mapping[str, Iterable[str]], texts: Mapping[str, str]) -> WhatIfForm:
        """A form of these values, without what is empty. A pair whose two actors are chosen is a line."""
        kept = {name: texts.get(name, "").strip()[:LONGEST_TEXT] for name in TEXTS}
        listed = {name: _listed(lists.get(name, ())) for name in LISTS}
        for pair in PAIRS:
            one, other = listed[f"{pair}_one"], listed[f"{pair}_other"]
            if one and other:
                line = ":".join([one[-1], other[-1], *([kept[f"{pair}_kind"]] if kept[f"{pair}_kind"] else ())])
                listed[pair] = _listed((*listed[pair], line))
                listed |= {f"{pair}_one": (), f"{pair}_other": ()}
                kept[f"{pair}_kind"] = ""
        return cls(
            {name: some for name, some in listed.items() if some}, {name: text for name, text in kept.items() if text}
        )

    def query(self) -> dict[str, str]:
        """The arguments of the address, in a fixed order."""
        return {name: ",".join(some) for name, some in self.lists.items()} | dict(self.texts)

    def get(self, name: str) -> str:
        """The text `name`; empty where there is none."""
        return self.texts.get(name, "")

    def chosen(self, name: str) -> tuple[str, ...]:
        """The list `name`."""
        return self.lists.get(name, ())

    def has_end(self, end: str) -> bool:
        """Whether actors or a class stand at `end`."""
        return bool(self.chosen(end)) or self.has_class(end)

    def has_class(self, end: str) -> bool:
        """Whether a class is chosen at `end`."""
        return any(self.get(f"{end}_{trait}") for trait in TRAITS)

    def adding(self, name: str, value: str) -> WhatIfForm:
        """The form with one more value in a list."""
        lists = dict(self.lists) | {name: (*self.chosen(name), value)}
        return self.of(lists, {key: text for key, text in self.texts.items() if key != f"{name}_typed"})

    def setting(self, name: str, value: str) -> WhatIfForm:
        """The form with another text."""
        return self.of(self.lists, dict(self.texts) | {name: value})

    def without(self, name: str, value: str | None = None) -> WhatIfForm:
        """The form without a text or list, or without one value of a list."""
        lists = dict(self.lists) | {name: tuple(one for one in self.chosen(name) if value not in (None, one))}
        return self.of(lists, {key: text for key, text in self.texts.items() if key != name})

    def without_class(self, end: str) -> WhatIfForm:
        """The form without the class at `end`."""
        dropped = {f"{end}_{trait}" for trait in TRAITS}
        return self.of(self.lists, {key: text for key, text in self.texts.items() if key not in dropped})

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


def _listed(values: Iterable[str]) -> tuple[str, ...]:
    kept = dict.fromkeys(one.strip()[:_LONGEST_LINE] for one in values)
    return tuple(one for one in kept if one)[:MOST_LISTED]


_WHO = "Ids of actors joined by commas"
_TIES = "Ties joined by commas, each as id:id or id:id:kind"
_DESCRIBED: Mapping[str, str] = {
    "from": f"{_WHO}: who asks.",
    "to": f"{_WHO}: whom to reach.",
    "add": f"{_TIES}: these are added; at most {MOST_CHANGES} changes in all.",
    "remove": f"{_TIES}: these are taken away, without a kind all ties between the two.",
    "leave": f"{_WHO}: they leave, and all their ties end.",
    "as_of": "The day, month or year for which it is asked, ISO 8601; today where it is left out.",
    "kind": "Everybody of this kind of actor",
    "role": "Everybody with this role",
    "country": "Everybody of this country (ISO 3166-1)",
    "topic": "Everybody with this topic",
    "words": "Token of typed words that names or offices begin with (from POST /api/v1/search)",
}


def _parameter(name: str) -> Parameter:
    end, _underline, part = name.partition("_")
    if name in _DESCRIBED:
        return Parameter(name, _DESCRIBED[name])
    if end in ENDS and part in _DESCRIBED:
        return Parameter(name, f"{_DESCRIBED[part]}, as {'who asks' if end == 'from' else 'whom to reach'}.")
    return Parameter(name, "What is still being chosen; pages only.")


PARAMETERS = tuple(_parameter(name) for name in (*LISTS, *TEXTS))
