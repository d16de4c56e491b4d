"""Cells cut and pasted: references and ranges that lay wholly in the source follow them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.sandbox.grid.area import Area
from app.sandbox.grid.formula_text import Corner, Reference, rewrite
from app.sandbox.grid.sheet import OBJECT_LISTS, Sheet
from app.sandbox.grid.spreadsheet import Spreadsheet
from app.sandbox.grid.structure import rewrite_formulas

JsonDict = dict[str, Any]
_KEYS = ("startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex")
_STAYS = frozenset({"tables", "row_groups", "column_groups", "charts", "slicers"})


def relocate(book: Spreadsheet, source: Area, target: Area) -> None:
    """Make everything that pointed wholly into `source` point at `target`; call it after the cells moved."""
    book.named_ranges = [_moved(held, source, target) for held in book.named_ranges]
    titles = {sheet.sheet_id: sheet.title for sheet in book.sheets}
    _move_objects(book, source, target)
    for held in list(book.sheets):

        def follow(reference: Reference, own: Sheet = held) -> Reference | None:
            return _followed(reference, own, source, target, titles)

        rewrite_formulas(book, held.sheet_id, lambda text, follow=follow: rewrite(text, follow))  # type: ignore[misc]


def _move_objects(book: Spreadsheet, source: Area, target: Area) -> None:
    for held in list(book.sheets):
        sheet = book.edit(held.sheet_id)
        for name in OBJECT_LISTS:
            if name == "charts":
                sheet.charts = [_moved(item, source, target) for item in sheet.charts]
            elif name not in _STAYS and held.sheet_id == source.sheet_id:
                kept: list[JsonDict] = []
                gone: list[JsonDict] = []
                for item in getattr(sheet, name):
                    moved = _moved(item, source, target)
                    (gone if moved is not item and target.sheet_id != source.sheet_id else kept).append(moved)
                setattr(sheet, name, kept)
                getattr(book.edit(target.sheet_id), name).extend(gone)


def _moved(held: Any, source: Area, target: Area) -> Any:
    """An object with the ranges that lay in the source moved; the very same object when none did."""
    if isinstance(held, list):
        made = [_moved(item, source, target) for item in held]
        return held if all(a is b for a, b in zip(made, held, strict=True)) else made
    if not isinstance(held, dict):
        return held
    if held.get("sheetId") == source.sheet_id and all(key in held for key in _KEYS):
        area = Area(source.sheet_id, *(held[key] for key in _KEYS))
        if source.holds(area):
            moved = area.moved(target.top - source.top, target.left - source.left)
            return {**held, **replace(moved, sheet_id=target.sheet_id).grid_range()}
        return held
    made_dict = {name: _moved(value, source, target) for name, value in held.items()}
    return held if all(made_dict[name] is held[name] for name in held) else made_dict


def _followed(
    reference: Reference, own: Sheet, source: Area, target: Area, titles: dict[int, str]
) -> Reference | None:
    source_title = titles.get(source.sheet_id, "")
    title = reference.title if reference.title is not None else own.title
    if title.casefold() != source_title.casefold():
        return None
    ends = [reference.first, reference.second or reference.first]
    if not all(
        end.row is not None and end.column is not None and source.contains(end.row, end.column)
        for end in ends
    ):
        return None
    down, across = target.top - source.top, target.left - source.left
    target_title = titles.get(target.sheet_id, source_title)
    named = reference.title is not None or target.sheet_id != own.sheet_id
    return Reference(
        target_title if named else None,
        _corner(reference.first, down, across),
        _corner(reference.second, down, across) if reference.second is not None else None,
    )


def _corner(corner: Corner, down: int, across: int) -> Corner:
    return replace(corner, row=(corner.row or 0) + down, column=(corner.column or 0) + across)
