from __future__ import annotations

import re
from pathlib import Path

import pytest

from graphsvc.access import Sensitivity
from tests.unit.cli.terminal import graphsvc
from web.accounts.accounts import Accounts

PASSWORD = "a quiet river bends twice\n"  # invented for this test


def test_somebody_is_added_with_what_they_may_see(tmp_path: Path) -> None:
    words = ("user", "add", "Amina", "--clearance", "members", "--in", "survey=restricted", "--may", "curate")

    said = graphsvc(tmp_path, *words, given=PASSWORD)

    assert said.code == 0
    (person,) = graphsvc(tmp_path, "user", "list", "--json").json
    assert (person["clearance"], person["in"], person["may"]) == ("members", "survey=restricted", "curate, read")
    assert (person["state"], person["password"]) == ("open", "yes")


def test_a_new_account_sees_public_ties_and_curates_nothing(tmp_path: Path) -> None:
    graphsvc(tmp_path, "user", "add", "amina", "--no-password")

    said = graphsvc(tmp_path, "user", "list")

    assert said.out.splitlines()[1].split() == ["amina", "open", "public", "read", "links", "only"]


def test_a_sign_in_link_works_once(tmp_path: Path) -> None:
    graphsvc(tmp_path, "user", "add", "amina", "--no-password")

    said = graphsvc(tmp_path, "user", "sign-in-link", "amina", GRAPHSVC_PORT="8123", GRAPHSVC_LANGUAGES="es,en")

    link = re.fullmatch(r"http://127\.0\.0\.1:8123/es/sign-in/(\S+)\n", said.out)
    assert link is not None
    accounts = Accounts.open(tmp_path)
    person = accounts.signed_in(accounts.use_link(link[1], address="127.0.0.1"))
    accounts.close()
    assert person is not None
    assert person.viewer.everywhere is Sensitivity.PUBLIC


def test_an_account_is_closed_and_opened_again(tmp_path: Path) -> None:
    graphsvc(tmp_path, "user", "add", "amina", "--no-password")

    graphsvc(tmp_path, "user", "disable", "amina")
    closed = graphsvc(tmp_path, "user", "list", "--json").json
    graphsvc(tmp_path, "user", "enable", "amina")

    assert [person["state"] for person in closed] == ["closed"]
    assert [person["state"] for person in graphsvc(tmp_path, "user", "list", "--json").json] == ["open"]


def test_a_password_can_be_changed(tmp_path: Path) -> None:
    graphsvc(tmp_path, "user", "add", "amina", "--no-password")

    said = graphsvc(tmp_path, "user", "password", "amina", given=PASSWORD)

    assert said.code == 0
    assert [person["password"] for person in graphsvc(tmp_path, "user", "list", "--json").json] == ["yes"]


@pytest.mark.parametrize(
    ("words", "given", "code"),
    [
        (("add", "amina"), "short\n", 1),
        (("add", "amina", "--no-password", "--in", "survey=sealed"), "", 2),
        (("add", "amina", "--no-password", "--in", "survey"), "", 1),
        (("add", " ", "--no-password"), "", 1),
        (("sign-in-link", "nobody"), "", 1),
        (("disable", "nobody"), "", 1),
    ],
)
def test_what_cannot_be_done_is_refused(tmp_path: Path, words: tuple[str, ...], given: str, code: int) -> None:
    said = graphsvc(tmp_path, "user", *words, given=given)

    assert (said.code, said.out) == (code, "")
    assert said.err.startswith("graphsvc: ")


def test_nobody_yet_is_said(tmp_path: Path) -> None:
    assert graphsvc(tmp_path, "user", "list").out == "Nobody yet.\n"
