"""Files of a tiny source for tests of runs: records without any file format, and strategies that make them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

from graphsvc.access import Sensitivity
from graphsvc.kinds import Kinds
from graphsvc.model.records import ActorRecord, Item, Place, RowIssue, Tally, TieRecord
from graphsvc.model.statements import Run, Source, SourceId
from graphsvc.model.values import Name, Period
from graphsvc.runs.filemarks import FileMark
from graphsvc.runs.load import load
from graphsvc.runs.plan import Intake, Plan, Rules, plan
from graphsvc.store.protocol import GraphStore

KINDS = Kinds.load()
SURVEY = Source(SourceId("own:survey"), "own", "Survey", Sensitivity.PUBLIC)
ANYTHING = Rules(max_refused_share=1.0, accepts_retiring=True)
LEVELS = (None, Sensitivity.PUBLIC, Sensitivity.MEMBERS, Sensitivity.RESTRICTED)
TIE_KINDS = ("works_with", "funds", "met")


@dataclass(frozen=True, slots=True)
class Contents:
    """What one edition of a source says."""

    actors: tuple[ActorRecord, ...] = ()
    ties: tuple[TieRecord, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        return (*self.actors, *self.ties)


def actor(key: str, *, name: str | None = None, row: int = 2, sensitivity: Sensitivity | None = None) -> ActorRecord:
    place = Place("survey.csv", f"row {row}")
    return ActorRecord(place, key, "organization", (Name(name or key.title()),), sensitivity=sensitivity)


def tie(
    ego: str,
    alter: str,
    *,
    kind: str = "works_with",
    key: str | None = None,
    start: str | None = None,
    row: int = 2,
    sensitivity: Sensitivity | None = None,
) -> TieRecord:
    place = Place("survey.csv", f"row {row}")
    period = Period.parse(start, None)
    return TieRecord(place, key or f"{ego}-{alter}-{kind}", kind, ego, alter, period, sensitivity=sensitivity)


def tally(read: int, skipped: int = 0) -> Tally:
    return Tally("row", read, read - skipped, skipped)


def refusal(row: int = 3) -> RowIssue:
    return RowIssue(Place("survey.csv", f"row {row}"), "tie.no-end", "Fill in the second end.", "to", "")


def planned(
    store: GraphStore,
    items: Iterable[Item],
    folder: Path,
    *,
    source: Source = SURVEY,
    rules: Rules = ANYTHING,
    name: str = "survey.csv",
) -> Plan:
    intake = Intake("test", source, (FileMark(name, "0" * 64),), items)
    return plan(store, intake, KINDS, folder=folder, rules=rules)


def imported(
    store: GraphStore,
    items: Iterable[Item],
    folder: Path,
    *,
    source: Source = SURVEY,
    rules: Rules = ANYTHING,
    batch_rows: int = 3,
) -> Run | None:
    with planned(store, items, folder, source=source, rules=rules) as made:
        return load(store, made, batch_rows=batch_rows)


def everything_live(store: GraphStore, source: Source = SURVEY) -> dict[str, bytes]:
    return {id_: hash_ for _, id_, hash_ in store.live(source.id)}


def network_of(numbers: int) -> Iterator[Item]:
    """A chain of `numbers` actors, each tied to the next."""
    for number in range(numbers):
        yield actor(f"a{number}", row=number)
    for number in range(numbers - 1):
        yield tie(f"a{number}", f"a{number + 1}", row=number)


@st.composite
def contents(draw: st.DrawFn) -> Contents:
    """An edition: some of eight actors, ties among them; names, dates and levels differ between editions."""
    keys = draw(st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=8))
    names, levels = st.sampled_from(["One", "Two"]), st.sampled_from(LEVELS)
    actors = tuple(actor(key, name=draw(names), sensitivity=draw(levels)) for key in keys)
    if len(keys) < 2:
        return Contents(actors)
    pairs = st.tuples(st.sampled_from(keys), st.sampled_from(keys)).filter(lambda pair: pair[0] != pair[1])
    known = draw(st.lists(st.tuples(pairs, st.sampled_from(TIE_KINDS)), unique=True, max_size=10))
    dates = st.sampled_from([None, "2019", "2020-05"])
    ties = tuple(
        tie(ego, alter, kind=kind, start=draw(dates), sensitivity=draw(levels)) for (ego, alter), kind in known
    )
    return Contents(actors, ties)
