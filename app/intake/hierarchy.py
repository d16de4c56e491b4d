"""How deep each row of a table's body stands: by code, indentation, outline, or columns of titles."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from app.intake.columns import Column, Type
from app.intake.kinds import View
from app.intake.role import Role
from app.workbook.cells import plain

_DOTTED = re.compile(r"^\s*(?:[A-Za-zА-Яа-я]{0,4}[\-. ]?)?(\d+(?:[.\-]\d+)*)\.?(?=\s|$|[^\w.])")
_LEAD = re.compile(r"^[ \u00a0\u3000\t]*")


def depths(
    view: View, columns: Sequence[Column], roles: Mapping[int, Role], rows: Sequence[int]
) -> dict[int, int]:
    """Row -> depth, 0 at the top; {} when the table has no hierarchy that can be told."""
    for made in (
        _outline(view, rows),
        _indents(view, columns, rows),
        _by_code(view, columns, roles, rows),
        _by_title_columns(view, columns, roles, rows),
    ):
        if made and len(set(made.values())) > 1:
            return made
    return {}


def children(found: Mapping[int, int], rows: Sequence[int]) -> dict[int, list[int]]:
    """Parent row -> the rows directly beneath it, in order."""
    made: dict[int, list[int]] = {}
    trail: list[int] = []
    for row in rows:
        if row not in found:
            continue
        while trail and found[trail[-1]] >= found[row]:
            trail.pop()
        if trail:
            made.setdefault(trail[-1], []).append(row)
        trail.append(row)
    return made


def _outline(view: View, rows: Sequence[int]) -> dict[int, int]:
    levels = {row: view.sheet.outline.get(row, 0) for row in rows}
    deeper = sum(level > 0 for level in levels.values())
    if not deeper or deeper == len(levels):
        return {}
    first_deep = min(row for row, level in levels.items() if level)
    if first_deep == rows[0]:
        return {}  # totals beneath their lines: sums tell it better
    return levels


def _indents(view: View, columns: Sequence[Column], rows: Sequence[int]) -> dict[int, int]:
    """Leading spaces, or the indentation of the cell, in one of the first columns of texts."""
    for column in [column for column in columns if column.type == Type.TEXT][:3]:
        made: dict[int, int] = {}
        for row in rows:
            value = view.value(row, column.index)
            if isinstance(value, str) and plain(value):
                lead = _LEAD.match(value)
                spaces = len(lead[0]) if lead else 0
                made[row] = spaces + 3 * view.look(row, column.index).indent
        widths = sorted(set(made.values()))
        indented = sum(width > 0 for width in made.values())
        if len(widths) > 1 and indented >= 2 and made[min(made)] == 0:
            return {row: widths.index(width) for row, width in made.items()}
    return {}


def _by_code(
    view: View, columns: Sequence[Column], roles: Mapping[int, Role], rows: Sequence[int]
) -> dict[int, int]:
    """Dotted codes, in a column of their own or at the head of the titles."""
    for column in columns:
        if roles[column.index].name not in {"line_id", "title", "parent_id", "reference"}:
            continue
        made: dict[int, int] = {}
        codes: dict[int, str] = {}
        for row in rows:
            if found := _DOTTED.match(view.text(row, column.index)):
                codes[row] = found[1]
        if len(codes) < 3 or len(codes) < 0.4 * len(rows) or len(set(codes.values())) < 0.7 * len(codes):
            continue
        known = set(codes.values())
        for row, code in codes.items():
            parts = re.split(r"[.\-]", code)
            made[row] = sum(
                ".".join(parts[:size]) in known or "-".join(parts[:size]) in known
                for size in range(1, len(parts))
            )
        if len(set(made.values())) > 1:
            return made
    return {}


def _by_title_columns(
    view: View, columns: Sequence[Column], roles: Mapping[int, Role], rows: Sequence[int]
) -> dict[int, int]:
    """One column of titles a level: each row fills one of them."""
    titles = [
        column.index for column in columns if roles[column.index].name in {"title", "group"} and column.filled
    ]
    if len(titles) < 2:
        return {}
    made: dict[int, int] = {}
    for row in rows:
        filled = [place for place, index in enumerate(titles) if view.kinds[row, index]]
        if len(filled) > 1:
            return {}
        if filled:
            made[row] = filled[0]
    return made if len(set(made.values())) > 1 and made and made[min(made)] == 0 else {}
