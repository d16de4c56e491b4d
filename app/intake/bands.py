"""A tab cut into areas that stand apart: two blank rows between, or blank columns."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from app.intake.frame import Area
from app.intake.header import headings
from app.intake.kinds import Kind, View

APART = 2  # blank rows that part two areas


def bands(view: View) -> list[Area]:
    """Runs of rows without two blank ones between, from the top down."""
    filled = np.flatnonzero(view.kinds.any(axis=1))
    if not len(filled):
        return []
    cuts = np.flatnonzero(np.diff(filled) > APART)
    starts = [filled[0], *filled[cuts + 1]]
    ends = [*filled[cuts], filled[-1]]
    return [
        _trimmed(view, Area(int(top), 0, int(bottom), view.columns - 1))
        for top, bottom in zip(starts, ends, strict=True)
    ]


def parts(view: View, area: Area) -> list[Area]:
    """The area cut at blank columns, where what stands to the right is a table of its own."""
    used = view.kinds[area.top : area.bottom + 1, area.left : area.right + 1].any(axis=0)
    columns = np.flatnonzero(used) + area.left
    found: list[Area] = []
    left = area
    for before, after in pairwise(columns.tolist()):
        if after - before < 2 or before < left.left or _bridged(view, area, int(before), int(after)):
            continue
        mine = _trimmed(view, Area(left.top, left.left, left.bottom, int(before)))
        rest = _trimmed(view, Area(left.top, int(after), left.bottom, left.right))
        if _own_table(view, mine, rest):
            found.append(mine)
            left = rest
    return [*found, left]


def _bridged(view: View, area: Area, before: int, after: int) -> bool:
    """Whether a merged cell, other than a title above, crosses the gap."""
    return any(
        box.column <= before
        and box.end_column > before + 1
        and area.top <= box.row <= area.bottom
        and not (box.column <= area.left and box.end_column > after)
        for box in view.sheet.merges
    )


def _own_table(view: View, mine: Area, rest: Area) -> bool:
    """Whether two areas side by side are two tables, not one with a spacer column."""
    if (
        min(mine.right - mine.left, rest.right - rest.left) < 1
        or min(mine.bottom - mine.top, rest.bottom - rest.top) < 1
    ):
        return False
    first = view.kinds[rest.top + 1 : rest.bottom + 1, rest.left]
    texts = (first == Kind.TEXT).sum()
    if texts < 2 or texts < 0.5 * (first > 0).sum():
        return False
    here = [view.text(mine.top, column) for column in range(mine.left, mine.right + 1)]
    there = [view.text(rest.top, column) for column in range(rest.left, rest.right + 1)]
    repeated = len({text for text in here if text} & {text for text in there if text})
    if repeated >= 2:
        return True
    heads_here, heads_there = _best_heading(view, mine), _best_heading(view, rest)
    if heads_here is not None and heads_there is not None and heads_here != heads_there:
        return True
    mine_rows = view.kinds[mine.top : mine.bottom + 1, mine.left : mine.right + 1].any(axis=1)
    rest_rows = view.kinds[rest.top : rest.bottom + 1, rest.left : rest.right + 1].any(axis=1)
    return (mine.top, mine.bottom) != (rest.top, rest.bottom) and abs(
        int(mine_rows.sum()) - int(rest_rows.sum())
    ) > 1


def _best_heading(view: View, area: Area) -> int | None:
    """The row that heads the area best."""
    found = headings(view, area)
    return max(found, key=lambda heading: heading.score).row if found else None


def _trimmed(view: View, area: Area) -> Area:
    inside = view.kinds[area.top : area.bottom + 1, area.left : area.right + 1] > 0
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    if not len(rows):
        return area
    return Area(
        area.top + int(rows[0]),
        area.left + int(columns[0]),
        area.top + int(rows[-1]),
        area.left + int(columns[-1]),
    )
