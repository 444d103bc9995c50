"""Words for brokers and the groups between which they stand."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from graphsvc.kinds import Kinds
from queries.broker_values import BrokerRole, Order
from queries.groupings import INTERNATIONAL, GroupBy
from web.formats import country, in_sentence


def _(message: str) -> str:
    """Mark `message` for the catalogue; it is translated when it is shown."""
    return message


NO_NAMES: Mapping[str, str] = MappingProxyType({})

GROUPINGS: Mapping[str, str] = {
    GroupBy.COUNTRY: _("country"),
    GroupBy.KIND: _("kind of actor"),
    GroupBy.ROLE: _("role"),
    GroupBy.TOPIC: _("topic"),
    GroupBy.REGION: _("region"),
    GroupBy.COMMUNITY: _("who is tied most to each other"),
}
ORDERS: Mapping[str, str] = {
    Order.GROUPS: _("who connects groups most"),
    Order.BETWEENNESS: _("who lies on most shortest routes"),
    Order.GATEWAY: _("who connects its own group with others"),
    Order.LIAISON: _("who connects two other groups"),
    Order.COORDINATOR: _("who connects within its own group"),
    Order.ITINERANT: _("who connects within another group"),
}
ROLES: Mapping[str, str] = {
    BrokerRole.GATEWAY: _("one of its own group with one from outside"),
    BrokerRole.LIAISON: _("two of two other groups"),
    BrokerRole.COORDINATOR: _("two of its own group"),
    BrokerRole.ITINERANT: _("two of one other group"),
}
DOES: Mapping[str, str] = {
    BrokerRole.GATEWAY: _("Connects %(members)s with others outside, %(times)s."),
    BrokerRole.LIAISON: _("Connects actors of two other groups with each other, %(times)s."),
    BrokerRole.COORDINATOR: _("Connects %(members)s with each other, %(times)s."),
    BrokerRole.ITINERANT: _("Connects actors of one other group with each other, %(times)s."),
}
NOT_COUNTED: Mapping[str, str] = {
    "nobody-grouped": _("Of nobody here is it known to which group they belong."),
    "one-group": _("All whose group is known are in the same group, so nobody can connect two groups."),
    "all-alone": _("Everybody is a group of their own, so every tie is between groups."),
    "sampled": _("The network is large: places by shortest routes are estimated from a sample."),
}
"""Those without a number in them."""
TOPICS: Mapping[str, str] = {"humanitarian": _("humanitarian")}
"""Topics that our importers give by themselves; others are shown as their source writes them."""
TABLES: Mapping[str, Mapping[str, str]] = {
    "grouping": GROUPINGS,
    "topic": TOPICS,
    "order": ORDERS,
    "broker-role": ROLES,
    "broker-does": DOES,
    "brokers-missing": NOT_COUNTED,
}
REFUSALS = (
    _("There is no such way to group."),
    _("Use one of country, kind, role, topic, region, community."),
    _("This is no code of a country."),
    _("Use two capital letters, as in MX."),
    _("There is no such order."),
    _("Use one of groups, betweenness, coordinator, itinerant, gateway, liaison."),
    _("So many cannot be shown."),
    _("Ask for 1 to 100."),
)
"""What the question itself says when it refuses something."""

_TIMES: tuple[tuple[float, str], ...] = (
    (100.0, _("more than a hundred times as often as by chance")),
    (50.0, _("more than fifty times as often as by chance")),
    (20.0, _("more than twenty times as often as by chance")),
    (10.5, _("more than ten times as often as by chance")),
    (9.5, _("ten times as often as by chance")),
    (8.5, _("nine times as often as by chance")),
    (7.5, _("eight times as often as by chance")),
    (6.5, _("seven times as often as by chance")),
    (5.5, _("six times as often as by chance")),
    (4.5, _("five times as often as by chance")),
    (3.5, _("four times as often as by chance")),
    (2.5, _("three times as often as by chance")),
    (1.75, _("twice as often as by chance")),
    (1.4, _("one and a half times as often as by chance")),
    (1.15, _("a little more often than by chance")),
    (0.85, _("about as often as by chance")),
    (0.6, _("a little less often than by chance")),
    (0.4, _("half as often as by chance")),
    (0.29, _("a third as often as by chance")),
    (0.2, _("a quarter as often as by chance")),
    (0.0, _("much less often than by chance")),
)
"""From which ratio on it is said so."""


def times_message(ratio: float) -> str:
    """How often something is beside what chance would give, in words of the catalogue."""
    return next(message for least, message in _TIMES if ratio >= least)


def group_name(label: str, by: GroupBy, kinds: Kinds, language: str, given: Mapping[str, str] = NO_NAMES) -> str | None:
    """The name of a group; None for those that the catalogue names (`INTERNATIONAL_GROUP`, `COMMUNITY_GROUP`).

    `given` has the names that people gave to communities.
    """
    if by is GroupBy.COMMUNITY:
        return given.get(label)
    if by is GroupBy.COUNTRY:
        return None if label == INTERNATIONAL else country(label, language)
    if by is GroupBy.KIND:
        return kinds.actor(label).plural[language]
    return kinds.role(label).label[language] if by is GroupBy.ROLE else label


def members_message(
    label: str, by: GroupBy, kinds: Kinds, language: str, given: Mapping[str, str] = NO_NAMES
) -> tuple[str, str]:
    """(message, the name that stands in it) for the actors of a group, within a sentence."""
    name = group_name(label, by, kinds, language, given)
    if name is None:
        return (COMMUNITY_GROUP, label) if by is GroupBy.COMMUNITY else (INTERNATIONAL_GROUP, "")
    if by is GroupBy.COUNTRY:
        return _("actors in %(name)s"), in_sentence(label, language)
    return _MEMBERS[by], name


GROUP_SIZE, LINE = _("group, actors: %(count)s"), _("%(name)s and %(group)s, contacts: %(count)s")
"""What a map says of a group, and of a line."""
INTERNATIONAL_GROUP, COMMUNITY_GROUP = _("international organizations"), _("community %(name)s")
_MEMBERS: Mapping[GroupBy, str] = {
    GroupBy.COMMUNITY: _("actors of the group “%(name)s”"),
    GroupBy.KIND: "%(name)s",
    GroupBy.ROLE: _("actors with the role “%(name)s”"),
    GroupBy.TOPIC: _("actors on the topic “%(name)s”"),
    GroupBy.REGION: _("actors in %(name)s"),
}
