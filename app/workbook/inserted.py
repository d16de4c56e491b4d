"""Columns that a person put inside a page of ours: found, so that they can be moved behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.workbook.book import CellValue, Tab
from app.workbook.moves import Move
from app.workbook.output.page import Page

_SEARCHED = 200  # rows above the headings, columns between them


def columns_behind(page: Page, tab: Tab) -> tuple[Tab, tuple[Move, ...]]:
    """`tab` with columns among ours that have no heading of ours moved behind the page, and the moves.

    None are when our headings are not all there, in their order.
    """
    heading = page.rows[page.frozen_rows - 1].values if page.frozen_rows else ()
    if len(heading) < 2:
        return tab, ()
    for row in tab.rows[: page.frozen_rows + _SEARCHED]:
        others = _others([_names(page, at) for at in range(len(heading))], row)
        if others:
            end = len(heading) + len(others)
            moved = replace(tab, rows=[_behind(row, others, end) for row in tab.rows])
            # The first one first: those before it have left their places.
            return moved, tuple(Move(at - before, end) for before, at in enumerate(others))
    return tab, ()


def _names(page: Page, at: int) -> frozenset[object]:
    """What may head a column of ours: its heading, and that of another language."""
    also = page.columns[at].also if at < len(page.columns) else ()
    return frozenset([page.rows[page.frozen_rows - 1].values[at], *also])


def _others(ours: Sequence[frozenset[object]], shown: Sequence[object]) -> list[int]:
    """Places of what stands between `ours`; none unless all of `ours` is shown, in its order."""
    others, place = [], 0
    for at, item in enumerate(shown[: len(ours) + _SEARCHED]):
        if place == len(ours):
            break
        if item in ours[place]:
            place += 1
        else:
            others.append(at)
    return others if place == len(ours) else []


def _behind(cells: Sequence[CellValue], places: Sequence[int], end: int) -> list[CellValue]:
    full = [*cells, *([None] * (end - len(cells)))]
    gone = set(places)
    kept = [cell for at, cell in enumerate(full[:end]) if at not in gone]
    return [*kept, *(full[at] for at in places), *full[end:]]
