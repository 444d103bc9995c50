"""What is installed is pinned, comes from no named place, and may be used by everybody."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import metadata
from itertools import pairwise

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.shape.tree import text

RUN, DEV = "requirements/run.lock", "requirements/dev.lock"
PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+) \\$", re.MULTILINE)
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")

# How packages name their licences, and what we call them.
NAMES = {
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "MPL-2.0 AND MIT": "MPL-2.0 AND MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
ALLOWED = {
    *("0BSD", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT"),
    *("MIT-0", "MPL-2.0", "PSF-2.0", "Python-2.0", "Zlib"),
}


def test_every_requirement_is_pinned_with_hashes_and_nothing_else_is_there() -> None:
    for lock in (RUN, DEV):
        lines = [line for line in text(lock).splitlines() if line.strip() and not line.lstrip().startswith("#")]
        pinned = [line for line in lines if PINNED.match(line)]

        assert [line for line in lines if line not in pinned and not HASH.match(line)] == []
        assert pinned
        assert all(HASH.match(after) for line, after in pairwise(lines) if line in pinned)


def test_lock_files_hold_no_address() -> None:
    assert [lock for lock in (RUN, DEV) if re.search(r"://|index-url|find-links|trusted-host", text(lock))] == []


def test_the_tests_run_on_the_versions_that_the_program_runs_on() -> None:
    assert pins(RUN).items() <= pins(DEV).items()


def test_the_lock_files_are_as_new_as_the_list_of_dependencies() -> None:
    project = tomllib.loads(text("pyproject.toml"))["project"]
    wanted = {RUN: project["dependencies"], DEV: project["dependencies"] + project["optional-dependencies"]["dev"]}

    missing = [
        (lock, line) for lock, lines in wanted.items() for line in lines if not is_pinned(Requirement(line), pins(lock))
    ]

    assert missing == []


def test_every_run_time_dependency_has_a_licence_that_everybody_may_use() -> None:
    refused = {name: licence_of(name) for name in pins(RUN) if not parts(licence_of(name)) <= ALLOWED}

    assert refused == {}


def test_the_page_of_licences_lists_every_run_time_dependency() -> None:
    rows = re.findall(r"^\| (\S+) \| ([^|]+) \|$", text("docs/operating/licences.md"), flags=re.MULTILINE)

    assert [row for row in rows if row[0] not in ("package", "---")] == [
        (name, licence_of(name)) for name in sorted(pins(RUN))
    ]


def pins(lock: str) -> dict[str, str]:
    return {canonicalize_name(name): version for name, version in PINNED.findall(text(lock))}


def is_pinned(wanted: Requirement, pinned: dict[str, str]) -> bool:
    name = canonicalize_name(wanted.name)
    return name in pinned and wanted.specifier.contains(Version(pinned[name]))


def parts(expression: str) -> set[str]:
    return {part for part in re.split(r" AND | OR |[()]", expression) if part.strip()}


def licence_of(name: str) -> str:
    """The licence as the installed package states it: its expression, else its classifier, else its short text."""
    about = metadata(name)
    classifiers = [line.split("::")[-1].strip() for line in about.get_all("Classifier", []) if "License" in line]
    stated = about.get("License-Expression") or next(iter(classifiers), None) or about.get("License", "not stated")
    return NAMES.get(stated, stated)
