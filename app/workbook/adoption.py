"""A mapping that a person confirmed, as the workbook itself remembers it.

It names headings, not places: columns that moved, tabs that were renamed and rows that were added are found
again. The workbook carries it in a mark of its own, so a copy of the workbook carries it too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from app.workbook import marks
from app.workbook.book import Book

VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptedColumn:
    """One column: what heads it in the row of labels, the role a person confirmed, and where it stood."""

    heading: str
    role: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptedTable:
    """One table. `feeds`: the contract's tabs that it stands in for; rows count from 0, as last seen."""

    feeds: tuple[str, ...]
    sheet_id: int
    title: str
    header_rows: tuple[int, ...]
    label_row: int
    first_row: int
    columns: tuple[AdoptedColumn, ...]
    measures: Mapping[str, str] = field(default_factory=dict)  # what heads month columns -> their role
    rows: Mapping[str, str] = field(default_factory=dict)  # a row's name -> its kind of total, "" for a line


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """All adopted tables, and how the workbook writes numbers and days as text."""

    tables: tuple[AdoptedTable, ...]
    language: str = "en"
    decimal: str | None = None
    date_order: str | None = None

    def to_json(self) -> str:
        """As the mark's text."""
        return json.dumps({"version": VERSION, **asdict(self)}, ensure_ascii=False, separators=(",", ":"))


def adoption_of(book: Book) -> Adoption | None:
    """What the workbook remembers; None where nothing was adopted, or a later version wrote it."""
    text = next((mark.value for mark in book.metadata if mark.key == marks.ADOPTION), None)
    try:
        return None if text is None else _from_json(json.loads(text))
    except (ValueError, KeyError, TypeError):
        return None


def _from_json(stored: Any) -> Adoption | None:
    if stored["version"] > VERSION:
        return None
    return Adoption(
        language=stored["language"],
        decimal=stored["decimal"],
        date_order=stored["date_order"],
        tables=tuple(
            AdoptedTable(
                feeds=tuple(table["feeds"]),
                sheet_id=table["sheet_id"],
                title=table["title"],
                header_rows=tuple(table["header_rows"]),
                label_row=table["label_row"],
                first_row=table["first_row"],
                columns=tuple(AdoptedColumn(**column) for column in table["columns"]),
                measures=table["measures"],
                rows=table["rows"],
            )
            for table in stored["tables"]
        ),
    )
