"""How other places write numbers, days and money, through the whole product."""

from __future__ import annotations

from datetime import date

import pytest

from sheets_schema.template import Row
from tests.support.product import Json, Product
from tests.workbook.books import SMALL


def workbook(product: Product, locale: str, *, currency: str = "EUR") -> str:
    settings: list[Row] = [
        row | ({"value": currency} if row["key"] == "currency" else {}) for row in SMALL["settings"]
    ]
    plain: dict[str, list[Row]] = {name: [*rows] for name, rows in SMALL.items()}
    book = product.workbook(plain | {"settings": settings})
    product.batch(
        book, {"updateSpreadsheetProperties": {"properties": {"locale": locale}, "fields": "locale"}}
    )
    return book


def told(result: Json) -> list[tuple[str, str]]:
    return [(problem["kind"], problem["cells"][0]["a1"]) for problem in result["problems"]]


@pytest.mark.parametrize(
    ("locale", "cost", "percent", "day"),
    [
        ("de_DE", "15.000,00", "50,0 %", "31.1.2026"),
        ("en_GB", "15,000.00", "50%", "31/01/2026"),
        ("en_US", "15,000.00", "50%", "1/31/2026"),
        ("fr_FR", "15 000,00 €", "50 %", "31/01/2026"),
        ("he_IL", "15,000.00 ₪", "50%", "31.1.2026"),
    ],
)
def test_texts_of_a_locale_are_read_and_told(
    product: Product, locale: str, cost: str, percent: str, day: str
) -> None:
    book = workbook(product, locale, currency="ILS" if locale == "he_IL" else "EUR")
    product.put(book, "Budget!H3", [cost], raw=True)
    product.put(book, "Budget!K3", [percent], raw=True)
    product.put(book, "Actuals!A2", [day], raw=True)
    result = product.refresh(book)
    assert told(result) == [("number-as-text", "H3"), ("number-as-text", "K3"), ("date-as-text", "A2")]
    assert result["figures"]["cost"]["bac"] == pytest.approx(43_000.50)
    assert result["figures"]["cost"]["ev"] == pytest.approx(17_500.05)
    assert result["figures"]["by_month"]["2026-01"]["actual_cost"] == pytest.approx(4_800)


def test_what_people_of_a_locale_type_is_no_text_at_all(product: Product) -> None:
    book = workbook(product, "de_DE")
    product.put(book, "Budget!H3", ["15.000,00"])
    product.put(book, "Actuals!A2", ["31.1.2026"])
    result = product.refresh(book)
    assert result["problems"] == []
    assert result["figures"]["cost"]["bac"] == pytest.approx(43_000.50)


@pytest.mark.parametrize(
    ("locale", "month"), [("en_US", "2026-02"), ("en_GB", "2026-03"), ("de_DE", "2026-03")]
)
def test_a_date_with_two_readings_follows_the_locale(product: Product, locale: str, month: str) -> None:
    book = workbook(product, locale)
    product.put(book, "Actuals!A2", ["02/03/2026"], raw=True)
    result = product.refresh(book)
    assert told(result) == [("ambiguous-date", "A2")]
    assert locale in result["problems"][0]["message"]
    assert result["figures"]["by_month"][month]["actual_cost"] >= 4_800


@pytest.mark.parametrize(
    ("currency", "digits", "eac", "text", "spent"),
    [
        ("JPY", 0, 33_775, "JPY 33,775", 1_235),  # 1,234.56 yen are no yen: whole ones
        ("EUR", 2, 33_774.56, "EUR 33,774.56", 1_234.56),
        ("KWD", 3, 33_774.567, "KWD 33,774.567", 1_234.567),
    ],
)
def test_a_currency_with_its_own_decimals(
    product: Product, currency: str, digits: int, eac: float, text: str, spent: float
) -> None:
    book = workbook(product, "en_US", currency=currency)
    if digits == 3:
        product.put(book, "Actuals!F5", [1234.567])
    result = product.refresh(book)
    assert result["headline"][0]["text"] == text
    assert result["headline"][0]["value"] == pytest.approx(eac)
    forecast = product.values(book, "Forecast")
    at = forecast[1].index("Spent")
    (lamps,) = [row for row in forecast if row[:1] == ["2.1"]]
    assert lamps[at] == pytest.approx(spent)
    cell = product.spreadsheet(
        book, ranges="Forecast!F3", fields="sheets.data.rowData.values.userEnteredFormat.numberFormat"
    )["sheets"][0]["data"][0]["rowData"][0]["values"][0]
    pattern = cell["userEnteredFormat"]["numberFormat"]["pattern"]
    assert pattern == "#,##0" + ("." + "0" * digits if digits else "")


def test_a_day_before_its_status_date_in_text(product: Product) -> None:
    book = workbook(product, "de_DE")
    product.put(book, "Settings!B7", ["31.12.2026"], raw=True)
    result = product.refresh(book)
    assert result["project"]["status_date"] == str(date(2026, 12, 31))
    assert ("date-as-text", "B7") in told(result)
