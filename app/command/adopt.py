"""`plumbline adopt`: what a workbook of anyone's holds, without changing it."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table

from app.errors import AppError
from app.intake.adopt import adopt, understand
from app.intake.adopt_excel import adopt_excel
from app.intake.mapping import FileMapping
from app.intake.mapping_json import mapping_json
from app.intake.proposal import Proposal, propose
from app.intake.sniff import receive
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


def adopt_into(name: str, into: Path, *, status_date: str, currency: str) -> int:
    """Adopt a file into a copy that can be refreshed; the exit status."""
    path = Path(name)
    if not path.is_file():
        _progress.print(f"There is no file {name}", markup=False)
        return 2
    try:
        proposal = propose(understand(receive(path)))
        settings = _settings(path, proposal, status_date=status_date, currency=currency)
        if isinstance(settings, str):
            _progress.print(f"{settings} Nothing was written.", markup=False, highlight=False)
            return 2
        adopt_excel(path, into, proposal, settings)
    except AppError as fault:
        _progress.print(f"{fault.title}\n{fault.detail}\n{fault.unchanged} {fault.mend}", markup=False)
        return 1
    for contract, table in proposal.tables.items():
        where = f"{table.view.sheet.name}, rows {table.frame.first_row + 1} to {table.frame.last_row + 1}"
        _out.print(f"{contract.replace('_', ' ')}: {where}", markup=False, highlight=False)
    for contract, gain in proposal.missing.items():
        _out.print(f"no {contract.replace('_', ' ')}: it would make possible {gain}", markup=False)
    _out.print(f"Written to {into}. Next: plumbline refresh {into}", markup=False, highlight=False)
    return 0


def _settings(
    path: Path, proposal: Proposal, *, status_date: str, currency: str
) -> dict[str, str | float | date] | str:
    """The settings that no table gives; a text where one of them is missing or wrong."""
    if "budget" not in proposal.tables:
        return "No table here has lines with names and planned amounts, so there is nothing to forecast."
    if not (currency or proposal.currency):
        return "The file says no currency: add --currency, such as --currency EUR."
    try:
        as_at = date.fromisoformat(status_date)
    except ValueError:
        return "Say the day the figures are as at: --status-date, such as --status-date 2026-06-30."
    return {"project": path.stem, "currency": currency or proposal.currency, "status_date": as_at}


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
