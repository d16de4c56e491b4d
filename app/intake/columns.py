"""A table's columns: what heads each, and what its cells are like, totals left out where they are known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from app.intake.frame import Frame
from app.intake.header import is_unit
from app.intake.header_rows import merge_at
from app.intake.kinds import DAYS, NUMERIC, Kind, View
from app.intake.looks import currency_sign, is_percent, pads_zeros
from app.intake.periods import Period, period_of_cell

_SAMPLE = 2000  # texts looked at to count distinct ones


class Type(StrEnum):
    """What most of a column's cells are."""

    NUMBER = "number"
    DAY = "day"
    TEXT = "text"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. `own` is its own heading, `above` what groups it, `unit` what a row of units says."""

    index: int
    type: Type
    own: str = ""
    above: str = ""
    unit: str = ""
    periods: tuple[Period, ...] = ()
    filled: int = 0  # body cells that hold something
    rows: int = 0  # body rows
    distinct: int = 0
    letters: float = 0.0  # mean length of its texts
    whole: bool = False  # all its numbers are whole
    largest: float = 0.0  # its largest number without sign
    percent: bool = False
    padded: bool = False  # leading zeros live in the number format
    sign: str = ""  # currency sign of the number format
    errors: int = 0
    texts: tuple[str, ...] = field(default=(), repr=False)  # the first few distinct ones

    @property
    def label(self) -> str:
        """All that heads it, the group first."""
        return " ".join(text for text in (self.above, self.own, self.unit) if text)

    @property
    def unique(self) -> float:
        """Share of its cells that differ from each other."""
        return self.distinct / self.filled if self.filled else 0.0


def columns_of(view: View, frame: Frame, skip: Collection[int] = ()) -> list[Column]:
    """The columns from left to right; `skip` holds body rows that are no lines."""
    rows = np.array(
        [row for row in range(frame.first_row, frame.last_row + 1) if row not in skip], dtype=np.intp
    )
    places = range(frame.first_column, frame.last_column + 1)
    heads = {column: _heading(view, frame, column) for column in places}
    if len({periods for *_, periods in heads.values() if periods}) < 2:  # a lone month is a word: `Out`
        heads = {column: _heading(view, frame, column, with_periods=False) for column in places}
    return [_column(view, column, rows, heads[column]) for column in places]


Heads = tuple[str, str, str, tuple[Period, ...]]


def _column(view: View, column: int, rows: np.ndarray, heads: Heads) -> Column:
    own, above, unit, periods = heads
    kinds = view.kinds[rows, column] if len(rows) else np.zeros(0, dtype=np.uint8)
    filled = rows[kinds > 0]
    held = kinds[kinds > 0]
    sample = filled[:_SAMPLE]
    texts = Counter(view.text(int(row), column) for row in sample)
    texts.pop("", None)
    numbers = view.numbers[filled, column]
    numbers = numbers[~np.isnan(numbers)]
    looks = Counter(view.look(int(row), column).number_format for row in sample[:200])
    codes = [code for code, _ in looks.most_common(2) if code != "General"]
    scale_up = len(filled) / max(1, len(sample))
    lengths = [len(text) for text in texts]
    return Column(
        index=column,
        type=_type(held, bool(codes)),
        own=own,
        above=above,
        unit=unit,
        periods=periods,
        filled=len(filled),
        rows=len(rows),
        distinct=int(len(texts) * scale_up) if len(texts) > 0.5 * len(sample) else len(texts),
        letters=float(np.mean(lengths)) if lengths else 0.0,
        whole=bool(len(numbers)) and bool((numbers == np.round(numbers)).all()),
        largest=float(np.abs(numbers).max()) if len(numbers) else 0.0,
        percent=any(is_percent(code) for code in codes[:1]),
        padded=any(pads_zeros(code) for code in codes),
        sign=next((sign for code in codes if (sign := currency_sign(code))), ""),
        errors=int((held == Kind.ERROR).sum()),
        texts=tuple(texts)[:40],
    )


def _type(held: np.ndarray, formatted: bool) -> Type:
    if not len(held):
        return Type.EMPTY
    counted = held[(held != Kind.ERROR) & (held != Kind.PLACEHOLDER)]
    if not len(counted):
        return Type.NUMBER if formatted or (held == Kind.ERROR).any() else Type.TEXT
    if np.isin(counted, NUMERIC).mean() >= 0.6:
        return Type.NUMBER
    if np.isin(counted, DAYS).mean() >= 0.5:
        return Type.DAY
    return Type.TEXT


def _heading(view: View, frame: Frame, column: int, *, with_periods: bool = True) -> Heads:
    """Own text, group text, unit, and periods, from the header rows from the top down."""
    own: list[str] = []
    above: list[str] = []
    units: list[str] = []
    periods: list[Period] = []
    last = frame.header_rows[-1] if frame.header_rows else -1
    for row in frame.header_rows:
        source, spread = _source(view, frame, row, column)
        if source is None:
            continue
        text = view.text(row, source)
        period = period_of_cell(view.value(row, source), shows_day=view.look(row, source).shows_day)
        if period and with_periods:
            periods.append(period)
            text = period.rest
        elif view.kinds[row, source] in NUMERIC:
            continue
        elif is_unit(text) and (row != frame.label_row or last != frame.label_row):
            units.append(text)
            continue
        if text:
            (above if spread or row < frame.label_row else own).append(text)
    if not own and above:
        own, above = above[-1:], above[:-1]
    return " ".join(own), " ".join(above), " ".join(units), tuple(periods)


def _source(view: View, frame: Frame, row: int, column: int) -> tuple[int | None, bool]:
    """The column whose cell heads this one in that row, and whether it heads others too."""
    box = merge_at(view, row, column)
    if box is not None and box.end_column - box.column > 1:
        return box.column, row != frame.header_rows[-1]
    if view.kinds[row, column]:
        return column, False
    if row == frame.header_rows[-1] or (
        row >= frame.label_row and len(frame.header_rows) > 1 and row != frame.header_rows[0]
    ):
        return None, False
    below = [other for other in frame.header_rows if other > row]
    if not any(view.kinds[other, column] for other in below):
        return None, False
    for left in range(column - 1, frame.first_column - 1, -1):
        if view.kinds[row, left]:
            if merge_at(view, row, left) or not any(view.kinds[other, left] for other in below):
                return None, False  # a label of its own column
            return left, True
    return None, False
