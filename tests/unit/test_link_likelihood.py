"""What is learnt of dated ties: a planted rule is found, the future never leaks into training, little data is said."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from graphsvc.access import Viewer
from graphsvc.identity.aliases import Aliases
from graphsvc.kernel.tiegraph import TieGraph
from graphsvc.kinds import Kinds
from graphsvc.link_likelihood import FEATURES, LEAST, About, DatedTies, Likelihood, NotEnough, features, learn
from graphsvc.model.values import Period, Status
from graphsvc.network import Networks
from graphsvc.snapshot import Filters
from graphsvc.store.sqlite import SqliteStore
from tests.networks import Network, actor, load, source, tie

ACTORS, SPLIT = 400, 2020_0101


def grown(seed: int, *, closes_inside: bool = True) -> tuple[About, DatedTies]:
    """A network that grows by rule: most new ties close a triangle of one country; or, anywhere at all."""
    random = np.random.default_rng(seed)
    country = random.integers(0, 4, ACTORS)
    about = About(random.integers(0, 2, ACTORS), country, tuple(frozenset() for _ in range(ACTORS)))
    tied: list[set[int]] = [set() for _ in range(ACTORS)]
    rows = []

    def add(one: int, other: int, day: int) -> None:
        if one != other and other not in tied[one]:
            tied[one].add(other)
            tied[other].add(one)
            rows.append((one, other, day))

    for _ in range(1_200):
        add(*random.integers(0, ACTORS, 2).tolist(), 0)
    for year in range(2010, 2024):
        for _ in range(120):
            one = int(random.integers(0, ACTORS))
            near = sorted({far for middle in tied[one] for far in tied[middle]} - tied[one] - {one})
            fitting = [far for far in near if country[far] == country[one]] if closes_inside else []
            other = int(random.choice(fitting)) if fitting else int(random.integers(0, ACTORS))
            add(one, other, year * 10_000 + 615)
    return about, DatedTies.of(*np.array(rows).T)


def learnt(about: About, ties: DatedTies, split: int = SPLIT) -> Likelihood:
    found = learn(about, ties, split)
    assert isinstance(found, Likelihood)
    return found


def test_a_planted_rule_is_found_and_foresees() -> None:
    found = learnt(*grown(1))

    rule = dict(zip(FEATURES, found.whole.importance.tolist(), strict=True))
    assert rule["same_country"] > 0.5
    assert rule["resource_allocation"] > 0.2
    assert found.judgement.precision[50] > 3 * found.judgement.base_rate
    assert found.judgement.mean_reciprocal_rank > 0.05


def test_ties_without_a_rule_are_not_foreseen() -> None:
    ruled, unruled = learnt(*grown(2)), learnt(*grown(2, closes_inside=False))

    assert abs(dict(zip(FEATURES, unruled.whole.importance.tolist(), strict=True))["same_country"]) < 0.3
    assert unruled.judgement.mean_reciprocal_rank < ruled.judgement.mean_reciprocal_rank


def test_chances_are_as_many_as_come_about_where_the_model_was_trained() -> None:
    """Calibrated: their mean over the candidates that it was trained on is the share of these that came about."""
    about, ties = grown(3)
    found = learnt(about, ties)
    known = ties.day < found.since
    graph = TieGraph.from_arrays(range(ACTORS), ties.one[known], ties.other[known], directed=False)
    everybody = np.triu_indices(ACTORS, 1)
    table = features(graph, about, *everybody)
    is_tied = np.isin(everybody[0] * ACTORS + everybody[1], ties.one[known] * ACTORS + ties.other[known])
    candidate = ((table[:, 0] > 0) | (table[:, 1] > 0)) & ~is_tied
    new = (ties.day >= found.since) & (ties.day < SPLIT)
    came_about = np.isin(everybody[0] * ACTORS + everybody[1], ties.one[new] * ACTORS + ties.other[new])

    chances = found.chance(graph, about, *everybody)

    assert chances[candidate].mean() == pytest.approx(came_about[candidate].mean(), rel=0.02)


def test_what_comes_after_the_split_does_not_change_the_model() -> None:
    about, ties = grown(4)
    later = ties.day >= SPLIT
    shifted = replace(ties, day=np.where(later, ties.day + 10_000, ties.day))

    one, other = learnt(about, ties), learnt(about, shifted)

    assert one.whole.coefficients.tolist() == other.whole.coefficients.tolist()
    assert (one.since, one.until) == (other.since, SPLIT)


def test_the_same_ties_in_another_order_give_the_same_model() -> None:
    about, ties = grown(5)
    turned = DatedTies.of(ties.other[::-1], ties.one[::-1], ties.day[::-1])

    assert learnt(about, ties).judgement == learnt(about, turned).judgement
    assert learnt(about, ties).whole.intercept == learnt(about, turned).whole.intercept


def test_two_kinds_have_a_model_of_their_own_where_enough_came_about() -> None:
    about, ties = grown(6)
    rare = replace(about, kind=np.where(np.arange(ACTORS) < 3, 7, 0))

    assert set(learnt(about, ties).by_kinds) == {(0, 0), (0, 1), (1, 1)}
    found = learnt(rare, ties)
    assert set(found.by_kinds) == {(0, 0)}
    graph = TieGraph.from_arrays(range(ACTORS), ties.one, ties.other, directed=False)
    table = features(graph, rare, np.array([0]), np.array([9]))
    assert found.chance(graph, rare, 0, 9).tolist() == found.whole.chance(table).tolist()


@pytest.mark.parametrize("split", [2009_0101, 2030_0101])
def test_before_or_after_everything_there_is_not_enough(split: int) -> None:
    found = learn(*grown(7), split)

    assert isinstance(found, NotEnough)
    assert min(found.to_train, found.to_judge) < found.needed == LEAST


@pytest.mark.parametrize("days", [[], [0, 0, 0]])
def test_undated_ties_or_none_are_not_enough(days: list[int]) -> None:
    places = np.arange(len(days))
    about = About(np.zeros(9, dtype=np.int64), np.zeros(9, dtype=np.int64), (frozenset(),) * 9)

    assert learn(about, DatedTies.of(places, places + 1, days), SPLIT) == NotEnough(0, 0)
    assert learn(About(places[:0], places[:0], ()), DatedTies.of([], [], []), SPLIT) == NotEnough(0, 0)


def test_of_several_statements_the_first_known_day_counts() -> None:
    found = DatedTies.of([2, 1, 1, 3, 5], [1, 2, 2, 4, 5], [2015_0000, 0, 2012_0000, 0, 2011_0000])

    assert (found.one.tolist(), found.other.tolist(), found.day.tolist()) == ([1, 3], [2, 4], [2012_0000, 0])


def test_features_are_what_they_are_called() -> None:
    graph = TieGraph.from_arrays(range(5), [0, 1, 1, 2], [1, 2, 3, 4], directed=False)
    topics = (frozenset({"asylum"}), frozenset(), frozenset({"asylum", "health"}), frozenset(), frozenset())
    about = About(np.zeros(5, dtype=np.int64), np.array([1, -1, 1, -1, 2]), topics)

    found = features(graph, about, np.array([0, 1]), np.array([2, 3])).tolist()

    assert found[0] == pytest.approx([np.log1p(1 / 3), 0.0, 1.0, 1.0, np.log(2)])
    assert found[1] == pytest.approx([0.0, 0.0, 0.0, 0.0, np.log(3)])


def test_a_snapshot_gives_its_dated_ties_and_what_is_known_of_its_actors(tmp_path: Path) -> None:
    of = source("north:a")
    ana = actor(of, "ana", country="MX", topics=("Asylum",))
    bea = actor(of, "bea", country="TR", topics=("asylum", "health"))
    cal = actor(of, "cal", kind="person")
    ties = (
        tie("1", ana, bea, period=Period.parse("2015", None)),
        tie("2", bea, ana, period=Period.parse("2012-03", None)),
        tie("3", bea, cal),
    )
    with closing(SqliteStore(tmp_path / "store.sqlite")) as store:
        load(store, Network((of,), (ana, bea, cal), ties))
        kinds = Kinds.load()
        seen = Networks(store, kinds, Aliases.load()).of(Viewer.operator())
        snapshot, traits = seen.snapshot, seen.traits()

    found = DatedTies.of_snapshot(snapshot, snapshot.chosen(Filters(), kinds))
    about = About.of(traits)

    number = {snapshot.actor_of[one.id]: name for one, name in ((ana, "ana"), (bea, "bea"), (cal, "cal"))}
    names = [number[one] for one in snapshot.actors.ids]
    told = {
        (frozenset((names[one], names[other])), day)
        for one, other, day in zip(found.one.tolist(), found.other.tolist(), found.day.tolist(), strict=True)
    }
    assert told == {(frozenset(("ana", "bea")), 20120301), (frozenset(("bea", "cal")), 0)}
    of_each = {name: (about.country[place], about.topics[place]) for place, name in enumerate(names)}
    assert of_each == {
        "ana": (0, frozenset({"asylum"})),
        "bea": (1, frozenset({"asylum", "health"})),
        "cal": (-1, frozenset()),
    }
    assert about.kind[names.index("ana")] == about.kind[names.index("bea")] != about.kind[names.index("cal")]


def test_a_tie_that_is_only_planned_has_not_come_about(tmp_path: Path) -> None:
    register = source()
    ada, ben, cem = (actor(register, key) for key in ("1", "2", "3"))
    planned = tie("p", ada, cem, status=Status.PLANNED, period=Period.parse("2019", None))
    with closing(SqliteStore(tmp_path / "store.sqlite")) as store:
        load(store, Network((register,), (ada, ben, cem), (tie("a", ada, ben), planned)))
        snapshot = Networks(store, Kinds.load(), Aliases.load()).of(Viewer.operator()).snapshot

    found = DatedTies.of_snapshot(snapshot, np.ones(2, dtype=np.bool_))

    place = {one.id: snapshot.number_of[snapshot.find(one.id)] for one in (ada, ben)}
    assert [(found.one.tolist(), found.other.tolist())] == [([min(place.values())], [max(place.values())])]
