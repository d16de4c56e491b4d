"""What each paste type takes along, and how cells are pasted over a destination."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.sandbox.grid.area import Area
from app.sandbox.grid.blocks import EMPTY, Block, Cell
from app.sandbox.grid.cell_format import Format, intern
from app.sandbox.grid.formula_text import shift
from app.sandbox.grid.sheet import Sheet
from app.sandbox.grid.value import Formula, Value

JsonDict = dict[str, Any]
_VALUES = frozenset({"PASTE_NORMAL", "PASTE_NO_BORDERS", "PASTE_VALUES", "PASTE_FORMULA"})
_FORMATS = frozenset({"PASTE_NORMAL", "PASTE_NO_BORDERS", "PASTE_FORMAT"})
_RULES = frozenset({"PASTE_NORMAL", "PASTE_NO_BORDERS", "PASTE_FORMAT", "PASTE_DATA_VALIDATION"})
WITH_MERGES = frozenset({"PASTE_NORMAL", "PASTE_NO_BORDERS", "PASTE_FORMAT"})
WITH_CONDITIONS = WITH_MERGES | {"PASTE_CONDITIONAL_FORMATTING"}


def tiles(source: Area, destination: Area, *, transposed: bool) -> Iterator[tuple[int, int]]:
    """Top left corners at which a source is pasted: once, or as often as it fits a larger destination."""
    height, width = (source.width, source.height) if transposed else (source.height, source.width)
    down = destination.height // height if destination.height % height == 0 else 1
    across = destination.width // width if destination.width % width == 0 else 1
    for i in range(max(down, 1)):
        for j in range(max(across, 1)):
            yield destination.top + i * height, destination.left + j * width


def paste(
    sheet: Sheet,
    block: Block,
    source: Area,
    corner: tuple[int, int],
    paste_type: str,
    *,
    transposed: bool = False,
) -> None:
    """Paste a lifted block with its top left at `corner`; cells the source lacks empty what they cover."""
    touched = set()
    for down in range(source.height):
        for across in range(source.width):
            cell = block.get((down, across), EMPTY)
            to = (across, down) if transposed else (down, across)
            row, column = corner[0] + to[0], corner[1] + to[1]
            moved = (row - source.top - down, column - source.left - across)
            if cell is EMPTY and row not in sheet.grid.rows:
                continue
            paste_cell(sheet, cell, row, column, paste_type, moved)
            touched.add(row)
    for index in touched:
        sheet.grid.tidy(index)


def paste_cell(
    sheet: Sheet, cell: Cell, index: int, column: int, paste_type: str, moved: tuple[int, int] = (0, 0)
) -> None:
    """One cell as a paste type has it; `moved` is how far a formula's references shift."""
    row = sheet.grid.for_write(index)
    if paste_type in _VALUES:
        row.set_value(column, _value(cell, paste_type, moved))
    if paste_type in _FORMATS:
        row.set_format(column, _format(cell, row.format(column), paste_type))
    extra = dict(row.extra_at(column))
    if paste_type in _RULES:
        extra.pop("dataValidation", None)
        if cell.extra and "dataValidation" in cell.extra:
            extra["dataValidation"] = _moved_rule(cell.extra["dataValidation"], moved)
    if paste_type in {"PASTE_NORMAL", "PASTE_NO_BORDERS"}:
        for name in ("note", "textFormatRuns", "chipRuns"):
            extra.pop(name, None)
            if cell.extra and name in cell.extra:
                extra[name] = cell.extra[name]
    row.set_extra(column, extra)


def _value(cell: Cell, paste_type: str, moved: tuple[int, int]) -> Value:
    if paste_type == "PASTE_VALUES":
        return cell.effective
    if isinstance(cell.entered, Formula):
        return Formula(shift(cell.entered.text, *moved))
    return cell.entered


def _format(cell: Cell, held: Format | None, paste_type: str) -> Format | None:
    if paste_type != "PASTE_NO_BORDERS":
        return cell.format
    json = {k: v for k, v in cell.format.json.items() if k != "borders"} if cell.format is not None else {}
    if held is not None and "borders" in held.json:
        json["borders"] = held.json["borders"]
    return intern(json)


def _moved_rule(rule: JsonDict, moved: tuple[int, int]) -> JsonDict:
    values = rule.get("condition", {}).get("values")
    if not values or rule["condition"].get("type") != "CUSTOM_FORMULA":
        return rule
    texts = [{"userEnteredValue": shift(value.get("userEnteredValue", ""), *moved)} for value in values]
    return {**rule, "condition": {**rule["condition"], "values": texts}}
