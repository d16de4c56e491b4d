"""What adopting a workbook costs beside reading it with openpyxl: 20,000 rows of formulas, texts and days."""

from __future__ import annotations

import statistics
import tempfile
import time
import warnings
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from openpyxl import Workbook, load_workbook

from app.bench.row import Row
from app.intake.adopt import adopt

ROWS = 20_000
REPEATS = 3
_HEADINGS = ("ID", "Phase", "Task", "Owner", "Start", "End", "Hours", "Rate", "Budget", "Actual", "Remaining")
_MONTHS = 6


def adopt_rows() -> list[Row]:
    """Alternates both, so that a noisy machine disturbs them alike."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.xlsx"
        _workbook().save(path)
        adopt(path)  # words and month names are loaded once a process
        ours, theirs = [], []
        for _ in range(REPEATS):
            theirs.append(_seconds(lambda: _read(path)))
            ours.append(_seconds(lambda: adopt(path)))
    base, own = statistics.median(theirs), statistics.median(ours)
    return [
        Row(
            name="adopt_to_read_ratio",
            value=own / base,
            unit=f"times reading {ROWS:,} rows with openpyxl",
            goal="<= 3",
            underneath={"read_seconds": base, "adopt_seconds": own},
        )
    ]


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _read(path: Path) -> int:
    """Every value of the file, as openpyxl reads them fastest."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(path, data_only=True, read_only=True)
    cells = sum(len(row) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True))
    book.close()
    return cells


def _workbook() -> Workbook:
    """A plan with months across, subtotals every hundred lines, and two formulas a line."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Plan")
    start = date(2026, 1, 5)
    sheet.append(["Portfolio plan"])
    sheet.append([*_HEADINGS, *(date(2026, month, 1) for month in range(1, _MONTHS + 1))])
    first = 3
    for row in range(3, ROWS + 3):
        if row % 100 == 0:
            sums = [f"=SUM({letter}{first}:{letter}{row - 1})" for letter in "IJK"]
            sheet.append([None, None, "Subtotal", *[None] * 5, *sums])
            first = row + 1
            continue
        day = start + timedelta(days=row % 300)
        sheet.append(
            [
                *(f"L{row:05d}", f"Phase {row // 100}", f"Work on part {row}", f"Person {row % 37}"),
                *(day, day + timedelta(days=20), row % 90 + 1, 80 + row % 5),
                *(f"=G{row}*H{row}", row * 7.25 % 9000, f"=I{row}-J{row}"),
                *(round(row * month % 977 / 7, 2) for month in range(1, _MONTHS + 1)),
            ]
        )
    return book
