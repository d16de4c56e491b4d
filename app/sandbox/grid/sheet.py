"""One sheet: its cells, its measures, and everything that lies on it."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field, replace
from typing import Any

from app.sandbox.grid import defaults
from app.sandbox.grid.cells import Grid

JsonDict = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Dimension:
    """What is set on a row or column; `pixels` None is the default size."""

    pixels: int | None = None
    hidden_by_user: bool = False
    hidden_by_filter: bool = False


PLAIN = Dimension()
OBJECT_LISTS = (
    "merges",
    "conditional_formats",
    "filter_views",
    "protected_ranges",
    "charts",
    "banded_ranges",
    "row_groups",
    "column_groups",
    "slicers",
    "tables",
)


@dataclass(slots=True)
class Sheet:
    """A sheet of a spreadsheet.

    Objects on it (merges, rules, charts, tables, ...) are dicts in Google's shape with every GridRange's
    sheetId written out; they are replaced, never changed in place, so that a fork may share them.
    """

    sheet_id: int
    title: str
    sheet_type: str = "GRID"
    row_count: int = defaults.ROWS
    column_count: int = defaults.COLUMNS
    hidden: bool = False
    right_to_left: bool = False
    tab_colour: JsonDict | None = None
    frozen_rows: int = 0
    frozen_columns: int = 0
    hide_gridlines: bool = False
    row_group_control_after: bool = False
    column_group_control_after: bool = False
    grid: Grid = field(default_factory=Grid)
    rows: dict[int, Dimension] = field(default_factory=dict)
    columns: dict[int, Dimension] = field(default_factory=dict)
    basic_filter: JsonDict | None = None
    merges: list[JsonDict] = field(default_factory=list)
    conditional_formats: list[JsonDict] = field(default_factory=list)
    filter_views: list[JsonDict] = field(default_factory=list)
    protected_ranges: list[JsonDict] = field(default_factory=list)
    charts: list[JsonDict] = field(default_factory=list)
    banded_ranges: list[JsonDict] = field(default_factory=list)
    row_groups: list[JsonDict] = field(default_factory=list)
    column_groups: list[JsonDict] = field(default_factory=list)
    slicers: list[JsonDict] = field(default_factory=list)
    tables: list[JsonDict] = field(default_factory=list)

    def fork(self) -> Sheet:
        """A draft: shares cells and objects until it writes."""
        draft = copy(self)
        draft.grid = self.grid.fork()
        draft.rows = self.rows.copy()
        draft.columns = self.columns.copy()
        for name in OBJECT_LISTS:
            setattr(draft, name, list(getattr(self, name)))
        return draft

    @property
    def is_grid(self) -> bool:
        """Whether it has cells (a chart's own sheet has none)."""
        return self.sheet_type == "GRID"

    def dimensions(self, dimension: str) -> dict[int, Dimension]:
        """Properties of rows or of columns, by index."""
        return self.rows if dimension == "ROWS" else self.columns

    def count(self, dimension: str) -> int:
        """How many rows or columns there are."""
        return self.row_count if dimension == "ROWS" else self.column_count

    def set_count(self, dimension: str, count: int) -> None:
        """Change how many rows or columns there are."""
        if dimension == "ROWS":
            self.row_count = count
        else:
            self.column_count = count

    def set_dimension(self, dimension: str, index: int, **changes: Any) -> None:
        """Change what is set on one row or column."""
        held = self.dimensions(dimension)
        changed = replace(held.get(index, PLAIN), **changes)
        if changed == PLAIN:
            held.pop(index, None)
        else:
            held[index] = changed

    @property
    def cell_count(self) -> int:
        """Cells that count against the workbook's ten million."""
        return self.row_count * self.column_count if self.is_grid else 0
