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

ROUNDS = 7
"""Counted rounds; one before them warms imports, caches and the database, and is left out."""


def refresh_rows() -> list[Row]:
    """Measures all sizes in one run, with sandbox and service as processes of their own.

    Sizes take turns, so that a noisy machine disturbs them alike.
    """
    with servers() as running:
        trials = [_Trial(running, size) for size in SIZES]
        for _ in range(1 + ROUNDS):
            for trial in trials:
                trial.refresh_twice()
        memory = _peak_megabytes(running.service_pid)
        peers = {name: _peer_requests(running, name) for name in PEERS}
    measured = {trial.size.name: trial.readings() for trial in trials}
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
            unit="own time by cells, middle to large",
            goal="<= 1",
        ),
        Row(name="refresh_peak_memory", value=memory, unit="MB, the service's process at its peak"),
    ]


class _Trial:
    """One project's refreshes: one that creates the output tabs, one that finds nothing changed, again."""

    def __init__(self, running: Servers, size: Size) -> None:
        self.size, self._running = size, running
        rows = tables(size)
        self._cells = sum(len(row) for table in rows.values() for row in table)
        self._id = running.new_workbook(size.name, rows)
        self._first_ms: list[float] = []
        self._unchanged_ms: list[float] = []
        self._requests = 0

    def refresh_twice(self) -> None:
        """One round."""
        self._first_ms.append(self._refresh())
        self._unchanged_ms.append(self._refresh())
        self._running.delete_outputs(self._id)

    def _refresh(self) -> float:
        """Our own milliseconds: all that the caller waited, but for the requests to Sheets."""
        self._running.clear_log()
        began = time.perf_counter()
        self._running.refresh(self._id)
        total_ms = (time.perf_counter() - began) * 1000
        asked = self._running.sheets_requests()
        self._requests = max(self._requests, len(asked))
        google_ms: float = sum(entry["milliseconds"] for entry in asked)
        return total_ms - google_ms

    def readings(self) -> dict[str, Any]:
        """Medians, and what they were made from."""
        first, unchanged = self._first_ms[1:], self._unchanged_ms[1:]
        return {
            "lines": self.size.lines,
            "actuals": self.size.actuals,
            "cells": self._cells,
            "own_ms": statistics.median(first),
            "own_ms_each": [round(ms, 1) for ms in first],
            "own_ms_least": min(first),
            "own_ms_nothing_changed": statistics.median(unchanged),
            "sheets_requests": self._requests,
        }


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
