"""A spreadsheet: its sheets in order and what belongs to the file as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy, deepcopy
from dataclasses import dataclass, field
from typing import Any

from app.sandbox.grid import defaults
from app.sandbox.grid.sheet import Sheet

JsonDict = dict[str, Any]


@dataclass(slots=True)
class Spreadsheet:
    """A whole workbook.

    A stored one is never changed: `fork()` gives a draft which copies a sheet when `edit()` asks for it;
    storing the draft replaces the old one whole, dropping it changes nothing.
    """

    spreadsheet_id: str
    title: str
    locale: str = defaults.LOCALE
    time_zone: str = defaults.TIME_ZONE
    auto_recalc: str = "ON_CHANGE"
    default_format: JsonDict = field(default_factory=lambda: deepcopy(defaults.DEFAULT_FORMAT))
    theme: JsonDict = field(default_factory=lambda: deepcopy(defaults.THEME))
    iterative: JsonDict | None = None
    external_urls_allowed: bool = False
    sheets: list[Sheet] = field(default_factory=list)
    named_ranges: list[JsonDict] = field(default_factory=list)
    developer_metadata: list[JsonDict] = field(default_factory=list)
    comments: list[JsonDict] = field(default_factory=list)
    next_number: int = 1
    """Counts the ids given out, so that they are the same in every run."""
    _owned: set[int] = field(default_factory=set, compare=False, repr=False)

    def fork(self) -> Spreadsheet:
        """A draft of this workbook."""
        draft = copy(self)
        draft.sheets = list(self.sheets)
        draft.named_ranges = list(self.named_ranges)
        draft.developer_metadata = list(self.developer_metadata)
        draft.comments = list(self.comments)
        draft._owned = set()
        return draft

    def sheet(self, sheet_id: int) -> Sheet | None:
        """The sheet with this id, for reading."""
        for sheet in self.sheets:
            if sheet.sheet_id == sheet_id:
                return sheet
        return None

    def edit(self, sheet_id: int) -> Sheet:
        """The sheet with this id, this draft's own copy; KeyError when there is none."""
        for position, sheet in enumerate(self.sheets):
            if sheet.sheet_id == sheet_id:
                if sheet_id not in self._owned:
                    self.sheets[position] = sheet.fork()
                    self._owned.add(sheet_id)
                return self.sheets[position]
        raise KeyError(sheet_id)

    def edit_all(self) -> Iterator[Sheet]:
        """Every sheet, as this draft's own copy."""
        for sheet in list(self.sheets):
            yield self.edit(sheet.sheet_id)

    def add(self, sheet: Sheet, index: int | None = None) -> None:
        """Put a new sheet in place, last when no index is given."""
        self._owned.add(sheet.sheet_id)
        self.sheets.insert(len(self.sheets) if index is None else index, sheet)

    def by_title(self, title: str) -> Sheet | None:
        """The sheet with this title, without regard to case."""
        wanted = title.casefold()
        for sheet in self.sheets:
            if sheet.title.casefold() == wanted:
                return sheet
        return None

    def first_visible(self) -> Sheet:
        """The sheet a range without a title means."""
        return next((sheet for sheet in self.sheets if not sheet.hidden), self.sheets[0])

    @property
    def cell_count(self) -> int:
        """Cells in all sheets together."""
        return sum(sheet.cell_count for sheet in self.sheets)


def fresh(
    spreadsheet_id: str, title: str, *, locale: str = defaults.LOCALE, time_zone: str = defaults.TIME_ZONE
) -> Spreadsheet:
    """A new spreadsheet with its one empty sheet."""
    return Spreadsheet(
        spreadsheet_id, title, locale=locale, time_zone=time_zone, sheets=[Sheet(0, defaults.SHEET_TITLE)]
    )
