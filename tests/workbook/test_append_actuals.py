"""New rows of Actuals, as the one request that puts them beneath what is there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from app.workbook.append_actuals import append_request
from app.workbook.book import Box, NamedTable
from app.workbook.locate import Located
from tests.workbook.books import draft, serial


def actuals() -> Located:
    return draft().read().located["actuals"]


def cells(request: dict[str, Any], located: Located, first: int = 0) -> dict[str, Any]:
    (row,) = request["appendCells"]["rows"]
    by_column = {column: name for name, column in located.columns.items()}
    return {by_column[first + at]: cell["userEnteredValue"] for at, cell in enumerate(row["values"]) if cell}


def test_each_value_in_its_column_as_its_kind() -> None:
    located = actuals()
    row = {
        "date": date(2026, 3, 13),
        "line": "=IMPORTDATA(1)",
        "cost": -34.56,
        "approved": False,
        "person": None,
    }
    made = append_request(located, [row])
    assert made["appendCells"]["sheetId"] == located.tab.sheet_id
    assert cells(made, located) == {
        "date": {"numberValue": serial(date(2026, 3, 13))},
        "line": {"stringValue": "=IMPORTDATA(1)"},
        "cost": {"numberValue": -34.56},
        "approved": {"boolValue": False},
    }
    (day, *_) = made["appendCells"]["rows"][0]["values"]
    assert day["userEnteredFormat"]["numberFormat"] == {"type": "DATE", "pattern": "yyyy-mm-dd"}


def test_a_table_grows_where_it_holds_all_the_columns() -> None:
    located = actuals()
    width = max(located.columns.values()) + 1
    for box, id_, grows in (
        (Box(located.header.row, 0, 9, width), "7", True),
        (Box(located.header.row, 0, 9, width), "", False),  # in a file
        (Box(located.header.row, 0, 9, 2), "7", False),
        (Box(located.header.row + 3, 0, 9, width), "7", False),
    ):
        tab = replace(located.tab, tables=(NamedTable("Actuals", box, id_),))
        made = append_request(replace(located, tab=tab), [{"line": "1.1"}])["appendCells"]
        assert (made.get("tableId"), "sheetId" in made) == (("7", False) if grows else (None, True))
