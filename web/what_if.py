"""The sandbox: what would change if ties were added or taken away. The page, its JSON and table show one answer.

A plan stands in the address of the page (`web.what_if_form` says how), or is kept under an address of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from graphsvc.access import Permission, Scope
from graphsvc.chance_values import Walkable
from graphsvc.network import Network
from queries.kept_plans import CLASS_PARTS, open_plan
from queries.what_if import find_what_if
from queries.what_if_values import Problem, WhatIf
from web.actors import most_tied_actor
from web.address_form import ENDS
from web.asking import Asking
from web.budgets import LANDSCAPE
from web.introductions import question_of
from web.pages import Page
from web.search import keep_text
from web.spreadsheets import Row
from web.what_if_form import PARAMETERS, WhatIfForm, line_text
from web.what_if_rows import what_if_rows
from web.what_if_view import WhatIfView, view_of

KEPT_EXAMPLE = "kept-plan"
"""In the place of the id of a kept plan, which tests make."""


@dataclass(frozen=True, slots=True)
class SharedPlan:
    """A plan that was kept, and what it would change in the eyes of whoever opens it.

    `gone`: for its owner, the names of actors that are no longer there, as the owner knew them.
    """

    title: str
    created_at: datetime
    scope: Scope
    is_own: bool
    gone: tuple[str, ...]
    what_if: WhatIf


def show_what_if(asked: Asking, **given: str | None) -> WhatIf:
    """What the plan in the address would change. Raises NotFound, BadEnd, BadControls, BadWhatIf."""
    form = WhatIfForm.read(given)
    question = question_of(asked, form.ends())
    walkable = question.controls.walkable
    return find_what_if(asked.network, form.plan(), question.start, question.target, walkable, language=asked.language)


def show_form(asked: Asking, _answer: WhatIf | None, **given: str | None) -> WhatIfView:
    """What the page shows of its form."""
    return view_of(asked, WhatIfForm.read(given))


def show_kept(asked: Asking, plan_id: str) -> SharedPlan:
    """A kept plan. Raises NotFound, EndGone."""
    kept, network = asked.consent.plans.one(asked.viewer, plan_id), asked.network
    walkable = walkable_of(asked, kept.plan.ends)
    opened = open_plan(network, kept, walkable)
    answer = find_what_if(network, opened.plan, opened.start, opened.target, walkable, language=asked.language)
    is_own = kept.plan.account == asked.viewer.account
    gone = [
        end.name
        for line, read in zip(kept.plan.lines, answer.lines, strict=True)
        for end, shown in ((line.one, read.one), (line.other, read.other))
        if read.problem is Problem.GONE and end is not None and shown is None
    ]
    return SharedPlan(kept.plan.title, kept.created_at, kept.plan.scope, is_own, tuple(gone) if is_own else (), answer)


def show_kept_form(asked: Asking, _answer: SharedPlan | None, plan_id: str) -> WhatIfView:
    """The form with a kept plan in it, to be changed in the sandbox. Raises NotFound, EndGone."""
    kept = asked.consent.plans.one(asked.viewer, plan_id)
    opened = open_plan(asked.network, kept, walkable_of(asked, kept.plan.ends))
    lists = {change: tuple(line_text(line) for line in opened.plan.lines if line.change.value == change)
             for change in ("add", "remove", "leave")}  # fmt: skip
    lists |= {"from": opened.start.actors, "to": opened.target.actors}
    texts = {name: text for name, text in kept.plan.ends.items() if not name.endswith("_words")}
    words = {f"{end}_words": text for end in ENDS if (text := kept.plan.ends.get(f"{end}_words"))}
    tokens = {name: keep_text(asked, text) for name, text in words.items()}
    return view_of(asked, WhatIfForm.of(lists, texts | tokens))


def walkable_of(asked: Asking, ends: Mapping[str, str]) -> Walkable:
    """Which ties are there on the day of a kept plan, today where it has none."""
    form = WhatIfForm.of({}, {"as_of": ends.get("as_of", "")})
    return question_of(asked, form.ends()).controls.walkable


def kept_rows(answer: SharedPlan) -> Iterator[Row]:
    """The rows of what the plan would change."""
    return what_if_rows(answer.what_if)


def what_if_example(network: Network) -> Mapping[str, str]:
    """The actor with most contacts asks for an actor without a tie to it, by a tie that is not there yet."""
    hub = most_tied_actor(network)
    tied = {hub, *map(str, network.graph()[hub])}
    far = next(one for one in network.snapshot.actors.ids if one not in tied)
    near = next(one for one in network.snapshot.actors.ids if one in tied and one != hub)
    return {"from": hub, "to": far, "add": f"{hub}:{far}", "remove": f"{hub}:{near}"}


def kept_example(_network: Network) -> Mapping[str, str]:
    """A plan that tests keep."""
    return {"plan_id": KEPT_EXAMPLE}


CLASS_TEXTS = tuple(f"{end}_{part}" for end in ENDS for part in CLASS_PARTS)

WHAT_IF = Page(
    name="what_if.show",
    path="/landscape/what-if",
    summary="What would change for the way from some to others if ties were added or taken away; nothing is written.",
    permission=Permission.READ,
    ask=show_what_if,
    answer=WhatIf,
    template="what_if/show.html",
    example=what_if_example,
    parameters=PARAMETERS,
    budget=LANDSCAPE,
    records=True,
    form=show_form,
    has_map=True,
    table=what_if_rows,
    recorded=ENDS,
)
KEPT = Page(
    name="what_if.kept",
    path="/landscape/what-if/<plan_id>",
    summary="A plan that somebody kept, and what it would change in the network that you see.",
    permission=Permission.READ,
    ask=show_kept,
    answer=SharedPlan,
    template="what_if/kept.html",
    example=kept_example,
    budget=LANDSCAPE,
    records=True,
    has_map=True,
    form=show_kept_form,
    table=kept_rows,
)
