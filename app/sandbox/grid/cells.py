"""A sheet's cells: sparse rows, copied only when written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from app.sandbox.grid.cell_format import Format
from app.sandbox.grid.value import Formula, Value

Extra = dict[str, Any]
"""Rare parts of a cell in Google's shape: note, dataValidation, textFormatRuns, chipRuns, ..."""


class Row:
    """One row from column 0 to its last existing cell.

    `values`: what was entered, None where empty. `formats`: as long as `values`, or None when no cell of
    the row has a format. `extras`: by column. `cache`: whatever readers derived; emptied by a copy.
    """

    __slots__ = ("cache", "extras", "formats", "owner", "values")

    def __init__(
        self,
        values: list[Value] | None = None,
        formats: list[Format | None] | None = None,
        extras: dict[int, Extra] | None = None,
        owner: object = None,
    ) -> None:
        self.values: list[Value] = values if values is not None else []
        self.formats = formats
        self.extras: dict[int, Extra] = extras if extras is not None else {}
        self.cache: dict[Any, Any] = {}
        self.owner = owner

    def copy(self, owner: object) -> Row:
        """A row of its own for a draft."""
        formats = self.formats
        return Row(
            self.values.copy(), formats.copy() if formats is not None else None, self.extras.copy(), owner
        )

    def reach(self, width: int) -> None:
        """Make the row at least `width` cells long."""
        missing = width - len(self.values)
        if missing > 0:
            self.values.extend([None] * missing)
            if self.formats is not None:
                self.formats.extend([None] * missing)

    def trim(self) -> None:
        """Drop trailing cells that hold nothing at all."""
        values, formats, extras = self.values, self.formats, self.extras
        end = len(values)
        while (
            end and values[end - 1] is None and end - 1 not in extras and not (formats and formats[end - 1])
        ):
            end -= 1
        del values[end:]
        if formats is not None:
            del formats[end:]
            if not any(formats):
                self.formats = None

    def value(self, column: int) -> Value:
        """What was entered at a column."""
        return self.values[column] if column < len(self.values) else None

    def format(self, column: int) -> Format | None:
        """The format at a column."""
        formats = self.formats
        return formats[column] if formats is not None and column < len(formats) else None

    def extra_at(self, column: int) -> Extra:
        """The rare parts at a column; never to be changed in place."""
        return self.extras.get(column) or {}

    def set_value(self, column: int, value: Value) -> None:
        """Enter a value."""
        self.reach(column + 1)
        self.values[column] = value

    def set_format(self, column: int, cell_format: Format | None) -> None:
        """Give a cell its format."""
        if self.formats is None:
            if cell_format is None:
                return
            self.formats = [None] * len(self.values)
        self.reach(column + 1)
        self.formats[column] = cell_format

    def set_extra(self, column: int, extra: Extra) -> None:
        """Give a cell its rare parts; an empty dict takes them away."""
        if extra:
            self.reach(column + 1)
            self.extras[column] = extra
        else:
            self.extras.pop(column, None)

    def is_empty(self) -> bool:
        """Whether nothing exists in the row."""
        return not self.values


class Grid:
    """Rows by index. A fork shares every row until it writes to it."""

    __slots__ = ("looks", "owner", "results", "rows")

    def __init__(self) -> None:
        self.rows: dict[int, Row] = {}
        self.results: dict[int, dict[int, Value]] = {}
        """Effective values where they differ from the entered ones: formulas and what they spill."""
        self.looks: dict[int, dict[int, Format]] = {}
        """Formats with the number format a formula brings, for cells that have none."""
        self.owner: object = object()

    def fork(self) -> Grid:
        """A draft of this grid."""
        draft = Grid()
        draft.rows = self.rows.copy()
        draft.results = self.results
        draft.looks = self.looks
        return draft

    def for_write(self, index: int) -> Row:
        """The row at `index`, owned by this grid and made when missing."""
        row = self.rows.get(index)
        if row is None:
            row = self.rows[index] = Row(owner=self.owner)
        elif row.owner is not self.owner:
            row = self.rows[index] = row.copy(self.owner)
        elif row.cache:
            row.cache = {}
        return row

    def tidy(self, index: int) -> None:
        """Trim a written row and forget it when nothing is left."""
        row = self.rows.get(index)
        if row is not None and row.owner is self.owner:
            row.trim()
            if row.is_empty():
                del self.rows[index]

    def value(self, row: int, column: int) -> Value:
        """What was entered."""
        found = self.rows.get(row)
        return found.value(column) if found is not None else None

    def effective(self, row: int, column: int) -> Value:
        """What the cell amounts to: the formula's result, or what was entered."""
        results = self.results.get(row)
        if results is not None and column in results:
            return results[column]
        value = self.value(row, column)
        return None if isinstance(value, Formula) else value

    def effective_row(self, index: int) -> Sequence[Value]:
        """Effective values of a whole row, from column 0."""
        row = self.rows.get(index)
        results = self.results.get(index)
        if not results:
            return row.values if row is not None else ()
        values = row.values.copy() if row is not None else []
        needed = max(results) + 1 - len(values)
        if needed > 0:
            values.extend([None] * needed)
        for column, value in results.items():
            values[column] = value
        return values

    def format(self, row: int, column: int) -> Format | None:
        """The format of a cell."""
        found = self.rows.get(row)
        return found.format(column) if found is not None else None

    def look(self, row: int, column: int) -> Format | None:
        """The format a cell is shown with: its own, with what its formula brings."""
        looks = self.looks.get(row)
        if looks is not None and column in looks:
            return looks[column]
        return self.format(row, column)

    def look_row(self, index: int) -> Sequence[Format | None] | None:
        """The formats a whole row is shown with; None when it has none."""
        row = self.rows.get(index)
        looks = self.looks.get(index)
        if row is None or not looks:
            return row.formats if row is not None else None
        formats: list[Format | None] = [None] * len(row.values) if row.formats is None else row.formats.copy()
        for column, look in looks.items():
            if column < len(formats):
                formats[column] = look
        return formats

    def extra_at(self, row: int, column: int) -> Extra:
        """The rare parts of a cell."""
        found = self.rows.get(row)
        return found.extra_at(column) if found is not None else {}

    def indices(self, start: int, end: int) -> list[int]:
        """Indices of rows that exist within [start, end), in order."""
        if end - start < len(self.rows):
            return [i for i in range(start, end) if i in self.rows]
        return sorted(i for i in self.rows if start <= i < end)

    def result_indices(self, start: int, end: int) -> list[int]:
        """Like `indices`, counting rows which only a spilled result reaches."""
        if not self.results:
            return self.indices(start, end)
        return sorted({i for i in (*self.rows, *self.results) if start <= i < end})

    def formulas(self) -> Iterator[tuple[int, int, Formula]]:
        """Every formula with its row and column."""
        for index, row in self.rows.items():
            for column, value in enumerate(row.values):
                if type(value) is Formula:
                    yield index, column, value
