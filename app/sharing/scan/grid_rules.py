"""Rules over the spreadsheet as Sheets tells it whole: tabs, rows, cells and what can hang on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from app.sharing.build import number_format, serial, sheet_id
from app.sharing.page import Cell, Kind, Page
from app.sharing.scan.case import Case, Found, Json, Rule, at

SMALLEST = 3  # pixels: a lower row or a narrower column shows nothing
KINDS: tuple[Kind, ...] = ("money", "percent", "tenths", "count", "date", "month")
PLACES = {"PERCENT": 2, "NUMBER": 1, "DATE": 0}


def sheets(case: Case) -> list[Json]:
    """Every tab."""
    return list(case.seen.spreadsheet.get("sheets", ()))


def cells(sheet: Json) -> Iterator[tuple[int, int, Json]]:
    """Every cell that Sheets tells anything of: row, column, cell."""
    for block in sheet.get("data", ()):
        top, left = block.get("startRow", 0), block.get("startColumn", 0)
        for row, line in enumerate(block.get("rowData", ()), top):
            for column, cell in enumerate(line.get("values", ()), left):
                yield row, column, cell


def hidden_tabs(case: Case) -> Iterable[Found]:
    """A tab that is not shown, or that is no grid."""
    for sheet in sheets(case):
        properties = sheet.get("properties", {})
        if properties.get("hidden") or properties.get("sheetType", "GRID") != "GRID":
            yield Found(at(sheet))


def hidden_rows_and_columns(case: Case) -> Iterable[Found]:
    """Hidden by a person, by a filter, by a folded group, or so small that nobody sees them."""
    for sheet in sheets(case):
        for block in sheet.get("data", ()):
            for name in ("rowMetadata", "columnMetadata"):
                for index, held in enumerate(block.get(name, ())):
                    tiny = "pixelSize" in held and held["pixelSize"] < SMALLEST
                    if held.get("hiddenByUser") or held.get("hiddenByFilter") or tiny:
                        yield Found(f"{at(sheet)}, {name[:-8]} {index + 1}")
        for name in ("rowGroups", "columnGroups"):
            if sheet.get(name):
                yield Found(f"{at(sheet)}, {name}")


def formulas(case: Case) -> Iterable[Found]:
    """A client's file calculates nothing and fetches nothing."""
    for sheet, row, column, cell in _all(case):
        if "formulaValue" in cell.get("userEnteredValue", {}) or "errorValue" in cell.get(
            "effectiveValue", {}
        ):
            yield Found(at(sheet, row, column))


def data_sources(case: Case) -> Iterable[Found]:
    """Connected data, and leave to fetch from elsewhere."""
    book = case.seen.spreadsheet
    for name in ("dataSources", "dataSourceSchedules"):
        if book.get(name):
            yield Found(name)
    if book.get("properties", {}).get("importFunctionsExternalUrlAccessAllowed"):
        yield Found("importFunctionsExternalUrlAccessAllowed")
    for sheet, row, column, cell in _all(case):
        if "dataSourceFormula" in cell or "dataSourceTable" in cell:
            yield Found(at(sheet, row, column))


def notes(case: Case) -> Iterable[Found]:
    """A note on a cell."""
    return _cells_with(case, "note")


def links(case: Case) -> Iterable[Found]:
    """A link: on the cell, on part of its text, in its format."""
    for sheet, row, column, cell in _all(case):
        runs = [run.get("format", {}) for run in cell.get("textFormatRuns", ())]
        formats = [
            cell.get(name, {}).get("textFormat", {}) for name in ("userEnteredFormat", "effectiveFormat")
        ]
        if cell.get("hyperlink") or any(one.get("link") for one in (*runs, *formats)):
            yield Found(at(sheet, row, column))


def chips(case: Case) -> Iterable[Found]:
    """A smart chip: a person's address, a file's link."""
    return _cells_with(case, "chipRuns")


def validation(case: Case) -> Iterable[Found]:
    """A list or a limit behind a cell."""
    return _cells_with(case, "dataValidation")


def pivots(case: Case) -> Iterable[Found]:
    """A pivot table, which carries its source along."""
    return _cells_with(case, "pivotTable")


def tables(case: Case) -> Iterable[Found]:
    """A table, whose columns may hold lists."""
    return _tabs_with(case, "tables")


def conditional_formats(case: Case) -> Iterable[Found]:
    """Rules tell thresholds."""
    return _tabs_with(case, "conditionalFormats")


def filters(case: Case) -> Iterable[Found]:
    """Criteria list the values that they hide."""
    for name in ("basicFilter", "filterViews", "slicers"):
        yield from _tabs_with(case, name)


def protected_ranges(case: Case) -> Iterable[Found]:
    """They name editors and describe themselves."""
    return _tabs_with(case, "protectedRanges")


def bandings(case: Case) -> Iterable[Found]:
    """Nothing that a person laid over the rows."""
    return _tabs_with(case, "bandedRanges")


def named_ranges(case: Case) -> Iterable[Found]:
    """Names tell what they name."""
    return (
        Found(f"named range {index + 1}")
        for index, _ in enumerate(case.seen.spreadsheet.get("namedRanges", ()))
    )


def developer_metadata(case: Case) -> Iterable[Found]:
    """Of the file, a tab, a row or a column."""
    if case.seen.spreadsheet.get("developerMetadata"):
        yield Found("file")
    for sheet in sheets(case):
        if sheet.get("developerMetadata"):
            yield Found(at(sheet))
        for block in sheet.get("data", ()):
            for name in ("rowMetadata", "columnMetadata"):
                for index, held in enumerate(block.get(name, ())):
                    if held.get("developerMetadata"):
                        yield Found(f"{at(sheet)}, {name[:-8]} {index + 1}")


def sheet_comments(case: Case) -> Iterable[Found]:
    """Comments of Sheets, which a read leaves out unless it asks for them."""
    if case.seen.spreadsheet.get("comments"):
        yield Found("file")
    yield from _tabs_with(case, "commentAnchors")


def invisible_values(case: Case) -> Iterable[Found]:
    """A value under a merge, in the colour of its ground, or too small to read."""
    for sheet in sheets(case):
        covered = set(_covered(sheet))
        for row, column, cell in cells(sheet):
            if not cell.get("effectiveValue"):
                continue
            look = cell.get("effectiveFormat", {})
            ink = _rgb(look.get("textFormat", {}), "foregroundColor", (0, 0, 0))
            paper = _rgb(look, "backgroundColor", (1, 1, 1))
            size = look.get("textFormat", {}).get("fontSize", 10)
            if (
                (row, column) in covered
                or size < 6
                or max(abs(a - b) for a, b in zip(ink, paper, strict=True)) < 0.15
            ):
                yield Found(at(sheet, row, column))


def number_formats(case: Case) -> Iterable[Found]:
    """Only the formats that we write: `;;;` and its like hide a value."""
    known = {
        (made["type"], made["pattern"])
        for kind in KINDS
        if (made := number_format(kind, case.expected.words))
    }
    for sheet, row, column, cell in _all(case):
        held = cell.get("userEnteredFormat", {}).get("numberFormat")
        if held and (held.get("type"), held.get("pattern", "")) not in known:
            yield Found(at(sheet, row, column))


def precision(case: Case) -> Iterable[Found]:
    """A number with more places than a client may see, whatever its format shows."""
    for sheet, row, column, cell in _all(case):
        value = cell.get("effectiveValue", {}).get("numberValue")
        kind = cell.get("effectiveFormat", {}).get("numberFormat", {}).get("type", "NUMBER")
        if isinstance(value, int | float) and abs(value - round(value, PLACES.get(kind, 1))) > 1e-9:
            yield Found(at(sheet, row, column))


def unexpected_values(case: Case) -> Iterable[Found]:
    """Each cell holds what the report says there, and nothing else."""
    for page, sheet in _paired(case):
        for row, column, cell in cells(sheet):
            if (
                row < len(page.rows)
                and column < page.columns
                and _value(cell) != _wanted(page.rows[row][column])
            ):
                yield Found(at(sheet, row, column))


def stale_tail(case: Case) -> Iterable[Found]:
    """A grid larger than its report, or values beyond it."""
    for page, sheet in _paired(case):
        grid = sheet.get("properties", {}).get("gridProperties", {})
        if (grid.get("rowCount"), grid.get("columnCount")) != (len(page.rows), page.columns):
            yield Found(at(sheet))
        for row, column, cell in cells(sheet):
            if (row >= len(page.rows) or column >= page.columns) and _value(cell) is not None:
                yield Found(at(sheet, row, column))


def titles(case: Case) -> Iterable[Found]:
    """The file's and each tab's, and no tab more or less."""
    if case.seen.spreadsheet.get("properties", {}).get("title") != case.expected.title:
        yield Found("title of the spreadsheet")
    seen = [sheet.get("properties", {}).get("title") for sheet in sheets(case)]
    if seen != [page.title for page in case.expected.pages]:
        yield Found("titles of the tabs")


GRID_RULES = (
    Rule("hidden_tabs", "hidden", hidden_tabs),
    Rule("hidden_rows_and_columns", "hidden", hidden_rows_and_columns),
    Rule("formulas", "formula", formulas),
    Rule("data_sources", "data source", data_sources),
    Rule("notes", "note", notes),
    Rule("links", "link", links),
    Rule("chips", "smart chip", chips),
    Rule("validation", "validation list", validation),
    Rule("tables", "table", tables),
    Rule("conditional_formats", "thresholds", conditional_formats),
    Rule("named_ranges", "names", named_ranges),
    Rule("protected_ranges", "protection", protected_ranges),
    Rule("developer_metadata", "metadata", developer_metadata),
    Rule("filters", "filters", filters),
    Rule("pivots", "pivot", pivots),
    Rule("bandings", "banding", bandings),
    Rule("sheet_comments", "comments", sheet_comments),
    Rule("invisible_values", "invisible values", invisible_values),
    Rule("number_formats", "invisible values", number_formats),
    Rule("precision", "precision", precision),
    Rule("unexpected_values", "values", unexpected_values),
    Rule("stale_tail", "stale tail", stale_tail),
    Rule("titles", "titles", titles),
)


def _all(case: Case) -> Iterator[tuple[Json, int, int, Json]]:
    for sheet in sheets(case):
        for row, column, cell in cells(sheet):
            yield sheet, row, column, cell


def _cells_with(case: Case, name: str) -> Iterator[Found]:
    return (Found(at(sheet, row, column)) for sheet, row, column, cell in _all(case) if cell.get(name))


def _tabs_with(case: Case, name: str) -> Iterator[Found]:
    return (Found(f"{at(sheet)}, {name}") for sheet in sheets(case) if sheet.get(name))


def _paired(case: Case) -> Iterator[tuple[Page, Json]]:
    """Each page with the tab of its id; a tab of another id is told by `titles`."""
    by_id = {sheet.get("properties", {}).get("sheetId"): sheet for sheet in sheets(case)}
    for page in case.expected.pages:
        if sheet := by_id.get(sheet_id(page.key, case.expected.number)):
            yield page, sheet


def _covered(sheet: Json) -> Iterator[tuple[int, int]]:
    """Cells under a merge, but its first."""
    for held in sheet.get("merges", ()):
        top, left = held.get("startRowIndex", 0), held.get("startColumnIndex", 0)
        for row in range(top, held["endRowIndex"]):
            for column in range(left, held["endColumnIndex"]):
                if (row, column) != (top, left):
                    yield row, column


def _value(cell: Json) -> Any:
    held = cell.get("effectiveValue", {})
    return next((held[name] for name in ("stringValue", "numberValue", "boolValue") if name in held), None)


def _wanted(cell: Cell) -> Any:
    return serial(cell.value) if isinstance(cell.value, date) else cell.value


def _rgb(look: Json, name: str, default: tuple[float, float, float]) -> tuple[float, float, float]:
    held = look.get(f"{name}Style", {}).get("rgbColor", look.get(name))
    if held is None:
        return default
    return (held.get("red", 0.0), held.get("green", 0.0), held.get("blue", 0.0))
