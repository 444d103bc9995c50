"""Nothing in the repository depends on where it was made, holds a secret, or is left out of the installed package."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path, PurePosixPath

import pytest

from tests.shape.tree import PACKAGES, ROOT, VENDORED, files, text

HOSTS = ("pypi.org", "pythonhosted.org", "maven.org", "maven.apache.org/maven2", "npmjs.org", "npmjs.com", "crates.io")
PLACES = re.compile(r"(?<![\w.])/(work|farm|root|home)/[a-z.]")
SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\b(ghp|gho|github_pat|xox[bp])_[A-Za-z0-9]{16,}|\bAKIA[A-Z0-9]{16}\b"
)
LARGEST_BYTES = 20_000_000
THIS_FILE = "tests/shape/test_tracked_files.py"
DATA_OF_OTHERS = (VENDORED, "samples/", "tests/corpus/")


@pytest.mark.parametrize("name", ["Makefile", "LICENSE", ".ci/run", "docker-compose.yml", "Dockerfile", "README.md"])
def test_the_repository_has_what_everybody_looks_for(name: str) -> None:
    assert name in files()


def test_no_file_names_a_registry() -> None:
    assert [(name, host) for name in own_text_files() for host in HOSTS if host in text(name)] == []


def test_no_file_names_a_place_on_the_machine_of_its_author() -> None:
    assert [(name, found[0]) for name in own_text_files() if (found := PLACES.search(text(name)))] == []


def test_no_file_holds_a_secret() -> None:
    assert [name for name in own_text_files() if SECRETS.search(text(name))] == []


def test_no_file_is_very_large() -> None:
    assert [name for name in files() if (ROOT / name).stat().st_size > LARGEST_BYTES] == []


def test_every_file_that_the_program_reads_is_installed_with_it() -> None:
    patterns = tomllib.loads(text("pyproject.toml"))["tool"]["setuptools"]["package-data"]["*"]
    left_out = [
        name
        for name in files()
        if name.split("/")[0] in PACKAGES and not name.endswith((".py", ".md", ".typed"))
        if PurePosixPath(name).suffix not in {PurePosixPath(pattern).suffix for pattern in patterns}
    ]

    assert left_out == []


def test_every_folder_with_modules_is_a_package() -> None:
    folders = {str(Path(name).parent) for name in files() if name.split("/")[0] in PACKAGES and name.endswith(".py")}

    assert [folder for folder in sorted(folders) if f"{folder}/__init__.py" not in files()] == []


def test_scripts_may_be_run() -> None:
    scripts = [
        name for name in files() if name.startswith(("scripts/", ".ci/")) and "." not in PurePosixPath(name).name
    ]

    assert [name for name in scripts if not (ROOT / name).stat().st_mode & 0o100] == []


def own_text_files() -> list[str]:
    """Files that were written here and can be read as text."""
    return [name for name in files() if name != THIS_FILE and not name.startswith(DATA_OF_OTHERS) and is_text(name)]


def is_text(name: str) -> bool:
    try:
        text(name)
    except UnicodeDecodeError:
        return False
    return True
