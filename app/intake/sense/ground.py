"""One table as the senses see it: cells, formulas, which rows are lines and which are totals."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.intake.sheet import Formula
from app.project.place import Place, column_letters
from app.project.problem import TOTALS, Problem
from app.workbook.book import CellValue
from app.workbook.days import day_of_serial, is_serial
from app.workbook.locate import Located
from app.workbook.table import LARGEST
from sheets_schema.model import Unit


class Ground:
    """Rows and columns count from 0 over the whole tab. `digits`: decimals of the project's currency."""

    def __init__(self, located: Located, problems: Iterable[Problem], digits: int) -> None:
        self.located, self.digits = located, digits
        self.tab = located.tab
        self.header = located.header.row
        self.first, self.last = self.header + 1, len(self.tab.rows) - 1
        self.totals = {
            row
            for problem in problems
            if problem.kind in TOTALS
            for place in problem.places
            if place.sheet_id == self.tab.sheet_id
            for row in range(place.row, place.end_row)
        }

    @cached_property
    def formulas(self) -> Mapping[tuple[int, int], Formula]:
        """Every formula of the tab by its cell."""
        return {
            (row, column): Formula(text, row, column) for (row, column), text in self.tab.formulas.items()
        }

    @cached_property
    def columns(self) -> Sequence[int]:
        """Columns with a heading, people's own among them."""
        heads = self.tab.rows[self.header] if self.header < len(self.tab.rows) else ()
        return [at for at, head in enumerate(heads) if head is not None]

    @cached_property
    def own(self) -> Sequence[int]:
        """Those of them that the contract does not know."""
        known = {*self.located.columns.values(), *self.located.months}
        return [at for at in self.columns if at not in known]

    @cached_property
    def lines(self) -> Sequence[int]:
        """Rows that are no totals and hold something."""
        return [
            row
            for row in range(self.first, self.last + 1)
            if row not in self.totals and any(cell is not None for cell in self.tab.rows[row])
        ]

    @cached_property
    def measured(self) -> Set[int]:
        """Columns of money and hours that are read."""
        known = {*self.located.columns.values(), *self.located.months}
        return {at for at in known if self.unit(at) in ("money", "hours")}

    def numbers(self, column: int) -> NDArray[np.float64]:
        """The plain numbers of a column, shape (rows of the tab,); NaN for anything else, and for what is too
        large to be meant: it is told where its column is read."""
        cells = [row[column] if column < len(row) else None for row in self.tab.rows]
        found = np.array([cell if type(cell) in (int, float) else np.nan for cell in cells], np.float64)
        return np.where(np.abs(found) > LARGEST["money"], np.nan, found)

    def value(self, row: int, column: int) -> CellValue:
        """One cell."""
        return self.tab.value(row, column)

    def unit(self, column: int) -> Unit:
        """What the contract measures in the column; "" in people's own."""
        if column in self.located.months:
            return self.located.contract.series[0].unit
        for name, at in self.located.columns.items():
            if at == column:
                return self.located.contract.field(name).unit
        return ""

    def shown(self, column: int, number: float) -> str:
        """A number as the column shows it: a day in a column of dates."""
        dates = (name for name, at in self.located.columns.items() if at == column)
        if any(self.located.contract.field(name).type == "date" for name in dates) and is_serial(number):
            return day_of_serial(number).isoformat()
        return shown(number)

    def money(self, column: int, amount: float) -> float | None:
        """`amount` in minor units, where the column holds money."""
        return abs(amount) * 10**self.digits if self.unit(column) == "money" else None

    def heading(self, column: int) -> str:
        """What stands above the column."""
        head = self.value(self.header, column)
        if column in self.located.months or not isinstance(head, str):
            return f"column {column_letters(column)}"
        return head.strip()

    def place(self, row: int, column: int, end_row: int | None = None) -> Place:
        """The cell, or the cells of one column down to `end_row`."""
        return self.located.place(row, column, end_row)

    def first_of(self, rows: Collection[int], column: int) -> str:
        """`Budget!H5`; of several cells of one column `Budget!H5 and 3 more`."""
        more = f" and {len(rows) - 1:,} more" if len(rows) > 1 else ""
        return f"{self.place(min(rows), column)}{more}"

    def runs(self, rows: Iterable[int], column: int) -> tuple[Place, ...]:
        """Cells of one column, neighbours joined."""
        found: list[Place] = []
        for row in sorted(set(rows)):
            if found and found[-1].end_row == row:
                found[-1] = self.place(found[-1].row, column, row + 1)
            else:
                found.append(self.place(row, column))
        return tuple(found)


def shown(number: float) -> str:
    """`12,459.56`, `445,000`."""
    return f"{number:,.2f}".removesuffix(".00")
