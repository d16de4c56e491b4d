"""One row of the Flags tab as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.workbook.book import CellValue
from app.workbook.output.page import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the tab. `values`: our columns by name, as they stand; `noted`: a person's cells hold
    something."""

    at: int
    values: Mapping[str, Value]
    noted: bool
    answers: frozenset[str] = frozenset()
    accepted: CellValue = None

    def text(self, name: str) -> str:
        """One of our columns as text."""
        value = self.values[name]
        return value if isinstance(value, str) else ""
