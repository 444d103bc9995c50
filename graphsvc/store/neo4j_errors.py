"""What the errors of the Neo4j driver mean: may it be tried again, and what is said to a person."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from neo4j.exceptions import (
    AuthError,
    ConfigurationError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
)

from graphsvc.errors import GraphsvcError, InvalidValue, StoreBusy, StoreFull, StoreRefused, StoreUnreachable

REFUSAL_SECONDS = 10.0
"""So long nobody asks a server again that refused the password: it locks out who tries too often."""

# Words of the JVM and of Linux in the errors of a server whose disk is full, or whose files may grow no further.
_FULL = ("no space left on device", "file too large", "disk quota exceeded", "not enough space", "out of disk space")
_TIMED_OUT = ("TransactionTimedOut", "TransactionTimedOutClientConfiguration")
_STOPPING = ("DatabaseUnavailable", "Transaction.Terminated", "Transaction.Outdated", "General.UnknownError")


@dataclass(frozen=True, slots=True)
class Trouble:
    """One error, understood. `is_final`: the same server will say the same again."""

    error: Callable[[], GraphsvcError]
    can_retry: bool = False
    is_final: bool = False
    seen_at: float = field(default_factory=time.monotonic)

    def is_fresh(self) -> bool:
        """Whether it is too early to ask again after a refusal."""
        return time.monotonic() - self.seen_at < REFUSAL_SECONDS


def trouble(error: Exception) -> Trouble:
    """What `error`, of the driver or on the way to the server, means."""
    if isinstance(error, UnicodeEncodeError):
        return Trouble(_not_text)
    if _is_full(error):
        return Trouble(StoreFull)
    if isinstance(error, Neo4jError):
        return _of_server(error)
    if isinstance(error, ConfigurationError):
        return Trouble(_not_neo4j)
    if isinstance(error, (ServiceUnavailable, SessionExpired, OSError)):
        return Trouble(StoreUnreachable, can_retry=True)
    if isinstance(error, DriverError) and error.is_retryable():
        return Trouble(StoreUnreachable, can_retry=True)
    return Trouble(StoreUnreachable)


def _of_server(error: Neo4jError) -> Trouble:
    code = error.code or ""
    if isinstance(error, AuthError) or ".Security." in code:
        return Trouble(_expired if code.endswith("CredentialsExpired") else _wrong_password, is_final=True)
    if code.endswith(_TIMED_OUT):
        return Trouble(_too_slow)
    if "Bookmark" in code:
        return Trouble(StoreUnreachable, can_retry=True)  # asked without them the next time
    if code.endswith("ConstraintValidationFailed"):
        return Trouble(StoreBusy, can_retry=True)  # two writers made the same thing at once; one of them comes later
    if any(word in code for word in _STOPPING):
        return Trouble(StoreUnreachable, can_retry=True)
    if ".TransientError." in code or error.is_retryable():
        return Trouble(StoreBusy, can_retry=True)
    if ".DatabaseError." in code:
        return Trouble(lambda: _damaged(code))
    return Trouble(lambda: _not_understood(code))


def _is_full(error: BaseException) -> bool:
    seen: BaseException | None = error
    while seen is not None:
        text = f"{seen} {getattr(seen, 'message', '')}".casefold()
        if any(words in text for words in _FULL):
            return True
        seen = seen.__cause__ or getattr(seen, "gql_status_cause", None)
    return False


def _wrong_password() -> GraphsvcError:
    return StoreRefused(
        "The Neo4j server refuses the user or the password.",
        hint="Check GRAPHSVC_NEO4J_USER and GRAPHSVC_NEO4J_PASSWORD_FILE. After several wrong tries the server needs a"
        " few seconds before it listens again.",
    )


def _expired() -> GraphsvcError:
    return StoreRefused(
        "The Neo4j server wants its first password to be changed.",
        hint="Sign in once with Neo4j's own tools, choose a password, and give it to the service.",
    )


def _not_neo4j() -> GraphsvcError:
    return StoreRefused(
        "What answers at the address of the store cannot be used.",
        hint="Check GRAPHSVC_STORE_URL: scheme (bolt or neo4j, +s with TLS), host and port.",
    )


def _too_slow() -> GraphsvcError:
    return StoreUnreachable("The network store took too long.", hint="Nothing was changed. Try again in a minute.")


def _damaged(code: str) -> GraphsvcError:
    return StoreRefused(
        "The Neo4j server reports a fault of its own.", hint="Look at the server's log, then try again.", code=code
    )


def _not_understood(code: str) -> GraphsvcError:
    return StoreRefused(
        "The Neo4j server refused a statement.",
        hint="Check that it is Neo4j 5.26. If it is, this is a fault of graphsvc.",
        code=code,
    )


def _not_text() -> GraphsvcError:
    return InvalidValue("A text holds characters that are not characters (lone surrogates).", hint="Save it as UTF-8.")
