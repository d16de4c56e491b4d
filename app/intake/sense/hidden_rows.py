"""Rows that somebody hid inside a table: they count, and nobody sees them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.intake.sense.ground import Ground, shown
from app.project.problem import Problem, ProblemKind

_AMOUNTS = ("cost", "value", "amount", "price", "hours")


def hidden_rows(ground: Ground) -> Iterator[Problem]:
    """One problem a tab, with what the hidden rows hold of its main amount."""
    rows = sorted(ground.tab.hidden_rows.intersection(ground.lines))
    if not rows:
        return
    columns = ground.located.columns
    key = min(columns.values(), default=0)
    main = next((columns[name] for name in _AMOUNTS if name in columns), None)
    held = float(np.nansum(ground.numbers(main)[rows])) if main is not None else 0.0
    what = f", with {shown(held)} of {ground.heading(main)}" if main is not None and held else ""
    yield Problem(
        kind=ProblemKind.HIDDEN_ROWS,
        message=f"{ground.tab.title}: {len(rows):,} hidden {'row' if len(rows) == 1 else 'rows'} "
        f"inside the table{what}, counted all the same",
        mend="Show them, or delete them if they are not meant to count",
        places=ground.runs(rows, key),
        amount=ground.money(main, held) if main is not None and held else None,
        count=len(rows),
        column=ground.located.contract.title,
    )
