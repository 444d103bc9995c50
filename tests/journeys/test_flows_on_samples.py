"""A funder's questions on the samples: PRM's money to Mexico, who pays UNHCR, what hangs on it, what nobody says.

What is asserted was read by hand in samples/: seed-facts (PRM usually funds UNHCR and IOM; no amounts), partners of
UNHCR in Mexico in 2022 (17 and UNHCR itself, no amounts), UNHCR's incoming commitments of its 2023 file.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from graphsvc.access import Viewer
from graphsvc.cli.console import Console
from graphsvc.cli.questions import flows
from graphsvc.cli.samples import import_samples, read_manifest
from graphsvc.identity.aliases import Aliases
from graphsvc.kinds import Kinds
from graphsvc.network import Network, Networks
from graphsvc.runs.load import never
from graphsvc.store.sqlite import SqliteStore
from queries.funding_dependence import find_funding_dependence
from queries.funding_paths import find_funding_paths
from queries.funding_shock import find_funding_shock
from queries.funding_values import Place
from queries.introduction_values import EndAsked
from queries.search import find_actors
from tests.asking import end
from tests.unit.cli.terminal import Stream, graphsvc

SAMPLES = Path(__file__).parents[2] / "samples"
PRM, UNHCR = "Bureau of Population, Refugees, and Migration", "United Nations High Commissioner for Refugees"
COMAR, OPERATION = "Mexican Commission for Refugee Assistance", "UNHCR operation in Mexico 2022"
US = "Government of the United States"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    store = SqliteStore(folder / "network.sqlite")
    import_samples(store, read_manifest(SAMPLES), Console({}, Stream(), Stream(), Stream()), never)
    store.close()
    return folder


@pytest.fixture(scope="module")
def samples(folder: Path) -> Iterator[Network]:
    store = SqliteStore(folder / "network.sqlite")
    yield Networks(store, Kinds.load(), Aliases.load()).of(Viewer.guest(may_read=True))
    store.close()


def id_of(samples: Network, name: str) -> str:
    return find_actors(samples, name, language="en").found[0].actor.id


def named(samples: Network, name: str) -> EndAsked:
    return EndAsked((id_of(samples, name),))


def test_prm_to_mexico_is_known_as_a_path_and_not_as_an_amount(samples: Network) -> None:
    answer = find_funding_paths(samples, named(samples, PRM), end(country="MX"), language="en")

    paths = {(PRM, *(step.recipient.name for step in path.steps)): path for path in answer.paths}
    whole = paths[PRM, UNHCR, OPERATION, COMAR]
    assert whole.amount is None
    assert [(len(step.statements) > 0, step.is_project) for step in whole.steps] == [
        (True, False), (True, True), (True, True),
    ]  # fmt: skip
    assert (answer.money, answer.levels[0].amount, answer.levels[0].unpublished) == (None, None, 2)
    assert "no-amounts" in answer.missing
    assert {"samples:seed-facts", "samples:unhcr-2022-partners"} <= {one.id for one in answer.sources}


def test_mexican_partners_without_a_stated_country_are_found_by_their_project(samples: Network) -> None:
    answer = find_funding_paths(samples, named(samples, PRM), end(country="MX", role="ngo"), limit=100, language="en")

    rows = load_workbook(SAMPLES / "unhcr-2022-partners/unhcr-2022-partners.xlsx")["Sheet1"].iter_rows(values_only=True)
    partners = {
        str(name)
        for activity, name, _, kind, role, *_ in rows
        if str(activity).endswith("-MEX") and role == "4" and kind in ("21", "22", "23", "24")
    }
    found = {one.actor.name for one in answer.recipients_found}
    assert len(partners) > 10
    assert len(partners & found) >= len(partners) - 2  # the names of two partners are the alias table's
    assert answer.recipients_total == len(found) == len(partners)
    assert all(one.attributed is None and one.steps == 3 for one in answer.recipients_found)


def test_what_unhcr_got_in_2023_is_not_traceable_further(samples: Network) -> None:
    answer = find_funding_paths(samples, None, named(samples, UNHCR), year=2023, language="en")

    (unhcr,) = answer.recipients_found
    assert (unhcr.actor.name, unhcr.place, unhcr.share) == (UNHCR, Place.UNREPORTED, 1.0)
    assert answer.money == answer.not_traceable == unhcr.attributed == unhcr.least == unhcr.most
    assert (answer.stage.value, answer.currency) == ("committed", "USD")
    # Costa Rica's colones have no rate of the European Central Bank: listed, not in the sum.
    assert [(one.why.value, one.sums) for one in answer.left_out] == [("not-quoted", (("CRC", Decimal(10290000)),))]


def test_the_united_states_gave_what_its_rows_say(samples: Network) -> None:
    answer = find_funding_paths(samples, named(samples, US), named(samples, UNHCR), language="en")

    (hop,) = [one for one in answer.hops if (one.payer.name, one.recipient.name) == (US, UNHCR)]
    rows = [one for cell in hop.cells for one in cell.stated]
    assert hop.amount == sum(one.amount for one in rows if one.currency == "USD") == Decimal("241662461.00")
    assert {one.currency for one in rows} == {"USD"}


def test_a_mexican_partner_hangs_on_one_operation(samples: Network) -> None:
    answer = find_funding_dependence(samples, id_of(samples, "DHIA"), as_of=date(2026, 6, 30), language="en")

    assert (answer.received, answer.unpublished) == (None, 1)
    assert [one.actor.name for one in answer.funders] == [OPERATION]
    assert UNHCR in {one.actor.name for one in answer.through}
    assert all(one.introduction is not None for one in answer.peer_funders)


def test_cutting_unhcr_names_who_is_hit_without_inventing_amounts(samples: Network) -> None:
    answer = find_funding_shock(samples, id_of(samples, UNHCR), percent=Decimal(30), limit=100, language="en")

    assert (answer.paid, answer.cut_by) == (None, None)
    assert COMAR in {one.actor.name for one in answer.losses}
    assert all(one.loses is None for one in answer.losses)
    assert {"no-amounts", "no-payments"} <= set(answer.missing)


@pytest.mark.parametrize("example", flows.EXAMPLES)
def test_the_examples_of_the_help_answer(folder: Path, example: str) -> None:
    said = graphsvc(folder, *shlex.split(example))

    assert (said.code, said.err) == (0, "")
    assert json.loads(said.out) if "--json" in example else len(said.out.splitlines()) > 2
