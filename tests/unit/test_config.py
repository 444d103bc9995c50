from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from graphsvc.config import PREFIX, Settings, is_loopback
from graphsvc.errors import BadSetting

SECRET = "correct-horse-battery"
PAGE = Path(__file__).parents[2] / "docs" / "operating" / "limits.md"


def test_without_variables_the_defaults_suit_one_person_on_one_machine() -> None:
    assert Settings.from_env({"PATH": "/bin"}) == Settings()
    assert not Settings().uses_neo4j
    assert not Settings().guest_viewing


def test_each_setting_is_read_from_its_own_variable(tmp_path: Path) -> None:
    settings = Settings.from_env(
        {
            "GRAPHSVC_DATA_FOLDER": str(tmp_path),
            "GRAPHSVC_STORE_URL": "neo4j://localhost:7687",
            "GRAPHSVC_NEO4J_PASSWORD": SECRET,
            "GRAPHSVC_PORT": "9000",
            "GRAPHSVC_GUEST_VIEWING": "yes",
            "GRAPHSVC_LANGUAGES": "es, en,es",
            "GRAPHSVC_PAGE_TIMEOUT_SECONDS": "2.5",
            "GRAPHSVC_MAX_UPLOAD_BYTES": "30_000_000",
            "GRAPHSVC_TRUSTED_HOSTS": "map.example.org",
        }
    )

    assert settings == Settings(
        data_folder=tmp_path,
        store_url="neo4j://localhost:7687",
        neo4j_password=SECRET,
        port=9000,
        guest_viewing=True,
        languages=("es", "en"),
        page_timeout_seconds=2.5,
        max_upload_bytes=30_000_000,
        trusted_hosts=("map.example.org",),
    )


def test_without_an_argument_the_environment_of_the_process_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPHSVC_PORT", "9001")
    monkeypatch.delenv("NEO4J_URI", raising=False)

    assert Settings.from_env().port == 9001


def test_the_names_that_neo4j_tools_use_are_taken_too() -> None:
    settings = Settings.from_env({"NEO4J_URI": "bolt://localhost:7687", "NEO4J_USER": "u", "NEO4J_PASSWORD": SECRET})

    assert (settings.store_url, settings.neo4j_user, settings.neo4j_password) == ("bolt://localhost:7687", "u", SECRET)


def test_our_own_name_wins_over_the_other_one() -> None:
    settings = Settings.from_env(
        {"NEO4J_URI": "bolt://other:7687", "GRAPHSVC_STORE_URL": "bolt://ours:7687", "NEO4J_PASSWORD": SECRET}
    )

    assert settings.store_url == "bolt://ours:7687"


@pytest.mark.parametrize("variable", ["GRAPHSVC_NEO4J_PASSWORD_FILE", "NEO4J_PASSWORD_FILE"])
def test_the_password_is_read_from_a_file_without_its_line_end(tmp_path: Path, variable: str) -> None:
    file = tmp_path / "password"
    file.write_text(f"{SECRET}\n", encoding="utf-8")

    assert Settings.from_env({variable: str(file)}).neo4j_password == SECRET


def test_a_password_does_not_show_in_the_settings_text() -> None:
    settings = Settings.from_env({"NEO4J_URI": "bolt://localhost", "NEO4J_PASSWORD": SECRET})

    assert SECRET not in repr(settings)


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        ("GRAPHSVC_PORT", "eighty"),
        ("GRAPHSVC_PORT", "65536"),
        ("GRAPHSVC_PORT", "-1"),
        ("GRAPHSVC_PORT", "\N{ARABIC-INDIC DIGIT EIGHT}\N{ARABIC-INDIC DIGIT ZERO}"),
        ("GRAPHSVC_MAX_ROWS", "0"),
        ("GRAPHSVC_MAX_ROWS", "1e6"),
        ("GRAPHSVC_GUEST_VIEWING", "maybe"),
        ("GRAPHSVC_LANGUAGES", "en,xx"),
        ("GRAPHSVC_LANGUAGES", ","),
        ("GRAPHSVC_TRUSTED_HOSTS", ","),
        ("GRAPHSVC_PAGE_TIMEOUT_SECONDS", "nan"),
        ("GRAPHSVC_PAGE_TIMEOUT_SECONDS", "soon"),
        ("GRAPHSVC_MAX_ISSUE_SHARE", "1.1"),
        ("GRAPHSVC_STORE_URL", "https://localhost:7687"),
        ("GRAPHSVC_STORE_URL", "bolt://"),
        ("GRAPHSVC_STORE_URL", "bolt://user:pass@localhost"),
        ("GRAPHSVC_STORE_URL", "bolt://localhost/db"),
        ("GRAPHSVC_NEO4J_PASSWORD", "neo4j"),
        ("NEO4J_PASSWORD", "short"),
        ("NEO4J_PASSWORD_FILE", "no/such/file"),
        ("GRAPHSVC_SESSION_IDLE_SECONDS", "50000"),
    ],
)
def test_a_bad_value_is_refused_and_its_variable_named(variable: str, text: str) -> None:
    with pytest.raises(BadSetting) as refused:
        Settings.from_env({variable: text})

    assert variable in str(refused.value)
    assert refused.value.details["variable"] == variable
    assert refused.value.hint
    assert refused.value.exit_code == 2


def test_a_refused_password_is_not_repeated_in_the_message() -> None:
    with pytest.raises(BadSetting) as refused:
        Settings.from_env({"GRAPHSVC_NEO4J_PASSWORD": "hunter2"})

    assert "hunter2" not in str(refused.value)


def test_a_neo4j_store_without_a_password_does_not_start() -> None:
    with pytest.raises(BadSetting, match="password"):
        Settings.from_env({"GRAPHSVC_STORE_URL": "bolt://localhost:7687"})


def test_a_password_and_a_file_for_it_at_once_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="both"):
        Settings.from_env({"NEO4J_PASSWORD": SECRET, "NEO4J_PASSWORD_FILE": str(tmp_path)})


def test_a_misspelt_setting_is_refused_with_the_near_one() -> None:
    with pytest.raises(BadSetting, match="Did you mean GRAPHSVC_PORT"):
        Settings.from_env({"GRAPHSVC_PROT": "80"})


def test_an_unknown_setting_far_from_all_others_points_to_the_page_of_settings() -> None:
    with pytest.raises(BadSetting, match=r"limits\.md"):
        Settings.from_env({"GRAPHSVC_Z": "1"})


def test_an_empty_variable_is_as_good_as_none() -> None:
    assert Settings.from_env({"GRAPHSVC_PORT": "", "NEO4J_URI": " "}) == Settings()


@pytest.mark.parametrize(
    ("variables", "is_secure"),
    [
        ({}, False),
        ({"GRAPHSVC_HOST": "0.0.0.0"}, True),
        ({"GRAPHSVC_HOST": "0.0.0.0", "GRAPHSVC_SECURE_COOKIES": "false"}, False),
        ({"GRAPHSVC_SECURE_COOKIES": "true"}, True),
    ],
)
def test_cookies_travel_by_tls_only_unless_only_this_machine_is_served(
    variables: dict[str, str], *, is_secure: bool
) -> None:
    assert Settings.from_env(variables).secure_cookies is is_secure


@pytest.mark.parametrize(
    ("host", "expected"),
    [("localhost", True), ("127.0.0.2", True), ("::1", True), ("0.0.0.0", False), ("map.example.org", False)],
)
def test_loopback_hosts_are_known(host: str, *, expected: bool) -> None:
    assert is_loopback(host) is expected


def test_the_page_of_settings_lists_every_setting_with_its_default() -> None:
    rows = re.findall(r"^\| `(GRAPHSVC_\w+)` \| (.*?) \|", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)

    assert rows == [(PREFIX + known.name.upper(), shown(known.default)) for known in dataclasses.fields(Settings)]


def shown(value: object) -> str:
    """A default as the page writes it."""
    match value:
        case None | ():
            return "-"
        case bool():
            return str(value).lower()
        case int() | float():
            return f"{value:,}"
        case tuple():
            return ",".join(value)
        case _:
            return str(value)
