"""Ratios, groups and their members in words."""

from __future__ import annotations

import pytest

from graphsvc.kinds import Kinds
from queries.broker_values import BrokerRole, Order
from queries.groupings import GroupBy
from web.broker_words import DOES, GROUPINGS, ORDERS, ROLES, group_name, members_message, times_message

KINDS = Kinds.load()


@pytest.mark.parametrize(
    ("ratio", "words"),
    [
        (0.0, "much less often than by chance"),
        (0.25, "a quarter as often as by chance"),
        (0.33, "a third as often as by chance"),
        (0.5, "half as often as by chance"),
        (0.7, "a little less often than by chance"),
        (1.0, "about as often as by chance"),
        (1.25, "a little more often than by chance"),
        (1.51, "one and a half times as often as by chance"),
        (2.49, "twice as often as by chance"),
        (2.5, "three times as often as by chance"),
        (9.9, "ten times as often as by chance"),
        (14.3, "more than ten times as often as by chance"),
        (1e9, "more than a hundred times as often as by chance"),
    ],
)
def test_a_ratio_is_rounded_to_what_can_be_said(ratio: float, words: str) -> None:
    assert times_message(ratio) == words


def test_more_than_by_chance_is_never_said_to_be_less() -> None:
    said = [times_message(1.25 * 1.01**step) for step in range(600)]

    assert not any("less" in words or "about" in words for words in said)
    assert len(dict.fromkeys(said)) == 15


@pytest.mark.parametrize(
    ("label", "by", "name", "members"),
    [
        ("US", GroupBy.COUNTRY, "United States", "actors in the United States"),
        ("international", GroupBy.COUNTRY, None, "international organizations"),
        ("public_body", GroupBy.KIND, "public bodies", "public bodies"),
        ("cso", GroupBy.ROLE, "civil society organization", "actors with the role “civil society organization”"),
        ("asylum", GroupBy.TOPIC, "asylum", "actors on the topic “asylum”"),
        ("100 % %(x)s", GroupBy.REGION, "100 % %(x)s", "actors in 100 % %(x)s"),
    ],
)
def test_a_group_has_a_name_and_members(label: str, by: GroupBy, name: str | None, members: str) -> None:
    message, of = members_message(label, by, KINDS, "en")

    assert group_name(label, by, KINDS, "en") == name
    assert message % {"name": of} == members


def test_every_choice_and_role_has_its_words() -> None:
    assert set(GROUPINGS) == set(GroupBy)
    assert set(ORDERS) == set(Order)
    assert set(ROLES) == set(DOES) == set(BrokerRole)
