"""Rectangles of cells lifted out of a sheet and set down again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.sandbox.grid.area import Area
from app.sandbox.grid.cell_format import Format
from app.sandbox.grid.sheet import Sheet
from app.sandbox.grid.value import Value

JsonDict = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell by itself: entered and effective value, format, rare parts."""

    entered: Value = None
    effective: Value = None
    format: Format | None = None
    extra: JsonDict | None = None


EMPTY = Cell()
Block = dict[tuple[int, int], Cell]
"""Cells that exist, by their place from the block's top left."""


def lift(sheet: Sheet, area: Area) -> Block:
    """A copy of an area's cells."""
    block: Block = {}
    for index in sheet.grid.result_indices(area.top, area.bottom):
        row = sheet.grid.rows.get(index)
        effective = sheet.grid.effective_row(index)
        for column in range(area.left, min(area.right, max(len(effective), len(row.values) if row else 0))):
            cell = Cell(
                row.value(column) if row is not None else None,
                effective[column] if column < len(effective) else None,
                row.format(column) if row is not None else None,
                row.extras.get(column) if row is not None else None,
            )
            if cell != EMPTY:
                block[index - area.top, column - area.left] = cell
    return block


def clear(sheet: Sheet, area: Area) -> None:
    """Leave nothing in an area."""
    for index in sheet.grid.indices(area.top, area.bottom):
        row = sheet.grid.for_write(index)
        for column in range(area.left, min(area.right, len(row.values))):
            row.values[column] = None
            row.set_format(column, None)
            row.extras.pop(column, None)
        sheet.grid.tidy(index)


def set_down(sheet: Sheet, block: Block, top: int, left: int) -> None:
    """Put a block's cells in place, over what is there; cells the block lacks stay."""
    touched = set()
    for (down, across), cell in block.items():
        row = sheet.grid.for_write(top + down)
        row.set_value(left + across, cell.entered)
        row.set_format(left + across, cell.format)
        row.set_extra(left + across, cell.extra or {})
        touched.add(top + down)
    for index in touched:
        sheet.grid.tidy(index)


def extent(block: Block) -> tuple[int, int]:
    """Height and width that a block's cells reach."""
    height = max((down for down, _ in block), default=-1) + 1
    return height, max((across for _, across in block), default=-1) + 1
