"""Objects that point at cells, after rows or columns changed: ranges in JSON, references in formulas."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app.sandbox.grid.change import Change
from app.sandbox.grid.formula_text import REF_ERROR, Corner, Reference, rewrite

JsonDict = dict[str, Any]
FormulaChange = Callable[[str], str]
_GRID_KEYS = frozenset({"startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex"})
_WHOLE_OBJECT = frozenset({"range", "dataRange", "dimensionRange", "location", "spec"})


def remap_list(held: list[JsonDict], change: Change, formula: FormulaChange) -> list[JsonDict]:
    """Objects with their ranges where they now are; an object whose range is gone goes too."""
    remapped = [remap(item, change, formula) for item in held]
    return [item for item in remapped if item is not None]


def remap(held: Any, change: Change, formula: FormulaChange) -> Any:
    """One object, list or value; None when it stood for cells that are gone."""
    if isinstance(held, list):
        return [item for item in (remap(i, change, formula) for i in held) if item is not None]
    if isinstance(held, str):
        return formula(held) if held.startswith("=") else held
    if not isinstance(held, dict):
        return held
    if held.get("sheetId") == change.sheet_id:
        place = _remap_place(held, change)
        if place is not _NO_PLACE:
            return place
    return _remap_members(held, change, formula)


_NO_PLACE: JsonDict = {}


def _remap_place(held: JsonDict, change: Change) -> JsonDict | None:
    """A range, span or anchor where it now is; `_NO_PLACE` when the object is none of these."""
    if not _GRID_KEYS.isdisjoint(held):
        return remap_range(held, change)
    if "dimension" in held:
        return _dimension_range(held, change)
    if "rowIndex" in held or "columnIndex" in held:
        return _coordinate(held, change)
    return _NO_PLACE


def _remap_members(held: JsonDict, change: Change, formula: FormulaChange) -> JsonDict | None:
    made = {}
    for name, value in held.items():
        kept = remap(value, change, formula)
        if kept is None and value is not None:
            if name in _WHOLE_OBJECT:
                return None
            continue
        if name == "ranges" and not kept and value:
            return None
        made[name] = kept
    return made


def remap_range(held: JsonDict, change: Change) -> JsonDict | None:
    """A GridRange where it now is; None when nothing of it is left."""
    low, high = _bounds(change.dimension)
    if low not in held and high not in held:
        return held
    if change.band is not None and not _in_band(held, change):
        return held
    span = change.span(held.get(low, 0), held.get(high))
    if span is None:
        return None
    made = {**held, low: span[0]} if low in held or span[0] else dict(held)
    if span[1] is not None:
        made[high] = span[1]
    return made


def _in_band(held: JsonDict, change: Change) -> bool:
    """Whether a range lies wholly within the stretch that a change is limited to."""
    if change.band is None:
        return True
    low, high = _bounds("COLUMNS" if change.dimension == "ROWS" else "ROWS")
    return bool(held.get(low, 0) >= change.band[0] and held.get(high, 2**31) <= change.band[1])


def _bounds(dimension: str) -> tuple[str, str]:
    return ("startRowIndex", "endRowIndex") if dimension == "ROWS" else ("startColumnIndex", "endColumnIndex")


def _dimension_range(held: JsonDict, change: Change) -> JsonDict | None:
    if held["dimension"] != change.dimension or change.band is not None:
        return held
    span = change.span(held.get("startIndex", 0), held.get("endIndex"))
    if span is None:
        return None
    made = {**held, "startIndex": span[0]}
    if span[1] is not None:
        made["endIndex"] = span[1]
    return made


def _coordinate(held: JsonDict, change: Change) -> JsonDict:
    """A cell something is anchored at; where the cell is gone, what took its place."""
    name = "rowIndex" if change.dimension == "ROWS" else "columnIndex"
    other = "columnIndex" if change.dimension == "ROWS" else "rowIndex"
    if change.band is not None and not change.band[0] <= held.get(other, 0) < change.band[1]:
        return held
    index = held.get(name, 0)
    landed = change.position(index)
    if landed is None:
        span = change.span(0, index + 1)
        landed = max(0, (span[1] or 1) - 1) if span is not None else 0
    return {**held, name: landed}


def formula_change(change: Change, title: str, own_title: str) -> FormulaChange:
    """How a formula on the sheet `own_title` reads after a change on the sheet `title`."""
    here = title.casefold() == own_title.casefold()
    wanted = title.casefold()

    def moved(reference: Reference) -> Reference | str | None:
        if reference.title is None:
            if not here:
                return None
        elif reference.title.casefold() != wanted:
            return None
        return _reference(reference, change)

    return lambda text: rewrite(text, moved)


def _reference(reference: Reference, change: Change) -> Reference | str | None:
    rows = change.dimension == "ROWS"
    first, second = reference.first, reference.second
    if change.band is not None and not _reference_in_band(reference, change.band, rows=rows):
        return None
    low = first.row if rows else first.column
    if second is None:
        if low is None:
            return None
        landed = change.position(low)
        return REF_ERROR if landed is None else replace(reference, first=_at(first, landed, rows=rows))
    high = second.row if rows else second.column
    if low is None and high is None:
        return None
    if low is None or high is None:
        return _open(reference, low, high, change, rows=rows)
    start, last = min(low, high), max(low, high)
    span = change.span(start, last + 1)
    if span is None or span[1] is None:
        return REF_ERROR
    ends = (span[0], span[1] - 1) if low <= high else (span[1] - 1, span[0])
    return replace(reference, first=_at(first, ends[0], rows=rows), second=_at(second, ends[1], rows=rows))


def _reference_in_band(reference: Reference, band: tuple[int, int], *, rows: bool) -> bool:
    """Whether a reference lies wholly within a stretch of the other dimension."""
    ends = [reference.first, reference.second or reference.first]
    across = [end.column if rows else end.row for end in ends]
    return all(index is not None and band[0] <= index < band[1] for index in across)


def _open(
    reference: Reference, low: int | None, high: int | None, change: Change, *, rows: bool
) -> Reference | str:
    """A reference open on one side: only the written end moves."""
    written = low if low is not None else high
    span = change.span(written or 0, None)
    if span is None:
        return REF_ERROR
    if low is not None:
        return replace(reference, first=_at(reference.first, span[0], rows=rows))
    second = reference.second
    return replace(reference, second=_at(second, span[0], rows=rows) if second is not None else None)


def _at(corner: Corner, index: int, *, rows: bool) -> Corner:
    return replace(corner, row=index) if rows else replace(corner, column=index)


def map_formulas(held: Any, formula: FormulaChange) -> Any:
    """An object with every formula text in it rewritten."""
    if isinstance(held, str):
        return formula(held) if held.startswith("=") else held
    if isinstance(held, list):
        return [map_formulas(item, formula) for item in held]
    if isinstance(held, dict):
        return {name: map_formulas(value, formula) for name, value in held.items()}
    return held


def map_sheet_ids(held: Any, old: int, new: int) -> Any:
    """An object with every mention of one sheet's id made another's."""
    if isinstance(held, list):
        return [map_sheet_ids(item, old, new) for item in held]
    if isinstance(held, dict):
        return {
            name: new if name == "sheetId" and value == old else map_sheet_ids(value, old, new)
            for name, value in held.items()
        }
    return held
