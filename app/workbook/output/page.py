"""An output tab as data: a rectangle of values from A1, and how each row of it looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from sheets_schema import Field
from sheets_schema.formats import FormatType, number_format, width_of
from sheets_schema.model import FieldType, Unit
from sheets_schema.spoken import spoken

Value = str | float | bool | None
"""Days are serial numbers; a blank is None, never ""."""

Shown = tuple[FieldType, Unit]
"""How a value is shown: its type and unit."""


@dataclass(frozen=True, slots=True)
class PageColumn:
    """One column. `shown` is the number format of its cells where a row does not say otherwise; `also`: its
    heading in other languages."""

    name: str
    shown: Shown
    width: int
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageRow:
    """One row. `look` names its style; `shown` replaces the columns' number formats where set; `key`: what
    the row is, on a page whose rows keep people's notes; `links`: column -> where its text leads, which must
    follow from the row's values (a row whose values stand is not written again)."""

    values: tuple[Value, ...]
    look: str
    shown: tuple[Shown | None, ...] = ()
    notes: Mapping[int, str] = field(default_factory=dict)
    key: str = ""
    links: Mapping[int, str] = field(default_factory=dict)

    @property
    def style_key(self) -> str:
        """Equal for rows that look alike."""
        if not self.shown:
            return self.look
        words = ("/".join(shown) if shown else "" for shown in self.shown)
        own = ",".join(f"{len(list(same))}{word}" for word, same in groupby(words))
        return f"{self.look}|{own}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One output tab. `kept`: columns that people fill beneath the headings; there nothing is ours."""

    name: str  # of the contract
    title: str
    columns: tuple[PageColumn, ...]
    rows: tuple[PageRow, ...]
    digits: int  # decimals of the currency
    language: str = "en"
    frozen_rows: int = 0
    frozen_columns: int = 0
    gridlines: bool = True
    row_heights: Mapping[int, int] = field(default_factory=dict)  # row -> pixels
    kept: tuple[int, int] | None = None

    @property
    def right_to_left(self) -> bool:
        """Whether the tab runs from the right."""
        return spoken(self.language).right_to_left

    def segments(self, row: int) -> tuple[tuple[int, int], ...]:
        """The columns of a row that are ours, half-open."""
        width = len(self.columns)
        if self.kept is None or row < self.frozen_rows:
            return ((0, width),)
        return (0, self.kept[0]), (self.kept[1], width)

    def only_ours(self, row: int, cells: Sequence[object]) -> list[object]:
        """The cells of a row as wide as the page, with people's left out."""
        width = len(self.columns)
        found = [*cells[:width], *([None] * (width - len(cells)))]
        if self.kept is not None and row >= self.frozen_rows:
            found[self.kept[0] : self.kept[1]] = [None] * (self.kept[1] - self.kept[0])
        return found

    def number_format(self, row: PageRow, column: int) -> tuple[FormatType, str] | None:
        """Number format of one cell."""
        own = row.shown[column] if column < len(row.shown) else None
        kind, unit = own or self.columns[column].shown
        return number_format(kind, unit, digits=self.digits, patterns=spoken(self.language).formats)


def page_column(source: Field) -> PageColumn:
    """The column of a field of the contract."""
    shown: Shown = ("any", "") if source.theirs else (source.type, source.unit)
    return PageColumn(source.name, shown, width_of(source.type, source.unit, source.width), source.headings)


def padded(values: list[Value], width: int) -> tuple[Value, ...]:
    """`values` with blanks up to `width`."""
    return (*values, *([None] * (width - len(values))))
