"""One way to compare texts from many languages: case, accents and the Turkish i aside. Used by stores and identity."""

from __future__ import annotations

import re
import unicodedata

# NFKD leaves these as they are; each is written this way where the letter is not to be had.
_LETTERS = str.maketrans(
    {
        "ı": "i",
        "İ": "i",
        "ł": "l",
        "Ł": "l",
        "ø": "o",
        "Ø": "o",
        "đ": "d",
        "Đ": "d",
        "ß": "ss",
        "æ": "ae",
        "Æ": "ae",
        "œ": "oe",
        "Œ": "oe",
    }
)
_NOT_WORD = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """`text` for comparison: compatibility forms, case, accents, punctuation and blanks aside.

    The same text again gives itself; Turkish dotted and dotless i, and their capitals, all become i.

    >>> fold("Göç İdaresi  Başkanlığı"), fold("ISTANBUL"), fold("istanbul"), fold("O'Neil-Nguyễn")
    ('goc idaresi baskanligi', 'istanbul', 'istanbul', 'o neil nguyen')
    """
    if text.isascii():
        return _NOT_WORD.sub(" ", text.lower()).strip()
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS)).casefold().translate(_LETTERS)
    letters = "".join(char for char in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(char))
    return _NOT_WORD.sub(" ", letters).strip()


def words(text: str) -> tuple[str, ...]:
    """The words of `text`, folded."""
    return tuple(fold(text).split())
