"""A row of prices between header and lines: one rate a column, taken by the lines' formulas."""

from __future__ import annotations

from dataclasses import replace

from app.intake.formula import references
from app.intake.frame import Frame
from app.intake.kinds import Kind, View
from app.intake.vocabulary import row_hits

_LINES = 12  # lines whose formulas are looked at


def rates_in_header(view: View, frame: Frame) -> Frame:
    """The frame with a row of rates counted to the header, not to the lines."""
    row = frame.first_row
    filled = [c for c in view.filled(row) if frame.first_column <= c <= frame.last_column]
    texts = [c for c in filled if view.kinds[row, c] == Kind.TEXT]
    if len(filled) - len(texts) < 2 or not texts or frame.last_row - row < 2:
        return frame
    if _taken_by_lines(view, frame, row) or _says_rate(view, row, texts):
        return replace(frame, header_rows=(*frame.header_rows, row), first_row=row + 1)
    return frame


def _says_rate(view: View, row: int, texts: list[int]) -> bool:
    return any(hit.concept == "rate" and hit.whole for c in texts for hit in row_hits(view.text(row, c)))


def _taken_by_lines(view: View, frame: Frame, row: int) -> bool:
    """Whether most lines' formulas take cells of this row by `$`, wherever they stand."""
    taking = lines = 0
    for line in range(row + 1, min(frame.last_row, row + _LINES) + 1):
        columns = [c for c in range(frame.first_column, frame.last_column + 1) if view.formula(line, c)]
        lines += bool(columns)
        taking += any(
            not ref.sheet and ref.top == ref.bottom == row and ref.fixed_row
            for c in columns
            if (formula := view.formula(line, c))
            for ref in references(formula, line, c)
        )
    return taking >= 2 and taking >= 0.5 * lines
