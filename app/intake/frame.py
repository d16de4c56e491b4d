"""Where tables stand on a tab. Rows and columns count from 0; last ones are included."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Area(NamedTuple):
    """A rectangle of cells."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One table: its header rows (none when it has no header), the row of labels, its body, its columns."""

    header_rows: tuple[int, ...]
    label_row: int  # -1 without a header
    first_row: int
    last_row: int
    first_column: int
    last_column: int
    title: str = ""
