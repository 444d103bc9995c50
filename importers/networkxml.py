"""GraphML and GEXF for measures, read by our own rules: no document type, no invented actors, nothing dropped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from graphsvc.errors import UnreadableFile
from importers.networkfile import NetworkBuilder, NetworkFile
from importers.reading.xml import XmlLimits, root_name

_DIRECTED, _UNDIRECTED, _MUTUAL = "directed", "undirected", "mutual"


def read_graphml(path: Path, build: NetworkBuilder, *, undirected: bool) -> NetworkFile:
    """The one graph of a GraphML file. Raises UnreadableFile."""
    _check_root(path, "graphml", build)
    default: str | None = None
    keys: dict[str, str] = {}
    for event, name, element, place in _walk(path, build):
        if event == "start":
            if name == "graph":
                default = _one_graph(default, element.get("edgedefault"), place, build)
            elif name in ("hyperedge", "locator"):
                message = f"A <{name}> is not taken."
                raise build.refuse("network.unsupported", message, place, "Use ties between two actors each.")
        elif name == "key":
            if element.get("for") in ("edge", "all", None) and build.strength_column in _names(element):
                keys[element.get("id") or ""] = (_child(element, "default") or "").strip()
        elif name == "node":
            build.actor(element.get("id") or "", place)
        elif name == "edge":
            stated = {data.get("key"): _text(data) for data in element if _local(data) == "data"}
            strength = next((stated.get(key, unsaid) for key, unsaid in keys.items()), None)
            is_one_way = {"true": True, "1": True, "false": False, "0": False}.get(
                element.get("directed") or "", default == _DIRECTED
            )
            _tie(element, strength, place, build, is_one_way=is_one_way)
    _check_end(build, default, keys, "key")
    return build.network(is_directed=default == _DIRECTED, undirected=undirected)


def read_gexf(path: Path, build: NetworkBuilder, *, undirected: bool) -> NetworkFile:
    """The graph of a GEXF file of any version; mutual ties go both ways. Raises UnreadableFile."""
    _check_root(path, "gexf", build)
    default: str | None = None
    keys: dict[str, str] = {}
    for event, name, element, place in _walk(path, build):
        if event == "start":
            if name == "graph":
                default = _one_graph(default, element.get("defaultedgetype", _UNDIRECTED), place, build)
            elif name == "nodes" and _local(element.getparent()) == "node":
                message = "Actors inside actors are not taken."
                raise build.refuse("network.unsupported", message, place, "Save the file without hierarchy.")
        elif name == "attribute":
            parent = element.getparent()
            if parent is not None and parent.get("class") == "edge" and build.strength_column in _names(element):
                keys[element.get("id") or ""] = (_child(element, "default") or "").strip()
        elif name == "node":
            build.actor(element.get("id") or "", place)
        elif name == "edge":
            # Programs write any word there (networkx an attribute of that name): it then says nothing of direction.
            stated = element.get("type")
            kind = stated if stated in (_DIRECTED, _UNDIRECTED, _MUTUAL) else default
            _tie(element, _gexf_strength(element, keys, build), place, build, is_one_way=kind == _DIRECTED)
    _check_end(build, default, keys if build.strength_column != "weight" else {"weight": ""}, "attribute")
    return build.network(is_directed=default == _DIRECTED, undirected=undirected)


def _gexf_strength(element: etree._Element, keys: dict[str, str], build: NetworkBuilder) -> str | None:
    if build.strength_column == "weight" and not keys:
        return element.get("weight", "1")  # GEXF: an edge without weight has weight 1
    stated = {
        value.get("for") or value.get("id"): value.get("value")
        for value in element.iter()
        if _local(value) == "attvalue"
    }
    return next((stated.get(key, unsaid) for key, unsaid in keys.items()), None)


def _tie(element: etree._Element, strength: str | None, place: str, build: NetworkBuilder, *, is_one_way: bool) -> None:
    ends = element.get("source"), element.get("target")
    if None in ends:
        raise build.refuse("network.no-end", "A tie has only one end.", place, "Give it a source and a target.")
    build.tie(str(ends[0]), str(ends[1]), strength, is_one_way=is_one_way, place=place)


def _one_graph(before: str | None, default: str | None, place: str, build: NetworkBuilder) -> str:
    if before is not None:
        message = "There is more than one graph in the file."
        raise build.refuse("network.several-graphs", message, place, "Save each graph to a file of its own.")
    if default not in (_DIRECTED, _UNDIRECTED, _MUTUAL):
        message = "The graph does not say whether ties are directed or undirected."
        raise build.refuse("network.direction", message, place, "Save the file again with that choice.")
    return default


def _check_root(path: Path, root: str, build: NetworkBuilder) -> None:
    found = root_name(path).rpartition(":")[2]
    if found.casefold() != root:
        raise build.refuse("network.root", f"This is no {root} file.", None, f"It begins with <{found[:40]}>.")


def _check_end(build: NetworkBuilder, default: str | None, keys: dict[str, str], what: str) -> None:
    if default is None:
        raise build.refuse("network.no-graph", "There is no graph in the file.", None, "Save it again.")
    if build.strength_column is not None and not keys and build.has_ties:
        message = f"No {what} of ties is called {build.strength_column[:80]!r}."
        raise build.refuse("network.no-column", message, None, "Check the name, or leave --strength out.")


def _walk(path: Path, build: NetworkBuilder) -> Iterator[tuple[str, str, etree._Element, str]]:
    """(start or end, name without namespace, element, place); what was ended is emptied, so that memory stays flat."""
    limits = XmlLimits()
    depth = 0
    try:
        with path.open("rb") as file:
            for event, element in etree.iterparse(
                file,
                events=("start", "end"),
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
                remove_comments=True,
                remove_pis=True,
            ):
                name = _local(element)
                depth += 1 if event == "start" else -1
                if depth > limits.depth:
                    raise build.refuse("xml.depth", "The elements stand too deep.", _place(element), "Check the file.")
                yield event, name, element, _place(element)
                if event == "end" and name in ("node", "edge"):
                    element.clear()
                    while element.getprevious() is not None:
                        del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        line, column = error.position
        place = f"line {line}, column {column}"
        message = "This is not well-formed XML."
        raise UnreadableFile(
            message, file=path.name, rule="xml.malformed", place=place, hint="Save it again."
        ) from error


def _place(element: etree._Element) -> str:
    return f"line {element.sourceline}"


def _local(element: etree._Element | None) -> str:
    return "" if element is None else str(element.tag).rpartition("}")[2]


def _names(element: etree._Element) -> tuple[str | None, ...]:
    return element.get("attr.name"), element.get("title"), element.get("id")


def _child(element: etree._Element, name: str) -> str | None:
    return next((_text(child) for child in element if _local(child) == name), None)


def _text(element: etree._Element) -> str:
    return "".join(str(part) for part in element.itertext())
