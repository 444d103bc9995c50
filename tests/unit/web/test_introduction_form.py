"""The form of introductions: its address restores it, a click changes one thing, and what cannot be used is said."""

from __future__ import annotations

import re
import types
from collections.abc import Iterator
from datetime import date
from types import CodeType

import pytest
from hypothesis import given
from hypothesis import strategies as st

import queries.introductions
import queries.route_ends
from graphsvc.errors import GraphsvcError
from graphsvc.kinds import Kinds
from graphsvc.model.values import Confidence
from graphsvc.traits import ActorClass
from queries.introduction_values import EndAsked
from queries.introductions import BadControls
from queries.route_ends import BadEnd
from web.introduction_form import LISTS, PARAMETERS, SWITCHES, TEXTS, IntroductionForm, TypedTextGone, UnknownChoice
from web.introduction_words import REFUSALS

KINDS = Kinds.load()
TODAY = date(2026, 5, 4)

ids = st.from_regex(r"[a-z0-9]{1,8}", fullmatch=True)
forms = st.builds(
    IntroductionForm.of,
    st.dictionaries(st.sampled_from(LISTS), st.lists(ids, max_size=4)),
    st.dictionaries(st.sampled_from(TEXTS), ids | st.sampled_from(["1", "0", ""])),
)


def form(**given_: str) -> IntroductionForm:
    return IntroductionForm.read({name.rstrip("_"): text for name, text in given_.items()})


def asked(**given_: str) -> object:
    return form(**given_).question(TODAY, KINDS, {"tok": "senator arizona"}.get)


@given(forms)
def test_the_address_restores_the_form(one: IntroductionForm) -> None:
    assert IntroductionForm.read(one.query()) == one


@given(forms)
def test_swapped_twice_is_the_same_form(one: IntroductionForm) -> None:
    assert one.swapped().swapped() == one


def test_swapping_turns_everything_that_has_a_direction() -> None:
    swapped = form(from_="a", to="b,c", via="x,y", to_role="cso", avoid="z").swapped()

    assert swapped.query() == {"from": "b,c", "to": "a", "via": "y,x", "avoid": "z", "from_role": "cso"}


def test_who_is_gone_through_is_no_longer_avoided_and_the_reverse() -> None:
    assert form(avoid="a,b").adding("via", "a").query() == {"via": "a", "avoid": "b"}
    assert form(via="a").adding("avoid", "a").query() == {"avoid": "a"}


def test_a_choice_takes_the_place_of_what_was_typed() -> None:
    assert form(from_="a", from_typed="t", to_typed="u").adding("from", "b").query() == {"from": "a,b", "to_typed": "u"}


def test_one_value_or_a_whole_list_or_a_class_can_be_taken_out() -> None:
    whole = form(from_="a,b", kinds="knows,met", to_role="cso", to_country="MX", as_of="2019")

    assert whole.without("from", "a").chosen("from") == ("b",)
    assert whole.without("kinds").without("as_of").without_class("to").query() == {"from": "a,b"}


def test_the_question_holds_all_that_was_chosen() -> None:
    question = form(
        from_="a", to_role="legislator", to_country="US", to_words="tok", via="v", avoid="x", kinds="knows,met",
        without_kinds="met", without_sources="s", longest="6", routes="2", as_of="2019-02", confidence="inferred",
        ended="1", planned="1", itself="1", speaking="es",
    ).question(TODAY, KINDS, {"tok": "senator arizona"}.get)  # fmt: skip

    controls, walkable = question.controls, question.controls.walkable
    assert question.start == EndAsked(("a",), None)
    assert question.target == EndAsked((), ActorClass(role="legislator", country="US", words="senator arizona"))
    assert (controls.via, controls.avoid, controls.longest, controls.routes) == (("v",), ("x",), 6, 2)
    assert (controls.language, controls.with_people) == ("es", False)
    assert (walkable.kinds, walkable.without_kinds) == ({"knows", "met"}, {"met"})
    assert (walkable.without_sources, walkable.as_of) == ({"s"}, date(2019, 2, 28))
    assert (walkable.least_confidence, walkable.with_ended, walkable.with_planned) == (Confidence.INFERRED, True, True)


def test_what_is_left_out_is_as_usual() -> None:
    controls = form(from_="a", to="b").question(TODAY, KINDS, {}.get).controls

    assert (controls.longest, controls.routes, controls.with_people) == (4, 5, True)
    assert (controls.walkable.as_of, controls.walkable.kinds, controls.walkable.with_ended) == (TODAY, None, False)


@pytest.mark.parametrize(
    ("given_", "error"),
    [
        ({"longest": "0"}, BadControls),
        ({"longest": "7"}, BadControls),
        ({"longest": "-1"}, BadControls),
        ({"longest": "٣"}, BadControls),
        ({"routes": "21"}, BadControls),
        ({"routes": "many"}, BadControls),
        ({"as_of": "2019-13"}, BadControls),
        ({"as_of": "tomorrow"}, BadControls),
        ({"as_of": "20190101"}, BadControls),
        ({"kinds": "nothing"}, UnknownChoice),
        ({"without_kinds": "knows,nothing"}, UnknownChoice),
        ({"kinds": "opposes"}, BadControls),
        ({"confidence": "certain"}, UnknownChoice),
        ({"to_role": "king"}, UnknownChoice),
        ({"from_kind": "robot"}, UnknownChoice),
        ({"to_country": "Mexico"}, UnknownChoice),
        ({"to_words": "gone"}, TypedTextGone),
        ({"via_typed": "gone"}, TypedTextGone),
        ({"to": ",".join(f"a{n}" for n in range(51))}, BadEnd),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_sentence(given_: dict[str, str], error: type[GraphsvcError]) -> None:
    with pytest.raises(error) as raised:
        asked(**given_)

    assert raised.value.status == 400
    assert raised.value.message.endswith(".")
    assert raised.value.hint.endswith(".")


def test_a_switch_is_on_for_1_only() -> None:
    assert form(**dict.fromkeys(SWITCHES, "1")).query() == dict.fromkeys(SWITCHES, "1")
    assert form(**dict.fromkeys(SWITCHES, "yes")).query() == {}


def test_every_argument_is_described_for_the_api() -> None:
    assert [parameter.name for parameter in PARAMETERS] == [*LISTS, *TEXTS]
    assert [parameter.name for parameter in PARAMETERS if not parameter.description.endswith(".")] == []


def test_every_refusal_of_the_question_can_be_translated() -> None:
    said = {text for module in (queries.introductions, queries.route_ends) for text in sentences(module)}

    assert said - set(REFUSALS) == set()


def sentences(module: types.ModuleType) -> Iterator[str]:
    """What the refusals of a module say: texts that end in a full stop and hold no place for a value."""
    refusals = {"BadControls", "BadEnd", "EndsOverlap"}
    for kind in (getattr(module, name) for name in refusals if hasattr(module, name)):
        yield from (text for text in (kind.message, kind.hint) if text not in ("", GraphsvcError.message))
    functions = [one for one in vars(module).values() if isinstance(one, types.FunctionType)]
    functions += [one for kind in vars(module).values() if isinstance(kind, type) and kind.__module__ == module.__name__
                  for one in vars(kind).values() if isinstance(one, types.FunctionType)]  # fmt: skip
    for code in (one.__code__ for one in functions if refusals & set(one.__code__.co_names)):
        yield from (text for text in constants(code) if re.fullmatch(r"[A-Z0-9].* .*\.", text) and "\n" not in text)


def constants(code: CodeType) -> Iterator[str]:
    """The texts in `code`, without its docstring."""
    for constant in code.co_consts[1:]:
        if isinstance(constant, str):
            yield constant
