"""`plumbline checks`: the catalogue of checks."""

from __future__ import annotations

import json

from rich.console import Console
from rich.table import Table

from app.checks.catalogue import catalogue


def print_catalogue(*, as_json: bool) -> None:
    """One entry a check, in the order of the families."""
    entries = catalogue()
    if as_json:
        print(json.dumps(entries, indent=1, ensure_ascii=False))
        return
    table = Table("check", "title", "severity", "rule", box=None, pad_edge=False)
    for entry in entries:
        table.add_row(entry["id"], entry["title"], ", ".join(entry["severity"]), entry["rule"])
    Console().print(table)
