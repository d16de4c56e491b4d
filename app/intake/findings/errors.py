"""Cells that show errors, formulas that change by themselves, remarks that became formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from app.intake.findings.seen import Seen, runs
from app.intake.formula import is_volatile
from app.intake.kinds import Kind, View
from app.intake.mapping import Finding
from app.project.place import Place
from app.workbook.book import CellError

_BROKEN = re.compile(r"#REF!|\bIMPORT(RANGE|DATA|XML|HTML|FEED)\b|\[\d+\]|GOOGLEFINANCE", re.IGNORECASE)
_REMARK = re.compile(r"^=\s*[^\W\d_]+(\s+[^\W\d_]+)+")
_MOST = 60  # rectangles told one by one


def error_values(seen: Seen) -> Iterator[Finding]:
    """Errors by rectangle: what they mean is unknown, never 0."""
    for view in seen.views:
        errors = view.kinds == Kind.ERROR
        if not errors.any():
            continue
        for place in _rectangles(seen, view, errors)[:_MOST]:
            formula = view.formula(place.row, place.column)
            value = view.value(place.row, place.column)
            text = value.text if isinstance(value, CellError) else "#REF!"
            if formula and text == "#NAME?" and _REMARK.match(formula.text):
                yield Finding(
                    kind="formula_as_note",
                    places=(place,),
                    note="A remark that begins with = became a formula",
                    shown=text,
                    mend="Put an apostrophe before it",
                )
                continue
            broken = bool(formula and _BROKEN.search(formula.text))
            yield Finding(
                kind="broken_link" if broken else "error_value",
                places=(place,),
                note=f"Shows {text}: unknown, not 0" + ("; its source is gone" if broken else ""),
                shown=text,
                mend="Mend the formula's source, or type the value",
            )


def volatile_formulas(seen: Seen) -> Iterator[Finding]:
    """Figures that change with the day or at random."""
    for view in seen.views:
        by_function: dict[str, list[tuple[int, int]]] = {}
        for (row, column), formula in view.sheet.formulas.items():
            if function := is_volatile(formula):
                by_function.setdefault(function, []).append((row, column))
        for function, cells in by_function.items():
            places = tuple(seen.cell(view, row, column) for row, column in sorted(cells)[:20])
            yield Finding(
                kind="volatile_formula",
                places=places,
                note=f"{function} changes by itself: the figures can't be repeated",
                mend="Type the date, or take it from the status date",
            )


def _rectangles(seen: Seen, view: View, mask: np.ndarray) -> list[Place]:
    """The true cells as rectangles: runs of a column, joined with equal runs beside them."""
    open_: dict[tuple[int, int], tuple[int, int]] = {}
    made: list[Place] = []
    for column in range(mask.shape[1] + 1):
        here = set(runs(np.flatnonzero(mask[:, column]).tolist())) if column < mask.shape[1] else set()
        for run in [run for run in open_ if run not in here]:
            left, right = open_.pop(run)
            made.append(seen.area(view, run[0], left, run[1], right))
        for run in here:
            left = open_[run][0] if run in open_ else column
            open_[run] = (left, column)
    return sorted(made, key=lambda place: (place.row, place.column))
