"""Every code of an answer on introductions has a word, and every factor is said as a person would say it."""

from __future__ import annotations

import pytest

from graphsvc.chance_factors import Factors
from graphsvc.identity.actors import Actor
from graphsvc.kinds import Kinds
from graphsvc.model.statements import ActorId
from graphsvc.model.values import Confidence, Formality
from queries.introduction_values import Piece, Reason, Standing, Tier
from queries.introductions import _Search
from queries.route_openings import _RANK
from tests import networks as drawn
from web import introduction_words as words
from web.catalogues import Catalogues
from web.formats import percent

NORTH = drawn.source()
ANA, BEN, DAY = (drawn.actor(NORTH, key, key.title()) for key in ("ana", "ben", "day"))


def piece(**changed: object) -> Piece:
    usual = {"base": 0.6, "formality": 1.0, "confidence": 1.0, "strength": 1.0, "age": 1.0, "crowd": 1.0}
    facts = usual | {"chance": 0.6, "known": None, "years": None, "members": 0}
    factors = Factors(**(facts | {name: value for name, value in changed.items() if name in facts}))
    others = {name: value for name, value in changed.items() if name not in facts}
    return Piece("member_of", True, drawn.tie("t", ANA, BEN), NORTH, 1, factors, **others)


def test_every_code_has_a_word() -> None:
    missing = next(one for one in _Search._missing.__code__.co_consts if isinstance(one, tuple) and "undated" in one)

    assert set(words.TIERS) == {tier.value for tier in Tier}
    assert set(words.STANDINGS) == {standing.value for standing in Standing}
    assert set(words.REASONS) == {reason.value for reason in Reason}
    assert set(words.OPENINGS) == set(_RANK)
    assert set(words.NOT_COUNTED) == set(missing)
    assert set(words.FORMAL) == {one.value for one in Formality}
    assert set(words.SURE) == {one.value for one in Confidence}


@pytest.mark.parametrize(
    ("factor", "said"),
    [
        (1.2, "counts more"),
        (1.0, "changes nothing"),
        (0.9, "counts a little less"),
        (0.7, "counts two thirds"),
        (0.5, "counts half"),
        (0.35, "counts a third"),
        (0.22, "counts a quarter"),
        (0.1, "counts a tenth"),
        (0.001, "counts very little"),
    ],
)
def test_a_factor_is_said_in_words(factor: float, said: str) -> None:
    assert words.share_message(factor) == said


@pytest.mark.parametrize(
    ("years", "known"),
    [
        (None, "no date is known"),
        (0.2, "known to hold within a year"),
        (1.1, "last known one year before"),
        (6.8, "last known %(count)s years before"),
    ],
)
def test_age_is_said_in_years(years: float | None, known: str) -> None:
    (line,) = [line for line in words.factor_lines(piece(years=years, age=0.5)) if line.what == "Age"]

    assert (line.known, line.effect) == (known, "counts half")
    assert line.count == (7 if years == 6.8 else line.count)


def test_the_size_of_a_body_and_of_a_meeting_stand_only_where_they_count() -> None:
    plain = [line.what for line in words.factor_lines(piece())]
    of_many = words.factor_lines(piece(members=21, crowd=0.47))[-1]
    shown = Actor(ActorId("a1"), "Day", "event", (), None)
    met = words.factor_lines(piece(meeting=shown, who=shown, others=4))[-1]

    assert plain == ["Formality", "How sure", "Strength", "Age"]
    assert (of_many.what, of_many.known, of_many.count, of_many.effect) == (
        "Size",
        "one of %(count)s",
        21,
        "counts half",
    )
    assert (met.what, met.count, met.share) == ("Others", 4, 0.2)


@pytest.mark.parametrize(("share", "written"), [(0.751, "75%"), (0.004, "0.4%"), (1.0, "100%")])
def test_shares_are_whole_percents(share: float, written: str) -> None:
    assert percent(share, "en") == written
    assert percent(share, "es").replace("\N{NO-BREAK SPACE}", "").replace(",", ".") == written


def test_what_two_did_is_a_plural() -> None:
    catalogues = Catalogues.load(("en", "es"))
    kinds = Kinds.load()

    assert {kind for kind in words.BOTH if not kinds.tie(kind).two_mode} == set()
    assert catalogues.text("es", words.BOTH["organized"]) == "ambos organizaron"
