"""Which tab each page of ours is written to: the one that is ours, else a new one beside people's."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace

from app.workbook import marks
from app.workbook.book import Book, Metadata, Tab
from app.workbook.locate import resembles
from sheets_schema import Schema
from sheets_schema import Tab as Contract

FIRST_SHEET_ID = 1_700_000_101
_IDS = 100  # each tab of the contract takes every hundredth id from its own first one on

Target = tuple[Tab | None, int, str]
"""The output tab that is there, its sheet id, and its title."""


def targets_of(book: Book, schema: Schema) -> dict[str, Target]:
    """For each output tab the one that is ours, else a free id and title for a new one."""
    ids = {tab.sheet_id for tab in book.tabs}
    titles = {tab.title.casefold() for tab in book.tabs}
    targets: dict[str, Target] = {}
    for place, contract in enumerate(schema.outputs):
        first_id = FIRST_SHEET_ID + place
        tab = _marked(book, contract, first_id) or _unmarked(book, contract)
        if tab:
            targets[contract.name] = (tab, tab.sheet_id, tab.title)
            continue
        sheet_id = next(n for n in range(first_id, 2**31, _IDS) if n not in ids)
        title = next(title for title in _titles(contract.title) if title.casefold() not in titles)
        ids.add(sheet_id)
        titles.add(title.casefold())
        targets[contract.name] = (None, sheet_id, title)
    return targets


def _marked(book: Book, contract: Contract, first_id: int) -> Tab | None:
    """The tab with our mark. A copy of it, a person's, has the mark too, but no id of our choosing."""
    ours = [tab for tab in book.tabs if (mark := tab.mark(marks.TAB)) and mark.value == contract.name]

    def likely(tab: Tab) -> tuple[bool, bool, int]:
        chosen = tab.sheet_id >= first_id and (tab.sheet_id - first_id) % _IDS == 0
        return not chosen, tab.mark(marks.SHAPE) is None, tab.index

    return min(ours, key=likely, default=None)


def _unmarked(book: Book, contract: Contract) -> Tab | None:
    """A page of ours that lost its mark, as it does on the way through an Excel file: all of it is ours."""
    titles = {
        title.casefold() for name in (contract.title, *contract.titles) for title in _first_titles(name)
    }
    found = [
        tab
        for tab in book.tabs
        if tab.title.casefold() in titles and tab.mark(marks.TAB) is None and resembles(tab, contract)
    ]
    if not found:
        return None
    tab = found[0]
    shape = {
        "rows": len(tab.rows),
        "columns": max(len(row) for row in tab.rows),
        "basis": "",
        "styles": None,
        "digest": "",
        "kept": list(contract.kept) if contract.kept else None,
    }
    return replace(tab, metadata=(*tab.metadata, Metadata(0, marks.SHAPE, json.dumps(shape))))


def _titles(title: str) -> Iterable[str]:
    """`Dashboard`, else `Plumbline Dashboard`, else with a number: a person's tab keeps its title."""
    yield from _first_titles(title)
    yield from (f"Plumbline {title} {number}" for number in range(2, 1000))


def _first_titles(title: str) -> tuple[str, str]:
    return title, f"Plumbline {title}"
