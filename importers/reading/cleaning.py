"""Texts from untrusted cells: normalised, invisible marks out, and what looks wrong named."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_OVERRIDE = re.compile("[\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufeff]")
_JOINERS = re.compile("[\u200c\u200d]")
_ODD = re.compile("[^\t\n\r\x20-\x7e]")
_MISREAD = re.compile("[ÂÃÄÅ][\u0080-\u00bf\u0152-\u2122]")
_BEYOND_LATIN = re.compile("[^\x00-\u024f]")  # up to there no letter is Greek or Cyrillic
_WORD = re.compile(r"\w+")
_SPACES = re.compile(r"[\t\r\n\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text that can be kept.

    Attributes:
        refusal: rule under which the text cannot be used; None: it can.
        repairs: rules of the repairs that were made (`text.invisible`, `text.normalised`).
        doubts: rules of what looks wrong and was left (`text.misread`, `text.mixed-scripts`).
    """

    text: str
    refusal: str | None = None
    repairs: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


ADVICE = {
    "text.control": "The text holds a control character; type it again.",
    "text.override": "The text holds a mark that turns the reading direction and can hide what it says; type it again.",
    "text.invisible": "Invisible characters (zero-width spaces, soft hyphens, direction marks) were taken out.",
    "text.normalised": "Letters with accents were brought into one form.",
    "text.misread": "This looks like text that was decoded wrongly; if so, export the file again as UTF-8.",
    "text.mixed-scripts": "One word mixes letters of two alphabets that look alike; check the spelling.",
}


def clean(text: str, *, is_code: bool = False) -> Cleaned:
    """`text` without blanks around it, in NFC, without invisible marks. The same again gives itself.

    Args:
        text: as it stood in the cell.
        is_code: identifiers and keys: joiners are taken out too, which names in Persian or Hindi need.
    """
    plain = text.strip()
    if not _ODD.search(plain):
        return Cleaned(plain)
    if _CONTROL.search(plain):
        return Cleaned(plain, refusal="text.control")
    if _OVERRIDE.search(plain):
        return Cleaned(plain, refusal="text.override")
    seen = _INVISIBLE.sub("", plain)
    if is_code:
        seen = _JOINERS.sub("", seen)
    composed = unicodedata.normalize("NFC", seen).strip()
    repairs = ("text.invisible",) if seen != plain else ()
    if composed != seen.strip():
        repairs = (*repairs, "text.normalised")
    return Cleaned(composed, repairs=repairs, doubts=_doubts(composed))


def one_line(text: str) -> str:
    """`text` with line breaks and tabs as single blanks; other blanks stay as they are printed."""
    return _SPACES.sub(" ", text).strip()


def _doubts(text: str) -> tuple[str, ...]:
    doubts = []
    if _MISREAD.search(text) and _reads_better_decoded(text):
        doubts.append("text.misread")
    if _BEYOND_LATIN.search(text) and any(_mixes_scripts(word) for word in _WORD.findall(text)):
        doubts.append("text.mixed-scripts")
    return tuple(doubts)


def _reads_better_decoded(text: str) -> bool:
    for wrong in ("cp1252", "latin-1"):
        try:
            if len(text.encode(wrong).decode("utf-8")) < len(text):
                return True
        except UnicodeError:
            continue
    return False


def _mixes_scripts(word: str) -> bool:
    if word.isascii():
        return False
    scripts = {unicodedata.name(char, "").split(" ")[0] for char in word if char.isalpha()}
    return len(scripts & {"LATIN", "CYRILLIC", "GREEK"}) > 1
