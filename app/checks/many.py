"""Many lines with one fault: the costliest are told one by one, the rest together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from app.checks.case import Case, Floats
from app.checks.flag import Severity
from app.checks.found import Found

APART = 10  # lines told one by one


def apart(lines: Iterable[int], stakes: Floats) -> tuple[list[int], list[int]]:
    """Lines in order of stake: those told one by one, and the rest when there are many more."""
    which = np.fromiter(lines, np.int64)
    ordered = which[np.lexsort((which, -stakes[which]))].tolist()
    return (ordered, []) if len(ordered) <= APART + 1 else (ordered[:APART], ordered[APART:])


def together(
    case: Case, rest: Sequence[int], stakes: Floats, *, severity: Severity, field: str, mend: str
) -> Iterable[Found]:
    """One flag for the lines that are not told one by one; nothing when there are none."""
    if not rest:
        return
    worth = float(stakes[list(rest)].sum())
    yield Found(
        severity=severity,
        figure=f"{len(rest):,} more lines, {case.say.money(worth)} in all",
        threshold=f"the {APART} costliest lines are told one by one",
        places=case.cells("budget", [case.project.lines[line].row for line in rest], field),
        subject="more lines",
        stake=worth,
        remedy=f"{mend} on these {len(rest):,} lines too: none of them is above "
        f"{case.say.money(float(stakes[rest[0]]))}.",
    )
