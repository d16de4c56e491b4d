"""Filter criteria: checked, kept in both spellings, and applied."""

from __future__ import annotations

from typing import Any

from app.sandbox.errors import invalid, unimplemented
from app.sandbox.grid.area import of_grid_range
from app.sandbox.grid.locale import conventions
from app.sandbox.grid.sheet import Sheet
from app.sandbox.grid.show import shown
from app.sandbox.grid.spreadsheet import Spreadsheet
from app.sandbox.sheets.colours import with_styles
from app.sandbox.sheets.conditions import condition_test
from app.sandbox.sheets.kinds.places import area_of
from app.sandbox.sheets.kinds.registry import Context
from app.sandbox.sheets.validation import checked_condition

JsonDict = dict[str, Any]


def checked_filter(ctx: Context, given: JsonDict) -> JsonDict:
    """A filter as it is kept: its range closed at the grid, `filterSpecs` and `criteria` saying the same.

    Sort specs name columns inside the range.
    """
    made = with_styles(given)
    area = area_of(ctx, made["range"])
    made["range"] = area.grid_range()
    specs: dict[int, JsonDict] = {}
    for spec in made.pop("filterSpecs", ()):
        if "dataSourceColumnReference" in spec:
            raise unimplemented("Filtering a data source")
        specs[spec.get("columnIndex", 0)] = spec.get("filterCriteria", {})
    for column, criteria in made.pop("criteria", {}).items():
        specs.setdefault(int(column), criteria)
    for column, criteria in specs.items():
        if not area.left <= column < area.right:
            raise invalid(f"Filter column index {column} is outside the range of the filter.")
        if criteria.get("condition"):
            checked_condition(criteria["condition"])
    for spec in made.get("sortSpecs", ()):
        if not area.left <= spec.get("dimensionIndex", 0) < area.right:
            raise invalid("A sort spec must name a column within the range.")
    if specs:
        ordered = sorted(specs.items())
        made["criteria"] = {str(column): criteria for column, criteria in ordered}
        made["filterSpecs"] = [{"columnIndex": c, "filterCriteria": criteria} for c, criteria in ordered]
    return made


def show_filtered(book: Spreadsheet, sheet: Sheet) -> None:
    """Hide the rows the basic filter leaves out, show all others."""
    hidden = hidden_rows(book, sheet, sheet.basic_filter) if sheet.basic_filter is not None else set()
    for index in [i for i, held in sheet.rows.items() if held.hidden_by_filter and i not in hidden]:
        sheet.set_dimension("ROWS", index, hidden_by_filter=False)
    for index in hidden:
        sheet.set_dimension("ROWS", index, hidden_by_filter=True)


def hidden_rows(book: Spreadsheet, sheet: Sheet, held: JsonDict) -> set[int]:
    """Rows below the heading that some criterion leaves out."""
    area = of_grid_range(held["range"], rows=sheet.row_count, columns=sheet.column_count)
    locale = conventions(book.locale)
    hidden: set[int] = set()
    for column_text, criteria in held.get("criteria", {}).items():
        column = int(column_text)
        texts = set(criteria.get("hiddenValues", ()))
        places = [(row, column) for row in range(area.top + 1, area.bottom)]
        met = set(places)
        if criteria.get("condition"):
            anchor = (area.top + 1, column)
            met = condition_test(book, sheet, criteria["condition"], anchor).matching(places)
        for row, _column in places:
            look = sheet.grid.look(row, column)
            text = shown(sheet.grid.effective(row, column), look, locale)
            seen = _coloured(look.json if look is not None else {}, criteria)
            if text in texts or (row, column) not in met or not seen:
                hidden.add(row)
    return hidden


def _coloured(look: JsonDict, criteria: JsonDict) -> bool:
    """Whether a cell has the only colours that are to be seen."""
    background = criteria.get("visibleBackgroundColorStyle")
    if background is not None and look.get("backgroundColorStyle") != background:
        return False
    foreground = criteria.get("visibleForegroundColorStyle")
    return foreground is None or look.get("textFormat", {}).get("foregroundColorStyle") == foreground
