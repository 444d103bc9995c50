"""The money of real IATI files, from the file to the sums: an independent recount with lxml equals ours to the cent.

By class, currency, year and counterparty. Transactions that the importer refuses, each with its reason, are left out
of both; that read is kept plus skipped is tested where the importer is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from lxml import etree

from graphsvc.access import Viewer
from graphsvc.exchange_rates import ExchangeRates, Rate
from graphsvc.identity.aliases import Aliases
from graphsvc.kinds import Kinds
from graphsvc.model.records import RowIssue
from graphsvc.model.values import PartialDate
from graphsvc.money_choice import Stage
from graphsvc.network import Network, Networks
from graphsvc.store.opening import SQLITE_FILE
from graphsvc.store.sqlite import SqliteStore
from importers.iati.importer import IATI
from importers.importer import Reading
from queries.funding_ledger import Ledger, ledger_of
from queries.funding_paths import find_funding_paths
from queries.funding_values import Cell
from queries.introduction_values import EndAsked
from tests.unit.cli.terminal import graphsvc

ROOT = Path(__file__).parents[2]
UNHCR = ROOT / "samples/unhcr-iati-2023/unhcr-activities-2023-americas-turkiye.xml"
FIXTURES = ROOT / "tests/fixtures/iati"
FILES = (
    UNHCR,
    FIXTURES / "cafod-v1.00-names-only-negative-amounts.xml",
    FIXTURES / "covid19-humanitarian-17-publishers.xml",
    FIXTURES / "mixed-publishers-iom-usstate-fcdo-ec.xml",
)
CLASSES = {
    "1": "incoming",
    "2": "commitment",
    "3": "disbursement",
    "11": "incoming_commitment",
    "12": "pledge",
    "13": "incoming_pledge",
    "IF": "incoming",
    "C": "commitment",
    "D": "disbursement",
    "R": "loan",
    "LR": "loan",
    **dict.fromkeys(("5", "6", "7", "8", "9", "10"), "loan"),
}
Key = tuple[str, str, int]
"""Class, currency, year."""


@pytest.fixture(scope="module", params=FILES, ids=lambda path: path.stem)
def imported(request: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Network]]:
    folder, path = tmp_path_factory.mktemp("money"), request.param
    words = ("import", "iati", path, "--source", "file", "--collection", "test", "--sensitivity", "public", "--yes")
    said = graphsvc(folder, *words)
    assert said.code == 0, said.err
    store = SqliteStore(folder / SQLITE_FILE)
    yield path, Networks(store, Kinds.load(), Aliases.load()).of(Viewer.operator())
    store.close()


def transactions(path: Path) -> Iterator[tuple[Any, Any, str]]:
    """(activity, transaction, locator) of all that the importer does not refuse."""
    refused = {
        item.place.locator
        for item in IATI.read((path,), Reading(Kinds.load()))
        if isinstance(item, RowIssue) and item.is_refusal
    }
    for activity in etree.parse(path).iter("iati-activity"):
        id_ = " ".join(activity.findtext("iati-identifier").split())
        for number, one in enumerate(activity.findall("transaction"), start=1):
            locator = f"{id_}/transaction[{number}]"
            if locator not in refused:
                yield activity, one, locator


def key_of(activity: Any, one: Any) -> Key:
    value, code = one.find("value"), one.find("transaction-type").get("code")
    currency = (value.get("currency") or "").strip() or activity.get("default-currency")
    dated = one.find("transaction-date")
    day = (dated.get("iso-date") or dated.text or "").strip() if dated is not None else ""
    return CLASSES[code.strip().upper()], currency.upper(), int((day or value.get("value-date"))[:4])


def amount_of(one: Any) -> Decimal:
    """To the cent: a few amounts have more digits, and each is rounded by itself when it is imported."""
    return Decimal(one.findtext("value").strip()).quantize(Decimal("0.01"))


def statements(ledger: Ledger) -> Iterator[Any]:
    """Every statement with an amount, wherever it stands in the ledger."""
    for some in ledger.counted.values():
        yield from (one.said for one in some)
    for others in ledger.beside.values():
        yield from (one.said for one in others if one.said.amount is not None)
    for left in ledger.unconverted.values():
        yield from (one.said for one in left)


@pytest.mark.parametrize("stage", [stage.value for stage in Stage])
def test_nothing_is_lost_between_the_file_and_the_ledger(imported: tuple[Path, Network], stage: str) -> None:
    path, network = imported
    sums: dict[Key, Decimal] = defaultdict(Decimal)
    counts: Counter[Key] = Counter()
    for activity, one, _ in transactions(path):
        sums[key_of(activity, one)] += amount_of(one)
        counts[key_of(activity, one)] += 1

    ours: dict[Key, Decimal] = defaultdict(Decimal)
    held: Counter[Key] = Counter()
    for said in statements(ledger_of(network, stage)):
        if said.flow_class.label != "budget":  # planned disbursements are no transactions
            ours[said.flow_class.label, said.currency, said.year] += said.amount
            held[said.flow_class.label, said.currency, said.year] += 1

    assert held == counts
    assert ours == sums
    assert sum(counts.values()) > 0


def test_what_is_counted_is_one_class_and_one_side_for_each_pair_in_a_year(imported: tuple[Path, Network]) -> None:
    _, network = imported
    for stage in Stage:
        ledger = ledger_of(network, stage.value)
        for some in ledger.counted.values():
            sides: dict[int | None, set[Any]] = defaultdict(set)
            for one in some:
                assert one.said.stage is stage
                sides[one.said.year].add((one.said.flow_class, one.said.source))
            assert all(len(words) == 1 for words in sides.values())


def printed(one: Any) -> str:
    """The provider as the importer keeps it with the row: number, type and name."""
    provider = one.find("provider-org")
    name = provider.findtext("narrative") or provider.text or ""
    return " ".join(filter(None, (provider.get("ref"), provider.get("type"), name.strip())))


def test_what_each_counterparty_gave_unhcr_is_what_its_file_says() -> None:
    """In the sample every transaction is an incoming commitment of a named provider: each is in one of our sums."""
    told: dict[tuple[str, Key], Decimal] = defaultdict(Decimal)
    for activity, one, _ in transactions(UNHCR):
        told[printed(one), key_of(activity, one)] += amount_of(one)
    assert len({name for name, _ in told}) > 50

    ours, by_actor = sums_of_the_sample()

    assert ours == told
    names = {name for name, _ in told}
    of_actor: dict[str, set[str]] = defaultdict(set)
    for actor, name, _ in by_actor:
        of_actor[actor].add(name)
    assert {name for some in of_actor.values() for name in some} == names
    # Nobody's money is in two sums: a provider as printed is one actor.
    assert sum(len(some) for some in of_actor.values()) == len(names)


def sums_of_the_sample() -> tuple[dict[tuple[str, Key], Decimal], set[tuple[str, str, Key]]]:
    """What the service's cells state, by provider as printed in the row that each opens, and by actor."""
    sums: dict[tuple[str, Key], Decimal] = defaultdict(Decimal)
    by_actor: set[tuple[str, str, Key]] = set()
    words = ("--source", "file", "--collection", "test", "--sensitivity", "public", "--yes")
    with TemporaryDirectory() as folder:
        assert graphsvc(Path(folder), "import", "iati", UNHCR, *words).code == 0
        store = SqliteStore(Path(folder) / SQLITE_FILE)
        network = Networks(store, Kinds.load(), Aliases.load()).of(Viewer.operator())
        unhcr = network.search("United Nations High Commissioner for Refugees", limit=1)[0]
        answer = find_funding_paths(network, None, EndAsked((unhcr,)), limit=100, language="en")
        assert answer.stage is Stage.COMMITTED
        assert len(answer.hops) == answer.hops_total
        for hop in answer.hops:
            for cell in hop.cells:
                for provider, key, amount in rows_behind(network, cell, answer.currency):
                    sums[provider, key] += amount
                    by_actor.add((hop.payer.id, provider, key))
        store.close()
    return sums, by_actor


def rows_behind(network: Network, cell: Cell, target: str) -> Iterator[tuple[str, Key, Decimal]]:
    """(provider as printed, key, amount) of each statement of a cell; its own sum is that of what it is made of."""
    asides = [(one.statement, one.amount, one.currency) for one in cell.asides if one.amount]
    stated = [(one.statement, one.amount, one.currency) for one in cell.stated]
    for statement, amount, currency in (*stated, *asides):
        raw = dict(network.evidence(statement).statement.record.raw)
        yield raw["provider-org"], ("incoming_commitment", str(currency), int(cell.year or 0)), amount or Decimal(0)
    for one in cell.stated:
        raw = dict(network.evidence(one.statement).statement.record.raw)
        day = PartialDate(raw["value-date"] or raw["transaction-date"])
        rate = ExchangeRates.load().rate(one.currency, target, day)
        assert one.rate == (rate if one.currency != target and isinstance(rate, Rate) else None)
    assert cell.amount is None or cell.amount == sum(one.converted for one in cell.stated)
