"""The mapping: what a file's tables, columns and rows mean, as it was found and as a person corrects it.

Rows and columns count from 0 here; the JSON names them as people do. It holds all that is needed to read the
same tables again: the header's fingerprint finds them when tabs are renamed and columns moved.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from app.intake.axis import AcrossAxis, DownAxis
from app.intake.labels import words_of
from app.project.place import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMapping:
    """One column: `role` from the closed list, currency by ISO code ("" unknown), `scale` 1000: thousands."""

    column: int
    role: str
    label: str = ""
    currency: str = ""
    scale: int = 1
    confidence: float = 1.0
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowMapping:
    """A row that is no line."""

    row: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableMapping:
    """One table. `sums` are over its lines alone, in the sheet's own unit."""

    header_rows: tuple[int, ...]
    first_row: int
    last_row: int
    first_column: int
    last_column: int
    title: str = ""
    columns: tuple[ColumnMapping, ...]
    axis: AcrossAxis | DownAxis | None = None
    axis_roles: Mapping[int, str] = field(default_factory=dict)
    totals: tuple[RowMapping, ...] = ()
    heading_rows: tuple[int, ...] = ()
    lines: int = 0
    sums: Mapping[int, Decimal] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """Of the headings alone, in no order: moved columns and renamed tabs leave it as it is."""
        return fingerprint(column.label for column in self.columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetMapping:
    """One tab and its tables; `kind` says why a tab without tables has none."""

    name: str
    state: str
    rtl: bool
    kind: str
    tables: tuple[TableMapping, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A human mistake found on the way in: rule, cells, what is shown and what it should be, the mend."""

    kind: str
    places: tuple[Place, ...]
    note: str
    shown: str = ""
    recomputed: str = ""
    mend: str = ""

    @property
    def sheet(self) -> str:
        """The tab it is on."""
        return self.places[0].tab


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A doubt that only a person can settle; asked at most once a workbook."""

    key: str  # date_order | fiscal_year_start | scale | currency | tax | role
    text: str
    choices: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FileMapping:
    """All that was found in a file."""

    file: str
    language: str
    decimal: str | None = None
    date_order: str | None = None
    fiscal_year_start: int | None = None
    sheets: tuple[SheetMapping, ...] = ()
    findings: tuple[Finding, ...] = ()
    questions: tuple[Question, ...] = ()
    remarks: tuple[str, ...] = ()  # what was left out, and why


def fingerprint(labels: Iterable[str]) -> str:
    """Sixteen hex digits of the folded headings."""
    folded = sorted(" ".join(words_of(label)) for label in labels)
    return hashlib.sha256("\n".join(folded).encode()).hexdigest()[:16]
