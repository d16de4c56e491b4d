"""T7 on the Settings tab: a status date computed from today counts everything as at another day tomorrow."""

from __future__ import annotations

from typing import Any

import pytest

from app.project.problem import Problem, ProblemKind
from tests.intake.test_sheet_sense import Sheets, sheets


def row_of(made: Sheets, setting: str) -> int:
    grid = made.made.grid("Settings")
    return next(row for row, cells in enumerate(grid) if cells[0] == setting)


def told(setting: str, value: Any, formula: str) -> list[Problem]:
    made = sheets()
    made.type("Settings", row_of(made, setting), 1, value, formula)
    return [problem for problem in made.told() if problem.kind is ProblemKind.MOVING_FIGURE]


@pytest.mark.parametrize(
    ("serial", "formula", "now", "month_end"),
    [
        (46_173, "=TODAY()", "2026-05-31", "2026-05-31"),
        (46_172, "=TODAY()", "2026-05-30", "2026-04-30"),
        (46_142, "=EOMONTH(TODAY(),-1)", "2026-04-30", "2026-04-30"),
    ],
)
def test_a_status_date_that_moves(serial: int, formula: str, now: str, month_end: str) -> None:
    (problem,) = told("Status date", serial, formula)
    place = f"Settings!B{row_of(sheets(), 'Status date') + 1}"
    assert [str(each) for each in problem.places] == [place]
    assert problem.message == (
        f"{place}: Status date comes from TODAY(), so that {now} is another at each look"
    )
    assert problem.mend == f"Type the last month end that is closed: {month_end}"


def test_any_other_setting_that_moves() -> None:
    (problem,) = told("Project finish", 46_173, "=NOW()+30")
    assert problem.mend == "Type what is meant: 2026-05-31"
    (problem,) = told("Contract price", 120_000.5, "=RANDBETWEEN(1,2)")
    assert problem.mend == "Type what is meant: 120,000.50"


def test_a_setting_that_is_computed_from_other_cells_stands_still() -> None:
    assert told("Status date", 46_173, '=DATE(2026,5,31)&"TODAY("') == []
    assert told("Project finish", 46_173, "=B7+1") == []
