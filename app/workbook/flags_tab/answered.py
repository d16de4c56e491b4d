"""What people have answered on the Flags tab, before the checks run."""

from __future__ import annotations

from collections.abc import Mapping

from app.workbook.book import Book
from app.workbook.flags_tab.standing import stand
from app.workbook.shape import shape_of
from app.workbook.targets import targets_of
from sheets_schema import Schema, load


def answered(book: Book, schema: Schema | None = None) -> Mapping[str, frozenset[str]] | None:
    """By flag id the columns that are filled; None before the tab has columns for people."""
    schema = schema or load()
    tab, _, _ = targets_of(book, schema)["flags"]
    shape = shape_of(tab)
    if tab is None or shape is None or shape.kept is None:
        return None
    rows = stand(tab, schema.tabs["flags"], shape).rows
    return {row.text("id"): row.answers for row in rows if row.text("id")}
