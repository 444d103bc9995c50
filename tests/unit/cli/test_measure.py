from __future__ import annotations

import json
import math
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.cli.terminal import graphsvc, write

NAMES = [
    "betweenness",
    "clustering",
    "components",
    "constraint",
    "core_number",
    "cut_actors",
    "degree",
    "effective_size",
    "efficiency",
    "harmonic",
    "hierarchy",
    "pagerank",
    "reach",
]


def test_the_list_names_every_measure_in_one_line(tmp_path: Path) -> None:
    said = graphsvc(tmp_path, "measure", "--list")

    assert said.code == 0
    assert {*NAMES, "bridges", "introductions", "key_players"} <= {
        line.split()[0] for line in said.out.splitlines()[1:]
    }


def test_json_has_the_form_that_is_promised(tmp_path: Path) -> None:
    ties = write(tmp_path / "ties.csv", ["source,target", "ana,bea", "bea,cleo", "ana,cleo"])
    actors = write(tmp_path / "actors.csv", ["id", "ana", "bea", "cleo", "zoe"])

    said = graphsvc(tmp_path, "measure", "constraint", "--ties", ties, "--actors", actors, "--undirected", "--json")

    assert said.json == {
        "measure": "constraint",
        "parameters": {"directed": False, "strength": None},
        "values": {
            "ana": pytest.approx(1.125),
            "bea": pytest.approx(1.125),
            "cleo": pytest.approx(1.125),
            "zoe": None,
        },
    }


def test_what_was_cleaned_goes_to_standard_error(tmp_path: Path) -> None:
    lines = ["source,target,w", "ana,bea,1", "bea,ana,2", "ana,ana,1", "bea,cleo,0"]
    ties = write(tmp_path / "ties.csv", lines)

    said = graphsvc(tmp_path, "measure", "degree", "--ties", ties, "--undirected", "--strength", "w", "--json")

    assert said.err == "4 ties read, 1 kept: 1 self-ties and 1 of strength zero left out, 1 repeated merged.\n"
    assert said.json["values"] == {"ana": 1, "bea": 1, "cleo": 0}


@pytest.mark.parametrize(
    ("edges", "counts"),
    [
        (
            "ab bc aa ba>",
            "4 ties read, 4 kept (those that go both ways as two): 1 self-ties and {}, 1 repeated merged.",
        ),
        (
            "ab ab bc cd>",
            "4 ties read, 5 kept (those that go both ways as two): 0 self-ties and {}, 1 repeated merged.",
        ),
        (
            "ba> ab aa> aa",
            "4 ties read, 2 kept (those that go both ways as two): 2 self-ties and {}, 0 repeated merged.",
        ),
        ("ab> ab> ba>", "3 ties read, 2 kept: 0 self-ties and {}, 1 repeated merged."),
    ],
)
@pytest.mark.parametrize("ending", ["graphml", "gexf"])
def test_what_was_cleaned_is_counted_as_the_file_states_it(
    tmp_path: Path, edges: str, counts: str, ending: str
) -> None:
    how = {"graphml": ("edgedefault", 'directed="{}"', ("false", "true"))}
    word, form, words = how.get(ending, ("defaultedgetype", 'type="{}"', ("undirected", "directed")))
    ties = "".join(
        f'<edge source="{edge[0]}" target="{edge[1]}" {form.format(words[len(edge) - 2])}/>' for edge in edges.split()
    )
    nodes = "".join(f'<node id="{name}"/>' for name in "abcd")
    write(tmp_path / f"n.{ending}", [f'<{ending}><graph {word}="undirected">{nodes}{ties}</graph></{ending}>'])

    said = graphsvc(tmp_path, "measure", "degree", "--ties", tmp_path / f"n.{ending}", "--json")

    assert said.err == counts.format("0 of strength zero left out") + "\n"


def test_every_measure_takes_every_kind_of_file(tmp_path: Path) -> None:
    graph = nx.karate_club_graph()
    nx.write_graphml(graph, tmp_path / "club.graphml")
    nx.write_gexf(graph, tmp_path / "club.gexf")
    write(tmp_path / "club.csv", ["source,target", *(f"{a},{b}" for a, b in graph.edges)])

    answers = {
        (name, ending): graphsvc(
            tmp_path, "measure", name, "--ties", tmp_path / f"club.{ending}", "--undirected", "--json"
        )
        for name in NAMES
        for ending in ("csv", "graphml", "gexf")
    }

    assert {said.code for said in answers.values()} == {0}
    for name in NAMES:
        for ending in ("csv", "gexf"):
            found, expected = answers[name, ending].json["values"], answers[name, "graphml"].json["values"]
            assert found == {actor: pytest.approx(value) for actor, value in expected.items()}


@given(
    ties=st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(1, 5)), min_size=1, max_size=25),
    directed=st.booleans(),
)
def test_betweenness_by_strength_takes_one_over_strength_as_length(
    tmp_path: Path, ties: list[tuple[int, int, int]], directed: bool
) -> None:
    graph = nx.DiGraph() if directed else nx.Graph()
    for ego, alter, strength in ties:
        graph.add_nodes_from((f"a{ego}", f"a{alter}"))
        if ego != alter:
            before = graph.get_edge_data(f"a{ego}", f"a{alter}", {"strength": 0})["strength"]
            graph.add_edge(f"a{ego}", f"a{alter}", strength=before + strength)
    whole = math.lcm(*(data["strength"] for _, _, data in graph.edges(data=True)))
    for _, _, data in graph.edges(data=True):
        data["length"] = whole // data["strength"]
    lines = ["source,target,met", *(f"a{ego},a{alter},{strength}" for ego, alter, strength in ties)]
    path = write(tmp_path / "ties.csv", lines)

    options = () if directed else ("--undirected",)
    said = graphsvc(tmp_path, "measure", "betweenness", "--ties", path, "--strength", "met", "--json", *options)

    assert said.json["values"] == pytest.approx(nx.betweenness_centrality(graph, weight="length"), abs=1e-9)


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("measure",), 2, "Name a measure and a file."),
        (("measure", "fame", "--ties", "ties.csv"), 2, "There is no measure of that name."),
        (("measure", "degree", "--ties", "nowhere.csv"), 1, "nowhere.csv: There is no such file."),
        (("measure", "degree", "--ties", "{}/ties.csv", "--strength", "w"), 1, "There is no column w."),
        (("measure", "degree", "--ties", "{}/ties.csv", "--set", "x=1"), 2, "degree has no parameter x."),
        (("measure", "pagerank", "--ties", "{}/ties.csv", "--set", "damping=much"), 2, "damping must be a number."),
        (("measure", "degree", "--ties", "{}/ties.csv", "--source", "ana"), 2, "degree has no option --source."),
        (("measure", "fame", "--ties", "{}/ties.csv", "-k", "1"), 2, "fame has no option -k."),
    ],
)
def test_what_cannot_be_done_is_said_with_its_exit_code(
    tmp_path: Path, words: tuple[str, ...], code: int, sentence: str
) -> None:
    write(tmp_path / "ties.csv", ["source,target", "ana,bea"])

    said = graphsvc(tmp_path, *(word.format(tmp_path) for word in words))

    assert (said.code, said.out) == (code, "")
    assert sentence in said.err


def test_an_unknown_measure_is_answered_with_all_that_run_on_a_file(tmp_path: Path) -> None:
    write(tmp_path / "ties.csv", ["source,target", "ana,bea"])
    listed = {line.split()[0] for line in graphsvc(tmp_path, "measure", "--list").out.splitlines()[1:]}

    said = graphsvc(tmp_path, "measure", "fame", "--ties", tmp_path / "ties.csv")

    advice = said.err.partition("Choose one of: ")[2]
    assert set(advice.strip().removesuffix(".").split(", ")) == listed
    assert {"trace", "l3", "ei_index"} < listed


@pytest.mark.parametrize(
    ("content", "advice"),
    [
        (b"source,target\n\xe9,b\n", "Save the file as UTF-8."),
        (b"from,to\na,b\n", "The first row must name the columns: source, target"),
        (b"My ties\nsource,target,amount,currency,year\na,b,1,USD,2020\n", "Remove the rows above it."),
        (b"%PDF-1.7\n", "Save it as CSV in UTF-8."),
        (b"PK\x03\x04" + bytes(60), "Save it as CSV in UTF-8."),
    ],
)
@pytest.mark.parametrize("words", [("degree",), ("trace", "--source", "a")])
def test_the_advice_can_be_followed_without_an_import(
    tmp_path: Path, content: bytes, advice: str, words: tuple[str, ...]
) -> None:
    (tmp_path / "ties.csv").write_bytes(content)

    said = graphsvc(tmp_path, "measure", *words, "--ties", tmp_path / "ties.csv")

    assert said.code == 1
    assert advice in said.err
    assert not any(word in said.err for word in ("encoding=", "mapping", "--choice", "xlsx", "import"))


def test_the_list_says_which_clustering_it_is(tmp_path: Path) -> None:
    said = graphsvc(tmp_path, "measure", "--list")

    (line,) = (line for line in said.out.splitlines() if line.startswith("clustering"))
    assert "Fagiolo" in line
    assert "Onnela" in line


def test_a_parameter_can_be_chosen(tmp_path: Path) -> None:
    ties = write(tmp_path / "ties.csv", ["source,target", "ana,bea", "bea,cleo"])

    said = graphsvc(tmp_path, "measure", "betweenness", "--ties", ties, "--undirected", "--set", "normalized=false")

    assert said.out.splitlines() == ["actor  betweenness", "ana    0", "bea    1", "cleo   0"]


def test_ids_stay_text_in_json(tmp_path: Path) -> None:
    ties = write(tmp_path / "ties.csv", ["source,target", "007,NA"])

    said = graphsvc(tmp_path, "measure", "components", "--ties", ties, "--json")

    assert json.loads(said.out)["values"] == {"007": 1, "NA": 1}


def test_a_sample_of_routes_takes_the_strengths_that_it_names(tmp_path: Path) -> None:
    """From a to b over m costs 1/10 + 1/10, straight 1: all routes to and from m's side lead over it."""
    lines = ["source,target,s", "a,m,10", "m,b,10", "a,b,1", "b,c,1"]
    ties = write(tmp_path / "ties.csv", lines)
    words = ("measure", "betweenness", "--ties", ties, "--undirected", "--strength", "s", "--set", "epsilon=0.05")

    said = graphsvc(tmp_path, *words, "--json")

    assert said.json["values"]["m"] == pytest.approx(2 / 3, abs=0.05)


@pytest.mark.parametrize("strength", ["1e15", "1e-15"])
@pytest.mark.parametrize("name", [*NAMES, "communities", "bridges"])
def test_the_strongest_and_weakest_strengths_are_measured_without_a_warning(
    tmp_path: Path, name: str, strength: str
) -> None:
    lines = [
        "source,target,s",
        f"a,b,{strength}",
        f"a,b,{strength}",
        "b,c,1",
        f"a,c,{strength}",
        "c,d,1e15",
        "c,e,1e-15",
    ]
    ties = write(tmp_path / "ties.csv", lines)

    said = graphsvc(tmp_path, "measure", name, "--ties", ties, "--undirected", "--strength", "s", "--json")

    assert (said.code, said.err.count("\n")) == (0, 1)


@pytest.mark.parametrize("strength", ["1e15", "1e-15", "1"])
def test_a_triad_has_the_same_constraint_in_any_unit(tmp_path: Path, strength: str) -> None:
    ties = write(tmp_path / "ties.csv", ["source,target,s", *(f"{pair},{strength}" for pair in ("a,b", "b,c", "a,c"))])

    said = graphsvc(tmp_path, "measure", "constraint", "--ties", ties, "--undirected", "--strength", "s", "--json")

    assert said.json["values"] == pytest.approx(dict.fromkeys("abc", 1.125))
