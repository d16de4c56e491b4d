"""Runs the measurements and prints the table."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from app.bench.forecast_cost import forecast_rows
from app.bench.portfolio import portfolio_rows
from app.bench.refresh_cost import refresh_rows
from app.bench.row import Row
from app.bench.startup import startup_rows

MEASUREMENTS = {
    "cold_start": startup_rows,
    "refresh, sheets_requests": refresh_rows,
    "portfolio": portfolio_rows,
    "forecast_to_pivot": forecast_rows,
}


def measure(*, only: str = "") -> list[Row]:
    """All rows, or those of the measurements whose name holds `only`."""
    return [row for name, rows in MEASUREMENTS.items() if only in name for row in rows()]


def print_table(rows: list[Row]) -> None:
    """The table for people."""
    table = Table("what", "measured", "unit", "goal", box=None, pad_edge=False)
    for row in rows:
        table.add_row(row.name, f"{row.value:.4g}", row.unit, row.goal)
    console = Console()
    console.print(table)
    for row in rows:
        if row.name == "sheets_requests_per_refresh":
            peers = {name: count for name, count in row.underneath.items() if name != "plumbline"}
            console.print(
                f"\nRequests to Sheets: Plumbline {row.value:g} for a whole refresh; for a smaller job:"
            )
            for name, count in peers.items():
                console.print(f"  {name} {count}")
