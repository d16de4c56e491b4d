"""What is hidden, what strays outside the tables, and what a client should not see."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.intake.findings.seen import Seen, runs
from app.intake.formula import references
from app.intake.kinds import Kind, View
from app.intake.mapping import Finding
from app.intake.words_of_column import title_concepts
from app.project.place import Place

_MOST = 20


def hidden_data(seen: Seen) -> Iterator[Finding]:
    """Hidden rows, columns and tabs that hold something: they are read, and told."""
    for view in seen.views:
        if not (view.kinds > 0).any():
            continue
        last_row, last_column = view.rows - 1, view.columns - 1
        if view.sheet.state != "visible":
            yield _hidden(seen.area(view, 0, 0, last_row, last_column), "tab")
            continue
        rows = [row for row in view.sheet.hidden_rows if row <= last_row and (view.kinds[row] > 0).any()]
        columns = [c for c in view.sheet.hidden_columns if c <= last_column and (view.kinds[:, c] > 0).any()]
        for first, last in runs(sorted(rows))[:_MOST]:
            right = int(np.flatnonzero((view.kinds[first : last + 1] > 0).any(axis=0))[-1])
            yield _hidden(seen.area(view, first, 0, last, right), "rows")
        for first, last in runs(sorted(columns))[:_MOST]:
            filled = np.flatnonzero((view.kinds[:, first : last + 1] > 0).any(axis=1))
            yield _hidden(seen.area(view, int(filled[0]), first, int(filled[-1]), last), "columns")


def _hidden(place: Place, what: str) -> Finding:
    return Finding(
        kind="hidden_data",
        places=(place,),
        note=f"Hidden {what} with data: they are read like the rest",
        mend="Show them, or delete what is out of date",
    )


def stray_cells(seen: Seen) -> Iterator[Finding]:
    """Cells that belong to no table: working columns, pasted remains, formulas below the last line."""
    for view in seen.views:
        for box in view.sheet.far:
            yield Finding(
                kind="stray_cells",
                places=(seen.area(view, box.row, box.end_column - 1, box.end_row - 1, box.end_column - 1),),
                note="Far below everything else: not read",
                mend="Delete them, or move them up to their table",
            )
        mine = [table.frame for table in seen.tables if table.view is view]
        if not mine:
            continue
        outside = view.kinds > 0
        for row, column in view.sheet.formulas:
            outside[row, column] = True
        for frame in mine:
            top = min((*frame.header_rows, frame.first_row))
            outside[top : frame.last_row + 1, frame.first_column : frame.last_column + 1] = False
            outside[max(0, top - 4) : top, :] = False  # titles
        places = [place for place in _clusters(seen, view, outside) if _weight(view, place) >= 3]
        if places:
            for place in places[:_MOST]:
                yield Finding(
                    kind="stray_cells",
                    places=(place,),
                    note="Outside every table: not read",
                    mend="Delete them, or move them to a tab of their own",
                )


def _clusters(seen: Seen, view: View, mask: np.ndarray) -> list[Place]:
    """Runs of each column, with one blank row between at most."""
    found = []
    for column in range(mask.shape[1]):
        rows = np.flatnonzero(mask[:, column])
        if not len(rows):
            continue
        cuts = np.flatnonzero(np.diff(rows) > 2)
        for first, last in zip([rows[0], *rows[cuts + 1]], [*rows[cuts], rows[-1]], strict=True):
            found.append(seen.area(view, int(first), column, int(last), column))
    return found


def _weight(view: View, place: Place) -> int:
    cells = view.kinds[place.row : place.end_row, place.column]
    formulas = sum((row, place.column) in view.sheet.formulas for row in range(place.row, place.end_row))
    return max(int(((cells > 0) & (cells != Kind.PLACEHOLDER)).sum()), formulas)


def leaks(seen: Seen) -> Iterator[Finding]:
    """Formulas on a client's tab that read an internal one: a copy of it carries our costs."""
    inside = {
        view.sheet.name
        for view in seen.views
        if _says(view, seen, {"at_cost", "cost", "rate"}) and not _says(view, seen, {"client", "to_client"})
    }
    for view in seen.views:
        if not _says(view, seen, {"client", "to_client"}):
            continue
        cells = [
            (row, column)
            for (row, column), formula in view.sheet.formulas.items()
            if any(
                ref.sheet in inside and ref.sheet != view.sheet.name
                for ref in references(formula, row, column)
            )
        ]
        by_column: dict[int, list[int]] = {}
        for row, column in cells:
            by_column.setdefault(column, []).append(row)
        for column, rows in sorted(by_column.items()):
            yield Finding(
                kind="leak_internal",
                places=seen.runs(view, rows, column),
                note="The client's tab reads an internal tab: a copy of it carries internal figures",
                mend="Share a copy with values alone",
            )


def _says(view: View, seen: Seen, wanted: set[str]) -> bool:
    return bool(wanted & set(title_concepts((view.sheet.name,), seen.language)))
