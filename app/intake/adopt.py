"""Reads any workbook as it is: tables, headers, roles, periods, totals, sums, and what people got wrong.

The story, top to bottom: receive the file, learn how it writes numbers and days, find each tab's tables,
decide what their columns and rows are, add the lines up, look for mistakes. Nothing is changed.
"""

from __future__ import annotations

import re
from pathlib import Path

from app.gc_pause import collection_paused
from app.intake.axis import AcrossAxis, DownAxis, across_axis
from app.intake.axis_down import down_axis
from app.intake.body import Body, amount_columns
from app.intake.column_formulas import ColumnFormulas
from app.intake.columns import columns_of
from app.intake.findings import find_mistakes
from app.intake.findings.seen import Seen
from app.intake.frame import Frame
from app.intake.frames import frames
from app.intake.kinds import Notes, View, day_order, day_texts, decimal_of, view_of
from app.intake.mapping import ColumnMapping, FileMapping, RowMapping, SheetMapping, TableMapping
from app.intake.relations import relations_of
from app.intake.role import MONEY
from app.intake.roles import roles_of
from app.intake.sheet import Received
from app.intake.sniff import receive
from app.intake.sums import leaf_sums
from app.intake.tab_class import tab_class
from app.intake.table import Table
from app.intake.totals import name_kinds, sort_out
from app.intake.units import stated_unit, unit_of
from app.intake.vocabulary import language_of

_NAMES = frozenset(["line_id", "parent_id", "title", "group", "category", "reference", "note"])


def adopt(path: Path) -> FileMapping:
    """The mapping of a file; raises the `FileNotRead` kinds."""
    with collection_paused():
        return adopt_received(receive(path))


def adopt_received(received: Received) -> FileMapping:
    """The mapping of what was received."""
    language = language_of(_some_labels(received))
    decimal, has_decimals = decimal_of(received, language)
    days = day_texts(received)
    order = day_order(days)
    notes = Notes(decimal=decimal, day_first=order != "mdy")
    views = [view_of(received, sheet, notes) for sheet in received.sheets]
    tables: dict[str, list[Table]] = {}
    sheets = []
    for view in views:
        found = frames(view)
        kind = tab_class(view, found)
        tables[view.sheet.name] = (
            [] if kind in {"machine", "pivot"} else [_table(view, frame, found, language) for frame in found]
        )
        sheets.append(
            SheetMapping(
                name=view.sheet.name,
                state=view.sheet.state,
                rtl=view.sheet.rtl,
                kind=kind,
                tables=tuple(_mapping(table) for table in tables[view.sheet.name]),
            )
        )
    every = [table for found in tables.values() for table in found]
    return FileMapping(
        file=received.name,
        language=language,
        decimal=decimal if has_decimals else None,
        date_order=order,
        fiscal_year_start=next(
            (t.axis.fiscal for t in every if isinstance(t.axis, DownAxis) and t.axis.fiscal), None
        ),
        sheets=tuple(sheets),
        findings=tuple(
            find_mistakes(Seen(received=received, views=tuple(views), tables=tuple(every), language=language))
        ),
        remarks=_remarks(received, sheets),
    )


def _some_labels(received: Received) -> list[str]:
    labels = []
    for sheet in received.sheets:
        labels.append(sheet.name)
        for cells in sheet.values[:60]:
            labels.extend(
                text
                for text in cells
                if isinstance(text, str) and len(text) < 60 and not re.match(r"^[\d.,\s]+$", text)
            )
    return labels[:3000]


def _table(view: View, frame: Frame, all_frames: list[Frame], language: str) -> Table:
    """Two looks: the first tells totals from lines, the second sees the columns without them."""
    rows = list(range(frame.first_row, frame.last_row + 1))
    columns = columns_of(view, frame)
    axis = across_axis(view, frame, columns, rows)
    titles = (frame.title, view.sheet.name)
    relations = relations_of(view, columns, rows)
    roles = roles_of(columns, relations, _axis_columns(axis), titles=titles, language=language)
    formulas = ColumnFormulas(view, frame)
    body = sort_out(view, frame, columns, roles, formulas)
    columns = columns_of(view, frame, frozenset(body.found))
    lines = body.lines()
    axis = across_axis(view, frame, columns, lines)
    relations = relations_of(view, columns, lines)
    roles = roles_of(columns, relations, _axis_columns(axis), titles=titles, language=language)
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


def _mapping(table: Table) -> TableMapping:
    amounts = amount_columns(table.columns, table.roles)
    axis = table.axis
    columns = tuple(
        ColumnMapping(
            column=column.index,
            role=table.roles[column.index].name,
            label=column.label,
            currency=table.units.get(column.index, ("", 1))[0],
            scale=table.units.get(column.index, ("", 1))[1],
            confidence=table.roles[column.index].confidence,
            why=table.roles[column.index].why,
        )
        for column in table.columns
        if column.filled or column.label or column.periods
    )
    return TableMapping(
        header_rows=table.frame.header_rows,
        first_row=table.frame.first_row,
        last_row=table.frame.last_row,
        first_column=table.frame.first_column,
        last_column=table.frame.last_column,
        title=table.frame.title,
        columns=columns,
        axis=axis,
        axis_roles={c: table.roles[c].name for c in axis.periods} if isinstance(axis, AcrossAxis) else {},
        totals=tuple(
            RowMapping(row=row, kind=table.body.found[row].kind) for row in sorted(table.body.found)
        ),
        heading_rows=table.headings,
        lines=len(table.lines),
        sums=leaf_sums(table.view.numbers, amounts, table.lines),
    )


def _remarks(received: Received, sheets: list[SheetMapping]) -> tuple[str, ...]:
    found = []
    if received.uncalculated:
        found.append(
            "The file was never calculated: its formulas have no stored results. Open and save it in Excel."
        )
    skipped = [sheet for sheet in sheets if sheet.kind in {"machine", "pivot", "chart"}]
    return (*found, *(f"{sheet.name}: left out, a {sheet.kind} tab" for sheet in skipped))
