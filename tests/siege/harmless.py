"""What must hold of a refresh's result and of its write, whatever the workbook held."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from app.workbook.book import Book
from app.workbook.plan import WritePlan

Json = dict[str, Any]
LONGEST_CELL, LONGEST_TITLE, LONGEST_MARK = 50_000, 100, 30_000
# What a write of ours may do to a tab of a person's.
ON_PEOPLES_TABS = {"addConditionalFormatRule", "deleteConditionalFormatRule", "createDeveloperMetadata"}
KINDS = {"boolValue", "numberValue", "stringValue"}


def check_write(requests: list[Json], book: Book, plan: WritePlan) -> None:
    """Every text goes out as text, every number is finite, and people's tabs get rules and marks alone."""
    ours = {page.sheet_id for page in plan.pages}
    persons = {tab.sheet_id for tab in book.tabs} - ours
    for request in requests:
        ((kind, what),) = request.items()
        for path, held in leaves(what):
            where = f"{kind}{path}"
            assert not path.endswith(".formulaValue"), where
            if isinstance(held, float):
                assert math.isfinite(held), where
            if path.endswith(".sheetId") and held in persons:
                assert kind in ON_PEOPLES_TABS, where
            if path.endswith((".stringValue", ".note")):
                assert len(held) <= LONGEST_CELL, where
            if path.endswith(".metadataValue"):
                assert len(held) <= LONGEST_MARK, where
        if kind == "updateCells":
            for cell in (cell for row in what["rows"] for cell in row.get("values", [])):
                assert cell.get("userEnteredValue", {"boolValue": 0}).keys() <= KINDS, cell
        if kind == "addSheet":
            assert 0 < len(what["properties"]["title"]) <= LONGEST_TITLE
            assert what["properties"]["sheetId"] not in {tab.sheet_id for tab in book.tabs}
            assert what["properties"]["title"].casefold() not in {tab.title.casefold() for tab in book.tabs}
        if kind == "addConditionalFormatRule":
            assert what["rule"]["booleanRule"]["condition"]["values"][0]["userEnteredValue"].startswith(
                '=N("plumbline:'
            )


def check_result(result: Json) -> None:
    """Each figure finite, or blank: infinity or not-a-number would go out as a blank without a reason."""
    for path, held in leaves(result):
        if isinstance(held, float):
            assert math.isfinite(held), f"{path} is {held}"


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, held in value.items():
            yield from leaves(held, f"{path}.{name}")
    elif isinstance(value, list | tuple):
        for held in value:
            yield from leaves(held, path)
    else:
        yield path, value
