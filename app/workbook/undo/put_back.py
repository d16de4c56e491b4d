"""The requests that put back what a refresh replaced, in one atomic batch."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from app.workbook.batch import cells_of, direction_request, look_requests, moved_request, range_of
from app.workbook.book import Book, Box
from app.workbook.marks import rule_formula
from app.workbook.moves import undone
from app.workbook.output.page import PageRow, Shown
from app.workbook.turns import requests_of as turn_requests
from app.workbook.turns import turn_of
from app.workbook.undo.record import MarkWas, PageWas, Record, RulesWere, page_of

Request = dict[str, Any]
_RUN = re.compile(r"^(\d+)(.*)$")


def requests_of(record: Record, book: Book) -> list[Request]:
    """All of it, for a workbook in which everything still stands as it was written."""
    requests = turn_requests(turn_of(book))
    requests += [
        {"deleteEmbeddedObject": {"objectId": chart.id}} for chart in record.charts_written if chart.is_new
    ]
    for page in record.pages:
        requests += [{"deleteSheet": {"sheetId": page.sheet_id}}] if page.is_new else list(_page(page))
    requests += [
        {"updateChartSpec": {"chartId": chart.id, "spec": chart.was}}
        for chart in record.charts_written
        if chart.was is not None and not chart.is_new
    ]
    for rules in record.rules:
        requests += _rules(rules, book)
    for mark in record.marks:
        requests += _mark(mark, book)
    return requests


def lost_looks(record: Record) -> list[str]:
    """Tabs whose row looks are not known: the next refresh formats them anew."""
    return [page.tab for page in record.pages if not page.is_new and page.looks is None]


def _page(page: PageWas) -> Iterable[Request]:
    sheet_id = page.sheet_id
    if page.turned:
        yield direction_request(sheet_id, right_to_left=not page_of(page).right_to_left)
    for move in undone(page.row_moves):
        yield moved_request(sheet_id, "ROWS", move)
    yield from _sizes(page)
    for box in page.unmerged:
        yield {"mergeCells": {"range": range_of(sheet_id, box), "mergeType": "MERGE_ALL"}}
    yield from _rows(page)


def _sizes(page: PageWas) -> Iterable[Request]:
    """Rows and columns that were added, from the end."""
    inserted_rows = page.insert_rows[1] if page.insert_rows else 0
    inserted_columns = page.insert_columns[1] if page.insert_columns else 0
    for dimension, now, before, inserted in (
        ("ROWS", page.grid[0], page.size[0], inserted_rows),
        ("COLUMNS", page.grid[1], page.size[1], inserted_columns),
    ):
        if now > before + inserted:
            yield _deleted(page.sheet_id, dimension, before + inserted, now)
    if page.insert_rows:
        at, count = page.insert_rows
        yield _deleted(page.sheet_id, "ROWS", at, at + count)
    if page.insert_columns:
        at, count = page.insert_columns
        yield _deleted(page.sheet_id, "COLUMNS", at, at + count)


def _deleted(sheet_id: int, dimension: str, start: int, end: int) -> Request:
    where = {"sheetId": sheet_id, "dimension": dimension, "startIndex": start, "endIndex": end}
    return {"deleteDimension": {"range": where}}


def _rows(page: PageWas) -> Iterable[Request]:
    """Each row that was written: its values, then its looks; rows beyond the old rectangle become blank."""
    moved = page.row_moves or page.insert_rows
    whole = range(max(len(page.before), 0 if page.insert_rows else len(page.after)))
    rows = [row for row in (whole if moved else page.touched) if row < page.size[0]]
    width = min(len(page.columns), page.size[1])
    sheet = page_of(page)
    looks = page.looks
    for row in rows:
        known = looks is not None and row < len(looks)
        segments = sheet.segments(row)
        before = page.before[row] if row < len(page.before) else []
        full = [*before, *([None] * (width - len(before)))]
        empty = all(cell is None for cell in full)
        if not known and (looks is not None or empty):
            for start, end in segments:
                yield _blank(page.sheet_id, Box(row, start, row + 1, min(end, width)))
        if empty and not known:
            continue
        for start, end in segments:
            yield {
                "updateCells": {
                    "start": {"sheetId": page.sheet_id, "rowIndex": row, "columnIndex": start},
                    "rows": [{"values": cells_of(full[start : min(end, width)])}],
                    "fields": "userEnteredValue",
                }
            }
        if known and looks is not None:
            yield from look_requests(page.sheet_id, sheet, row, _look(looks[row]))


def _blank(sheet_id: int, box: Box) -> Request:
    fields = "userEnteredValue,userEnteredFormat,note"
    return {"repeatCell": {"range": range_of(sheet_id, box), "cell": {}, "fields": fields}}


def _look(key: str) -> PageRow:
    """The look that a style key names, number formats included."""
    look, _, own = key.partition("|")
    shown: list[Shown | None] = []
    for part in own.split(",") if own else ():
        found = _RUN.match(part)
        count, word = (int(found[1]), found[2]) if found else (0, "")
        kind, _, unit = word.partition("/")
        shown += [(kind, unit) if word else None] * count  # type: ignore[list-item]
    return PageRow((), look, tuple(shown))


def _rules(rules: RulesWere, book: Book) -> Iterable[Request]:
    tab = next(tab for tab in book.tabs if tab.sheet_id == rules.sheet_id)
    for rule in sorted(tab.our_rules, key=lambda rule: -rule.index):
        yield {"deleteConditionalFormatRule": {"sheetId": rules.sheet_id, "index": rule.index}}
    for was in sorted(rules.before, key=lambda rule: rule.index):
        red, green, blue = (int(was.colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        colour = {"red": red, "green": green, "blue": blue}
        yield {
            "addConditionalFormatRule": {
                "index": was.index,
                "rule": {
                    "ranges": [range_of(rules.sheet_id, Box(*box)) for box in was.ranges],
                    "booleanRule": {
                        "condition": {
                            "type": "CUSTOM_FORMULA",
                            "values": [{"userEnteredValue": rule_formula(was.severity)}],
                        },
                        "format": {"backgroundColorStyle": {"rgbColor": colour}},
                    },
                },
            }
        }


def _mark(mark: MarkWas, book: Book) -> Iterable[Request]:
    tab = next((tab for tab in book.tabs if tab.sheet_id == mark.sheet_id), None)
    stands = tab.metadata if tab else book.metadata
    for there in stands:
        if there.key == mark.key and there.value == mark.now:
            lookup = {"developerMetadataLookup": {"metadataId": there.id}}
            if mark.was is None:
                yield {"deleteDeveloperMetadata": {"dataFilter": lookup}}
            else:
                yield {
                    "updateDeveloperMetadata": {
                        "dataFilters": [lookup],
                        "developerMetadata": {"metadataValue": mark.was},
                        "fields": "metadataValue",
                    }
                }
            return
