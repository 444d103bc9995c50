"""The small values of the model: partial dates, periods, names, identifiers, money."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from functools import lru_cache
from typing import Self

from graphsvc.errors import InvalidValue

_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_FIRST_YEAR, _LAST_YEAR = 1800, 2200
_CURRENCY = re.compile(r"[A-Z]{3}")
_COUNTRY = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date as precisely as its source gives it: `2019`, `2019-10` or `2019-10-08`. Never filled up to a day.

    `text` is the ISO 8601 form; its length is the precision. Years 1800 to 2200.
    """

    text: str

    def __post_init__(self) -> None:
        match = _PARTIAL_DATE.fullmatch(self.text)
        if match is None or not _FIRST_YEAR <= int(match[1]) <= _LAST_YEAR or not self._is_real(match):
            raise InvalidValue(
                f"This is not a date of the years {_FIRST_YEAR} to {_LAST_YEAR}.",
                hint="Write 2019, 2019-10 or 2019-10-08.",
                value=self.text,
            )

    @staticmethod
    def _is_real(match: re.Match[str]) -> bool:
        year, month, day = int(match[1]), int(match[2] or 1), int(match[3] or 1)
        return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]

    @property
    def precision(self) -> str:
        """`year`, `month` or `day`."""
        return {4: "year", 7: "month", 10: "day"}[len(self.text)]

    @property
    def first_day(self) -> date:
        """The earliest day this can mean."""
        return date.fromisoformat((self.text + "-01-01")[:10])

    @property
    def last_day(self) -> date:
        """The latest day this can mean."""
        year, month = int(self.text[:4]), int(self.text[5:7] or 12)
        return date.fromisoformat(self.text) if len(self.text) == 10 else date(year, month, monthrange(year, month)[1])


@dataclass(frozen=True, slots=True)
class Period:
    """When a tie held. Both ends may be unknown; an end without a start means "known to hold up to then"."""

    start: PartialDate | None = None
    end: PartialDate | None = None

    def __post_init__(self) -> None:
        if self.start and self.end and self.end.last_day < self.start.first_day:
            raise InvalidValue("The end is before the start.", start=self.start.text, end=self.end.text)

    @classmethod
    def parse(cls, start: str | None, end: str | None) -> Self:
        """The period between two texts; blank or None is "not known"."""
        return cls(PartialDate(start) if start else None, PartialDate(end) if end else None)

    def overlaps(self, first: date | None, last: date | None) -> bool:
        """Whether this can have held on some day from `first` to `last` (None: open). Unknown ends never exclude."""
        too_late = last is not None and self.start is not None and self.start.first_day > last
        too_early = first is not None and self.end is not None and self.end.last_day < first
        return not (too_late or too_early)


UNKNOWN_PERIOD = Period()


class NameKind(StrEnum):
    """What sort of name."""

    NAME = "name"
    ACRONYM = "acronym"
    BRAND = "brand"
    LEGAL = "legal"
    FORMER = "former"
    TRANSLITERATION = "transliteration"


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """One name of an actor, as printed. `language` is a BCP 47 code, None where the source does not say."""

    value: str
    language: str | None = None
    kind: NameKind = NameKind.NAME

    def __post_init__(self) -> None:
        if not self.value.strip():
            raise InvalidValue("A name must not be empty.")


@dataclass(frozen=True, slots=True, order=True)
class Identifier:
    """A number or code in a register: scheme (`org-id`, `wikidata`, `bioguide`, ...) and value, both as text."""

    scheme: str
    value: str

    def __post_init__(self) -> None:
        if not self.scheme or not self.value or self.value != self.value.strip():
            raise InvalidValue("An identifier needs a scheme and a value.", scheme=self.scheme, value=self.value)

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


class Formality(StrEnum):
    """Whether a tie rests on an institutional act."""

    FORMAL = "formal"
    INFORMAL = "informal"
    UNKNOWN = "unknown"


class Status(StrEnum):
    """Whether a tie is there, is only planned, or is over by its source's own words."""

    REALISED = "realised"
    PLANNED = "planned"
    ENDED = "ended"


class Confidence(StrEnum):
    """How the statement stands in its source."""

    STATED = "stated"
    INFERRED = "inferred"
    DOUBTFUL = "doubtful"


class FlowClass(Enum):
    """The class of an amount. Amounts of different classes are never added up: they can be the same money."""

    DECLARED = ("declared", False)
    PLEDGE = ("pledge", False)
    COMMITMENT = ("commitment", False)
    INCOMING = ("incoming", True)
    INCOMING_COMMITMENT = ("incoming_commitment", False)
    INCOMING_PLEDGE = ("incoming_pledge", False)
    DISBURSEMENT = ("disbursement", True)
    EXPENDITURE = ("expenditure", True)
    BUDGET = ("budget", False)
    LOAN = ("loan", False)

    def __init__(self, label: str, is_paid: bool) -> None:  # noqa: FBT001 - an enum member's own value
        self.label = label
        self.is_paid = is_paid

    @classmethod
    def parse(cls, text: str) -> Self:
        """The class named by `text`. Raises InvalidValue for an unknown word."""
        for member in cls:
            if member.label == text.strip().casefold():
                return member
        raise InvalidValue("Unknown class of flow.", hint=f"Use one of {', '.join(m.label for m in cls)}.", value=text)


@lru_cache(maxsize=512)  # amounts are many, currencies few
def _is_currency(code: str) -> bool:
    return _CURRENCY.fullmatch(code) is not None


@dataclass(frozen=True, slots=True)
class Money:
    """An amount that moved or was promised.

    Attributes:
        amount: exact, in units of `currency`; negative for a return; None where the source names no amount
            (blank is not zero).
        currency: ISO 4217 code; None only without an amount.
        flow_class: what kind of statement about money this is.
        value_date: the day whose exchange rate applies; None where not known.
    """

    flow_class: FlowClass
    amount: Decimal | None = None
    currency: str | None = None
    value_date: PartialDate | None = None

    def __post_init__(self) -> None:
        if self.amount is not None:
            if not self.amount.is_finite():
                raise InvalidValue("An amount must be a number.", value=str(self.amount))
            if self.currency is None or not _is_currency(self.currency):
                raise InvalidValue("An amount needs a currency of three letters.", value=self.currency)


def check_country(code: str) -> str:
    """`code` if it has the form of an ISO 3166-1 alpha-2 code (or XK). Raises InvalidValue otherwise."""
    if not _COUNTRY.fullmatch(code):
        raise InvalidValue("This is not a country code.", hint="Use two capital letters, for example MX.", value=code)
    return code
