"""What the columns of an export of bookings are called, and which column is which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.workbook.cells import folded_heading

# Field -> headings, the telling ones first. Saved searches repeat headings: order and content decide then.
NAMES: Mapping[str, tuple[str, ...]] = {
    "date": ("date", "transaction date", "posting date", "trandate", "entry date", "day", "datum", "תאריך"),
    "period": ("posting period", "accounting period", "period", "month", "periode", "תקופה"),
    "document": (
        *(
            "document number",
            "document no",
            "doc number",
            "document",
            "transaction number",
            "tran id",
            "tranid",
        ),
        *("reference", "reference no", "number", "belegnummer", "internal id", "id", "אסמכתא"),
    ),
    "line": ("line", "line id", "line no", "line number", "line sequence number", "transaction line id"),
    "project": (
        *(
            "project",
            "job",
            "customer:project",
            "customer/project",
            "project/job",
            "project name",
            "customer",
        ),
        *("projekt", "פרויקט"),
    ),
    "task": (
        "task",
        "project task",
        "case/task/event",
        "service item",
        "item",
        "activity",
        "aufgabe",
        "משימה",
    ),
    "person": (
        "employee",
        "person",
        "resource",
        "consultant",
        "vendor",
        "entity",
        "name",
        "mitarbeiter",
        "עובד",
    ),
    "account": ("account", "gl account", "account name", "account: name", "konto", "חשבון"),
    "memo": ("memo", "description", "note", "details", "text", "תיאור"),
    "hours": ("hours", "duration", "duration (decimal)", "time", "stunden", "שעות"),
    "quantity": ("quantity", "qty"),
    "debit": ("debit", "amount (debit)", "debit amount", "soll"),
    "credit": ("credit", "amount (credit)", "credit amount", "haben"),
    "net": ("amount (net of tax)", "net of tax", "net amount (excl. tax)"),
    "amount": ("amount", "amount (net)", "cost", "net amount", "total", "amount (gross)", "betrag", "סכום"),
    "currency": ("currency", "currency code", "ccy", "währung", "מטבע"),
    "status": ("approval status", "approved", "status", "is approved", "supervisor approved"),
    "type": ("type", "transaction type", "tran type"),
}
_FIELDS = {
    folded_heading(name): (field, rank) for field, names in NAMES.items() for rank, name in enumerate(names)
}
SEARCHED_ROWS = 30


def find_header(rows: Sequence[Sequence[object]]) -> tuple[int, dict[str, int]]:
    """The row of headings, and its columns by field; (-1, {}) where none names amounts and when."""
    best: tuple[int, dict[str, int]] = (-1, {})
    for at, cells in enumerate(rows[:SEARCHED_ROWS]):
        columns = columns_of(cells)
        amounts = columns.keys() & {"amount", "debit", "credit", "net", "hours"}
        placed = columns.keys() & {"date", "period"}
        if amounts and placed and len(columns) > len(best[1]):
            best = (at, columns)
    return best


def columns_of(cells: Sequence[object]) -> dict[str, int]:
    """Field -> column; of several headings of a field the most telling, of equal ones the first."""
    found: dict[str, tuple[int, int]] = {}
    for column, cell in enumerate(cells):
        hit = _FIELDS.get(folded_heading(cell)) if isinstance(cell, str) else None
        if hit and (hit[0] not in found or hit[1] < found[hit[0]][0]):
            found[hit[0]] = (hit[1], column)
    columns = {field: column for field, (_, column) in found.items()}
    quantity = columns.pop("quantity", None)
    if quantity is not None and not columns.keys() & {"hours", "amount", "debit", "credit", "net"}:
        columns["hours"] = quantity  # time entries without a price; beside an amount it may count anything
    return columns
