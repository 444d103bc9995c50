"""Collects every text of the pages and brings web/i18n/*.po up to date; with --check it only says what is missing.

Texts are in templates, in calls of `_` in web/, and in the messages of errors. New ones are added untranslated; those
that are gone are dropped. A translation is never guessed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po
from error_texts import texts_of

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"
METHODS = [("templates/**.html", "jinja2.ext:babel_extract"), ("**.py", "python")]
OPTIONS = {"templates/**.html": {"extensions": "jinja2.ext.i18n", "trim_blocks": "true", "lstrip_blocks": "true"}}


def main() -> int:
    """Check or update; 1 when something is missing."""
    sys.path.insert(0, str(ROOT))
    problems = [problem for file in sorted((WEB / "i18n").glob("*.po")) for problem in _bring_up(file)]
    print("\n".join(problems) or "Every text has its translation.")
    return 1 if problems else 0


def _bring_up(file: Path) -> list[str]:
    with file.open("rb") as lines:
        kept = read_po(lines, locale=file.stem)
    wanted = _texts(file.stem, kept)
    if "--check" not in sys.argv:
        written = BytesIO()
        # Without a header, which would hold dates: the file changes when a text does, and then only.
        write_po(written, wanted, width=116, sort_output=True, no_location=True, omit_header=True)
        file.write_bytes(written.getvalue())
    gone = [f"{file.name}: no longer used: {_first(text)!r}" for text in kept if text.id and text.id not in wanted]
    return [f"{file.name}: {problem}" for text in wanted if text.id for problem in _problems(text)] + gone


def _texts(language: str, kept: Catalog) -> Catalog:
    texts = Catalog(locale=language, charset="utf-8", fuzzy=False)
    for identity in sorted({*_in_files(), *_in_errors()}, key=str):
        translated = kept.get(identity if isinstance(identity, str) else identity[0])
        texts.add(identity, translated.string if translated else None)
    return texts


def _in_files() -> Iterator[str | tuple[str, ...]]:
    keywords = {"_": None, "gettext": None, "ngettext": (1, 2)}
    for _file, _line, text, _comments, _context in extract_from_dir(
        WEB, method_map=METHODS, options_map=OPTIONS, keywords=keywords
    ):
        yield text


def _in_errors() -> Iterator[str]:
    yield from (text for _file, text in texts_of(ROOT))


def _problems(text: Message) -> Iterator[str]:
    forms = text.string if isinstance(text.string, tuple) else (text.string,)
    if not all(forms):
        yield f"not translated: {_first(text)!r}"
    elif text.fuzzy:
        yield f"not certain: {_first(text)!r}"
    elif text.python_format and list(text.check()):
        yield f"other placeholders: {_first(text)!r}"


def _first(text: Message) -> str:
    return text.id if isinstance(text.id, str) else text.id[0]


if __name__ == "__main__":
    raise SystemExit(main())
