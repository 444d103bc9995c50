"""The settings of an installation: the only place that reads the environment.

`Settings.from_env` is called once, in the composition root; everything else is handed the value. Each setting is the
variable `GRAPHSVC_` + its name in capitals, and is described for operators in docs/operating/limits.md.
"""

from __future__ import annotations

import dataclasses
import difflib
import ipaddress
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from graphsvc.errors import BadSetting

PREFIX = "GRAPHSVC_"
OTHER_NAMES = {"store_url": "NEO4J_URI", "neo4j_user": "NEO4J_USER", "neo4j_password": "NEO4J_PASSWORD"}
"""Names that other tools around Neo4j use too; they count where our own name is not set."""
FILE_SUFFIX = "_FILE"
STORE_SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
KNOWN_LANGUAGES = ("en", "es", "tr")
SHORTEST_PASSWORD = 8

Convert = Callable[[str], Any]


def setting(default: object, convert: Convert, *, shown: bool = True) -> Any:
    """A field of Settings with the function that makes its value from a variable's text."""
    return field(default=default, repr=shown, metadata={"convert": convert})


def as_text(text: str) -> str:
    """The text itself, without blanks around it."""
    return text.strip()


def as_switch(text: str) -> bool:
    """`true` or `false`, also `1`/`0`, `yes`/`no`, `on`/`off`."""
    word = text.strip().casefold()
    if word in ("1", "true", "yes", "on"):
        return True
    if word in ("0", "false", "no", "off"):
        return False
    raise ValueError("Use true or false.")


def whole(lowest: int, highest: int) -> Convert:
    """A whole number in the range, both ends allowed; `20_000_000` may be written so."""

    def convert(text: str) -> int:
        if text.strip().replace("_", "").isascii() and text.strip().replace("_", "").isdigit():
            number = int(text)
            if lowest <= number <= highest:
                return number
        raise ValueError(f"Use a whole number from {lowest:,} to {highest:,}, without signs or separators.")

    return convert


def number(lowest: float, highest: float) -> Convert:
    """A number in the range, both ends allowed."""

    def convert(text: str) -> float:
        advice = f"Use a number from {lowest:g} to {highest:g}."
        try:
            value = float(text)
        except ValueError as error:
            raise ValueError(advice) from error
        if not lowest <= value <= highest:  # also refuses nan
            raise ValueError(advice)
        return value

    return convert


def words(allowed: tuple[str, ...] = ()) -> Convert:
    """Words separated by commas, each once, in the order given; at least one."""

    def convert(text: str) -> tuple[str, ...]:
        found = tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))
        unknown = [word for word in found if allowed and word not in allowed]
        if not found or unknown:
            raise ValueError(f"Use one or more of: {', '.join(allowed)}." if allowed else "Use words and commas.")
        return found

    return convert


def as_store_url(text: str) -> str:
    """A Bolt address without user, password, path or query."""
    address = urlsplit(text.strip())
    if address.scheme not in STORE_SCHEMES or not address.hostname:
        raise ValueError("Use an address such as neo4j://localhost:7687, or leave it out for the SQLite store.")
    if address.username or address.password:
        raise ValueError("Leave user and password out of the address; they have settings of their own.")
    if address.path not in ("", "/") or address.query or address.fragment:
        raise ValueError("Give the scheme, the host and the port, nothing more.")
    return text.strip()


def as_store_password(text: str) -> str:
    """A password that is neither the one every new server has nor a short one."""
    if text == "neo4j" or len(text) < SHORTEST_PASSWORD:
        raise ValueError(f"Use a password of at least {SHORTEST_PASSWORD} characters, not the one a server comes with.")
    return text


@dataclass(frozen=True, slots=True)
class Settings:
    """What an installation can choose. The defaults suit one person on one machine, offline."""

    data_folder: Path = setting(Path("var"), Path)
    """Where the SQLite store, accounts, introductions, uploads and cached snapshots are kept."""
    store_url: str | None = setting(None, as_store_url)
    """Where the Neo4j store is. None: the SQLite store in `data_folder` is used."""
    neo4j_user: str = setting("neo4j", as_text)
    """Who signs in to Neo4j."""
    neo4j_password: str | None = setting(None, as_store_password, shown=False)
    """The secret of `neo4j_user`; needed with `store_url`, and best given as a file."""
    kinds_file: Path | None = setting(None, Path)
    """The installation's own kinds of tie, read after those that come with the program."""
    aliases_file: Path | None = setting(None, Path)
    """The installation's own table of names of the same actor, read after the one that comes with the program."""

    host: str = setting("127.0.0.1", as_text)
    """The address that the service listens on."""
    port: int = setting(8000, whole(0, 65_535))
    """The port that the service listens on; 0 takes any free one."""
    trusted_hosts: tuple[str, ...] = setting((), words())
    """Host names by which people reach the service; others are refused. Empty: `host` and localhost."""
    trusted_proxies: int = setting(0, whole(0, 10))
    """How many proxies in a row stand in front; that many addresses that they add are believed, 0 none."""
    secure_cookies: bool = setting(default=False, convert=as_switch)
    """Whether cookies travel by TLS only. Where it is not set: on, unless `host` is a loopback address."""
    guest_viewing: bool = setting(default=False, convert=as_switch)
    """Whether people may look at public ties without signing in."""
    languages: tuple[str, ...] = setting(("en", "es"), words(KNOWN_LANGUAGES))
    """Languages of the pages, the first one for people who ask for none of them."""
    session_idle_seconds: int = setting(30 * 60, whole(60, 24 * 3600))
    """After this long without a request people sign in again."""
    session_longest_seconds: int = setting(12 * 3600, whole(60, 7 * 24 * 3600))
    """After this long people sign in again in any case."""

    page_timeout_seconds: float = setting(5.0, number(0.1, 600))
    """A page that is not ready by then says so and frees its worker."""
    import_batch_timeout_seconds: float = setting(30.0, number(1, 3600))
    """A batch of an import that is not written by then is given up and tried again."""
    import_batch_rows: int = setting(5_000, whole(1, 100_000))
    """How many rows are written at once."""
    lock_wait_seconds: float = setting(5.0, number(0, 3600))
    """How long a second import waits for the first before it says who holds the lock."""

    max_upload_bytes: int = setting(20_000_000, whole(1, 10**12))
    """Largest file taken by the pages; a larger one is refused while it arrives."""
    max_file_bytes: int = setting(2_000_000_000, whole(1, 10**12))
    """Largest file taken by the command line."""
    max_rows: int = setting(1_000_000, whole(1, 10**9))
    """Most rows (or records) of one file."""
    max_columns: int = setting(500, whole(1, 16_384))
    """Most columns of one table."""
    max_cell_characters: int = setting(2_000, whole(1, 10**7))
    """Longest text of one cell or element; a longer one is an issue of its row."""
    max_unpacked_bytes: int = setting(200_000_000, whole(1, 10**12))
    """Largest size of a workbook when unpacked, checked before it is read."""
    max_issue_share: float = setting(0.2, number(0, 1))
    """An import with a larger share of refused rows stops before anything is written."""

    @property
    def uses_neo4j(self) -> bool:
        """Whether the network is kept in Neo4j and not in the data folder."""
        return self.store_url is not None

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Self:
        """The settings that the environment gives, defaults for the rest. An empty variable is as good as none.

        Args:
            environ: variables by name; None takes those of this process.

        Raises:
            BadSetting: a value cannot be used, two contradict each other, a secret is missing, or a variable begins
                with GRAPHSVC_ and is no setting. The message names the variable, never a secret's value.
        """
        given = {name: text for name, text in (os.environ if environ is None else environ).items() if text.strip()}
        _refuse_unknown(given, cls)
        values: dict[str, Any] = {}
        for known in dataclasses.fields(cls):
            found = _find(given, known.name)
            if found is not None:
                variable, text = found
                values[known.name] = _convert(known.metadata["convert"], variable, text)
        settings = cls(**values)
        if "secure_cookies" not in values:
            settings = dataclasses.replace(settings, secure_cookies=not is_loopback(settings.host))
        settings.check()
        return settings

    def check(self) -> None:
        """Raise BadSetting for settings that cannot stand together."""
        if self.uses_neo4j and self.neo4j_password is None:
            raise BadSetting(
                "A Neo4j store is named, but no password for it.",
                hint="Set GRAPHSVC_NEO4J_PASSWORD_FILE to a file that holds the password.",
                variable="GRAPHSVC_NEO4J_PASSWORD_FILE",
            )
        if self.session_idle_seconds > self.session_longest_seconds:
            raise BadSetting(
                "GRAPHSVC_SESSION_IDLE_SECONDS is longer than GRAPHSVC_SESSION_LONGEST_SECONDS.",
                hint="Make the first one the shorter one.",
                variable="GRAPHSVC_SESSION_IDLE_SECONDS",
            )


def is_loopback(host: str) -> bool:
    """Whether only programs of the same machine reach `host`."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _refuse_unknown(given: Mapping[str, str], settings: type[Settings]) -> None:
    known = {known.name.upper() for known in dataclasses.fields(settings)} | {"NEO4J_PASSWORD_FILE"}
    for variable in sorted(given):
        name = variable.removeprefix(PREFIX)
        if name != variable and name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"Did you mean {PREFIX}{near[0]}?" if near else "docs/operating/limits.md lists the settings."
            raise BadSetting(f"{variable} is not a setting.", hint=hint, variable=variable)


def _find(given: Mapping[str, str], name: str) -> tuple[str, str] | None:
    """The variable that gives setting `name`, and its text: our own name first, a secret's file before its text."""
    for variable in (PREFIX + name.upper(), OTHER_NAMES.get(name)):
        if variable is None:
            continue
        if name == "neo4j_password" and variable + FILE_SUFFIX in given:
            if variable in given:
                both = f"{variable} and {variable}{FILE_SUFFIX} are both set."
                raise BadSetting(both, hint="Keep the file.", variable=variable)
            return variable + FILE_SUFFIX, _read_secret(variable + FILE_SUFFIX, Path(given[variable + FILE_SUFFIX]))
        if variable in given:
            return variable, given[variable]
    return None


def _read_secret(variable: str, file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        message = f"{variable}: the file {file} cannot be read."
        raise BadSetting(message, hint="Check that it is there and may be read.", variable=variable) from error


def _convert(convert: Convert, variable: str, text: str) -> Any:
    try:
        return convert(text)
    except ValueError as error:
        raise BadSetting(f"{variable} has a value that cannot be used.", hint=str(error), variable=variable) from error
