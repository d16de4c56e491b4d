"""What rows and columns are called by what stands in them: names that stay when rows and columns move.

A flag is known by such names, so that the notes beside it stay with it. A cell's address would become another
cell's with the next row that somebody inserts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from app.project.month import label
from app.workbook.book import CellError, CellValue
from app.workbook.cells import plain, shortened, text_of
from app.workbook.days import day_of_serial, is_serial
from app.workbook.locate import Located

MOST_ROWS = 20  # of one fault that are called by their names; more of them go by their column
_LONGEST = 120  # characters of a row's name
_LONGEST_PART = 60
_ROWS: dict[str, tuple[tuple[str, ...], ...]] = {
    "settings": (("key",),),
    "budget": (("line",), ("title", "phase", "owner")),
    "actuals": (("line", "date", "person", "document"),),
    "resource_plan": (("line", "person", "role"),),
    "rate_card": (("person", "role", "effective_from"),),
    "milestones": (("milestone",), ("title",)),
    "change_orders": (("order",), ("title",)),
    "purchase_orders": (("order",), ("vendor", "line")),
    "invoices": (("invoice",), ("title", "milestone")),
    "risks_and_actions": (("item",), ("title",)),
    "exchange_rates": (("currency", "kind", "effective_from"),),
    "stakeholders": (("area", "person"),),
}
"""By tab of the contract the fields that name a row: the first group of which anything is filled in."""


def names_of(
    located: Located, rows: Collection[int], column: int, *, shown: str = "", whole: bool = False
) -> tuple[str, ...]:
    """The names of one fault in some rows of a column, in alphabetical order: each row's, or one for many.

    `shown`: what the cells have in common; `whole`: the rows themselves are the fault, not these cells, so
    that what stands in the column names them too.
    """
    called = column_name(located, column)
    if len(rows) > MOST_ROWS:
        return (_joined((called, shortened(shown, _LONGEST_PART))),)
    but = -1 if whole else column
    return tuple(sorted({_joined((called, row_name(located, row, but=but))) for row in rows}))


def cell_name(located: Located, row: int, column: int) -> str:
    """The name of one cell: its tab, its column, its row."""
    return names_of(located, [row], column)[0]


def column_name(located: Located, column: int) -> str:
    """`Actuals Hours`, `Budget 2026-07`: the tab by what it is, the column by its field, month or heading."""
    tab = located.contract.title
    if located.contract.layout == "keys":
        return tab
    for name, at in located.columns.items():
        if at == column:
            return f"{tab} {located.contract.field(name).title}"
    if column in located.months:
        return f"{tab} {label(located.months[column])}"
    rows, header = located.rows, located.header.row
    head = rows[header][column] if 0 <= header < len(rows) and column < len(rows[header]) else None
    return f"{tab} {_text(head)}".strip()


def row_name(located: Located, row: int, *, but: int = -1) -> str:
    """What a row is called; the column `but` is left out, because what stands there is wrong.

    "" where nothing names it.
    """
    cells = located.rows[row] if row < len(located.rows) else ()
    for fields in _ROWS.get(located.contract.name, ()):
        if name := _of_fields(located, cells, fields, but):
            return name
    known = [at for at in sorted(located.columns.values()) if at != but and at < len(cells)]
    return _named(_text(cell) for at in known if isinstance(cell := cells[at], str))


def _of_fields(located: Located, cells: Sequence[CellValue], fields: Iterable[str], but: int) -> str:
    found = []
    for field in fields:
        at = located.columns.get(field, -1)
        if 0 <= at < len(cells) and at != but:
            found.append(_text(cells[at], day=located.contract.field(field).type == "date"))
    return _named(found)


def _named(parts: Iterable[str]) -> str:
    return shortened(" ".join(part for part in parts if part), _LONGEST)


def _text(cell: CellValue, *, day: bool = False) -> str:
    if cell is None or isinstance(cell, CellError):
        return ""
    if day and isinstance(cell, float | int) and not isinstance(cell, bool) and is_serial(cell):
        return f"{day_of_serial(cell)}"
    return shortened(plain(text_of(cell)), _LONGEST_PART)


def _joined(parts: Iterable[str]) -> str:
    return ", ".join(part for part in parts if part)
