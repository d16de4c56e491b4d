"""Columns that follow from each other on nearly all lines, and not on some; percentages upside down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from app.intake.relations import Relation, relation_of
from app.intake.sense.ground import Ground, shown
from app.project.problem import Problem, ProblemKind
from app.workbook.named import cell_name

Floats = NDArray[np.float64]

_LEAST = 5  # lines that make a relation
_WIDEST = 8  # columns that are tried against each other
_FEW = 0.15  # at most this share of the lines departs from it
_UPSIDE_DOWN = 0.4  # at most this share of a column's ratios is inverted
_SAME = 0.01  # a share this near to all of it is its own inverse
_NO_SHARE = 1e9  # what is larger is no share of anything


def columns_apart(ground: Ground) -> Iterator[Problem]:
    """People's own columns of typed figures: those of the contract have checks of their own."""
    lines = np.array(ground.lines, np.intp)
    computed = {column for row, column in ground.formulas if row in set(ground.lines)}
    targets = [column for column in ground.own if column not in computed]
    if len(lines) < _LEAST or not targets:
        return
    measured = [at for at in ground.located.columns.values() if ground.unit(at) in ("money", "hours")]
    values = {
        column: numbers
        for column in sorted([*measured, *ground.own[:_WIDEST]])
        if (~np.isnan(numbers := ground.numbers(column)[lines])).sum() >= _LEAST and np.nansum(numbers != 0)
    }
    inverted = [
        found
        for target in targets
        if target in values
        for found in _upside_down(ground, target, values, lines)
    ]
    yield from inverted
    told = {place.row for problem in inverted for place in problem.places}
    for target in targets:
        relation = relation_of(target, values) if target in values else None
        if relation is not None and relation.kind != "cumulative":
            yield from _apart(ground, target, relation, values, lines, told)


def _apart(
    ground: Ground,
    target: int,
    relation: Relation,
    values: Mapping[int, Floats],
    lines: NDArray[np.intp],
    told: set[int],
) -> Iterator[Problem]:
    """Lines that break the relation; `told`: rows whose percentage is upside down, which breaks it too."""
    parts = [values[part] for part in relation.parts]
    now = values[target]
    with np.errstate(invalid="ignore", over="ignore"):
        if relation.kind == "product":
            made = parts[0] * parts[1]
        elif relation.kind == "difference":
            made = parts[0] - parts[1]
        else:
            made = np.nansum(parts, axis=0)
        apart = np.abs(made - now) > np.maximum(0.011, 1e-6 * np.abs(now))
        off = np.flatnonzero(apart & np.isfinite(made)).tolist()
    if not off or len(off) > _FEW * len(lines):
        return
    sign = {"product": " x ", "difference": " - ", "sum": " + "}[relation.kind]
    rule = sign.join(ground.heading(part) for part in relation.parts)
    for at in off:
        row = int(lines[at])
        if row in told:
            continue
        yield Problem(
            kind=ProblemKind.COLUMNS_APART,
            message=f"{ground.place(row, target)}: {ground.heading(target)} is {shown(float(now[at]))}, and "
            f"{rule}, which it is on the other lines, is {shown(float(made[at]))}",
            mend=f"Correct one of them: {shown(float(made[at]))} would agree",
            places=(ground.place(row, target),),
            amount=abs(float(made[at] - now[at])) * 10**ground.digits
            if any(ground.unit(part) == "money" for part in relation.parts)
            else None,
            subject=cell_name(ground.located, row, target),
        )


def _upside_down(
    ground: Ground, target: int, values: Mapping[int, Floats], lines: NDArray[np.intp]
) -> Iterator[Problem]:
    """A share of one column in another on most lines, and on a few its inverse or what it leaves of 1."""
    now = values[target]
    others = [column for column in values if column != target]
    for top, bottom in permutations(others, 2):
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            share, inverse = values[top] / values[bottom], values[bottom] / values[top]
        told = (np.abs(share) < _NO_SHARE) & (np.abs(inverse) < _NO_SHARE) & ~np.isnan(now)
        share, inverse = np.where(told, share, np.nan), np.where(told, inverse, np.nan)
        for scale in (1.0, 100.0):
            telling = told & (np.abs(share - 1) > _SAME)
            right = told & (np.abs(now - scale * share) <= 0.0051 * scale * np.maximum(1, np.abs(share)))
            over = told & ~right & (np.abs(now - scale * inverse) <= 0.0051 * scale * np.abs(inverse))
            rest = told & ~right & (np.abs(now - scale * (1 - share)) <= 0.0051 * scale)
            wrong = np.flatnonzero(over | rest)
            enough = (right & telling).sum() >= _LEAST - 1 and (
                right | over | rest
            ).sum() >= 0.85 * told.sum()
            if not enough or not len(wrong) or len(wrong) > _UPSIDE_DOWN * told.sum():
                continue
            for at in wrong.tolist():
                row, meant = int(lines[at]), float(scale * share[at])
                how = "upside down" if over[at] else "what is left instead of what is used"
                yield Problem(
                    kind=ProblemKind.INVERTED_PERCENT,
                    message=f"{ground.place(row, target)}: {ground.heading(target)} is {now[at]:.4g}, {how}: "
                    f"{ground.heading(top)} / {ground.heading(bottom)} is {meant:.4g}, as on the other lines",
                    mend=f"Type {meant:.4g}, or put the formula back",
                    places=(ground.place(row, target),),
                    subject=cell_name(ground.located, row, target),
                )
            return
