from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from graphsvc.errors import UnreadableFile, WrongUse
from graphsvc.kinds import Kinds
from graphsvc.model.records import ActorRecord, Item, RowIssue, Tally, TieRecord
from graphsvc.model.values import Confidence, FlowClass, Formality, Identifier, Money, NameKind, PartialDate, Status
from importers.importer import Reading
from importers.workbook.importer import read
from importers.workbook.writing import write_workbook

ACTORS = "id,name,kind,country,identifiers\nalba,Alba,organization,MX,org-id:MX-1\nbora,Bora,organization,TR,\n"
Import = Callable[..., Sequence[Item]]


@pytest.fixture
def importing(tmp_path: Path) -> Import:
    def run(mapping: str | None = None, choices: dict[str, str] | None = None, **contents: str) -> Sequence[Item]:
        paths = []
        for name, content in contents.items():
            path = tmp_path / f"{name}.csv"
            path.write_text(content, "utf-8")
            paths.append(path)
        plan = None
        if mapping is not None:
            plan = tmp_path / "mapping.toml"
            plan.write_text(mapping, "utf-8")
        return list(read(paths, Reading(Kinds.load(), mapping=plan, choices={"today": "2026-01-01"} | (choices or {}))))

    return run


def actors(items: Sequence[Item]) -> list[ActorRecord]:
    return [item for item in items if isinstance(item, ActorRecord)]


def ties(items: Sequence[Item]) -> list[TieRecord]:
    return [item for item in items if isinstance(item, TieRecord)]


def rules(items: Sequence[Item]) -> list[str]:
    return [item.rule for item in items if isinstance(item, RowIssue)]


def test_spanish_headers_and_words_mean_the_same_as_english_ones(importing: Import) -> None:
    spanish = importing(
        actores="id,nombre,tipo,país\nalba,Alba,organización,México\nbora,Bora,Organización,Turquía\n",
        vínculos="de,a,tipo,inicio,estado,confianza,formalidad\nalba,bora,trabaja con,2020,previsto,dudoso,informal\n",
    )

    tie = ties(spanish)[0]
    assert [(a.kind, a.country) for a in actors(spanish)] == [("organization", "MX"), ("organization", "TR")]
    assert (tie.kind, tie.status, tie.confidence, tie.formality) == (
        "works_with",
        Status.PLANNED,
        Confidence.DOUBTFUL,
        Formality.INFORMAL,
    )


@pytest.mark.parametrize("end", ["alba", "Alba", "ALBA", "org-id:MX-1", "ORG-ID:MX-1"])
def test_an_end_is_found_by_id_identifier_or_name(importing: Import, end: str) -> None:
    items = importing(actors=ACTORS, ties=f"from,to,kind\n{end},bora,knows\n")

    assert [(tie.ego, tie.alter) for tie in ties(items)] == [("alba", "bora")]


def test_a_name_that_two_actors_have_is_no_end(importing: Import) -> None:
    items = importing(
        actors="id,name,kind\n1,Alba,person\n2,Alba,organization\n3,Bora,person\n", ties="from,to,kind\nAlba,3,knows\n"
    )

    assert rules(items) == ["tie.ambiguous-end"]


def test_money_is_exact_and_keeps_its_class_currency_and_day(importing: Import) -> None:
    items = importing(
        actors=ACTORS,
        ties="from,to,kind,amount,currency,flow class,value date\n"
        "alba,bora,funds,0.10,usd,disbursement,2020-05-02\nalba,bora,funds,,,,\n",
    )

    assert [tie.money for tie in ties(items)] == [
        Money(FlowClass.DISBURSEMENT, Decimal("0.10"), "USD", PartialDate("2020-05-02")),
        Money(FlowClass.DECLARED),
    ]


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        ("funds,5,,commitment,", "money.no-currency"),
        ("funds,5,USD,,", "money.no-class"),
        ("funds,5,USD,gift,", "money.unknown-class"),
        ("knows,,,,1.5", "strength.range"),
        ("knows,,,,0", "strength.range"),
    ],
)
def test_money_and_strength_that_cannot_be_used_refuse_the_row(importing: Import, cells: str, rule: str) -> None:
    items = importing(actors=ACTORS, ties=f"from,to,kind,amount,currency,flow class,strength\nalba,bora,{cells}\n")

    assert rules(items) == [
        rule,
        *(["money.left-out"] if cells.startswith("funds,5") and "strength" not in rule else []),
    ]


def test_own_columns_are_kept_as_attributes_under_their_printed_names(importing: Import) -> None:
    items = importing(actors='id,name,kind,attr:Web Site,ATTR: Fax\na,Alba,person,https://a.example,"1, 2"\n')

    assert actors(items)[0].attributes == (("Web Site", "https://a.example"), ("Fax", "1, 2"))


def test_names_are_parted_by_bars_and_acronyms_are_known(importing: Import) -> None:
    items = importing(
        actors="name,name language,kind,aliases,former names\nAlba Shelter,en,organization,AS|Albergue Alba,Old Alba\n"
    )

    assert [(n.value, n.language, n.kind) for n in actors(items)[0].names] == [
        ("Alba Shelter", "en", NameKind.NAME),
        ("AS", None, NameKind.ACRONYM),
        ("Albergue Alba", None, NameKind.NAME),
        ("Old Alba", None, NameKind.FORMER),
    ]


def test_a_key_is_the_id_else_the_identifier_else_name_kind_and_country(importing: Import) -> None:
    items = importing(
        actors="id,name,kind,country,identifiers\n"
        "x,A,person,,org-id:1\n,B,person,,org-id:2|wikidata:Q1\n,Ç Ö,person,TR,\n"
    )

    assert [actor.key for actor in actors(items)] == ["x", "org-id:2", "person/TR/c o"]


def test_keys_of_ties_do_not_hang_on_where_they_stand_or_what_is_corrected(importing: Import) -> None:
    head = "from,to,kind,start,note,confidence\n"
    before = importing(actors=ACTORS, ties=head + "alba,bora,knows,2019,first,\nalba,bora,met,2019,,\n")
    after = importing(actors=ACTORS, ties=head + "bora,alba,met,2019,,\nalba,bora,knows,2019,corrected,doubtful\n")

    assert {tie.key for tie in ties(before)} == {tie.key for tie in ties(after)}


def test_an_own_id_of_a_tie_is_its_key_and_stands_once(importing: Import) -> None:
    items = importing(actors=ACTORS, ties="id,from,to,kind\nt1,alba,bora,knows\nt1,alba,bora,met\n")

    assert [tie.key for tie in ties(items)] == ["t1"]
    assert rules(items) == ["tie.key-twice"]


def test_an_end_can_be_described_in_the_row_of_the_tie(importing: Import) -> None:
    items = importing(
        ties="from name,from kind,from roles,to name,to kind,to country,kind\n"
        "Alba,organization,ngo,Bora,organization,TR,works_with\nAlba,organization,cso,Ceylan,person,,works_with\n"
    )

    assert [(actor.names[0].value, actor.roles) for actor in actors(items)] == [
        ("Alba", frozenset({"ngo", "cso"})),
        ("Bora", frozenset()),
        ("Ceylan", frozenset()),
    ]
    assert len(ties(items)) == 2


def test_a_described_end_that_stands_in_the_sheet_of_actors_is_that_actor(importing: Import) -> None:
    items = importing(actors=ACTORS, ties="from.name,from.kind,to,kind\nALBA,organization,bora,knows\n")

    assert [actor.key for actor in actors(items)] == ["alba", "bora"]
    assert ties(items)[0].ego == "alba"


def test_two_descriptions_that_contradict_are_noted_and_the_first_counts(importing: Import) -> None:
    items = importing(
        ties="from.name,from.kind,from.identifiers,to.name,to.kind,kind\n"
        "Alba,organization,org-id:1,Bora,person,knows\nAlba,person,org-id:1,Ceylan,person,knows\n"
    )

    assert rules(items) == ["actor.described-twice"]
    assert actors(items)[0].kind == "organization"


def test_sources_are_named_in_full_and_unused_ones_are_skipped(importing: Import) -> None:
    items = importing(
        actors=ACTORS,
        sources="id,title,publisher,date\nr,An Invented Report,Alba,2020\ns,Another,,\n",
        ties="from,to,kind,source,section\nalba,bora,knows,R,p. 3\nalba,bora,met,Hearsay,\n",
    )

    first, second = ties(items)
    assert first.reporter == "An Invented Report"
    assert first.attributes == (("source_section", "p. 3"), ("source_publisher", "Alba"), ("source_date", "2020"))
    assert second.reporter == "Hearsay"
    assert sorted(rules(items)) == ["source.unknown", "source.unused"]
    assert Tally("rows of sources", 2, 1, 1) in items


def test_facts_become_attributes_of_their_actor(importing: Import) -> None:
    items = importing(actors=ACTORS, facts="actor,fact,value,section\nAlba,Beds,40,p. 2\nzed,Beds,1,\nbora,Beds,,\n")

    assert actors(items)[0].attributes == (("Beds", "40 (source_section: p. 2)"),)
    assert rules(items) == ["fact.unknown-end", "cell.blank"]


def test_facts_cannot_be_closed_one_by_one(importing: Import) -> None:
    with pytest.raises(UnreadableFile, match="as closed as their actor"):
        importing(actors=ACTORS, facts="actor,fact,value,sensitivity\nalba,Beds,40,restricted\n")


def test_an_unknown_sheet_is_said_once_and_a_lone_sheet_needs_no_name(tmp_path: Path) -> None:
    actors_only = (("name", "kind"), ("Alba", "person"))
    write_workbook(tmp_path / "one.xlsx", {"Hoja1": actors_only})
    write_workbook(tmp_path / "two.xlsx", {"Actores": actors_only, "Budget": (("x",), ("1",))})

    one = list(read([tmp_path / "one.xlsx"], Reading(Kinds.load())))
    two = list(read([tmp_path / "two.xlsx"], Reading(Kinds.load())))

    assert (len(actors(one)), rules(one)) == (1, [])
    assert (len(actors(two)), rules(two)) == (1, ["sheet.unknown"])


def test_a_sheet_can_be_chosen_by_name(tmp_path: Path) -> None:
    tables = {"2023": (("name", "kind"), ("Alba", "person")), "2024": (("name", "kind"), ("Bora", "person"))}
    write_workbook(tmp_path / "years.xlsx", tables)

    items = list(read([tmp_path / "years.xlsx"], Reading(Kinds.load(), choices={"sheet": "2024"})))

    assert [actor.names[0].value for actor in actors(items)] == ["Bora"]


def test_a_text_file_of_any_name_is_known_by_its_headers(importing: Import) -> None:
    items = importing(people="name,kind\nAlba,person\n")

    assert len(actors(items)) == 1


@pytest.mark.parametrize(
    "choices",
    [
        {"colour": "red"},
        {"date-order": "ymd"},
        {"decimal": "dot"},
        {"header-row": "zero"},
        {"include-hidden": "no"},
        {"encoding": "rot13"},
        {"table": "people"},
        {"today": "tomorrow"},
    ],
)
def test_a_choice_that_is_not_known_is_wrong_use(importing: Import, choices: dict[str, str]) -> None:
    with pytest.raises(WrongUse) as error:
        importing(choices=choices, actors=ACTORS)

    assert error.value.hint


def test_no_file_and_a_missing_file_are_said(tmp_path: Path) -> None:
    with pytest.raises(WrongUse):
        list(read([], Reading(Kinds.load())))
    with pytest.raises(UnreadableFile, match="no such file"):
        list(read([tmp_path / "absent.csv"], Reading(Kinds.load())))


def test_countries_are_understood_by_name_in_three_languages_and_by_three_letters(importing: Import) -> None:
    spellings = ("MX", "México", "Meksika", "MEX", "TR", "Türkiye", "Turkey", "Turquía", "EE. UU.", "ABD", "XK")
    items = importing(actors="name,kind,country\n" + "".join(f"N{n},person,{s}\n" for n, s in enumerate(spellings)))

    assert [actor.country for actor in actors(items)] == ["MX"] * 4 + ["TR"] * 4 + ["US"] * 2 + ["XK"]


def test_what_is_no_country_is_an_issue(importing: Import) -> None:
    assert rules(importing(actors="name,kind,country\nA,person,EU\nB,person,Atlantis\n")) == ["country.unknown"] * 2


def test_identifiers_need_a_scheme(importing: Import) -> None:
    items = importing(actors="name,kind,identifiers\nA,person,Q42\nB,person,Wikidata: Q1 | org-id:X:2\n")

    assert rules(items) == ["identifier.no-scheme"]
    assert actors(items)[0].identifiers == (Identifier("wikidata", "Q1"), Identifier("org-id", "X:2"))


def test_the_raw_row_is_kept_as_it_stood_and_within_its_limit(importing: Import) -> None:
    items = importing(actors=f'id,name,kind,note,attr:long\n a ," Alba ",person,{"x" * 1_900},{"y" * 2_000}\n')

    raw = dict(actors(items)[0].raw)
    assert (raw["id"], raw["name"]) == (" a ", " Alba ")
    assert sum(len(name) + len(text) for name, text in raw.items()) <= 4_000
