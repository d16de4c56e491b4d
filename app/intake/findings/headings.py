"""Headings that are blank, double, spaced, or say other than the column does."""

from __future__ import annotations

from collections.abc import Iterator

from app.intake.axis import AcrossAxis
from app.intake.findings.seen import Seen
from app.intake.formula import bare_of
from app.intake.labels import folded
from app.intake.mapping import Finding
from app.intake.table import Table
from app.intake.words_of_column import concepts
from app.intake.yearly import factor_of, says_year


def headings(seen: Seen) -> Iterator[Finding]:
    """Faults of header cells."""
    for table in seen.tables:
        if not table.frame.header_rows:
            continue
        yield from _blank(seen, table)
        yield from _double(seen, table)
        yield from _spaced(seen, table)
        yield from _year_of_months(seen, table)
        yield from _prices(seen, table)


def _blank(seen: Seen, table: Table) -> Iterator[Finding]:
    for column in table.columns:
        on_axis = isinstance(table.axis, AcrossAxis) and column.index in table.axis.periods
        if column.filled >= 2 and not column.label and not column.periods and not on_axis:
            yield Finding(
                kind="header_blank",
                places=(seen.cell(table.view, table.frame.label_row, column.index),),
                note=f"No heading; read as {table.role(column.index).replace('_', ' ')}",
                mend="Give the column a heading",
            )


def _double(seen: Seen, table: Table) -> Iterator[Finding]:
    by_label: dict[str, list[int]] = {}
    for column in table.columns:
        if column.label and not column.periods and table.view.kinds[table.frame.label_row, column.index]:
            by_label.setdefault(folded(column.label).rstrip("s"), []).append(column.index)
    for columns in by_label.values():
        if len(columns) > 1:
            yield Finding(
                kind="header_duplicate",
                places=tuple(seen.cell(table.view, table.frame.label_row, c) for c in columns),
                note="Columns with one heading",
                mend="Name them apart",
            )


def _spaced(seen: Seen, table: Table) -> Iterator[Finding]:
    cells = [
        (row, column.index)
        for row in table.frame.header_rows
        for column in table.columns
        if isinstance(value := table.view.value(row, column.index), str) and value != value.strip()
    ]
    if cells:
        yield Finding(
            kind="trailing_space",
            places=tuple(seen.cell(table.view, row, column) for row, column in cells),
            note="Headings with blanks at their ends",
            mend="Delete the blanks",
        )


def _year_of_months(seen: Seen, table: Table) -> Iterator[Finding]:
    """A heading that says year over a month times some other number than 12."""
    for column in table.columns:
        if not says_year(column.own):
            continue
        factors = [
            factor
            for row in table.lines
            if (formula := table.view.formula(row, column.index)) and (factor := factor_of(bare_of(formula)))
        ]
        if (
            len(factors) >= 0.6 * len(table.lines)
            and len(set(factors)) == 1
            and factors[0] not in {"12", "1"}
        ):
            yield Finding(
                kind="label_mismatch",
                places=seen.runs(table.view, table.lines, column.index),
                note=f"The heading says year, the formula takes {factors[0]} months",
                shown=factors[0],
                recomputed="12",
                mend="Say how many months it is",
            )


def _prices(seen: Seen, table: Table) -> Iterator[Finding]:
    """`Cost` on a client's tab, where the amounts are prices."""
    title = {
        hit.concept
        for text in (table.view.sheet.name, table.frame.title)
        for hit in concepts(text, seen.language)
    }
    if not {"client", "to_client"} & title:
        return
    for column in table.columns:
        own = [hit.concept for hit in concepts(column.own, seen.language)]
        if own[:1] == ["cost"] and table.role(column.index) in {"cost", "revenue"}:
            yield Finding(
                kind="header_misleading",
                places=(seen.cell(table.view, table.frame.label_row, column.index),),
                note="The heading says cost, the tab says client: is it what the client pays?",
                mend="Say price where it is a price",
            )
