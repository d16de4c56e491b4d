"""A figure typed over the formula that every other line of its column has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.intake.formula import bare_of, references, relative
from app.intake.sense.evaluate import result_at
from app.intake.sense.ground import Ground
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
    opening = _opening(ground, column, like)
    odd = [
        row
        for row in held
        if forms.get(row) != usual
        and (row in forms or type(ground.value(row, column)) in (int, float))
        and "#REF!" not in (bare_of(ground.formulas[row, column]) if row in forms else "")
        and not (row in forms and _reads_others(ground, row, column, than=like))
        and row != opening
    ]
    if len(odd) > _FEW * len(held):
        return
    apart = [
        _Apart(row, float(now), made, row in forms)
        for row in odd
        if isinstance(now := ground.value(row, column), (int, float))
        and ((made := result_at(ground, like, row, column)) is None or abs(made - now) > _CENT)
        and not (made is not None and abs(made) <= _CENT and _lacks_inputs(ground, row, column, like=like))
    ]
    for together in _runs(apart):
        yield _problem(ground, column, together)


@dataclass(frozen=True, slots=True)
class _Apart:
    """A cell and what the column's formula gives there. `computed`: it has a formula, of another form."""

    row: int
    now: float
    made: float | None
    computed: bool


def _lacks_inputs(ground: Ground, row: int, column: int, *, like: int) -> bool:
    """Whether something that the column's formula takes from its own row is blank here: it then gives 0, and
    what is typed stands for it, as the cost of a purchase does among hours x rate."""
    refs = references(ground.formulas[like, column], like, column)
    return any(
        ground.value(row, at) in (None, "")
        for ref in refs
        if ref.top == ref.bottom == like and not ref.fixed_row
        for at in range(ref.left, ref.right + 1)
    )


def _reads_others(ground: Ground, row: int, column: int, *, than: int) -> bool:
    """Whether the cell reads other rows of its column, and the usual one does not: a share of a total."""

    def beyond(at: int) -> bool:
        refs = references(ground.formulas[at, column], at, column)
        return any(ref.left <= column <= ref.right and not ref.top == ref.bottom == at for ref in refs)

    return beyond(row) and not beyond(than)


def _opening(ground: Ground, column: int, like: int) -> int:
    """The first line of a running balance, which has none above it to carry on from; -1 of any other column.

    Either its own usual form reads the line above, or the second line carries on from the first here.
    """
    if len(ground.lines) < 2:
        return -1
    first, second = ground.lines[:2]
    usual = references(ground.formulas[like, column], like, column)
    if any(ref.bottom < like and not ref.fixed_row for ref in usual):
        return first
    below = [
        ref
        for (row, at), formula in ground.formulas.items()
        if row == second
        for ref in references(formula, row, at)
    ]
    carried = any(
        ref.top <= first <= ref.bottom < second and ref.left <= column <= ref.right for ref in below
    )
    return first if carried else -1


def _runs(apart: Sequence[_Apart]) -> Iterator[list[_Apart]]:
    """Cells typed one under the other are one act; each formula of another form is one of its own."""
    run: list[_Apart] = []
    for cell in apart:
        if run and (cell.computed or run[-1].computed or cell.row != run[-1].row + 1):
            yield run
            run = []
        run.append(cell)
    if run:
        yield run


def _problem(ground: Ground, column: int, together: Sequence[_Apart]) -> Problem:
    first, last = together[0], together[-1]
    now = ground.shown(column, first.now)
    made = None if first.made is None else ground.shown(column, first.made)
    place = ground.place(first.row, column, last.row + 1)
    gap = sum(abs(cell.now - cell.made) for cell in together if cell.made is not None)
    if len(together) > 1:
        says = f"{len(together):,} cells are typed over a formula: {now} in the first"
    else:
        odd = "is computed otherwise than the other lines" if first.computed else "is typed over a formula"
        says = f"{now} {odd}"
    return Problem(
        kind=ProblemKind.ODD_FORMULA if first.computed else ProblemKind.TYPED_OVER_FORMULA,
        message=f"{place}: {says}" + (f", which gives {made}" if made is not None else ""),
        mend="Put the column's formula back" + (f": {made} instead of {now}" if made is not None else ""),
        places=(place,),
        amount=ground.money(column, gap) if gap else None,
        count=len(together),
        subject=cell_name(ground.located, first.row, column),
    )
