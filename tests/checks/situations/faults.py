"""Faults that reading met, and the lights over them."""

from __future__ import annotations

from typing import Any

from app.checks.flag import Findings
from app.project.place import Place
from app.project.problem import Problem, ProblemKind
from tests.checks.checking import findings
from tests.checks.situations.planting import Situation
from tests.support.factory import make_project

ACTUALS, BUDGET = 3, 2
MONTHS = range(14, 19)  # columns of the Budget: January to May


def fault(kind: str, *rows: int, sheet: int = ACTUALS, column: int = 4, **values: Any) -> Problem:
    """Told at these rows of one column."""
    tab = {ACTUALS: "Actuals", BUDGET: "Budget"}[sheet]
    places = tuple(Place(_id(tab), tab, row, column, row + 1, column + 1) for row in rows)
    called = f"{tab} {'Date' if column == 4 else 'Cost'}"
    chosen: dict[str, Any] = {
        "message": f"told of {rows}",
        "mend": "Mend it",
        "left_out": True,
        "column": called,
        "names": tuple(f"{called}, entry {row}" for row in rows),
        **values,
    }
    return Problem(kind=ProblemKind[kind], places=places, **chosen)


def _id(tab: str) -> int:
    return make_project().sources[tab.casefold()].sheet_id


def met(*problems: Problem) -> Situation:
    """Met while reading."""

    def found() -> Findings:
        return findings(make_project(), problems)

    return found


FAULTS: dict[str, Situation] = {
    "A1-a-row": met(fault("MISSING_FIELD", 8)),
    "A1-rows-with-money": met(
        fault("MISSING_FIELD", 8, amount=70_00.0), fault("MISSING_FIELD", 9, amount=-5_00.0)
    ),
    "A1-a-column": met(fault("MISSING_COLUMN", 0, count=1, subject="cost")),
    "A1-a-column-of-money": met(fault("MISSING_COLUMN", 0, count=3, amount=5_00.0, subject="cost")),
    "A1-merged": met(fault("MERGED_CELLS", 8, left_out=False, count=2)),
    "A2-two-tabs": met(fault("DOUBLE_TAB", 0, left_out=False)),
    "A3-four-of-a-kind": met(*[fault("NOT_A_NUMBER", row, hours=2.0, count=2) for row in (8, 9, 10, 14)]),
    "A3-four-with-money": met(*[fault("NOT_A_DATE", row, amount=row * 1.0) for row in (8, 9, 10, 14)]),
    "A3-four-that-count": met(*[fault("NUMBER_AS_TEXT", row, left_out=False) for row in (8, 9, 10, 11)]),
    "A3-three-and-another-column": met(
        *[fault("NOT_A_NUMBER", row) for row in (8, 9, 10)], fault("NOT_A_NUMBER", 11, column=5)
    ),
    "A3-four-subjects": met(*[fault("NOT_A_NUMBER", row, subject=f"{row}") for row in (8, 9, 10, 11)]),
    "A3-in-the-budget": met(fault("NOT_A_NUMBER", 2, sheet=BUDGET, amount=80_00.0)),
    "A3-asked": met(fault("AMBIGUOUS_DATE", 8, mend="Is it May?", count=1_200)),
    "A3-nowhere": met(fault("NOT_A_DATE", subject="a date"), fault("NOT_A_DATE")),
    "A6-hours": met(fault("AFTER_STATUS_DATE", 8, hours=3.0)),
    "A6-money-and-hours": met(fault("AFTER_STATUS_DATE", 8, hours=3.0, amount=70_00.0)),
    "A6-neither": met(fault("AFTER_STATUS_DATE", 8)),
    "A8-money": met(fault("UNKNOWN_LINE", 8, amount=660_00.0, subject="9.9", left_out=False)),
    "A8-money-in-the-budget": met(fault("UNKNOWN_LINE", 8, sheet=BUDGET, amount=660_00.0)),
    "A8-hours": met(fault("UNKNOWN_LINE", 8, hours=4.0, left_out=False)),
    "A8-neither": met(fault("UNKNOWN_LINE", 8, left_out=False), fault("NOT_A_CHOICE", 9, left_out=False)),
    "A9-hours": met(fault("MISSING_RATE", 8, hours=5.0, subject="Cy", left_out=False)),
    "A9-no-hours": met(fault("MISSING_RATE", 8, subject="Cy", left_out=False)),
    "A10-money": met(fault("MISSING_EXCHANGE_RATE", 8, amount=5_00.0)),
    "A12-all-over-the-months": met(
        *[
            fault("FORMULA_ERROR", 2, 4, sheet=BUDGET, column=column, left_out=False, amount=9_00.0, count=2)
            for column in MONTHS
        ]
    ),
    "A12-in-three-months": met(
        *[fault("FORMULA_ERROR", 2, sheet=BUDGET, column=column, left_out=False) for column in MONTHS[:3]]
    ),
    "A13-money": met(fault("TOTAL_ROW", 8, amount=66_000_00.0)),
    "A13-no-money": met(fault("TOTAL_ROW", 8, count=2)),
    "R6-money": met(fault("WRONG_TOTAL", 8, amount=66_00.0, left_out=False)),
    "T3-rows": met(fault("HIDDEN_ROWS", 8, count=5, left_out=False)),
    "light-untold": met(fault("NOT_A_NUMBER", 8)),
    "light-much": met(fault("NOT_A_NUMBER", 8, amount=1_000_00.0), fault("NOT_A_DATE", 9, amount=1.0)),
    "light-at-the-floor": met(fault("NOT_A_NUMBER", 8, amount=1_000_00.0)),
}
