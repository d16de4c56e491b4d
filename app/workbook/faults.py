"""Gathers what could not be read, cell by cell, and tells it as problems: one for each cause."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from app.project.place import Place
from app.project.problem import TOTALS, Problem, ProblemKind, Work
from app.workbook.cells import shortened
from app.workbook.locate import Located
from app.workbook.named import column_name, names_of

_LONGEST_SHOWN = 200  # characters of a cell's text in a message
_APART = 20  # so many causes in one column are told one by one; the rest together

_SAYS = {
    ProblemKind.NOT_A_NUMBER: "{shown} is not a number",
    ProblemKind.NUMBER_TOO_LARGE: "{shown} is too large to be meant",
    ProblemKind.NUMBER_AS_TEXT: "{shown} is a number typed as text",
    ProblemKind.AMBIGUOUS_NUMBER: "{shown} can be read in two ways",
    ProblemKind.NOT_A_DATE: "{shown} is not a date",
    ProblemKind.DATE_AS_TEXT: "{shown} is a date typed as text",
    ProblemKind.AMBIGUOUS_DATE: "{shown} can be read in two ways",
    ProblemKind.PERCENT_SCALE: "{shown} is a percentage typed out of 100",
    ProblemKind.NOT_A_CHOICE: "{shown} is not on the list",
    ProblemKind.FORMULA_ERROR: "a formula shows {shown}",
    ProblemKind.UNKNOWN_CURRENCY: "{shown} is no currency code",
    ProblemKind.MISSING_FIELD: "{shown}",
    ProblemKind.PASSED_OVER: "{shown}",
    ProblemKind.TOTAL_ROW: "{shown}",
    ProblemKind.SUMMING_ROW: "{shown}",
    ProblemKind.WRONG_TOTAL: "{shown}",
    ProblemKind.DUPLICATE_LINE: "{shown}",
}
_READ = {ProblemKind.NUMBER_AS_TEXT, ProblemKind.DATE_AS_TEXT, ProblemKind.PERCENT_SCALE}
_OF_ROWS = {  # what stands in the cell is not what is wrong with the row
    *TOTALS,
    ProblemKind.DUPLICATE_LINE,
}
_MENDS = {
    ProblemKind.NOT_A_NUMBER: "Type a plain number, or leave the cell blank",
    ProblemKind.NUMBER_TOO_LARGE: "Type the number that is meant, or leave the cell blank",
    ProblemKind.NUMBER_AS_TEXT: "Retype it as a number, so that formulas can add it",
    ProblemKind.AMBIGUOUS_NUMBER: "Retype it as a number",
    ProblemKind.NOT_A_DATE: "Type a date",
    ProblemKind.DATE_AS_TEXT: "Retype it as a date",
    ProblemKind.AMBIGUOUS_DATE: "Retype it as a date, or as year-month-day",
    ProblemKind.PERCENT_SCALE: "Format the column as a percentage",
    ProblemKind.NOT_A_CHOICE: "Choose one of the values on the list",
    ProblemKind.FORMULA_ERROR: "Mend the formula, or type the value",
    ProblemKind.UNKNOWN_CURRENCY: "Type three letters such as EUR",
    ProblemKind.MISSING_FIELD: "Fill in the cell, or delete the row",
    ProblemKind.PASSED_OVER: "Nothing needs doing if it is a heading or a remark",
    ProblemKind.TOTAL_ROW: "Move the total above the headings, or take its row out",
    ProblemKind.SUMMING_ROW: "Leave it as it is",
    ProblemKind.WRONG_TOTAL: "Let the total take every row above it once",
    ProblemKind.DUPLICATE_LINE: "Give one of them another number, or delete it",
}


@dataclass(frozen=True, slots=True)
class _Cause:
    kind: ProblemKind
    column: int
    shown: str
    effect: str
    left_out: bool
    mend: str


@dataclass(frozen=True, slots=True)
class _ByRow:
    """What is known of each row: its money, its hours, and whose hours have no cost."""

    amounts: Mapping[int, float]
    hours: Mapping[int, float]
    work: Mapping[int, Work]
    rates_of: Mapping[int, str]
    by_cell: Mapping[tuple[int, int], float | None]


class Faults:
    """The faults of one tab. Amounts are told at the end, when each row's money is known."""

    def __init__(self, located: Located) -> None:
        self._located = located
        self._rows: dict[_Cause, list[int]] = {}
        self.totals: set[int] = set()
        """Rows that add up others: what else is wrong in them puts no money at stake."""
        self.off: dict[int, float] = {}
        """Of totals of money that do not add up what they are off by, major units."""

    def add(
        self,
        kind: ProblemKind,
        column: int,
        row: int,
        shown: str,
        *,
        effect: str,
        left_out: bool = False,
        mend: str = "",
    ) -> None:
        """One cell; `shown` is its text, `effect` what became of it ("the row is left out")."""
        shown = shortened(shown, _LONGEST_SHOWN)
        cause = _Cause(kind, column, shown, effect, left_out, mend or _MENDS[kind])
        self._rows.setdefault(cause, []).append(row)

    @property
    def any(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self._rows)

    def unread(self, columns: Container[int]) -> list[tuple[int, int]]:
        """Row and column of each cell in `columns` that counts as blank or takes its row with it."""
        return [
            (row, cause.column)
            for cause, rows in self._rows.items()
            if cause.column in columns and cause.kind not in _READ
            for row in rows
        ]

    def problems(
        self,
        amounts: Mapping[int, float] | None = None,
        hours: Mapping[int, float] | None = None,
        work: Mapping[int, Work] | None = None,
        rates_of: Mapping[int, str] | None = None,
        by_cell: Mapping[tuple[int, int], float | None] | None = None,
    ) -> list[Problem]:
        """One a cause; `amounts` (minor units of the project currency) and `hours` by row, and of the hours
        those that have no cost beside them: `work`; `rates_of`: whose rate a row holds;
        `by_cell`: by (row, column) what a cell may hold itself, None when that can't be told."""
        by_row = _ByRow(amounts or {}, hours or {}, work or {}, rates_of or {}, by_cell or {})
        told: dict[tuple[ProblemKind, int], int] = {}
        rest: dict[tuple[ProblemKind, int], list[_Cause]] = {}
        found = []
        for cause, rows in self._rows.items():
            key = (cause.kind, cause.column)
            told[key] = told.get(key, 0) + 1
            if told[key] <= _APART:
                found.append(self._problem(cause, rows, by_row))
            else:
                rest.setdefault(key, []).append(cause)
        for causes in rest.values():
            rows = sorted(row for cause in causes for row in self._rows[cause])
            examples = ", ".join(dict.fromkeys(cause.shown for cause in causes[:3]))
            first = causes[0]
            merged = _Cause(
                first.kind, first.column, f"{examples} ...", first.effect, first.left_out, first.mend
            )
            found.append(self._problem(merged, rows, by_row))
        return found

    def _problem(self, cause: _Cause, rows: list[int], by_row: _ByRow) -> Problem:
        places = tuple(self._located.place(*run) for run in _runs(rows, cause.column))
        where = str(places[0]) if len(rows) == 1 else f"{places[0]} and {_more(len(rows), places[0])}"
        counted = rows if cause.kind in TOTALS else [row for row in rows if row not in self.totals]
        apart = [row for row in counted if (row, cause.column) in by_row.by_cell]
        held = [by_row.by_cell[row, cause.column] for row in apart]
        counted = [row for row in counted if row not in apart] if apart else counted
        money = [by_row.amounts[row] for row in counted if row in by_row.amounts]
        money += [amount for amount in held if amount is not None]
        worked = [by_row.hours[row] for row in counted if row in by_row.hours]
        effect = cause.effect if len(rows) == 1 else cause.effect.replace("the row is", "the rows are")
        return Problem(
            kind=cause.kind,
            message=f"{where}: {_SAYS[cause.kind].format(shown=cause.shown)}"
            + (f"; {effect}" if effect else ""),
            mend=cause.mend,
            places=places,
            left_out=cause.left_out,
            amount=sum(money) if money else None,
            hours=sum(worked) if worked else None,
            work=tuple(by_row.work[row] for row in counted if row in by_row.work),
            rates_of=tuple(by_row.rates_of[row] for row in counted if row in by_row.rates_of),
            off=self._off(rows) if cause.kind is ProblemKind.WRONG_TOTAL else None,
            count=len(rows),
            column=column_name(self._located, cause.column),
            names=names_of(
                self._located, rows, cause.column, shown=cause.shown, whole=cause.kind in _OF_ROWS
            ),
        )

    def _off(self, rows: Iterable[int]) -> float | None:
        known = [self.off[row] for row in rows if row in self.off]
        return sum(known) if known else None


def _runs(rows: Iterable[int], column: int) -> Iterable[tuple[int, int, int]]:
    """Neighbouring rows as (first row, column, end row)."""
    first = last = -2
    for row in sorted(set(rows)):
        if row != last + 1:
            if last >= 0:
                yield first, column, last + 1
            first = row
        last = row
    yield first, column, last + 1


def _more(count: int, place: Place) -> str:
    rest = count - (place.end_row - place.row)
    return f"{rest:,} more" if rest > 0 else f"{count:,} cells in all"
