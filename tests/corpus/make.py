"""Writes the whole corpus into a folder, one folder a case: the files, and expect.json.

    python -m tests.corpus.make FOLDER

The tests make the same files in folders of their own; nothing of the corpus is kept in the repository.
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path

from tests.corpus.case import Case


def all_cases() -> list[Case]:
    """The cases of every module `cases_*.py` beside this one."""
    found: list[Case] = []
    for path in sorted(Path(__file__).parent.glob("cases_*.py")):
        found.extend(importlib.import_module(f"tests.corpus.{path.stem}").CASES)
    names = [case.name for case in found]
    if len(set(names)) != len(names):
        raise ValueError(f"cases of one name: {sorted({name for name in names if names.count(name) > 1})}")
    return found


def write(case: Case, folder: Path) -> None:
    """The files of `case` and what is expected of them."""
    folder.mkdir(parents=True)
    case.make(folder)
    expected = {
        "outcome": case.outcome.value,
        "rules": case.rules,
        "place": case.place,
        "importer": case.importer,
        "choices": dict(case.choices),
        "mapping": case.mapping,
    }
    (folder / "expect.json").write_text(json.dumps(expected, indent=2, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    for each in all_cases():
        write(each, Path(sys.argv[1]) / each.name)
