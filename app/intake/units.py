"""Currency and scale of amount columns: from formats, headings, unit rows, or a word for the whole tab."""

from __future__ import annotations

from collections.abc import Sequence

from app.intake.columns import Column
from app.intake.frame import Frame
from app.intake.kinds import Kind, View
from app.intake.vocabulary import currency_in, scale_in

_STATED = 80  # letters of a text that can state a unit for the tab


def unit_of(column: Column, stated: tuple[str, int]) -> tuple[str, int]:
    """Currency ("" unknown) and scale of a money column; `stated` is what the tab says for all."""
    heading = " ".join((column.own, column.above, column.unit))
    currency = (
        currency_in(column.unit)
        or currency_in(column.own)
        or currency_in(column.above)
        or currency_in(column.sign)
    )
    scale = scale_in(heading)
    return currency or stated[0], scale if scale > 1 else stated[1]


def stated_unit(view: View, frames: Sequence[Frame]) -> tuple[str, int]:
    """What titles and remarks outside the tables say: `All amounts in k€`."""
    inside = {row for frame in frames for row in range(frame.first_row, frame.last_row + 1)}
    currency, scale = "", 1
    for row in range(min(view.rows, 60)):
        if row in inside:
            continue
        for column in view.filled(row):
            if view.kinds[row, column] != Kind.TEXT or any(row in frame.header_rows for frame in frames):
                continue
            text = view.text(row, column)
            if len(text) > _STATED:
                continue
            currency = currency or currency_in(text)
            found = scale_in(text)
            if found > 1 and (currency_in(text) or "(" in text or len(text) < 30):
                scale = max(scale, found)
    return currency, scale
