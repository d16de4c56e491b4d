"""Total rows inside the data: found by arithmetic, and by what they call themselves.

A row is a total when its label says so or its key is blank, and its amounts equal the sum of the
rows above it (all of them, those since the total before, or those since the heading before), to 0.01 in most
of its columns; and when its own formulas say that it adds up other rows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.workbook.cells import folded_heading

_WORDS = re.compile(
    r"^(grand |sub ?-?)?(total|totals|sum|suma|subtotal|summe|gesamt|zwischensumme|sous-total|total general|"
    r"всего|итого|подытог)\b|^(סה\"כ|סהכ|סך הכל|סכום ביניים)|\b(total|subtotal)$"
)
_CENT = 0.01


@dataclass(frozen=True, slots=True)
class TotalRow:
    """A total found among the data. `adds_up`: its amounts are what stands above it. `column`: that of the
    figures told, the one that is off by most where one is."""

    row: int
    adds_up: bool
    shown: float
    recomputed: float
    column: int


def says_total(text: str) -> bool:
    """Whether a label calls its row a total."""
    return bool(text) and len(text) < 60 and bool(_WORDS.search(folded_heading(text)))


def find_totals(
    amounts: NDArray[np.float64],
    *,
    keyless: NDArray[np.bool_],
    labelled: NDArray[np.bool_],
    label_is_key: NDArray[np.bool_],
    by_formula: NDArray[np.bool_] | None = None,
) -> list[TotalRow]:
    """`amounts` (rows, columns) with NaN for blank; the masks have shape (rows,).

    `keyless`: the row lacks what every line has; `labelled`: one of its texts says total;
    `label_is_key`: that text stands where the key belongs. A labelled row without a key of its own is
    a total even when it does not add up: then it is told with both figures. `by_formula`: its formulas are
    sums of other rows, whatever they show; whether they take the right rows is another question.
    """
    filled = np.nan_to_num(amounts)
    has_amount = (~np.isnan(amounts) & (filled != 0)).any(axis=1)
    sums = np.zeros(len(amounts), np.bool_) if by_formula is None else by_formula
    candidates = np.flatnonzero(((keyless | labelled) & has_amount) | sums)
    if not len(candidates):
        return []
    running = np.vstack([np.zeros(amounts.shape[1]), np.cumsum(filled, axis=0)])
    filled_rows = np.concatenate([[0], np.cumsum(has_amount)])
    empty = np.where(has_amount, -1, np.arange(len(amounts)))
    under_heading = np.concatenate([[0], np.maximum.accumulate(empty) + 1])
    removed = np.zeros(amounts.shape[1])
    last, dropped = 0, 0  # the row beneath the last total; totals met so far
    found: list[TotalRow] = []
    for row in candidates.tolist():
        above = running[row] - removed
        since = running[row] - running[last]
        begin = max(int(under_heading[row]), last)
        block = running[row] - running[begin]
        columns = ~np.isnan(amounts[row]) & (filled[row] != 0)
        enclosed = max(filled_rows[row] - dropped, 0)
        least = 1 if labelled[row] else 2
        fits = max(_fits(filled[row], part, columns) for part in (above, since))
        adds_up = bool(fits > 0.5 and enclosed >= least) or bool(sums[row])
        adds_up |= bool(
            _fits(filled[row], block, columns) > 0.5 and filled_rows[row] - filled_rows[begin] >= least
        )
        of_itself = bool(labelled[row] and (keyless[row] or label_is_key[row]))
        if adds_up or of_itself:
            widest = int(np.argmax(np.where(columns, np.abs(filled[row]), -1)))
            nearest = min((above, since), key=lambda part: abs(part[widest] - filled[row][widest]))
            at = widest if adds_up else int(np.argmax(np.where(columns, np.abs(filled[row] - nearest), -1)))
            found.append(TotalRow(row, adds_up, float(filled[row][at]), float(nearest[at]), at))
            removed = removed + filled[row]
            last, dropped = row + 1, dropped + int(has_amount[row])
    return found


def _fits(row: NDArray[np.float64], above: NDArray[np.float64], columns: NDArray[np.bool_]) -> float:
    """Share of the row's amounts that equal the sums, to a cent (or the floats' own noise)."""
    gap = np.abs(row - above)[columns]
    near = gap <= np.maximum(_CENT, 1e-9 * np.abs(above[columns]))
    return float(near.mean()) if len(gap) else 0.0
