"""Places in files, in words."""

from __future__ import annotations

import pytest

from graphsvc.model.records import Place
from web.catalogues import Catalogues
from web.places import place_message, said_in_message


@pytest.mark.parametrize(
    ("file", "locator", "words"),
    [
        ("seed.xlsx", "ties!4", "row 4 of sheet ties"),
        ("partners.csv", "row 12", "row 12"),
        ("a.xml", "XM-DAC-41121-2023-MEX/transaction[3]", "transaction 3 of XM-DAC-41121-2023-MEX"),
        ("a.xml", "XM-DAC-41121-2023/participating-org[27]", "participant 27 of XM-DAC-41121-2023"),
        ("a.xml", "XM-DAC-41121-2023/reporting-org", "publisher of XM-DAC-41121-2023"),
        ("a.xml", "XM-1/planned-disbursement[2]", "planned payment 2 of XM-1"),
        ("a.xml", "XM-1/budget[2]", "budget 2 of XM-1"),
        ("a.xml", "XM-1/recipient-org-budget[2]", "budget for a recipient 2 of XM-1"),
        ("a.xml", "iati-activity[9]", "activity 9"),
        ("a.json", "flows[12]", "flow 12"),
        ("a.json", "grants[3]", "grant 3"),
        ("a.xml", "XM-DAC-41121-2023-MEX", "activity XM-DAC-41121-2023-MEX"),
        ("legislators-current.yaml", "K000377/terms/2", "term 2 of K000377"),
        ("legislators-current.yaml", "K000377/terms/2 to 4", "terms 2 to 4 of K000377"),
        ("legislators-current.yaml", "K000377/leadership_roles/1", "leading role 1 of K000377"),
        ("legislators-current.yaml", "K000377", "entry K000377"),
        ("committees-current.yaml", "SSAF/subcommittees/4", "subcommittee 4 of SSAF"),
        ("committee-membership-current.yaml", "HSPW02/2", "member 2 of committee HSPW02"),
        ("own.dat", "line <7> %(x)s", "line <7> %(x)s"),
        ("a.xml", "%s/x", "%s/x"),
    ],
)
def test_a_place_is_said_in_words_and_an_unknown_form_stays(file: str, locator: str, words: str) -> None:
    message, values = place_message(Place(file, locator))

    assert message % values == words


@pytest.mark.parametrize(
    ("locator", "english", "spanish"),
    [
        ("row 31", "said in row 31", "dicho en la fila 31"),
        ("ties!4", "said in row 4 of sheet ties", "dicho en la fila 4 de la hoja ties"),
        ("grants[3]", "said in %(place)s", "dicho en: %(place)s"),
    ],
)
def test_where_something_is_said_has_its_article(locator: str, english: str, spanish: str) -> None:
    message, values = said_in_message(Place("a.csv", locator))
    values = {**values, "place": "%(place)s"}

    assert message % values == english
    assert Catalogues.load(("en", "es")).text("es", message) % values == spanish
