"""The rows beneath a header, column by column, as numbers, days and texts, with what was wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.project.names import names_nobody
from app.project.problem import Problem, ProblemKind
from app.workbook.book import Box, CellError, CellValue
from app.workbook.cells import NumberText, currency_of, decimal_of_texts, is_dash, number_of, plain, text_of
from app.workbook.days import EPOCH, day_first_by_evidence, day_of_text, is_serial
from app.workbook.faults import Faults
from app.workbook.locate import Located
from app.workbook.named import column_name
from app.workbook.notation import Notation
from sheets_schema.model import Unit

Bools = NDArray[np.bool_]
LEAST = 1e-9  # what formulas leave where nothing should be left; dividing by it would leave all bounds
# Above these nobody can have meant a number, and what it is multiplied with would leave all bounds.
LARGEST: Mapping[Unit, float] = {"money": 1e13, "hours": 1e7, "rate": 1e10, "percent": 1e5, "count": 1e6}
_PLAIN_NUMBERS = {int, float, type(None)}


@dataclass(frozen=True, slots=True)
class Numbers:
    """A column of numbers, shape (rows,): NaN is blank or unreadable; `bad` marks the unreadable."""

    values: NDArray[np.float64]
    bad: Bools


@dataclass(frozen=True, slots=True)
class Days:
    """A column of days as ordinals, shape (rows,): 0 is blank or unreadable; `bad` marks the unreadable."""

    values: NDArray[np.int32]
    bad: Bools


class Table:
    """One located tab. Columns the tab lacks read as all blank. Row 0 is the first beneath the header."""

    def __init__(self, located: Located, notation: Notation) -> None:
        self.located = located
        self.notation = notation
        self.faults = Faults(located)
        self.first_row = located.header.row + 1
        self._rows = located.rows[self.first_row :]
        self.height = len(self._rows)
        self._columns: dict[int, Sequence[CellValue]] = {}
        self._merges: dict[int, list[Box]] = {}
        self._told_merges: dict[tuple[Box, int], str] = {}
        for merge in located.tab.merges:
            if merge.row >= self.first_row and merge.end_row - merge.row > 1:
                self._merges.setdefault(merge.column, []).append(merge)

    def has(self, field: str) -> bool:
        """Whether the tab has the column."""
        return field in self.located.columns

    def sheet_row(self, row: int) -> int:
        """The zero-based row in the tab."""
        return self.first_row + row

    @cached_property
    def _across(self) -> list[tuple[CellValue, ...]]:
        """All columns up to the last one we know, in one go."""
        width = 1 + max((*self.located.columns.values(), *self.located.months), default=-1)
        full = [row if len(row) >= width else [*row, *[None] * (width - len(row))] for row in self._rows]
        return list(zip(*full, strict=False))

    def column(self, at: int) -> Sequence[CellValue]:
        """The raw cells of a column by its place, texts of nothing but blanks as None."""
        cells = self._columns.get(at)
        if cells is None:
            if at < len(self._across):
                cells = self._across[at]
            else:
                cells = [row[at] if len(row) > at else None for row in self._rows]
            if str in set(map(type, cells)):
                empty = {text for text in set(cells) if type(text) is str and not text.strip()}
                if empty:
                    cells = [None if cell in empty else cell for cell in cells]
            self._columns[at] = cells
        return cells

    def cells(self, field: str) -> Sequence[CellValue]:
        """The raw cells of a field."""
        at = self.located.columns.get(field)
        return self.column(at) if at is not None else [None] * self.height

    def present_at(self, at: int) -> Bools:
        """Which cells of a column hold anything, shape (rows,)."""
        cells = self.column(at)
        if None not in cells:  # the rule, and told in no time
            return np.ones(self.height, np.bool_)
        return np.array([cell is not None for cell in cells], np.bool_)

    def present(self, field: str) -> Bools:
        """The same for a field."""
        at = self.located.columns.get(field)
        return np.zeros(self.height, np.bool_) if at is None else self.present_at(at)

    def blank_rows(self) -> Bools:
        """Rows that hold nothing in any column we know, shape (rows,)."""
        blank = np.ones(self.height, np.bool_)
        for at in (*self.located.columns.values(), *self.located.months):
            blank &= ~self.present_at(at)
            if not blank.any():
                break
        return blank

    def texts(self, field: str) -> list[str]:
        """A column of texts, "" for blank; merged cells count for each of their rows. Owners that are
        nobody (`-`, `n/a`) are blank."""
        cells = self._filled(field)
        kinds = set(map(type, cells))
        if CellError in kinds:
            cells = self._without_errors(field, cells)
        words: dict[CellValue, str] = {cell: text_of(cell) for cell in set(cells)}  # type: ignore[arg-type]
        if field == "owner":
            words = {cell: "" if names_nobody(word) else word for cell, word in words.items()}
        return [words[cell] for cell in cells]

    def days(self, field: str, *, effect: str = "the cell counts as blank") -> Days:
        """A column of dates: serial numbers, and texts by what the column itself and the locale say."""
        cells = self._filled(field)
        if set(map(type, cells)) <= _PLAIN_NUMBERS:
            serials = np.array(cells, np.float64)
            plausible = np.isnan(serials) | ((serials >= 20_000) & (serials < 80_000))
            if plausible.all():
                return Days(_ordinals(serials), np.zeros(self.height, np.bool_))
        return self._mixed_days(field, cells, effect)

    def numbers(self, field: str, *, effect: str = "the cell counts as blank", currency: str = "") -> Numbers:
        """A column of numbers; a currency beside a number must be `currency` when that is given."""
        at = self.located.columns.get(field)
        if at is None:
            return Numbers(np.full(self.height, np.nan), np.zeros(self.height, np.bool_))
        unit = self.located.contract.field(field).unit
        return self._numbers(at, self._once(at), unit, effect=effect, currency=currency)

    def unit_of(self, at: int) -> Unit:
        """What the contract measures in a column, a month column too; "" in people's own."""
        series = self.located.contract.series
        if at in self.located.months and series:
            return series[0].unit
        named = (name for name, column in self.located.columns.items() if column == at)
        return next((self.located.contract.field(name).unit for name in named), "")

    def numbers_at(self, at: int, *, effect: str, currency: str = "") -> Numbers:
        """The same for a column by its place (a month column)."""
        series = self.located.contract.series
        unit: Unit = series[0].unit if series else "money"
        return self._numbers(at, self._once(at), unit, effect=effect, currency=currency)

    def _numbers(
        self, at: int, cells: Sequence[CellValue], unit: Unit, *, effect: str, currency: str
    ) -> Numbers:
        read = self._any_numbers(at, cells, effect=effect, currency=currency)
        for row in np.flatnonzero(np.abs(read.values) > LARGEST.get(unit, LARGEST["money"])).tolist():
            shown, left_out = f"{read.values[row]:.6g}", "left out" in effect
            self.faults.add(
                ProblemKind.NUMBER_TOO_LARGE,
                at,
                self.sheet_row(row),
                shown,
                effect=effect,
                left_out=left_out,
            )
            read.values[row], read.bad[row] = np.nan, True
        return Numbers(np.where(np.abs(read.values) < LEAST, 0.0, read.values), read.bad)

    def _any_numbers(self, at: int, cells: Sequence[CellValue], *, effect: str, currency: str) -> Numbers:
        if set(map(type, cells)) <= _PLAIN_NUMBERS:
            return Numbers(np.array(cells, np.float64), np.zeros(self.height, np.bool_))
        values, bad = np.full(self.height, np.nan), np.zeros(self.height, np.bool_)
        decimal = decimal_of_texts([cell for cell in cells if type(cell) is str])
        for row, cell in enumerate(cells):
            if type(cell) in (float, int):
                values[row] = cell
            elif type(cell) is str:
                values[row], bad[row] = self._number_text(at, row, cell, decimal, effect, currency)
            elif cell is not None:
                bad[row] = True
                self._odd_cell(at, row, cell, ProblemKind.NOT_A_NUMBER, effect)
        return Numbers(values, bad)

    def percents(self, field: str, *, effect: str = "the cell counts as blank") -> Numbers:
        """A column of shares, 1 is 100 %. Numbers above 2 were typed out of 100; 1 is all of it."""
        at = self.located.columns.get(field)
        if at is None:
            return self.numbers(field)
        read = self._numbers(at, self._filled(field), "percent", effect=effect, currency="")
        for row in np.flatnonzero(np.nan_to_num(read.values) > 2):
            typed = read.values[row]
            read.values[row] = typed / 100
            self.faults.add(
                ProblemKind.PERCENT_SCALE,
                at,
                self.sheet_row(int(row)),
                f"{typed:g}",
                effect=f"it is read as {typed:g} %",
            )
        return read

    def amounts_at(self, columns: Sequence[int]) -> NDArray[np.float64]:
        """Plain numbers of some columns, shape (rows, columns); NaN for what is no number; tells nothing."""
        grid = np.full((self.height, len(columns)), np.nan)
        for place, at in enumerate(columns):
            cells = self.column(at)
            if not set(map(type, cells)) <= _PLAIN_NUMBERS:
                cells = [cell if type(cell) in (int, float) else None for cell in cells]
            grid[:, place] = cells
        grid[np.abs(grid) > LARGEST["money"]] = np.nan  # told where its column is read
        return grid

    def _number_text(
        self, at: int, row: int, text: str, decimal: Any, effect: str, currency: str
    ) -> tuple[float, bool]:
        if is_dash(plain(text)) or self.sheet_row(row) in self.faults.totals:
            return np.nan, False  # a total kept as text is told as a total
        reading: NumberText = number_of(text, decimal or self.notation.decimal)
        shown, sheet_row = f"'{text}'", self.sheet_row(row)
        left_out = "left out" in effect
        foreign = bool(currency and reading.currency and reading.currency != currency)
        if reading.value is None or foreign:
            if foreign:
                effect = f"the column is in {currency}; {effect}"
            self.faults.add(ProblemKind.NOT_A_NUMBER, at, sheet_row, shown, effect=effect, left_out=left_out)
            return np.nan, True
        if reading.other is not None and decimal is None:
            both = f"{reading.value:,.12g} or {reading.other:,.12g}"
            self.faults.add(
                ProblemKind.AMBIGUOUS_NUMBER,
                at,
                sheet_row,
                shown,
                effect=f"{both}? {effect}",
                left_out=left_out,
            )
            return np.nan, True
        self.faults.add(
            ProblemKind.NUMBER_AS_TEXT, at, sheet_row, shown, effect=f"it is read as {_number(reading)}"
        )
        return reading.value, False

    def _mixed_days(self, field: str, cells: Sequence[CellValue], effect: str) -> Days:
        at = self.located.columns[field]
        values, bad = np.zeros(self.height, np.int32), np.zeros(self.height, np.bool_)
        evidence = day_first_by_evidence([cell for cell in cells if type(cell) is str])
        day_first = self.notation.day_first if evidence is None else evidence
        for row, cell in enumerate(cells):
            if cell is None:
                continue
            if type(cell) in (float, int) and is_serial(cell):  # type: ignore[arg-type]
                values[row] = int(cell) + EPOCH  # type: ignore[arg-type]
                continue
            text = cell if type(cell) is str else f"{cell:.0f}" if type(cell) in (float, int) else ""
            if is_dash(plain(text)):
                continue
            reading = day_of_text(text, self.notation, day_first) if text else None
            if reading is None or reading.day is None:
                bad[row] = True
                self._odd_cell(at, row, cell, ProblemKind.NOT_A_DATE, effect)
                continue
            values[row] = reading.day.toordinal()
            kind = ProblemKind.DATE_AS_TEXT
            how = f"it is read as {reading.day:%-d %B %Y}"
            if reading.other and evidence is None:
                kind = ProblemKind.AMBIGUOUS_DATE
                how += f", as the workbook's locale {self.notation.locale} writes days"
            self.faults.add(kind, at, self.sheet_row(row), f"'{text}'", effect=how)
        return Days(values, bad)

    def _odd_cell(self, at: int, row: int, cell: CellValue, kind: ProblemKind, effect: str) -> None:
        shown = f"'{text_of(cell)}'" if not isinstance(cell, CellError) else cell.text
        kind = ProblemKind.FORMULA_ERROR if isinstance(cell, CellError) else kind
        left_out = "left out" in effect
        self.faults.add(kind, at, self.sheet_row(row), shown, effect=effect, left_out=left_out)

    def _without_errors(self, field: str, cells: Sequence[CellValue]) -> list[CellValue]:
        at = self.located.columns[field]
        for row, cell in enumerate(cells):
            if isinstance(cell, CellError):
                self._odd_cell(at, row, cell, ProblemKind.FORMULA_ERROR, "the cell counts as blank")
        return [None if isinstance(cell, CellError) else cell for cell in cells]

    def _filled(self, field: str) -> Sequence[CellValue]:
        """The cells of a column of texts or days, merged ones filled down."""
        at = self.located.columns.get(field)
        if at is None:
            return [None] * self.height
        cells = self.column(at)
        if at in self._merges:
            self._tell_merges(at, "what it holds counts for each of the rows")
            cells = list(cells)
            for top, end in self._merged_rows(at):
                cells[top:end] = [cells[top]] * (end - top)
        return cells

    def _once(self, at: int) -> Sequence[CellValue]:
        """The cells of a column of amounts: a merged one counts in its first row, the others hold nothing."""
        cells = self.column(at)
        if at in self._merges:
            self._tell_merges(at, "its amount counts once, in the first row")
            cells = list(cells)
            for top, end in self._merged_rows(at):
                if cells[top] is not None:
                    cells[top + 1 : end] = [0.0] * (end - top - 1)
        return cells

    def _merged_rows(self, at: int) -> list[tuple[int, int]]:
        """Merged cells of a column as rows beneath the header, half-open."""
        spans = [(box.row - self.first_row, box.end_row - self.first_row) for box in self._merges[at]]
        return [(top, min(end, self.height)) for top, end in spans if top < self.height]

    def _tell_merges(self, at: int, effect: str) -> None:
        for merge in self._merges.get(at, ()):
            if self.located.tab.value(merge.row, at) is not None:
                self._told_merges.setdefault((merge, at), effect)

    def merge_problems(self) -> list[Problem]:
        """What merged cells inside the table were taken to mean, one problem a column."""
        problems = list(self._merged_headings())
        by_effect: dict[tuple[int, str], list[Box]] = {}
        for (merge, at), effect in self._told_merges.items():
            by_effect.setdefault((at, effect), []).append(merge)
        for (at, effect), merges in by_effect.items():
            places = tuple(self.located.place(merge.row, at, merge.end_row) for merge in merges)
            more = f" and {len(places) - 1:,} more are" if len(places) > 1 else " is"
            problems.append(
                Problem(
                    kind=ProblemKind.MERGED_CELLS,
                    message=f"{places[0]}{more} merged: {effect}",
                    mend="Unmerge them and fill in each row",
                    places=places,
                    count=len(places),
                    column=column_name(self.located, at),
                )
            )
        return problems

    def _merged_headings(self) -> Iterable[Problem]:
        """Headings merged over several columns: those beside the first have none, and are not read."""
        located, row = self.located, self.located.header.row
        if located.stand_in:
            return  # a mapping says which column is which
        known = {*located.columns.values(), *located.months}
        for merge in located.tab.merges:
            if not merge.row <= row < merge.end_row:
                continue
            bare = [
                at
                for at in range(merge.column + 1, merge.end_column)
                if at not in known and any(cell is not None for cell in self.column(at))
            ]
            if bare:
                place = replace(located.place(row, merge.column), end_column=merge.end_column)
                yield Problem(
                    kind=ProblemKind.MERGED_CELLS,
                    message=f"{place} is one merged heading: only the first column under it is read",
                    mend="Unmerge it and give each column its own heading",
                    places=(place,),
                    left_out=True,
                    column=column_name(located, merge.column),
                )


def currency_codes(table: Table, own: str) -> tuple[list[str], Bools]:
    """ISO codes of the currency column, `own` where it is blank; and which cells name no currency."""
    texts = table.texts("currency")
    codes = {text: currency_of(text) for text in set(texts)}
    bad = np.zeros(table.height, np.bool_)
    for row in (row for row, text in enumerate(texts) if codes[text] is None):
        bad[row] = True
        table.faults.add(
            ProblemKind.UNKNOWN_CURRENCY,
            table.located.columns["currency"],
            table.sheet_row(row),
            f"'{texts[row]}'",
            effect="the row is left out",
            left_out=True,
        )
    return [codes[text] or own for text in texts], bad


def _ordinals(serials: NDArray[np.float64]) -> NDArray[np.int32]:
    blank = np.isnan(serials)
    return np.where(blank, 0, np.floor(np.nan_to_num(serials)) + EPOCH).astype(np.int32)


def _number(reading: NumberText) -> str:
    return (
        f"{reading.value:.6g} ({reading.value * 100:g} %)"
        if reading.percent and reading.value is not None
        else (f"{reading.value:,.12g}")
    )
