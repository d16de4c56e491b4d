"""`plumbline netsuite`: whether the connection works, and bookings from it into an Excel workbook."""

from __future__ import annotations

from rich.console import Console

from app.command.bookings import import_from
from app.errors import AppError
from app.google.deadline import Deadline
from app.intake.bookings.booking import BookingFile
from app.intake.netsuite.set_up import netsuite_bookings
from app.project.model import Project
from app.settings import Settings

SECONDS = 1800.0  # a first reading may hold years
_out, _progress = Console(), Console(stderr=True)


def import_live(settings: Settings, into: str, *, dry_run: bool, as_json: bool) -> int:
    """Everything that NetSuite has of the workbook's project, into a copy of it; the exit status.

    An Excel file remembers no earlier reading: all is read each time, and what is known is left out.
    """

    def bookings(project: Project) -> BookingFile:
        found = netsuite_bookings(settings).of(project, since=None, deadline=Deadline.after(SECONDS))
        said = "; ".join((f"Read from NetSuite: {found.project}", *found.remarks))
        _progress.print(said, markup=False, highlight=False)
        return found.file

    return import_from(bookings, into, dry_run=dry_run, as_json=as_json)


def check_connection(settings: Settings) -> int:
    """Sign in, look at what the role can see, and name the projects; the exit status."""
    try:
        found = netsuite_bookings(settings).look(Deadline.after(SECONDS))
    except AppError as fault:
        _progress.print(f"{fault.title}\n{fault.detail}\n{fault.mend}", markup=False, highlight=False)
        return 1
    for source, seen in found.items():
        _out.print(f"{source}: {len(seen.projects):,} projects with bookings", markup=False, highlight=False)
        for remark in seen.remarks:
            _out.print(f"  {remark}", markup=False, highlight=False)
        for name in seen.projects:
            _out.print(f"  {name}", markup=False, highlight=False)
    return 0
