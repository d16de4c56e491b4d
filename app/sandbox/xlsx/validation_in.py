"""Data validation: in Excel a list of areas, at Google a part of each cell."""

from __future__ import annotations

from typing import Any

from app.sandbox.grid.sheet import Sheet
from app.sandbox.xlsx.conditions import DATE, NUMBER, condition, operand
from app.sandbox.xlsx.formula_text import google_formula
from app.sandbox.xlsx.ranges import cells_of, grid_ranges

JsonDict = dict[str, Any]
MOST_CELLS = 50_000  # of one rule: an area over whole columns is cut to the tab's used rows


def set_validation(page: Any, sheet: Sheet, *, dropped: set[str]) -> None:
    """Give every cell of an area its rule."""
    for rule in page.data_validations.dataValidation:
        held = _rule(rule)
        if held is None:
            dropped.add(f"data validation of the kind {rule.type}")
            continue
        for area in grid_ranges(sheet, str(rule.sqref)):
            wide = area["endColumnIndex"] - area["startColumnIndex"]
            if wide * (area["endRowIndex"] - area["startRowIndex"]) > MOST_CELLS:
                dropped.add("data validation below the last used row")
                area["endRowIndex"] = max(page.max_row, area["startRowIndex"] + 1)
            for row, column in cells_of(area):
                extra = sheet.grid.extra_at(row, column)
                sheet.grid.for_write(row).set_extra(column, {**extra, "dataValidation": held})


def _rule(rule: Any) -> JsonDict | None:
    held = _condition(rule)
    if held is None:
        return None
    made: JsonDict = {"condition": held}
    if rule.showInputMessage and rule.prompt:
        made["inputMessage"] = rule.prompt
    if rule.showErrorMessage and rule.errorStyle in {None, "stop"}:
        made["strict"] = True
    if rule.type == "list" and not rule.showDropDown:  # Excel's flag says that the arrow is hidden
        made["showCustomUi"] = True
    return made


def _condition(rule: Any) -> JsonDict | None:
    first, second = rule.formula1, rule.formula2
    operator = rule.operator or "between"
    values = [operand(str(text)) for text in (first, second) if text is not None]
    match rule.type:
        case "list" if first is not None:
            if first.startswith('"'):
                return condition("ONE_OF_LIST", *[part.strip() for part in first.strip('"').split(",")])
            return condition("ONE_OF_RANGE", "=" + google_formula(first.lstrip("=")))
        case "whole" | "decimal" if values:
            return condition(NUMBER[operator], *values)
        case "date" if values and operator in DATE:
            return condition(DATE[operator], *values)
        case "custom" if first is not None:
            return condition("CUSTOM_FORMULA", "=" + google_formula(first.lstrip("=")))
    return None
