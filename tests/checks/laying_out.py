"""Lays rows of a workbook that people made out by the contract: columns to places of ours, formulas along."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from openpyxl.formula.tokenizer import Token, Tokenizer
from openpyxl.utils import column_index_from_string, get_column_letter

from app.checks.flag import Findings
from app.checks.run import run_checks
from app.forecast.forecast import forecast_project
from app.intake.reading import understand
from app.workbook.book import Book, Tab
from app.workbook.excel import ExcelWorkbook
from tests.workbook.books import SMALL, TODAY, draft

WORKBOOKS = Path(__file__).parents[3] / "shared" / "workbooks"
_CORNER = r"(\$?)([A-Z]{1,3})(?:(\$?)(\d{1,7}))?"
_AREA = re.compile(rf"(?:'?(?P<sheet>[^'!]+)'?!)?{_CORNER}(?::{_CORNER})?")


def there(number: str) -> list[Path]:
    """The workbook, where it is on this machine."""
    return sorted(WORKBOOKS.glob(f"{number}_*.xlsx"))


@dataclass(frozen=True)
class Block:
    """Rows of one sheet (as it counts them) in one tab of ours; row `first` stands in row 2 there.

    `columns`: our heading, or one that nobody knows -> the sheet's column; "Other!H+1" takes column H of
    another sheet, one row further down. `lines`: what to write as the line's number, where no column has it.
    """

    sheet: str
    rows: range
    columns: Mapping[str, str]
    tab: str = "Budget"
    lines: Callable[[Tab, int], str | None] | None = None


@dataclass
class _Layout:
    source: Mapping[str, Tab]
    places: dict[tuple[str, str], tuple[str, int, int]] = field(default_factory=dict)
    """(sheet, column) -> (our tab, our column, rows down)."""

    def formula(self, text: str, sheet: str, tab: str) -> str | None:
        """The formula as it stands in `tab`; None where it reads a cell that is not laid out."""
        parts = Tokenizer(text).items
        for part in parts:
            if part.type == Token.OPERAND and part.subtype == Token.RANGE:
                moved = self._area(part.value, sheet, tab)
                if moved is None:
                    return None
                part.value = moved
        return "=" + "".join(part.value for part in parts)

    def _area(self, text: str, sheet: str, tab: str) -> str | None:
        found = _AREA.fullmatch(text)
        if found is None:
            return text  # a name
        corners, titles = [], set()
        for fixed, letters, fixed_row, number in (found.groups()[1:5], found.groups()[5:9]):
            if letters is None:
                continue
            place = self.places.get((found["sheet"] or sheet, letters))
            if place is None:
                return None
            title, column, down = place
            titles.add(title)
            row = f"{fixed_row}{int(number) + down}" if number else ""
            corners.append(f"{fixed}{get_column_letter(column + 1)}{row}")
        (title,) = titles
        return ("" if title == tab else f"'{title}'!") + ":".join(corners)


def laid_out(path: Path, *blocks: Block, settings: Mapping[str, Any] | None = None) -> Book:
    """The workbook's `blocks` in one of ours that holds nothing else; `settings` over the usual ones."""
    source = {tab.title: tab for tab in ExcelWorkbook(path).read().tabs}
    keys = {row["key"]: row["value"] for row in SMALL["settings"]} | dict(settings or {})
    tables: dict[str, list[dict[str, Any]]] = {"budget": [], "actuals": []}
    tables |= {block.tab.lower().replace(" ", "_"): [{} for _ in block.rows] for block in blocks}
    made = draft({"settings": [{"key": key, "value": value} for key, value in keys.items()], **tables})
    layout = _Layout(source)
    for block in blocks:
        heads = made.grid(block.tab)[0]
        for name, column in block.columns.items():
            if name not in heads:
                heads.append(name)
            sheet, letters, shift = _column(column, block.sheet)
            layout.places[sheet, letters] = (block.tab, heads.index(name), 2 - block.rows.start - shift)
    formulas: dict[str, dict[tuple[int, int], str]] = {}
    hidden: dict[str, set[int]] = {}
    for block in blocks:
        grid = made.grid(block.tab)
        for at, row in enumerate(block.rows, 1):
            grid[at] += [None] * (len(grid[0]) - len(grid[at]))
            if block.lines:
                grid[at][0] = block.lines(source[block.sheet], row)
            if row - 1 in source[block.sheet].hidden_rows:
                hidden.setdefault(block.tab, set()).add(at)
            for name, column in block.columns.items():
                sheet, letters, shift = _column(column, block.sheet)
                place, from_ = grid[0].index(name), (row - 1 + shift, column_index_from_string(letters) - 1)
                grid[at][place] = source[sheet].value(*from_)
                text = source[sheet].formulas.get(from_)
                moved = layout.formula(text, sheet, block.tab) if text else None
                if moved:
                    formulas.setdefault(block.tab, {})[at, place] = moved
    book = made.book()
    return replace(
        book,
        tabs=tuple(
            replace(
                tab, formulas=formulas.get(tab.title, {}), hidden_rows=frozenset(hidden.get(tab.title, ()))
            )
            for tab in book.tabs
        ),
    )


def _column(text: str, sheet: str) -> tuple[str, str, int]:
    """`H`, `Other!H+1` as sheet, letters and rows further down."""
    title, _, rest = text.rpartition("!")
    letters, _, shift = rest.partition("+")
    return title or sheet, letters, int(shift or 0)


def checked(book: Book) -> Findings:
    """What the checks find in it."""
    reading = understand(book, today=TODAY)
    forecast, gaps = forecast_project(reading.project)
    return run_checks(reading.project, forecast, (*reading.problems, *gaps))


def flagged(findings: Findings) -> dict[str, list[str]]:
    """Cells by check."""
    told: dict[str, list[str]] = {}
    for flag in findings.flags:
        told.setdefault(flag.check, []).extend(str(place) for place in flag.places)
    return told


def cells_of(told: Sequence[str]) -> set[str]:
    """`Budget!A2:A4` as its cells."""
    found = set()
    for place in told:
        tab, _, area = place.rpartition("!")
        first, _, last = area.partition(":")
        begin, end = re.fullmatch(r"([A-Z]+)(\d+)", first), re.fullmatch(r"([A-Z]+)(\d+)", last or first)
        if begin is None or end is None:
            continue
        for column in range(column_index_from_string(begin[1]), column_index_from_string(end[1]) + 1):
            for row in range(int(begin[2]), int(end[2]) + 1):
                found.add(f"{tab}!{get_column_letter(column)}{row}")
    return found
