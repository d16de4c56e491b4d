"""The demo through the whole product: what `make run` shows at the first click, and at the second."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.product import Product, demo, running_product

OUTPUTS = ["Dashboard", "Forecast", "Months", "Flags", "Movement", "Log"]


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Product]:
    with running_product(tmp_path) as running:
        yield running


def titles(product: Product, book: str) -> list[str]:
    sheets = product.spreadsheet(book, fields="sheets.properties.title")["sheets"]
    return [sheet["properties"]["title"] for sheet in sheets]


def test_the_first_click_and_the_second(fresh: Product) -> None:
    book = demo(fresh)
    before = titles(fresh, book)
    fresh.google.clear_requests()

    first = fresh.refresh(book)
    assert [entry["kind"] for entry in fresh.sheets_requests()] == ["read", "write"]
    assert titles(fresh, book) == [*before, *OUTPUTS]
    assert first["written"]["tabs_created"] == OUTPUTS
    things = counted(fresh, book)
    log = fresh.values(book, "Log")

    fresh.google.clear_requests()
    second = fresh.refresh(book)
    assert [entry["kind"] for entry in fresh.sheets_requests()] == ["read", "write"]
    assert second["written"]["rows_written"] == 0
    assert second["written"]["tabs_created"] == []
    assert counted(fresh, book) == things
    assert fresh.values(book, "Log") == log
    assert second["figures"] == first["figures"]


def counted(product: Product, book: str) -> list[tuple[str, int, int]]:
    """(tab, rules, charts)."""
    fields = "sheets(properties.title,conditionalFormats,charts.chartId)"
    return [
        (
            sheet["properties"]["title"],
            len(sheet.get("conditionalFormats", [])),
            len(sheet.get("charts", [])),
        )
        for sheet in product.spreadsheet(book, fields=fields)["sheets"]
    ]


def test_the_first_click_shows_something_worth_seeing(fresh: Product) -> None:
    result = fresh.refresh(demo(fresh))
    assert result["rag"]["overall"]["colour"] == "red"
    assert result["rag"]["overall"]["reason"]
    figures = result["figures"]["cost"]
    assert figures["eac"] > figures["bac"] > 900_000
    raised = {flag["check"] for flag in result["flags"]}
    # What the story plants: no rate, no exchange rate, no number, an unknown line, a doubled row, a late
    # booking on a finished line, an overdue milestone, more hours than a month has.
    assert {"A9", "A10", "A3", "A8", "A2", "B7", "D3", "C8", "V5"} <= raised
    for flag in result["flags"]:
        assert flag["rule"], flag
        assert flag["remedy"], flag
        assert any(letter.isdigit() for letter in flag["remedy"]), flag
        assert flag["cells"], flag
    stakes = [flag["stake"] or 0 for flag in result["flags"] if flag["severity"] == "red"]
    assert stakes == sorted(stakes, reverse=True)


def test_only_highlight_rules_were_added_to_a_persons_tabs(fresh: Product) -> None:
    book = demo(fresh)
    people = titles(fresh, book)
    before = snapshot(fresh, book, people)
    fresh.refresh(book)
    after = snapshot(fresh, book, people)
    for tab in people:
        kept = [rule for rule in after[tab].pop("conditionalFormats", []) if not is_ours(rule)]
        assert kept == before[tab].pop("conditionalFormats", [])
        assert after[tab] == before[tab], tab


def snapshot(product: Product, book: str, tabs: list[str]) -> dict[str, Any]:
    """Everything Sheets tells of these tabs, but the marks in their metadata and the shown colours."""
    whole = product.spreadsheet(book, includeGridData="true")
    found = {}
    for sheet in whole["sheets"]:
        if sheet["properties"]["title"] not in tabs:
            continue
        sheet.pop("developerMetadata", None)
        for block in sheet["data"]:
            for row in block.get("rowData", []):
                for cell in row.get("values", []):
                    cell.pop("effectiveFormat", None)  # holds what rules colour
        found[sheet["properties"]["title"]] = sheet
    return found


def is_ours(rule: dict[str, Any]) -> bool:
    values = rule.get("booleanRule", {}).get("condition", {}).get("values", [{}])
    return "plumbline:" in values[0].get("userEnteredValue", "")
