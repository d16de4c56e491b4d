"""Which rows head a table: scored by what stands beneath, by words, by looks.

A heading row is mostly text or periods, short and distinct, and the cells beneath are of other kinds.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from app.intake.frame import Area
from app.intake.kinds import DAYS, NUMERIC, Kind, View
from app.intake.labels import words_of
from app.intake.periods import period_of_cell
from app.intake.vocabulary import column_hits, currency_in, scale_in

_BENEATH = 14  # cells looked at under a heading
_LONG = 60  # letters: a heading is shorter
_ACCEPTED = 2.4
_ANEW = 3.2  # inside a body a heading row must be plainer
_TOP = 60  # rows in which any row may be a heading
_COUNTED = 5  # a shorter count may be figures
_TEXTUAL = (Kind.TEXT, Kind.PLACEHOLDER)


@dataclass(frozen=True, slots=True)
class Heading:
    """A row that may head a table."""

    row: int
    score: float
    columns: tuple[int, ...]
    contrast: int  # columns whose cells beneath are no text


def headings(view: View, area: Area) -> list[Heading]:
    """The rows that could be headings, from the top down."""
    found = [score_row(view, row, area) for row in _likely(view, area)]
    return [heading for heading in found if heading and heading.score >= _ACCEPTED]


def _likely(view: View, area: Area) -> list[int]:
    """Rows with texts or periods and few other numbers; far down only above cells of another kind."""
    rows = slice(area.top, area.bottom)
    kinds = view.kinds[rows, area.left : area.right + 1]
    numbers = view.numbers[rows, area.left : area.right + 1]
    numeric = np.isin(kinds, (*NUMERIC, Kind.FLAG))
    years = ((numbers >= 1990) & (numbers <= 2100)) | ((numbers >= 199001) & (numbers <= 210012))
    heads = (kinds == Kind.TEXT) | np.isin(kinds, DAYS) | (numeric & years)
    figures = (numeric & ~years).sum(axis=1)
    counts = ((numbers[:, :-1] == 1) & (numbers[:, 1:] == 2)).any(axis=1)
    likely = ((heads.sum(axis=1) >= 2) & (figures <= 0.34 * heads.sum(axis=1))) | counts
    texts = kinds == Kind.TEXT
    others = (kinds > 0) & ~texts & (kinds != Kind.PLACEHOLDER)
    above = np.zeros(len(kinds), dtype=np.bool_)
    for down in (1, 2, 3):
        above[:-down] |= (texts[:-down] & others[down:]).any(axis=1)
    above[:_TOP] = True
    return [int(row) + area.top for row in np.flatnonzero(likely & above)]


def score_row(view: View, row: int, area: Area) -> Heading | None:
    """How much the row is like a heading; None when it can't be one."""
    kinds = view.kinds[row, area.left : area.right + 1]
    filled = np.flatnonzero(kinds) + area.left
    if len(filled) < 2:
        return None
    heads = [int(column) for column in filled if is_head(view, row, int(column))]
    heads += [column for column in counted(view, row, area) if column not in heads]
    bad = sum(view.kinds[row, column] in {*NUMERIC, Kind.FLAG} for column in filled) - sum(
        view.kinds[row, column] in NUMERIC for column in heads
    )
    if len(heads) < 2 or bad > 0.34 * len(heads):
        return None
    texts = [view.text(row, column) for column in heads]
    if sum(is_unit(text) for text in texts) > 0.7 * len(texts):
        return None  # currencies and units stand beneath the labels
    contrast = below = 0
    for column in heads:
        numeric, any_below = _beneath(view, row, column, area.bottom)
        below += any_below
        contrast += bool(numeric and view.kinds[row, column] in _TEXTUAL)
    if not below:
        return None
    known = sum(_is_word(text) for text in texts)
    plain = sum(any(hit.whole for hit in column_hits(text)) for text in texts) == len(texts)
    periods = sum(period_at(view, row, column) for column in heads) + len(counted(view, row, area))
    cut_off = not view.kinds[row + 1, area.left : area.right + 1].any()
    long = sum(len(text) > _LONG for text in texts)
    labels = sum(text.endswith(":") for text in texts)
    stands_out = _stands_out(view, row, heads, area)
    score = (
        1.0 * min(contrast, 4)
        + 0.7 * min(known, 6)
        + 1.0 * stands_out
        + 0.5 * (periods >= 3)
        + 0.5 * (len(set(texts)) == len(texts))
        + 0.15 * min(len(heads), 10)
        + 0.4 * plain
        - 1.0 * cut_off
        - 1.5 * bad
        - 0.8 * long
        - 1.2 * labels
    )
    if not contrast and known < 2 and not stands_out:
        return None
    return Heading(row, score, tuple(heads), contrast)


def counted(view: View, row: int, area: Area) -> list[int]:
    """The columns over which a row counts 1, 2, 3 ...: days of a month, weeks, milestones."""
    run: list[int] = []
    for column in range(area.left, area.right + 1):
        number = view.numbers[row, column]
        if view.kinds[row, column] in NUMERIC and number == len(run) + 1:
            run.append(column)
        elif run and view.kinds[row, column]:
            break
    return run if len(run) >= _COUNTED and run[-1] - run[0] == len(run) - 1 else []


def stands_anew(heading: Heading, *, after_blank: bool, same_as_before: bool) -> bool:
    """Whether a heading below a body begins a new table."""
    if same_as_before:
        return True
    if not heading.contrast:
        return False
    return heading.score >= (_ACCEPTED if after_blank else _ANEW)


def is_head(view: View, row: int, column: int) -> bool:
    """Whether a cell can be a heading: a text that is no sentence, a day, a year."""
    kind = view.kinds[row, column]
    if kind == Kind.TEXT:
        return len(view.text(row, column)) <= 160
    if kind in DAYS:
        return True
    return bool(kind in NUMERIC and period_at(view, row, column))


def period_at(view: View, row: int, column: int) -> bool:
    """Whether the cell names a period."""
    look = view.look(row, column)
    return period_of_cell(view.value(row, column), shows_day=look.shows_day) is not None


@lru_cache(maxsize=4096)
def _is_word(text: str) -> bool:
    if len(text) > _LONG:
        return False
    hits = column_hits(text)
    words = len(words_of(text))
    return any(hit.whole for hit in hits) or (bool(hits) and words <= 6)


def is_unit(text: str) -> bool:
    """Whether a text is a currency, a scale or a unit and nothing else."""
    if not text or len(text) > 16:
        return False
    if currency_in(text) or scale_in(text) > 1:
        return True
    hits = column_hits(text)
    return any(hit.whole and hit.concept in {"hours", "days", "fte", "percent", "unit"} for hit in hits)


def _beneath(view: View, row: int, column: int, bottom: int) -> tuple[bool, bool]:
    """Whether most of the next cells of the column are no text, and whether there are any."""
    cells = view.kinds[row + 1 : min(bottom + 1, row + 1 + 3 * _BENEATH), column]
    cells = cells[cells > 0][:_BENEATH]
    if not len(cells):
        return False, False
    other = np.count_nonzero((cells != Kind.TEXT) & (cells != Kind.PLACEHOLDER))
    return bool(other > 0.5 * len(cells)), True


def _stands_out(view: View, row: int, heads: list[int], area: Area) -> bool:
    """Bold or filled where most of the next rows are neither."""

    def share(at: int) -> float:
        looks = [view.look(at, column) for column in heads]
        return sum(look.bold or look.filled for look in looks) / len(looks)

    if share(row) < 0.6:
        return view.sheet.frozen_rows == row + 1
    below = [
        at
        for at in range(row + 1, min(area.bottom, row + 12) + 1)
        if view.kinds[at, area.left : area.right + 1].any()
    ]
    return bool(below) and float(np.mean([share(at) for at in below])) < 0.6
