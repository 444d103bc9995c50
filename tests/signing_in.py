"""What tests of accounts share: a clock that is turned by hand, and hashes that take no time."""

from __future__ import annotations

from argon2 import PasswordHasher

from web.accounts.passwords import Passwords


class Clock:
    """Seconds since 1970, moved by the test."""

    def __init__(self, now: float = 1_800_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def quick_passwords(time_cost: int = 1) -> Passwords:
    """argon2id with settings that are only good for tests."""
    return Passwords(PasswordHasher(time_cost=time_cost, memory_cost=8, parallelism=1))
