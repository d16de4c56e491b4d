"""What importing a file would do: what is new, what is known, what differs, what no line fits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.errors import BookingsRefused, MissingColumn
from app.intake.bookings.booking import Booking, BookingFile
from app.intake.bookings.match import NO_LINE, OTHER_PROJECT, Matcher, line_text
from app.project.model import Project
from app.project.month import label, month_of
from app.workbook.book import CellError
from app.workbook.cells import text_of
from app.workbook.locate import Located

Value = str | float | date | bool | None
_NEEDED = ("date", "line", "document")


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A booking that was imported before and now says something else; major units and hours."""

    booking: Booking
    stands: Decimal
    says: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan:
    """`rows`: field of the Actuals tab -> value, one a new booking, to go beneath `last_row` (from 0)."""

    file: BookingFile
    new: tuple[Booking, ...]
    rows: tuple[Mapping[str, Value], ...]
    last_row: int
    known: int
    changed: tuple[Changed, ...]
    unmatched: tuple[Booking, ...]
    elsewhere: tuple[Booking, ...]  # of other projects

    @property
    def matched_total(self) -> Decimal:
        """Of this project's bookings that a line fits; with `unmatched` and `elsewhere` the file's total."""
        left_out = sum((one.amount or Decimal(0) for one in (*self.unmatched, *self.elsewhere)), Decimal(0))
        return self.file.total - left_out


def plan_import(file: BookingFile, project: Project, actuals: Located) -> ImportPlan:
    """Raises MissingColumn where the Actuals tab can't hold what makes a booking known again."""
    if actuals.stand_in:
        raise BookingsRefused(
            f"{actuals.tab.title} is a table of your own, not an Actuals tab.",
            mend="Add a tab called Actuals with the columns Date, Line, Hours, Cost and Document.",
        )
    for name in _NEEDED:
        if name not in actuals.columns:
            title = actuals.contract.field(name).title
            raise MissingColumn(
                f"{actuals.tab.title} has no column {title}, so bookings could not be told apart.",
                tab=actuals.tab.title,
            )
    _refuse_loss(file, project, actuals)
    matcher = Matcher(project)
    stands, documents = _stands(project), _documents(actuals)
    lines = [matcher.line_of(booking) for booking in file.bookings]
    mine = [(one, at) for one, at in zip(file.bookings, lines, strict=True) if at != OTHER_PROJECT]
    new = [(one, at) for one, at in mine if one.key not in documents]
    return ImportPlan(
        file=file,
        new=tuple(one for one, _ in new),
        rows=tuple(_row(one, at, project) for one, at in new),
        last_row=len(actuals.tab.rows) - 1,
        known=len(mine) - len(new),
        changed=tuple(
            Changed(booking=one, stands=stands[one.key], says=_says(one))
            for one, _ in mine
            if one.key in stands and _differs(one, stands[one.key], project)
        ),
        unmatched=tuple(one for one, at in mine if at == NO_LINE),
        elsewhere=tuple(one for one, at in zip(file.bookings, lines, strict=True) if at == OTHER_PROJECT),
    )


def _refuse_loss(file: BookingFile, project: Project, actuals: Located) -> None:
    """Nothing that a booking says may be lost because the tab has no column for it."""
    wanted = {
        "cost": any(one.amount is not None for one in file.bookings),
        "hours": any(one.hours is not None for one in file.bookings),
        "currency": any(one.currency not in ("", project.settings.currency) for one in file.bookings),
        "approved": any(one.approved is False for one in file.bookings),
        "period": any(
            one.period is not None and (one.day is None or month_of(one.day) != one.period)
            for one in file.bookings
        ),
    }
    for name, used in wanted.items():
        if used and name not in actuals.columns:
            title = actuals.contract.field(name).title
            raise MissingColumn(
                f"{actuals.tab.title} has no column {title}, which some of these bookings need.",
                tab=actuals.tab.title,
            )


def _stands(project: Project) -> dict[str, Decimal]:
    """By document what the Actuals tab says of it: its cost where it has one, else its hours."""
    ledger, scale = project.ledger, Decimal(10) ** project.minor_digits
    found: dict[str, Decimal] = {}
    for at, document in enumerate(ledger.documents):
        if document:
            cost = Decimal(int(ledger.cost[at])) / scale
            hours = Decimal(repr(float(ledger.hours[at])))
            found[document] = (cost if ledger.priced[at] else hours).normalize()
    return found


def _documents(actuals: Located) -> set[str]:
    """What the Document column holds, in rows that can't be read as well: nothing is imported twice."""
    column = actuals.columns["document"]
    cells = (row[column] for row in actuals.tab.rows[actuals.header.row + 1 :] if len(row) > column)
    return {text_of(cell) for cell in cells if cell is not None and not isinstance(cell, CellError)}


def _says(booking: Booking) -> Decimal:
    value = booking.amount if booking.amount is not None else booking.hours
    return (value or Decimal(0)).normalize()


def _differs(booking: Booking, stands: Decimal, project: Project) -> bool:
    """By a cent, or the currency's least coin: what stands was rounded to it."""
    by = abs(stands - _says(booking))
    return by != 0 if booking.amount is None else by >= Decimal(10) ** -project.minor_digits


def _row(booking: Booking, line: int, project: Project) -> dict[str, Value]:
    return {
        "date": booking.day,
        "period": label(booking.period) if booking.period else None,
        "line": line_text(project.lines, line, booking),
        "person": booking.person or None,
        "hours": None if booking.hours is None else float(booking.hours),
        "cost": None if booking.amount is None else float(booking.amount),
        "currency": booking.currency or None,
        "type": "time" if booking.hours is not None else "expense",
        "document": booking.key,
        "approved": booking.approved,
    }
