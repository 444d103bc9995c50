"""Opt-outs, links of accounts to actors, and the introductions file in a backup, from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphsvc.access import Scope, Viewer
from graphsvc.consent.consent import FILE_NAME, Consent
from graphsvc.consent.plans import KeptActor, KeptLine, NewPlan
from graphsvc.model.values import Identifier
from graphsvc.store.sqlite import SqliteStore
from tests.networks import Network, actor, load, source
from tests.unit.cli.terminal import graphsvc
from web.accounts.accounts import Accounts

NORTH = source("north:register")
BEA = actor(NORTH, "bea", "Casa Bea", identifiers=(Identifier("org-id", "MX-1"),))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    store = SqliteStore(tmp_path / "network.sqlite")
    load(store, Network((NORTH,), (BEA, actor(NORTH, "ana", "Casa Ana")), ()))
    store.close()
    return tmp_path


@pytest.mark.parametrize("named", [BEA.id, "org-id:MX-1"])
def test_an_actor_who_asked_so_is_listed_until_it_is_withdrawn(folder: Path, named: str) -> None:
    said = graphsvc(folder, "consent", "add", named, "--note", "By telephone")
    listed = graphsvc(folder, "consent", "list", "--json").json
    again = graphsvc(folder, "consent", "withdraw", named)

    assert (said.code, again.code) == (0, 0)
    assert [([one["name"] for one in row["actors"]], row["note"], row["state"]) for row in listed] == [
        (["Casa Bea"], "By telephone", "stands")
    ]
    assert graphsvc(folder, "consent", "list").out == "Nobody has asked not to be used as an introducer.\n"
    assert [row["state"] for row in graphsvc(folder, "consent", "list", "--all", "--json").json] == ["withdrawn"]


def test_an_opt_out_keeps_all_that_the_actor_is_known_by(folder: Path) -> None:
    graphsvc(folder, "consent", "add", BEA.id)

    consent = Consent.open(folder)
    keys = consent.opt_outs.standing_keys()
    consent.close()
    assert {BEA.id, "org-id:MX-1"} < keys


def test_renewing_keeps_what_an_actor_is_known_by_since(folder: Path) -> None:
    consent = Consent.open(folder)
    consent.opt_outs.record([BEA.id], account=None)
    consent.close()

    renewed = graphsvc(folder, "consent", "renew", "--json").json

    assert renewed == {"opt_outs": 1, "keys_added": 2}
    assert graphsvc(folder, "consent", "renew", "--json").json == {"opt_outs": 1, "keys_added": 0}


@pytest.mark.parametrize("words", [("add", "org-id:NO-1"), ("add", "a-nobody"), ("add", "x:"), ("withdraw", BEA.id)])
def test_what_is_not_there_is_said_with_a_way_out(folder: Path, words: tuple[str, ...]) -> None:
    said = graphsvc(folder, "consent", *words)

    assert said.code == 1
    assert "graphsvc:" in said.err
    assert "should not have happened" not in said.err


def test_what_was_recorded_is_in_the_audit_without_a_name(folder: Path) -> None:
    graphsvc(folder, "consent", "add", BEA.id)
    graphsvc(folder, "consent", "withdraw", BEA.id)

    accounts = Accounts.open(folder)
    entries = [(entry.what, entry.account, "Bea" in str(entry.subject)) for entry in accounts.audit.entries()]
    accounts.close()
    assert entries == [("introducer opted out", None, False), ("introducer's opt-out withdrawn", None, False)]


def test_an_account_is_linked_to_an_actor_and_unlinked(folder: Path) -> None:
    graphsvc(folder, "user", "add", "ines", "--no-password")
    accounts, consent = Accounts.open(folder), Consent.open(folder)
    account = accounts.people.named("ines").account

    linked = graphsvc(folder, "user", "link", "ines", "org-id:MX-1")
    actors = consent.actors_of(account)
    unlinked = graphsvc(folder, "user", "unlink", "ines", BEA.id)
    again = graphsvc(folder, "user", "unlink", "ines", BEA.id)

    assert (linked.code, len(actors), unlinked.code, again.code) == (0, 1, 0, 1)
    assert consent.actors_of(account) == ()
    accounts.close()
    consent.close()


def test_a_backup_brings_opt_outs_back(folder: Path) -> None:
    graphsvc(folder, "consent", "add", BEA.id)
    said = graphsvc(folder, "backup", folder / "backup.jsonl", "--json").json
    restored = folder / "restored"

    back = graphsvc(restored, "restore", folder / "backup.jsonl", "--json")

    assert (said["introductions"], back.json["introductions"]) == ("backup.jsonl.introductions.sqlite", True)
    listed = graphsvc(restored, "consent", "list", "--json").json
    assert [[one["name"] for one in row["actors"]] for row in listed] == [["Casa Bea"]]


def test_a_backup_brings_kept_plans_back(folder: Path) -> None:
    fund, ministry = (KeptActor(one, one, frozenset({one})) for one in ("a-fund", "a-ministry"))
    plan = NewPlan(
        "p-rosa", Scope("north", "members"), "Nearer", (KeptLine("add", fund, ministry),), (fund,), (ministry,)
    )
    consent = Consent.open(folder)
    kept = consent.plans.keep(plan)
    consent.close()
    graphsvc(folder, "backup", folder / "backup.jsonl")

    graphsvc(folder / "restored", "restore", folder / "backup.jsonl")

    back = Consent.open(folder / "restored")
    assert back.plans.one(Viewer.operator(), kept).plan == plan
    back.close()


def test_a_backup_without_introductions_says_so(folder: Path) -> None:
    said = graphsvc(folder, "backup", folder / "backup.jsonl")
    back = graphsvc(folder / "restored", "restore", folder / "backup.jsonl")

    assert "No opt-outs or requests are kept here." in said.out
    assert "no backup.jsonl.introductions.sqlite beside the backup" in back.err
    assert not (folder / "restored" / FILE_NAME).exists()


def test_opt_outs_that_are_there_are_kept_and_not_mixed(folder: Path) -> None:
    graphsvc(folder, "consent", "add", BEA.id, "--note", "old")
    graphsvc(folder, "backup", folder / "backup.jsonl")
    other = folder / "other"
    there = Consent.open(other)
    there.opt_outs.record([BEA.id], account=None, note="newer")
    there.close()

    said = graphsvc(other, "restore", folder / "backup.jsonl")

    assert said.code == 0
    assert "in the data folder were kept" in said.err
    assert [row["note"] for row in graphsvc(other, "consent", "list", "--json").json] == ["newer"]


def test_an_empty_introductions_file_gives_way_to_that_of_the_backup(folder: Path) -> None:
    graphsvc(folder, "consent", "add", BEA.id, "--note", "old")
    graphsvc(folder, "backup", folder / "backup.jsonl")
    Consent.open(folder / "other").close()

    graphsvc(folder / "other", "restore", folder / "backup.jsonl")

    assert [row["note"] for row in graphsvc(folder / "other", "consent", "list", "--json").json] == ["old"]


def test_a_backup_that_fails_leaves_no_introductions_behind(folder: Path) -> None:
    graphsvc(folder, "consent", "add", BEA.id)
    (folder / "backup.jsonl").write_text("there already")

    said = graphsvc(folder, "backup", folder / "backup.jsonl")

    assert said.code == 2
    assert sorted(path.name for path in folder.glob("backup*")) == ["backup.jsonl"]
