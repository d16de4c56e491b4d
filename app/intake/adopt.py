"""Reads any workbook as it is: tables, headers, roles, periods, totals, sums, and what people got wrong.

The story, top to bottom: receive the file, learn how it writes numbers and days, find each tab's tables,
decide what their columns and rows are, add the lines up, look for mistakes. Nothing is changed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from app.gc_pause import collection_paused
from app.intake.axis import AcrossAxis, DownAxis
from app.intake.body import amount_columns
from app.intake.findings import find_mistakes
from app.intake.findings.seen import Seen
from app.intake.frames import frames
from app.intake.kinds import Notes, View, day_order, day_texts, decimal_of, view_of
from app.intake.mapping import ColumnMapping, FileMapping, RowMapping, SheetMapping, TableMapping
from app.intake.sheet import Received
from app.intake.sniff import receive
from app.intake.sums import leaf_sums
from app.intake.tab_class import tab_class
from app.intake.table import Table
from app.intake.understood import understood
from app.intake.vocabulary import language_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A file whose tables are understood. `order`: of days kept as text; `decimal`: of numbers kept as text,
    None without any; `kinds`: what each tab is for."""

    received: Received
    language: str
    decimal: str | None
    order: str | None
    views: tuple[View, ...]
    kinds: tuple[str, ...]
    tables: tuple[tuple[Table, ...], ...]  # by tab


def adopt(path: Path) -> FileMapping:
    """The mapping of a file; raises the `FileNotRead` kinds."""
    with collection_paused():
        return mapping_of(understand(receive(path)))


def understand(received: Received) -> Understood:
    """Every table of what was received."""
    language = language_of(_some_labels(received))
    decimal, has_decimals = decimal_of(received, language)
    order = day_order(day_texts(received))
    notes = Notes(decimal=decimal, day_first=order != "mdy")
    views, kinds, tables = [], [], []
    for sheet in received.sheets:
        view = view_of(received, sheet, notes)
        found = frames(view)
        kind = tab_class(view, found)
        views.append(view)
        kinds.append(kind)
        skipped = kind in {"machine", "pivot"}
        tables.append(() if skipped else tuple(understood(view, frame, found, language) for frame in found))
    return Understood(
        received=received,
        language=language,
        decimal=decimal if has_decimals else None,
        order=order,
        views=tuple(views),
        kinds=tuple(kinds),
        tables=tuple(tables),
    )


def mapping_of(file: Understood) -> FileMapping:
    """What was understood, as it is shown to people and printed."""
    sheets = [
        SheetMapping(
            name=view.sheet.name,
            state=view.sheet.state,
            rtl=view.sheet.rtl,
            kind=kind,
            tables=tuple(map(_mapping, tables)),
        )
        for view, kind, tables in zip(file.views, file.kinds, file.tables, strict=True)
    ]
    every = tuple(table for tables in file.tables for table in tables)
    seen = Seen(received=file.received, views=file.views, tables=every, language=file.language)
    return FileMapping(
        file=file.received.name,
        language=file.language,
        decimal=file.decimal,
        date_order=file.order,
        fiscal_year_start=next(
            (t.axis.fiscal for t in every if isinstance(t.axis, DownAxis) and t.axis.fiscal), None
        ),
        sheets=tuple(sheets),
        findings=tuple(find_mistakes(seen)),
        remarks=_remarks(file.received, sheets),
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
