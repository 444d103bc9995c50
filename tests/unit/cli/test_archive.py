from __future__ import annotations

import io
from pathlib import Path

import pytest

from graphsvc.cli.archive import check_archive, counted, read_archive, write_archive
from graphsvc.cli.wholefile import whole_file
from graphsvc.errors import StoreFull, StoreTooNew, UnreadableFile, WrongUse
from graphsvc.store.protocol import FORMAT, Kept

ROWS = (Kept("meta", {"format": 1}), Kept("tie", {"id": "t1", "strength": 0.5, "note": None}))


def test_what_was_written_is_read(tmp_path: Path) -> None:
    path = archive(tmp_path)

    assert check_archive(path) == 2
    assert tuple(read_archive(path)) == ROWS


def test_equal_contents_are_equal_files(tmp_path: Path) -> None:
    one, other = io.BytesIO(), io.BytesIO()

    write_archive(ROWS, one)
    write_archive(iter(ROWS), other)

    assert one.getvalue() == other.getvalue()


def test_a_backup_cut_off_anywhere_is_refused(tmp_path: Path) -> None:
    whole = archive(tmp_path).read_bytes()
    cut = tmp_path / "cut.jsonl"

    for length in range(len(whole) - 1):
        cut.write_bytes(whole[:length])
        with pytest.raises(UnreadableFile):
            check_archive(cut)


def test_a_backup_with_any_byte_changed_is_refused(tmp_path: Path) -> None:
    whole = archive(tmp_path).read_bytes()
    changed = tmp_path / "changed.jsonl"

    for place in range(len(whole) - 1):
        changed.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises((UnreadableFile, StoreTooNew)):
            check_archive(changed)


def test_two_backups_in_one_file_are_refused(tmp_path: Path) -> None:
    path = archive(tmp_path)
    path.write_bytes(path.read_bytes() * 2)

    with pytest.raises(UnreadableFile, match="hash"):
        check_archive(path)


def test_a_backup_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "new.jsonl"
    path.write_bytes(archive(tmp_path).read_bytes().replace(b'"format":%d' % FORMAT, b'"format":99', 1))

    with pytest.raises(StoreTooNew):
        check_archive(path)


@pytest.mark.parametrize("text", ["", "[]\n", "{}\n", "not json\n", '{"archive":"other","format":1}\n'])
def test_what_is_no_backup_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "foreign.jsonl"
    path.write_text(text)

    with pytest.raises(UnreadableFile):
        check_archive(path)


def test_progress_is_told_from_the_beginning() -> None:
    told: list[tuple[str, int, int | None]] = []

    kept = list(counted(ROWS, lambda *what: told.append(what), "restoring", 2))

    assert (tuple(kept), told) == (ROWS, [("restoring", 0, 2)])


def test_a_file_appears_only_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "answer"

    def fail_in_the_middle() -> None:
        with whole_file(path, replaces=True) as file:
            file.write(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_in_the_middle()
    assert list(tmp_path.iterdir()) == []


def test_a_file_replaces_another_only_where_that_is_meant(tmp_path: Path) -> None:
    path = tmp_path / "answer"
    path.write_bytes(b"old")

    with pytest.raises(WrongUse, match="there already"), whole_file(path, replaces=False):
        pass
    with whole_file(path, replaces=True) as file:
        file.write(b"new")

    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o077 == 0


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="folder"), whole_file(tmp_path / "nowhere" / "answer", replaces=True):
        pass


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "answer"
    path.write_bytes(b"old")

    with pytest.raises(StoreFull), whole_file(path, replaces=True):
        raise OSError(28, "No space left on device")

    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("answer", b"old")]


def archive(folder: Path) -> Path:
    path = folder / "backup.jsonl"
    with path.open("wb") as file:
        write_archive(ROWS, file)
    return path
