"""Words for silos: how often ties stay inside groups, what groups are called, and how sure all of it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from graphsvc.kinds import Kinds
from queries.groupings import INTERNATIONAL, GroupBy
from queries.silo_values import NamedGroup, Silo
from web.broker_words import COMMUNITY_GROUP, INTERNATIONAL_GROUP, TOPICS, group_name
from web.formats import in_sentence, label, shortened

LONGEST_AROUND = 36
"""A community is named after two of its actors, each cut there."""


def _(message: str) -> str:
    """Mark `message` for the catalogue; it is translated when it is shown."""
    return message


STAY: Mapping[str, str] = {
    GroupBy.COUNTRY: _("Ties stay inside one country in %(some)s of %(whole)s cases"),
    GroupBy.KIND: _("Ties stay among actors of one kind in %(some)s of %(whole)s cases"),
    GroupBy.ROLE: _("Ties stay among actors with one role in %(some)s of %(whole)s cases"),
    GroupBy.TOPIC: _("Ties stay inside one topic in %(some)s of %(whole)s cases"),
    GroupBy.REGION: _("Ties stay inside one region in %(some)s of %(whole)s cases"),
    GroupBy.COMMUNITY: _("Ties stay inside one community in %(some)s of %(whole)s cases"),
}
ALWAYS: Mapping[str, str] = {
    GroupBy.COUNTRY: _("Every tie stays inside one country"),
    GroupBy.KIND: _("Every tie stays among actors of one kind"),
    GroupBy.ROLE: _("Every tie stays among actors with one role"),
    GroupBy.TOPIC: _("Every tie stays inside one topic"),
    GroupBy.REGION: _("Every tie stays inside one region"),
    GroupBy.COMMUNITY: _("Every tie stays inside one community"),
}
NEVER: Mapping[str, str] = {
    GroupBy.COUNTRY: _("No tie stays inside one country"),
    GroupBy.KIND: _("No tie stays among actors of one kind"),
    GroupBy.ROLE: _("No tie stays among actors with one role"),
    GroupBy.TOPIC: _("No tie stays inside one topic"),
    GroupBy.REGION: _("No tie stays inside one region"),
    GroupBy.COMMUNITY: _("No tie stays inside one community"),
}
BY_CHANCE = _("by chance it would be %(some)s")
BY_CHANCE_OF = _("by chance it would be %(some)s of %(whole)s")
BY_CHANCE_SAME = _("by chance it would be about as many")
BY_CHANCE_ALL, BY_CHANCE_NONE = _("by chance it would be all"), _("by chance it would be none")
NUMERALS = (
    *(_("none"), _("one"), _("two"), _("three"), _("four"), _("five"), _("six"), _("seven"), _("eight"), _("nine")),
    _("ten"),
)
AROUND_TWO, AROUND_ONE = _("around %(one)s and %(other)s"), _("around %(one)s")
GROUP_AROUND_TWO, GROUP_AROUND_ONE = _("the community around %(one)s and %(other)s"), _("the community around %(one)s")
QUOTED = _("“%(name)s”")
THE_REST = _("all other groups")
CERTAIN: tuple[tuple[float, str], ...] = (
    (0.95, _("Found again in nearly every try.")),
    (0.8, _("Found again in most tries.")),
    (0.6, _("Other tries often divide it differently: take it as a hint.")),
    (0.0, _("Other tries mostly divide it differently: take it as a hint.")),
)
"""From which certainty on it is said so."""
NOT_COUNTED: Mapping[str, str] = {
    "nobody-grouped": _("Of nobody here is it known to which group they belong."),
    "one-group": _("All whose group is known are in the same group, so there are no ties between groups."),
    "all-alone": _("Everybody is a group of their own, so no tie can stay inside a group."),
    "unsure": _("The communities are unsure: other tries divide the network differently."),
    "by-chance": _("Chance alone often gives as much, so this need not mean anything."),
}
"""Those without a number in them."""
TABLES: Mapping[str, Mapping[str, str]] = {"silos-missing": NOT_COUNTED}
REFUSALS = (_("So many cannot be shown."), _("Ask for 1 to 30."))
"""What the question itself says when it refuses something; the rest is as for brokers."""

Text = Callable[[str], str]
"""Gives a message of the catalogue in the language of the page."""


def stay_inside(by: GroupBy, index: float, expected: float | None, text: Text) -> str:
    """How often ties stay inside groups of the way `by`, and how often by chance, without the full stop.

    Args:
        index, expected: E-I indices; None: nothing is compared.
    """
    share, chance = (1 - index) / 2, None if expected is None else (1 - expected) / 2
    whole = 10 if _in_tens(share) and (chance is None or _in_tens(chance, share)) else 100
    told = ALWAYS if share == 1 else STAY if share > 0 else NEVER
    said = text(told[by]) % {"some": _numeral(share, whole, text), "whole": _of(whole, text)}
    if chance is None:
        return said
    return f"{said}; {_chance(share, chance, whole, text)}"


def _chance(share: float, chance: float, whole: int, text: Text) -> str:
    if chance in (0, 1):
        same = chance == share
        return text(BY_CHANCE_SAME if same else BY_CHANCE_ALL if chance == 1 else BY_CHANCE_NONE)
    if 0 < share < 1:
        if _rounded(share, whole) == _rounded(chance, whole):
            return text(BY_CHANCE_SAME)
        return text(BY_CHANCE) % {"some": _numeral(chance, whole, text)}
    return text(BY_CHANCE_OF) % {"some": _numeral(chance, whole, text), "whole": _of(whole, text)}


def _in_tens(share: float, other: float | None = None) -> bool:
    """Whether tenths say enough: not near nothing or all, and not the same as those of `other`."""
    return share in (0, 1) or (
        1 <= round(share * 10) <= 9 and (other is None or round(other * 10) != round(share * 10))
    )


def _rounded(share: float, whole: int) -> int:
    """`share` of `whole`; all or none only where it is so."""
    return round(share) * whole if share in (0, 1) else min(max(round(share * whole), 1), whole - 1)


def _numeral(share: float, whole: int, text: Text) -> str:
    count = _rounded(share, whole)
    return text(NUMERALS[count]) if whole == 10 else str(count)


def _of(whole: int, text: Text) -> str:
    return text(NUMERALS[10]) if whole == 10 else str(whole)


def certainty_message(certainty: float) -> str:
    """How sure a community is, in words of the catalogue."""
    return next(message for least, message in CERTAIN if certainty >= least)


def group_in_list(group: str, by: GroupBy, kinds: Kinds, language: str, text: Text) -> str:
    """The name of a group that is no community, as it stands in a list."""
    if by is GroupBy.TOPIC:
        return text(TOPICS.get(group, group))
    return group_name(group, by, kinds, language) or text(INTERNATIONAL_GROUP)


def group_in_sentence(group: str, by: GroupBy, kinds: Kinds, language: str, text: Text) -> str:
    """The same within a sentence."""
    if by is GroupBy.COUNTRY and group != INTERNATIONAL:
        return in_sentence(group, language)
    name = group_in_list(group, by, kinds, language, text)
    return text(QUOTED) % {"name": name} if by in (GroupBy.ROLE, GroupBy.TOPIC) else name


def community_name(one: Silo | NamedGroup, text: Text, *, is_sentence: bool = False) -> str:
    """The name of a community: the one that somebody gave it, else after the two that are best tied inside it."""
    if one.given is not None:
        return text(QUOTED) % {"name": one.given.name} if is_sentence else one.given.name
    if not one.best_tied:
        return text(COMMUNITY_GROUP) % {"name": one.group}
    names = [shortened(label(actor), LONGEST_AROUND) for actor in one.best_tied]
    # A subcommittee begins with the name of its committee, and says nothing new.
    names = [names[0], *(name for name in names[1:] if not name.startswith(names[0].rstrip("…")[:12]))]
    if len(names) == 1:
        return text(GROUP_AROUND_ONE if is_sentence else AROUND_ONE) % {"one": names[0]}
    return text(GROUP_AROUND_TWO if is_sentence else AROUND_TWO) % {"one": names[0], "other": names[1]}
