"""A newcomer starts the service: the samples are there, and nothing is imported twice."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from graphsvc.cli.console import Console
from graphsvc.cli.samples import import_samples, read_manifest, samples_folder
from graphsvc.cli.stores import opened
from graphsvc.errors import BadSetting, WrongUse
from graphsvc.runs.load import never
from tests.unit.cli.terminal import Stream, graphsvc

SAMPLES = Path(__file__).parents[2] / "samples"


def test_every_sample_has_its_files_a_title_a_licence_and_a_publisher() -> None:
    samples = read_manifest(SAMPLES)

    assert [file for sample in samples for file in sample.files if not file.is_file()] == []
    assert all(sample.source.title and sample.source.licence and sample.source.publisher for sample in samples)
    assert len({sample.source.id for sample in samples}) == len(samples)


def test_samples_are_found_beside_the_program() -> None:
    assert samples_folder("") == SAMPLES


def test_a_second_start_imports_nothing_and_is_quick(tmp_path: Path) -> None:
    small = some_samples(tmp_path)
    made = start(tmp_path, small)
    began = time.monotonic()

    again = start(tmp_path, small)

    assert (made, again) == (1, 0)
    assert time.monotonic() - began < 5


def test_a_sample_that_changed_is_imported_again(tmp_path: Path) -> None:
    folder = some_samples(tmp_path)
    start(tmp_path, folder)
    actors = folder / "files" / "ties.csv"
    actors.write_text(actors.read_text(encoding="utf-8") + "works_with,Bea,person,Cleo,person\n", encoding="utf-8")

    assert start(tmp_path, folder) == 1


def test_a_sample_that_somebody_took_back_stays_away(tmp_path: Path) -> None:
    folder = some_samples(tmp_path)
    start(tmp_path, folder)
    assert graphsvc(tmp_path / "var", "undo", 1).code == 0

    assert start(tmp_path, folder) == 0


@pytest.mark.parametrize(
    ("text", "sentence"), [("sample = 3", "incomplete"), ("[[sample]]", "incomplete"), ("[", "cannot be read")]
)
def test_a_manifest_that_cannot_be_used_is_said(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "samples.toml").write_text(text)

    with pytest.raises(BadSetting, match=sentence):
        read_manifest(tmp_path)


def test_a_folder_without_samples_is_said(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="no samples"):
        read_manifest(tmp_path)


def some_samples(folder: Path) -> Path:
    samples = folder / "samples"
    (samples / "files").mkdir(parents=True)
    (samples / "files" / "ties.csv").write_text(
        "kind,from.name,from.kind,to.name,to.kind\nworks_with,Ana,person,Bea,person\n", encoding="utf-8"
    )
    (samples / "samples.toml").write_text(
        '[[sample]]\nimporter = "workbook"\nfiles = ["files/ties.csv"]\nsource = "few"\ncollection = "samples"\n'
        'sensitivity = "public"\ntitle = "A few"\n',
        encoding="utf-8",
    )
    return samples


def start(folder: Path, samples: Path) -> int:
    console = Console({"GRAPHSVC_DATA_FOLDER": str(folder / "var")}, Stream(), Stream(), Stream())
    with opened(console) as store:
        return import_samples(store, read_manifest(samples), console, never)
