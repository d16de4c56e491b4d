"""The Flags tab's columns: ours in the contract's order again, people's kept whole behind or among them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.workbook.book import CellValue, Tab
from app.workbook.moves import Move, moved, moves_into
from sheets_schema import Tab as Contract

_SEARCHED = 1_000  # rows from the top in which a sort may have left the headings
_ID = re.compile(r"^[A-Z]\d{1,2}(:|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """`tab` with its columns in the contract's order, and how it comes to that: moves, then new ones.

    `heading`: the row of the headings; None when there is none.
    """

    tab: Tab
    heading: int | None
    moves: tuple[Move, ...] = ()
    new: tuple[int, ...] = ()


def in_order(tab: Tab, contract: Contract) -> Columns:
    """Columns of ours are known by their headings wherever they stand.

    A column that people fill is also known by its place between its neighbours, so that its heading may be
    theirs. Whatever else has no heading of ours is a person's and goes behind.
    """
    titles = [(field.title, *field.headings) for field in contract.fields]  # in every language
    heading = _heading(tab, titles)
    if heading is None:
        return Columns(tab=tab, heading=None)
    found = _found(tab, contract, heading)
    ours = [found[at] for at in range(len(titles)) if at in found]
    others = [at for at in range(tab.column_count) if at not in set(ours)]
    moves = moves_into([*ours, *others])
    new = tuple(at for at in range(len(titles)) if at not in found)
    if not moves and not new:
        return Columns(tab=tab, heading=heading)
    rows = [_laid(row, tab.column_count, moves, new) for row in tab.rows]
    laid = replace(tab, rows=rows, column_count=tab.column_count + len(new))
    return Columns(tab=laid, heading=heading, moves=moves, new=new)


def looks_like_id(value: CellValue) -> bool:
    """Whether a cell can hold a flag's id, such as `V5:1.2`."""
    return isinstance(value, str) and _ID.match(value) is not None


def _heading(tab: Tab, titles: Sequence[tuple[str, ...]]) -> int | None:
    """The row that shows most of our headings, when that is at least half of them."""
    wanted = {name: place for place, names in enumerate(titles) for name in names}
    best, most = None, (len(titles) + 1) // 2 - 1
    for at, row in enumerate(tab.rows[:_SEARCHED]):
        shown = len({wanted[cell] for cell in row if isinstance(cell, str) and cell in wanted})
        if shown > most:
            best, most = at, shown
    return best


def _found(tab: Tab, contract: Contract, heading: int) -> dict[int, int]:
    """Place in the contract -> column."""
    shown: dict[str, int] = {}
    for at, cell in enumerate(tab.rows[heading]):
        if isinstance(cell, str):
            shown.setdefault(cell, at)
    found = {
        at: shown[name]
        for at, field in enumerate(contract.fields)
        for name in (*field.headings, field.title)
        if name in shown
    }
    last = len(contract.fields) - 1
    if last not in found:
        ids = [at for at in range(tab.column_count) if at not in found.values() and _holds_ids(tab, at)]
        found |= {last: ids[0]} if ids else {}
    return found | _by_neighbours(contract, found)


def _holds_ids(tab: Tab, column: int) -> bool:
    cells = [cell for row in range(len(tab.rows)) if (cell := tab.value(row, column)) is not None]
    ids = sum(looks_like_id(cell) and ":" in str(cell) for cell in cells)
    return ids > len(cells) / 2


def _by_neighbours(contract: Contract, found: dict[int, int]) -> dict[int, int]:
    """People's columns whose headings were changed: as many as are missing between two that are known."""
    named: dict[int, int] = {}
    missing = [at for at, field in enumerate(contract.fields) if at not in found]
    taken = set(found.values())
    while missing:
        run = [missing.pop(0)]
        while missing and missing[0] == run[-1] + 1:
            run.append(missing.pop(0))
        left, right = found.get(run[0] - 1), found.get(run[-1] + 1)
        if left is None or right is None or not all(contract.fields[at].theirs for at in run):
            continue
        between = [at for at in range(left + 1, right) if at not in taken]
        if len(between) == len(run):
            named |= dict(zip(run, between, strict=True))
    return named


def _laid(row: Sequence[CellValue], width: int, moves: Sequence[Move], new: Sequence[int]) -> list[CellValue]:
    cells: list[object] = moved([*row, *([None] * (width - len(row)))], moves)
    for at in new:
        cells.insert(at, None)
    while cells and cells[-1] is None:
        cells.pop()
    return cells  # type: ignore[return-value]
