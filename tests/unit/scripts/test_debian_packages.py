"""scripts/debian-packages, with an apt-get, a sudo and an id that note how they were called."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[3] / "scripts" / "debian-packages"
REAL = ("bash", "env", "mktemp", "rm", "tail")
MISSING = ("no-such-browser=browser-package", "no-such-compiler=compiler-package")
BOTH = "browser-package compiler-package"


@dataclass(frozen=True)
class Machine:
    """The only commands that the script can find, and a note of each call of the invented ones."""

    commands: Path
    notes: Path

    def offers(self, name: str, *lines: str) -> None:
        """An invented command that notes its arguments and then does `lines`."""
        file = self.commands / name
        file.write_text("\n".join((f"#!{self.commands}/bash", f'echo {name} "$@" >>{self.notes}', *lines, "")))
        file.chmod(0o755)

    def run(self, *pairs: str) -> subprocess.CompletedProcess[str]:
        """What the script does about `pairs`."""
        return subprocess.run(
            [self.commands / "bash", SCRIPT, *pairs],
            env={"PATH": str(self.commands)},
            capture_output=True,
            text=True,
            check=False,
        )

    def called(self, name: str) -> list[str]:
        """The calls of an invented command, in their order."""
        lines = self.notes.read_text().splitlines() if self.notes.exists() else []
        return [line for line in lines if line.split()[0] == name]

    def installs(self) -> list[str]:
        """What apt-get was asked for: the words that are no options."""
        return [
            " ".join(word for word in call.split()[4:] if word != "Acquire::Retries=3")
            for call in self.called("apt-get")
        ]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    made = Machine(tmp_path / "commands", tmp_path / "notes")
    made.commands.mkdir()
    for name in REAL:
        found = shutil.which(name)
        assert found is not None
        (made.commands / name).symlink_to(found)
    made.offers("id", "echo 1000")
    made.offers("apt-get")
    return made


def test_where_every_command_is_there_nothing_is_done(machine: Machine) -> None:
    done = machine.run("bash=bash", "tail=coreutils")

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert not machine.notes.exists()


def test_root_installs_what_is_missing_and_nothing_else(machine: Machine) -> None:
    machine.offers("id", "echo 0")

    done = machine.run("bash=bash", *MISSING)

    assert (done.returncode, done.stderr) == (0, f"Installing Debian packages: {BOTH} ...\n")
    assert machine.installs() == ["update", f"install --no-install-recommends {BOTH}"]
    assert machine.called("sudo") == []


def test_a_sudo_that_asks_nothing_is_used(machine: Machine) -> None:
    machine.offers("sudo", "shift", 'exec "$@"')
    (machine.commands / "true").symlink_to(shutil.which("true") or "")

    done = machine.run(*MISSING)

    assert done.returncode == 0, done.stderr
    assert [call.split()[1] for call in machine.called("sudo")] == ["-n"] * 3
    assert machine.installs() == ["update", f"install --no-install-recommends {BOTH}"]


@pytest.mark.parametrize("has_sudo", [False, True], ids=("no sudo", "a sudo that asks for a password"))
def test_without_rights_it_says_what_to_install_and_fails(machine: Machine, has_sudo: bool) -> None:
    if has_sudo:
        machine.offers("sudo", "exit 1")

    done = machine.run(*MISSING)

    assert done.returncode == 1
    assert done.stderr == (
        f"The tests need these Debian packages: {BOTH}\n"
        f"Install them as root (apt-get install {BOTH}) and run this again.\n"
    )
    assert machine.called("apt-get") == []


def test_an_installation_that_fails_shows_why(machine: Machine) -> None:
    machine.offers("id", "echo 0")
    machine.offers("apt-get", "echo 'E: Unable to locate package'", "exit 100")

    done = machine.run(*MISSING)

    assert done.returncode == 1
    assert "E: Unable to locate package" in done.stderr
    assert done.stderr.endswith(f"These Debian packages could not be installed: {BOTH}\n")
    assert len(machine.called("apt-get")) == 1
