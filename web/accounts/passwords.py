"""Passwords: which ones are taken, and how they are kept (argon2id)."""

from __future__ import annotations

import math
import re
import threading
from functools import cache
from importlib.resources import files

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from graphsvc.errors import InvalidValue
from graphsvc.folding import fold

SHORTEST, LONGEST = 12, 128
AT_ONCE = 2
"""Each hash takes 64 MiB and most of a core; more at once would starve the pages."""

_LOOKALIKES = str.maketrans("013457@8$!", "oieastabsi")
_REPEATS = re.compile(r"(.{1,6}?)\1+.{0,5}")
_RUNS = (
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "1q2w3e4r5t6y7u8i9o0p",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik",
)
_FEW_WORDS = 3
_DECORATION = "0123456789!@#$%&*?.,-+=_ "
_MOST_DECORATION = 6


class Passwords:
    """Hashes and compares passwords. At most two at once; verifying against nothing takes as long as against one."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher(time_cost=4, memory_cost=65536, parallelism=2, type=Type.ID)
        self._slots = threading.BoundedSemaphore(AT_ONCE)
        self._nobody: str | None = None

    def hash(self, password: str) -> str:
        """What is kept in place of `password`."""
        with self._slots:
            return self._hasher.hash(password)

    def fits(self, password: str, kept: str | None) -> bool:
        """Whether `password` gave `kept`. None, for somebody without a password, takes as long and is False."""
        if self._nobody is None:
            self._nobody = self.hash("a password that nobody has")
        with self._slots:
            try:
                self._hasher.verify(kept or self._nobody, password)
            except (VerifyMismatchError, InvalidHashError):
                return False
        return kept is not None

    def is_outdated(self, kept: str) -> bool:
        """Whether `kept` was made with weaker settings than today's."""
        return self._hasher.check_needs_rehash(kept)


def check_password(password: str, *, name: str) -> None:
    """Raise InvalidValue for a password that is too short, too long, or made of what everybody tries first.

    Any characters are allowed, none is demanded, and a password never has to be changed for its age.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise InvalidValue(
            f"A password has {SHORTEST} to {LONGEST} characters.",
            hint="Four words that do not belong together do well.",
        )
    if is_common(password, name=name):
        raise InvalidValue(
            "This password is one of those that are tried first.",
            hint="Take four words that do not belong together.",
        )


def is_common(password: str, *, name: str = "") -> bool:
    """Whether `password` is one that everybody tries first.

    People take a word, write it in another way, and put numbers around it. A list of the passwords that come of it is
    long and somebody else's; what they are made of is short (`common_parts.txt`). So: up to three such words with any
    digits and signs, look-alikes such as `p4ssw0rd`, the person's own name, rows of keys, a few characters repeated.
    """
    parts = _common_parts() | ({fold(name).replace(" ", "")} - {""})
    if any(_fewest_words(text, parts) <= _FEW_WORDS for text in _readings(password)):
        return True
    plain = password.casefold()
    return bool(_REPEATS.fullmatch(plain)) or any(_is_run(plain, run) for run in _RUNS)


def _readings(password: str) -> set[str]:
    """The letters that a person may have started from: signs at both ends are decoration, those inside look-alikes."""
    start = len(password) - len(password.lstrip(_DECORATION))
    end = len(password) - len(password.rstrip(_DECORATION))
    cores = (
        password[before : len(password) - after]
        for before in range(min(start, _MOST_DECORATION) + 1)
        for after in range(min(end, _MOST_DECORATION) + 1)
    )
    spelled = {core.translate(_LOOKALIKES) for core in cores} | {password.strip(_DECORATION)}
    return {re.sub(r"[\W\d_]+", "", fold(text)) for text in (*spelled, password)}


@cache
def _common_parts() -> frozenset[str]:
    return frozenset(files("web.accounts").joinpath("common_parts.txt").read_text("utf-8").split())


def _fewest_words(text: str, parts: frozenset[str]) -> float:
    """Of how few common words `text` consists, words of up to three letters not counted; infinite when of others."""
    longest = max(map(len, parts))
    fewest = [0.0] + [math.inf] * len(text)
    for end in range(1, len(text) + 1):
        for start in range(max(0, end - longest), end):
            if text[start:end] in parts:
                fewest[end] = min(fewest[end], fewest[start] + (end - start > 3))
    return fewest[-1]


def _is_run(text: str, run: str) -> bool:
    """Whether `text` can be cut into pieces of four or more that follow `run` forwards or backwards."""
    for line in (run, run[::-1]):
        rest = text
        while rest:
            longest = next((size for size in range(len(rest), 3, -1) if rest[:size] in line), 0)
            if not longest:
                break
            rest = rest[longest:]
        if len(rest) < 4:
            return True
    return False
