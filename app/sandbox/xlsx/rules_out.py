"""Conditional formats and data validation of a sheet, as Excel has them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import orjson
from openpyxl.formatting.rule import ColorScale, FormatObject, Rule
from openpyxl.styles.colors import Color
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation

from app.sandbox.grid.sheet import Sheet
from app.sandbox.xlsx.conditions import EXCEL_DATE, EXCEL_NUMBER, EXCEL_TEXT, excel_operand, operands
from app.sandbox.xlsx.formula_text import excel_formula
from app.sandbox.xlsx.ranges import address
from app.sandbox.xlsx.styles_out import StylesOut

JsonDict = dict[str, Any]
TEXT_TEST = {
    "TEXT_CONTAINS": "NOT(ISERROR(SEARCH({text},{cell})))",
    "TEXT_NOT_CONTAINS": "ISERROR(SEARCH({text},{cell}))",
    "TEXT_STARTS_WITH": "LEFT({cell},LEN({text}))={text}",
    "TEXT_ENDS_WITH": "RIGHT({cell},LEN({text}))={text}",
}
BLANK_TEST = {
    "BLANK": ("containsBlanks", "LEN(TRIM({cell}))=0"),
    "NOT_BLANK": ("notContainsBlanks", "LEN(TRIM({cell}))>0"),
}
POINTS = {"MIN": "min", "MAX": "max", "NUMBER": "num", "PERCENT": "percent", "PERCENTILE": "percentile"}
make_rule: Callable[..., Rule] = Rule
make_point: Callable[..., FormatObject] = FormatObject


def write_rules(page: Any, sheet: Sheet, *, styles: StylesOut, dropped: set[str]) -> None:
    """In their order: the first that holds wins, here as there."""
    for held in sheet.conditional_formats:
        areas = [address(sheet, area) for area in held.get("ranges", ())]
        if not areas:
            continue
        if "gradientRule" in held:
            rule = _gradient(held["gradientRule"], styles)
        else:
            boolean = held.get("booleanRule", {})
            rule = _rule(boolean.get("condition", {}), areas[0].partition(":")[0])
            if rule is not None:
                rule.dxf = styles.differential(boolean.get("format", {}))
        if rule is None:
            kind = held.get("booleanRule", {}).get("condition", {}).get("type", "gradient")
            dropped.add(f"conditional formats of the kind {kind}")
        else:
            page.conditional_formatting.add(" ".join(areas), rule)


def _rule(held: JsonDict, cell: str) -> Rule | None:
    kind, values = held.get("type", ""), operands(held)
    if kind == "CUSTOM_FORMULA" and values:
        return make_rule("expression", formula=[excel_formula(values[0].removeprefix("="))])
    if kind in EXCEL_NUMBER and values:
        return make_rule("cellIs", operator=EXCEL_NUMBER[kind], formula=[excel_operand(v) for v in values])
    if kind == "TEXT_EQ" and values:
        return make_rule("cellIs", operator="equal", formula=[_text(values[0])])
    if kind in TEXT_TEST and values:
        name = EXCEL_TEXT[kind]
        test = TEXT_TEST[kind].format(text=_text(values[0]), cell=cell)
        return make_rule(
            name,
            operator=name if name != "notContainsText" else "notContains",
            text=values[0],
            formula=[test],
        )
    if kind in BLANK_TEST:
        name, test = BLANK_TEST[kind]
        return make_rule(name, formula=[test.format(cell=cell)])
    return None


def _text(value: str) -> str:
    return value[1:] if value.startswith("=") else '"' + value.replace('"', '""') + '"'


def _gradient(held: JsonDict, styles: StylesOut) -> Rule | None:
    points = [held[name] for name in ("minpoint", "midpoint", "maxpoint") if name in held]
    colours = [styles.colour(point, "color") for point in points]
    if len(points) < 2 or not all(colours) or not all(point.get("type") in POINTS for point in points):
        return None
    cfvo = [make_point(type=POINTS[point["type"]], val=point.get("value")) for point in points]
    return make_rule(
        "colorScale", colorScale=ColorScale(cfvo=cfvo, color=[Color(rgb=code) for code in colours])
    )


def write_validation(page: Any, sheet: Sheet, *, dropped: set[str]) -> None:
    """Equal rules become one, over all their cells."""
    cells: dict[bytes, list[tuple[int, int]]] = defaultdict(list)
    for index, row in sheet.grid.rows.items():
        for column, extra in row.extras.items():
            if "dataValidation" in extra:
                key = orjson.dumps(extra["dataValidation"], option=orjson.OPT_SORT_KEYS)
                cells[key].append((column, index))
    for key, places in cells.items():
        held = orjson.loads(key)
        rule = _validation(held)
        if rule is None:
            dropped.add(f"data validation of the kind {held.get('condition', {}).get('type', '')}")
            continue
        rule.sqref = MultiCellRange(_runs(places))
        page.add_data_validation(rule)


def _runs(places: list[tuple[int, int]]) -> list[CellRange]:
    """Cells one below the other become one area."""
    found: list[CellRange] = []
    for column, index in sorted(places):
        last = found[-1] if found else None
        if last is not None and last.min_col == column + 1 and last.max_row == index:
            last.expand(down=1)
        else:
            found.append(
                CellRange(min_col=column + 1, max_col=column + 1, min_row=index + 1, max_row=index + 1)
            )
    return found


def _validation(held: JsonDict) -> DataValidation | None:
    condition = held.get("condition", {})
    kind, values = condition.get("type", ""), operands(condition)
    made: JsonDict = {}
    if kind == "ONE_OF_LIST":
        text = ",".join(values)
        if any("," in value for value in values):
            return None
        made = {"type": "list", "formula1": f'"{text}"'}
    elif kind == "ONE_OF_RANGE" and values:
        made = {"type": "list", "formula1": values[0].removeprefix("=")}
    elif kind == "CUSTOM_FORMULA" and values:
        made = {"type": "custom", "formula1": excel_formula(values[0].removeprefix("="))}
    elif kind in EXCEL_NUMBER and values:
        made = {"type": "decimal", "operator": EXCEL_NUMBER[kind]}
    elif kind in EXCEL_DATE and values:
        made = {"type": "date", "operator": EXCEL_DATE[kind]}
    else:
        return None
    if made["type"] in {"decimal", "date"}:
        made |= {f"formula{at}": excel_operand(value) for at, value in enumerate(values, 1)}
    message = held.get("inputMessage")
    return DataValidation(
        **made,
        allow_blank=True,
        prompt=message,
        showInputMessage=bool(message),
        showErrorMessage=True,
        errorStyle=None if held.get("strict") else "warning",
        showDropDown=None if held.get("showCustomUi") or made["type"] != "list" else True,
    )
