"""Statements are files, each with a header that says what it is; those of the stores say everything."""

from __future__ import annotations

import re
from pathlib import PurePath

from tests.shape.tree import PACKAGES, own_files, text

LEADERS = {".sql": "--", ".cypher": "//"}
HEADER = ("name", "does", "access", "params", "returns")
OPTIONAL = "each"  # run once for each of these: kinds or types that the registry names, never data
ACCESS = {"read", "write", "schema"}
# Keywords are written in capitals; `alter` is also what the other end of a tie is called.
WRITING = re.compile(r"\b(CREATE|MERGE|DELETE|SET|REMOVE|INSERT|UPDATE|REPLACE|DROP|ALTER)\b(?!\s*\()")
PARAMETER = {".sql": re.compile(r"(?<![:\w]):([a-z_]\w*)"), ".cypher": re.compile(r"\$([a-z_]\w*)")}


def test_a_statement_file_says_what_it_is() -> None:
    problems = {
        name: found
        for name in statements()
        if (found := tuple(key for key in split(name)[0] if key != OPTIONAL))
        != (HEADER if is_of_a_store(name) else ordered(found))
    }

    assert problems == {}


def test_a_statement_is_called_like_its_file() -> None:
    wrong = [name for name in statements() if split(name)[0].get("name") != PurePath(name).stem]

    assert wrong == []


def test_a_statement_that_only_reads_writes_nothing() -> None:
    wrong = {
        name: found
        for name in statements()
        if split(name)[0].get("access") == "read" and (found := WRITING.findall(without_texts(split(name)[1])))
    }

    assert wrong == {}


def test_access_is_one_of_three_words() -> None:
    wrong = [name for name in statements() if split(name)[0].get("access", "read") not in ACCESS]

    assert wrong == []


def test_every_named_parameter_of_a_store_statement_is_in_its_header() -> None:
    wrong = {name: missing for name in statements() if is_of_a_store(name) and (missing := unnamed_parameters(name))}

    assert wrong == {}


def statements() -> list[str]:
    return [name for name in own_files(*LEADERS) if name.split("/")[0] in PACKAGES]


def is_of_a_store(name: str) -> bool:
    return name.startswith("graphsvc/store/")


def ordered(found: tuple[str, ...]) -> tuple[str, ...]:
    """What a header with these keys should look like: at least name and does, in the order of the full one."""
    return tuple(key for key in HEADER if key in {*found, "name", "does"})


def unnamed_parameters(name: str) -> list[str]:
    header, statement = split(name)
    used = set(PARAMETER[PurePath(name).suffix].findall(without_texts(statement)))
    return sorted(one for one in used if not re.search(rf"\b{one}\b", header.get("params", "")))


def split(name: str) -> tuple[dict[str, str], str]:
    """(header by key in the order of the file, the statement). A header line goes on in the next one without a key."""
    leader = LEADERS[PurePath(name).suffix]
    header: dict[str, str] = {}
    lines = text(name).splitlines()
    key = ""
    while lines and lines[0].startswith(leader):
        line = lines.pop(0).removeprefix(leader)
        if found := re.fullmatch(rf" ({'|'.join((*HEADER, OPTIONAL))}):\s*(.*)", line):
            key = found[1]
            header[key] = found[2].strip()
        elif key:
            header[key] += " " + line.strip()
    return header, "\n".join(line for line in lines if not line.strip().startswith(leader))


def without_texts(statement: str) -> str:
    """The statement without what stands in quotes."""
    return re.sub(r"'[^']*'|`[^`]*`", "''", statement)
