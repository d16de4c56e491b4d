"""One table understood: its columns' roles, its periods, its totals and its lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.intake.axis import AcrossAxis, across_axis
from app.intake.axis_down import down_axis
from app.intake.body import Body
from app.intake.column_formulas import ColumnFormulas
from app.intake.columns import columns_of
from app.intake.frame import Frame
from app.intake.kinds import View
from app.intake.relations import relations_of
from app.intake.role import MONEY, Role
from app.intake.roles import roles_of
from app.intake.table import Table
from app.intake.totals import name_kinds, sort_out
from app.intake.units import stated_unit, unit_of

_NAMES = frozenset(["line_id", "parent_id", "title", "group", "category", "reference", "note"])


def understood(
    view: View,
    frame: Frame,
    all_frames: Sequence[Frame],
    language: str,
    confirmed: Mapping[int, str] | None = None,
) -> Table:
    """Two looks: the first tells totals from lines, the second sees the columns without them.

    `confirmed`: roles that a person has settled, by column.
    """
    settled = {column: Role(role, 1.0, "confirmed") for column, role in (confirmed or {}).items()}
    rows = list(range(frame.first_row, frame.last_row + 1))
    columns = columns_of(view, frame)
    axis = across_axis(view, frame, columns, rows)
    titles = (frame.title, view.sheet.name)
    relations = relations_of(view, columns, rows)
    roles = roles_of(columns, relations, _axis_columns(axis), titles=titles, language=language) | settled
    formulas = ColumnFormulas(view.sheet.formulas, frame)
    body = sort_out(view, frame, columns, roles, formulas)
    columns = columns_of(view, frame, frozenset(body.found))
    lines = body.lines()
    axis = across_axis(view, frame, columns, lines)
    relations = relations_of(view, columns, lines)
    roles = roles_of(columns, relations, _axis_columns(axis), titles=titles, language=language) | settled
    body = sort_out(view, frame, columns, roles, formulas)
    name_kinds(body)
    headings = tuple(row for row in body.lines() if _is_heading(body, row))
    lines = [row for row in body.lines() if row not in headings]
    stated = stated_unit(view, all_frames)
    units = {
        c.index: unit_of(c, stated) for c in columns if roles[c.index].name in MONEY | {"rate", "bill_rate"}
    }
    return Table(
        view=view,
        frame=frame,
        columns=tuple(columns),
        roles=roles,
        relations=relations,
        axis=axis or down_axis(view, columns, roles, lines),
        body=body,
        headings=headings,
        lines=tuple(lines),
        units=units,
    )


def _axis_columns(axis: AcrossAxis | None) -> frozenset[int]:
    return frozenset(axis.periods) if axis else frozenset()


def _is_heading(body: Body, row: int) -> bool:
    """A name without amounts, where lines have amounts: the title of the rows beneath it."""
    if not body.amounts or body.has[body.at[row]] or not body.has.any():
        return False
    filled = [c for c in body.view.filled(row) if body.frame.first_column <= c <= body.frame.last_column]
    return len(filled) <= 3 and all(body.roles[c].name in _NAMES for c in filled)
