"""`plumbline import`: bookings from an export, into the Actuals tab of a workbook."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from app.errors import AppError, NoActualsTab
from app.intake.bookings.booking import BookingFile
from app.intake.bookings.plan import ImportPlan, plan_import
from app.intake.bookings.read import read_bookings
from app.intake.bookings.write import import_into_excel
from app.intake.reading import understand
from app.intake.sniff import receive
from app.jobs.import_json import plan_json
from app.project.model import Project
from app.workbook.excel import ExcelWorkbook

_out, _progress = Console(), Console(stderr=True)
_SHOWN = 10


def import_file(name: str, into: str, *, dry_run: bool, as_json: bool) -> int:
    """Import an export into a copy of an Excel workbook; the exit status."""
    source = Path(name)
    if not _is_there(source):
        return 2
    return import_from(lambda _: read_bookings(receive(source)), into, dry_run=dry_run, as_json=as_json)


def import_from(
    bookings: Callable[[Project], BookingFile], into: str, *, dry_run: bool, as_json: bool
) -> int:
    """Import what `bookings` gives for the workbook's project into a copy of it; the exit status."""
    path = Path(into)
    if not _is_there(path):
        return 2
    workbook = ExcelWorkbook(path)
    try:
        reading = understand(workbook.read(), today=datetime.now(UTC).date())
        if "actuals" not in reading.located:
            raise NoActualsTab("The workbook has no Actuals tab to import into.")
        actuals = reading.located["actuals"]
        plan = plan_import(bookings(reading.project), reading.project, actuals)
        if plan.rows and not dry_run:
            import_into_excel(plan, actuals, path, workbook.target)
    except AppError as fault:
        if as_json:
            sys.stdout.write(json.dumps(fault.document(), ensure_ascii=False) + "\n")
        said = f"{fault.title}\n{fault.detail}\n{fault.unchanged} {fault.mend}"
        _progress.print(said, markup=False, highlight=False)
        return 1
    if plan.elsewhere and len(plan.elsewhere) == len(plan.file.bookings):
        _progress.print("Every booking of the file is of another project.", markup=False, highlight=False)
    written = str(workbook.target) if plan.rows and not dry_run else ""
    if as_json:
        sys.stdout.write(json.dumps(plan_json(plan) | {"written": written}, ensure_ascii=False) + "\n")
    else:
        _print(plan, written)
    return 0


def _is_there(file: Path) -> bool:
    if not file.is_file():
        _progress.print(f"There is no file {file}. Nothing was written.", markup=False, highlight=False)
        return False
    return True


def _print(plan: ImportPlan, written: str) -> None:
    file = plan.file
    _out.print(
        f"{file.name}: {len(file.bookings):,} bookings, {file.total:,} in all, {file.hours:,} hours",
        markup=False,
        highlight=False,
    )
    if file.controls:
        _out.print(f"{len(file.controls)} control totals of the file hold to the cent", highlight=False)
    shown = Table(box=None, show_header=False, pad_edge=False)
    shown.add_row("new", f"{len(plan.new):,}")
    shown.add_row("imported before", f"{plan.known:,}")
    shown.add_row("changed since, left as they are", f"{len(plan.changed):,}")
    shown.add_row("of other projects, left out", f"{len(plan.elsewhere):,}")
    shown.add_row("no single line fits", f"{len(plan.unmatched):,}")
    _out.print(shown)
    for one in plan.changed[:_SHOWN]:
        where = f"  {one.booking.key}, row {one.booking.row}"
        said = f"{where}: stands at {one.stands:,}, the file says {one.says:,}"
        _out.print(said, markup=False, highlight=False)
    for other in plan.unmatched[:_SHOWN]:
        said = f"  {other.key}, row {other.row}: no line for {other.task or other.account or 'it'}"
        _out.print(said, markup=False, highlight=False)
    _out.print(f"Written to {written}" if written else "Nothing was written", markup=False, highlight=False)
