"""How numbers, dates, amounts and countries are written in a language. Nothing is more precise than its source."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Context, Decimal

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from graphsvc.errors import InvalidValue
from graphsvc.identity.actors import Actor
from graphsvc.kinds import Kinds
from graphsvc.model.values import PartialDate, Period

LONGEST_SAID_BY = 46
"""Who says so is cut there in lists; with the place in the file it then fits into one line."""
LONGEST_LABEL = 20
"""On a map an acronym stands in place of a longer name."""
SHORTEST_ACRONYM = 3
"""With fewer letters it says too little by itself: "US" beside a mark is no government."""
# British and international order of day and month: "8 October 2019" cannot be misread, "10/8" can.
_LOCALES = {"en": "en_001"}


def _locale(language: str) -> str:
    return _LOCALES.get(language, language)


def number(value: float | Decimal, language: str) -> str:
    """`value` with the separators of the language."""
    return format_decimal(value, locale=_locale(language))


def percent(share: float, language: str) -> str:
    """A share of one in whole percent; below one percent with one digit."""
    pattern = "#,##0%" if share == 0 or share >= 0.0095 else "0.0%"
    written = format_percent(share, pattern, locale=_locale(language))
    return written if language == "en" else written.replace("%", "\N{NO-BREAK SPACE}%")


def exact_percent(value: Decimal, language: str) -> str:
    """A percentage as it was given: 12.5%."""
    written = format_decimal(value, "#,##0.######", locale=_locale(language))
    return f"{written}%" if language == "en" else f"{written}\N{NO-BREAK SPACE}%"


def amount(value: Decimal, currency: str, language: str) -> str:
    """An amount of money and the code of its currency, as in 1,200,000 USD; cents where the source gives them."""
    pattern = "#,##0" if value == value.to_integral_value() else "#,##0.00###"
    return f"{format_decimal(value, pattern, locale=_locale(language))} {currency}"


def exact(value: Decimal, language: str) -> str:
    """An amount without its currency, for a column: 1,200,000; cents where there are any."""
    pattern = "#,##0" if value == value.to_integral_value() else "#,##0.00#"
    return format_decimal(value, pattern, locale=_locale(language))


_DIGITS_OF_A_RATE = Context(prec=6)


def rate(value: Decimal, language: str) -> str:
    """An exchange rate with six digits."""
    return format_decimal(_DIGITS_OF_A_RATE.plus(value), "#,##0.##########", locale=_locale(language))


_MILLION = 1_000_000


def rough(value: Decimal, currency: str, language: str) -> str:
    """An amount as it is said in a sentence: 48.2 million USD; below a million in whole units."""
    if abs(value) >= _MILLION:
        # Without Babel's compact form: it says "mil M" where Spanish reads "miles de millones".
        millions = format_decimal(value / _MILLION, "#,##0.#", locale=_locale(language))
        return f"{millions} {_millions(millions, language)} {currency}"
    pattern = "#,##0" if abs(value) >= 1 or value == 0 else "0.00"
    return f"{format_decimal(value, pattern, locale=_locale(language))} {currency}"


def _millions(written: str, language: str) -> str:
    if language == "en":
        return "million"
    return "millón de" if written in ("1", "-1") else "millones de"


def partial_date(value: PartialDate | str, language: str) -> str:
    """A date as precisely as it is known: 2019, October 2019 or 8 October 2019."""
    known = value if isinstance(value, PartialDate) else PartialDate(value)
    if known.precision == "year":
        return known.text
    if known.precision == "month":
        return format_skeleton(
            "yMMMM", datetime.combine(known.first_day, datetime.min.time()), locale=_locale(language)
        )
    return format_date(known.first_day, format="long", locale=_locale(language))


def either(choices: Sequence[str], language: str) -> str:
    """What can be chosen, in a sentence: a, b or c."""
    return format_list(choices, style="or", locale=_locale(language))


def day(value: str, language: str) -> str:
    """A date of a source in words; one that is not in ISO form stays as the source gives it."""
    try:
        return partial_date(value, language)
    except InvalidValue:
        return value


def whole_years(period: Period) -> Period:
    """`period` in years where it is given in days and is just that: 1 January to 31 December 2023 is 2023."""
    start, end = period.start, period.end
    if start and end and start.text.endswith("-01-01") and end.text.endswith("-12-31"):
        return Period(PartialDate(start.text[:4]), PartialDate(end.text[:4]))
    return period


def shortened(text: str, longest: int) -> str:
    """`text` cut between words so that it is no longer than `longest` with the sign that it was cut."""
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    words = cut.rpartition(" ")[0]
    return (words if len(words) > longest // 2 else cut).rstrip(" ,;:.-") + "…"


def briefly(text: str) -> str:
    """The acronym that a long name ends with in brackets, else the name itself, shortened."""
    short = re.fullmatch(r".{20,}\((\w[\w &/.-]{0,19})\)", text, re.DOTALL)
    return short[1] if short else shortened(text, LONGEST_SAID_BY)


def named(actor: Actor) -> str:
    """The name of an actor with its acronym, where that is shorter and not part of the name already."""
    short = actor.acronym
    if short is None or len(short) >= len(actor.name) or short.casefold() in re.split(r"\W+", actor.name.casefold()):
        return actor.name
    return f"{actor.name} ({short})"


def label(actor: Actor) -> str:
    """What stands beside the mark of an actor on a map: the acronym instead of a long name, where it says enough."""
    is_long = len(actor.name) > LONGEST_LABEL
    return actor.acronym if is_long and actor.acronym and len(actor.acronym) >= SHORTEST_ACRONYM else actor.name


def country(code: str, language: str) -> str:
    """The name of a country by its ISO 3166-1 code; the code itself where there is none."""
    return str(Locale.parse(_locale(language)).territories.get(code, code))


_WITH_ARTICLE = frozenset(
    ("AE", "BS", "CD", "CF", "CG", "DO", "GB", "GM", "KM", "MH", "MV", "NL", "PH", "SB", "SC", "US", "VA")
)


def in_sentence(code: str, language: str) -> str:
    """The name of a country within a sentence: English says the United States, but Mexico."""
    name = country(code, language)
    return f"the {name}" if language == "en" and code in _WITH_ARTICLE else name


def language_name(code: str, language: str) -> str:
    """The name of a language by its BCP 47 code, in `language`; the code itself where there is none."""
    return str(Locale.parse(language).languages.get(code.replace("-", "_"), code))


_GENERAL_ROLES = frozenset({"funder", "intermediary", "policymaker"})


def described(actor: Actor, kinds: Kinds, language: str) -> str:
    """What an actor is, in a few words: its most telling role, else its kind, and its country."""
    what = sort_of(actor, kinds, language)
    return f"{what}, {country(actor.country, language)}" if actor.country else what


def sort_of(actor: Actor, kinds: Kinds, language: str) -> str:
    """The most telling role of an actor, else its kind. A group that nobody names is nothing but that."""
    telling = [role for role in kinds.roles if role in actor.roles and role not in _GENERAL_ROLES]
    general = [role for role in kinds.roles if role in actor.roles]
    if (telling or general) and actor.kind != "group":
        return kinds.role((telling or general)[0]).label[language]
    return kinds.actor(actor.kind).label[language]


def with_article(what: str, language: str) -> str:
    """`what` as it stands after a comma: with an indefinite article in English, without one in Spanish."""
    if language != "en":
        return what
    is_vowel = what[:1].casefold() in "aeio" or (what[:2] == "un" and what[:3] != "uni")
    return f"{'an' if is_vowel else 'a'} {what}"


FILTERS: dict[str, Callable[..., str]] = {
    "number": number,
    "percent": percent,
    "amount": amount,
    "exact": exact,
    "exact_percent": exact_percent,
    "rate": rate,
    "rough": rough,
    "partial_date": partial_date,
    "day": day,
    "country": country,
    "in_sentence": in_sentence,
    "language_name": language_name,
    "with_article": with_article,
}
"""Template filters; each takes the language of the page as its last argument by itself."""
