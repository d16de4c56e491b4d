"""How the columns of a table follow from each other, line by line: by formula, else by arithmetic."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

import numpy as np
from numpy.typing import NDArray

from app.intake.columns import Column, Type
from app.intake.formula import bare_of, references
from app.intake.kinds import View

_SAMPLE = 400  # lines tried
_WIDEST = 24  # columns tried against each other
_CELL = r"\$?[A-Z]{1,3}\$?\d+"
_PRODUCT = re.compile(
    rf"={_CELL}\*{_CELL}(/{_CELL})?|=\(?{_CELL}\*{_CELL}\)?|=ROUND\({_CELL}\*{_CELL},\d\)"
    rf"|=PRODUCT\({_CELL}[,:]{_CELL}\)"
)
_DIFFERENCE = re.compile(rf"={_CELL}-{_CELL}")
_RATIO = re.compile(rf"=(?:IFERROR\()?{_CELL}/{_CELL}(?:,.*\))?")
_SUM = re.compile(rf"=SUM\([^()]*\)|={_CELL}(?:\+{_CELL})+")
_MULTIPLE = re.compile(rf"=(?:{_CELL}\*[\d.,%/()]+|[\d.,%()]+\*{_CELL}|{_CELL}/[\d.,]+)")


@dataclass(frozen=True, slots=True)
class Relation:
    """`kind`: product | difference | ratio | sum | multiple | cumulative; `parts` are columns."""

    kind: str
    parts: tuple[int, ...]
    by_formula: bool = False


def relations_of(view: View, columns: Sequence[Column], lines: Sequence[int]) -> dict[int, Relation]:
    """Column -> how it follows from others of its line (or, when cumulative, from the line above)."""
    numeric = [column for column in columns if column.type == Type.NUMBER]
    found: dict[int, Relation] = {}
    for column in numeric:
        if relation := _by_formula(view, column.index, lines):
            found[column.index] = relation
    rest = [
        column.index
        for column in numeric
        if column.index not in found and not column.periods and not column.percent
    ]
    tried = [column.index for column in numeric if not column.periods and not column.percent][:_WIDEST]
    sample = np.array(lines[:_SAMPLE], dtype=np.intp)
    if len(sample) >= 3:
        values = {index: view.numbers[sample, index] for index in tried}
        for index in rest[:_WIDEST]:
            if relation := relation_of(index, values):
                found[index] = relation
    periods = [column.index for column in numeric if column.periods]
    for index in rest:
        if index not in found and len(periods) >= 2 and _is_sum(view, index, periods, lines):
            found[index] = Relation("sum", tuple(periods))
    return found


def _by_formula(view: View, column: int, lines: Sequence[int]) -> Relation | None:
    """What most of the column's formulas do."""
    forms: Counter[tuple[str, tuple[int, ...]]] = Counter()
    filled = 0
    for row in lines[:_SAMPLE]:
        formula = view.formula(row, column)
        filled += view.kinds[row, column] > 0
        if formula is None:
            continue
        kind = _shape(bare_of(formula))
        refs = references(formula, row, column)
        if any(ref.sheet for ref in refs):
            continue
        if refs and all(ref.top == ref.bottom == row for ref in refs) and kind:
            parts = tuple(dict.fromkeys(part for ref in refs for part in range(ref.left, ref.right + 1)))
            if column not in parts:
                forms[kind, parts] += 1
        elif refs and any(ref.one_cell and ref.top == row - 1 and ref.left == column for ref in refs):
            parts = tuple(ref.left for ref in refs if ref.top <= row <= ref.bottom and ref.left != column)
            if parts:
                forms["cumulative", parts] += 1
        elif len(refs) == 1 and refs[0].bottom == row and refs[0].fixed_row and refs[0].left != column:
            forms["cumulative", (refs[0].left,)] += 1
    if not forms:
        return None
    (kind, parts), times = forms.most_common(1)[0]
    return Relation(kind, parts, True) if times >= max(1, 0.4 * filled) else None


def _shape(bare: str) -> str:
    for kind, pattern in (
        ("product", _PRODUCT),
        ("difference", _DIFFERENCE),
        ("ratio", _RATIO),
        ("sum", _SUM),
        ("multiple", _MULTIPLE),
    ):
        if pattern.fullmatch(bare):
            return kind
    if "*" in bare and re.search(rf"{_CELL}\*{_CELL}", bare) and "+" not in bare:
        return "product"
    return ""


def relation_of(index: int, values: Mapping[int, NDArray[np.float64]]) -> Relation | None:
    """Products of any two columns; differences, sums and running sums of those to the left."""
    target = values[index]
    others = [other for other in values if other != index]
    before = [other for other in others if other < index]
    for left, right in combinations(others, 2):
        if _fits(values[left] * values[right], target):
            return Relation("product", (left, right))
    for left, right in permutations(before, 2):
        if _fits(values[left] - values[right], target):
            return Relation("difference", (left, right))
    for size in range(min(len(before), 8), 1, -1):
        for at in range(len(before) - size + 1):
            run = before[at : at + size]
            if _fits(np.nansum([values[other] for other in run], axis=0), target):
                return Relation("sum", tuple(run))
    for other in before:
        if _fits(np.nancumsum(values[other]), target):
            return Relation("cumulative", (other,))
    return None


def _fits(made: NDArray[np.float64], shown: NDArray[np.float64]) -> bool:
    """Whether nearly all lines agree, and enough of them say something."""
    told = ~np.isnan(made) & ~np.isnan(shown) & ((np.abs(made) > 1e-9) | (np.abs(shown) > 1e-9))
    if told.sum() < 3 or len(np.unique(shown[told])) < 2:
        return False
    near = np.abs(made - shown) <= np.maximum(0.011, 1e-6 * np.abs(shown))
    return bool(near[told].mean() >= 0.85)


def _is_sum(view: View, index: int, parts: list[int], lines: Sequence[int]) -> bool:
    sample = np.array(lines[:_SAMPLE], dtype=np.intp)
    if len(sample) < 2:
        return False
    values = view.numbers[sample[:, None], np.array(parts, dtype=np.intp)]
    return _fits_few(np.nansum(values, axis=1), view.numbers[sample, index])


def _fits_few(made: NDArray[np.float64], shown: NDArray[np.float64]) -> bool:
    told = ~np.isnan(shown) & (np.abs(made) > 1e-9)
    near = np.abs(made - shown) <= np.maximum(0.011, 1e-6 * np.abs(shown))
    return bool(told.sum() >= 2 and near[told].mean() >= 0.85)
