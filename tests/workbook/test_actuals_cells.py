"""New rows of Actuals, as the one request that puts them beneath what is there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.workbook.actuals_cells import row_cells, table_of
from app.workbook.book import Box, NamedTable
from app.workbook.locate import Located
from tests.workbook.books import draft, serial


def actuals() -> Located:
    return draft().read().located["actuals"]


def test_each_value_in_its_column_as_its_kind() -> None:
    located = actuals()
    row = {
        "date": date(2026, 3, 13),
        "line": "=IMPORTDATA(1)",
        "cost": -34.56,
        "approved": False,
        "person": None,
    }
    made = row_cells(located, row, 0)
    names = {column: name for name, column in located.columns.items()}
    assert {names[at]: cell["userEnteredValue"] for at, cell in enumerate(made) if cell} == {
        "date": {"numberValue": serial(date(2026, 3, 13))},
        "line": {"stringValue": "=IMPORTDATA(1)"},
        "cost": {"numberValue": -34.56},
        "approved": {"boolValue": False},
    }
    assert made[0]["userEnteredFormat"]["numberFormat"] == {"type": "DATE", "pattern": "yyyy-mm-dd"}


def test_a_table_counts_where_it_holds_all_the_columns() -> None:
    located = actuals()
    width = max(located.columns.values()) + 1
    for box, id_, counts in (
        (Box(located.header.row, 0, 9, width), "7", True),
        (Box(located.header.row, 0, 9, width), "", False),  # in a file
        (Box(located.header.row, 0, 9, 2), "7", False),
        (Box(located.header.row + 3, 0, 9, width), "7", False),
    ):
        tab = replace(located.tab, tables=(NamedTable("Actuals", box, id_),))
        assert (table_of(replace(located, tab=tab)) is not None) is counts
