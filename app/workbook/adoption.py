"""A mapping that a person confirmed, as the workbook itself remembers it.

It names headings, not places: columns that moved, tabs that were renamed and rows that were added are found
again. The workbook carries it in a mark of its own, so a copy of the workbook carries it too. Whoever may
edit the workbook may write that mark: it is read strictly, and what doesn't fit counts as no mapping.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

import msgspec

from app.typed_json import decode, readable
from app.workbook import marks
from app.workbook.book import Book

VERSION = 1
Feed = Literal["budget", "actuals", "resource_plan", "rate_card"]
At = Annotated[int, msgspec.Meta(ge=0, le=10_000_000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptedColumn:
    """One column: what heads it in the row of labels, the role a person confirmed, and where it stood."""

    heading: str
    role: str
    at: At


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptedTable:
    """One table. `feeds`: the contract's tabs that it stands in for; rows count from 0, as last seen."""

    feeds: tuple[Feed, ...]
    sheet_id: int
    title: str
    header_rows: tuple[At, ...]
    label_row: Annotated[int, msgspec.Meta(ge=-1, le=10_000_000)]  # -1: the first line is the tab's first row
    first_row: At
    columns: Annotated[tuple[AdoptedColumn, ...], msgspec.Meta(min_length=1)]
    measures: Mapping[str, str] = field(default_factory=dict)  # what heads month columns -> their role
    rows: Mapping[str, str] = field(default_factory=dict)  # a row's name -> its kind of total, "" for a line


@readable
@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """All adopted tables, and how the workbook writes numbers and days as text."""

    tables: tuple[AdoptedTable, ...]
    language: str = "en"
    decimal: str | None = None
    date_order: str | None = None
    version: Annotated[int, msgspec.Meta(le=VERSION)] = VERSION

    def to_json(self) -> str:
        """As the mark's text."""
        return msgspec.json.encode(self).decode()


def adoption_of(book: Book) -> Adoption | None:
    """What the workbook remembers; None where nothing was adopted, or a later version wrote it."""
    text = next((mark.value for mark in book.metadata if mark.key == marks.ADOPTION), None)
    try:
        return None if text is None else decode(text, Adoption)
    except msgspec.DecodeError:
        return None
