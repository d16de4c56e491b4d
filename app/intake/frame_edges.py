"""A table's edges: notices between header and lines, remarks beneath."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from app.intake.frame import Frame
from app.intake.kinds import NUMERIC, Kind, View


def without_notice(view: View, frame: Frame) -> Frame | None:
    """The frame without a merged notice between header and lines."""
    first = frame.first_row
    while first <= frame.last_row:
        filled = [c for c in view.filled(first) if frame.first_column <= c <= frame.last_column]
        alone = len(filled) == 1 and view.kinds[first, filled[0]] == Kind.TEXT
        if filled and not (alone and len(view.text(first, filled[0])) > 100):
            break
        first += 1
    return replace(frame, first_row=first) if first <= frame.last_row else None


def without_tail(view: View, frame: Frame) -> Frame:
    """The frame without the remarks beneath: texts that stand alone after a blank row."""
    last = frame.last_row
    while last > frame.first_row:
        filled = [c for c in view.filled(last) if frame.first_column <= c <= frame.last_column]
        kinds = {int(view.kinds[last, c]) for c in filled}
        textual = kinds <= {Kind.TEXT, Kind.PLACEHOLDER}
        blank_above = not view.kinds[last - 1, frame.first_column : frame.last_column + 1].any()
        remark = len(filled) == 1 and any(len(view.text(last, c)) > 60 for c in filled)
        if filled and not (
            textual and len(filled) <= 2 and (blank_above or remark) and _has_numbers(view, frame)
        ):
            break
        last -= 1
    return replace(frame, last_row=last)


def _has_numbers(view: View, frame: Frame) -> bool:
    body = view.kinds[frame.first_row : frame.last_row + 1, frame.first_column : frame.last_column + 1]
    return bool(np.isin(body, NUMERIC).any())
