"""A typed number added to what a formula reads: `=I10+100` where the other lines add none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from app.intake.formula import bare_of
from app.intake.sense.ground import Ground, shown
from app.project.problem import Problem, ProblemKind
from app.workbook.named import cell_name

_ENDS = re.compile(r"=\+?([$A-Z0-9+\-*/.()%]+[A-Z0-9)%])([+-]\d+(?:\.\d+)?)")
_BEGINS = re.compile(r"=\+?(\d+(?:\.\d+)?)\+([$A-Z0-9+\-*/.()%]+)")
_CELL = re.compile(r"\$?[A-Z]{1,3}\$?\d{1,7}")
_LEAST = 3  # formulas that make a column of formulas
_FEW = 0.15  # what more lines have is the column's own rule


def typed_in_formulas(ground: Ground, told: Set[tuple[int, int, int]]) -> Iterator[Problem]:
    """Columns of money and hours; `told`: (sheet, row, column) of formulas told as unlike the others."""
    lines, measured = set(ground.lines), ground.measured
    by_column: dict[int, list[int]] = {}
    for row, column in ground.formulas:
        if column in measured and row in lines:
            by_column.setdefault(column, []).append(row)
    for column, rows in sorted(by_column.items()):
        added = {row: amount for row in rows if (amount := _added(bare_of(ground.formulas[row, column])))}
        if len(rows) < _LEAST or len(added) > max(1, _FEW * len(rows)):
            continue
        for row, amount in sorted(added.items()):
            if (ground.tab.sheet_id, row, column) in told:
                continue
            yield Problem(
                kind=ProblemKind.ODD_FORMULA,
                message=f"{ground.place(row, column)}: the formula adds a typed {shown(amount)} to what it "
                "reads; the other lines add none",
                mend=f"Take the {shown(amount)} out, or give it a line that says what it is",
                places=(ground.place(row, column),),
                amount=ground.money(column, amount),
                subject=cell_name(ground.located, row, column),
            )


def _added(bare: str) -> float:
    """The typed number at the beginning or the end of a plain calculation with cells; 0 for none."""
    ends, begins = _ENDS.fullmatch(bare), _BEGINS.fullmatch(bare)
    rest, number = (ends[1], ends[2]) if ends else (begins[2], begins[1]) if begins else ("", "0")
    plain = _CELL.search(rest) and rest.count("(") == rest.count(")")
    return float(number) if plain else 0.0
