"""Countries by code or by name in English, Spanish or Turkish."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from babel import Locale
from babel.core import get_global

from graphsvc.folding import fold

_NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"})
_SPOKEN = {"usa": "US", "ee uu": "US", "eeuu": "US", "estados unidos": "US", "abd": "US", "uk": "GB", "turkey": "TR"}
# Short names of ISO 3166 and the United Nations that differ from those in use.
_OFFICIAL = {
    "bolivia plurinational state of": "BO",
    "brunei darussalam": "BN",
    "iran islamic republic of": "IR",
    "korea democratic people s republic of": "KP",
    "korea republic of": "KR",
    "republic of korea": "KR",
    "lao people s democratic republic": "LA",
    "moldova republic of": "MD",
    "republic of moldova": "MD",
    "russian federation": "RU",
    "syrian arab republic": "SY",
    "tanzania united republic of": "TZ",
    "united republic of tanzania": "TZ",
    "united states of america": "US",
    "venezuela bolivarian republic of": "VE",
    "viet nam": "VN",
}


def country_code(text: str) -> str | None:
    """The ISO 3166-1 alpha-2 code (or XK) of the country that `text` names by code or name; None: no country known."""
    code = text.strip()
    if code in _codes():
        return code
    return _by_name().get(fold(code))


@cache
def _codes() -> frozenset[str]:
    codes = (str(code) for code in Locale("en").territories)
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha()) - _NOT_COUNTRIES


@cache
def _by_name() -> Mapping[str, str]:
    found = {}
    for alias, codes in get_global("territory_aliases").items():
        if len(alias) == 3 and alias.isalpha() and len(codes) == 1 and codes[0] in _codes():
            found[fold(alias)] = codes[0]
    for language in ("tr", "es", "en"):
        for code, name in Locale(language).territories.items():
            if code in _codes():
                found[fold(name)] = code
    return {**found, **{fold(code): code for code in _codes()}, **_OFFICIAL, **_SPOKEN}
