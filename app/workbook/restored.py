"""A cell that people fill, given back to them as it had been read."""

from __future__ import annotations

from dataclasses import dataclass

from app.workbook.book import CellValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """`row` and `column`: of its tab, the columns in their order; `formula`: what made `value`, or ""."""

    row: int
    column: int
    value: CellValue
    formula: str = ""
