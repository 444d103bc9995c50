from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, replace
from decimal import Decimal

import pytest

from graphsvc.errors import InvalidValue
from graphsvc.model.building import quick
from graphsvc.model.records import Place, TieRecord
from graphsvc.model.values import FlowClass, Money, Status

PLACE = Place("actors.csv", "row 2")


def test_a_value_built_quickly_is_the_value_built_as_usual() -> None:
    usual = TieRecord(PLACE, "2", "funds", "a", "b", status=Status.PLANNED, raw=(("from", "a"),))

    quickly = quick(TieRecord)(PLACE, "2", "funds", "a", "b", status=Status.PLANNED, raw=(("from", "a"),))

    assert type(quickly) is TieRecord
    assert (quickly, hash(quickly), repr(quickly)) == (usual, hash(usual), repr(usual))


def test_a_value_built_quickly_is_frozen() -> None:
    place = quick(Place)("actors.csv", "row 2")

    with pytest.raises(FrozenInstanceError):
        place.file = "other.csv"


def test_a_value_built_quickly_can_be_replaced_copied_and_pickled() -> None:
    money = quick(Money)(FlowClass.PLEDGE, Decimal(5), "MXN")

    assert replace(money, amount=Decimal(6)) == Money(FlowClass.PLEDGE, Decimal(6), "MXN")
    assert copy.deepcopy(money) == money
    assert pickle.loads(pickle.dumps(money)) == money


def test_what_cannot_be_built_as_usual_cannot_be_built_quickly() -> None:
    with pytest.raises(InvalidValue):
        quick(Money)(FlowClass.PLEDGE, Decimal(5), "pesos")
    with pytest.raises(TypeError):
        quick(Place)("actors.csv")
