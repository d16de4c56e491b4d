"""How fast the sandbox reads and writes, beside parsing and serialising the same JSON."""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from collections.abc import Callable
from typing import Any

import orjson
import requests

from app.bench.row import Row
from app.bench.servers import free_port, process

READ_CELLS, WRITE_CELLS, COLUMNS = 50_000, 30_000, 20
REPEATS = 5
MASK = "sheets.data.rowData.values.effectiveValue"


def sandbox_rows() -> list[Row]:
    """Both ratios; what the fast parser needs stands underneath."""
    address = f"http://127.0.0.1:{free_port()}"
    with tempfile.TemporaryDirectory() as folder:
        arguments = ["sandbox", "--port", address.rsplit(":", 1)[1], "--data", folder, "--empty"]
        with process(*arguments, healthy=f"{address}/sandbox/people"):
            session = _session(address)
            return [_read(session, address), _write(session, address)]


def _session(address: str) -> requests.Session:
    session = requests.Session()
    owner = session.get(f"{address}/sandbox/people", timeout=30).json()[0]["email"]
    tokens = session.post(f"{address}/sandbox/tokens", json={"email": owner}, timeout=30).json()
    session.headers["Authorization"] = f"Bearer {tokens['access_token']}"
    return session


def _workbook(session: requests.Session, address: str, cells: int) -> str:
    sheet = {"properties": {"gridProperties": {"rowCount": cells // COLUMNS, "columnCount": COLUMNS}}}
    answer = session.post(f"{address}/v4/spreadsheets", json={"sheets": [sheet]}, timeout=60)
    answer.raise_for_status()
    url: str = f"{address}/v4/spreadsheets/{answer.json()['spreadsheetId']}"
    return url


def _body(session: requests.Session, url: str, cells: int) -> bytes:
    """Numbers and texts in turn, as one updateCells."""
    sheet = session.get(url, params={"fields": "sheets.properties.sheetId"}, timeout=60).json()
    rows = [
        {
            "values": [
                {
                    "userEnteredValue": {"numberValue": row * 1.5 + at}
                    if at % 2
                    else {"stringValue": f"Item {row}"}
                }
                for at in range(COLUMNS)
            ]
        }
        for row in range(cells // COLUMNS)
    ]
    start = {"sheetId": sheet["sheets"][0]["properties"]["sheetId"], "rowIndex": 0, "columnIndex": 0}
    update = {"start": start, "rows": rows, "fields": "userEnteredValue"}
    return orjson.dumps({"requests": [{"updateCells": update}]})


def _read(session: requests.Session, address: str) -> Row:
    url = _workbook(session, address, READ_CELLS)
    _send(session, url, _body(session, url, READ_CELLS))

    def read() -> bytes:
        answer = session.get(url, params={"fields": MASK, "prettyPrint": "false"}, timeout=120)
        answer.raise_for_status()
        return answer.content

    return _row("sandbox_read_ratio", READ_CELLS, read, read())


def _write(session: requests.Session, address: str) -> Row:
    url = _workbook(session, address, WRITE_CELLS)
    body = _body(session, url, WRITE_CELLS)
    return _row("sandbox_write_ratio", WRITE_CELLS, lambda: _send(session, url, body), body)


def _send(session: requests.Session, url: str, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    session.post(f"{url}:batchUpdate", data=body, headers=headers, timeout=120).raise_for_status()


def _row(name: str, cells: int, ask: Callable[[], Any], body: bytes) -> Row:
    """Asking and parsing take turns, so that a noisy machine disturbs them alike."""
    asked, plain, fast = [], [], []
    for _ in range(REPEATS):
        asked.append(_seconds(ask))
        plain.append(_seconds(lambda: json.dumps(json.loads(body))))
        fast.append(_seconds(lambda: orjson.dumps(orjson.loads(body))))
    took, base = statistics.median(asked), statistics.median(plain)
    return Row(
        name=name,
        value=took / base,
        unit=f"times parsing and serialising it, {cells:,} cells",
        goal="<= 5",
        underneath={
            "seconds": took,
            "json_seconds": base,
            "orjson_seconds": statistics.median(fast),
            "bytes": len(body),
        },
    )


def _seconds(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
