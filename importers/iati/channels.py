"""The DAC's channel codes: which stand for one organisation, and which for a whole class of them.

Source: CRSChannelCode of the IATI code lists (CC BY 4.0), in `channels.csv`.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from graphsvc.folding import fold, words

# Heads of groups among the multilaterals; the European Union, the IMF, the World Bank and the WTO are bodies.
_HEADS = frozenset({"40000", "41000", "41100", "41200", "41300", "41400", "41500", "41600", "41700", "46000", "47000"})
_CLASS_FIRST_DIGITS = frozenset("1569")
_BODIES = frozenset({"42000", "43000", "44000", "45000"})


@dataclass(frozen=True, slots=True)
class Channels:
    """The code list as loaded: names by code, and the folded names of the classes."""

    names: dict[str, tuple[str, ...]]
    class_names: frozenset[str]

    @classmethod
    @cache
    def load(cls) -> Channels:
        """The shipped list, read once."""
        text = files("importers.iati").joinpath("channels.csv").read_text("utf-8")
        rows = list(csv.reader(text.splitlines()))[1:]
        names = {code: tuple(name for name in (english, french) if name) for code, english, french in rows}
        classes = {fold(name) for code, both in names.items() if is_class(code) for name in both}
        return cls(names, frozenset(classes | {_plural(name) for name in classes}))

    def is_class_name(self, folded: str) -> bool:
        """Whether a folded name is, but for a plural, that of a class ("international ngo")."""
        return bool(folded) and (folded in self.class_names or _plural(folded) in self.class_names)

    def stands_for(self, code: str, name: str) -> bool:
        """Whether `code` is one organisation of the list, and `name` (or no name) can be its name."""
        if code not in self.names or is_class(code):
            return False
        known = {word for both in self.names[code] for word in words(both) if len(word) > 3}
        return not name or bool(known & set(words(name)))


def is_class(code: str) -> bool:
    """Whether a channel code stands for a class of organisations and never for one."""
    if code[0] in _CLASS_FIRST_DIGITS or code in _HEADS:
        return True
    return code.endswith("000") and code not in _BODIES


def _plural(folded: str) -> str:
    return " ".join([word if word.endswith("s") else f"{word}s" for word in folded.split()])
