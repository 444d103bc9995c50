"""The importer `legislators`: the three files of congress-legislators, in any order, told apart by their shape."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graphsvc.errors import InvalidValue, UnreadableFile, WrongUse
from graphsvc.model.records import Item
from graphsvc.model.values import PartialDate, Period
from importers.importer import Importer, Reading
from importers.legislators.committees import Committees
from importers.legislators.fields import Log
from importers.legislators.people import Bodies, read_person
from importers.reading.yaml import YamlLimits, YamlValue, read_yaml

_LARGEST_BYTES = 64_000_000
_AS_OF = "as-of"


@dataclass(slots=True)
class _Files:
    """What was read, sorted by what it is: entries by file name."""

    people: list[tuple[str, list[YamlValue]]] = field(default_factory=list)
    committees: list[tuple[str, list[YamlValue]]] = field(default_factory=list)
    members: list[tuple[str, dict[str, YamlValue]]] = field(default_factory=list)


def read(paths: Sequence[Path], reading: Reading) -> Iterator[Item]:
    """Members of Congress, their offices and parties, committees, and who sits on them.

    Choices: `as-of=2026-06-15` is the day for which the files hold; without it, memberships of committees have no
    period, and the last day on which a term of the files began decides which terms are over.

    Raises:
        UnreadableFile: no plain YAML, none of the three shapes, or members without a file of committees.
        WrongUse: a choice that is not known.
    """
    as_of = _as_of(reading)
    files = _sorted(paths, reading)
    log = Log()
    bodies = Bodies(as_of or _last_start(files))
    for name, people in files.people:
        for number, value in enumerate(people, start=1):
            yield from read_person(value, number, name, bodies, log)
    known = {_bioguide(value) for _, people in files.people for value in people} if files.people else None
    committees = Committees(bodies, log, Period(None, as_of), known)
    for name, entries in files.committees:
        for number, value in enumerate(entries, start=1):
            yield from committees.read_committee(value, number, name)
    for name, members in files.members:
        for thomas, value in members.items():
            yield from committees.read_members(thomas, value, name)
    yield from log.items()


def _as_of(reading: Reading) -> PartialDate | None:
    for name, value in reading.choices.items():
        if name != _AS_OF:
            raise WrongUse(f"The importer legislators does not know the choice {name}.", hint=f"It knows {_AS_OF}=DAY.")
        try:
            return PartialDate(value)
        except InvalidValue as error:
            raise WrongUse(f"{_AS_OF} is not a day.", hint=f"Write {_AS_OF}=2026-06-15.") from error
    return None


def _sorted(paths: Sequence[Path], reading: Reading) -> _Files:
    limits = YamlLimits(file_bytes=min(_LARGEST_BYTES, reading.limits.max_file_bytes))
    files = _Files()
    for path in paths:
        value = read_yaml(path, limits)
        first = value[0] if isinstance(value, list) and value else None
        if isinstance(value, dict) and any(_is_members(entry) for entry in value.values()):
            files.members.append((path.name, value))
        elif isinstance(value, list) and isinstance(first, dict) and "thomas_id" in first:
            files.committees.append((path.name, value))
        elif isinstance(value, list) and isinstance(first, dict) and "id" in first:
            files.people.append((path.name, value))
        else:
            message = "This is none of the files of congress-legislators."
            hint = "Give legislators-current.yaml, committees-current.yaml or committee-membership-current.yaml."
            raise UnreadableFile(message, file=path.name, rule="legislators.shape", hint=hint)
    if files.members and not files.committees:
        message = "Without the file of committees nobody can tell on what these people sit."
        hint = "Give committees-current.yaml too."
        raise UnreadableFile(message, file=files.members[0][0], rule="legislators.no-committees", hint=hint)
    return files


def _is_members(value: YamlValue) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict) and "bioguide" in value[0]


def _bioguide(value: YamlValue) -> str:
    identifiers = value.get("id") if isinstance(value, dict) else None
    bioguide = identifiers.get("bioguide") if isinstance(identifiers, dict) else None
    return bioguide.strip() if isinstance(bioguide, str) else ""


def _last_start(files: _Files) -> PartialDate | None:
    """The last day on which a term of the files began: they were made on that day or later."""
    starts = [_start(term) for _, people in files.people for value in people for term in _terms(value)]
    return max(filter(None, starts), key=lambda day: day.text, default=None)


def _terms(value: YamlValue) -> list[YamlValue]:
    terms = value.get("terms") if isinstance(value, dict) else None
    return terms if isinstance(terms, list) else []


def _start(term: YamlValue) -> PartialDate | None:
    start = term.get("start") if isinstance(term, dict) else None
    try:
        return PartialDate(start) if isinstance(start, str) else None
    except InvalidValue:
        return None  # the term itself is refused with this reason when its turn comes


LEGISLATORS = Importer(
    name="legislators",
    summary="United States Congress (congress-legislators YAML): members, offices, parties, committees.",
    read=read,
    example="graphsvc import legislators samples/us-congress/legislators-current.yaml"
    " samples/us-congress/committees-current.yaml samples/us-congress/committee-membership-current.yaml",
)
