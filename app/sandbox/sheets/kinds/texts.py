"""findReplace, trimWhitespace, textToColumns, deleteDuplicates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

from app.sandbox.errors import invalid
from app.sandbox.grid.area import Area
from app.sandbox.grid.blocks import EMPTY, clear, lift, set_down
from app.sandbox.grid.cell_format import intern
from app.sandbox.grid.locale import conventions
from app.sandbox.grid.sheet import Sheet
from app.sandbox.grid.show import shown
from app.sandbox.grid.value import CellError, Formula, Value
from app.sandbox.regular_expressions import compiled, expanded
from app.sandbox.sheets.kinds.places import area_of, area_to_write, full_range, grid_sheet
from app.sandbox.sheets.kinds.registry import Context, kind
from app.sandbox.sheets.protection import refuse_protected
from app.sandbox.sheets.values_write import Typist, grow, typed

JsonDict = dict[str, Any]
Replace = Callable[[str], tuple[str, int]]
_DELIMITERS = {"COMMA": ",", "SEMICOLON": ";", "PERIOD": ".", "SPACE": " "}


@kind("findReplace")
def find_replace(ctx: Context, request: JsonDict) -> JsonDict:
    """Texts replaced in a range, a sheet or everywhere; what comes out is read as if typed."""
    if not request.get("find"):
        raise invalid("find must be set.")
    ctx.settle()
    replace = _replacer(request)
    counts: Counter[str] = Counter()
    for area in _scope(ctx, request):
        changed = _replace_in(ctx, area, replace, counts, with_formulas=request.get("includeFormulas", False))
        counts["sheetsChanged"] += changed
    names = ("valuesChanged", "formulasChanged", "rowsChanged", "sheetsChanged", "occurrencesChanged")
    return {name: counts[name] for name in names if counts[name]}


def _scope(ctx: Context, request: JsonDict) -> list[Area]:
    if "range" in request:
        return [area_of(ctx, full_range(request["range"]))]
    if "sheetId" in request:
        sheets = [grid_sheet(ctx, request["sheetId"])]
    elif request.get("allSheets"):
        sheets = [sheet for sheet in ctx.book.sheets if sheet.is_grid]
    else:
        raise invalid("One of range, sheetId or allSheets must be set.")
    return [Area(s.sheet_id, 0, s.row_count, 0, s.column_count) for s in sheets]


def _replacer(request: JsonDict) -> Replace:
    by_regex = request.get("searchByRegex", False)
    replacement = request.get("replacement", "")
    pattern = _pattern(request["find"], by_regex=by_regex, ignore_case=not request.get("matchCase", False))
    whole = request.get("matchEntireCell", False)

    def put(match: Any) -> str:
        return expanded(match, replacement) if by_regex else str(replacement)

    def replace(text: str) -> tuple[str, int]:
        if whole:
            match = pattern.fullmatch(text)
            return (put(match), 1) if match is not None else (text, 0)
        new, count = pattern.subn(put, text)
        return new, count

    return replace


def _pattern(find: str, *, by_regex: bool, ignore_case: bool) -> Any:
    if not by_regex:
        return re.compile(re.escape(find), re.IGNORECASE if ignore_case else 0)
    try:
        return compiled(find, ignore_case=ignore_case)
    except ValueError as fault:
        raise invalid(str(fault)) from None


def _replace_in(
    ctx: Context, area: Area, replace: Replace, counts: Counter[str], *, with_formulas: bool
) -> bool:
    sheet = grid_sheet(ctx, area.sheet_id)
    typist = Typist.of(ctx.book, "USER_ENTERED")
    locale = conventions(ctx.book.locale)
    rows_before = counts["rowsChanged"]
    for index in sheet.grid.indices(area.top, area.bottom):
        row = sheet.grid.rows[index]
        changes: dict[int, str] = {}
        for column in range(area.left, min(area.right, len(row.values))):
            value = row.values[column]
            is_formula = isinstance(value, Formula)
            if value is None or (is_formula and not with_formulas):
                continue
            text = value.text if isinstance(value, Formula) else shown(value, row.format(column), locale)
            new, count = replace(text)
            if count and new != text:
                changes[column] = new
                counts["formulasChanged" if is_formula else "valuesChanged"] += 1
                counts["occurrencesChanged"] += count
        if changes:
            counts["rowsChanged"] += 1
            _enter(ctx, sheet, index, changes, typist)
    return counts["rowsChanged"] > rows_before


def _enter(ctx: Context, sheet: Sheet, index: int, changes: dict[int, str], typist: Typist) -> None:
    """Texts typed into cells of one row."""
    span = Area(sheet.sheet_id, index, index + 1, min(changes), max(changes) + 1)
    refuse_protected(ctx.book, sheet, span, ctx.caller.email)
    row = sheet.grid.for_write(index)
    for column, text in changes.items():
        held = row.format(column)
        value, brought = typed(text, held, typist)
        row.set_value(column, value)
        if brought is not None:
            row.set_format(
                column, intern({**(held.json if held is not None else {}), "numberFormat": brought})
            )
    sheet.grid.tidy(index)


@kind("trimWhitespace")
def trim_whitespace(ctx: Context, request: JsonDict) -> JsonDict:
    """Blanks at the ends of texts removed, runs of blanks inside made one."""
    area = area_to_write(ctx, full_range(request.get("range", {})))
    sheet = grid_sheet(ctx, area.sheet_id)
    changed = 0
    for index in sheet.grid.indices(area.top, area.bottom):
        row = sheet.grid.rows[index]
        for column in range(area.left, min(area.right, len(row.values))):
            value = row.values[column]
            if isinstance(value, str):
                trimmed = re.sub(r"[ \t\u00a0]+", " ", value).strip()
                if trimmed != value:
                    sheet.grid.for_write(index).set_value(column, trimmed or None)
                    changed += 1
        sheet.grid.tidy(index)
    return {"cellsChangedCount": changed} if changed else {}


@kind("textToColumns")
def text_to_columns(ctx: Context, request: JsonDict) -> None:
    """Texts of one column dealt out over the columns to its right."""
    area = area_to_write(ctx, full_range(request.get("source", {})))
    if area.width != 1:
        raise invalid("source must span exactly one column.")
    sheet = grid_sheet(ctx, area.sheet_id)
    texts = {
        index: value
        for index in sheet.grid.indices(area.top, area.bottom)
        if isinstance(value := sheet.grid.value(index, area.left), str)
    }
    delimiter = _delimiter(request, list(texts.values()))
    typist = Typist.of(ctx.book, "USER_ENTERED")
    for index, text in texts.items():
        parts = text.split(delimiter) if delimiter else [text]
        if len(parts) == 1:
            continue
        grow(ctx.book, sheet, sheet.row_count, area.left + len(parts))
        _enter(ctx, sheet, index, {area.left + i: part.strip() for i, part in enumerate(parts)}, typist)


def _delimiter(request: JsonDict, texts: list[str]) -> str:
    kind_of = request.get("delimiterType", "DELIMITER_TYPE_UNSPECIFIED")
    if kind_of == "CUSTOM":
        if not request.get("delimiter"):
            raise invalid("delimiter must be set when delimiterType is CUSTOM.")
        return str(request["delimiter"])
    if request.get("delimiter"):
        raise invalid("delimiter can only be set when delimiterType is CUSTOM.")
    if kind_of == "AUTODETECT":
        counts = {mark: sum(mark in text for text in texts) for mark in (",", ";", "\t", "|", " ", ".")}
        best = max(counts, key=lambda mark: counts[mark])
        return best if counts[best] else ""
    if kind_of not in _DELIMITERS:
        raise invalid("delimiterType must be set.")
    return _DELIMITERS[kind_of]


@kind("deleteDuplicates")
def delete_duplicates(ctx: Context, request: JsonDict) -> JsonDict:
    """Rows of a range that repeat an earlier one in the compared columns; those below close up."""
    ctx.settle()
    area = area_to_write(ctx, full_range(request.get("range", {})))
    sheet = grid_sheet(ctx, area.sheet_id)
    columns = _compared(area, request.get("comparisonColumns", ()))
    block = lift(sheet, area)
    seen: set[tuple[Any, ...]] = set()
    kept: list[int] = []
    for down in range(area.height):
        key = tuple(_same(block.get((down, column - area.left), EMPTY).effective) for column in columns)
        if key not in seen:
            seen.add(key)
            kept.append(down)
    removed = area.height - len(kept)
    if removed:
        places = {down: place for place, down in enumerate(kept)}
        clear(sheet, area)
        moved = {(places[d], across): cell for (d, across), cell in block.items() if d in places}
        set_down(sheet, moved, area.top, area.left)
    return {"duplicatesRemovedCount": removed} if removed else {}


def _compared(area: Area, given: Any) -> list[int]:
    if not given:
        return list(area.columns())
    columns: list[int] = []
    for span in given:
        if span.get("dimension") == "ROWS":
            raise invalid("comparisonColumns must have dimension COLUMNS.")
        start, end = span.get("startIndex", area.left), span.get("endIndex", area.right)
        if not area.left <= start < end <= area.right:
            raise invalid("comparisonColumns must be within the range.")
        columns.extend(range(start, end))
    return columns


def _same(value: Value) -> Any:
    if isinstance(value, str):
        return ("text", value.casefold())
    if isinstance(value, CellError):
        return ("error", value.kind)
    return (type(value) is bool, value)
