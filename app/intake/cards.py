"""Cards and forms: labels with their values beside them. They are no tables."""

from __future__ import annotations

import numpy as np

from app.intake.frame import Area, Frame
from app.intake.kinds import DAYS, NUMERIC, Kind, View

_ROWS = 100  # looked at: a card is no longer


def is_form(view: View, area: Area) -> bool:
    """Labels on the left, values of all kinds on the right: a card, not a table."""
    kinds = view.kinds[area.top : area.bottom + 1, area.left : area.right + 1]
    used = np.flatnonzero((kinds > 0).sum(axis=0) >= 2)
    if len(used) != 2 or kinds.shape[0] < 3:
        return False
    labels, values = kinds[:, used[0]], kinds[:, used[1]]
    if (labels[labels > 0] != Kind.TEXT).mean() > 0.2:
        return False
    values = values[values > 0]
    groups = (np.isin(values, NUMERIC), np.isin(values, DAYS), np.isin(values, (Kind.TEXT, Kind.PLACEHOLDER)))
    shares = sorted((float(group.mean()) for group in groups), reverse=True)
    return shares[0] < 0.75 or (shares[1] > 0.1 and shares[2] > 0.0)


def is_card(view: View, frame: Frame) -> bool:
    """Whether most rows are labels with a colon and their values."""
    rows = [
        row
        for row in range(frame.first_row, min(frame.last_row, frame.first_row + _ROWS) + 1)
        if view.kinds[row, frame.first_column : frame.last_column + 1].any()
    ]
    labels = sum(
        any(
            view.text(row, c).endswith((":", "："))
            for c in view.filled(row)
            if frame.first_column <= c <= frame.last_column
        )
        for row in rows
    )
    return labels >= 0.4 * len(rows)
