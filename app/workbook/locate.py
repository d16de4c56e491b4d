"""Finds the contract's tabs and columns in a workbook that people have made their own.

A tab is ours by its metadata, else by a Table's name, else by its title, else by its headings;
where it stands, whether it is hidden and what else is in it does not matter. A column is found by
its heading in the row that holds the most headings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import contains

from app.project.month import Month, label
from app.project.place import Place, Source
from app.project.problem import Problem, ProblemKind
from app.workbook import marks
from app.workbook.book import Book, CellValue, Tab
from app.workbook.cells import folded_heading
from app.workbook.headings import Header, find_header, headings_of
from app.workbook.notation import Notation
from sheets_schema import Schema
from sheets_schema import Tab as Contract


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn:
    """A person's own table that stands in for a tab of the contract, by a mapping that was confirmed.

    `rows` are read instead of the tab's, at the same places: lines alone, with columns of ours to the right.
    `shown_in`: column of ours -> the person's column that it comes from, to be named and highlighted.
    `across`: amounts stand in the columns of their months, not an entry a row.
    """

    rows: Sequence[Sequence[CellValue]]
    shown_in: Mapping[int, int] = field(default_factory=dict)
    across: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """One tab of the contract, found: which tab it is, and what stands in which column."""

    contract: Contract
    tab: Tab
    header: Header
    stand_in: StandIn | None = None

    @property
    def columns(self) -> Mapping[str, int]:
        """Field name -> column, for the fields that are there."""
        return self.header.columns

    @property
    def months(self) -> Mapping[int, Month]:
        """Column -> month, for the month columns."""
        return self.header.months

    @property
    def leading(self) -> int:
        """The column of the first field that is there, wherever it stands; 0 when none is."""
        names = (field.name for field in self.contract.fields if field.name in self.columns)
        return next((self.columns[name] for name in names), 0)

    @property
    def source(self) -> Source:
        """Where figures of this tab come from; month columns are named by their month, such as 2026-03."""
        months = {label(month): column for column, month in sorted(self.header.months.items(), reverse=True)}
        columns = {name: self.shown(at) for name, at in self.header.columns.items()}
        return Source(self.tab.sheet_id, self.tab.title, self.header.row, months | columns)

    def shown(self, column: int) -> int:
        """The column of the tab that a person sees."""
        return self.stand_in.shown_in.get(column, column) if self.stand_in else column

    @property
    def rows(self) -> Sequence[Sequence[CellValue]]:
        """The rows to be read, at their places in the tab."""
        return self.stand_in.rows if self.stand_in else self.tab.rows

    def place(self, row: int, column: int, end_row: int | None = None) -> Place:
        """The cell, or the cells of one column down to `end_row`."""
        column = self.shown(column)
        return Place(self.tab.sheet_id, self.tab.title, row, column, end_row or row + 1, column + 1)


def locate(book: Book, schema: Schema, notation: Notation) -> tuple[dict[str, Located], list[Problem]]:
    """The input tabs that are there, by contract name, and what is odd about finding them."""
    free = [tab for tab in book.tabs if tab.row_count and not is_output(tab, schema)]
    found: dict[str, Located] = {}
    for contract in schema.inputs:
        chosen = _by_mark(contract, free) or _by_table(contract, free) or _by_title(contract, free, notation)
        if chosen:
            header = _header(contract, chosen, notation)
            found[contract.name] = Located(contract=contract, tab=chosen, header=header)
    problems = [problem for located in found.values() for problem in _doubles(located, free, found)]
    for contract in schema.inputs:
        if contract.name not in found:
            best = _by_headings(contract, _left(free, found), notation)
            if best:
                found[contract.name] = best
    return found, problems


def is_output(tab: Tab, schema: Schema) -> bool:
    """Whether the tab is one that Plumbline writes: it carries our mark, or looks so and lost it."""
    mark = tab.mark(marks.TAB)
    if mark is None:
        title = folded_heading(tab.title).removeprefix("plumbline ")
        return any(title in _titles(contract) and resembles(tab, contract) for contract in schema.outputs)
    return mark.value in schema.tabs and schema.tabs[mark.value].written_by == "plumbline"


def resembles(tab: Tab, contract: Contract) -> bool:
    """Whether an output tab's own headings, or its cards, stand where Plumbline writes them."""
    titles = [(field.title, *field.headings) for field in contract.fields]  # in every language
    top = tab.rows[:60]
    if contract.layout == "page":
        shown = {cell for row in top for cell in row if isinstance(cell, str)}
        return sum(not shown.isdisjoint(names) for names in titles) > len(titles) / 2
    return any(len(row) >= len(titles) and all(map(contains, titles, row[: len(titles)])) for row in top[:3])


def _left(tabs: Iterable[Tab], found: Mapping[str, Located]) -> list[Tab]:
    taken = {located.tab.sheet_id for located in found.values()}
    return [tab for tab in tabs if tab.sheet_id not in taken]


def _by_mark(contract: Contract, tabs: Iterable[Tab]) -> Tab | None:
    marked = [tab for tab in tabs if (mark := tab.mark(marks.TAB)) and mark.value == contract.name]
    return next(iter(_titled(contract, marked) or marked), None)


def _by_table(contract: Contract, tabs: Iterable[Tab]) -> Tab | None:
    names = _titles(contract)
    return next((t for t in tabs if any(folded_heading(table.name) in names for table in t.tables)), None)


def _by_title(contract: Contract, tabs: list[Tab], notation: Notation) -> Tab | None:
    """The tab with the title; of several, one in which the headings stand."""
    titled = [tab for tab in _titled(contract, tabs) if tab.mark(marks.TAB) is None]
    with_header = [tab for tab in titled if _header(contract, tab, notation).columns]
    return next(iter(with_header or titled), None)


def _titled(contract: Contract, tabs: Iterable[Tab]) -> list[Tab]:
    return [tab for tab in tabs if folded_heading(tab.title) in _titles(contract)]


def _titles(contract: Contract) -> set[str]:
    return {folded_heading(title) for title in (contract.title, contract.name, *contract.titles)} | {
        folded_heading(contract.name.replace("_", " "))
    }


def _by_headings(contract: Contract, tabs: Iterable[Tab], notation: Notation) -> Located | None:
    """The tab whose headings fit best: every required one, and three in all."""
    best: tuple[int, Located] | None = None
    for tab in tabs:
        header = _header(contract, tab, notation)
        required = {field.name for field in contract.fields if field.required}
        fits = len(header.columns) + min(3, len(header.months))
        enough = fits >= 3 and required <= header.columns.keys()
        if contract.keys:
            enough = fits >= 3 and len(header.columns) >= 2
        if contract.series and contract.series[0].required:
            enough = enough and bool(header.months)
        if enough and (best is None or fits > best[0]):
            best = (fits, Located(contract=contract, tab=tab, header=header))
    return best[1] if best else None


def _header(contract: Contract, tab: Tab, notation: Notation) -> Header:
    names = _titles(contract)
    table = next((table for table in tab.tables if folded_heading(table.name) in names), None)
    return find_header(headings_of(contract), tab, notation, fixed_row=table.box.row if table else None)


def _doubles(located: Located, tabs: Iterable[Tab], found: Mapping[str, Located]) -> Iterable[Problem]:
    """A renamed tab goes on being read; another one that now has its title is told, not read."""
    contract, chosen = located.contract, located.tab
    if _titled(contract, [chosen]):
        return
    for twin in _titled(contract, _left(tabs, found)):
        yield Problem(
            kind=ProblemKind.DOUBLE_TAB,
            message=f"Two tabs could be the {contract.title}: '{chosen.title}', read so far and read now, "
            f"and '{twin.title}', which was not read",
            mend=f"Rename '{twin.title}', or delete the one that is out of date",
            places=(Place(twin.sheet_id, twin.title, 0, 0, 1, 1),),
            left_out=True,
            subject=twin.title,
        )
