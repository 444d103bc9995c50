from __future__ import annotations

import ast
import re

from tests.shape.tree import own_files, python_files, text, tree

LONGEST_FILE = 400
LONGEST_FUNCTION = 40


def test_no_file_is_longer_than_400_lines() -> None:
    lengths = {name: len(text(name).splitlines()) for name in own_files(".py", ".js", ".java")}

    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_longer_than_40_lines() -> None:
    too_long = {
        f"{name}:{function.lineno} {function.name}": length
        for name in python_files()
        for function in ast.walk(tree(name))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        if (length := code_lines(name, function)) > LONGEST_FUNCTION
    }

    assert too_long == {}


def test_no_module_is_called_after_nothing() -> None:
    nameless = re.compile(r"(^|[/_])(utils?|helpers?|common|misc)(\.py$|/|_)")

    assert [name for name in python_files() if nameless.search(name)] == []


def test_a_functions_docstring_and_blank_lines_are_not_counted() -> None:
    function = ast.parse(
        'def f() -> int:\n    """One.\n\n    Two.\n    """\n\n    # why\n    return (\n        1\n    )\n'
    ).body[0]

    assert isinstance(function, ast.FunctionDef)
    assert counted(function, "def\n'''\n\n\n'''\n\n# why\nreturn\n1\n)".splitlines()) == 4


def code_lines(name: str, function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return counted(function, text(name).splitlines())


def counted(function: ast.FunctionDef | ast.AsyncFunctionDef, lines: list[str]) -> int:
    """Lines from `def` to the end that hold code: no docstring, no blank line, no comment alone on its line."""
    numbers = set(range(function.lineno, (function.end_lineno or function.lineno) + 1))
    if ast.get_docstring(function, clean=False) is not None:
        docstring = function.body[0]
        numbers -= set(range(docstring.lineno, (docstring.end_lineno or docstring.lineno) + 1))
    return sum(1 for number in numbers if lines[number - 1].strip() and not lines[number - 1].strip().startswith("#"))
