"""New rows behind the last entry of an Actuals tab, as one batch: a total beneath them stays beneath them.

Rows are always put in, never written over, so that nothing a person typed meanwhile can be covered. They look
like the entry above them, take on its choices and its formulas, and are taken in by a total that ends there.
Texts are texts, never formulas.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.workbook.actuals_cells import FIELDS, Value, row_cells, table_of
from app.workbook.book import Tab
from app.workbook.locate import Located
from app.workbook.totals import says_total

_RANGE = re.compile(r"(?<![\w!'$])\$?[A-Z]{1,3}\$?(\d+)(?::(\$?[A-Z]{1,3}\$?)(\d+))?(?![\w(])")
_QUOTED = re.compile(r'"|!')  # texts and other tabs: such a total is left as it is


@dataclass(frozen=True, slots=True, kw_only=True)
class Landing:
    """Where new rows go; rows count from 0.

    `row`: the first of them. `has_entry`: the row above is an entry, not the headings. `totals`: formulas
    beneath that end at the row above and will take the new rows in, as (row, column) -> formula now.
    """

    row: int
    has_entry: bool
    totals: Mapping[tuple[int, int], str]


def landing_of(actuals: Located) -> Landing:
    """Behind the last row with two cells of the tab's columns filled that is no total."""
    tab, header = actuals.tab, actuals.header.row
    last = header
    for row in range(header + 1, len(tab.rows)):
        if _is_entry(actuals, row):
            last = row
    totals = {
        place: text
        for place, text in tab.formulas.items()
        if last > header and place[0] > last and _ends_at(text, last + 1)
    }
    return Landing(row=last + 1, has_entry=last > header, totals=totals)


def insert_requests(
    actuals: Located, landing: Landing, rows: Sequence[Mapping[str, Value]]
) -> list[dict[str, Any]]:
    """`rows`: field of the tab -> value; a field without a column must have none."""
    sheet_id, at, count = actuals.tab.sheet_id, landing.row, len(rows)
    put_in = {"sheetId": sheet_id, "dimension": "ROWS", "startIndex": at, "endIndex": at + count}
    requests: list[dict[str, Any]] = [
        {"appendDimension": {"sheetId": sheet_id, "dimension": "ROWS", "length": 1}}
        for _ in range(at > actuals.tab.row_count - 1)
    ]
    requests.append({"insertDimension": {"range": put_in, "inheritFromBefore": landing.has_entry}})
    table = table_of(actuals)
    if table is not None and table.box.end_row == at:  # what is put in behind its end is outside of it
        grown = _box(sheet_id, table.box.row, table.box.column, at + count, table.box.end_column)
        requests.append({"updateTable": {"table": {"tableId": table.id, "range": grown}, "fields": "range"}})
    if landing.has_entry:
        requests.append(_paste(actuals.tab, at, count, 0, actuals.tab.column_count, "PASTE_DATA_VALIDATION"))
    above = actuals.tab.value(at - 1, actuals.columns.get("date", 0))
    alike = landing.has_entry and isinstance(above, float)  # a day that is a text would lend its looks
    requests.append(
        {
            "updateCells": {
                "start": {"sheetId": sheet_id, "rowIndex": at, "columnIndex": 0},
                "rows": [{"values": row_cells(actuals, row, 0)} for row in rows],
                "fields": "userEnteredValue" if alike else FIELDS,
            }
        }
    )
    requests += [
        _paste(actuals.tab, at, count, column, column + 1, "PASTE_FORMULA")
        for column in _filled_down(actuals, landing, rows)
    ]
    requests += [
        _formula(sheet_id, row + count, column, _longer(text, at, count))
        for (row, column), text in sorted(landing.totals.items())
    ]
    return requests


def _is_entry(actuals: Located, row: int) -> bool:
    cells = [actuals.tab.value(row, column) for column in sorted(set(actuals.columns.values()))]
    if sum(cell is not None for cell in cells) < 2:
        return False
    keys = [actuals.columns[name] for name in ("date", "period", "document") if name in actuals.columns]
    keyless = all(actuals.tab.value(row, column) is None for column in keys)
    texts = [cell for cell in actuals.tab.rows[row] if isinstance(cell, str)]
    sums = any(
        (row, column) in actuals.tab.formulas and "SUM" in actuals.tab.formulas[row, column].upper()
        for column in actuals.columns.values()
    )
    named = any(says_total(text) for text in texts)
    return not (keyless and sums) and not (named and (keyless or sums))


def _filled_down(actuals: Located, landing: Landing, rows: Sequence[Mapping[str, Value]]) -> Iterable[int]:
    """Columns in which the last entry computes from its own row, and no new row brings a value."""
    if not landing.has_entry:
        return []
    brought = {
        column for name, column in actuals.columns.items() if any(row.get(name) is not None for row in rows)
    }
    above = landing.row - 1
    return [
        column
        for (row, column), text in sorted(actuals.tab.formulas.items())
        if row == above and column not in brought and _only_row(text, above + 1)
    ]


def _only_row(text: str, row: int) -> bool:
    found = [(int(first), int(last or first)) for first, _, last in _RANGE.findall(text)]
    return bool(found) and all(first == last == row for first, last in found)


def _ends_at(text: str, row: int) -> bool:
    """Whether every range of a formula lies above, and one ends at `row` (from 1)."""
    if _QUOTED.search(text):
        return False
    found = [(int(first), int(last or 0)) for first, _, last in _RANGE.findall(text)]
    return any(last == row for _, last in found) and all(max(pair) <= row for pair in found)


def _longer(text: str, row: int, count: int) -> str:
    return _RANGE.sub(
        lambda found: (
            found[0][: -len(found[3])] + str(row + count) if found[3] and int(found[3]) == row else found[0]
        ),
        text,
    )


def _paste(tab: Tab, at: int, count: int, left: int, right: int, what: str) -> dict[str, Any]:
    return {
        "copyPaste": {
            "source": _box(tab.sheet_id, at - 1, left, at, right),
            "destination": _box(tab.sheet_id, at, left, at + count, right),
            "pasteType": what,
        }
    }


def _formula(sheet_id: int, row: int, column: int, text: str) -> dict[str, Any]:
    return {
        "updateCells": {
            "start": {"sheetId": sheet_id, "rowIndex": row, "columnIndex": column},
            "rows": [{"values": [{"userEnteredValue": {"formulaValue": text}}]}],
            "fields": "userEnteredValue",
        }
    }


def _box(sheet_id: int, row: int, column: int, end_row: int, end_column: int) -> dict[str, int]:
    return {
        "sheetId": sheet_id,
        "startRowIndex": row,
        "startColumnIndex": column,
        "endRowIndex": end_row,
        "endColumnIndex": end_column,
    }
