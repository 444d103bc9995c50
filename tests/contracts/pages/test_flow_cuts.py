"""What a cut does: the sentence, who loses how much, what cannot be asked; kept, shared by its address, deleted."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graphsvc.access import Sensitivity
from tests import networks as drawn
from tests.contracts.pages.money import heading, page_of, sentence, visit, words
from tests.contracts.pages.visiting import joined
from tests.webapp import READER, Site, kept_cut, make_site, sample

LOCAL = "http://localhost"


def test_a_cut_says_who_loses_how_much(money: Site, ids: dict[str, str]) -> None:
    page = visit(money, f"cut={ids['un']}&percent=30&stage=paid", path="flows/shock")
    rows = [[joined(cell.text_content()) for cell in row.iter("td")] for row in page.xpath("//table/tbody/tr")]

    assert heading(page).startswith("If Example Refuge Agency paid 30% less, 12.1 million USD would be gone")
    assert rows[0][:2] == ["Casa Ejemplo", "9,000,000"]
    assert ["Örnek Ev", "–"] in [row[:2] for row in rows]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("percent=", "Say by how many percent it is cut."),
        ("percent=%20", "Say by how many percent it is cut."),
        ("percent=101", "A cut is 0 to 100 percent."),
        ("percent=NaN", "A cut is 0 to 100 percent."),
        ("percent=-5", "A cut is 0 to 100 percent."),
        ("percent=1e1", "A cut is 0 to 100 percent."),
        ("since=20", "This is not a year from 1800 to 2200."),
        ("since=1000", "This is not a year from 1800 to 2200."),
        ("stage=given", "There is no such stage of money."),
        ("currency=ZZZ", "There is no such currency."),
    ],
)
def test_a_cut_that_cannot_be_asked_keeps_the_form(money: Site, ids: dict[str, str], query: str, told: str) -> None:
    response = money.client().get(f"/en/flows/shock?cut={ids['un']}&{query}")

    assert (response.status_code, sentence(response)) == (400, told)
    assert page_of(response).xpath("//input[@name='cut']/@value") == [ids["un"]]


def test_a_percentage_is_written_with_a_comma_or_a_point(money: Site, ids: dict[str, str]) -> None:
    told = {
        heading(visit(money, f"cut={ids['un']}&percent={text}&stage=paid", "es", "flows/shock"))
        for text in ("12,5", "12.5", "12.50%25")
    }

    assert len(told) == 1


def test_a_percentage_left_empty_is_not_taken_for_the_usual_one(money: Site, ids: dict[str, str]) -> None:
    client = money.client()

    led = post(client, "/en/flows/shock", cut=ids["un"], percent="")
    refused = client.get(led.headers["Location"])

    assert (refused.status_code, sentence(refused)) == (400, "Say by how many percent it is cut.")
    assert page_of(refused).xpath("//input[@name='percent']/@value") == [""]
    assert page_of(client.get("/en/flows/shock")).xpath("//input[@name='percent']/@value") == ["30"]


def post(client: FlaskClient, path: str, **fields: str) -> TestResponse:
    page = page_of(client.get("/en/flows/shock"))
    token = page.xpath("//main//form//input[@type='hidden']")[0]
    return client.post(path, data={token.get("name"): token.get("value"), **fields}, headers={"Origin": LOCAL})


def kept(site: Site, ids: dict[str, str], **fields: str) -> TestResponse:
    cut = {"cut": ids["un"], "percent": "12,5", "since": "2022", "stage": "paid"}
    named = {"title": "If it pays less", "scope": "north/members"}
    return post(site.client("rosa"), "/en/flows/shock/keep", **cut, **(named | fields))


def test_a_cut_is_kept_under_an_address_that_others_can_open(money: Site, ids: dict[str, str]) -> None:
    made = kept(money, ids)
    address = urlsplit(made.headers["Location"]).path
    theirs = money.client("clara").get(address)

    assert re.fullmatch(r"/en/flows/shock/c[0-9a-f]{32}", address)
    assert (made.status_code, theirs.status_code) == (303, 200)
    assert money.client().get(address).status_code == 404
    own = page_of(money.client("rosa").get(address))
    assert "If it pays less" in words(own)
    assert heading(own).startswith("If Example Refuge Agency paid 12.5% less, ")
    twin = money.client("rosa").get(f"/api/v1{address.removeprefix('/en')}").get_json()
    assert Decimal(twin["shock"]["percent"]) == Decimal("12.5")


def test_an_open_cut_is_opened_by_everybody_who_sees_its_actor(money: Site, ids: dict[str, str]) -> None:
    address = urlsplit(kept(money, ids, scope="north/public").headers["Location"]).path

    theirs = money.client().get(address)

    assert theirs.status_code == 200
    assert "Delete this cut" not in words(page_of(theirs))
    assert "Delete this cut" in words(page_of(money.client("rosa").get(address)))


def test_a_cut_whose_actor_is_several_for_its_reader_is_not_there(tmp_path: Path) -> None:
    """What makes one of them is hidden: to open the cut of one of the two would tell that it is about both."""
    network = sample()
    fund, long = (next(one for one in network.actors if one.record.key == key) for key in ("fund", "long"))
    closed = drawn.actor(network.sources[0], "joint", "Joint Body", level=Sensitivity.RESTRICTED)
    decided = (drawn.decision(fund, closed), drawn.decision(closed, long))
    site = make_site(tmp_path, replace(network, actors=(*network.actors, closed), decisions=decided))
    site.accounts.add_person("kurt", everywhere=Sensitivity.RESTRICTED, permissions=READER)
    cut = kept_cut(site, "kurt")

    statuses = [site.client(name).get(f"/en/flows/shock/{cut}").status_code for name in ("kurt", "rosa", None)]

    assert statuses == [200, 404, 404]
    site.close()


def test_its_owner_finds_a_cut_on_the_page_and_deletes_it(money: Site, ids: dict[str, str]) -> None:
    client = money.client("rosa")
    address = urlsplit(kept(money, ids, title="To be deleted").headers["Location"]).path
    assert address in page_of(client.get("/en/flows/shock")).xpath("//section[@class='own-plans']//a/@href")

    assert post(money.client("clara"), f"{address}/delete").status_code == 404
    gone = post(client, f"{address}/delete")

    assert gone.status_code == 303
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("wrong", [{"title": " "}, {"scope": "south/public"}, {"title": "x" * 201}])
def test_a_cut_that_cannot_be_kept_is_shown_again(money: Site, ids: dict[str, str], wrong: dict[str, str]) -> None:
    again = kept(money, ids, **wrong)
    page = page_of(again)

    assert again.status_code == 422
    assert heading(page).startswith("If Example Refuge Agency paid")
    assert page.xpath("//p[@role='alert']")


def test_a_guest_cannot_keep_a_cut(money: Site, ids: dict[str, str]) -> None:
    fields = {"cut": ids["un"], "title": "x", "scope": "north/public"}

    assert post(money.client(), "/en/flows/shock/keep", **fields).status_code in (401, 403)


def test_a_cut_of_nothing_changes_nothing(money: Site, ids: dict[str, str]) -> None:
    page = visit(money, f"cut={ids['prm']}&percent=0&stage=paid", path="flows/shock")

    assert heading(page) == "Nothing is cut, so nothing changes."
    assert not page.xpath("//*[@id='losses']")
