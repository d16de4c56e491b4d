"""A person's tabs before and after, cell by cell: whatever they hold, only our highlight rules are added."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sheets_schema.template import Row
from tests.support.product import Json, Product
from tests.workbook.books import SMALL

OURS = ("Dashboard", "Forecast", "Months", "Flags", "Movement", "Log")
GREEN = {"green": 0.8, "red": 0.7, "blue": 0.7}


@pytest.fixture
def book(product: Product) -> str:
    """The small project as somebody who likes spreadsheets keeps it."""
    tables: dict[str, list[Row]] = {name: [*rows] for name, rows in SMALL.items()}
    made = product.workbook(tables)
    dress_up(product, made)
    return made


def area(sheet: int, rows: tuple[int, int], columns: tuple[int, int]) -> Json:
    return {
        "sheetId": sheet,
        "startRowIndex": rows[0],
        "endRowIndex": rows[1],
        "startColumnIndex": columns[0],
        "endColumnIndex": columns[1],
    }


def dress_up(product: Product, book: str) -> None:
    budget, actuals = (product.sheet_id(book, tab) for tab in ("Budget", "Actuals"))
    costs = area(budget, (1, 4), (7, 8))
    green = {"backgroundColorStyle": {"rgbColor": GREEN}}
    product.put(book, "Budget!P1", ["My check"], ["=SUM(H2:H4)-H3"], ['=IF(K3>0.4,"on","off")'])
    product.batch(
        book,
        # formats, notes, a list to choose from, a rule and a colour scale of their own
        {"repeatCell": {"range": costs, "cell": {"userEnteredFormat": {"textFormat": {"bold": True},
         "backgroundColorStyle": {"rgbColor": GREEN}, "numberFormat": {"type": "NUMBER",
             "pattern": "#,##0"}}},
         "fields": "userEnteredFormat(textFormat,backgroundColorStyle,numberFormat)"}},
        {"updateCells": {"start": {"sheetId": budget, "rowIndex": 2, "columnIndex": 7},
                         "rows": [{"values": [{"note": "agreed on 3 March"}]}], "fields": "note"}},
        {"setDataValidation": {"range": area(budget, (1, 4), (11, 12)), "rule": {"condition": {
            "type": "ONE_OF_LIST", "values": [{"userEnteredValue": "percent"},
                {"userEnteredValue": "0/100"}]},
            "showCustomUi": True, "strict": True}}},
        {"addConditionalFormatRule": {"index": 0, "rule": {"ranges": [costs], "booleanRule": {"condition": {
            "type": "NUMBER_GREATER", "values": [{"userEnteredValue": "10000"}]}, "format": green}}}},
        {"addConditionalFormatRule": {"index": 1, "rule": {"ranges": [area(budget, (1, 4), (10, 11))],
            "gradientRule": {"minpoint": {"type": "MIN", "colorStyle": {"rgbColor": {"red": 1}}},
                             "maxpoint": {"type": "MAX", "colorStyle": {"rgbColor": GREEN}}}}}},
        # what is hidden, frozen, wide, grouped, merged, banded
        {"updateDimensionProperties": {"range": {"sheetId": budget, "dimension": "COLUMNS", "startIndex": 8,
            "endIndex": 10}, "properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}},
        {"updateDimensionProperties": {"range": {"sheetId": budget, "dimension": "COLUMNS", "startIndex": 1,
            "endIndex": 2}, "properties": {"pixelSize": 333}, "fields": "pixelSize"}},
        {"addDimensionGroup": {"range": {"sheetId": actuals, "dimension": "ROWS", "startIndex": 1,
                                         "endIndex": 3}}},
        {"mergeCells": {"range": area(budget, (20, 21), (0, 4)), "mergeType": "MERGE_ALL"}},
        {"addBanding": {"bandedRange": {"range": area(actuals, (0, 5), (0, 10)), "rowProperties": {
            "headerColorStyle": {"rgbColor": GREEN}, "firstBandColorStyle": {"rgbColor": {"red": 1,
                "green": 1,
            "blue": 1}}, "secondBandColorStyle": {"rgbColor": GREEN}}}}},
        # a chart, names, protection, filters
        {"addChart": {"chart": {"spec": {"title": "My costs", "basicChart": {"chartType": "COLUMN",
            "domains": [
            {"domain": {"sourceRange": {"sources": [area(budget, (0, 4), (0, 1))]}}}], "series": [{"series": {
            "sourceRange": {"sources": [area(budget, (0, 4), (7, 8))]}}}], "headerCount": 1}},
            "position": {"overlayPosition": {"anchorCell": {"sheetId": budget, "rowIndex": 8,
                                                            "columnIndex": 1}}}}}},
        {"addNamedRange": {"namedRange": {"name": "costs", "range": costs}}},
        {"addProtectedRange": {"protectedRange": {"range": area(budget, (0, 1), (0, 14)), "warningOnly": True,
                                                  "description": "headings"}}},
        {"setBasicFilter": {"filter": {"range": area(budget, (0, 4), (0, 14))}}},
        {"addFilterView": {"filter": {"title": "Ana's", "range": area(actuals, (0, 5), (0, 10))}}},
        # tabs of their own
        {"addSheet": {"properties": {"title": "Notes", "tabColorStyle": {"rgbColor": GREEN}}}},
    )  # fmt: skip
    product.put(book, "Notes!A1", ["Steering on the 3rd", "=Budget!H3*2", "=SUM(costs)"])


def theirs(product: Product, book: str) -> dict[str, Any]:
    """All of the workbook that is a person's, by tab title; what Sheets works out to be seen is left out."""
    whole = product.whole(book)
    found: dict[str, Any] = {"names": whole.get("namedRanges"), "file": whole["properties"]}
    for sheet in whole["sheets"]:
        title = sheet["properties"]["title"]
        if title in OURS:
            continue
        sheet.pop("developerMetadata", None)
        for block in sheet["data"]:
            for row in block.get("rowData", []):
                for cell in row.get("values", []):
                    cell.pop("effectiveFormat", None)  # our highlight shows there, as it should
        found[title] = sheet
    return found


def split_rules(found: dict[str, Any]) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    """Rules taken out of `found`: theirs and ours, by tab."""
    kept, ours = {}, {}
    for title, sheet in found.items():
        if title in ("names", "file"):
            continue
        rules = sheet.pop("conditionalFormats", [])
        kept[title] = [rule for rule in rules if "plumbline:" not in json.dumps(rule)]
        ours[title] = [rule for rule in rules if "plumbline:" in json.dumps(rule)]
    return kept, ours


def test_only_our_rules_are_added(product: Product, book: str) -> None:
    before = theirs(product, book)
    rules, none = split_rules(before)
    assert not any(none.values())
    for cost in (15_000, 9_000, 15_000):
        product.put(book, "Budget!H3", [cost])
        product.refresh(book)
    after = theirs(product, book)
    kept, ours = split_rules(after)
    assert kept == rules
    assert ours["Budget"]
    assert not ours["Notes"]
    for title, sheet in before.items():
        assert after[title] == sheet, title


def test_our_rules_do_nothing_but_colour(product: Product, book: str) -> None:
    product.refresh(book)
    _, ours = split_rules(theirs(product, book))
    for rule in ours["Budget"]:
        shown = rule["booleanRule"]["format"]
        assert shown.keys() <= {"backgroundColor", "backgroundColorStyle"}
    assert len(ours["Budget"]) == len({json.dumps(rule["booleanRule"]) for rule in ours["Budget"]})


def test_formulas_go_on_counting(product: Product, book: str) -> None:
    before = product.values(book, "Notes")
    product.refresh(book)
    assert product.values(book, "Notes") == before
    assert before[0][1] == 30_000
    assert before[0][2] == pytest.approx(43_000.50)


def rename(product: Product, book: str, tab: str, title: str, **more: Any) -> None:
    properties = {"sheetId": product.sheet_id(book, tab), "title": title} | more
    product.batch(book, {"updateSheetProperties": {"properties": properties, "fields": ",".join(properties)
                  .replace("sheetId,", "")}})  # fmt: skip


def insert(product: Product, book: str, tab: str, dimension: str, at: int, count: int) -> None:
    where = {"sheetId": product.sheet_id(book, tab), "dimension": dimension}
    where |= {"startIndex": at, "endIndex": at + count}
    product.batch(book, {"insertDimension": {"range": where, "inheritFromBefore": at > 0}})


def test_everything_is_found_again_after_a_person_has_rearranged_it(product: Product, book: str) -> None:
    first = product.refresh(book)
    rename(product, book, "Budget", "Kosten 2026", index=6)
    rename(product, book, "Actuals", "Buchungen", hidden=True)
    rename(product, book, "Settings", "Projekt")
    insert(product, book, "Kosten 2026", "ROWS", 0, 2)
    insert(product, book, "Kosten 2026", "COLUMNS", 3, 2)
    insert(product, book, "Kosten 2026", "ROWS", 4, 1)
    insert(product, book, "Buchungen", "COLUMNS", 0, 1)
    insert(product, book, "Buchungen", "ROWS", 3, 3)
    product.put(book, "'Kosten 2026'!A1", ["Our house, confidential"])
    product.put(book, "'Kosten 2026'!D3", ["Region", "Risk"], ["North", "low"])
    before = theirs(product, book)
    rules, _ = split_rules(before)
    second = product.refresh(book)
    assert second["figures"]["cost"] == first["figures"]["cost"]
    assert second["problems"] == first["problems"] == []
    assert second["written"]["tabs_created"] == []
    after = theirs(product, book)
    kept, ours = split_rules(after)
    assert kept == rules
    assert after == before
    assert ours["Kosten 2026"]
    assert second["changes"]["text"] == "Forecast unchanged."
    # The flags now point to where the cells went.
    places = {flag["id"]: flag["cells"] for flag in second["flags"]}
    for flag in first["flags"]:
        for was, now in zip(flag["cells"], places[flag["id"]], strict=True):
            assert was["sheet_id"] == now["sheet_id"]
            if was["tab"] == "Budget":
                assert now["tab"] == "Kosten 2026"
                assert int(now["a1"].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) >= 3


def test_renamed_before_the_first_refresh(product: Product) -> None:
    """No mark tells yet: the headings do."""
    tables: dict[str, list[Row]] = {name: [*rows] for name, rows in SMALL.items()}
    book = product.workbook(tables)
    plain = product.refresh(book)
    again = product.workbook(tables)
    for number, tab in enumerate(("Budget", "Actuals", "Settings", "Resource plan", "Rate card")):
        rename(product, again, tab, f"Sheet{number}", index=6 - number)
    found = product.refresh(again)
    assert found["figures"]["cost"] == plain["figures"]["cost"]
    assert found["problems"] == []


def test_protected_headings_do_not_stop_a_refresh(product: Product, book: str) -> None:
    """The owner may write; a protected tab of theirs gets rules all the same."""
    whole = {"sheetId": product.sheet_id(book, "Budget")}
    product.batch(book, {"addProtectedRange": {"protectedRange": {"range": whole, "editors": {"users": []}}}})
    assert product.refresh(book)["figures"]["cost"]["bac"] == pytest.approx(43_000.50)
