"""Where a thing stands in the workbook: every figure, problem and flag can name its cell."""

from __future__ import annotations

from dataclasses import dataclass


def column_letters(column: int) -> str:
    """0 -> A, 25 -> Z, 26 -> AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle of one tab, zero-based and half-open like the Sheets API's GridRange."""

    sheet_id: int
    tab: str
    row: int
    column: int
    end_row: int
    end_column: int

    @property
    def a1(self) -> str:
        """`C7` or `C7:C9`, without the tab."""
        first = f"{column_letters(self.column)}{self.row + 1}"
        last = f"{column_letters(self.end_column - 1)}{self.end_row}"
        return first if first == last else f"{first}:{last}"

    def __str__(self) -> str:
        return f"{self.tab}!{self.a1}"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a table was found: its tab and the column of each field (field name -> column)."""

    sheet_id: int
    tab: str
    header_row: int
    columns: dict[str, int]

    def cell(self, row: int, field: str) -> Place:
        """The cell of `field` in zero-based `row`; the row's first known column if the field has none."""
        column = self.columns.get(field, min(self.columns.values(), default=0))
        return Place(self.sheet_id, self.tab, row, column, row + 1, column + 1)

    def header(self, field: str) -> Place:
        """The heading cell of `field`."""
        return self.cell(self.header_row, field)
