"""Texts where numbers belong, and values that are missing."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.intake.columns import Type
from app.intake.findings.seen import Seen
from app.intake.kinds import Kind
from app.intake.mapping import Finding
from app.intake.role import ADDITIVE
from app.intake.table import Table

_RATES = {"rate", "bill_rate", "percent", "cumulative"}


def texts_for_numbers(seen: Seen) -> Iterator[Finding]:
    """Numbers kept as text, words in number columns, and texts that stand for a value to come."""
    for table in seen.tables:
        for column in table.columns:
            if column.type != Type.NUMBER or table.role(column.index) not in ADDITIVE | _RATES:
                continue
            rows = np.arange(table.frame.first_row, table.frame.last_row + 1)
            kinds = table.view.kinds[rows, column.index]
            if table.view.sheet.typed:
                yield from _told(
                    seen,
                    table,
                    column.index,
                    rows[kinds == Kind.NUMBER_TEXT],
                    "text_number",
                    "Numbers kept as text: sums pass them over",
                    "Turn them into numbers, unless they are meant to be passed over",
                )
            yield from _told(
                seen,
                table,
                column.index,
                rows[kinds == Kind.TEXT],
                "text_in_number_column",
                "Words where amounts belong",
                "Type a number, and put the words into a note",
                keep=table,
            )
            yield from _told(
                seen,
                table,
                column.index,
                rows[kinds == Kind.PLACEHOLDER],
                "placeholder_text",
                "Stands for a value still to come: unknown, not 0",
                "Type the value when it is known",
                keep=table,
            )
        yield from _placeholders(seen, table)


def _told(
    seen: Seen,
    table: Table,
    column: int,
    rows: np.ndarray,
    kind: str,
    note: str,
    mend: str,
    keep: Table | None = None,
) -> Iterator[Finding]:
    chosen = [
        int(row) for row in rows if keep is None or (int(row) in keep.body.at and int(row) in set(keep.lines))
    ]
    dashes = kind == "placeholder_text"
    if dashes:
        chosen = [row for row in chosen if table.view.text(row, column) not in {"-", "–", "—"}]
    if chosen:
        yield Finding(
            kind=kind,
            places=seen.runs(table.view, chosen, column),
            note=note,
            shown=table.view.text(chosen[0], column),
            mend=mend,
        )


def _placeholders(seen: Seen, table: Table) -> Iterator[Finding]:
    for column in table.columns:
        if column.type == Type.TEXT and table.role(column.index) in {"title", "owner", "vendor", "group"}:
            rows = [row for row in table.lines if table.view.kinds[row, column.index] == Kind.PLACEHOLDER]
            if rows and len(rows) < 0.5 * len(table.lines):
                yield Finding(
                    kind="placeholder_text",
                    places=seen.runs(table.view, rows, column.index),
                    note="Stands for a text still to come",
                    shown=table.view.text(rows[0], column.index),
                    mend="Type what it is",
                )


def missing_values(seen: Seen) -> Iterator[Finding]:
    """Blank factors of a product (the line shows 0 and is not free), blank codes and titles."""
    for table in seen.tables:
        for result, relation in table.relations.items():
            if relation.kind != "product":
                continue
            for part in relation.parts:
                rows = [
                    row
                    for row in table.lines
                    if not table.view.kinds[row, part]
                    and table.view.kinds[row, result]
                    and not abs(table.view.numbers[row, result]) > 0
                ]
                if rows and len(rows) < 0.6 * len(table.lines):
                    yield Finding(
                        kind="missing_value",
                        places=seen.runs(table.view, rows, part),
                        note="Blank, so the line shows 0: unknown, not free",
                        shown="0",
                        mend="Type the figure",
                    )
        for column in table.with_role("line_id", "title", "owner", "start", "finish"):
            blank = [row for row in table.lines if not table.view.kinds[row, column.index]]
            if blank and len(blank) <= 0.2 * len(table.lines) and len(table.lines) >= 5:
                yield Finding(
                    kind="missing_value",
                    places=seen.runs(table.view, blank, column.index),
                    note=f"No {table.role(column.index).replace('_', ' ')}, where nearly all lines have one",
                    mend="Type it",
                )
