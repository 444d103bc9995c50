"""Pairs that a person should look at. Names are invented but for those of the alias table."""

from __future__ import annotations

from datetime import UTC, datetime

from graphsvc.identity.aliases import Aliases
from graphsvc.identity.resolving import resolve
from graphsvc.identity.suggesting import Suggestion, suggestions
from graphsvc.model.facts import ActorFacts
from graphsvc.model.statements import Decision, Judgement, StatementId

ALIASES = Aliases.load()


def fact(
    number: int, name: str, *, kind: str = "organization", country: str | None = "MX", code: str = ""
) -> ActorFacts:
    held = (("org-id", code),) if code else ()
    return ActorFacts(StatementId(f"a{number:02}"), kind, country, (), ((name, None, "name"),), held)


def suggested(*facts: ActorFacts, decisions: tuple[Decision, ...] = ()) -> tuple[Suggestion, ...]:
    return suggestions(facts, resolve(facts, ALIASES, decisions), decisions)


def reasons(*facts: ActorFacts) -> list[tuple[str, ...]]:
    return [suggestion.reasons for suggestion in suggested(*facts)]


def test_names_that_are_nearly_the_same_are_suggested_with_the_reason() -> None:
    (found,) = suggested(fact(1, "Casa Refugio del Norte"), fact(2, "Casa Refugio del Norte AC"))

    assert (found.left, found.right, found.reasons) == ("a01", "a02", ("one-name-in-the-other",))


def test_a_misspelt_name_is_suggested() -> None:
    assert reasons(fact(1, "Derechos Integrales en Accion"), fact(2, "Derechos Integrales en Acion")) == [("alike",)]


def test_initials_are_suggested() -> None:
    assert reasons(fact(1, "Red de Albergues del Sur"), fact(2, "RAS")) == [("initials",)]


def test_the_same_name_without_a_country_is_suggested_and_not_joined() -> None:
    assert reasons(fact(1, "Casa Uno Azul"), fact(2, "Casa Uno Azul", country=None)) == [("same-name-no-country",)]


def test_the_same_name_under_two_identifiers_is_suggested() -> None:
    pair = fact(1, "Casa Uno Azul", code="MX-1"), fact(2, "Casa Uno Azul", code="MX-2")

    assert reasons(*pair) == [("same-name-other-identifier",)]


def test_sister_organizations_in_two_countries_are_not_suggested() -> None:
    assert reasons(fact(1, "Consejo de Refugiados", country="MX"), fact(2, "Consejo de Refugiados", country="GT")) == []


def test_a_person_is_never_an_organization() -> None:
    assert reasons(fact(1, "Ana Azul Roy"), fact(2, "Ana Azul Roy", kind="person", country=None)) == []


def test_what_a_person_has_decided_is_not_asked_again() -> None:
    pair = fact(1, "Casa Uno Azul"), fact(2, "Casa Uno Azul", country=None)
    decision = Decision(
        StatementId("a01"), StatementId("a02"), Judgement.DIFFERENT, "", "ada", datetime(2026, 1, 1, tzinfo=UTC)
    )

    assert suggested(*pair, decisions=(decision,)) == ()


def test_the_likeliest_come_first_and_the_list_has_an_end() -> None:
    facts = [fact(number, "Casa Grande Azul", country=None) for number in range(6)]

    found = suggestions(facts, resolve(facts, ALIASES), limit=4)

    assert [(pair.left, pair.right) for pair in found] == [("a00", f"a0{number}") for number in range(1, 5)]
