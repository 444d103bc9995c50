"""Who may import whom, module by module. Chains of imports are checked by import-linter (pyproject.toml)."""

from __future__ import annotations

import ast
import dataclasses
import sys

import pytest

from graphsvc.config import Settings
from tests.shape.tree import imports, is_in, module_name, package_files, tree

VALUES = ("model", "kinds", "chance_rules", "access", "errors", "ids", "folding")
"""Modules of graphsvc that say what things are; everybody may use them."""

# Our own packages that the modules of a package may import; the first matching row counts.
ALLOWED: dict[str, tuple[str, ...]] = {
    **{f"graphsvc.{name}": tuple(f"graphsvc.{other}" for other in VALUES) for name in VALUES},
    "graphsvc.consent": ("graphsvc.consent", "graphsvc.sqlite_file", *(f"graphsvc.{name}" for name in VALUES)),
    "graphsvc.sqlite_file": ("graphsvc.errors",),
    "graphsvc.cli": ("graphsvc", "importers", "queries", "web"),
    "importers": ("importers", *(f"graphsvc.{name}" for name in VALUES)),
    "queries": ("queries", "graphsvc"),
    "web": ("web", "queries", "graphsvc"),
    "graphsvc": ("graphsvc",),
}
ONLY_THE_COMMAND_LINE_ITSELF = "graphsvc.cli"

# A driver and the modules that may speak to it.
DRIVERS = {
    "neo4j": ("graphsvc.store.neo4j",),
    "pyvis": ("web.maps",),
    "flask": ("web", "graphsvc.cli"),
    "werkzeug": ("web", "graphsvc.cli"),
    "jinja2": ("web",),
    "gunicorn": ("web", "graphsvc.cli"),
}


def test_packages_import_only_what_lies_below_them() -> None:
    wrong = [
        f"{name}:{line} imports {imported}"
        for name in package_files()
        for line, imported in imports(name)
        if is_ours(imported) and not any(is_in(imported, allowed) for allowed in allowed_for(module_name(name)))
    ]

    assert wrong == []


def test_nobody_but_the_command_line_imports_the_command_line() -> None:
    wrong = [
        f"{name}:{line}"
        for name in package_files()
        for line, imported in imports(name)
        if is_in(imported, ONLY_THE_COMMAND_LINE_ITSELF)
        and not is_in(module_name(name), ONLY_THE_COMMAND_LINE_ITSELF)
        and name != "graphsvc/__main__.py"
    ]

    assert wrong == []


def test_modules_that_say_what_things_are_need_only_the_standard_library() -> None:
    wrong = [
        f"{name}:{line} imports {imported}"
        for name in package_files()
        if any(is_in(module_name(name), f"graphsvc.{value}") for value in VALUES)
        for line, imported in imports(name)
        if imported.split(".")[0] not in sys.stdlib_module_names and not is_ours(imported)
    ]

    assert wrong == []


@pytest.mark.parametrize("driver", DRIVERS)
def test_a_driver_is_spoken_to_in_one_place(driver: str) -> None:
    wrong = [
        f"{name}:{line}"
        for name in package_files()
        for line, imported in imports(name)
        if is_in(imported, driver) and not any(begins(module_name(name), place) for place in DRIVERS[driver])
    ]

    assert wrong == []


def test_only_the_settings_read_the_environment() -> None:
    wrong = [
        f"{name}:{node.lineno}"
        for name in package_files()
        if name != "graphsvc/config.py"
        for node in ast.walk(tree(name))
        if reads_environment(node)
    ]

    assert wrong == []


def test_every_setting_changes_something() -> None:
    read = {
        node.attr
        for name in package_files()
        if name != "graphsvc/config.py"
        for node in ast.walk(tree(name))
        if isinstance(node, ast.Attribute)
    }

    assert [known.name for known in dataclasses.fields(Settings) if known.name not in read] == []


def reads_environment(node: ast.AST) -> bool:
    match node:
        case ast.Attribute(value=ast.Name(id="os"), attr="environ" | "environb" | "getenv" | "getenvb"):
            return True
        case ast.ImportFrom(module="os", names=names):
            return any(alias.name in ("environ", "environb", "getenv", "getenvb") for alias in names)
        case _:
            return False


def is_ours(module: str) -> bool:
    return module.split(".", maxsplit=1)[0] in ("graphsvc", "importers", "queries", "web", "tests")


def begins(module: str, place: str) -> bool:
    """`graphsvc.store.neo4j_reading` counts as `graphsvc.store.neo4j`: one driver may need several modules."""
    return is_in(module, place) or module.startswith(place + "_")


def allowed_for(module: str) -> tuple[str, ...]:
    return next(allowed for package, allowed in ALLOWED.items() if is_in(module, package))
