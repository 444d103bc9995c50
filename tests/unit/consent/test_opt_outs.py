"""Who asked not to be used as an introducer: kept by every key, withdrawn, never forgotten."""

from __future__ import annotations

import pytest

from graphsvc.consent.consent import Consent
from graphsvc.errors import InvalidValue, NotFound
from tests.signing_in import Clock


def test_a_wish_is_kept_by_all_its_keys_with_who_when_and_why(consent: Consent, clock: Clock) -> None:
    made = consent.opt_outs.record(["i2", "a1", "a1"], account="p1", note="  Said so by telephone. ")

    assert (made.keys, made.recorded_by, made.note, made.stands) == (("a1", "i2"), "p1", "Said so by telephone.", True)
    assert made.recorded_at.timestamp() == int(clock.now)
    assert consent.opt_outs.standing_keys() == {"a1", "i2"}


def test_the_same_wish_again_adds_the_keys_that_are_new(consent: Consent) -> None:
    first = consent.opt_outs.record(["a1"], account="p1", note="first")

    again = consent.opt_outs.record(["a1", "a2"], account="p2", note="second")

    assert (again.id, again.keys, again.recorded_by, again.note) == (first.id, ("a1", "a2"), "p1", "first")


def test_a_withdrawn_wish_stands_no_more_and_its_record_stays(consent: Consent) -> None:
    made = consent.opt_outs.record(["a1"], account="p1")

    consent.opt_outs.withdraw(made.id, account="p2")

    assert (consent.opt_outs.standing(["a1"]), consent.opt_outs.standing_keys()) == ((), frozenset())
    assert [(one.id, one.stands, one.withdrawn_by) for one in consent.opt_outs.all()] == [(made.id, False, "p2")]
    with pytest.raises(NotFound):
        consent.opt_outs.withdraw(made.id, account="p2")


def test_a_wish_after_a_withdrawn_one_is_a_new_one(consent: Consent) -> None:
    first = consent.opt_outs.record(["a1"], account=None)
    consent.opt_outs.withdraw(first.id, account=None)

    second = consent.opt_outs.record(["a1"], account=None)

    stands = {one.id: one.stands for one in consent.opt_outs.all()}
    assert stands == {first.id: False, second.id: True}


@pytest.mark.parametrize(("keys", "note"), [([], ""), (["a1"], "x" * 501), (["a1"], "\x00")])
def test_a_wish_that_cannot_be_kept_is_refused(consent: Consent, keys: list[str], note: str) -> None:
    with pytest.raises(InvalidValue):
        consent.opt_outs.record(keys, account=None, note=note)

    assert consent.opt_outs.all() == ()
