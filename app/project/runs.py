"""Cells named in runs: neighbours in one column are one place."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.project.model import Project
from app.project.place import Place


def places_in_runs(project: Project, tab: str, field: str, rows: NDArray[np.int32]) -> tuple[Place, ...]:
    """The cells of `field` in `rows`, neighbours joined; () when the tab's place is not known."""
    source = project.sources.get(tab)
    if source is None or not len(rows):
        return ()
    ordered = np.unique(rows)
    breaks = np.flatnonzero(np.diff(ordered) != 1)
    begins = ordered[np.append(0, breaks + 1)].tolist()
    ends = (ordered[np.append(breaks, len(ordered) - 1)] + 1).tolist()
    column = source.cell(0, field).column
    return tuple(
        Place(source.sheet_id, source.tab, begin, column, end, column + 1)
        for begin, end in zip(begins, ends, strict=True)
    )
