"""The sentences of errors that a page can show: what is given as message or hint, and what their classes say.

They are read from the code, so that a new one is asked for in every language as soon as it is written.
"""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

PACKAGES = ("web", "queries", "graphsvc")
NOT_ON_PAGES = (
    # the command line, the start of the service, files and their import
    *("graphsvc/cli/", "graphsvc/config.py", "graphsvc/kinds.py", "graphsvc/chance_rules.py", "graphsvc/runs/"),
    *("graphsvc/identity/aliases.py", "graphsvc/money_tracing.py", "web/app.py", "web/catalogues.py", "web/health.py"),
    # measures are asked for on the command line only
    *("graphsvc/measures.py", "graphsvc/measure_kinds.py", "graphsvc/reach_measures.py"),
    # accounts are made, and their passwords chosen, on the command line
    *("web/accounts/passwords.py", "web/accounts/people.py"),
    # stores: opening, copying, importing and taking back; what reading can say is in the modules that are not here
    *("graphsvc/store/neo4j_open.py", "graphsvc/store/neo4j_runs.py", "graphsvc/store/neo4j_settle.py"),
    *("graphsvc/store/neo4j_statements.py", "graphsvc/store/neo4j_undo.py", "graphsvc/store/neo4j_whole.py"),
    *("graphsvc/store/neo4j_write.py", "graphsvc/store/opening.py", "graphsvc/store/sqlite_runs.py"),
    *("graphsvc/store/sqlite_schema.py", "graphsvc/store/sqlite_staging.py", "graphsvc/store/sqlite_undo.py"),
    "graphsvc/store/sqlite_whole.py",
)
"""Files and folders whose errors no page can show."""
SAID_WITH_NAMES = frozenset(
    (
        "f'{path.name} is there already.'",  # a backup
        "f'The store {path} cannot be made.'",  # at the start of the service
        "f\"Use one of {', '.join((m.label for m in cls))}.\"",  # classes of flow, in files
    )
)
"""Sentences, as the code has them, with a part that is known only when they are said; no page can show them."""
TOLD_TO_PEOPLE = ("message", "hint")


def texts_of(root: Path) -> Iterator[tuple[str, str]]:
    """(file, sentence) of all that a page can show; a sentence that is put together at run time is given as code."""
    files = [file for package in PACKAGES for file in sorted((root / package).rglob("*.py"))]
    trees = {file.relative_to(root).as_posix(): ast.parse(file.read_text("utf-8")) for file in files}
    errors = _error_classes(trees.values())
    for name, tree in trees.items():
        if not name.startswith(NOT_ON_PAGES):
            yield from ((name, text) for node in ast.walk(tree) for text in _said(name, node, errors))


def _error_classes(trees: object) -> set[str]:
    bases = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    found, more = {"GraphsvcError"}, {"GraphsvcError"}
    while more:
        more = {name for name, above in bases.items() if above & found} - found
        found |= more
    return found


def _said(file: str, node: ast.AST, errors: set[str]) -> Iterator[str]:
    for value in _values(node, errors):
        # What else there is marks its sentence for the catalogue by itself, or hands on one that is raised elsewhere.
        if isinstance(value, ast.Constant | ast.JoinedStr | ast.BinOp | ast.Name):
            text = _evaluated(file, value)
            if text:
                yield text


def _values(node: ast.AST, errors: set[str]) -> Iterator[ast.expr]:
    if isinstance(node, ast.ClassDef) and node.name in errors:
        for line in node.body:
            targets = line.targets if isinstance(line, ast.Assign) else [getattr(line, "target", None)]
            if getattr(targets[0], "id", None) in TOLD_TO_PEOPLE and line.value is not None:
                yield line.value
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in errors:
        yield from node.args[:1]
        yield from (one.value for one in node.keywords if one.arg in TOLD_TO_PEOPLE)


def _evaluated(file: str, value: ast.expr) -> str | None:
    if isinstance(value, ast.Constant):
        return value.value if isinstance(value.value, str) else None
    if isinstance(value, ast.Name):
        held = vars(_module(file)).get(value.id)
        return held if isinstance(held, str) else None
    try:
        return str(eval(ast.unparse(value), vars(_module(file))))  # noqa: S307 - our own code, with its own constants
    except NameError:
        code = ast.unparse(value)
        return None if code in SAID_WITH_NAMES else code


def _module(file: str) -> ModuleType:
    return importlib.import_module(file.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
