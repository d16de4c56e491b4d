"""The answer of one `spreadsheets.get` as a Book."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from app.workbook.book import Book, Box, CellError, CellValue, Metadata, NamedTable, OurRule, Tab
from app.workbook.marks import rule_severity

FIELDS = (
    "spreadsheetId,properties(title,locale,timeZone),developerMetadata(metadataId,metadataKey,metadataValue),"
    "sheets(properties(sheetId,title,index,hidden,gridProperties(rowCount,columnCount)),"
    "tables(name,range),merges,charts(chartId),"
    "conditionalFormats(ranges,booleanRule(condition,format(backgroundColorStyle))),"
    "developerMetadata(metadataId,metadataKey,metadataValue),"
    "data(startRow,startColumn,rowData(values(effectiveValue))))"
)
"""The mask of the one read: values, ids, marks. Sheets refuses blanks after the commas."""

_ERRORS = {
    "REF": "#REF!",
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "VALUE": "#VALUE!",
    "NAME": "#NAME?",
    "NUM": "#NUM!",
    "N_A": "#N/A",
    "NULL_VALUE": "#NULL!",
    "LOADING": "Loading...",
}


def book_of(answer: dict[str, Any]) -> Book:
    """`answer` is the parsed JSON of a get with `FIELDS`."""
    properties = answer.get("properties", {})
    return Book(
        id=answer.get("spreadsheetId", ""),
        title=properties.get("title", ""),
        locale=properties.get("locale", "en_US"),
        time_zone=properties.get("timeZone", "Etc/GMT"),
        metadata=_metadata(answer),
        tabs=tuple(_tab(sheet, place) for place, sheet in enumerate(answer.get("sheets", ()))),
    )


def _tab(sheet: dict[str, Any], place: int) -> Tab:
    properties = sheet.get("properties", {})
    grid = properties.get("gridProperties", {})  # a chart's own sheet has none
    size = (grid.get("rowCount", 0), grid.get("columnCount", 0))
    return Tab(
        sheet_id=properties.get("sheetId", 0),
        title=properties.get("title", ""),
        index=properties.get("index", place),
        hidden=properties.get("hidden", False),
        row_count=size[0],
        column_count=size[1],
        rows=_rows(sheet.get("data", ())),
        merges=tuple(_box(merge, size) for merge in sheet.get("merges", ())),
        our_rules=tuple(_our_rules(sheet.get("conditionalFormats", ()), size)),
        chart_ids=tuple(chart["chartId"] for chart in sheet.get("charts", ())),
        tables=tuple(
            NamedTable(table.get("name", ""), _box(table.get("range", {}), size))
            for table in sheet.get("tables", ())
        ),
        metadata=_metadata(sheet),
    )


def _rows(blocks: Iterable[dict[str, Any]]) -> Sequence[Sequence[CellValue]]:
    """Values by row. One comprehension a row: a call a cell would cost more than everything else."""
    rows: list[list[CellValue]] = []
    for block in blocks:
        first_row, first_column = block.get("startRow", 0), block.get("startColumn", 0)
        rows += ([] for _ in range(len(rows), first_row))
        for at, row in enumerate(block.get("rowData", ()), first_row):
            values: list[Any] = [
                next(iter(value.values()), None) if (value := cell.get("effectiveValue")) else None
                for cell in row.get("values", ())
            ]
            if dict in set(map(type, values)):
                values = [_error(value) if type(value) is dict else value for value in values]
            if at < len(rows):
                rows[at] += [None] * (first_column - len(rows[at])) + values
            else:
                rows.append([None] * first_column + values if first_column else values)
    while rows and not any(value is not None for value in rows[-1]):
        rows.pop()
    return rows


def _error(value: dict[str, Any]) -> CellError:
    return CellError(_ERRORS.get(value.get("type", ""), "#ERROR!"))


def _our_rules(rules: Iterable[dict[str, Any]], size: tuple[int, int]) -> Iterable[OurRule]:
    for index, rule in enumerate(rules):
        boolean = rule.get("booleanRule", {})
        condition = boolean.get("condition", {})
        if condition.get("type") != "CUSTOM_FORMULA":
            continue
        severity = rule_severity(condition.get("values", [{}])[0].get("userEnteredValue", ""))
        if severity:
            style = boolean.get("format", {}).get("backgroundColorStyle", {}).get("rgbColor", {})
            boxes = tuple(_box(area, size) for area in rule.get("ranges", ()))
            yield OurRule(index, severity, boxes, _hex(style))


def _hex(colour: dict[str, float]) -> str:
    return "#" + "".join(f"{round(colour.get(part, 0) * 255):02X}" for part in ("red", "green", "blue"))


def _box(area: dict[str, int], size: tuple[int, int]) -> Box:
    return Box(
        area.get("startRowIndex", 0),
        area.get("startColumnIndex", 0),
        area.get("endRowIndex", size[0]),
        area.get("endColumnIndex", size[1]),
    )


def _metadata(holder: dict[str, Any]) -> tuple[Metadata, ...]:
    return tuple(
        Metadata(entry.get("metadataId", 0), entry.get("metadataKey", ""), entry.get("metadataValue", ""))
        for entry in holder.get("developerMetadata", ())
    )
