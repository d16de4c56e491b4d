"""Whether what a refresh wrote still stands, so that it can be taken back without harm."""

from __future__ import annotations

from collections.abc import Iterable

from app.project.place import Place
from app.workbook.book import Book, CellError, Tab
from app.workbook.marks import RUN
from app.workbook.page_write import people_beside
from app.workbook.undo.record import PageWas, Record, Row, RulesWere, page_of

MOST_TOLD = 5


def refusals(record: Record, book: Book) -> list[str]:
    """Why it can't be taken back, in plain words; empty when it can. The first few of many."""
    stamp = next((mark.value for mark in book.metadata if mark.key == RUN), None)
    if stamp != record.stamp:
        return ["the workbook was refreshed again since, so this is no longer the last refresh"]
    tabs = {tab.sheet_id: tab for tab in book.tabs}
    found = [said for page in record.pages for said in _page(page, tabs.get(page.sheet_id))]
    found += [said for rules in record.rules for said in _rules(rules, tabs.get(rules.sheet_id))]
    there = {chart for tab in book.tabs for chart in tab.chart_ids}
    found += ["a chart of ours was deleted" for chart in record.charts_written if chart.id not in there]
    more = len(found) - MOST_TOLD
    return [*found[:MOST_TOLD], *([f"and {more} more"] if more > 0 else [])]


def _page(page: PageWas, tab: Tab | None) -> Iterable[str]:
    if tab is None:
        yield f"the tab '{page.tab}' was deleted"
        return
    for what, before, now in zip(
        ("rows", "columns"), page.grid, (tab.row_count, tab.column_count), strict=True
    ):
        if now != before:
            yield f"{what} were {'added to' if now > before else 'taken out of'} '{tab.title}'"
            return
    if page.moves or page.new_columns:
        yield f"the columns of '{tab.title}' were brought into their order by it"
        return
    touched = set(page.touched)
    every = page.is_new or page.row_moves or page.insert_rows
    rows = range(len(page.after)) if every else [row for row in page.touched if row < len(page.after)]
    for row in rows:
        yield from _differences(page, tab, row, page.after[row])
    for row in sorted(touched.difference(rows)):  # cleared
        yield from _differences(page, tab, row, [])
    if page.is_new:
        yield from _added(page, tab)
    elif page.insert_rows or page.row_moves or page.insert_columns:
        yield from _theirs(page, tab)


def _differences(page: PageWas, tab: Tab, row: int, written: Row) -> Iterable[str]:
    for column in range(len(page.columns)):
        if page.kept and row >= page.frozen and page.kept[0] <= column < page.kept[1]:
            continue
        ours = written[column] if column < len(written) else None
        shown = tab.value(row, column)
        if shown != ours and not (isinstance(shown, CellError) and shown.text == ours):
            place = Place(tab.sheet_id, tab.title, row, column, row + 1, column + 1)
            yield f"{place} was changed"


def _added(page: PageWas, tab: Tab) -> Iterable[str]:
    """What a person put on a tab that would be deleted."""
    width = len(page.columns)
    for at, cells in enumerate(tab.rows):
        for column, cell in enumerate(cells):
            beyond = at >= len(page.after) or column >= width
            theirs = page.kept and at >= page.frozen and page.kept[0] <= column < page.kept[1]
            if cell is not None and (beyond or theirs):
                place = Place(tab.sheet_id, tab.title, at, column, at + 1, column + 1)
                yield f"{place} was filled in, on a tab that the refresh made"


def _theirs(page: PageWas, tab: Tab) -> Iterable[str]:
    """Notes typed since, beside rows that would move back to where other flags were."""
    sheet = page_of(page)
    for at, before in enumerate(page.theirs):
        if people_beside(sheet, at, tab.rows[at] if at < len(tab.rows) else ()) != list(before):
            yield f"something was typed beside row {at + 1} of '{tab.title}', which would move"


def _rules(rules: RulesWere, tab: Tab | None) -> Iterable[str]:
    if tab is None:
        yield f"the tab '{rules.tab}' was deleted"
        return
    stand = [(rule.severity, _by_column(rule.ranges)) for rule in tab.our_rules]
    if stand != [(rule.severity, _by_column(rule.ranges)) for rule in rules.after]:
        yield f"the highlights of '{tab.title}' were changed, or its rows moved"


def _by_column(boxes: Iterable[tuple[int, int, int, int]]) -> set[tuple[int, int, int, int]]:
    return {
        (row, column, end_row, column + 1)
        for row, first, end_row, last in boxes
        for column in range(first, last)
    }
