"""Random workbooks as Sheets would tell them: a sensible project that trouble has come over.

A seed always gives the same one. About one in ten is no project at all.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import date
from typing import Any

from sheets_schema import load
from sheets_schema.template import template
from tests.siege.odd_values import number, text, value
from tests.workbook.books import SMALL, serial

Json = dict[str, Any]
Grid = list[list[Json | None]]
LOCALES = ("en_US", "de_DE", "fr_FR", "he_IL", "ar_EG", "hi_IN", "ja_JP", "en_GB", "xx_YY", "")
ZONES = ("Etc/GMT", "Europe/Berlin", "America/St_Johns", "Nowhere/Here", "")
EXTRA: Json = {
    "milestones": [
        {"milestone": "M1", "title": "Start", "line": "1.1", "baseline": date(2026, 2, 1), "amount": 1000},
        {"milestone": "M2", "title": "End", "line": "2.1", "baseline": date(2026, 6, 1), "weight": 0.5},
    ],
    "exchange_rates": [
        {"currency": "USD", "effective_from": date(2026, 1, 1), "rate": 0.92},
        {"currency": "JPY", "effective_from": date(2026, 1, 1), "rate": 0.006},
    ],
}


def odd_workbook(seed: int) -> Json:
    """The answer of `spreadsheets.get` with the mask of the one read."""
    chance = random.Random(seed)
    grids = _noise(chance) if chance.random() < 0.1 else _project(chance)
    for _ in range(chance.choice((0, 1, 2, 4, 8, 20))):
        chance.choice(TROUBLES)(chance, grids)
    return {
        "spreadsheetId": f"odd-{seed}",
        "properties": {
            "title": text(chance)[:1000],
            "locale": chance.choice(LOCALES) if chance.random() < 0.4 else "en_US",
            "timeZone": chance.choice(ZONES),
        },
        "developerMetadata": _marks(chance, "plumbline.run"),
        "sheets": [_sheet(chance, place, title, grid) for place, (title, grid) in enumerate(grids.items())],
    }


def _project(chance: random.Random) -> dict[str, Grid]:
    tables: Json = {name: [*rows] for name, rows in SMALL.items()}
    tables |= {name: rows for name, rows in EXTRA.items() if chance.random() < 0.5}
    for name in ("budget", "actuals", "resource_plan"):
        for _ in range(chance.choice((0, 0, 3, 30))):
            tables[name].append({**chance.choice(tables[name])})
    return {
        sheet.title: [
            [_told(column.heading) for column in sheet.columns],
            *[[*map(_told, row)] for row in sheet.rows],
        ]
        for sheet in template(tables)
        if sheet.name in tables
    }


def _told(held: Any) -> Json | None:
    if held is None:
        return None
    if isinstance(held, bool):
        return {"boolValue": held}
    if isinstance(held, date):
        return {"numberValue": serial(held)}
    if isinstance(held, int | float):
        return {"numberValue": float(held)}
    return {"stringValue": str(held)}


def _noise(chance: random.Random) -> dict[str, Grid]:
    titles = ["Settings", "Budget", "Actuals", "Dashboard", "Log", "Sheet1", text(chance)[:100] or "x"]
    return {
        title: [[value(chance) for _ in range(chance.randrange(12))] for _ in range(chance.randrange(12))]
        for title in chance.sample(titles, chance.randrange(len(titles) + 1))
    }


# Trouble: each changes the grids in place.


def _any_cells(chance: random.Random, grids: dict[str, Grid]) -> None:
    for grid in grids.values():
        for row in grid:
            for at in range(len(row)):
                if chance.random() < 0.03:
                    row[at] = value(chance)


def _one_column(chance: random.Random, grids: dict[str, Grid]) -> None:
    grid = _grid(chance, grids)
    width = max((len(row) for row in grid), default=0)
    if width:
        at = chance.randrange(width)
        for row in grid[1:]:
            if at < len(row):
                row[at] = value(chance)


def _names(chance: random.Random, grids: dict[str, Grid]) -> None:
    """One text of theirs wherever a name stands: lines, people, titles, all alike."""
    was, now = chance.choice(("1.1", "1.2", "Ana", "Ben", "Design", "Survey", "Harbour lights")), text(chance)
    for grid in grids.values():
        for row in grid:
            for at, held in enumerate(row):
                if held == {"stringValue": was}:
                    row[at] = {"stringValue": now}


def _numbers(chance: random.Random, grids: dict[str, Grid]) -> None:
    for row in _grid(chance, grids)[1:]:
        for at, held in enumerate(row):
            if held and "numberValue" in held and chance.random() < 0.3:
                row[at] = {"numberValue": number(chance)}


def _heading(chance: random.Random, grids: dict[str, Grid]) -> None:
    grid = _grid(chance, grids)
    if grid and grid[0]:
        at = chance.randrange(len(grid[0]))
        grid[0][at] = chance.choice((value(chance), grid[0][chance.randrange(len(grid[0]))], None))


def _more_columns(chance: random.Random, grids: dict[str, Grid]) -> None:
    """Months by chance, or anything, at the right."""
    for at, row in enumerate(grid := _grid(chance, grids)):
        for _ in range(chance.choice((1, 3)) if at == 0 else 1):
            row.append({"numberValue": float(chance.randrange(-10, 80_000))} if at == 0 else value(chance))
    assert grid is not None


def _row_moved(chance: random.Random, grids: dict[str, Grid]) -> None:
    grid = _grid(chance, grids)
    if grid:
        grid.insert(chance.randrange(len(grid) + 1), grid.pop(chance.randrange(len(grid))))


def _blank_rows(chance: random.Random, grids: dict[str, Grid]) -> None:
    grid = _grid(chance, grids)
    grid[chance.randrange(len(grid) + 1) : 0] = [[] for _ in range(chance.choice((1, 5, 300)))]


def _ragged(chance: random.Random, grids: dict[str, Grid]) -> None:
    for row in _grid(chance, grids):
        del row[chance.randrange(len(row) + 1) :]


def _tab_gone(chance: random.Random, grids: dict[str, Grid]) -> None:
    if grids and chance.random() < 0.3:
        del grids[chance.choice(list(grids))]


def _tab_more(chance: random.Random, grids: dict[str, Grid]) -> None:
    """Another of the same, one of ours, or one that holds anything."""
    title = chance.choice(
        ("Budget (2)", "Actuals old", "Dashboard", "Forecast", "Log", text(chance)[:100] or "x")
    )
    rows = _grid(chance, grids) if chance.random() < 0.5 else _noise(chance).get("Settings", [])
    grids.setdefault(title, [[*row] for row in rows])


def _status_date(chance: random.Random, grids: dict[str, Grid]) -> None:
    for row in grids.get("Settings", []):
        if row and row[0] and "tatus" in str(row[0].get("stringValue")) and len(row) > 1:
            row[1] = chance.choice(
                (value(chance), {"numberValue": float(chance.randrange(-1000, 3_000_000))})
            )


def _setting(chance: random.Random, grids: dict[str, Grid]) -> None:
    rows = [row for row in grids.get("Settings", [])[1:] if len(row) > 1]
    if rows:
        chance.choice(rows)[1] = value(chance)


def _grid(chance: random.Random, grids: dict[str, Grid]) -> Grid:
    return grids[chance.choice(list(grids))] if grids else []


TROUBLES: tuple[Callable[[random.Random, dict[str, Grid]], None], ...] = (
    _any_cells, _any_cells, _one_column, _names, _names, _numbers, _heading, _more_columns, _row_moved,
    _blank_rows, _ragged, _tab_gone, _tab_more, _status_date, _setting,
)  # fmt: skip


# Around the cells.


def _sheet(chance: random.Random, place: int, title: str, grid: Grid) -> Json:
    height, width = len(grid), max((len(row) for row in grid), default=0)
    size = {"rowCount": height + chance.choice((0, 1, 50)), "columnCount": width + chance.choice((0, 1, 5))}
    sheet: Json = {
        "properties": {
            "sheetId": place if chance.random() < 0.9 else 1_700_000_101 + 100 * place,
            "title": title,
            "index": place,
            "hidden": chance.random() < 0.05,
            "gridProperties": {name: count or 1 for name, count in size.items()},
        },
        "data": [
            {"rowData": [{"values": [{"effectiveValue": v} if v else {} for v in row]} for row in grid]}
        ],
        "developerMetadata": _marks(chance, "plumbline.tab", "plumbline.shape", "plumbline.charts"),
    }
    if chance.random() < 0.1:
        sheet["merges"] = [_area(chance, height, width) for _ in range(chance.choice((1, 3)))]
    if chance.random() < 0.1:
        sheet["tables"] = [{"name": text(chance)[:100], "range": _area(chance, height, width)}]
    if chance.random() < 0.1:
        sheet["conditionalFormats"] = [_rule(chance, height, width) for _ in range(chance.choice((1, 4)))]
    if chance.random() < 0.05:
        sheet["charts"] = [{"chartId": chance.randrange(1, 2**31)}]
    if chance.random() < 0.03:  # a chart's own sheet
        sheet["properties"].pop("gridProperties")
        sheet.pop("data")
    return sheet


def _area(chance: random.Random, height: int, width: int) -> Json:
    row, column = chance.randrange(height + 1), chance.randrange(width + 1)
    return {
        "startRowIndex": row,
        "endRowIndex": row + chance.randrange(1, 5),
        "startColumnIndex": column,
        "endColumnIndex": column + chance.randrange(1, 4),
    }


def _rule(chance: random.Random, height: int, width: int) -> Json:
    formula = chance.choice(('=N("plumbline:red")=0', '=N("plumbline:amber")=0', "=A1>3", text(chance)[:200]))
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": formula}]}
    return {"ranges": [_area(chance, height, width)], "booleanRule": {"condition": condition, "format": {}}}


def _marks(chance: random.Random, *keys: str) -> list[Json]:
    """Marks of ours, true, false, or bent by somebody."""
    if chance.random() < 0.93:
        return []
    names = [tab.name for tab in (*load().inputs, *load().outputs)]
    shape = json.dumps(
        {"rows": chance.randrange(-2, 60), "columns": 5, "basis": "x", "styles": [["flag", 3]]}
    )
    values = (*names, shape, "{}", "[]", "null", '{"rows": 1e999}', '{"a": 1}', text(chance)[:500])
    return [
        {"metadataId": 7 + at, "metadataKey": key, "metadataValue": chance.choice(values)}
        for at, key in enumerate(keys)
        if chance.random() < 0.6
    ]
