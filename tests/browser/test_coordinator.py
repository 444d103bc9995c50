"""A coordinator's ten minutes of docs/tasks/landscape.md, walked over the shipped samples."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from graphsvc.access import Viewer
from graphsvc.kinds import Kinds
from graphsvc.traits import ActorClass
from queries import missing_ties
from tests.browser.test_samples_on_a_phone import site  # noqa: F401  # the fixture
from tests.browser.test_strategist import Walk, walk  # noqa: F401  # the fixture
from tests.webapp import Site
from web.missing_tie_words import class_in_words

DOC = Path(__file__).parents[2] / "docs" / "tasks" / "landscape.md"
KINDS = Kinds.load()


@pytest.fixture(autouse=True)
def prepared(site: Site) -> None:  # noqa: F811
    """As the server does it before anybody asks."""
    missing_ties.prepare(site.networks.of(Viewer.guest(may_read=True)))


def test_a_coordinator_finds_who_connects_the_silos_the_missing_ties_and_who_could_introduce(
    walk: Walk,  # noqa: F811
) -> None:
    walk.page.goto(f"{walk.visitor.address}/{walk.language}/")

    who_connects(walk)
    where_the_silos_are(walk)
    which_new_ties_would_help(walk)
    try_them_in_the_sandbox(walk)
    who_could_introduce(walk)

    assert list(dict.fromkeys(walk.pressed)) == named_in_the_document()
    assert (walk.visitor.complaints, walk.visitor.foreign()) == ([], [])


def who_connects(way: Walk) -> None:
    """UNHCR comes first, with contacts in both countries."""
    way.press("Who connects whom")
    first = way.page.locator("#broker-1")
    expect(first).to_contain_text({"en": "United Nations High Commissioner", "es": "Alto Comisionado"}[way.language])
    expect(first).to_contain_text({"en": "Mexico 3, Türkiye 3", "es": "México 3, Turquía 3"}[way.language])


def where_the_silos_are(way: Walk) -> None:
    """In Mexico, by who is tied most to each other."""
    way.press("How these groups are tied to each other")
    form = way.page.get_by_role("form", name=way.words("How it is looked at"))
    expect(form.get_by_label(way.words("Groups by"))).to_have_value("country")
    form.get_by_label(way.words("Groups by")).select_option("community")
    form.get_by_label(way.words("Only inside")).select_option("MX")
    way.pressed += ["Groups by", "Only inside"]
    way.press("Show", form)
    way.page.wait_for_url("**country=MX**")
    expect(way.page.locator(".silo-list li").first).to_contain_text({"en": "Around", "es": "En torno a"}[way.language])


def which_new_ties_would_help(way: Walk) -> None:
    """The suggested question, its sentence, its plan of three, and each tie with its likelihood."""
    way.press("Which new ties would help most")
    ends = {
        "start": class_in_words(ActorClass(country="MX"), KINDS, way.language, way.words),
        "target": class_in_words(ActorClass(role="agency"), KINDS, way.language, way.words),
    }
    way.page.get_by_role("link", name=way.words("From %(start)s to %(target)s") % ends, exact=True).click()
    way.page.wait_for_url("**to_role=agency**")
    sentence = way.page.get_by_role("heading", level=1)
    expect(sentence).to_contain_text(way.words("Three new ties"))
    expect(sentence).to_contain_text(ends["start"])
    expect(way.page.locator(".plan-list > li")).to_have_count(3)
    expect(way.page.locator(".missing-ties tbody tr").first).to_contain_text(way.words("more likely than most"))
    way.settle()


def try_them_in_the_sandbox(way: Walk) -> None:
    """The same ends and the three ties: nobody is lost, somebody gained; then back to the answer."""
    answer = way.page.url
    way.press("Try these ties in the sandbox")
    way.page.wait_for_url("**/what-if?**")
    expect(way.page.locator("ol.plan > li")).to_have_count(3)
    twin = way.page.locator(".twin a[href*='/api/v1/']").last.get_attribute("href")
    found = way.page.context.request.get(f"{way.visitor.address}{twin}").json()
    assert [line["problem"] for line in found["lines"]] == [None, None, None]
    gained, lost = found["within"][0]["gained_total"], found["within"][0]["lost_total"]
    assert (gained, lost) == (found["within"][0]["after"] - found["within"][0]["before"], 0)
    assert gained >= 1
    way.page.goto(answer)
    way.settle()


def who_could_introduce(way: Walk) -> None:
    """The first tie can be introduced, by UNHCR."""
    way.press("See the introduction")
    way.page.wait_for_url("**/introductions?**")
    expect(way.page.locator("#route-1")).to_be_visible()
    expect(way.page.locator("#route-1 .chain .stop").nth(1)).to_contain_text(
        {"en": "United Nations High Commissioner", "es": "Alto Comisionado"}[way.language]
    )


def named_in_the_document() -> list[str]:
    """What the ten minutes say to press, in their order, each once."""
    (part,) = re.findall(r"## A coordinator's ten minutes\n(.*?)\n## ", DOC.read_text(encoding="utf-8"), re.DOTALL)
    return list(dict.fromkeys(re.findall(r"`([A-Z][^`\n]*)`", part)))
