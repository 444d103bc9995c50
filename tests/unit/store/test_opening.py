from __future__ import annotations

from pathlib import Path

import pytest

from graphsvc.config import Settings
from graphsvc.errors import BadSetting, WrongUse
from graphsvc.store.neo4j import Neo4jStore
from graphsvc.store.opening import SQLITE_FILE, open_store


def test_an_installation_keeps_its_network_in_the_data_folder(tmp_path: Path) -> None:
    store = open_store(Settings(data_folder=tmp_path / "new" / "folder"))
    store.close()

    assert (tmp_path / "new" / "folder" / SQLITE_FILE).exists()


def test_a_file_may_be_named(tmp_path: Path) -> None:
    open_store(Settings(data_folder=tmp_path), f"sqlite:{tmp_path}/other.sqlite").close()

    assert [path.name for path in tmp_path.iterdir()] == ["other.sqlite"]


def test_a_neo4j_store_is_opened_without_asking_the_server() -> None:
    store = open_store(Settings(store_url="neo4j://localhost:1", neo4j_password="12345678"))

    assert isinstance(store, Neo4jStore)
    store.close()


def test_a_neo4j_store_needs_a_password() -> None:
    with pytest.raises(BadSetting, match="GRAPHSVC_NEO4J_PASSWORD_FILE"):
        open_store(Settings(), "bolt://localhost:7687")


@pytest.mark.parametrize("url", ["", "sqlite:", "http://example.org", "store.sqlite", "postgres:x"])
def test_other_addresses_are_not_understood(url: str) -> None:
    with pytest.raises(WrongUse):
        open_store(Settings(), url)
