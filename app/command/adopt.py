"""`plumbline adopt`: what a workbook of anyone's holds, without changing it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from app.errors import AppError
from app.intake.adopt import adopt
from app.intake.mapping import FileMapping
from app.intake.mapping_json import mapping_json
from app.project.place import column_letters

_out, _progress = Console(), Console(stderr=True)


def adopt_file(name: str, *, as_json: bool) -> int:
    """Print the mapping of a file; the exit status."""
    path = Path(name)
    if not path.is_file():
        _progress.print(f"There is no file {name}", markup=False)
        return 2
    try:
        mapping = adopt(path)
    except AppError as fault:
        if as_json:
            sys.stdout.write(json.dumps(fault.document(), ensure_ascii=False) + "\n")
        _progress.print(
            f"{fault.title}\n{fault.detail}\n{fault.unchanged} {fault.mend}", markup=False, highlight=False
        )
        return 1
    for remark in mapping.remarks:
        _progress.print(remark, markup=False, highlight=False)
    if as_json:
        sys.stdout.write(json.dumps(mapping_json(mapping), ensure_ascii=False) + "\n")
    else:
        _print(mapping)
    return 0


def _print(mapping: FileMapping) -> None:
    for sheet in mapping.sheets:
        _out.print(
            f"\n[bold]{sheet.name}[/] {sheet.kind}" + (f", {sheet.state}" if sheet.state != "visible" else "")
        )
        for table in sheet.tables:
            _out.print(
                f"  rows {table.first_row + 1} to {table.last_row + 1}, {table.lines} lines, "
                f"{len(table.totals)} totals {table.title}",
                markup=False,
            )
            shown = Table(box=None, pad_edge=False, show_header=False)
            for column in table.columns:
                total = table.sums.get(column.column)
                shown.add_row(
                    "   ",
                    column_letters(column.column),
                    column.role,
                    column.label,
                    "" if total is None else f"{total:,f}",
                )
            _out.print(shown)
    if mapping.findings:
        _out.print(f"\n[bold]{len(mapping.findings)} findings[/]")
    for finding in mapping.findings:
        cells = ", ".join(str(place) for place in finding.places[:3])
        _out.print(f"  {cells}: {finding.note}", markup=False, highlight=False)
