"""New bookings beneath the last row of the Actuals tab of an Excel workbook, in a copy beside it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from openpyxl import load_workbook

from app.errors import BookingsRefused
from app.intake.bookings.plan import ImportPlan
from app.workbook.locate import Located


def import_into_excel(plan: ImportPlan, actuals: Located, path: Path, target: Path) -> None:
    """Writes `target`, whole or not at all; `path` stays as it is.

    Raises BookingsRefused where the copy would lose something: an earlier copy, or results of formulas.
    """
    if target != path and target.exists():
        raise BookingsRefused(
            f"{target.name} is there already, from an earlier import or refresh.",
            mend=f"Import into {target.name}, or move it away.",
        )
    book = load_workbook(path, keep_vba=path.suffix.lower() == ".xlsm")
    if any(cell.data_type == "f" for sheet in book.worksheets for row in sheet.iter_rows() for cell in row):
        raise BookingsRefused(
            f"{path.name} holds formulas, whose results the copy would lose.",
            mend="Import into a copy of the workbook that holds their values.",
        )
    sheet = book[actuals.tab.title]
    for at, row in enumerate(plan.rows, plan.last_row + 2):
        for name, column in actuals.columns.items():
            value = row.get(name)
            if value is None:
                continue
            cell = sheet.cell(at, column + 1, value)
            if isinstance(value, str):
                cell.data_type = "s"  # a memo such as "=A1" stays text
            elif isinstance(value, date):
                cell.number_format = "yyyy-mm-dd"
    unfinished = target.with_name(f".{target.name}.part")
    book.save(unfinished)
    unfinished.replace(target)
