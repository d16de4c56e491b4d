"""Odd workbooks through the whole product over HTTP: told or refused, and a second click writes nothing."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from tests.siege.fortress import UNLIMITED, Fortress, fortress
from tests.siege.odd_workbooks import odd_workbook

Json = dict[str, Any]
SAMPLE, FULL = 5, 300
PATIENCE = 30  # seconds for one answer, on a busy machine


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fortress]:
    with fortress(tmp_path_factory.mktemp("fuzz"), **UNLIMITED) as running:
        yield running


def put(held: Fortress, odd: Json) -> str:
    """The odd workbook's tabs and cells at the sandbox."""
    book = str(held.handle("POST", "files", {"name": "Odd"})["spreadsheet_id"])
    batch: list[Json] = []
    for place, sheet in enumerate(odd["sheets"], 1):
        size = sheet["properties"].get("gridProperties", {"rowCount": 1, "columnCount": 1})
        title = sheet["properties"]["title"]
        batch.append({"addSheet": {"properties": {"sheetId": place, "title": title, "gridProperties": size}}})
        rows = [[_typed(cell) for cell in row["values"]] for row in _rows(sheet)]
        if any(rows):
            start = {"sheetId": place, "rowIndex": 0, "columnIndex": 0}
            cells = [{"values": row} for row in rows]
            batch.append({"updateCells": {"start": start, "rows": cells, "fields": "userEnteredValue"}})
    if batch:
        away = {"properties": {"sheetId": 0, "title": "in the way"}, "fields": "title"}
        held.batch(book, {"updateSheetProperties": away}, *batch, {"deleteSheet": {"sheetId": 0}})
    return book


def _rows(sheet: Json) -> list[Json]:
    found: list[Json] = sheet["data"][0].get("rowData", []) if "data" in sheet else []
    return found


def _typed(cell: Json) -> Json:
    value = cell.get("effectiveValue")
    if value is None:
        return {}
    return {"userEnteredValue": {"formulaValue": "=1/0"} if "errorValue" in value else value}


def entered(whole: Json, *, ours: bool) -> dict[str, dict[tuple[int, int], Json]]:
    """What stands in which cell, by tab: of our tabs, or of the person's."""
    found = {}
    for sheet in whole["sheets"]:
        marks = {mark["metadataKey"] for mark in sheet.get("developerMetadata", [])}
        if ("plumbline.shape" in marks) is ours:
            found[sheet["properties"]["title"]] = {
                (at, column): cell["userEnteredValue"]
                for at, row in enumerate(_rows(sheet))
                for column, cell in enumerate(row.get("values", []))
                if "userEnteredValue" in cell
            }
    return found


def visit(held: Fortress, seed: int) -> str:
    """What became of it: done, or the refusal's slug."""
    book = put(held, odd_workbook(seed))
    before = held.whole(book)
    answer = held.ended(held.click(book, seconds=PATIENCE))
    after = held.whole(book)
    if answer.status_code != 200:
        assert answer.status_code == 422, f"{seed}: {answer.text}"
        assert after == before, f"{seed}: refused, and changed all the same"
        return str(answer.json()["type"])
    run = answer.json()
    assert run["state"] == "done", f"{seed}: {run['error']}"
    assert entered(after, ours=False) == entered(before, ours=False), f"{seed}: a person's cell was changed"
    tabs = entered(after, ours=True)
    assert len(tabs) == 6, f"{seed}: {list(tabs)}"
    alive = [cell for cells in tabs.values() for cell in cells.values() if "formulaValue" in cell]
    assert not alive, f"{seed}: {alive[:3]}"
    again = held.ended(held.click(book, seconds=PATIENCE)).json()
    assert again["state"] == "done"
    assert again["result"]["written"]["rows_written"] == 0, f"{seed}: a second click wrote rows"
    return "done"


@pytest.mark.parametrize("seed", range(SAMPLE))
def test_an_odd_workbook(held: Fortress, seed: int) -> None:
    visit(held, seed)


@pytest.mark.soak
def test_three_hundred_odd_workbooks(held: Fortress) -> None:
    ends, failed, begun = Counter[str](), list[str](), time.monotonic()
    for seed in range(50_000, 50_000 + FULL):
        try:
            ends[visit(held, seed)] += 1
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told at the end
            failed.append(f"{seed}: {type(error).__name__}: {error!s:.300}")
    print(f"\n{FULL} workbooks over HTTP, {time.monotonic() - begun:.0f} s, {len(failed)} failed")
    print(dict(ends.most_common()))
    for line in failed:
        print("  ", line)
    assert not failed
    assert '"level": "error"' not in held.log()
