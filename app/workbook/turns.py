"""Writes take turns: a write that lands late, after another has landed, is refused by Google as a whole.

Google may carry out a write minutes after we stopped waiting for it. By then a later refresh may have
written, and what the late one names by its place (rows of the Log, conditional format rules) would be
somebody else's. Sheets knows no precondition, but it gives no two marks the same id: so each write makes a
mark whose id is one more than the highest that it read. Who read the same wants the same id, and only one of
them gets it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.workbook.book import Book
from app.workbook.marks import TURN

FIRST = 731_000_001
KEPT = 40
"""Marks that stay, so that a write is refused though dozens came in between: Google gives up after 180 s."""


@dataclass(frozen=True, slots=True)
class Turn:
    """The id that this write takes, and those that it takes away because they are old."""

    id: int
    gone: tuple[int, ...] = ()


def turn_of(book: Book) -> Turn:
    """The turn after the last one that was read."""
    taken = sorted(mark.id for mark in book.metadata if mark.key == TURN)
    others = {mark.id for marks in (book.metadata, *(tab.metadata for tab in book.tabs)) for mark in marks}
    found = taken[-1] + 1 if taken else FIRST
    while found in others:
        found += 1
    return Turn(found, tuple(taken[: len(taken) + 1 - KEPT]) if len(taken) >= KEPT else ())


def requests_of(turn: Turn) -> list[dict[str, Any]]:
    """The mark, which fails if another write took the turn, and the old ones away."""
    made = {
        "createDeveloperMetadata": {
            "developerMetadata": {
                "metadataId": turn.id,
                "metadataKey": TURN,
                "location": {"spreadsheet": True},
                "visibility": "DOCUMENT",
            }
        }
    }
    old = [
        {"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": {"metadataId": gone}}}}
        for gone in turn.gone
    ]
    return [made, *old]
