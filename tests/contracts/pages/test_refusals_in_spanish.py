"""What is refused is told in the language of the page, in the words of its own lists."""

from __future__ import annotations

import pytest

from tests.contracts.pages.money import page_of
from tests.contracts.pages.visiting import joined
from tests.webapp import Site


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("sign-in/used-long-ago", 404, "Este enlace ya se usó o es demasiado antiguo. Pida uno nuevo."),
        ("search/typed-long-ago", 404, "Esta búsqueda ya no se conserva. Busque de nuevo."),
        ("flows?from={id}&currency=XXX", 400, "No existe esa moneda. Use un código de ISO 4217, como USD."),
        ("flows?from={id}&stage=foo", 400, "No existe esa etapa del dinero. Elija de la lista: pagado, "),
        (
            "landscape/brokers?by=foo",
            400,
            "Elija de la lista: país, tipo de actor, papel, tema, región o quiénes están más vinculados entre sí.",
        ),
    ],
)
def test_a_refusal_is_in_the_language_of_the_page(
    money: Site, ids: dict[str, str], path: str, status: int, told: str
) -> None:
    headers = {"Sec-Fetch-Site": "none"}  # as a browser that was given the address
    response = money.client("rosa").get("/es/" + path.format(id=ids["prm"]), headers=headers)
    page = page_of(response)

    assert response.status_code == status
    assert told in joined(page.text_content())
    assert "There is no" not in joined(page.text_content())
