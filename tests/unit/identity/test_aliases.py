"""The alias table that ships, and one that an installation adds."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphsvc.errors import BadSetting
from graphsvc.identity.aliases import Aliases, name_key
from graphsvc.kinds import Kinds
from graphsvc.model.values import Identifier


def test_every_shipped_row_names_a_known_kind_and_no_name_means_two_actors_in_one_country() -> None:
    aliases, kinds = Aliases.load(), Kinds.load()

    rows = [alias for found in aliases.by_name.values() for alias in found]
    claims: dict[tuple[str, str | None], set[Identifier]] = {}
    for alias in rows:
        claims.setdefault((name_key(alias.name.value), alias.within), set()).add(alias.identifier)

    assert all(alias.kind in kinds.actors for alias in rows)
    assert [claim for claim in claims.items() if len(claim[1]) > 1] == []


def test_an_own_table_adds_names(tmp_path: Path) -> None:
    table = tmp_path / "own.csv"
    table.write_text(
        "identifier,kind,country,name,language,sort,within\nlocal:RED,coalition,MX,Red Azul,es,name,\n", "utf-8-sig"
    )

    aliases = Aliases.load(table)

    assert aliases.match([name_key("RED AZUL")], "coalition", "MX") == Identifier("local", "RED")
    assert aliases.match([name_key("UNHCR")], "organization", None) == Identifier("org-id", "XM-DAC-41121")
    assert aliases.fingerprint != Aliases.load().fingerprint


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("identifier,name\nlocal:X,Y\n", "lacks columns"),
        ("identifier,kind,country,name,language,sort,within\nX,organization,,Y,,name,\n", "row 2"),
        ("identifier,kind,country,name,language,sort,within\nlocal:X,organization,,Y,,nickname,\n", "row 2"),
        ("identifier,kind,country,name,language,sort,within\nlocal:X\n", "row 2"),
    ],
)
def test_a_bad_own_table_is_refused_with_file_and_row(tmp_path: Path, text: str, says: str) -> None:
    table = tmp_path / "own.csv"
    table.write_text(text, "utf-8")

    with pytest.raises(BadSetting, match=rf"own\.csv.*{says}"):
        Aliases.load(table)


def test_an_absent_own_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="cannot be read"):
        Aliases.load(tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Sin Fronteras I.A.P.", "sin fronteras iap"),
        ("Comisión Mexicana de Ayuda a Refugiados (COMAR)", "comision mexicana de ayuda a refugiados"),
        ("(COMAR)", "comar"),
        ("U.S. Department of State", "us department of state"),
        ("A", "a"),
        ("", ""),
    ],
)
def test_name_keys(text: str, key: str) -> None:
    assert name_key(text) == key
