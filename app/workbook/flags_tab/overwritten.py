"""People's cells that a write of ours hit because somebody moved columns of the Flags tab meanwhile.

Sheets takes columns by their places, too. The headings tell which column is whose: they are written only
where they change. Where a column of theirs stands at a place that was written, and shows what was written
there, it gets back what had been read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from app.workbook.book import CellError, CellValue, Tab
from app.workbook.flags_tab.columns import Columns
from app.workbook.flags_tab.laid import Laid
from app.workbook.flags_tab.standing import Standing, stand
from app.workbook.moves import moved
from app.workbook.restored import Restored
from app.workbook.shape import Shape
from sheets_schema import Tab as Contract


def stand_again(
    tab: Tab, contract: Contract, shape: Shape | None, laid: Laid | None
) -> tuple[Standing, tuple[Restored, ...]]:
    """The tab with each row what it is, and the cells to be given back. `laid`: what an attempt before this
    one wrote while somebody changed the workbook; None when there was none."""
    if laid is None:
        return stand(tab, contract, shape), ()
    least = len(laid.names)
    standing = stand(tab, contract, shape, least=least)
    restored = tuple(_overwritten(laid, standing, tab))
    if restored:
        raw = _by_place(standing.columns, tab.column_count)
        blank = [None] * tab.column_count
        rows = [[*row, *blank[len(row) :]] for row in tab.rows]
        rows += [[*blank] for _ in range(len(rows), least)]
        for cell in restored:
            rows[cell.row][raw[cell.column]] = cell.value
        standing = stand(replace(tab, rows=rows), contract, shape, least=least)
    return laid.settled(standing), restored


def _overwritten(laid: Laid, standing: Standing, tab: Tab) -> Iterator[Restored]:
    now = _by_place(standing.columns, tab.column_count)
    hit = {column: at for column, at in now.items() if laid.is_theirs(column) and laid.is_written(at)}
    was = _by_place(laid.stood.columns, laid.stood.tab.column_count) if hit else {}
    places = {column: _read_at(laid, standing, column) for column in hit}
    names = {home.name: at for at, home in laid.homes.items() if home.name}
    for row in sorted(laid.written):
        name = standing.tab.value(row, laid.own_from - 1)
        fresh = row in laid.fresh or name not in names
        stood = laid.came_from[row] if fresh and row < len(laid.came_from) else names.get(str(name), -1)
        for column, at in hit.items():
            if tab.value(row, at) != laid.value(row, at):
                continue
            place = places[column]
            before = laid.stood.tab.value(stood, place) if stood >= 0 and place is not None else None
            formula = laid.formulas.get((stood, was.get(place, -1)), "") if place is not None else ""
            if before != tab.value(row, at):
                yield Restored(row=row, column=column, value=_plain(before), formula=formula)


def _by_place(columns: Columns, count: int) -> Mapping[int, int]:
    """Column in order -> where it stands on the tab, for those that are there."""
    order: list[object] = moved(list(range(count)), columns.moves)
    for at in columns.new:
        order.insert(at, None)
    return {column: at for column, at in enumerate(order) if isinstance(at, int)}


def _read_at(laid: Laid, standing: Standing, column: int) -> int | None:
    """Where a column of theirs stood in order when it was read: those of the contract at their place, others
    by their heading."""
    if column < laid.own_from:
        return column
    row, heading = standing.columns.heading, laid.stood.columns.heading
    if row is None or heading is None:
        return None
    title = standing.tab.value(row, column)
    cells: Sequence[CellValue] = laid.stood.tab.rows[heading]
    return next((at for at in range(laid.own_from, len(cells)) if title and cells[at] == title), None)


def _plain(value: CellValue) -> CellValue:
    return value.text if isinstance(value, CellError) else value
