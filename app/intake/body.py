"""A table's body while it is sorted out: which rows are lines, which are not, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from app.intake.column_formulas import ColumnFormulas
from app.intake.columns import Column, Type
from app.intake.frame import Frame
from app.intake.hierarchy import children, depths
from app.intake.kinds import Kind, View
from app.intake.role import ADDITIVE, Role
from app.intake.row_words import RowWords, row_words

_KEY_ROLES = frozenset(
    (
        *("line_id", "title", "owner", "job_role", "vendor", "group"),
        *("date", "start", "period", "reference", "category", "client"),
    )
)

_LINE_ROLES = frozenset(
    ("rate", "bill_rate", "unit", "start", "finish", "date", "owner", "vendor", "job_role", "status")
)


@dataclass(slots=True)
class NoLine:
    """A row that is no line. `sums`: amount column -> the rows that its cell adds up, where that is known."""

    row: int
    kind: str
    by: str  # formula | hierarchy | arithmetic | words | place
    sums: dict[int, tuple[int, ...]] = field(default_factory=dict)


def amount_columns(columns: Sequence[Column], roles: Mapping[int, Role]) -> list[int]:
    """Columns whose cells can be added up."""
    found = [c.index for c in columns if c.type == Type.NUMBER and roles[c.index].name in ADDITIVE]
    if found:
        return found
    return [c.index for c in columns if c.periods and roles[c.index].name == "percent"]  # shares of people


class Body:
    """The body's rows. `numbers` has shape (rows, amounts); `has` tells rows with any amount."""

    def __init__(
        self,
        view: View,
        frame: Frame,
        columns: Sequence[Column],
        roles: Mapping[int, Role],
        formulas: ColumnFormulas,
    ) -> None:
        self.view, self.frame, self.columns, self.roles = view, frame, columns, roles
        self.formulas = formulas
        inside = view.kinds[frame.first_row : frame.last_row + 1, frame.first_column : frame.last_column + 1]
        self.rows: list[int] = (np.flatnonzero(inside.any(axis=1)) + frame.first_row).tolist()
        self.at = {row: place for place, row in enumerate(self.rows)}
        self.amounts = amount_columns(columns, roles)
        places = np.array(self.rows, dtype=np.intp)[:, None], np.array(self.amounts, dtype=np.intp)
        self.numbers: NDArray[np.float64] = view.numbers[places]
        kinds = view.kinds[places]
        self.has: NDArray[np.bool_] = ((kinds > 0) & (kinds != Kind.TEXT)).any(axis=1)
        self.found: dict[int, NoLine] = {}
        self.depths = depths(view, columns, roles, self.rows)
        self.children = children(self.depths, self.rows)
        self._words: dict[int, RowWords] = {}
        bold = {place for place, look in enumerate(view.looks) if look.bold}
        self._any_bold = bool(bold) and any(not bold.isdisjoint(view.sheet.looks[row]) for row in self.rows)
        self._ids = [
            c.index for c in columns if roles[c.index].name == "line_id" and c.filled >= 0.7 * c.rows
        ]
        self._usual = [
            c.index
            for c in columns
            if roles[c.index].name in _LINE_ROLES and c.filled >= 0.8 * max(1, c.rows - 3)
        ]
        self.keyless = self._keyless()

    def _keyless(self) -> set[int]:
        """Rows that lack the id, title and the like which nearly all the others have."""
        keys = [
            c.index
            for c in self.columns
            if self.roles[c.index].name in _KEY_ROLES and c.filled >= 0.7 * c.rows
        ]
        if not keys:
            return set()
        rows = np.array(self.rows, dtype=np.intp)
        blank = (self.view.kinds[rows[:, None], np.array(keys, dtype=np.intp)] == 0).all(axis=1)
        return set(rows[blank].tolist())

    def words_of(self, row: int) -> RowWords:
        """What the row's texts call it."""
        if row not in self._words:
            self._words[row] = row_words(self.view, self.columns, self.roles, row)
        return self._words[row]

    def lines(self) -> list[int]:
        """The rows that are left."""
        return [row for row in self.rows if row not in self.found]

    def lines_above(self, row: int) -> list[int]:
        """The lines with amounts above a row."""
        return [r for r in self.rows[: self.at[row]] if r not in self.found and self.has[self.at[r]]]

    def lines_since(self, row: int) -> list[int]:
        """The lines with amounts since the last total."""
        kept: list[int] = []
        for other in reversed(self.rows[: self.at[row]]):
            if other in self.found and self.found[other].kind != "rollup":
                break
            if other not in self.found and self.has[self.at[other]]:
                kept.append(other)
        return kept

    def has_id(self, row: int) -> bool:
        """Whether it has the id that lines have."""
        return bool(self._ids) and bool(self.view.kinds[row, self._ids].all())

    def lacks_id(self, row: int) -> bool:
        """Whether it lacks the id that lines have."""
        return bool(self._ids) and not self.view.kinds[row, self._ids].any()

    def stands_out(self, row: int) -> bool:
        """Whether most of its cells are bold."""
        if not self._any_bold:
            return False
        filled = [c for c in self.view.filled(row) if self.frame.first_column <= c <= self.frame.last_column]
        return sum(self.view.look(row, c).bold for c in filled) > 0.5 * len(filled)

    def marked(self, row: int) -> bool:
        """Whether it is set apart from the lines by looks, or by what it lacks."""
        bare = bool(self._usual) and not self.view.kinds[row, self._usual].any()
        return row in self.keyless or self.lacks_id(row) or bare or self.stands_out(row)

    def after_total(self, row: int) -> bool:
        """Whether a total, and no line, stands directly above."""
        place = self.at[row]
        return place > 0 and self.rows[place - 1] in self.found

    def filled_amounts(self, row: int) -> list[int]:
        """The amount columns in which the row has a number."""
        return [c for place, c in enumerate(self.amounts) if not np.isnan(self.numbers[self.at[row], place])]

    def adds_up(self, row: int, parts: Iterable[int]) -> bool:
        """Whether most of the row's amounts are the sums of those rows'."""
        places = [self.at[part] for part in parts if part in self.at]
        own = self.numbers[self.at[row]]
        told = ~np.isnan(own) & (np.abs(own) > 1e-9)
        if not places or not told.any():
            return False
        return bool(near(np.nansum(self.numbers[places], axis=0), own)[told].mean() > 0.5)


def near(made: NDArray[np.float64], shown: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Equal to the cent, or to the noise of large floats."""
    return np.abs(made - shown) <= np.maximum(0.011, 1e-6 * np.abs(shown))
