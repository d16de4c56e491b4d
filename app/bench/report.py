"""Runs the measurements and prints the table."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

from rich.console import Console
from rich.table import Table

from app.bench.adopt import adopt_rows
from app.bench.checks_cost import checks_rows
from app.bench.forecast_cost import forecast_rows
from app.bench.nightly import nightly_rows
from app.bench.portfolio import portfolio_rows
from app.bench.refresh_cost import refresh_rows
from app.bench.row import Row
from app.bench.sandbox_speed import sandbox_rows
from app.bench.startup import startup_rows

MEASUREMENTS: Mapping[Callable[[], list[Row]], tuple[str, ...]] = {
    startup_rows: ("cold_start_ratio",),
    refresh_rows: (
        "sheets_requests_per_refresh",
        "refresh_own_time_share_small",
        "refresh_own_time_share",
        "refresh_own_time_share_large",
        "refresh_growth_exponent",
        "refresh_peak_memory",
    ),
    portfolio_rows: ("portfolio_speedup",),
    forecast_rows: ("forecast_to_pivot_ratio",),
    checks_rows: ("checks_to_forecast_ratio",),
    sandbox_rows: ("sandbox_read_ratio", "sandbox_write_ratio"),
    adopt_rows: ("adopt_to_read_ratio",),
    nightly_rows: (
        "nightly_share_of_quota_ceiling",
        "nightly_requests_per_unchanged_workbook",
        "nightly_cpu_ratio",
        "nightly_cost_growth",
    ),
}
"""Each measurement and the rows it gives, in the order of the table."""


def measure(*, only: str = "") -> list[Row]:
    """All rows, or those whose name holds `only`; what gives none of them is not run."""
    _tell_when_busy()
    wanted = [rows for rows, names in MEASUREMENTS.items() if any(only in name for name in names)]
    return [row for rows in wanted for row in rows() if only in row.name]


def _tell_when_busy() -> None:
    load, processors = os.getloadavg()[0], os.cpu_count() or 1
    if load > processors / 2:
        Console(stderr=True, highlight=False).print(
            f"The machine is busy (load {load:.1f} on {processors} processors): "
            "times will be longer than on a quiet one.",
            soft_wrap=True,
        )


def print_table(rows: list[Row]) -> None:
    """The table for people, on lines of up to 128 characters that don't wrap."""
    table = Table(box=None, pad_edge=False)
    table.add_column("what", no_wrap=True)
    table.add_column("measured", justify="right", no_wrap=True)
    table.add_column("unit", no_wrap=True)
    table.add_column("goal", no_wrap=True)
    for row in rows:
        table.add_row(row.name, f"{row.value:.4g}", row.unit, row.goal)
    console = Console(width=128, highlight=False)
    console.print(table)
    for row in rows:
        if row.name == "sheets_requests_per_refresh":
            peers = {name: count for name, count in row.underneath.items() if name != "plumbline"}
            console.print(
                f"\nRequests to Sheets: Plumbline {row.value:g} for a whole refresh; for a smaller job:"
            )
            for name, count in peers.items():
                console.print(f"  {name} {count}")
