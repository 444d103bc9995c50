"""The importer `iati`: activity files 1.0x to 2.03 and organisation files, told apart by how they begin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from graphsvc.errors import UnreadableFile, WrongUse
from graphsvc.model.records import Item, Place, RowIssue
from importers.iati.activities import ACTIVITY, ActivityReader, Edition
from importers.iati.channels import Channels
from importers.iati.codes import VERSIONS
from importers.iati.organisation_file import ORGANISATION, OrganisationReader
from importers.iati.organisations import Organisations
from importers.importer import Importer, Reading
from importers.reading.xml import XmlLimits, XmlStream, root_name
from importers.units import Units

_ACTIVITIES, _ORGANISATIONS = "iati-activities", "iati-organisations"
_CHOICES = {"expenditure": ("no", "yes")}


def read(paths: Sequence[Path], reading: Reading) -> Iterator[Item]:
    """The projects, organisations and flows of IATI files.

    Choices: `expenditure=yes` takes payments to suppliers (transaction type 4) too.

    Raises:
        UnreadableFile: not IATI, not well-formed, a document type, an unknown version, or over a limit.
        WrongUse: a choice that is not known.
    """
    _check_choices(reading)
    organisations, units = Organisations(Channels.load()), Units()
    activities = ActivityReader(organisations, units, reading.choices.get("expenditure") == "yes")
    budgets = OrganisationReader(organisations, units)
    limits = XmlLimits(file_bytes=reading.limits.max_file_bytes)
    for path in paths:
        root = root_name(path, limits)
        if root == _ACTIVITIES:
            yield from _records(path, _ACTIVITIES, ACTIVITY, activities, limits, reading.limits.max_rows)
        elif root == _ORGANISATIONS:
            yield from _records(path, _ORGANISATIONS, ORGANISATION, budgets, limits, reading.limits.max_rows)
        else:
            hint = f"Give a file that begins with <{_ACTIVITIES}> or <{_ORGANISATIONS}>."
            raise UnreadableFile("This is not an IATI file.", file=path.name, rule="iati.not-iati", hint=hint)
    yield from organisations.records()
    yield from activities.left_out.notes()
    yield from units.tallies()


def _check_choices(reading: Reading) -> None:
    for name, value in reading.choices.items():
        if value not in _CHOICES.get(name, ()):
            known = "; ".join(f"{choice}={' or '.join(values)}" for choice, values in _CHOICES.items())
            raise WrongUse(f"The importer iati does not know the choice {name}={value}.", hint=f"It knows {known}.")


def _records(
    path: Path, root: str, record: str, reader: ActivityReader | OrganisationReader, limits: XmlLimits, most: int
) -> Iterator[Item]:
    edition = Edition(path.name, is_first_version=False, made_on=None)

    def start(attributes: dict[str, str]) -> None:
        version = attributes.get("version", "").strip()
        if version not in VERSIONS:
            message = (
                "The version of IATI is not one from 1.00 to 2.03." if version else "The version of IATI is missing."
            )
            hint = 'Write version="2.03" (the version in which the file was made) into its first element.'
            raise UnreadableFile(message, file=path.name, rule="iati.version", place=f"<{root}>", hint=hint)
        edition.is_first_version = version.startswith("1")
        edition.made_on = attributes.get("generated-datetime", "")[:10] or None

    for unit in reader.sorts:
        reader.units.add(unit, 0, 0)
    reader.extensions.clear()
    for number, element in enumerate(XmlStream(path, root, record, limits).records(start), start=1):
        if number > most:
            message = f"The file has more than {most:,} elements {record}."
            raise UnreadableFile(message, file=path.name, rule="file.too-many-rows", hint="Split it.")
        yield from reader.read(element, number, edition)
    for tag, count in sorted(reader.extensions.items()):
        advice = f"{count:,} elements that the standard does not know were left out."
        yield RowIssue(Place(path.name, root), "element.unknown", advice, tag, is_refusal=False)


IATI = Importer(
    name="iati",
    summary="IATI activities (1.0x to 2.03) and organisation files: projects, roles, flows of money.",
    read=read,
    example="graphsvc import iati samples/unhcr-iati-2023/unhcr-activities-2023-americas-turkiye.xml",
)
