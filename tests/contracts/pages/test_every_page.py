"""What every page promises. A page that is registered is tested here without a further line."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from graphsvc.access import Permission
from tests.contracts.pages.visiting import Visit, all_texts, joined, linked_ids, texts_of
from tests.webapp import Site
from web.access import declared_permission
from web.headers import FIXED
from web.pages import Page, registered_pages

SHOWN = frozenset({"name", "title"})


def test_every_endpoint_declares_who_may_use_it(site: Site) -> None:
    declared = {rule.endpoint: declared_permission(site.app, rule.endpoint) for rule in site.app.url_map.iter_rules()}

    assert [endpoint for endpoint, permission in declared.items() if permission is None] == []


def test_a_page_and_its_twin_need_what_the_page_declares(site: Site, page: Page) -> None:
    assert declared_permission(site.app, page.name) is page.permission
    assert declared_permission(site.app, page.twin) is page.permission
    assert page in registered_pages(site.app)


def test_a_page_answers_in_its_language(visit: Visit, language: str) -> None:
    assert visit.page.status_code == 200
    assert visit.page.content_type == "text/html; charset=utf-8"
    assert visit.html.get("lang") == language


def test_a_twin_answers_in_json(visit: Visit) -> None:
    assert visit.twin.status_code == 200
    assert visit.twin.content_type == "application/json"
    assert isinstance(visit.answer, dict)


def test_whatever_a_page_leads_to_is_in_its_twin(visit: Visit) -> None:
    assert linked_ids(visit.main) - set(all_texts(visit.answer)) == set()


def test_every_name_and_title_of_the_twin_is_on_the_page(visit: Visit) -> None:
    missing = [text for text in texts_of(visit.answer, SHOWN) if joined(text) not in visit.text]

    assert missing == []


def test_the_twin_holds_no_key_of_a_source_and_the_page_says_where_it_is(visit: Visit) -> None:
    assert not any(word in visit.twin.get_data(as_text=True) for word in ('"key"', '"is_shown"'))
    assert any("/api/v1" in link.get("href", "") for link in visit.main.iter("a"))


def test_both_send_the_headers_of_every_answer(visit: Visit) -> None:
    for response in (visit.page, visit.twin):
        assert {name: response.headers.get(name) for name in FIXED} == FIXED
        assert response.headers["Cache-Control"] == "no-store"
        assert re.fullmatch(
            r"default-src 'none'; script-src 'nonce-[\w-]{22}'; style-src 'self'; img-src 'self' data:; "
            r"connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; "
            r"frame-ancestors 'none'",
            response.headers["Content-Security-Policy"],
        )


def test_a_page_runs_no_script_and_no_style_of_its_own(visit: Visit) -> None:
    nonce = re.search(r"nonce-([\w-]+)", visit.page.headers["Content-Security-Policy"])
    scripts = list(visit.html.iter("script"))

    assert nonce is not None
    assert all(script.get("src") and script.get("nonce") == nonce[1] and not script.text for script in scripts)
    assert list(visit.html.iter("style")) == []
    assert [
        (element.tag, name)
        for element in visit.html.iter()
        for name in element.attrib
        if name == "style" or name.startswith("on") or "javascript:" in element.get(name, "").lower()[:20]
    ] == []


def test_a_page_asks_no_other_host(visit: Visit) -> None:
    addresses = [
        element.get(name, "")
        for element in visit.html.iter()
        for name in ("href", "src", "action", "data-url", "srcset", "poster")
        if name in element.attrib
    ]

    assert [address for address in addresses if not re.match(r"/(?!/)|#", address)] == []


def test_a_page_has_one_heading_and_the_landmarks(visit: Visit) -> None:
    tags = Counter(element.tag for element in visit.html.iter() if isinstance(element.tag, str))
    levels = [int(element.tag[1]) for element in visit.html.iter("h1", "h2", "h3", "h4")]

    assert {tag: tags[tag] for tag in ("h1", "main", "title", "header")} == dict.fromkeys(
        ("h1", "main", "title", "header"), 1
    )
    assert levels[0] == 1
    assert [(above, below) for above, below in pairwise(levels) if below > above + 1] == []
    assert all(nav.get("aria-label") for nav in visit.html.iter("nav"))


def test_ids_are_unique_and_every_reference_to_one_is_good(visit: Visit) -> None:
    ids = Counter(element.get("id") for element in visit.html.iter() if element.get("id"))
    asked = [
        word
        for element in visit.html.iter()
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls")
        for word in element.get(name, "").split()
    ]

    assert [name for name, count in ids.items() if count > 1] == []
    assert [name for name in asked if name not in ids] == []


def test_every_field_and_button_has_a_name(visit: Visit) -> None:
    fields = [field for field in visit.html.iter("input", "select", "textarea") if field.get("type") != "hidden"]
    labels = {label.get("for") for label in visit.html.iter("label")}
    unnamed = [
        field.get("name")
        for field in fields
        if field.get("id") not in labels and not any(parent.tag == "label" for parent in field.iterancestors())
    ]
    buttons = [button for button in visit.html.iter("button") if not (button.text_content().strip())]

    assert unnamed == []
    assert buttons == []


def test_every_form_that_changes_something_carries_the_token(visit: Visit) -> None:
    forms = [form for form in visit.html.iter("form") if form.get("method", "get") == "post"]

    assert forms
    assert all(form.xpath(".//input[@name='csrf_token']/@value") for form in forms)


def test_every_table_says_what_its_columns_are(visit: Visit) -> None:
    for table in visit.html.iter("table"):
        assert table.xpath("./thead/tr/th")
        assert all(cell.get("scope") in ("col", "row", "rowgroup") for cell in table.iter("th"))
        widths = {sum(int(cell.get("colspan", 1)) for cell in row.xpath("./td|./th")) for row in table.iter("tr")}
        assert len(widths) == 1


def test_a_map_has_the_same_facts_as_a_table(visit: Visit, page: Page) -> None:
    drawings = visit.html.find_class("map")

    assert bool(drawings) == page.has_map
    if drawings:
        drawn = visit.client.get(drawings[0].get("data-url")).get_json()
        in_tables = set().union(*(linked_ids(table) for table in visit.main.iter("table")))
        cells = {joined(cell.text_content()).casefold() for cell in visit.main.iter("td")}
        groups = {node["id"]: node["name"].casefold() for node in drawn["nodes"] if node.get("is_group")}
        others = {node["id"] for node in drawn["nodes"]} - {drawn["meta"]["root"]}
        assert others
        assert others - groups.keys() <= in_tables
        assert set(groups.values()) <= cells


def test_a_page_leads_to_itself_in_the_other_languages(visit: Visit, language: str) -> None:
    other = {"en": "es", "es": "en"}[language]
    (address,) = [link.get("href") for link in visit.html.xpath("//nav/a[@hreflang]")]

    moved = visit.client.get(address)

    assert moved.status_code == 200
    assert address == visit.path.replace(f"/{language}/", f"/{other}/", 1)


def test_somebody_who_may_not_read_is_not_told_whether_there_is_anything(site: Site, page: Page) -> None:
    admin = site.client("adan")
    visited = Visit.of(site, page, "en")

    forbidden = admin.get(visited.path)
    absent = admin.get("/en/no-such-page")

    assert page.permission is Permission.READ
    assert forbidden.status_code == absent.status_code == 404
