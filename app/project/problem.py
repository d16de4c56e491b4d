"""A person's fault in the workbook, carried along as data: what, where, and the mend."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from app.project.place import Place


class ProblemKind(StrEnum):
    """Stable slugs; the check that reports each kind is named beside it."""

    MISSING_TAB = "missing-tab"
    DOUBLE_TAB = "double-tab"  # two tabs claim to be one; the other is not read
    MISSING_COLUMN = "missing-column"
    DOUBLE_HEADING = "double-heading"
    MISSING_FIELD = "missing-field"  # A1
    DUPLICATE_LINE = "duplicate-line"  # A2
    NOT_A_NUMBER = "not-a-number"  # A3
    NUMBER_TOO_LARGE = "number-too-large"  # A3, nobody can have meant it
    NUMBER_AS_TEXT = "number-as-text"  # A3, read all the same
    AMBIGUOUS_NUMBER = "ambiguous-number"  # A3
    NOT_A_DATE = "not-a-date"
    DATE_AS_TEXT = "date-as-text"  # read all the same
    AMBIGUOUS_DATE = "ambiguous-date"
    PERCENT_SCALE = "percent-scale"  # 45 read as 45 %
    NOT_A_CHOICE = "not-a-choice"
    BLANK_FACTOR = "blank-factor"  # A1, an amount shows 0 because of it
    PLACEHOLDER = "placeholder"  # A1
    FORMULA_ERROR = "formula-error"  # A12
    ERROR_BESIDE = "error-beside"  # A12, in a column that is not read
    PASSED_OVER = "passed-over"  # no key and no amounts: a heading or a remark among the rows
    TOTAL_ROW = "total-row"  # A13, left out
    SUMMING_ROW = "summing-row"  # A13, left out, and sound: a line by its key that adds up others
    WRONG_TOTAL = "wrong-total"  # R6, left out if it stands among the rows
    TYPED_OVER_FORMULA = "typed-over-formula"  # T1
    BROKEN_REFERENCE = "broken-reference"  # T2
    HIDDEN_ROWS = "hidden-rows"  # T3
    MIXED_UNITS = "mixed-units"  # T4
    COLUMNS_APART = "columns-apart"  # T5
    ODD_FORMULA = "odd-formula"  # T5
    INVERTED_PERCENT = "inverted-percent"  # T6
    MOVING_FIGURE = "moving-figure"  # T7
    INCOME_AMONG_COSTS = "income-among-costs"  # T8
    MERGED_CELLS = "merged-cells"
    UNKNOWN_LINE = "unknown-line"  # A8
    MISSING_RATE = "missing-rate"  # A9
    MISSING_EXCHANGE_RATE = "missing-exchange-rate"  # A10
    UNKNOWN_CURRENCY = "unknown-currency"
    AFTER_STATUS_DATE = "after-status-date"  # A6, left out


class Work(NamedTuple):
    """Somebody's hours without a cost; `day` is an ordinal, 0 when it is not known."""

    person: str
    day: int
    hours: float


TOTALS = (ProblemKind.TOTAL_ROW, ProblemKind.SUMMING_ROW, ProblemKind.WRONG_TOTAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One fault. `left_out` says whether the row (or cell) was withheld from the figures.

    `amount` is what is withheld or in doubt: minor units of the project currency, where it can be
    told; `hours` likewise. `count` > 1 when one cause (a person without a rate) touches many rows:
    then `places` names them all, in runs. `basis` names the rates where `amount` is an estimate; `work` is
    what no rate was looked up for yet, besides `amount`. `column` and `names` say what it is about by what
    stands in the workbook, never by a cell's address: the column, and each row in it. Of a total that does
    not add up, in major units: `off` what it differs from its rows by where it is left out, `abroad` what is
    wrong with it by currency where its rows have several.
    """

    kind: ProblemKind
    message: str  # "Budget!G7: 'abc' is not a number"
    mend: str  # "Type the planned hours as a number"
    places: tuple[Place, ...]
    left_out: bool = False
    amount: float | None = None
    hours: float | None = None
    count: int = 1
    subject: str = ""  # the person, line, currency or heading it is about
    line: str = ""  # the line that would be right if what is probably meant were written
    column: str = ""  # "Actuals Hours"
    names: tuple[str, ...] = ()  # "Actuals Hours, 2.1 2026-03-05 Ana"
    basis: str = ""  # "nearest rate"
    work: tuple[Work, ...] = ()
    off: float | None = None
    abroad: tuple[tuple[str, float], ...] = ()
    rates_of: tuple[str, ...] = ()  # whose rate (or which currency's) could not be read in these rows
