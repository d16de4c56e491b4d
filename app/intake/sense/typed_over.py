"""A figure typed over the formula that every other line of its column has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from app.intake.formula import bare_of, relative
from app.intake.sense.evaluate import result_at
from app.intake.sense.ground import Ground, shown
from app.project.problem import Problem, ProblemKind
from app.workbook.named import cell_name

_USUAL = 0.6  # share of a column's lines that make a form the usual one
_FEW = 0.3  # at most this share of the lines departs from it
_LEAST = 3  # formulas that make a column of formulas
_CENT = 0.01


def typed_over(ground: Ground) -> Iterator[Problem]:
    """Typed figures, and formulas of another form, in columns that are computed line by line."""
    by_column: dict[int, dict[int, str]] = {}
    lines = set(ground.lines)
    for (row, column), formula in ground.formulas.items():
        if row in lines and column in ground.columns:
            by_column.setdefault(column, {})[row] = relative(formula)
    for column, forms in sorted(by_column.items()):
        yield from _column(ground, column, forms)


def _column(ground: Ground, column: int, forms: dict[int, str]) -> Iterator[Problem]:
    if len(forms) < _LEAST:
        return
    held = [row for row in ground.lines if ground.value(row, column) is not None or row in forms]
    usual, times = Counter(forms.values()).most_common(1)[0]
    if times < _USUAL * len(held):
        return
    like = next(row for row, form in forms.items() if form == usual)
    odd = [
        row
        for row in held
        if forms.get(row) != usual
        and (row in forms or type(ground.value(row, column)) in (int, float))
        and "#REF!" not in (bare_of(ground.formulas[row, column]) if row in forms else "")
    ]
    if len(odd) > _FEW * len(held):
        return
    for row in odd:
        now, made = ground.value(row, column), result_at(ground, like, row, column)
        if not isinstance(now, (int, float)) or (made is not None and abs(made - now) <= _CENT):
            continue
        kind = ProblemKind.ODD_FORMULA if row in forms else ProblemKind.TYPED_OVER_FORMULA
        what = "is computed otherwise than the other lines" if row in forms else "is typed over a formula"
        gap = abs(now - made) if made is not None else 0.0
        yield Problem(
            kind=kind,
            message=f"{ground.place(row, column)}: {shown(float(now))} {what}"
            + (f", which gives {shown(made)}" if made is not None else ""),
            mend="Put the column's formula back"
            + (f": {shown(made)} instead of {shown(float(now))}" if made is not None else ""),
            places=(ground.place(row, column),),
            amount=ground.money(column, gap) if gap else None,
            subject=cell_name(ground.located, row, column),
        )
