from __future__ import annotations

from dataclasses import replace

import pytest

from graphsvc.access import Sensitivity, Viewer
from graphsvc.store.days import first_day, last_day
from graphsvc.store.stamps import MODULUS, decision_hash, pair_of, source_hash, total, version_token
from graphsvc.store.visibility import can_see_run
from tests.networks import actor, decision, source

GUEST = Viewer.guest(may_read=True)
OPERATOR = Viewer.operator()


def test_a_stamp_depends_on_what_is_there_and_on_no_order() -> None:
    hashes = [bytes([number] * 16) for number in (255, 254, 3)]

    assert total(hashes) == total(reversed(hashes)) < MODULUS
    assert total(hashes) != total(hashes[1:])


def test_a_token_is_made_of_visible_scopes_alone() -> None:
    some = {"north/public": 1}
    more = some | {"north/members": 2}

    assert version_token(GUEST, some, {}) == version_token(GUEST, more, {("north/members", "north/public"): 3})
    assert version_token(OPERATOR, some, {}) != version_token(OPERATOR, more, {})


def test_a_token_tells_an_empty_scope_from_none_and_pairs_from_scopes() -> None:
    tokens = {
        version_token(OPERATOR, {}, {}),
        version_token(OPERATOR, {"north/public": 0}, {}),
        version_token(OPERATOR, {"north/public": 0}, {("north/public", "north/public"): 0}),
        version_token(OPERATOR, {"south/public": 0}, {}),
    }

    assert len(tokens) == 4


def test_the_scopes_of_a_decision_have_one_order() -> None:
    assert pair_of("b/public", "a/public") == pair_of("a/public", "b/public") == ("a/public", "b/public")


@pytest.mark.parametrize("change", ["title", "publisher", "licence", "url", "published_on", "retrieved_on", "reporter"])
def test_every_fact_of_a_source_is_in_its_hash(change: str) -> None:
    assert source_hash(replace(source(), **{change: "other"})) != source_hash(source())


def test_all_of_a_decision_is_in_its_hash() -> None:
    one = decision(actor(source(), "1"), actor(source(), "2"))

    assert decision_hash(one) == decision_hash(replace(one))
    assert decision_hash(one) != decision_hash(replace(one, reason="other"))
    assert decision_hash(one) != decision_hash(replace(one, decided_by="other"))


def test_days_are_the_first_and_the_last_that_a_text_can_mean() -> None:
    texts = ("2020", "2020-02", "2020-02-03", None)

    assert [first_day(text) for text in texts] == [20200101, 20200201, 20200203, 0]
    assert [last_day(text) for text in texts] == [20201231, 20200229, 20200203, 0]


@pytest.mark.parametrize(
    ("viewer", "seen"),
    [
        (OPERATOR, (True, True)),
        (Viewer(Sensitivity.MEMBERS), (False, False)),
        (Viewer(None, {"north": Sensitivity.RESTRICTED}), (True, False)),
        (Viewer(Sensitivity.RESTRICTED, {"north": Sensitivity.MEMBERS}), (False, False)),
        (Viewer(), (False, False)),
    ],
)
def test_a_run_is_seen_by_those_from_whom_nothing_of_it_is_hidden(viewer: Viewer, seen: tuple[bool, bool]) -> None:
    assert (can_see_run(viewer, None, "north"), can_see_run(viewer, "u9", None)) == seen


def test_an_account_sees_its_own_runs() -> None:
    assert can_see_run(Viewer(account="u1"), "u1", "north")
    assert not can_see_run(Viewer(account="u2"), "u1", "north")
    assert not can_see_run(Viewer(), None, "north")
