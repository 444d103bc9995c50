"""How often ties stay inside groups, in words; names of groups and communities."""

from __future__ import annotations

import pytest

from graphsvc.access import Scope
from graphsvc.identity.actors import Actor
from graphsvc.kinds import Kinds
from graphsvc.model.statements import ActorId
from queries.group_names import GivenName
from queries.groupings import GroupBy
from queries.silo_values import NamedGroup
from web.broker_words import GROUPINGS
from web.catalogues import Catalogues
from web.silo_words import (
    ALWAYS,
    NEVER,
    STAY,
    certainty_message,
    community_name,
    group_in_list,
    group_in_sentence,
    stay_inside,
)

KINDS = Kinds.load()


def as_it_is(message: str) -> str:
    return message


def in_spanish(message: str) -> str:
    return Catalogues.load(("en", "es")).text("es", message)


def index(share: float) -> float:
    """The E-I index when this share of the ties stays inside."""
    return 1 - 2 * share


def told(share: float, chance: float | None) -> str:
    return stay_inside(GroupBy.COUNTRY, index(share), None if chance is None else index(chance), as_it_is)


@pytest.mark.parametrize(
    ("share", "chance", "words"),
    [
        (0.9, 0.7, "Ties stay inside one country in nine of ten cases; by chance it would be seven"),
        (0.25, 0.5, "Ties stay inside one country in two of ten cases; by chance it would be five"),
        (0.5, None, "Ties stay inside one country in five of ten cases"),
        (0.99, 0.87, "Ties stay inside one country in 99 of 100 cases; by chance it would be 87"),
        (0.999, 0.87, "Ties stay inside one country in 99 of 100 cases; by chance it would be 87"),
        (0.001, 0.3, "Ties stay inside one country in 1 of 100 cases; by chance it would be 30"),
        (0.52, 0.48, "Ties stay inside one country in 52 of 100 cases; by chance it would be 48"),
        (0.521, 0.519, "Ties stay inside one country in 52 of 100 cases; by chance it would be about as many"),
        (0.5, 0.97, "Ties stay inside one country in 50 of 100 cases; by chance it would be 97"),
        (0.5, 1.0, "Ties stay inside one country in five of ten cases; by chance it would be all"),
        (0.5, 0.0, "Ties stay inside one country in five of ten cases; by chance it would be none"),
        (1.0, 0.7, "Every tie stays inside one country; by chance it would be seven of ten"),
        (0.0, 0.03, "No tie stays inside one country; by chance it would be 3 of 100"),
        (1.0, 1.0, "Every tie stays inside one country; by chance it would be about as many"),
        (1.0, None, "Every tie stays inside one country"),
    ],
)
def test_shares_are_whole_numbers_of_ten_or_of_a_hundred(share: float, chance: float | None, words: str) -> None:
    assert told(share, chance) == words


def test_all_or_none_are_said_only_where_it_is_so() -> None:
    assert "100 of 100" not in told(1 - 1e-9, 0.5)
    assert " 0 of 100" not in told(1e-9, 0.5)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("table", [GROUPINGS, STAY, ALWAYS, NEVER])
def test_every_way_to_group_has_its_words_in_every_language(table: dict[str, str], language: str) -> None:
    catalogues = Catalogues.load(("en", "es"))

    assert set(table) == set(GroupBy)
    assert all(language == "en" or catalogues.text(language, message) != message for message in table.values())


def test_groups_are_named_in_words() -> None:
    names = [
        group_in_list(group, by, KINDS, "en", as_it_is)
        for group, by in (
            ("MX", GroupBy.COUNTRY),
            ("international", GroupBy.COUNTRY),
            ("person", GroupBy.KIND),
            ("ngo", GroupBy.ROLE),
            ("asylum", GroupBy.TOPIC),
            ("Puebla", GroupBy.REGION),
        )
    ]

    assert names == [
        "Mexico",
        "international organizations",
        KINDS.actor("person").plural["en"],
        KINDS.role("ngo").label["en"],
        "asylum",
        "Puebla",
    ]
    assert group_in_list("humanitarian", GroupBy.TOPIC, KINDS, "es", in_spanish) == "ayuda humanitaria"
    assert group_in_sentence("US", GroupBy.COUNTRY, KINDS, "en", as_it_is) == "the United States"
    assert group_in_sentence("asylum", GroupBy.TOPIC, KINDS, "en", as_it_is) == "“asylum”"


def named(name: str, acronym: str | None = None) -> Actor:
    return Actor(ActorId("i1"), name, "organization", (), None, acronym)


def test_a_community_is_named_after_two_that_are_best_tied_inside() -> None:
    two = (named("Casa Ana"), named("Ben House"), named("Can Fund"))

    assert community_name(NamedGroup("3", 9, two), as_it_is) == "around Casa Ana and Ben House"
    assert community_name(NamedGroup("3", 9, two[:1]), as_it_is, is_sentence=True) == "the community around Casa Ana"
    assert community_name(NamedGroup("3", 9, ()), as_it_is) == "community 3"


def test_a_community_has_the_name_that_somebody_gave_it() -> None:
    group = NamedGroup("3", 9, (named("Casa Ana"),), GivenName(1, "The harbour towns", Scope("north", "public")))

    assert community_name(group, as_it_is) == "The harbour towns"
    assert community_name(group, as_it_is, is_sentence=True) == "“The harbour towns”"


def test_a_part_of_the_first_says_nothing_new_and_long_names_are_cut() -> None:
    committee = named("House Committee on Ways and Means and Everything Else")
    part = named("House Committee on Ways and Means, Subcommittee on Trade")
    long = named("United Nations High Commissioner for Refugees", "UNHCR")

    assert (
        community_name(NamedGroup("1", 9, (committee, part, long)), as_it_is)
        == "around House Committee on Ways and Means… and UNHCR"
    )
    assert (
        community_name(NamedGroup("1", 9, (committee, part)), as_it_is) == "around House Committee on Ways and Means…"
    )


def test_certainty_is_said_in_words() -> None:
    told = [certainty_message(value) for value in (1.0, 0.95, 0.9, 0.7, 0.05)]

    assert told[0] == told[1] == "Found again in nearly every try."
    assert len(set(told)) == 4
