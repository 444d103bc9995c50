from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

from tests.contracts.importers.registered import Registered

FOLDER = "samples/us-congress"


def entries(paths: Sequence[Path]) -> Mapping[str, int]:
    """The entries of the files, read by PyYAML alone."""
    people, committees, members = (yaml.load(path.read_bytes(), Loader=yaml.CBaseLoader) for path in paths)
    return {
        "legislator": len(people),
        "term": sum(len(person["terms"]) for person in people),
        "leadership role": sum(len(person.get("leadership_roles", [])) for person in people),
        "committee": len(committees),
        "subcommittee": sum(len(committee.get("subcommittees", [])) for committee in committees),
        "membership": sum(len(sitting) for sitting in members.values()),
    }


FILES = [
    Registered(
        "US Congress",
        "legislators",
        (
            f"{FOLDER}/legislators-current.yaml",
            f"{FOLDER}/committees-current.yaml",
            f"{FOLDER}/committee-membership-current.yaml",
        ),
        entries,
    )
]
