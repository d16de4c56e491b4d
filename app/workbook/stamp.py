"""What the last refresh left on the file."""

from __future__ import annotations

import json
from datetime import datetime

from app.workbook import marks
from app.workbook.book import Book


def refreshed_at(book: Book) -> datetime | None:
    """When the workbook was refreshed last, whoever remembers the result; None when it never was."""
    mark = next((entry for entry in book.metadata if entry.key == marks.RUN), None)
    try:
        return datetime.fromisoformat(json.loads(mark.value)["at"]) if mark else None
    except (ValueError, KeyError, TypeError):
        return None


def stamped_run(book: Book) -> str:
    """The run that wrote last; empty when none did."""
    mark = next((entry for entry in book.metadata if entry.key == marks.RUN), None)
    try:
        return str(json.loads(mark.value)["run"]) if mark else ""
    except (ValueError, KeyError, TypeError):
        return ""
