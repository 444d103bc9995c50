"""docker-compose.yml and Dockerfile keep what the threat model promises; no Docker engine is needed to see it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from graphsvc.config import Settings
from tests.neo4j.plugin import GivenServer
from tests.neo4j.server import Neo4jServer
from tests.shape.tree import ROOT, files, text

COMPOSE: dict[str, Any] = yaml.safe_load(text("docker-compose.yml"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = text("Dockerfile")


def test_the_service_and_its_store_come_up_together() -> None:
    assert set(SERVICES) == {"web", "store"}
    assert SERVICES["web"]["depends_on"] == {"store": {"condition": "service_healthy"}}
    assert SERVICES["store"]["image"] == "neo4j:5.26-community"


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_says_whether_it_is_well(name: str) -> None:
    check = SERVICES[name]["healthcheck"]

    assert check["test"][0] == "CMD"
    assert {"interval", "timeout", "retries", "start_period"} <= set(check)


@pytest.mark.parametrize("name", SERVICES)
def test_ports_are_open_to_this_machine_only(name: str) -> None:
    assert SERVICES[name]["ports"]
    assert [port for port in SERVICES[name]["ports"] if not str(port).startswith("127.0.0.1:")] == []


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_runs_with_as_few_rights_as_it_can(name: str) -> None:
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert int(service["user"].split(":")[0]) > 0
    assert {"mem_limit", "pids_limit"} <= set(service)
    assert not {"privileged", "cap_add", "network_mode", "pid", "devices"} & set(service)


@pytest.mark.parametrize("name", SERVICES)
def test_what_is_kept_lies_in_named_volumes(name: str) -> None:
    volumes = [volume.split(":")[0] for volume in SERVICES[name]["volumes"]]

    assert volumes
    assert set(volumes) <= set(COMPOSE["volumes"])


def test_secrets_come_from_files_that_are_not_in_the_repository() -> None:
    assert {secret["file"] for secret in COMPOSE["secrets"].values()} == {
        "./secrets/neo4j_password",
        "./secrets/neo4j_auth",
    }
    assert [name for name in files() if name.startswith("secrets/")] == []
    assert "secrets/" in text(".gitignore").splitlines()


@pytest.mark.parametrize("name", SERVICES)
def test_no_variable_holds_a_secret(name: str) -> None:
    suspicious = {
        variable: value
        for variable, value in SERVICES[name]["environment"].items()
        if re.search(r"PASSWORD|AUTH|SECRET|TOKEN|KEY", variable) and not str(value).startswith("/run/secrets/")
    }

    assert suspicious == {}


def test_the_settings_of_the_service_are_ones_that_it_knows(tmp_path: Path) -> None:
    password = tmp_path / "password"
    password.write_text("correct-horse-battery", encoding="utf-8")
    in_image = dict(re.findall(r"(GRAPHSVC_\w+)=(\S+)", DOCKERFILE))
    given = {name: re.sub(r"\$\{\w+:-(.*?)\}", r"\1", value) for name, value in SERVICES["web"]["environment"].items()}

    settings = Settings.from_env({**in_image, **given, "GRAPHSVC_NEO4J_PASSWORD_FILE": str(password)})

    assert (settings.host, settings.port, settings.store_url) == ("0.0.0.0", 8000, "bolt://store:7687")
    assert settings.trusted_hosts == ("127.0.0.1", "localhost")
    assert not settings.guest_viewing


def test_every_setting_that_the_page_of_set_up_names_reaches_the_service() -> None:
    page = text("docs/operating/set-up.md").partition("## With Neo4j, in containers")[2].partition("\n## ")[0]
    named = set(re.findall(r"`(GRAPHSVC_\w+)", page))

    passed_on = {name for name, value in SERVICES["web"]["environment"].items() if f"${{{name}:-" in value}

    assert named
    assert named - passed_on == set()


def test_kernels_are_compiled_from_files_whose_time_is_a_whole_second() -> None:
    """numba recompiles what has another time, and an image that was pushed and pulled keeps whole seconds only."""
    dated, compiled = DOCKERFILE.find("touch --date=@"), DOCKERFILE.find("graphsvc warm")

    assert 0 < dated < compiled


def test_the_store_keeps_to_itself() -> None:
    environment = SERVICES["store"]["environment"]

    assert environment["NEO4J_server_http_enabled"] == "false"
    assert environment["NEO4J_dbms_usage__report_enabled"] == "false"
    assert environment["NEO4J_dbms_security_allow__csv__import__from__file__urls"] == "false"
    assert not any("PLUGINS" in variable or "unrestricted" in variable for variable in environment)


def test_images_are_pinned_to_a_version() -> None:
    images = [line.split()[1] for line in DOCKERFILE.splitlines() if line.startswith("FROM ")]

    assert [image for image in images if not re.search(r":\d+\.\d+", image)] == []


def test_the_image_installs_only_what_the_lock_file_names() -> None:
    installs = re.findall(r"pip install (.*?)(?:&&|$)", DOCKERFILE, flags=re.MULTILINE)

    assert len(installs) == 2
    assert all(("--require-hashes" in install or "--no-index" in install) for install in installs)


def test_the_image_does_not_run_as_root() -> None:
    users = re.findall(r"^USER (\d+)", DOCKERFILE, flags=re.MULTILINE)

    assert users == ["10001"]
    assert SERVICES["web"]["user"] == "10001:10001"


def test_every_file_that_the_image_takes_is_there_and_let_through() -> None:
    taken = [
        word
        for line in DOCKERFILE.splitlines()
        if line.startswith("COPY ") and "--from" not in line
        for word in line.split()[1:-1]
    ]
    let_through = [line.removeprefix("!") for line in text(".dockerignore").splitlines() if line.startswith("!")]

    assert text(".dockerignore").startswith("*\n")
    assert [name for name in taken if not any(kept == name or kept.startswith(name + "/") for kept in files())] == []
    assert sorted(taken) == sorted(let_through)


@pytest.mark.neo4j
def test_the_health_check_of_the_store_tells_a_running_neo4j_from_none(
    neo4j_server: Neo4jServer | GivenServer,
) -> None:
    port = neo4j_server.uri.rpartition(":")[2]
    command = [part.replace("$$", "$") for part in SERVICES["store"]["healthcheck"]["test"][1:]]

    well = subprocess.run([part.replace("7687", port) for part in command], check=False, cwd=ROOT)
    absent = subprocess.run([part.replace("7687", "1") for part in command], check=False, cwd=ROOT, capture_output=True)

    assert (well.returncode, absent.returncode) == (0, 1)
