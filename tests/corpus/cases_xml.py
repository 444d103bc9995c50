"""IATI XML: whole files that are no such thing, wrong encodings, attacks on the parser, namespaces, versions.

What stands inside activities is in `cases_iati.py`.

Left out: I46 to I48 (an older, a smaller file; what vanished) compare with what is stored: they are tested with runs.
I49 is made with small limits instead of two gigabytes; that memory stays flat is tested in `tests/unit/importers`.
I05 is taken, not refused: the importer reads both kinds of file and tells them apart.
"""

from __future__ import annotations

import codecs
import gzip
import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from graphsvc.model.records import ActorRecord, Item
from importers.importer import Limits
from tests.corpus.case import Case, Outcome, files

R, I, F, T = Outcome.REFUSED, Outcome.ISSUE, Outcome.REPAIRED, Outcome.TAKEN  # noqa: E741  (as in the table)
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
ROOT = '<iati-activities version="2.03">'
ACTIVITY = (
    '<iati-activity default-currency="USD" xml:lang="en"><iati-identifier>XM-DAC-1-A</iati-identifier>'
    '<reporting-org ref="XM-DAC-1" type="40"><narrative>Alba Agency</narrative></reporting-org>'
    "<title><narrative>Shelter</narrative></title>"
    '<participating-org ref="MX-RFC-B1" role="4" type="22"><narrative>Bora Shelter</narrative></participating-org>'
    "</iati-activity>"
)
WHOLE = f"{HEAD}{ROOT}{ACTIVITY}</iati-activities>"


def xml(text: str | bytes) -> Callable[[Path], None]:
    return files(activities__xml=text)


def inside(text: str, before: str = "", root: str = ROOT) -> Callable[[Path], None]:
    return xml(f"{HEAD}{before}{root}{text}</iati-activities>")


def bora(items: Sequence[Item]) -> None:
    assert [item.names[0].value for item in items if isinstance(item, ActorRecord) and item.key == "org:MX-RFC-B1"] == [
        "Bora Shelter"
    ]


def no_secret(items: Sequence[Item]) -> None:
    assert "root:" not in repr(items)
    bora(items)


def packed() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("activities.xml", WHOLE)
    return buffer.getvalue()


def case(
    number: str,
    slug: str,
    outcome: Outcome,
    make: Callable[[Path], object],
    rule: str | None = None,
    *,
    place: str | None = None,
    limits: Limits | None = None,
    check: Callable[[Sequence[Item]], None] | None = None,
) -> Case:
    rules = (rule,) if rule else ()
    return Case(number, slug, "xml", outcome, make, rules, place, "iati", limits=limits or Limits(), check=check)


BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>\n'
OUTSIDE = '<!DOCTYPE x [<!ENTITY s SYSTEM "file:///etc/passwd">]>\n'
PARAMETER = '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p.dtd"> %p;]>\n'
EXTERNAL = '<!DOCTYPE iati-activities SYSTEM "http://127.0.0.1:9/iati.dtd">\n'
LATE = "<!-- a comment -->\n<?note it?>\n<!DOCTYPE iati-activities>\n"
INCLUDE = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
CP1252 = WHOLE.replace("Bora", "Bor\u00e9").encode("cp1252")
FOREIGN = ACTIVITY.replace("</title>", '</title><u:extra xmlns:u="urn:u">1</u:extra>')
COMMENTED = ACTIVITY.replace("<narrative>Bora Shelter", "<!-- c --><narrative><![CDATA[Bora ]]><!-- c -->She<?p?>lter")
TABBED = ACTIVITY.replace('ref="MX-RFC-B1" role="4"', 'ref="MX-RFC-B1"\n\trole="4"')
RESERVED = ACTIVITY.replace("<title>", '<title xml:base="http://127.0.0.1:9/" xml:space="preserve" xml:id="t">')
SPREAD = " ".join(f'a{number}="1"' for number in range(1000))

CASES = [
    case("I01", "empty", R, xml(""), "xml.empty"),
    case("I01b", "only-a-mark", R, xml(codecs.BOM_UTF8), "xml.empty"),
    case("I01c", "only-a-declaration", R, xml(HEAD), "xml.not-xml"),
    case("I02", "unclosed-tag", R, inside(ACTIVITY.replace("</title>", "")), "xml.malformed"),
    case("I02b", "unknown-entity", R, inside(ACTIVITY.replace("Bora", "&bora;")), "xml.malformed"),
    case("I02c", "bare-ampersand", R, inside(ACTIVITY.replace("Bora", "Bora & Co")), "xml.malformed"),
    case("I03", "cut-in-a-tag", R, xml(WHOLE[:-40]), "xml.malformed"),
    case("I03b", "cut-in-a-comment", R, xml(f"{HEAD}{ROOT}{ACTIVITY}<!-- and th"), "xml.malformed"),
    case("I03c", "cut-in-cdata", R, xml(f"{HEAD}{ROOT}{ACTIVITY}<![CDATA[ and"), "xml.malformed"),
    case("I03d", "cut-in-a-letter", R, xml(f"{HEAD}{ROOT}{ACTIVITY}T\u00fc".encode()[:-1]), "xml.malformed"),
    case("I04", "web-page", R, xml("<!DOCTYPE html>\n<html><body>Not found</body></html>"), "xml.web-page"),
    case("I04b", "web-page-without-type", R, xml("<html><body>Not found</body></html>"), "xml.web-page"),
    case("I05", "organisation-file", T, xml(f'{HEAD}<iati-organisations version="2.03"></iati-organisations>')),
    case("I06", "no-version", R, inside(ACTIVITY, root="<iati-activities>"), "iati.version"),
    case("I06b", "version-1", T, inside("", root='<iati-activities version="1.05">')),
    case("I06c", "version-2-01", T, inside(ACTIVITY, root='<iati-activities version="2.01">'), check=bora),
    case("I06d", "version-2-03", T, xml(WHOLE), check=bora),
    case("I06e", "version-9-99", R, inside(ACTIVITY, root='<iati-activities version="9.99">'), "iati.version"),
    case("I07", "document-type", R, inside(ACTIVITY, "<!DOCTYPE iati-activities>\n"), "xml.doctype", place="line 2"),
    case("I07b", "document-type-behind-a-comment", R, inside(ACTIVITY, LATE), "xml.doctype", place="line 4"),
    case("I07c", "document-type-in-utf-16", R, xml(WHOLE.replace(HEAD, BOMB).encode("utf-16")), "xml.doctype"),
    case("I07d", "document-type-behind-the-end", R, xml(f"{WHOLE}<!DOCTYPE x>"), "xml.malformed"),
    case("I08", "entity-bomb", R, inside(ACTIVITY.replace("Bora", "&c;"), BOMB), "xml.doctype"),
    case("I09", "external-entity", R, inside(ACTIVITY.replace("Bora", "&s;"), OUTSIDE), "xml.doctype"),
    case("I09b", "parameter-entity", R, inside(ACTIVITY, PARAMETER), "xml.doctype"),
    case("I09c", "external-document-type", R, inside(ACTIVITY, EXTERNAL), "xml.doctype"),
    case(
        "I10",
        "include",
        F,
        inside(INCLUDE + ACTIVITY.replace("</title>", f"</title>{INCLUDE}")),
        "element.unknown",
        check=no_secret,
    ),
    case(
        "I10b", "style-sheet", T, inside(ACTIVITY, '<?xml-stylesheet href="http://127.0.0.1:9/x.xsl"?>\n'), check=bora
    ),
    case("I11", "declared-utf-8-is-windows-1252", R, xml(CP1252), "xml.malformed"),
    case("I11b", "declared-utf-7", R, xml(WHOLE.replace("UTF-8", "UTF-7")), "xml.encoding"),
    case("I11c", "declared-unknown", R, xml(WHOLE.replace("UTF-8", "X-OURS")), "xml.encoding"),
    case("I11d", "declared-utf-16-is-8-bit", R, xml(WHOLE.replace("UTF-8", "UTF-16")), "xml.encoding"),
    case("I11e", "declared-windows-1252-and-true", T, xml(CP1252.replace(b"UTF-8", b"windows-1252"))),
    case("I11f", "utf-32", R, xml(WHOLE.replace("UTF-8", "UTF-32").encode("utf-32")), "xml.encoding"),
    case("I12", "utf-16", T, xml(WHOLE.replace("UTF-8", "UTF-16").encode("utf-16")), check=bora),
    case("I12b", "utf-16-without-mark", T, xml(WHOLE.replace("UTF-8", "UTF-16").encode("utf-16-le")), check=bora),
    case("I13", "control-character", R, inside(ACTIVITY.replace("Bora", "Bo\x08ra")), "xml.malformed"),
    case("I13b", "control-character-as-reference", R, inside(ACTIVITY.replace("Bora", "Bo&#8;ra")), "xml.malformed"),
    case(
        "I14", "depth-70", R, inside(ACTIVITY.replace("</title>", "</title>" + "<a>" * 70 + "</a>" * 70)), "xml.depth"
    ),
    case(
        "I14b",
        "depth-300",
        R,
        inside("<iati-activity>" + "<a>" * 300 + "</a>" * 300 + "</iati-activity>"),
        "xml.malformed",
    ),
    case("I14c", "depth-100000", R, inside("<a>" * 100_000 + "</a>" * 100_000), "xml.malformed"),
    case("I15", "text-of-2-mb", R, inside(ACTIVITY.replace("Shelter", "x" * 2_000_000)), "xml.text"),
    case("I15b", "text-of-11-mb", R, inside(ACTIVITY.replace("Bora", "x" * 11_000_000)), "xml.malformed"),
    case("I16", "1000-attributes", R, inside(ACTIVITY.replace("<title>", f"<title {SPREAD}>")), "xml.attributes"),
    case("I16b", "attribute-twice", R, inside(ACTIVITY.replace("<title>", '<title a="1" a="2">')), "xml.malformed"),
    case("I17", "extensions", F, inside(FOREIGN), "element.unknown", check=bora),
    case(
        "I18", "other-namespace", R, inside(ACTIVITY, root='<iati-activities version="2.03" xmlns="urn:x">'), "xml.root"
    ),
    case("I18b", "prefixed", R, xml(f'{HEAD}<i:iati-activities xmlns:i="urn:i" version="2.03"/>'), "iati.not-iati"),
    case("I49", "too-many-activities", R, inside(ACTIVITY * 3), "file.too-many-rows", limits=Limits(max_rows=2)),
    case("I49b", "too-large", R, xml(WHOLE), "file.too-large", limits=Limits(max_file_bytes=100)),
    case("I50", "gzip", R, xml(gzip.compress(WHOLE.encode())), "xml.packed"),
    case("I50b", "zip", R, xml(packed()), "xml.packed"),
    case("I51", "comments-and-cdata", T, inside(COMMENTED), check=bora),
    case("I52", "line-break-between-attributes", T, inside(TABBED), check=bora),
    case("I53", "two-roots", R, xml(WHOLE + WHOLE.replace(HEAD, "")), "xml.malformed"),
    case("I54", "reserved-attributes", T, inside(RESERVED), check=bora),
    case("I55", "another-kind-of-file", R, xml('<gexf version="1.3"/>'), "iati.not-iati"),
    case("I56", "no-activities", T, inside("")),
]
