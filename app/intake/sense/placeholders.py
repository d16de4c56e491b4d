"""Texts that only keep a place: `?` where the name of the work belongs, `TBD` where somebody's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.intake.sense.ground import Ground
from app.project.problem import Problem, ProblemKind
from app.workbook.cells import plain
from app.workbook.named import column_name

_FIELDS = ("title", "owner", "person", "vendor")
_LONGEST = 40  # characters
_KEEPS_A_PLACE = re.compile(
    r"\?+|\.{2,}|…|x{3,}|tb[acd]|to be (?:announced|confirmed|decided|defined)", re.IGNORECASE
)


def placeholders(ground: Ground) -> Iterator[Problem]:
    """One problem a column."""
    for name in _FIELDS:
        column = ground.located.columns.get(name)
        if column is None:
            continue
        texts = {row[column] for row in ground.tab.rows[ground.first :] if column < len(row)}
        empty = {text for text in texts if isinstance(text, str) and _keeps_a_place(text)}
        rows = [row for row in ground.lines if ground.value(row, column) in empty] if empty else []
        if not rows:
            continue
        yield Problem(
            kind=ProblemKind.PLACEHOLDER,
            message=f"{ground.first_of(rows, column)}: {ground.heading(column)} is "
            f"'{plain(str(ground.value(rows[0], column)))}', which only keeps a place",
            mend=f"Write the {ground.heading(column).lower()} that is meant",
            places=ground.runs(rows, column),
            count=len(rows),
            column=column_name(ground.located, column),
        )


def _keeps_a_place(text: str) -> bool:
    return len(text) < _LONGEST and bool(_KEEPS_A_PLACE.fullmatch(text.strip()))
