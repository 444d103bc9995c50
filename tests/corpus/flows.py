"""Building blocks of the cases about money, and looking at what came of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from graphsvc.model.records import ActorRecord, Item, RowIssue, TieRecord
from tests.corpus.case import Case, Outcome, files

R, I, F, T = Outcome.REFUSED, Outcome.ISSUE, Outcome.REPAIRED, Outcome.TAKEN  # noqa: E741  (as in the table)
Check = Callable[[Sequence[Item]], None]
Make = Callable[[Path], object]


def maker(importer: str, kind: str) -> Callable[..., Case]:
    """What makes cases of one importer: id, slug, outcome, how to write the files, rules."""

    def case(
        number: str,
        slug: str,
        outcome: Outcome,
        make: Make,
        *rules: str,
        place: str | None = None,
        check: Check | None = None,
        **choices: str,
    ) -> Case:
        return Case(
            number, slug, kind, outcome, make, rules, place=place, importer=importer, choices=choices, check=check
        )

    return case


def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def table(*rows: Mapping[str, str]) -> str:
    """A CSV of rows that all have the columns of the first."""
    header = list(rows[0])
    quoted = (",".join(f'"{row[name]}"' for name in header) for row in rows)
    return "\n".join([",".join(header), *quoted]) + "\n"


def one_file(name: str, content: str | bytes) -> Make:
    return files(**{name.replace(".", "__"): content})


def sums(*expected: tuple[str, str, str]) -> Check:
    """Class, amount and currency of every flow with an amount, in order."""

    def check(items: Sequence[Item]) -> None:
        money = [item.money for item in items if isinstance(item, TieRecord) and item.money]
        found = [(one.flow_class.label, f"{one.amount:f}", one.currency) for one in money if one.amount is not None]
        assert found == list(expected)

    return check


def ends(*expected: tuple[str, str]) -> Check:
    """Names of giver and receiver of every flow, in order."""

    def check(items: Sequence[Item]) -> None:
        names = {item.key: item.names[0].value for item in items if isinstance(item, ActorRecord)}
        ties = [item for item in items if isinstance(item, TieRecord) and item.kind == "funds"]
        assert [(names[tie.ego], names[tie.alter]) for tie in ties] == list(expected)

    return check


def leaves_out(*words: str) -> Check:
    """What the notes about totals say."""

    def check(items: Sequence[Item]) -> None:
        said = [item.advice for item in items if isinstance(item, RowIssue) and item.rule == "money.left-out"]
        assert said
        assert [word for word in words if word not in " ".join(said)] == []

    return check


def sure(*expected: str) -> Check:
    """How sure each flow is, in order."""

    def check(items: Sequence[Item]) -> None:
        found = [item.confidence.value for item in items if isinstance(item, TieRecord) and item.kind == "funds"]
        assert found == list(expected)

    return check


def both(*checks: Check) -> Check:
    def check(items: Sequence[Item]) -> None:
        for one in checks:
            one(items)

    return check
