"""The answer of one `spreadsheets.get` as a Book."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.workbook.book import Book, Box, CellError, CellValue, Metadata, NamedTable, OurRule, Tab
from app.workbook.marks import rule_severity
from app.workbook.sheets_types import (
    Colour,
    ConditionalFormat,
    DeveloperMetadata,
    ErrorValue,
    GridData,
    GridRange,
    Sheet,
    Spreadsheet,
)

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


def book_of(answer: Spreadsheet) -> Book:
    """Everything of the answer that a refresh needs."""
    return Book(
        id=answer.spreadsheet_id,
        title=answer.properties.title,
        locale=answer.properties.locale,
        time_zone=answer.properties.time_zone,
        metadata=_metadata(answer.developer_metadata),
        tabs=tuple(tab_of(sheet, place) for place, sheet in enumerate(answer.sheets)),
    )


def tab_of(sheet: Sheet, place: int = 0) -> Tab:
    """One tab; `place` stands in for an index that was not asked for."""
    properties = sheet.properties
    size = (properties.grid_properties.row_count, properties.grid_properties.column_count)
    return Tab(
        sheet_id=properties.sheet_id,
        title=properties.title,
        index=place if properties.index is None else properties.index,
        hidden=properties.hidden,
        row_count=size[0],
        column_count=size[1],
        rows=_rows(sheet.data),
        merges=tuple(_box(merge, size) for merge in sheet.merges),
        our_rules=tuple(_our_rules(sheet.conditional_formats, size)),
        chart_ids=tuple(chart.chart_id for chart in sheet.charts),
        charts_by_title={chart.spec.title: chart.chart_id for chart in sheet.charts},
        tables=tuple(NamedTable(one.name, _box(one.range, size), one.table_id) for one in sheet.tables),
        metadata=_metadata(sheet.developer_metadata),
        formulas=_formulas(sheet.data),
        hidden_rows=frozenset(
            row
            for block in sheet.data
            for row, about in enumerate(block.row_metadata, block.start_row)
            if about.hidden_by_user
        ),
    )


def _formulas(blocks: Iterable[GridData]) -> dict[tuple[int, int], str]:
    """Formulas by cell. Most workbooks have few, so that cells without one are passed over quickly."""
    return {
        (row, column): typed.formula_value
        for block in blocks
        for row, cells in enumerate(block.row_data, block.start_row)
        for column, cell in enumerate(cells.values, block.start_column)
        if (typed := cell.user_entered_value) is not None and typed.formula_value is not None
    }


def _rows(blocks: Iterable[GridData]) -> Sequence[Sequence[CellValue]]:
    """Values by row. One comprehension a row: a call a cell would cost more than everything else.

    Equal texts become one object: what reads the columns later then meets few texts, and quickly.
    """
    rows: list[list[CellValue]] = []
    texts: dict[str, str] = {}
    one_of = texts.setdefault
    for block in blocks:
        first_column = block.start_column
        rows += ([] for _ in range(len(rows), block.start_row))
        for at, row in enumerate(block.row_data, block.start_row):
            values: list[CellValue] = [
                None
                if (value := cell.effective_value) is None
                else value.number_value
                if value.number_value is not None
                else one_of(value.string_value, value.string_value)
                if value.string_value is not None
                else value.bool_value
                if value.error_value is None
                else _error(value.error_value)
                for cell in row.values
            ]
            if at < len(rows):
                rows[at] += [None] * (first_column - len(rows[at])) + values
            else:
                rows.append([None] * first_column + values if first_column else values)
    while rows and not any(value is not None for value in rows[-1]):
        rows.pop()
    return rows


def _error(value: ErrorValue) -> CellError:
    return CellError(_ERRORS.get(value.type, "#ERROR!"))


def _our_rules(rules: Iterable[ConditionalFormat], size: tuple[int, int]) -> Iterable[OurRule]:
    for index, rule in enumerate(rules):
        boolean = rule.boolean_rule
        if boolean is None or boolean.condition.type != "CUSTOM_FORMULA":
            continue
        formula = next((value.user_entered_value for value in boolean.condition.values), "")
        severity = rule_severity(formula)
        if severity:
            boxes = tuple(_box(area, size) for area in rule.ranges)
            yield OurRule(index, severity, boxes, _hex(boolean.format.background_color_style.rgb_color))


def _hex(colour: Colour) -> str:
    return "#" + "".join(f"{round(part * 255):02X}" for part in (colour.red, colour.green, colour.blue))


def _box(area: GridRange, size: tuple[int, int]) -> Box:
    return Box(
        area.start_row_index,
        area.start_column_index,
        size[0] if area.end_row_index is None else area.end_row_index,
        size[1] if area.end_column_index is None else area.end_column_index,
    )


def _metadata(entries: Iterable[DeveloperMetadata]) -> tuple[Metadata, ...]:
    return tuple(Metadata(entry.metadata_id, entry.metadata_key, entry.metadata_value) for entry in entries)
