"""Who an end is, in words; how likely a tie is; that every code and refusal has its words in every language."""

from __future__ import annotations

import pytest

from graphsvc.identity.actors import Actor
from graphsvc.kinds import Kinds
from graphsvc.model.statements import ActorId
from graphsvc.traits import ActorClass
from queries import missing_ties
from queries.introduction_values import End
from queries.missing_tie_values import Likely
from web.catalogues import Catalogues
from web.missing_tie_view import OFFICE_ROLES, POLICY_ROLES
from web.missing_tie_words import LIKELY, NEW_TIES, REFUSALS, ROLES, class_in_words, end_in_words, numeral

KINDS = Kinds.load()
CATALOGUES = Catalogues.load(("en", "es"))


def as_it_is(message: str) -> str:
    return message


def in_spanish(message: str) -> str:
    return CATALOGUES.text("es", message)


@pytest.mark.parametrize(
    ("of_class", "english", "spanish"),
    [
        (ActorClass(kind="organization", country="MX"), "organizations in Mexico", "organizaciones de México"),
        (ActorClass(country="US"), "actors in the United States", "actores de Estados Unidos"),
        (ActorClass(role="policymaker"), "policymakers", "responsables políticos"),
        (
            ActorClass(role="shelter", country="TR"),
            "actors with the role “shelter” in Türkiye",
            "actores con el papel «albergue» de Turquía",
        ),
        (
            ActorClass(kind="person", role="policymaker", topic="asylum", words="senator"),
            "people with the role “policymaker” on the topic “asylum” named “senator”",
            "personas con el papel «responsable político» sobre el tema «asylum» con el nombre «senator»",
        ),
    ],
)
def test_a_class_is_said_as_people_would(of_class: ActorClass, english: str, spanish: str) -> None:
    assert class_in_words(of_class, KINDS, "en", as_it_is) == english
    assert class_in_words(of_class, KINDS, "es", in_spanish) == spanish


def named(name: str, acronym: str | None = None) -> Actor:
    return Actor(ActorId(name), name, "organization", (), None, acronym)


def test_an_end_is_its_actors_and_its_class() -> None:
    ana, ben, can, dia = (named(name) for name in ("Casa Ana", "Ben House", "Can Fund", "Dia Net"))
    ends = [End((ana,), None, 1), End((ana, ben), ActorClass(country="MX"), 9), End((ana, ben, can, dia), None, 4)]

    assert [end_in_words(end, KINDS, "en", as_it_is) for end in ends] == [
        "Casa Ana",
        "Casa Ana or Ben House or actors in Mexico",
        "Casa Ana or Ben House or Can Fund and others",
    ]


@pytest.mark.parametrize(
    ("chance", "likely"),
    [(0.1, Likely.MUCH_MORE), (0.09, Likely.MORE), (0.02, Likely.MORE), (0.01, Likely.USUAL), (0.005, Likely.LESS)],
)
def test_how_likely_is_said_beside_a_pair_taken_blindly(chance: float, likely: Likely) -> None:
    assert Likely.of(chance, 0.01) is likely


def test_every_code_has_its_words_in_every_language() -> None:
    messages = [*LIKELY.values(), *ROLES.values(), *NEW_TIES[1:], *REFUSALS]

    assert set(LIKELY) == set(Likely)
    assert {*POLICY_ROLES, *OFFICE_ROLES} <= set(ROLES)
    assert set(ROLES) <= set(KINDS.roles)
    assert len(NEW_TIES) == missing_ties.MOST_PLANNED + 1
    assert [message for message in messages if in_spanish(message) == message] == []


def test_every_refusal_of_the_question_is_in_the_catalogue() -> None:
    said = {missing_ties.BAD_STEPS, missing_ties.BAD_LIMIT, missing_ties.BAD_PLANNED, str(missing_ties.BadPlan.hint)}
    said |= {f"More than {missing_ties.MOST_ASKING} actors would make the new ties."}
    said |= {f"More than {missing_ties.MOST_TARGETS} actors are to be reached."}

    assert said <= set(REFUSALS)


def test_small_numbers_are_words() -> None:
    assert [numeral(count, as_it_is) for count in (1, 10, 11)] == ["one", "ten", "11"]
