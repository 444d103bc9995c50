"""Where the actors of introduction routes stand on the map: each once, from left to right, none on another."""

from __future__ import annotations

from itertools import pairwise
from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from graphsvc.identity.actors import Actor
from graphsvc.model.statements import ActorId
from queries.introduction_values import Reason, Route, Speech, Standing, Step, Tier
from web.route_map import END, places_of


def route(names: str) -> Route:
    actors = [Actor(ActorId(name), name.upper(), "person", (), None) for name in names]
    speech = Speech((), (), (), None)
    steps = tuple(Step(one, other, 0.5, Tier.STRONG, None, None, (), 0, speech) for one, other in pairwise(actors))
    between = tuple(actors[1:-1])
    return Route(steps, Standing.ITSELF, Standing.ITSELF, 0.5, Tier.STRONG, 0, between, (Reason.BEST,))


@st.composite
def some_routes(draw: st.DrawFn) -> tuple[Route, ...]:
    """One to six different simple routes from one of a, b to one of y, z."""
    between = st.permutations("cdefgh").flatmap(lambda names: st.integers(0, 5).map(lambda n: "".join(names[:n])))
    texts = draw(
        st.lists(
            st.tuples(st.sampled_from("ab"), between, st.sampled_from("yz")).map("".join),
            min_size=1, max_size=6, unique=True,
        )
    )  # fmt: skip
    return tuple(map(route, texts))


@given(some_routes())
def test_every_actor_stands_somewhere_and_none_on_another(routes: tuple[Route, ...]) -> None:
    places = places_of(routes)
    names = {actor.id for one in routes for step in one.steps for actor in (step.ego, step.alter)}

    assert places.keys() == names
    assert len(set(places.values())) == len(places)


@given(some_routes())
def test_routes_begin_left_and_end_right(routes: tuple[Route, ...]) -> None:
    places = places_of(routes)
    right = max(x for x, _ in places.values())

    for one in routes:
        assert places[one.steps[0].ego.id][0] == 0.0
        assert places[one.steps[-1].alter.id][0] == right
        assert all(0.0 < places[actor.id][0] < right for actor in one.introducers)


def test_the_best_route_goes_straight_from_left_to_right() -> None:
    places = places_of((route("acdz"), route("aez")))

    across = [places[cast("ActorId", name)][0] for name in "acdz"]
    assert across == sorted(across)
    assert places[cast("ActorId", "c")][1] == places[cast("ActorId", "d")][1] != places[cast("ActorId", "e")][1]


def test_several_actors_of_one_end_stand_apart() -> None:
    places = places_of((route("acz"), route("bcz")))

    assert abs(places[cast("ActorId", "a")][1] - places[cast("ActorId", "b")][1]) >= END
