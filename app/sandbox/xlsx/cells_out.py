"""Cells of a sheet into a tab of an .xlsx."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles.colors import Color
from openpyxl.worksheet.formula import ArrayFormula

from app.sandbox.grid.cells import Row
from app.sandbox.grid.links import hyperlink
from app.sandbox.grid.sheet import Sheet
from app.sandbox.grid.value import CellError, Formula, Value
from app.sandbox.xlsx.formula_text import excel_formula, inside_array
from app.sandbox.xlsx.styles_out import StylesOut

JsonDict = dict[str, Any]
MOST_CHARACTERS = 32_767  # of a cell in Excel
Rename = Callable[[str], str]  # a formula, with titles as the file has them


def write_cells(page: Any, sheet: Sheet, *, styles: StylesOut, rename: Rename, dropped: set[str]) -> None:
    """Entered values, formulas, what formulas spill, formats, notes and rich text."""
    for index in sheet.grid.result_indices(0, sheet.row_count):
        row = sheet.grid.rows.get(index)
        results = sheet.grid.results.get(index, {})
        width = max(len(row.values) if row else 0, max(results, default=-1) + 1)
        for column in range(width):
            value = row.value(column) if row else None
            if value is None and column in results:
                value = results[column]
            if value is not None:
                cell = page.cell(index + 1, column + 1)
                _write_value(cell, value, sheet=sheet, rename=rename, dropped=dropped)
            if row is not None:
                _dress(page, row, index, column, styles=styles)


def _write_value(cell: Any, value: Value, *, sheet: Sheet, rename: Rename, dropped: set[str]) -> None:
    if isinstance(value, Formula):
        inner = inside_array(value.text)
        text = excel_formula(rename(inner or value.text))
        cell.value = ArrayFormula(_extent(sheet, cell), text) if inner else text
    elif isinstance(value, CellError):
        cell.value = value.text
        cell.data_type = "e"
    elif isinstance(value, str):
        clean = ILLEGAL_CHARACTERS_RE.sub("", value)
        if clean != value:
            dropped.add("control characters")
        if len(clean) > MOST_CHARACTERS:
            dropped.add(f"text beyond {MOST_CHARACTERS} characters in a cell")
        cell.value = clean
        cell.data_type = "s"  # text stays text, whatever it looks like
    else:
        cell.value = value


def _extent(sheet: Sheet, cell: Any) -> str:
    """The area that an array formula fills: cells beside it that show something and hold nothing."""
    top, left = cell.row - 1, cell.column - 1

    def spilled(row: int, column: int) -> bool:
        return column in sheet.grid.results.get(row, {}) and sheet.grid.value(row, column) is None

    right = left
    while spilled(top, right + 1):
        right += 1
    bottom = top
    while spilled(bottom + 1, left):
        bottom += 1
    end = cell.parent.cell(bottom + 1, right + 1).coordinate
    return str(cell.coordinate) if (bottom, right) == (top, left) else f"{cell.coordinate}:{end}"


def _dress(page: Any, row: Row, index: int, column: int, *, styles: StylesOut) -> None:
    """Format, link, note and runs of one cell."""
    cell_format, extra = row.format(column), row.extra_at(column)
    if cell_format is None and not extra:
        return
    cell = page.cell(index + 1, column + 1)
    if cell_format is not None:
        style = styles.of(cell_format)
        cell.number_format = style.number_format
        for name in ("font", "fill", "border", "alignment"):
            part = getattr(style, name)
            if part is not None:
                setattr(cell, name, part)
    value = row.value(column)
    link = hyperlink(value, cell_format, extra) if not isinstance(value, Formula) else ""
    if link:
        cell.hyperlink = link
    if extra.get("note"):
        cell.comment = Comment(extra["note"], "")
    if extra.get("textFormatRuns") and isinstance(value, str):
        cell.value = _rich(value, extra["textFormatRuns"])


def _rich(text: str, runs: list[JsonDict]) -> CellRichText:
    """Pieces of text; those without a format of their own stay plain."""
    starts = [run.get("startIndex", 0) for run in runs]
    pieces: list[Any] = [text[: starts[0]]] if starts[0] else []
    for run, start, end in zip(runs, starts, [*starts[1:], len(text)], strict=True):
        held = run.get("format", {})
        piece = text[start:end]
        pieces.append(TextBlock(_inline(held), piece) if held and piece else piece)
    return CellRichText(*[piece for piece in pieces if piece])


def _inline(held: JsonDict) -> InlineFont:
    colour = held.get("foregroundColorStyle", {}).get("rgbColor", held.get("foregroundColor"))
    code = None
    if colour is not None:
        code = "FF" + "".join(f"{round(colour.get(c, 0) * 255):02X}" for c in ("red", "green", "blue"))
    return InlineFont(
        rFont=held.get("fontFamily"),
        sz=held.get("fontSize"),
        b=held.get("bold"),
        i=held.get("italic"),
        strike=held.get("strikethrough"),
        u="single" if held.get("underline") else None,
        color=Color(rgb=code) if code else None,
    )
