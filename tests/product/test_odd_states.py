"""Refreshing again whatever a person did to our tabs and their own: nothing twice, nothing of theirs lost."""

from __future__ import annotations

from typing import Any

import pytest

from sheets_schema.template import Row
from tests.support.product import Json, Product
from tests.support.sandbox import ANA
from tests.workbook.books import SMALL

OUTPUTS = ["Dashboard", "Forecast", "Months", "Flags", "Movement", "Log"]


@pytest.fixture
def book(product: Product) -> str:
    """The small project, refreshed once."""
    tables: dict[str, list[Row]] = {name: [*rows] for name, rows in SMALL.items()}
    made = product.workbook(tables)
    product.refresh(made)
    return made


def titles(product: Product, book: str) -> list[str]:
    sheets = product.spreadsheet(book, fields="sheets.properties.title")["sheets"]
    return [sheet["properties"]["title"] for sheet in sheets]


def things(product: Product, book: str) -> dict[str, tuple[int, int, int]]:
    """Rules, charts and marks by tab."""
    fields = "sheets(properties.title,conditionalFormats.ranges,charts.chartId,developerMetadata.metadataId)"
    return {
        sheet["properties"]["title"]: (
            len(sheet.get("conditionalFormats", [])),
            len(sheet.get("charts", [])),
            len(sheet.get("developerMetadata", [])),
        )
        for sheet in product.spreadsheet(book, fields=fields)["sheets"]
    }


def looks(product: Product, book: str, tab: str) -> Any:
    """What was typed and how it looks, cell by cell, inside what is filled."""
    data = product.spreadsheet(
        book,
        ranges=f"'{tab}'",
        fields="sheets.data.rowData.values(userEnteredValue,userEnteredFormat,note)",
    )["sheets"][0]["data"][0]
    rows = [row.get("values", []) for row in data.get("rowData", [])]
    for row in rows:
        while row and not row[-1].get("userEnteredValue"):
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows


def change(product: Product, book: str, tab: str, **properties: Any) -> None:
    wanted = {"sheetId": product.sheet_id(book, tab)} | properties
    product.batch(book, {"updateSheetProperties": {"properties": wanted, "fields": ",".join(properties)}})


def nothing_more(product: Product, book: str) -> Json:
    """Another refresh finds everything as it should be."""
    before = product.whole(book)["sheets"]
    result = product.refresh(book)
    assert result["written"]["rows_written"] == 0
    assert result["written"]["tabs_created"] == []
    assert product.whole(book)["sheets"] == before
    return result


def test_our_tabs_renamed_moved_and_hidden(product: Product, book: str) -> None:
    change(product, book, "Forecast", title="Prognose")
    change(product, book, "Flags", index=0)
    change(product, book, "Months", hidden=True)
    before = titles(product, book)
    nothing_more(product, book)
    assert titles(product, book) == before


@pytest.mark.parametrize("tab", OUTPUTS)
def test_a_tab_of_ours_that_was_deleted_comes_back(product: Product, book: str, tab: str) -> None:
    before, shown = things(product, book), looks(product, book, tab)
    product.batch(book, {"deleteSheet": {"sheetId": product.sheet_id(book, tab)}})
    result = product.refresh(book)
    assert result["written"]["tabs_created"] == [tab]
    assert things(product, book) == before
    if tab != "Log":
        assert looks(product, book, tab) == shown
    nothing_more(product, book)


def test_a_persons_own_dashboard_and_flags_stay_theirs(product: Product) -> None:
    tables: dict[str, list[Row]] = {name: [*rows] for name, rows in SMALL.items()}
    book = product.workbook(tables)
    product.batch(book, *({"addSheet": {"properties": {"title": title}}} for title in ("Dashboard", "flags")))
    product.put(book, "Dashboard!A1", ["Budget", "mine"], [1, "=A2+1"])
    product.put(book, "flags!A1", ["Severity", "Check", "What"])
    before = [looks(product, book, tab) for tab in ("Dashboard", "flags")]
    result = product.refresh(book)
    assert result["written"]["tabs_created"] == [
        "Plumbline Dashboard",
        "Forecast",
        "Months",
        "Plumbline Flags",
        "Movement",
        "Log",
    ]
    assert [looks(product, book, tab) for tab in ("Dashboard", "flags")] == before
    nothing_more(product, book)


def test_flags_that_were_sorted_are_put_back_with_their_colours(product: Product, book: str) -> None:
    shown = looks(product, book, "Flags")
    where = {"sheetId": product.sheet_id(book, "Flags"), "startRowIndex": 2, "endRowIndex": len(shown)}
    product.batch(
        book, {"sortRange": {"range": where, "sortSpecs": [{"dimensionIndex": 1, "sortOrder": "DESCENDING"}]}}
    )
    assert looks(product, book, "Flags") != shown
    product.refresh(book)
    assert looks(product, book, "Flags") == shown
    nothing_more(product, book)


def test_a_page_that_was_cleared_is_written_anew(product: Product, book: str) -> None:
    shown = looks(product, book, "Forecast")
    everything = {"sheetId": product.sheet_id(book, "Forecast")}
    product.batch(book, {"updateCells": {"range": everything, "fields": "*"}})
    product.refresh(book)
    again = looks(product, book, "Forecast")
    assert [[cell.get("userEnteredValue") for cell in row] for row in again] == [
        [cell.get("userEnteredValue") for cell in row] for row in shown
    ]
    assert [[cell.get("userEnteredFormat") for cell in row] for row in again] == [
        [cell.get("userEnteredFormat") for cell in row] for row in shown
    ]
    nothing_more(product, book)


def test_columns_of_ours_that_were_deleted_come_back(product: Product, book: str) -> None:
    shown = looks(product, book, "Forecast")
    where = {"sheetId": product.sheet_id(book, "Forecast"), "dimension": "COLUMNS"}
    product.batch(book, {"deleteDimension": {"range": where | {"startIndex": 5, "endIndex": 40}}})
    product.refresh(book)
    assert looks(product, book, "Forecast") == shown
    nothing_more(product, book)


def test_a_column_put_between_ours_keeps_what_a_person_typed(product: Product, book: str) -> None:
    values = product.values(book, "Forecast")
    where = {"sheetId": product.sheet_id(book, "Forecast"), "dimension": "COLUMNS"}
    product.batch(book, {"insertDimension": {"range": where | {"startIndex": 2, "endIndex": 3}}})
    product.put(book, "Forecast!C2", ["My remark"], ["agreed with Ben"], ["ask Ana"])
    product.put(book, "Actuals!E2", [70])  # so that figures change at the same time
    product.refresh(book)
    after = product.values(book, "Forecast")
    width = len(values[1])
    assert [row[:width] for row in after][1] == values[1]
    assert [row[width] for row in after[1:4]] == ["My remark", "agreed with Ben", "ask Ana"]
    product.put(book, "Actuals!E2", [60])
    product.refresh(book)
    ours = [[*row[:width], *[""] * (width - len(row))] for row in product.values(book, "Forecast")]
    assert ours == [[*row, *[""] * (width - len(row))] for row in values]
    nothing_more(product, book)


def test_a_row_put_between_ours_leaves_nothing_behind(product: Product, book: str) -> None:
    shown = looks(product, book, "Forecast")
    where = {"sheetId": product.sheet_id(book, "Forecast"), "dimension": "ROWS"}
    product.batch(book, {"insertDimension": {"range": where | {"startIndex": 3, "endIndex": 5}}})
    product.refresh(book)
    assert looks(product, book, "Forecast") == shown
    nothing_more(product, book)


def test_the_log_keeps_its_rows_when_one_is_put_between(product: Product, book: str) -> None:
    product.put(book, "Actuals!E2", [70])
    product.refresh(book)
    runs = [row[8] for row in product.values(book, "Log")[1:]]
    where = {"sheetId": product.sheet_id(book, "Log"), "dimension": "ROWS"}
    product.batch(book, {"insertDimension": {"range": where | {"startIndex": 2, "endIndex": 3}}})
    product.put(book, "Actuals!E2", [75])
    result = product.refresh(book)
    log = [row[8] for row in product.values(book, "Log")[1:] if len(row) > 8]
    assert log[:2] == runs
    assert len(log) == 3
    assert result["changes"]["text"].startswith("Forecast up by EUR 400")


def test_a_rule_of_ours_that_was_deleted_comes_back_once(product: Product, book: str) -> None:
    before = things(product, book)
    budget = product.sheet_id(book, "Budget")
    product.batch(book, {"deleteConditionalFormatRule": {"sheetId": budget, "index": 0}})
    product.refresh(book)
    assert things(product, book) == before
    nothing_more(product, book)


@pytest.mark.parametrize("at", [0, 8])
def test_a_copy_of_a_persons_tab_is_not_read_and_carries_no_stale_rules(
    product: Product, book: str, at: int
) -> None:
    before = things(product, book)
    copy = {"sourceSheetId": product.sheet_id(book, "Budget"), "insertSheetIndex": at}
    product.batch(book, {"duplicateSheet": copy | {"newSheetName": "Budget of March"}})
    product.put(book, "'Budget of March'!H2", [1_000_000])
    result = product.refresh(book)
    assert result["figures"]["cost"]["bac"] == pytest.approx(43_000.50)
    after = things(product, book)
    assert after.pop("Budget of March")[0] == 0
    assert after == before
    nothing_more(product, book)


@pytest.mark.parametrize("at", [0, 12])
def test_a_copy_of_our_tab_is_the_persons(product: Product, book: str, at: int) -> None:
    copy = {"sourceSheetId": product.sheet_id(book, "Dashboard"), "insertSheetIndex": at}
    product.batch(book, {"duplicateSheet": copy | {"newSheetName": "Dashboard of March"}})
    kept = looks(product, book, "Dashboard of March")
    product.put(book, "Actuals!E2", [70])
    product.refresh(book)
    assert looks(product, book, "Dashboard of March") == kept
    assert looks(product, book, "Dashboard") != kept
    nothing_more(product, book)


def test_what_a_person_writes_beside_our_pages_stays(product: Product, book: str) -> None:
    width = len(product.values(book, "Forecast")[1])
    letter = "AP"  # well behind the page
    assert width < 42
    product.put(book, f"Forecast!{letter}3", ["my note"])
    product.put(book, "Flags!A72", ["=1+1"])
    product.put(book, "Actuals!E2", [70])
    product.refresh(book)
    assert product.values(book, "Forecast")[2][41] == "my note"
    assert [2] in product.values(book, "Flags")[71:]  # further down where the page has grown


def test_through_an_excel_file_and_back_nothing_stands_twice(product: Product, book: str) -> None:
    again = product.google.upload(product.exported(book), name="Back again", owner=ANA)
    before = titles(product, again)
    result = product.refresh(again)
    assert result["written"]["tabs_created"] == []
    assert titles(product, again) == before
    assert [charts for _, charts, _ in things(product, again).values()].count(2) == 1
    assert looks(product, again, "Dashboard")[4][1] == looks(product, book, "Dashboard")[4][1]
    nothing_more(product, again)
