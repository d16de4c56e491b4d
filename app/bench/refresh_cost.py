"""What a refresh costs: requests to Sheets, our own time beside Google's, growth with size, memory."""

from __future__ import annotations

import math
import statistics
import time
from pathlib import Path
from typing import Any

from app.bench.peers import PEERS
from app.bench.row import Row
from app.bench.servers import Servers, servers
from app.bench.workload import SIZES, Size, tables

GOOGLE_SECONDS = 0.4 + 0.6
"""What the one read and the one write take at Google."""

REPEATS = 5


def refresh_rows() -> list[Row]:
    """Measures all sizes in one run, with sandbox and service as processes of their own."""
    with servers() as running:
        measured = {size.name: _measure(running, size) for size in SIZES}
        memory = _peak_megabytes(running.service_pid)
        peers = {name: _peer_requests(running, name) for name in PEERS}
    middle, large = measured["middle"], measured["large"]
    growth = math.log(large["own_ms"] / middle["own_ms"]) / math.log(large["cells"] / middle["cells"])
    return [
        Row(
            name="sheets_requests_per_refresh",
            value=max(m["sheets_requests"] for m in measured.values()),
            unit="requests",
            goal="2",
            underneath={"plumbline": {name: m["sheets_requests"] for name, m in measured.items()}} | peers,
        ),
        *(
            Row(
                name="refresh_own_time_share" + ("" if name == "middle" else f"_{name}"),
                value=m["own_ms"] / 1000 / GOOGLE_SECONDS,
                unit="of Google's 0.4 s + 0.6 s",
                goal="<= 0.25" if name == "middle" else "",
                underneath=m,
            )
            for name, m in measured.items()
        ),
        Row(
            name="refresh_growth_exponent",
            value=growth,
            unit="own time against cells, middle to large",
            goal="<= 1",
        ),
        Row(name="refresh_peak_memory", value=memory, unit="MB, service process after the large refreshes"),
    ]


def _measure(running: Servers, size: Size) -> dict[str, Any]:
    """Refreshes that each write everything anew: the output tabs are deleted in between."""
    rows = tables(size)
    spreadsheet_id = running.new_workbook(size.name, rows)
    own, requests_made = [], 0
    for _ in range(REPEATS):
        running.clear_log()
        began = time.perf_counter()
        run = running.refresh(spreadsheet_id)
        total_ms = (time.perf_counter() - began) * 1000
        asked = running.sheets_requests()
        requests_made = max(requests_made, len(asked))
        own.append(total_ms - sum(entry["milliseconds"] for entry in asked))
        _forget_outputs(running, spreadsheet_id, run)
    return {
        "lines": size.lines,
        "actuals": size.actuals,
        "cells": sum(len(row) for table in rows.values() for row in table),
        "own_ms": statistics.median(own),
        "own_ms_each": [round(ms, 1) for ms in own],
        "sheets_requests": requests_made,
    }


def _forget_outputs(running: Servers, spreadsheet_id: str, run: dict[str, Any]) -> None:
    """Deletes our tabs, so that the next refresh is a first one again."""
    import requests

    answer = requests.get(
        f"{running.google}/v4/spreadsheets/{spreadsheet_id}",
        params={"fields": "sheets.properties(sheetId,title)"},
        headers={"Authorization": f"Bearer {running.access_token}"},
        timeout=60,
    )
    ours = set(run["result"]["written"]["tabs_created"])
    ids = [sheet["properties"] for sheet in answer.json()["sheets"] if sheet["properties"]["title"] in ours]
    running.batch_update(spreadsheet_id, [{"deleteSheet": {"sheetId": p.get("sheetId", 0)}} for p in ids])


def _peer_requests(running: Servers, name: str) -> int:
    """Requests to Sheets that the peer needs for its small job."""
    spreadsheet_id = running.new_workbook(name, tables(SIZES[0]))
    running.clear_log()
    PEERS[name](running.google, running.access_token, spreadsheet_id)
    return len(running.sheets_requests())


def _peak_megabytes(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("the kernel tells no peak memory")
