"""Which passwords are taken, and how long comparing takes."""

from __future__ import annotations

import itertools
import time

import pytest

from graphsvc.errors import InvalidValue
from web.accounts.passwords import Passwords, check_password, is_common

WORDS = ("password", "welcome", "dragon", "contraseña", "istanbul", "football", "monkey", "sunshine", "admin", "qwerty")
SPELLINGS = (str, str.title, str.upper, lambda word: word.replace("a", "@").replace("o", "0").replace("e", "3"))
ENDINGS = ("", "1", "123", "1234", "12345", "!", "2024", "2025!", "#1", "007", "_99", "321!")
BEGINNINGS = ("", "1", "my", "the", "!!", "99", "123")
DECENT = (
    "plum orbit kettle 9",
    "correct horse battery staple",
    "monkey sunshine flower office",
    "x7#kkLq92mzPw",
    "ñandú-violeta-37-río",
    "çay bardağı yeşil 4",
)


def test_three_thousand_passwords_that_are_tried_first_are_refused() -> None:
    tried = {
        start + spell(word) + end
        for word, spell, end, start in itertools.product(WORDS, SPELLINGS, ENDINGS, BEGINNINGS)
    }

    assert len(tried) >= 3_000
    assert [password for password in tried if not is_common(password)] == []


@pytest.mark.parametrize(
    "password",
    [
        "aaaaaaaaaaaaaa",
        "abcabcabcabc",
        "123456789012",
        "0987654321098",
        "qwertyuiop[]",
        "1qaz2wsx3edc",
        "rosa-2024-rosa",
    ],
)
def test_rows_of_keys_repeats_and_the_own_name_are_refused(password: str) -> None:
    with pytest.raises(InvalidValue):
        check_password(password.replace("[]", "asdf"), name="Rosa")


@pytest.mark.parametrize("password", DECENT)
def test_words_that_do_not_belong_together_are_taken(password: str) -> None:
    check_password(password, name="rosa")


@pytest.mark.parametrize(("length", "is_taken"), [(11, False), (12, True), (128, True), (129, False)])
def test_a_password_has_twelve_to_128_characters(length: int, is_taken: bool) -> None:
    password = ("kq7vz2mxh9p4" * 11)[: length - 1] + "€"

    if is_taken:
        check_password(password, name="rosa")
    else:
        with pytest.raises(InvalidValue, match="12 to 128"):
            check_password(password, name="rosa")


def test_a_long_crafted_password_does_not_hold_the_service_up() -> None:
    started = time.process_time()

    is_common(("pass" * 32)[:127] + "~")
    is_common("as" * 63 + "~")

    assert time.process_time() - started < 0.5


def test_the_shipped_hash_takes_long_enough_and_is_argon2id() -> None:
    passwords = Passwords()
    started = time.process_time()

    kept = passwords.hash("plum orbit kettle 9")

    assert kept.startswith("$argon2id$v=19$m=65536,t=4")
    assert time.process_time() - started > 0.05
    assert passwords.fits("plum orbit kettle 9", kept)
    assert not passwords.fits("plum orbit kettle 8", kept)
    assert not passwords.fits("plum orbit kettle 9", "not a hash")
