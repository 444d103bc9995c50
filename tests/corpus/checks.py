"""What to look at in the items that came of a case."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from graphsvc.model.records import ActorRecord, Item, TieRecord


def named(*expected: str) -> Callable[[Sequence[Item]], None]:
    def check(items: Sequence[Item]) -> None:
        found = [item.names[0].value for item in items if isinstance(item, ActorRecord)]
        assert found == list(expected)

    return check


def keyed(*expected: str) -> Callable[[Sequence[Item]], None]:
    def check(items: Sequence[Item]) -> None:
        assert [item.key for item in items if isinstance(item, ActorRecord)] == list(expected)

    return check


def placed(*expected: str) -> Callable[[Sequence[Item]], None]:
    def check(items: Sequence[Item]) -> None:
        assert [item.place.locator for item in items if isinstance(item, ActorRecord)] == list(expected)

    return check


def paid(*expected: str) -> Callable[[Sequence[Item]], None]:
    def check(items: Sequence[Item]) -> None:
        found = [str(item.money.amount) for item in items if isinstance(item, TieRecord) and item.money]
        assert found == list(expected)

    return check


def starts(*expected: str) -> Callable[[Sequence[Item]], None]:
    def check(items: Sequence[Item]) -> None:
        found = [i.period.start.text for i in items if isinstance(i, TieRecord) and i.period.start]
        assert found == list(expected)

    return check


def never(words: str) -> Callable[[Sequence[Item]], None]:
    def check(items: Sequence[Item]) -> None:
        assert words not in repr(items)

    return check
