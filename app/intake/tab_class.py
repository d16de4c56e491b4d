"""What a tab is for, so that what holds no data is skipped and said."""

from __future__ import annotations

from app.intake.frame import Frame
from app.intake.kinds import Kind, View
from app.intake.vocabulary import says_machine

_TOP = 6  # rows in which a tab warns people off


def tab_class(view: View, frames: list[Frame]) -> str:
    """data form machine chart pivot notes or empty."""
    if not (view.kinds > 0).any():
        return "chart" if view.sheet.has_charts else "empty"
    if any(
        says_machine(view.text(row, column))
        for row in range(min(_TOP, view.rows))
        for column in view.filled(row)
    ):
        return "machine"
    if view.sheet.pivots and all(_within(view, frame) for frame in frames):
        return "pivot"
    if frames:
        return "data"
    texts = (view.kinds == Kind.TEXT).sum()
    filled = (view.kinds > 0).sum()
    return "notes" if texts > 0.9 * filled and view.columns <= 3 else "form" if filled > 3 else "other"


def _within(view: View, frame: Frame) -> bool:
    boxes = (pivot.box for pivot in view.sheet.pivots)
    return any(box.row <= frame.first_row and frame.last_row < box.end_row + 1 for box in boxes)
