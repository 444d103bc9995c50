"""XML parts of a workbook: no DOCTYPE, no entities, no network, bounded depth; read as a stream."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from graphsvc.errors import UnreadableFile
from importers.reading.archive import DAMAGE, Archive

_FORGET_EVERY = 256
_XML = (".xml", ".rels", ".vml")


def local_name(element: etree._Element) -> str:
    """The name of `element` without its namespace; programs write the same parts under two namespaces."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: etree._Element, name: str) -> str | None:
    """The attribute `name` of `element`, whatever its namespace; None where there is none."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


def small_number(text: str | None) -> int | None:
    """The whole number in `text`, of at most nine digits; None for anything else."""
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else None


def elements(archive: Archive, part: str, *names: str) -> Iterator[etree._Element]:
    """Every element of `part` with one of the local names, whole, each emptied when the next is asked for.

    Raises:
        UnreadableFile: the part is missing, damaged, not well-formed, nested too deeply or has a DOCTYPE.
    """
    try:
        with archive.open(part) as stream:
            tags = [f"{{*}}{name}" for name in names]
            parsed = etree.iterparse(
                stream,
                events=("end",),
                tag=tags,
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
                remove_comments=True,
                remove_pis=True,
            )
            for number, (_, element) in enumerate(parsed):
                yield element
                if len(element):
                    element.clear()
                if number % _FORGET_EVERY == 0:
                    _forget_before(element)
    except etree.XMLSyntaxError as error:
        raise _broken(archive, part, error) from error
    except DAMAGE as error:
        raise archive.refuse("zip.damaged", f"The part {part[:100]} is damaged.") from error


def check_part(archive: Archive, part: str) -> None:
    """Refuses `part` if it is XML and has a DOCTYPE. Only its beginning is read."""
    if not part.casefold().endswith(_XML):
        return
    try:
        with archive.open(part) as stream:
            parsed = etree.iterparse(
                stream, events=("start",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
            )
            for _, root in parsed:
                if root.getroottree().docinfo.doctype or root.getroottree().docinfo.internalDTD is not None:
                    message = f"The part {part[:100]} has a DOCTYPE, which can pull in other files."
                    raise archive.refuse("xml.doctype", message)
                return
    except etree.XMLSyntaxError as error:
        raise _broken(archive, part, error) from error
    except DAMAGE as error:
        raise archive.refuse("zip.damaged", f"The part {part[:100]} is damaged.") from error


def _forget_before(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        del parent[: parent.index(element)]


def _broken(archive: Archive, part: str, error: etree.XMLSyntaxError) -> UnreadableFile:
    if "depth" in str(error).casefold():
        return archive.refuse("xml.too-deep", f"The part {part[:100]} is nested too deeply.")
    return archive.refuse("xml.malformed", f"The part {part[:100]} is not well-formed.", place=f"line {error.lineno}")
