"""The contract of search: folded words, the same order in every engine, and text stays text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.access import Viewer
from graphsvc.folding import fold
from graphsvc.model.values import Identifier
from graphsvc.store.protocol import GraphStore, Hit
from graphsvc.store.rows import actor_row
from tests.contracts.stores.engines import Engine
from tests.networks import NAMES, Network, actor, load, load_source, networks, source

OPERATOR = Viewer.operator()
REGISTER = source()
PAYLOADS = (
    "'; DROP TABLE actor; --",
    '" OR 1=1 --',
    "%' UNION SELECT password FROM account --",
    "a\\'b",
    "}) DETACH DELETE n //",
    "` SET n:Admin //",
    "\\u0060 MATCH (n) DETACH DELETE n",
    "{name: $x}",
    'name:"x" AND *',
    "NEAR(a b, 2)",
    "^ada",
    "text : x",
    "a* NOT b",
    "nul\x00inside",
    "line\u2028break\nand\ttab",
    "\u202eright to left",
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("goc idaresi", "Göç İdaresi Başkanlığı"),
        ("GÖÇ İDARESİ", "Göç İdaresi Başkanlığı"),
        ("kizilay", "Kızılay"),
        ("KIZILAY", "Kızılay"),
        ("kızılay", "KIZILAY"),
        ("comision", "Comisión Mexicana de Ayuda a Refugiados"),
        ("ayuda comision", "Comisión Mexicana de Ayuda a Refugiados"),
        ("istanbul", "ISTANBUL"),
        ("ISTANBUL", "İstanbul Barosu"),
        ("ıstanbul", "Istanbul Bar"),
        ("nguyen", "Nguyễn Văn A"),
        ("o'neil", "O’Neil Fund"),
        ("北", "北方 联盟"),
        ("lodz", "Łódź Dialog"),
        ("strasse", "Straße"),
        ("ｒｅｆｕｇｅ", "Refuge"),
    ],
)
def test_search_folds_what_people_write_differently(store: GraphStore, text: str, name: str) -> None:
    found = actor(REGISTER, "1", name)
    load_source(store, REGISTER, (found, actor(REGISTER, "2", "Zzz")))

    assert store.search(OPERATOR, text, limit=9) == (Hit(found.id, name, fold(name)),)


def test_all_words_begin_words_of_one_and_the_same_name(store: GraphStore) -> None:
    ada = actor(REGISTER, "1", "Ada Refuge", "Casa Ben")
    load_source(store, REGISTER, (ada,))

    found = {
        text: [hit.matched for hit in store.search(OPERATOR, text, limit=9)]
        for text in ("ad re", "be ca", "ada ben", "da")
    }

    assert found == {"ad re": ["ada refuge"], "be ca": ["casa ben"], "ada ben": [], "da": []}


def test_identifiers_are_found_too(store: GraphStore) -> None:
    ada = actor(REGISTER, "1", "Ada", identifiers=(Identifier("org-id", "XM-DAC-41121"),))
    load_source(store, REGISTER, (ada,))

    assert store.search(OPERATOR, "xm-dac-411", limit=9) == (Hit(ada.id, "Ada", "xm dac 41121"),)


def test_whole_names_come_first_then_beginnings_then_the_rest_each_by_name(store: GraphStore) -> None:
    names = ("Casa Ada", "Ada Refuge", "Ada", "ADA", "Ádá Aid", "Big Ada")
    load_source(store, REGISTER, [actor(REGISTER, str(number), name) for number, name in enumerate(names)])

    found = [hit.name for hit in store.search(OPERATOR, "ada", limit=9)]

    assert sorted(found[:2]) == ["ADA", "Ada"]
    assert found[2:] == ["Ádá Aid", "Ada Refuge", "Big Ada", "Casa Ada"]
    assert [hit.name for hit in store.search(OPERATOR, "ada", limit=3)] == found[:3]


def test_an_actor_is_found_once_by_its_best_name(store: GraphStore) -> None:
    ada = actor(REGISTER, "1", "Big Ada", "Ada Refuge", "ADA")
    load_source(store, REGISTER, (ada,))

    assert store.search(OPERATOR, "ada", limit=9) == (Hit(ada.id, "Big Ada", "ada"),)


@pytest.mark.parametrize("text", ["", "  ", "!?", "'", '"', "*", "\x00", "\ud800"])
def test_a_text_without_a_word_finds_nothing(store: GraphStore, text: str) -> None:
    load_source(store, REGISTER, (actor(REGISTER, "1", "Ada"),))

    assert store.search(OPERATOR, text, limit=9) == ()


def test_retired_names_and_names_of_earlier_forms_are_not_found(store: GraphStore) -> None:
    load_source(store, REGISTER, (actor(REGISTER, "1", "Ada"), actor(REGISTER, "2", "Adana")))
    load_source(store, REGISTER, (actor(REGISTER, "1", "Bea"),), retired=[actor(REGISTER, "2").id])

    assert store.search(OPERATOR, "ada", limit=9) == ()
    assert [hit.name for hit in store.search(OPERATOR, "bea", limit=9)] == ["Bea"]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_that_looks_like_a_statement_stays_text(store: GraphStore, payload: str) -> None:
    odd = actor(
        REGISTER,
        payload,
        payload,
        note=payload,
        attributes=((payload, payload),),
        identifiers=(Identifier("x", f"{payload}."),),
        raw=((payload, payload),),
    )
    load_source(store, REGISTER, (odd, actor(REGISTER, "2", "Ada")))

    found = [actor_row(one) for one in store.actor_statements(OPERATOR, [odd.id])]

    assert found == [actor_row(odd)]
    assert odd.id in {hit.statement for hit in store.search(OPERATOR, payload, limit=9)}
    assert len(list(store.actor_statements(OPERATOR))) == 2


def test_very_long_names_are_kept_and_found(store: GraphStore) -> None:
    long_word, long_name = "ü" * 10_000, "word " * 2_000
    load_source(store, REGISTER, (actor(REGISTER, "1", long_word), actor(REGISTER, "2", long_name)))

    assert [hit.name for hit in store.search(OPERATOR, long_word, limit=9)] == [long_word]
    assert [hit.name for hit in store.search(OPERATOR, "word " * 500, limit=9)] == [long_name]


def test_many_different_words_are_searched_at_once(store: GraphStore) -> None:
    name = " ".join(f"w{number}" for number in range(1_000))
    load_source(store, REGISTER, (actor(REGISTER, "1", name),))

    assert len(store.search(OPERATOR, name, limit=9)) == 1
    assert store.search(OPERATOR, f"{name} other", limit=9) == ()


@given(network=networks(max_ties=0), text=st.sampled_from(NAMES) | st.text(max_size=4))
def test_search_finds_what_its_definition_says(engine: Engine, network: Network, text: str) -> None:
    store = engine.fresh()
    load(store, network)

    found = store.search(OPERATOR, text, limit=100)

    assert found == tuple(expected(network, text))


def expected(network: Network, text: str) -> list[Hit]:
    """The definition of search, word by word."""
    whole = fold(text)
    hits = []
    for row in map(actor_row, network.actors):
        fitting = [
            (0 if name == whole else 1 if name.startswith(whole) else 2, position, name)
            for position, name in enumerate(row.searchable)
            if whole and all(any(word.startswith(asked) for word in name.split()) for asked in whole.split())
        ]
        if fitting:
            rank, _, matched = min(fitting)
            hits.append(((rank, fold(row.name), row.id), Hit(row.id, row.name, matched)))
    return [hit for _, hit in sorted(hits, key=lambda pair: pair[0])]
