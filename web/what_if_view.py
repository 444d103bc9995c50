"""What the page of the sandbox shows of its form: who is chosen, the lines of the plan, whom a typed name can mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graphsvc.access import Scope
from graphsvc.consent.plans import KeptPlan
from graphsvc.identity.actors import Actor
from graphsvc.model.statements import ActorId
from queries.what_if_values import Change
from web.address_form import ENDS
from web.asking import Asking, services
from web.offered import Offered
from web.people import found_or_none
from web.request_answers import possible_scopes
from web.typed_names import Choice, choices, kept_words
from web.what_if_form import BOXES, WhatIfForm


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of the plan as its address holds it. `one`, `other`: None where it is not there, or there is none."""

    change: Change
    text: str
    one: Actor | None
    other: Actor | None
    kind: str | None


@dataclass(frozen=True, slots=True)
class WhatIfView:
    """The form, resolved for one viewer.

    Attributes:
        people: by box, the actors chosen there; one that is not there is left out.
        choices: by box, what was typed without choosing and whom it can mean; None: it is no longer kept.
        words: by end, the typed words of its class.
        kinds: of ties that can be added or taken away.
        own: the plans of this account; scopes: where a plan could be kept, the most open first.
    """

    form: WhatIfForm
    people: Mapping[str, tuple[Actor, ...]]
    choices: Mapping[str, Choice | None]
    words: Mapping[str, str | None]
    lines: tuple[ShownLine, ...]
    kinds: tuple[str, ...]
    offered: Offered
    own: tuple[KeptPlan, ...]
    scopes: tuple[Scope, ...]

    @property
    def is_asked(self) -> bool:
        """Whether there is a plan between two ends, or something that was typed is no longer kept."""
        is_gone = None in self.choices.values() or None in self.words.values()
        return is_gone or (self.form.has_lines and all(self.form.has_end(end) for end in ENDS))


def view_of(asked: Asking, form: WhatIfForm) -> WhatIfView:
    """`form` for whoever asks."""
    network = asked.network
    boxes = {box: [found for one in form.chosen(box) if (found := found_or_none(network, one))] for box in BOXES}
    entries = [(change, text, text.split(":")) for change, text in form.entries()]
    ids = {part: found_or_none(network, part) for _, _, parts in entries for part in parts[:2]}
    named = [one for some in boxes.values() for one in some] + [one for one in ids.values() if one]
    shown = network.actors(named, asked.language)
    lines = []
    for change, text, parts in entries:
        one, other = (shown.get(ids[part] or ActorId("")) for part in (parts + parts)[:2])
        kind = parts[2] if len(parts) > 2 else None
        lines.append(ShownLine(change, text, one, None if change is Change.LEAVE else other, kind))
    return WhatIfView(
        form=form,
        people={box: tuple(shown[one] for one in some if one in shown) for box, some in boxes.items()},
        choices=choices(asked, form, BOXES),
        words=kept_words(asked, form),
        lines=tuple(lines),
        kinds=tuple(kind for kind, tie in network.kinds.ties.items() if tie.walkable),
        offered=services().offered.of(network),
        own=asked.consent.plans.own(asked.viewer),
        scopes=possible_scopes(network) if asked.viewer.account else (),
    )
