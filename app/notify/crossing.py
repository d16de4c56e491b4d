"""What is worth telling once: red flags, a margin under its floor, refreshes that failed or are paused,
bookings that did not come.

A crossing is told when it begins and not again until it has ended: the same flag raised night after night is
one crossing, a flag that goes and comes back is two. Its identity is the workbook, the kind and the flag's id
(or the reason's slug), never the figure, which moves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.portfolio.standing import Figures, Standing

MARGIN_FLOOR = "E1"
"""The check that compares the margin at completion with the floor in Settings."""


class CrossingKind(StrEnum):
    """In the order in which they are told."""

    FAILED = "failed"
    PAUSED = "paused"
    BOOKINGS = "bookings"
    MARGIN = "margin"
    RED = "red"


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """One of them: `title` says what, `detail` the figure or reason, `mend` what helps."""

    workbook_id: str
    kind: CrossingKind
    key: str
    title: str
    detail: str
    mend: str

    @property
    def mark(self) -> str:
        """By which it is remembered: nothing of it can be read from that."""
        return hashlib.sha256(f"{self.kind.value}\n{self.key}".encode()).hexdigest()


def crossings_of(standing: Standing) -> list[Crossing]:
    """All that is the case for one project now; a margin under the floor that is red is both."""
    figures = standing.figures
    return [
        *_trouble(standing),
        *_bookings(standing),
        *(_flags(standing.workbook_id, figures) if figures else ()),
    ]


def _trouble(standing: Standing) -> Iterable[Crossing]:
    trouble = standing.trouble
    if trouble is not None:
        kind = CrossingKind(trouble.kind.value)
        yield Crossing(
            workbook_id=standing.workbook_id,
            kind=kind,
            key=trouble.slug,
            title=f"Refresh {kind.value}",
            detail=trouble.why,
            mend=trouble.mend,
        )


def _bookings(standing: Standing) -> Iterable[Crossing]:
    if standing.bookings is not None:
        yield Crossing(
            workbook_id=standing.workbook_id,
            kind=CrossingKind.BOOKINGS,
            key=standing.bookings.slug,
            title="No bookings from NetSuite",
            detail=standing.bookings.why,
            mend=standing.bookings.mend,
        )


def _flags(workbook_id: str, figures: Figures) -> Iterable[Crossing]:
    for flag in figures.flags:
        kinds = [CrossingKind.MARGIN] if flag.check == MARGIN_FLOOR else []
        kinds += [CrossingKind.RED] if flag.severity == "red" else []
        for kind in kinds:
            yield Crossing(
                workbook_id=workbook_id,
                kind=kind,
                key=flag.id,
                title=flag.title,
                detail=flag.figure,
                mend=flag.remedy,
            )
