"""Many lines with one fault: the costliest are told one by one, the rest together."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from app.checks.case import Case, Floats
from app.checks.flag import Severity
from app.checks.found import Found

APART = 10  # lines told one by one

Lines = NDArray[np.intp]


def apart(lines: Iterable[int], stakes: Floats) -> tuple[list[int], Lines]:
    """Lines told one by one, in order of stake, and the rest when there are many more, in no order.

    Of equal stakes the line that stands first comes first. `lines` in their order; stakes are numbers.
    """
    which = lines if isinstance(lines, np.ndarray) else np.fromiter(lines, np.intp)
    if len(which) < 2:
        return which.tolist(), which[:0]
    least_first = -stakes.take(which)
    if len(which) <= APART + 1:
        return which[np.argsort(least_first, kind="stable")].tolist(), which[:0]
    tenth = np.partition(least_first, APART - 1)[APART - 1]
    first = np.flatnonzero(least_first <= tenth)  # more than ten where stakes are equal
    first = first[np.argsort(least_first[first], kind="stable")][:APART]
    others = np.ones(len(which), np.bool_)
    others[first] = False
    return which[first].tolist(), which[others]


def together(
    case: Case, rest: Lines, stakes: Floats, *, severity: Severity, field: str, mend: str
) -> Iterable[Found]:
    """One flag for the lines that are not told one by one; nothing when there are none."""
    if not len(rest):
        return
    amounts = stakes.take(rest)
    worth = float(amounts.sum())
    yield Found(
        severity=severity,
        figure=f"{len(rest):,} more lines, {case.say.money(worth)} in all",
        threshold=f"the {APART} costliest lines are told one by one",
        places=case.line_runs(rest, field),
        subject="more lines",
        stake=worth,
        remedy=f"{mend} on these {len(rest):,} lines too: none of them is above "
        f"{case.say.money(float(amounts.max()))}.",
    )
