"""Words of the sandbox: changes, why a line is not done, what an answer could not count."""

from __future__ import annotations

from collections.abc import Mapping

from queries.what_if_values import Change


def _(message: str) -> str:
    """Mark `message` for the catalogue; it is translated when it is shown."""
    return message


PROBLEMS: Mapping[str, str] = {
    "gone": _("One of its actors is not here (any more)."),
    "same": _("Both ends are the same actor."),
    "tied-already": _("They are tied already."),
    "not-tied": _("There is no such tie now."),
    "only-together": _("They are tied only through something that both took part in: take away the tie to that."),
    "not-walkable": _("No introduction can go along ties of this kind."),
    "unknown-kind": _("There is no such kind of tie here."),
    "unnamed": _("A group without names cannot be tied to: choose an organization or a person."),
    "twice": _("Another line of the plan does this, or takes one of the two out."),
    "asks": _("Who asks cannot leave."),
}
MISSING: Mapping[str, str] = {
    "few-ties": _("There are few ties here: one that nobody wrote down can change everything."),
    "no-lines": _("No line of the plan could be done, so nothing is changed."),
    "many-targets": _("Routes were not counted, as there are too many to reach: choose a narrower class."),
    "opted-out": _("Somebody in the plan asked not to introduce: nobody is reached through them."),
}
DRAWN: Mapping[Change | None, str] = {
    None: _("stays"),
    Change.ADD: _("new with the plan"),
    Change.REMOVE: _("ends with the plan"),
}
"""What a plan does with a tie."""
REFUSALS = (
    _("This plan cannot be read."),
    _("Start again from the page."),
    _("The plan changes nothing yet."),
    _("Add a tie, or take one away."),
    _("A plan has at most 20 changes."),
    _("Take some out, or look at them in two plans."),
    _("An end stands for too many actors."),
    _("Choose fewer, or a narrower class."),
    _("Everybody to reach is among those who ask."),
    _("Choose somebody else to reach."),
    _("Who asks, or whom to reach, is no longer there."),
    _("Start a new plan, or delete this one."),
)
"""What questions on plans say when they are refused, for the catalogue."""
_BY_CODE = {change.value if change else "stays": words for change, words in DRAWN.items()}
TABLES: Mapping[str, Mapping[str, str]] = {"plan-problem": PROBLEMS, "plan-missing": MISSING, "plan-tie": _BY_CODE}
