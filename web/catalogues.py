"""The words of the pages in each language: English in the code and the templates, others in `i18n/<language>.po`."""

from __future__ import annotations

import gettext
from collections.abc import Iterable, Mapping
from importlib.resources import files
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from graphsvc.errors import BadSetting

SOURCE_LANGUAGE = "en"
LANGUAGE_NAMES = {"en": "English", "es": "Español", "tr": "Türkçe"}


class Catalogues:
    """One gettext catalogue for each language of the installation."""

    def __init__(self, catalogues: Mapping[str, gettext.NullTranslations]) -> None:
        self._catalogues = catalogues
        self.languages = tuple(catalogues)

    @classmethod
    def load(cls, languages: Iterable[str]) -> Catalogues:
        """The catalogues of `languages`, the first of which is for people who ask for none of them.

        Raises:
            BadSetting: there are no pages in one of the languages.
        """
        return cls({language: _load(language) for language in languages})

    def text(self, language: str, message: str) -> str:
        """`message` in `language`; as it is where there is no translation."""
        return self._catalogues[language].gettext(message)

    def counted(self, language: str, one: str, many: str, count: int) -> str:
        """The form of `one`/`many` that goes with `count`."""
        return self._catalogues[language].ngettext(one, many, count)

    def best(self, wanted: Iterable[str]) -> str:
        """The first of `wanted` (BCP 47 tags, best first) that there are pages in; else the installation's first."""
        for tag in wanted:
            language = tag.split("-")[0].casefold()
            if language in self._catalogues:
                return language
        return self.languages[0]


def _load(language: str) -> gettext.NullTranslations:
    if language == SOURCE_LANGUAGE:
        return gettext.NullTranslations()
    file = files("web").joinpath("i18n", f"{language}.po")
    if not file.is_file():
        raise BadSetting(f"There are no pages in '{language}' yet.", hint="Leave it out of GRAPHSVC_LANGUAGES.")
    with file.open("rb") as lines:
        catalogue = read_po(lines, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
