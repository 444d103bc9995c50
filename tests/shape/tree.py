"""The files of this repository and what its Python modules import, for the tests about the tree itself."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("graphsvc", "importers", "queries", "web")
VENDORED = "web/static/vendor/"


@cache
def files() -> tuple[str, ...]:
    """Every file of the repository by its path from the root: kept ones, and new ones that are not ignored."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout.decode()
    return tuple(sorted({name for name in listed.split("\0") if name and (ROOT / name).is_file()}))


def own_files(*suffixes: str) -> list[str]:
    """Files with one of the suffixes that were written here, not taken from others."""
    return [name for name in files() if name.endswith(suffixes) and not name.startswith(VENDORED)]


def python_files() -> list[str]:
    """Python files of packages, tests and scripts."""
    return own_files(".py")


def package_files() -> list[str]:
    """Python files of the packages."""
    return [name for name in python_files() if name.split("/")[0] in PACKAGES]


def module_name(name: str) -> str:
    """The module that a Python file of a package is."""
    return name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def text(name: str) -> str:
    """What the file holds."""
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def tree(name: str) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(text(name), filename=name)


def imports(name: str) -> Iterator[tuple[int, str]]:
    """(line, module) of every import in a file, those inside functions too; `from a import b` gives `a.b`."""
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def is_in(module: str, package: str) -> bool:
    """Whether `module` is `package` or lies in it."""
    return module == package or module.startswith(package + ".")
