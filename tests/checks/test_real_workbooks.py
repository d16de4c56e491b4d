"""Mistakes that people made in workbooks of their own, found once the tables are laid out by the contract."""

from __future__ import annotations

import pytest

from tests.checks.laying_out import cells_of, flagged
from tests.checks.real_books import findings_of, path_of

FOUND: list[tuple[str, str, str, str]] = [
    # workbook, cells of its own, the check that tells them, the same cells as laid out
    ("21", "B15:D15", "R6", "Budget!H15 Budget!O15:P15"),
    ("21", "D14", "T1", "Budget!P14"),
    ("28", "F37", "R6", "Budget!H37"),
    ("08", "Presupuesto Interno!H11", "R6", "Budget!H2"),
    ("08", "Presupuesto Cliente!H13 H17", "T5", "Budget!J3 Budget!J7"),
    ("27", "J4 J14", "T1", "Budget!F4 Budget!F14"),
    ("27", "A39:J40", "T3", "Budget!A39:A40"),
    ("04", "Projects!B4", "A12", "Budget!B2"),
    ("18", "E3:E2193", "A2", "Budget!A180"),
]


@pytest.mark.parametrize(
    ("workbook", "source", "check", "cells"), [case for case in FOUND if path_of(case[0])]
)
def test_a_mistake_is_told_at_its_cell(workbook: str, source: str, check: str, cells: str) -> None:
    told = flagged(findings_of(workbook))
    assert cells_of(cells.split()) <= cells_of(told.get(check, [])), (source, told)
