"""Codes and titles: kept as numbers, used twice, with gaps; equal lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from app.intake.columns import Column, Type
from app.intake.findings.seen import Seen
from app.intake.kinds import Kind
from app.intake.mapping import Finding
from app.intake.table import Table

_MOST = 50  # runs named


def codes(seen: Seen) -> Iterator[Finding]:
    """Faults of code columns, and of titles that differ by a blank."""
    for table in seen.tables:
        for column in table.with_role("line_id", "parent_id", "reference", "vendor_id"):
            yield from _as_number(seen, table, column)
        for column in table.with_role("line_id")[:1]:
            yield from _duplicates(seen, table, column)
            yield from _gaps(seen, table, column)
        for column in table.with_role("title", "owner", "vendor"):
            yield from _blanks_at_ends(seen, table, column)
        yield from _equal_lines(seen, table)


def _as_number(seen: Seen, table: Table, column: Column) -> Iterator[Finding]:
    kinds = table.view.kinds[np.array(table.lines, dtype=np.intp), column.index]
    numbers = int((kinds == Kind.NUMBER).sum())
    texts = int(np.isin(kinds, (Kind.TEXT, Kind.NUMBER_TEXT)).sum())
    dotted = any("." in text and column.type == Type.NUMBER for text in column.texts)
    if (
        numbers
        and table.view.sheet.typed
        and (column.padded or (texts and numbers > 1) or (dotted and numbers > 2))
    ):
        yield Finding(
            kind="code_as_number",
            places=(
                seen.area(
                    table.view, table.frame.first_row, column.index, table.frame.last_row, column.index
                ),
            ),
            note="Codes kept as numbers: leading zeros live in the format alone"
            if column.padded
            else "Codes, some as numbers and some as text: 1.1 and 1.10 can't be told apart",
            mend="Turn the column into text",
        )


def _duplicates(seen: Seen, table: Table, column: Column) -> Iterator[Finding]:
    by_code: dict[str, list[int]] = {}
    for row in table.lines:
        if text := table.view.text(row, column.index):
            by_code.setdefault(text, []).append(row)
    again = {code: rows for code, rows in by_code.items() if len(rows) > 1}
    filled = sum(map(len, by_code.values()))
    if not again or len(by_code) < 0.5 * filled or len(by_code) < 3:
        return
    rows = sorted(row for rows in again.values() for row in rows)
    yield Finding(
        kind="duplicate_code",
        places=seen.runs(table.view, rows, column.index)[:_MOST],
        note=f"{len(again)} codes stand on more than one line, such as {next(iter(again))}",
        shown=str(filled),
        recomputed=str(len(by_code)),
        mend="Give each line a code of its own, or join the lines",
    )


def _gaps(seen: Seen, table: Table, column: Column) -> Iterator[Finding]:
    """A count that leaves out numbers."""
    numbers = [table.view.numbers[row, column.index] for row in table.lines]
    whole = [int(number) for number in numbers if np.isfinite(number) and number == int(number)]
    if len(whole) < 8 or len(whole) < 0.95 * len(table.lines) or column.padded or whole != sorted(whole):
        return
    steps = Counter(b - a for a, b in pairwise(whole))
    if steps[1] < 0.85 * (len(whole) - 1) or len(table.body.found) or steps[1] == len(whole) - 1:
        return
    jumps = zip(table.lines[1:], pairwise(whole), strict=False)
    rows = [row for row, (a, b) in jumps if b - a > 1]
    if rows:
        yield Finding(
            kind="code_gap",
            places=seen.runs(table.view, rows, column.index),
            note="Numbers are missing before these: lines may have been deleted",
            mend="Say which lines went, or number anew",
        )


def _blanks_at_ends(seen: Seen, table: Table, column: Column) -> Iterator[Finding]:
    """Names that are equal but for blanks, and count as two."""
    spelled: dict[str, set[str]] = {}
    rows: dict[str, list[int]] = {}
    for row in table.lines:
        value = table.view.value(row, column.index)
        if isinstance(value, str) and value.strip():
            key = " ".join(value.split()).casefold()
            spelled.setdefault(key, set()).add(value.lstrip())
            rows.setdefault(key, []).append(row)
    odd = [row for key, forms in spelled.items() if len(forms) > 1 for row in rows[key]]
    if odd:
        yield Finding(
            kind="trailing_space",
            places=seen.runs(table.view, odd, column.index)[:_MOST],
            note="Equal but for blanks or capitals: counted as different",
            mend="Write them alike",
        )


def _equal_lines(seen: Seen, table: Table) -> Iterator[Finding]:
    """Lines that repeat another in every cell, with an amount and a text."""
    if len(table.lines) > 30_000 or not table.body.amounts:
        return
    first: dict[tuple[object, ...], int] = {}
    again: list[int] = []
    codes_ = {
        column.index
        for column in table.with_role("line_id")
        if column.type == Type.NUMBER and not column.padded
    }
    columns = [column.index for column in table.columns if column.filled and column.index not in codes_]
    for row in table.lines:
        key = tuple(table.view.value(row, column) for column in columns)
        if sum(value is not None for value in key) < max(3, 0.5 * len(columns)):
            continue
        if key in first and any(abs(table.view.numbers[row, c]) > 0 for c in table.body.amounts):
            again.append(row)
        first.setdefault(key, row)
    if again and len(again) <= 0.2 * len(table.lines) + 1:
        left, right = table.frame.first_column, table.frame.last_column
        yield Finding(
            kind="duplicate_data",
            places=tuple(seen.area(table.view, row, left, row, right) for row in again[:20]),
            note="The same line stands twice",
            mend="Delete one, or say what tells them apart",
        )
