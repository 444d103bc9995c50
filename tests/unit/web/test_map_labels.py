"""Names on a map that begin alike are told apart where there is room for their beginning only."""

from __future__ import annotations

import pytest

from web.map_labels import told_apart

COMMITTEE = "Joint Committee on Rivers and Lakes"


def test_names_that_begin_alike_keep_the_words_that_differ() -> None:
    north, south = f"{COMMITTEE}, Subcommittee on the North", f"{COMMITTEE}, Subcommittee on the South"

    written = told_apart([COMMITTEE, north, south])

    assert written == {COMMITTEE: COMMITTEE, north: "…North", south: "…South"}


def test_a_committee_with_subcommittees_is_told_apart_from_another_committee() -> None:
    written = told_apart([COMMITTEE, f"{COMMITTEE}, Subcommittee on the North", "Joint Committee on Roads and Bridges"])

    assert written[COMMITTEE] == "…Rivers and Lakes"
    assert written["Joint Committee on Roads and Bridges"] == "…Roads and Bridges"


@pytest.mark.parametrize(
    "labels", [["Ana Example", "Ana Exemplar"], ["A rather long name of its own", "Another rather long name"], [], [""]]
)
def test_short_and_different_names_stay_as_they_are(labels: list[str]) -> None:
    assert told_apart(labels) == {label: label for label in labels}
