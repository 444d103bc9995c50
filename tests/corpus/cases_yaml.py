"""YAML: what the strict reader refuses, and what looks odd and is only text.

Read here as files of legislators, where a field shows what became of a text. Left out: Y34 to Y40, Y42 and Y43 are
about mapping and source files, which are TOML and read by the workbook importer; Y26's cut at ` #` is YAML's own rule.
Y23 is split: `yes`, `on` and `no` are words (Y03), numbers, dates, null, true and false as keys are refused.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Sequence
from pathlib import Path

from graphsvc.model.records import ActorRecord, Item
from importers.importer import Limits
from tests.corpus.case import Case, Outcome, files

R, I, F, T = Outcome.REFUSED, Outcome.ISSUE, Outcome.REPAIRED, Outcome.TAKEN  # noqa: E741  (as in the table)
PERSON = "- id:\n    bioguide: A000001\n  name:\n    official_full: {}\n  terms: []\n"
WITH_ID = "- id:\n    bioguide: A000001\n    lis: {}\n  name:\n    official_full: Ana Alba\n  terms: []\n"
TERM = (
    "- id:\n    bioguide: A000001\n  name:\n    official_full: Ana Alba\n  terms:\n  - type: sen\n    start: {}\n"
    "    end: {}\n    state: {}\n    party: Democrat\n"
)


def yml(text: str | bytes) -> Callable[[Path], None]:
    return files(people__yaml=text)


def name(text: str) -> Callable[[Path], None]:
    return yml(PERSON.format(text))


def lis(text: str) -> Callable[[Path], None]:
    return yml(WITH_ID.format(text))


def called(expected: str) -> Callable[[Sequence[Item]], None]:
    def check(items: Sequence[Item]) -> None:
        (person,) = (item for item in items if isinstance(item, ActorRecord) and item.kind == "person")
        assert person.names[0].value == expected

    return check


def has_lis(*expected: str) -> Callable[[Sequence[Item]], None]:
    def check(items: Sequence[Item]) -> None:
        (person,) = (item for item in items if isinstance(item, ActorRecord) and item.kind == "person")
        assert [one.value for one in person.identifiers if one.scheme == "lis"] == list(expected)

    return check


def case(
    number: str,
    slug: str,
    outcome: Outcome,
    make: Callable[[Path], object],
    *rules: str,
    place: str | None = None,
    limits: Limits | None = None,
    check: Callable[[Sequence[Item]], None] | None = None,
) -> Case:
    return Case(
        number, slug, "yaml", outcome, make, rules, place, "legislators", limits=limits or Limits(), check=check
    )


ANA = PERSON.format("Ana Alba")
BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
ONE_LINE = '[{"id": {"bioguide": "A000001"}, "name": {"official_full": "Ana Alba"}, "terms": []}]'
MANY = "- id:\n" + "".join(f"    k{number}: x\n" for number in range(20_001))

CASES = [
    case("Y01", "empty", R, yml(""), "yaml.empty"),
    case("Y01b", "only-a-comment", R, yml("# nothing\n"), "yaml.empty"),
    case("Y01c", "only-null", R, yml("null\n"), "legislators.shape"),
    case("Y02", "norway", T, lis("NO"), check=has_lis("NO")),
    case("Y03", "yes-as-key", F, yml(ANA + "  yes: 1\n"), "field.unknown"),
    case("Y04", "words-that-look-like-switches", T, lis("off"), check=has_lis("off")),
    case("Y04b", "tilde", T, lis("~"), check=has_lis("~")),
    case("Y04c", "null-as-text", T, lis("null"), check=has_lis("null")),
    case("Y04d", "empty-value", T, lis(""), check=has_lis()),
    case("Y05", "time-of-day", T, lis("12:30:45"), check=has_lis("12:30:45")),
    case("Y06", "leading-zero", T, lis("012"), check=has_lis("012")),
    case("Y06b", "hexadecimal", T, lis("0x1F"), check=has_lis("0x1F")),
    case("Y06c", "underscore", T, lis("1_000"), check=has_lis("1_000")),
    case("Y07", "infinite", T, lis(".inf"), check=has_lis(".inf")),
    case("Y07b", "exponent", T, lis("1e3"), check=has_lis("1e3")),
    case("Y08", "date", T, yml(TERM.format("2024-01-02", "2025-01-02", "AZ"))),
    case(
        "Y08b",
        "impossible-date",
        I,
        yml(TERM.format("2024-13-45", "2025-01-02", "AZ")),
        "date.impossible",
        place="A000001/terms/1",
    ),
    case("Y08c", "end-before-start", I, yml(TERM.format("2024-01-02", "2023-01-02", "AZ")), "period.reversed"),
    case("Y09", "time-with-zone", I, yml(TERM.format("2024-01-02T00:00:00Z", "2025-01-02", "AZ")), "date.impossible"),
    case("Y10", "key-twice", R, yml(ANA + "  terms: []\n"), "yaml.duplicate-key", place="line 6"),
    case("Y11", "merge-key", R, yml("- <<: {a: b}\n"), "yaml.merge"),
    case("Y12", "anchor", R, yml("- &a x\n"), "yaml.anchor"),
    case("Y12b", "alias", R, yml("- id: *a\n"), "yaml.alias"),
    case("Y13", "alias-bomb", R, yml(BOMB), "yaml.anchor", place="line 1"),
    case("Y14", "alias-of-itself", R, yml("&a [*a]\n"), "yaml.anchor"),
    case("Y15", "tag-that-runs-a-program", R, yml("- !!python/object/apply:os.system ['true']\n"), "yaml.tag"),
    case("Y16", "binary", R, yml("- !!binary aGVsbG8=\n"), "yaml.tag"),
    case("Y16b", "set", R, yml("- !!set {a, b}\n"), "yaml.tag"),
    case("Y16c", "own-tag", R, yml("- !ours x\n"), "yaml.tag"),
    case("Y17", "version-directive", R, yml("%YAML 1.1\n---\n- a\n"), "yaml.directive"),
    case("Y17b", "tag-directive", R, yml("%TAG ! tag:x,2000:\n---\n- a\n"), "yaml.directive"),
    case("Y18", "two-documents", R, yml(ANA + "---\n" + ANA), "yaml.documents", place="line 6"),
    case("Y19", "tab-as-indent", R, yml("- id:\n\t  bioguide: A\n"), "yaml.malformed", place="line 2"),
    case("Y20", "key-on-another-level", I, yml(ANA.replace("    bioguide", "  bioguide")), "field.shape"),
    case("Y21", "depth-3000", R, yml("[" * 3000 + "]" * 3000), "yaml.depth"),
    case("Y22", "list-as-key", R, yml("? [a, b]\n: c\n"), "yaml.key"),
    case("Y23", "number-as-key", R, yml("1: a\n"), "yaml.key"),
    case("Y23b", "null-as-key", R, yml("~: a\n"), "yaml.key"),
    case("Y23c", "date-as-key", R, yml("2024-01-02: a\n"), "yaml.key"),
    case("Y23d", "true-as-key", R, yml("true: a\n"), "yaml.key"),
    case("Y23e", "empty-key", R, yml("'': a\n"), "yaml.key"),
    case("Y24", "mapping-where-a-list-belongs", I, yml(ANA.replace("terms: []", "terms: {a: b}")), "field.shape"),
    case("Y24b", "list-where-a-mapping-belongs", I, yml("- id: [a]\n  terms: []\n"), "field.shape"),
    case("Y24c", "text-where-a-mapping-belongs", I, yml(ANA + "- Bora\n"), "field.shape", place="[2]"),
    case("Y25", "two-colons", R, yml("- id: b: c\n"), "yaml.malformed", place="line 1"),
    case("Y26", "text-after-a-hash", T, name("Ana Alba # was Ana Bora"), check=called("Ana Alba")),
    case("Y27", "folded-text", T, yml(PERSON.format(">-\n      Ana\n      Alba")), check=called("Ana Alba")),
    case("Y27b", "literal-text", T, yml(PERSON.format("|\n      Ana Alba")), check=called("Ana Alba")),
    case("Y28", "escaped-null", R, name('"Ana\\x00Alba"'), "yaml.character"),
    case("Y28b", "escaped-half-character", R, name('"Ana\\uD800"'), "yaml.malformed"),
    case("Y28c", "escaped-beyond-unicode", R, name('"Ana\\U00110000"'), "yaml.malformed"),
    case("Y29", "control-character", R, name("Ana\x07Alba"), "yaml.character", place="line 4"),
    case("Y29b", "mark-inside", R, name("Ana\ufeffAlba"), "yaml.character"),
    case("Y29c", "next-line", R, name("Ana\x85Alba"), "yaml.character"),
    case("Y29d", "line-separator", R, name("Ana\u2028Alba"), "yaml.character"),
    case("Y30", "utf-16", F, yml(ANA.encode("utf-16")), check=called("Ana Alba")),
    case("Y30b", "utf-8-with-mark", F, yml(codecs.BOM_UTF8 + ANA.encode()), check=called("Ana Alba")),
    case("Y30c", "latin-1", R, yml(PERSON.format("Ana Ál").encode("latin-1")), "yaml.encoding", place="line 4"),
    case("Y31", "too-large", R, yml(ANA * 20), "file.too-large", limits=Limits(max_file_bytes=1000)),
    case("Y32", "20001-keys", R, yml(MANY), "yaml.keys", place="line 20002"),
    case("Y33", "very-long-line", R, name("x" * 30_000), "yaml.long-line", place="line 4"),
    case("Y41", "template-marks", T, name('"{{ name }} ${HOME}"'), check=called("{{ name }} ${HOME}")),
    case("Y44", "windows-line-ends", F, yml(ANA.replace("\n", "\r\n")), check=called("Ana Alba")),
    case("Y44b", "no-last-line-end", F, yml(ANA.rstrip("\n")), check=called("Ana Alba")),
    case("Y45", "json", T, yml(ONE_LINE), check=called("Ana Alba")),
    case("Y46", "curly-quotes", R, name("\u201cAna\u201d"), "yaml.curly-quotes", place="line 4"),
    case("Y46b", "blank-of-another-kind", R, yml("- id:\u00a0x\n"), "yaml.hidden-blank", place="line 1"),
    case(
        "Y47",
        "other-order-and-comments",
        T,
        yml("- terms: []\n  # a note\n  name: {official_full: Ana Alba}\n  id: {bioguide: A000001}\n"),
        check=called("Ana Alba"),
    ),
    case(
        "Y48",
        "many-scripts",
        T,
        name("Ana \U0001f600 שלום Ana\u0308"),
        "text.normalised",
        check=called("Ana \U0001f600 שלום An\u00e4"),
    ),
    case("Y49", "reversed-reading", I, name("Ana \u202eabla"), "text.override"),
    case("Y50", "no-identifier", I, yml("- id: {}\n  name: {official_full: Ana}\n"), "field.missing", place="[1]"),
    case("Y51", "unknown-state", I, yml(TERM.format("2024-01-02", "2025-01-02", "ZZ")), "term.unknown-office"),
    case("Y52", "another-file", R, yml("- a\n- b\n"), "legislators.shape"),
]
