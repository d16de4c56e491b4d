"""What a person does on the Flags tab in the moment between our read and our write."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.flags_tab.workbook import letters
from tests.refresh.at_sandbox import SandboxWorkbook

IDS = re.compile(r"[A-Z]\d+(:|$)")
HEADINGS = 2  # rows down to the headings


@dataclass
class FlagsTab:
    """`notes`: what was typed, text -> (flag, heading)."""

    book: SandboxWorkbook
    notes: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def rows(self) -> list[list[Any]]:
        return self.book.values("Flags")

    @property
    def columns(self) -> dict[str, int]:
        row = next(row for row in self.rows if "Severity" in row and "Check" in row)
        return {str(cell): at for at, cell in enumerate(row) if cell != ""}

    def flags(self) -> dict[str, int]:
        """Flag id -> row."""
        at = self.columns["Flag"]
        return {str(r[at]): n for n, r in enumerate(self.rows) if len(r) > at and IDS.match(str(r[at]))}

    def note(self, flag: str, heading: str = "Owner", text: str = "") -> str:
        """Typed beside a flag, as the tab stands now."""
        text = text or f"{heading} of {flag}"
        self.book.put("Flags", f"{letters(self.columns[heading])}{self.flags()[flag] + 1}", text)
        self.notes[text] = (flag, heading)
        return text

    def where(self, text: str) -> list[tuple[str, str]]:
        """Each place of a text: the flag of its row, and the heading of its column."""
        at, names = self.columns["Flag"], {place: name for name, place in self.columns.items()}
        return [
            (str(row[at]) if len(row) > at else "", names.get(column, ""))
            for row in self.rows
            for column, cell in enumerate(row)
            if cell == text
        ]

    def lost(self) -> dict[str, list[tuple[str, str]]]:
        """Notes that do not stand where they belong, and where they stand instead."""
        return {text: found for text, home in self.notes.items() if (found := self.where(text)) != [home]}

    # what a person does

    def _area(self, at: int, end: int, dimension: str = "ROWS") -> dict[str, Any]:
        return {
            "sheetId": self.book.sheet_id("Flags"),
            "dimension": dimension,
            "startIndex": at,
            "endIndex": end,
        }

    def sort(self, heading: str, order: str = "ASCENDING") -> None:
        area = {
            "sheetId": self.book.sheet_id("Flags"),
            "startRowIndex": HEADINGS,
            "endRowIndex": len(self.rows),
            "startColumnIndex": 0,
            "endColumnIndex": 24,
        }
        spec = {"dimensionIndex": self.columns[heading], "sortOrder": order}
        self.book.update({"sortRange": {"range": area, "sortSpecs": [spec]}})

    def insert(self, at: int = HEADINGS, dimension: str = "ROWS") -> None:
        self.book.update(
            {"insertDimension": {"range": self._area(at, at + 1, dimension), "inheritFromBefore": True}}
        )

    def delete(self, flag: str) -> None:
        at = self.flags()[flag]
        self.notes = {text: home for text, home in self.notes.items() if home[0] != flag}
        self.book.update({"deleteDimension": {"range": self._area(at, at + 1)}})

    def delete_column(self, heading: str) -> None:
        at = self.columns[heading]
        self.book.update({"deleteDimension": {"range": self._area(at, at + 1, "COLUMNS")}})

    def move(self, flag: str, to: int) -> None:
        at = self.flags()[flag]
        self.book.update({"moveDimension": {"source": self._area(at, at + 1), "destinationIndex": to}})

    def move_column(self, heading: str, to: int) -> None:
        at = self.columns[heading]
        source = self._area(at, at + 1, "COLUMNS")
        self.book.update({"moveDimension": {"source": source, "destinationIndex": to}})


Act = Callable[[FlagsTab], object]
