"""Words for money: stages, why an amount is not counted, what a recipient does with it, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping


def _(message: str) -> str:
    """Mark `message` for the catalogue; it is translated when it is shown."""
    return message


STAGES: Mapping[str, str] = {
    "paid": _("paid"),
    "committed": _("committed"),
    "promised": _("promised"),
    "budgeted": _("budgeted"),
    "spent": _("spent"),
    "lent": _("lent"),
}
STAGED_BY: Mapping[str, str] = {
    "paid": _("paid by"),
    "committed": _("committed by"),
    "promised": _("promised by"),
    "budgeted": _("budgeted by"),
    "spent": _("spent by"),
    "lent": _("lent by"),
}
"""Of an amount of money, which is a plural."""
WHY: Mapping[str, str] = {
    "other-stage": _("another stage of the money"),
    "other-side": _("said by the other side: a confirmation"),
    "other-source": _("said again by another source"),
    "planned": _("only planned"),
    "called-off": _("called off"),
    "no-amount": _("no amount is published"),
    "no-year": _("no date, so no year"),
    "unconverted": _("no rate to convert it"),
    "round-about": _("only passed round in a circle"),
    "no-date": _("no date, so no rate to convert it"),
    "not-quoted": _("no rate of this currency is known for that time"),
    "before-the-table": _("older than the table of rates"),
    "after-the-table": _("newer than the table of rates"),
    "not-quoted-then": _("no rate was quoted around that day"),
}
PLACES: Mapping[str, str] = {
    "end": _("pays nobody else"),
    "passes-on": _("pays others; what it keeps is not traceable further"),
    "unreported": _("reports no payment onward: not traceable further"),
}
MISSING: Mapping[str, str] = {
    "no-amounts": _("On some ways nobody publishes an amount: they are shown with “–”, and are in no sum."),
    "not-counted": _("Where “(…)” stands, an amount is published and not counted here: the rows behind it say why."),
    "not-traceable": _("Part of the money cannot be followed: those who got it report no payment onward."),
    "unconverted": _("Some amounts have no rate: they are listed below in their own currency, and are in no sum."),
    "undated": _("Some statements have no date, and are in no sum."),
    "one-side": _("Only one side states these amounts: no recipient or payer confirms them."),
    "circles": _("Money comes round to some actors: each unit is counted once."),
    "round-about": _("Some only pass money round among themselves: that is left out."),
    "told-of-parts": _(
        "Some money is told twice, for an organization and for its part: it counts once, with the part."
    ),
    "returned": _("In some years more was returned than paid: that is shown, and not followed."),
    "more-hops": _("There are more ways than are shown: the largest are shown, and all are in the totals."),
    "more-recipients": _("There are more recipients than are shown."),
    "more-paths": _("There are more paths than are shown."),
    "no-funders": _("No source names a funder."),
    "no-payments": _("No payment of it is known in these years."),
    "nothing-cut": _("Nothing is cut, so nothing changes."),
    "more-losses": _("There are more who lose than are shown."),
}
TABLES: Mapping[str, Mapping[str, str]] = {
    "stage": STAGES,
    "staged-by": STAGED_BY,
    "why-not-counted": WHY,
    "place-of-money": PLACES,
    "flows-missing": MISSING,
}
