from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.errors import UnreadableFile, WrongUse
from importers.importer import Limits
from importers.networkfile import NetworkFile, read_network

GRAPHML = (
    '<?xml version="1.0"?><graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    '<key id="k1" for="edge" attr.name="closeness" attr.type="double"><default>0.5</default></key>{}</graphml>'
)


def test_a_csv_gives_its_ties_in_their_order(tmp_path: Path) -> None:
    found = read_network(write(tmp_path, "ties.csv", "Source,Target,note\nana,bea,x\n007,ana,\n"))

    assert found.actors == ("ana", "bea", "007")
    assert ties(found) == [("ana", "bea"), ("007", "ana")]
    assert (found.directed, found.strength) == (True, None)


def test_texts_that_look_like_values_stay_what_they_are(tmp_path: Path) -> None:
    found = read_network(write(tmp_path, "ties.csv", "source,target\nNA,None\nnull,NO\n"))

    assert found.actors == ("NA", "None", "null", "NO")


def test_an_actors_file_adds_those_without_ties(tmp_path: Path) -> None:
    actors = write(tmp_path, "actors.csv", "id,name\nana,Ana\nbea,Bea\ncleo,Cleo\n")

    found = read_network(write(tmp_path, "ties.csv", "source,target\nana,bea\n"), actors=actors)

    assert found.actors == ("ana", "bea", "cleo")


def test_a_strength_column_is_read_and_a_blank_cell_is_no_tie(tmp_path: Path) -> None:
    path = write(tmp_path, "ties.csv", "source,target,Times met\nana,bea,2.5\nbea,cleo,\n")

    found = read_network(path, strength="times met", undirected=True)

    assert found.strength is not None
    assert found.strength.tolist() == [2.5, 0.0]
    assert not found.directed


@pytest.mark.parametrize(
    ("text", "rule", "place"),
    [
        ("source,target\nana,\n", "network.no-id", "row 2"),
        ("source,target\nana,bea\nana\n", "row.too-short", "row 3"),
        ("from,to\nana,bea\n", "table.header-unknown", "row 1"),
        ("source,goal\nana,bea\n", "network.no-column", "row 1"),
        ("", "file.empty", None),
    ],
)
def test_a_csv_that_cannot_be_read_whole_is_refused(tmp_path: Path, text: str, rule: str, place: str | None) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_network(write(tmp_path, "ties.csv", text))

    assert (refused.value.rule, refused.value.place) == (rule, place)


@pytest.mark.parametrize("strength", ["strong", "-1", "nan", "1e999", "inf", "1,5", "1e308", "1e-320", "1.1e15"])
def test_a_strength_that_is_none_is_refused_with_its_row(tmp_path: Path, strength: str) -> None:
    path = write(tmp_path, "ties.csv", f'source,target,strength\nana,bea,1\nana,cleo,"{strength}"\n')

    with pytest.raises(UnreadableFile, match=r"ties\.csv, row 3") as refused:
        read_network(path, strength="strength")

    assert refused.value.rule == "network.strength"


def test_a_tie_to_somebody_whom_the_actors_file_lacks_is_refused(tmp_path: Path) -> None:
    actors = write(tmp_path, "actors.csv", "id\nana\n")

    with pytest.raises(UnreadableFile, match=r"row 2.*no actor 'bea'"):
        read_network(write(tmp_path, "ties.csv", "source,target\nana,bea\n"), actors=actors)


def test_columns_of_the_actors_file_are_read_for_every_actor(tmp_path: Path) -> None:
    actors = write(tmp_path, "actors.csv", "ID,Home team,kind\nana, north ,NA\nbea,,org\ncleo,007,\n")
    path = write(tmp_path, "ties.csv", "source,target\nbea,ana\n")

    found = read_network(path, actors=actors, labels=["home_team", "kind"])

    assert found.actors == ("ana", "bea", "cleo")
    assert found.labels == {"home_team": ("north", None, "007"), "kind": ("NA", "org", None)}


def test_an_actors_file_without_anybody_has_no_labels(tmp_path: Path) -> None:
    actors = write(tmp_path, "actors.csv", "id,team\n")

    found = read_network(write(tmp_path, "ties.csv", "source,target\n"), actors=actors, labels=["team"])

    assert (found.actors, found.labels) == ((), {})


@pytest.mark.parametrize(
    ("text", "rule", "sentence"),
    [
        ("id,side\nana,x\n", "network.no-column", r"actors\.csv, row 1: There is no column team\."),
        ("id,team\nana,x\nana,y\n", "network.two-labels", r"actors\.csv, row 3: 'ana' stands here with other values"),
        ("id,team\nana,x\x07y\n", "network.control", r"actors\.csv, row 2: A value holds a control character\."),
    ],
)
def test_labels_that_cannot_be_read_refuse_the_file(tmp_path: Path, text: str, rule: str, sentence: str) -> None:
    actors = write(tmp_path, "actors.csv", text)

    with pytest.raises(UnreadableFile, match=sentence) as refused:
        read_network(write(tmp_path, "ties.csv", "source,target\n"), actors=actors, labels=["team"])

    assert refused.value.rule == rule


def test_a_row_that_says_the_same_of_an_actor_again_is_taken(tmp_path: Path) -> None:
    actors = write(tmp_path, "actors.csv", "id,team\nana,x\nana, x\n")

    found = read_network(write(tmp_path, "ties.csv", "source,target\n"), actors=actors, labels=["team"])

    assert found.labels == {"team": ("x",)}


def test_more_ties_than_the_limit_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "ties.csv", "source,target\na,b\nb,c\nc,d\n")

    assert len(read_network(path, limits=Limits(max_rows=3)).ego) == 3
    with pytest.raises(UnreadableFile, match="2"):
        read_network(path, limits=Limits(max_rows=2))


def test_an_ending_that_says_no_format_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="graphml"):
        read_network(write(tmp_path, "ties.gml", "graph []"))


def test_a_graphml_key_gives_the_strength_and_its_default(tmp_path: Path) -> None:
    body = (
        '<graph edgedefault="undirected"><node id="a"/><node id="b"/><node id="c"/>'
        '<edge source="a" target="b"><data key="k1">2</data></edge><edge source="b" target="c"/></graph>'
    )

    found = read_network(write(tmp_path, "n.graphml", GRAPHML.format(body)), strength="closeness")

    assert found.strength is not None
    assert found.strength.tolist() == [2.0, 0.5]
    assert not found.directed


def test_undirected_ties_of_a_directed_graphml_go_both_ways(tmp_path: Path) -> None:
    body = (
        '<graph edgedefault="directed"><node id="a"/><node id="b"/><node id="c"/>'
        '<edge source="a" target="b"/><edge source="b" target="c" directed="false"/></graph>'
    )

    found = read_network(write(tmp_path, "n.graphml", GRAPHML.format(body)))

    assert set(ties(found)) == {("a", "b"), ("b", "c"), ("c", "b")}


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ('<graph edgedefault="directed"><node/></graph>', "network.no-id"),
        ('<graph edgedefault="directed"><node id="a"/><edge source="a" target="x"/></graph>', "network.unknown-end"),
        ('<graph edgedefault="directed"><node id="a"/><edge source="a"/></graph>', "network.no-end"),
        ('<graph><node id="a"/></graph>', "network.direction"),
        ('<graph edgedefault="directed"/><graph edgedefault="directed"/>', "network.several-graphs"),
        (
            '<graph edgedefault="directed"><node id="a"><graph edgedefault="directed"/></node></graph>',
            "network.several-graphs",
        ),
        ('<graph edgedefault="directed"><hyperedge/></graph>', "network.unsupported"),
        ("", "network.no-graph"),
        ('<graph edgedefault="directed"><node id="a"/>', "xml.malformed"),
    ],
)
def test_a_graphml_that_others_would_guess_at_is_refused(tmp_path: Path, body: str, rule: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_network(write(tmp_path, "n.graphml", GRAPHML.format(body)))

    assert refused.value.rule == rule


@pytest.mark.parametrize("ending", ["graphml", "gexf"])
def test_a_document_type_is_refused(tmp_path: Path, ending: str) -> None:
    text = f'<?xml version="1.0"?><!DOCTYPE {ending} [<!ENTITY a "b">]><{ending}></{ending}>'

    with pytest.raises(UnreadableFile) as refused:
        read_network(write(tmp_path, f"n.{ending}", text))

    assert refused.value.rule == "xml.doctype"


def test_a_gexf_of_an_unknown_namespace_is_read(tmp_path: Path) -> None:
    text = (
        '<gexf xmlns="http://www.gephi.org/gexf" version="1.3"><graph defaultedgetype="directed"><nodes>'
        '<node id="a"/><node id="b"/><node id="c"/></nodes><edges><edge source="a" target="b" weight="3"/>'
        '<edge source="b" target="c" type="mutual"/></edges></graph></gexf>'
    )

    found = read_network(write(tmp_path, "n.gexf", text), strength="weight")

    assert found.strength is not None
    assert dict(zip(ties(found), found.strength.tolist(), strict=True)) == {
        ("a", "b"): 3.0,
        ("b", "c"): 1.0,
        ("c", "b"): 1.0,
    }


@pytest.mark.parametrize(("default", "directed"), [("directed", True), ("undirected", False)])
def test_a_gexf_tie_of_another_type_goes_as_its_network_does(tmp_path: Path, default: str, directed: bool) -> None:
    """networkx writes an attribute that is called type where GEXF has its own."""
    graph = nx.DiGraph() if directed else nx.Graph()
    graph.add_edge("b", "a", type="implementing partner")
    graph.add_edge("a", "c", type="donor")
    nx.write_gexf(graph, tmp_path / "n.gexf")
    assert f'defaultedgetype="{default}"' in (tmp_path / "n.gexf").read_text()
    assert 'type="implementing partner"' in (tmp_path / "n.gexf").read_text()

    found = read_network(tmp_path / "n.gexf")

    assert found.directed == directed
    assert {(frozenset if not directed else tuple)(tie) for tie in ties(found)} == {
        (frozenset if not directed else tuple)(tie) for tie in nx.read_gexf(tmp_path / "n.gexf").edges
    }


def test_actors_inside_actors_are_refused(tmp_path: Path) -> None:
    text = '<gexf><graph><nodes><node id="a"><nodes><node id="b"/></nodes></node></nodes></graph></gexf>'

    with pytest.raises(UnreadableFile, match="inside actors"):
        read_network(write(tmp_path, "n.gexf", text))


@given(
    pairs=st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8), st.integers(1, 9)), max_size=30),
    directed=st.booleans(),
    ending=st.sampled_from(["graphml", "gexf"]),
)
def test_what_networkx_writes_is_read_as_networkx_reads_it(
    tmp_path: Path, pairs: list[tuple[int, int, int]], directed: bool, ending: str
) -> None:
    graph = nx.MultiDiGraph() if directed else nx.MultiGraph()
    graph.add_nodes_from(range(9))
    graph.add_weighted_edges_from(pairs)
    path = tmp_path / f"n.{ending}"
    (nx.write_gexf if ending == "gexf" else nx.write_graphml)(graph, path)

    found = read_network(path, strength="weight")

    assert found.actors == tuple(str(number) for number in range(9))
    assert found.strength is not None
    assert counted(found) == sorted(
        (*(sorted if not directed else tuple)((str(a), str(b))), float(weight))
        for a, b, weight in graph.edges(data="weight")
    )


def counted(found: NetworkFile) -> list[tuple[str, str, float]]:
    assert found.strength is not None
    return sorted(
        (*(sorted if not found.directed else tuple)(pair), strength)
        for pair, strength in zip(ties(found), found.strength.tolist(), strict=True)
    )


def ties(found: NetworkFile) -> list[tuple[str, str]]:
    return [(found.actors[a], found.actors[b]) for a, b in zip(found.ego, found.alter, strict=True)]


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
