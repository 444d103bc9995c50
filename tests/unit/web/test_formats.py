"""Numbers, dates and names of places, no more precise than they are known."""

from __future__ import annotations

from decimal import Decimal

import pytest

from graphsvc.identity.actors import Actor
from graphsvc.kinds import Kinds
from graphsvc.model.statements import ActorId
from graphsvc.model.values import Period
from web import formats


@pytest.mark.parametrize(
    ("date", "english", "spanish"),
    [
        ("2019", "2019", "2019"),
        ("2019-10", "October 2019", "octubre de 2019"),
        ("2019-10-08", "8 October 2019", "8 de octubre de 2019"),
    ],
)
def test_a_date_is_as_precise_as_its_source(date: str, english: str, spanish: str) -> None:
    assert formats.partial_date(date, "en") == formats.day(date, "en") == english
    assert formats.partial_date(date, "es") == spanish


def test_a_date_in_another_form_stays_as_it_is() -> None:
    assert formats.day("spring 2020", "en") == "spring 2020"


def test_numbers_and_amounts_follow_the_language() -> None:
    assert formats.number(12044, "en") == "12,044"
    assert formats.number(12044, "es") == "12.044"
    assert formats.amount(Decimal("-1234567.50"), "USD", "en") == "-1,234,567.50 USD"
    assert formats.amount(Decimal("0.10"), "XXX", "es") == "0,10 XXX"
    assert formats.amount(Decimal(1200000), "USD", "en") == "1,200,000 USD"


@pytest.mark.parametrize(
    ("value", "english", "spanish"),
    [
        ("48200000", "48.2 million USD", "48,2 millones de USD"),
        ("1000000", "1 million USD", "1 millón de USD"),
        ("1992317058.51", "1,992.3 million USD", "1.992,3 millones de USD"),
        ("-2000000", "-2 million USD", "-2 millones de USD"),
        ("999999.99", "1,000,000 USD", "1.000.000 USD"),
        ("1234.56", "1,235 USD", "1.235 USD"),
        ("0.10", "0.10 USD", "0,10 USD"),
        ("0.00", "0 USD", "0 USD"),
    ],
)
def test_in_a_sentence_an_amount_is_said_roughly(value: str, english: str, spanish: str) -> None:
    assert formats.rough(Decimal(value), "USD", "en") == english
    assert formats.rough(Decimal(value), "USD", "es") == spanish


def test_in_a_column_an_amount_is_exact_even_where_a_float_is_not() -> None:
    assert formats.exact(Decimal("1000000000000000.01"), "en") == "1,000,000,000,000,000.01"
    assert formats.exact(Decimal("1200000.00"), "es") == "1.200.000"
    assert formats.exact(Decimal("-0.50"), "es") == "-0,50"


def test_a_percentage_that_was_given_is_not_rounded() -> None:
    assert formats.exact_percent(Decimal("12.5"), "en") == "12.5%"
    assert formats.exact_percent(Decimal("30.000"), "es") == "30\N{NO-BREAK SPACE}%"


def test_a_rate_has_six_digits() -> None:
    assert formats.rate(Decimal("1.0431"), "en") == "1.0431"
    assert formats.rate(Decimal("0.007425071"), "es") == "0,00742507"


def test_countries_and_languages_have_names_and_unknown_ones_their_code() -> None:
    assert formats.country("TR", "es") == "Turquía"
    assert formats.country("ZZ9", "en") == "ZZ9"
    assert [formats.in_sentence(code, "en") for code in ("US", "MX")] == ["the United States", "Mexico"]
    assert formats.in_sentence("US", "es") == "Estados Unidos"
    assert formats.language_name("es", "en") == "Spanish"
    assert formats.language_name("xx-yy", "en") == "xx-yy"


@pytest.mark.parametrize(
    ("kind", "roles", "country", "described"),
    [
        ("organization", ("cso", "funder"), "MX", "civil society organization, Mexico"),
        ("organization", ("funder",), None, "funder"),
        ("person", ("legislator", "policymaker"), "US", "legislator, United States"),
        ("group", ("cso",), "MX", "unnamed group, Mexico"),
        ("event", (), None, "event"),
    ],
)
def test_an_actor_is_described_by_its_most_telling_role(
    kind: str, roles: tuple[str, ...], country: str | None, described: str
) -> None:
    actor = Actor(ActorId("a"), "Example", kind, roles, country)

    assert formats.described(actor, Kinds.load(), "en") == described


@pytest.mark.parametrize(
    ("what", "said"),
    [("organization", "an organization"), ("university", "a university"), ("unnamed group", "an unnamed group")],
)
def test_english_takes_an_article_and_spanish_none(what: str, said: str) -> None:
    assert formats.with_article(what, "en") == said
    assert formats.with_article(what, "es") == what


@pytest.mark.parametrize(
    ("name", "acronym", "named", "label"),
    [
        ("United Nations High Commissioner for Refugees", "UNHCR",
         "United Nations High Commissioner for Refugees (UNHCR)", "UNHCR"),
        ("Short Name", "SN", "Short Name (SN)", "Short Name"),
        ("A rather long name without one", None, "A rather long name without one", "A rather long name without one"),
        ("Some Northern Agency (SNA) of Two", "SNA", "Some Northern Agency (SNA) of Two", "SNA"),
        ("Government of the North", "NS", "Government of the North (NS)", "Government of the North"),
        ("COMAR", "COMAR", "COMAR", "COMAR"),
    ],
)  # fmt: skip
def test_a_long_name_has_its_acronym_beside_it_and_a_map_shows_that(
    name: str, acronym: str | None, named: str, label: str
) -> None:
    actor = Actor(ActorId("a1"), name, "organization", (), None, acronym)

    assert (formats.named(actor), formats.label(actor)) == (named, label)


@pytest.mark.parametrize(
    ("given", "brief"),
    [
        ("United Nations High Commissioner for Refugees (UNHCR)", "UNHCR"),
        ("Bridging Refugee Rights in Turkey & Mexico: Report on the October 2019 Exchange",
         "Bridging Refugee Rights in Turkey & Mexico…"),
        ("x" * 200, "x" * 45 + "…"),
        ("Register of the North", "Register of the North"),
    ],
)  # fmt: skip
def test_who_says_so_is_brief(given: str, brief: str) -> None:
    assert formats.briefly(given) == brief
    assert len(brief) <= formats.LONGEST_SAID_BY


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        ("2023-01-01", "2023-12-31", ("2023", "2023")),
        ("2023-01-01", "2025-12-31", ("2023", "2025")),
        ("2023-01-01", "2023-11-30", ("2023-01-01", "2023-11-30")),
        ("2023-01-01", None, ("2023-01-01", None)),
        (None, "2023-12-31", (None, "2023-12-31")),
        ("2019", "2020", ("2019", "2020")),
    ],
)
def test_days_that_make_whole_years_are_years(
    start: str | None, end: str | None, shown: tuple[str | None, str | None]
) -> None:
    period = formats.whole_years(Period.parse(start, end))

    assert (period.start and period.start.text, period.end and period.end.text) == shown
