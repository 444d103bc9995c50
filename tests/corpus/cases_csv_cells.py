"""CSV: cells and rows that are wrong, or look wrong and are right.

Left out: C49 is made with a small limit instead of five million rows (the same rule, found at the same place).
C43 to C45 end here as text; that they stay inert on pages and in exports is tested where those are made.
"""

from __future__ import annotations

import io
import unicodedata
import zipfile
from pathlib import Path

from importers.importer import Limits
from tests.corpus.case import Case, Outcome, files
from tests.corpus.checks import keyed, named, paid, placed, starts
from tests.corpus.texts import HEAD, TWO, actors, money, name, ties

R, I, F, T = Outcome.REFUSED, Outcome.ISSUE, Outcome.REPAIRED, Outcome.TAKEN  # noqa: E741  (as in the table)


def endless_line(folder: Path) -> None:
    with (folder / "actors.csv").open("wb") as stream:
        stream.write(HEAD.encode())
        for _ in range(100):
            stream.write(b"x" * 1_000_000)


def archive_named_csv(folder: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("actors.csv", TWO)
    (folder / "actors.csv").write_bytes(packed.getvalue())


NFC, NFD = unicodedata.normalize("NFC", "Peña"), unicodedata.normalize("NFD", "Peña")
ZERO_WIDTH = "\u200b"
CASES = [
    Case("C30", "namibia", "csv", T, actors(HEAD + "NA,Alba,organization,NA\n"), check=keyed("NA")),
    Case(
        "C31",
        "names-like-nothing",
        "csv",
        T,
        actors(HEAD + "".join(f"{n},{n},person,\n" for n in ("Null", "None", "nan", "True", "N/A", "NO"))),
        check=named("Null", "None", "nan", "True", "N/A", "NO"),
    ),
    Case(
        "C32",
        "leading-zeros",
        "csv",
        T,
        actors(HEAD + "007,Alba,person,\n0712345678,Bora,person,\n"),
        check=keyed("007", "0712345678"),
    ),
    Case(
        "C33",
        "long-number",
        "csv",
        T,
        actors(HEAD + "9007199254740993,Alba,person,\n,Bora,person,\n"),
        check=keyed("9007199254740993", "person/-/bora"),
    ),
    *[
        Case(f"C34{letter}", f"amount-{slug}", "csv", I, ties(money(text)), (rule,), "row 2")
        for letter, slug, text, rule in (
            ("a", "1e400", "1e400", "amount.not-a-number"),
            ("b", "inf", "inf", "amount.not-a-number"),
            ("c", "nan", "nan", "amount.not-a-number"),
            ("d", "minus-zero", "-0", "amount.minus-zero"),
            ("e", "1e999", "1e999", "amount.not-a-number"),
        )
    ],
    Case(
        "C35a",
        "amounts-of-many-places",
        "csv",
        T,
        ties("".join(money(text) for text in ("1,234.50", "1.234,50", "1 234,50", "1'234.50", "١٢٣٤٫٥٠"))),
        ("tie.repeated",) * 4,
        check=paid(*["1234.50"] * 5),
    ),
    Case("C35b", "amount-in-two-ways", "csv", I, ties(money("1,234")), ("amount.ambiguous",), "row 2"),
    Case("C35c", "amount-declared", "csv", T, ties(money("1,234")), choices={"decimal": "comma"}, check=paid("1.234")),
    Case("C36a", "amount-in-words", "csv", I, ties(money("US$ 5m")), ("amount.not-a-number",), "row 2"),
    Case("C36b", "amount-with-sign", "csv", I, ties(money("€5,000")), ("amount.not-a-number",), "row 2"),
    Case("C37a", "returned-money", "csv", T, ties(money("-500")), check=paid("-500")),
    Case(
        "C37b", "money-of-friends", "csv", I, ties("a,b,knows,2020,,-5,USD,commitment,\n"), ("money.no-flow",), "row 2"
    ),
    Case(
        "C38a",
        "dates-in-two-ways",
        "csv",
        R,
        ties("a,b,knows,13/02/2024,,,,,\na,b,met,01/02/2024,,,,,\n"),
        ("date.ambiguous",),
        "row 3",
    ),
    Case(
        "C38b",
        "dates-declared",
        "csv",
        F,
        ties("a,b,knows,13/02/2024,,,,,\na,b,met,01/02/2024,,,,,\n"),
        choices={"date-order": "dmy"},
        check=starts("2024-02-13", "2024-02-01"),
    ),
    *[
        Case(f"C39{letter}", f"date-{slug}", "csv", I, ties(f"a,b,knows,{text},,,,,\n"), (rule,), "row 2")
        for letter, slug, text, rule in (
            ("a", "30-february", "2024-02-30", "date.impossible"),
            ("b", "month-13", "2024-13-01", "date.impossible"),
            ("c", "year-1", "0001", "date.impossible"),
            ("d", "year-9999", "9999-12-31", "date.impossible"),
            ("e", "two-digits", "01/02/24", "date.short-year"),
        )
    ],
    Case("C40", "date-serial", "csv", I, ties("a,b,knows,45321,,,,,\n"), ("date.serial",), "row 2"),
    Case(
        "C41",
        "partial-dates",
        "csv",
        T,
        ties("a,b,knows,2021,,,,,\na,b,met,2021-03,,,,,\n"),
        check=starts("2021", "2021-03"),
    ),
    Case("C42a", "end-before-start", "csv", I, ties("a,b,knows,2021,2019,,,,\n"), ("date.order-reversed",), "row 2"),
    Case("C42b", "in-the-future", "csv", I, ties("a,b,knows,2190,,,,,\n"), ("date.future",), "row 2"),
    *[
        Case(f"C43{letter}", f"formula-{letter}", "csv", T, name(text), check=named(text.strip(), "Bora"))
        for letter, text in zip("abcde", ('=HYPERLINK("http://192.0.2.1")', "+1", "-1", "@SUM(1)", "\t=1"), strict=True)
    ],
    *[
        Case(f"C44{letter}", f"markup-{letter}", "csv", T, name(text), check=named(text, "Bora"))
        for letter, text in zip(
            "abc", ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "javascript:alert(1)"), strict=True
        )
    ],
    *[
        Case(f"C45{letter}", f"statement-{letter}", "csv", T, name(text), check=named(text, "Bora"))
        for letter, text in zip("abc", ("Robby' MATCH (n) DETACH DELETE n //", "a`b``c", "\\u0060 x"), strict=True)
    ],
    Case("C46", "cell-of-200000", "csv", I, name("x" * 200_000), ("cell.too-long",), "row 2", check=named("Bora")),
    Case("C46b", "cell-of-10-mb", "csv", R, name("x" * 10_000_000), ("text.endless-line",), "line 2"),
    Case("C47", "line-of-100-mb", "csv", R, endless_line, ("text.endless-line",), "line 2"),
    Case(
        "C48",
        "10000-columns",
        "csv",
        R,
        actors("id,name,kind," + ",".join(f"c{n}" for n in range(10_000)) + "\n"),
        ("table.too-wide",),
        "row 1",
    ),
    Case(
        "C49",
        "too-many-rows",
        "csv",
        R,
        actors(HEAD + "".join(f"a{n},A {n},person,\n" for n in range(1_001))),
        ("table.too-many-rows",),
        "row 1002",
        limits=Limits(max_rows=1_000),
    ),
    Case(
        "C50",
        "zero-width-in-identifier",
        "csv",
        F,
        files(actors__csv=TWO, ties__csv=f"from,to,kind\na{ZERO_WIDTH},b,knows\n"),
        ("text.invisible",),
    ),
    Case("C51", "reversed-reading", "csv", I, name("Al\u202eba"), ("text.override",), "row 2"),
    Case(
        "C51b",
        "right-to-left-mark",
        "csv",
        F,
        name("\u200fمنظمة\u200f"),
        ("text.invisible",),
        check=named("منظمة", "Bora"),
    ),
    Case(
        "C52",
        "composed-and-decomposed",
        "csv",
        F,
        files(actors__csv=f"name,kind\n{NFC},person\nBora,person\n", ties__csv=f"from,to,kind\n{NFD},Bora,knows\n"),
        ("text.normalised",),
        check=named(NFC, "Bora"),
    ),
    Case("C53", "cyrillic-a", "csv", T, name("Аlba"), ("text.mixed-scripts",)),
    Case(
        "C54",
        "names-of-the-world",
        "csv",
        T,
        actors(
            HEAD
            + "".join(
                f"{n},{text},person,\n"
                for n, text in enumerate(("منظمة اللاجئين", "ድርጅት", "မြန်မာ", "难民", "Z", "O'Neil-Nguyễn", "W" * 80))
            )
        ),
        check=named("منظمة اللاجئين", "ድርጅት", "မြန်မာ", "难民", "Z", "O'Neil-Nguyễn", "W" * 80),
    ),
    Case("C55", "self-tie", "csv", I, ties("a,a,knows,,,,,,\na,b,knows,,,,,,\n"), ("tie.self",), "row 2"),
    Case("C56", "both-directions", "csv", F, ties("a,b,knows,,,,,,\nb,a,knows,,,,,,\n"), ("tie.repeated",)),
    Case("C57", "row-twice", "csv", F, ties("a,b,knows,,,,,,\na,b,knows,,,,,,\n"), ("tie.repeated",)),
    Case(
        "C57b",
        "actor-twice",
        "csv",
        I,
        actors(TWO + "a,Alba,organization,MX\n"),
        ("actor.repeated",),
        "row 4",
        check=keyed("a", "b"),
    ),
    Case(
        "C58",
        "identifier-twice",
        "csv",
        I,
        actors("name,kind,identifiers\nAlba,organization,org-id:MX-1\nBora,organization,org-id:MX-1\n"),
        ("actor.key-twice",),
        "row 3",
    ),
    Case(
        "C58b",
        "identifier-twice-with-ids",
        "csv",
        I,
        actors("id,name,kind,identifiers\na,Alba,organization,org-id:MX-1\nb,Bora,organization,org-id:MX-1\n"),
        ("actor.identifier-twice",),
        "row 3",
    ),
    Case("C59a", "unknown-kind", "csv", I, ties("a,b,likes,,,,,,\n"), ("tie.unknown-kind",), "row 2"),
    Case("C59b", "unknown-sensitivity", "csv", I, ties("a,b,knows,,,,,,secret\n"), ("sensitivity.unknown",), "row 2"),
    Case("C59c", "empty-sensitivity", "csv", T, ties("a,b,knows,,,,,,\n")),
    Case("C59d", "sealed", "csv", R, ties("a,b,knows,,,,,,sealed\n"), ("sensitivity.sealed",), "row 2"),
    Case("C59e", "unknown-end", "csv", I, ties("a,zed,knows,,,,,,\n"), ("tie.unknown-end",), "row 2"),
    Case(
        "C59f",
        "end-whose-row-was-refused",
        "csv",
        I,
        files(actors__csv=HEAD + "a,Alba,organization,MX\nb,Bora,planet,TR\n", ties__csv="from,to,kind\na,b,knows\n"),
        ("actor.unknown-kind", "tie.refused-end"),
        "row 3",
    ),
    Case("C60a", "web-page", "csv", R, actors("<!DOCTYPE html><html><body>x</body></html>"), ("file.markup",)),
    Case("C60b", "json", "csv", R, actors('[{"id": "a", "name": "Alba"}]'), ("file.json",)),
    Case("C60c", "archive", "csv", R, archive_named_csv, ("file.archive",)),
    Case(
        "C60d",
        "announced-delimiter",
        "csv",
        F,
        actors("sep=;\n" + TWO.replace(",", ";")),
        ("table.announced-delimiter", "table.delimiter"),
        check=placed("row 3", "row 4"),
    ),
]
