"""Silos: counts against the slow way, chance against every deal of the labels, networks of which little is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations, permutations

import pytest

from graphsvc.access import Sensitivity, Viewer
from graphsvc.model.statements import ActorStatement, TieStatement
from graphsvc.network import Network as Seen
from queries.groupings import BadCountry, BadGrouping, GroupBy
from queries.silo_pairs import standing
from queries.silo_values import GroupPair, Silos, Standing
from queries.silos import BadLimit, find_silos, prepare
from tests.asking import NORTH, world
from tests.networks import actor, tie

COUNTRIES = {"a": "MX", "b": "MX", "c": "MX", "d": "TR", "e": "TR", "f": "US", "m": "US", "n": None, "z": "MX"}
TIED = ("ab", "bc", "ac", "de", "ad", "bd", "cm", "am", "dm", "em", "cn", "ef")
"""Of m, the only public body, the label cannot go to anybody else; n is of no known country; z is tied to nobody."""


def pairs(*, tied: tuple[str, ...], of: dict[str, ActorStatement]) -> tuple[TieStatement, ...]:
    return tuple(tie(pair, of[pair[0]], of[pair[1]]) for pair in tied)


def made(countries: dict[str, str | None], **facts: object) -> dict[str, ActorStatement]:
    kinds = {"m": "public_body"}
    return {
        key: actor(NORTH, key, f"Actor {key}", country=country, kind=kinds.get(key, "organization"), **facts)
        for key, country in countries.items()
    }


@pytest.fixture(scope="module")
def seen() -> Iterator[Seen]:
    actors = made(COUNTRIES)
    with world(tuple(actors.values()), pairs(tied=TIED, of=actors)) as made_world:
        yield made_world.of()


def asked(countries: dict[str, str | None], tied: tuple[str, ...], **given: object) -> Silos:
    """The answer on a network of its own."""
    actors = made(countries)
    with world(tuple(actors.values()), pairs(tied=tied, of=actors)) as made_world:
        return find_silos(made_world.of(), language="en", **given)


def counted(label: dict[str, str | None]) -> Counter[tuple[str, str]]:
    """{(label, label), sorted: ties}, of ties between actors that have one."""
    ends = [(label[pair[0]], label[pair[1]]) for pair in TIED]
    return Counter(tuple(sorted(map(str, pair))) for pair in ends if None not in pair)


def by_chance() -> dict[tuple[str, str], float]:
    """The mean of `counted` over every deal of the labels of the organizations among them."""
    dealt = [key for key in COUNTRIES if COUNTRIES[key] is not None and key != "m"]
    total: Counter[tuple[str, str]] = Counter()
    deals = list(permutations([COUNTRIES[key] for key in dealt]))
    for labels in deals:
        total += counted(COUNTRIES | dict(zip(dealt, labels, strict=True)))
    return {pair: count / len(deals) for pair, count in total.items()}


def once(answer: Silos) -> list[GroupPair]:
    """Every pair of the matrix once."""
    return [pair for row, line in enumerate(answer.matrix) for pair in line[row:]]


def test_the_matrix_counts_each_tie_once_and_is_symmetric(seen: Seen) -> None:
    answer = find_silos(seen, language="en")

    assert {tuple(sorted((str(pair.one), str(pair.other)))): pair.ties for pair in once(answer) if pair.ties} == dict(
        counted(COUNTRIES)
    )
    assert [[pair.ties for pair in line] for line in answer.matrix] == [
        [line[row].ties for line in answer.matrix] for row in range(len(answer.matrix))
    ]
    assert sum(pair.ties for pair in once(answer)) == answer.grouped_ties == 11
    assert (answer.ties, answer.actors, answer.grouped, answer.ungrouped) == (12, 9, 8, 1)


def test_chance_is_the_mean_over_every_deal_of_the_labels_within_kinds(seen: Seen) -> None:
    answer, chance = find_silos(seen, language="en"), by_chance()

    found = {tuple(sorted((str(pair.one), str(pair.other)))): pair.expected for pair in once(answer) if pair.expected}
    inside = sum(value for pair, value in chance.items() if pair[0] == pair[1])

    assert found == pytest.approx(chance)
    assert {silo.group: silo.inside_expected for silo in answer.silos} == pytest.approx(
        {group: chance.get((group, group), 0.0) for group in ("MX", "TR", "US")}
    )
    assert answer.index_expected == pytest.approx((11 - 2 * inside) / 11)


def test_the_groups_are_counted_one_by_one_the_largest_first(seen: Seen) -> None:
    answer = find_silos(seen, language="en")

    assert [(s.group, s.actors, s.untied, s.inside, s.outside) for s in answer.silos] == [
        ("MX", 4, 1, 3, 4),
        ("TR", 2, 0, 1, 5),
        ("US", 2, 0, 0, 5),
    ]
    assert [sorted(one.name for one in silo.best_tied) for silo in answer.silos] == [
        ["Actor a", "Actor b", "Actor c"],
        ["Actor d", "Actor e"],
        [],
    ]
    assert answer.index == pytest.approx((7 - 4) / 11)


def test_who_bridges_is_ranked_by_ties_to_other_groups_then_by_the_groups_met(seen: Seen) -> None:
    answer = find_silos(seen, language="en")
    outside = {
        key: [COUNTRIES[other] for pair in TIED if key in pair for other in pair if other != key and COUNTRIES[other]]
        for key in COUNTRIES
        if COUNTRIES[key]
    }
    slow = {
        f"Actor {key}": (sum(one != COUNTRIES[key] for one in met), len(set(met) - {COUNTRIES[key]}))
        for key, met in outside.items()
    }

    found = {one.actor.name: (one.outside, one.groups) for one in answer.bridging}

    assert found == {name: counts for name, counts in slow.items() if counts[0]}
    assert list(found.values()) == sorted(found.values(), reverse=True)
    assert answer.bridging_total == len(found)


def test_a_tie_that_alone_holds_groups_together_says_how_many_it_holds() -> None:
    answer = asked(
        {"a": "MX", "b": "MX", "c": "MX", "d": "TR", "e": "TR", "f": "US"}, ("ab", "bc", "ac", "cd", "de", "ef")
    )

    assert [({tie.one.name, tie.other.name}, tie.separated) for tie in answer.crossing] == [
        ({"Actor c", "Actor d"}, 3),
        ({"Actor e", "Actor f"}, 1),
    ]


def test_who_has_no_tie_is_named_and_counted(seen: Seen) -> None:
    answer = find_silos(seen, language="en")

    assert ([one.name for one in answer.isolates], answer.isolates_total) == (["Actor z"], 1)


def two_cliques() -> tuple[dict[str, str | None], tuple[str, ...]]:
    """Six actors of each of two countries, all tied inside, nobody across."""
    ties = tuple("".join(pair) for part in ("abcdef", "ghijkl") for pair in combinations(part, 2))
    return dict.fromkeys("abcdef", "MX") | dict.fromkeys("ghijkl", "TR"), ties


def test_two_groups_without_a_tie_are_the_farthest_apart() -> None:
    answer = asked(*two_cliques())

    assert answer.farthest is not None
    assert {answer.farthest.one, answer.farthest.other} == {"MX", "TR"}
    assert answer.empty == (answer.farthest,)
    assert answer.farthest.standing is Standing.EMPTY
    assert answer.farthest.expected == pytest.approx(30 * 36 / 66)
    assert (answer.index, answer.as_open) == (-1.0, 1.0)
    assert answer.as_closed is not None
    assert answer.as_far is not None
    assert answer.as_closed == (answer.as_far + 1) / (answer.shuffles + 1)
    assert answer.as_far < 0.03 * answer.shuffles
    assert "by-chance" not in answer.missing


def test_no_pair_is_far_where_every_pair_is_as_expected() -> None:
    everybody = tuple("".join(pair) for pair in combinations("abcdef", 2))

    answer = asked(dict.fromkeys("abc", "MX") | dict.fromkeys("def", "TR"), everybody)

    assert (answer.farthest, answer.empty, {pair.standing for pair in once(answer)}) == (None, (), {Standing.USUAL})
    assert answer.index == pytest.approx(answer.index_expected)


def test_what_chance_often_gives_is_said_to_be_chance() -> None:
    ring = tuple(f"{one}{other}" for one, other in zip("abcdefghijkl", "bcdefghijkla", strict=True))
    countries: dict[str, str | None] = {key: "MX" if key in "abcghi" else "TR" for key in "abcdefghijkl"}

    answer = asked(countries, ring)

    # Of two halves of a ring of twelve, 6.5 ties join both in the mean; here it is four.
    assert (answer.index, answer.index_expected) == (pytest.approx(-1 / 3), pytest.approx(1 / 11))
    assert "by-chance" in answer.missing


@pytest.mark.parametrize(
    ("ties", "expected", "told"),
    [
        (0, 2.9, Standing.USUAL),
        (0, 3.0, Standing.EMPTY),
        (1, 3.0, Standing.USUAL),
        (1, 10.0, Standing.LESS),
        (8, 10.0, Standing.USUAL),
        (3, 1.0, Standing.MORE),
        (2, 1.0, Standing.USUAL),
        (1_100, 1_000.0, Standing.USUAL),
        (1_500, 1_000.0, Standing.MORE),
        (1, 0.0, Standing.USUAL),
        (2, 0.0, Standing.MORE),
        (0, 0.0, Standing.USUAL),
    ],
)
def test_ties_are_far_from_chance_by_half_and_by_two_deviations(ties: int, expected: float, told: Standing) -> None:
    assert standing(ties, expected) is told


def test_groups_beyond_the_limit_are_one_row_and_no_tie_is_lost(seen: Seen) -> None:
    whole, part = find_silos(seen, language="en"), find_silos(seen, limit=1, language="en")

    assert part.shown == ("MX", None)
    assert (len(part.silos), part.silos_total) == (1, 3)
    assert sum(pair.ties for pair in once(part)) == sum(pair.ties for pair in once(whole)) == 11
    assert sum(pair.expected or 0 for pair in once(part)) == pytest.approx(11)
    assert "more-groups" in part.missing
    assert "more-groups" not in whole.missing


@pytest.mark.parametrize("limit", [0, -1, 31])
def test_a_limit_out_of_range_is_refused(seen: Seen, limit: int) -> None:
    with pytest.raises(BadLimit) as refused:
        find_silos(seen, limit=limit, language="en")

    assert refused.value.hint == "Ask for 1 to 30."


def test_a_way_to_group_or_a_country_that_is_none_is_refused(seen: Seen) -> None:
    with pytest.raises(BadGrouping):
        find_silos(seen, by="colour", language="en")
    with pytest.raises(BadCountry):
        find_silos(seen, country="Mexico", language="en")


def test_inside_one_country_only_its_actors_are_looked_at() -> None:
    regions = {"a": "Puebla", "b": "Puebla", "c": "Oaxaca", "d": None}
    mexico = {key: actor(NORTH, key, f"Actor {key}", country="MX", place_name=regions[key]) for key in regions}
    abroad = {"t": actor(NORTH, "t", "Actor t", country="TR", place_name="Izmir"), "u": actor(NORTH, "u", country="TR")}
    of = mexico | abroad
    with world(tuple(of.values()), pairs(tied=("ab", "bc", "at"), of=of)) as made_world:
        answer = find_silos(made_world.of(), by="region", country="MX", language="en")

    assert [(silo.group, silo.actors, silo.inside, silo.outside) for silo in answer.silos] == [
        ("Puebla", 2, 1, 1),
        ("Oaxaca", 1, 0, 1),
    ]
    assert (answer.actors, answer.grouped, answer.ungrouped, answer.grouped_ties, answer.ties) == (4, 3, 1, 2, 3)
    assert [one.name for one in answer.isolates] == ["Actor d"]
    assert answer.country == "MX"


def test_a_country_that_nobody_is_in_has_nothing(seen: Seen) -> None:
    answer = find_silos(seen, country="NO", language="en")

    assert (answer.actors, answer.silos, answer.matrix, answer.missing) == (0, (), (), ("few-ties",))


def test_an_empty_network_has_nothing() -> None:
    answer = asked({}, ())

    assert (answer.actors, answer.ties, answer.silos_total, answer.matrix) == (0, 0, 0, ())
    assert (answer.index, answer.index_expected, answer.farthest, answer.trivial) == (None, None, None, None)


@pytest.mark.parametrize("by", [*GroupBy])
def test_without_ties_everybody_is_alone_and_nothing_is_compared(by: GroupBy) -> None:
    answer = asked({"a": "MX", "b": "TR"}, (), by=by)

    assert answer.isolates_total == 2
    assert (answer.index, answer.lowest, answer.as_closed) == (None, None, None)
    assert "few-ties" in answer.missing


def test_with_few_ties_counts_are_given_but_nothing_is_compared() -> None:
    answer = asked({"a": "MX", "b": "MX", "c": "TR"}, ("ab", "bc"))

    assert answer.index == 0.0
    assert [silo.inside for silo in answer.silos] == [1, 0]
    assert (answer.index_expected, answer.as_far, answer.farthest) == (None, None, None)
    assert {pair.expected for pair in once(answer)} == {None}
    assert {pair.standing for pair in once(answer)} == {Standing.USUAL}
    assert not answer.is_compared


def test_one_group_everybody_alone_and_nobody_known_are_said_to_be_so() -> None:
    ties = tuple("".join(pair) for pair in combinations("abcde", 2))

    one = asked(dict.fromkeys("abcde", "MX"), ties)
    alone = asked(dict(zip("abcde", ("MX", "TR", "US", "NO", "ES"), strict=True)), ties)
    unknown = asked(dict.fromkeys("abcde"), ties)

    assert (one.trivial, alone.trivial, unknown.trivial) == ("one-group", "all-alone", "nobody-grouped")
    assert (one.index, alone.index, unknown.index) == (-1.0, 1.0, None)
    assert unknown.ungrouped == 5
    assert "ungrouped" not in unknown.missing
    assert one.silos[0].inside == 10


def test_communities_are_found_from_the_ties_and_named_after_those_best_tied() -> None:
    _, ties = two_cliques()

    answer = asked(dict.fromkeys("abcdefghijklz"), (*ties, "ag"), by="community")

    assert [(silo.actors, silo.inside, silo.outside) for silo in answer.silos] == [(6, 15, 1), (6, 15, 1)]
    assert [{one.name[-1] in "abcdef" for one in silo.best_tied} for silo in answer.silos] in (
        [{True}, {False}],
        [{False}, {True}],
    )
    assert [silo.certainty for silo in answer.silos] == [1.0, 1.0]
    assert answer.modularity == pytest.approx(2 * (15 / 31 - (31 / 62) ** 2))
    assert (answer.ungrouped, answer.isolates_total) == (1, 1)
    assert "unsure" not in answer.missing


def test_communities_that_are_named_but_not_shown_are_told_apart() -> None:
    _, ties = two_cliques()

    answer = asked(dict.fromkeys("abcdefghijkl"), (*ties, "ag"), by="community", limit=1)

    named = {silo.group for silo in answer.silos} | {other.group for other in answer.others}
    assert {one.group for one in answer.bridging} | {
        answer.crossing[0].one_group,
        answer.crossing[0].other_group,
    } == named
    assert [(other.group, other.actors, len(other.best_tied)) for other in answer.others] == [("2", 6, 3)]


def test_what_is_hidden_changes_nothing() -> None:
    actors = made(COUNTRIES)
    hidden = actor(NORTH, "h", "Hidden", country="TR", level=Sensitivity.RESTRICTED)
    more = tuple(tie(f"h{key}", hidden, actors[key]) for key in "abcz")
    public = Viewer.guest(may_read=True)
    shown = tuple(actors.values())
    with (
        world((*shown, hidden), (*pairs(tied=TIED, of=actors), *more)) as whole,
        world(shown, pairs(tied=TIED, of=actors)) as pruned,
    ):
        for by in GroupBy:
            assert find_silos(whole.of(public), by=by, language="en") == find_silos(
                pruned.of(public), by=by, language="en"
            )
        assert find_silos(whole.of(), language="en") != find_silos(pruned.of(), language="en")


def test_every_way_to_group_is_counted_beforehand(seen: Seen) -> None:
    prepare(seen)

    for by in GroupBy:
        seen.worked_out(f"silos|{by}|", lambda: pytest.fail("This was not counted."))
