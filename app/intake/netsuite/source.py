"""What the two sources of bookings have in common: names of projects, conditions, days and sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from app.errors import NetSuiteNotWhole
from app.google.deadline import Deadline
from app.intake.bookings.booking import Booking, ControlTotal
from app.intake.netsuite.fields import Field
from app.intake.netsuite.paging import Query, Window
from app.intake.netsuite.suiteql import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one source has of a project: bookings, what NetSuite states they come to, and remarks."""

    bookings: tuple[Booking, ...]
    control: ControlTotal
    remarks: tuple[str, ...] = ()


class Source(Protocol):
    """The ledger, or time entries."""

    @property
    def projects(self) -> Query:
        """Each `id` of a project with its `name`."""

    def look(self, deadline: Deadline) -> tuple[str, ...]:
        """What of use the role can't see; raises NetSuiteQueryRefused where something that is needed."""

    def read(self, projects: Sequence[str], window: Window, *, now: datetime, deadline: Deadline) -> Part:
        """The bookings of these projects that were changed in `window`."""


def projects_of(field: Field, table: str) -> Query:
    """Which projects there are bookings of."""
    source = f"FROM {table} {field.table} WHERE {field.sql} IS NOT NULL"
    return Query(
        rows=lambda _: (
            f"SELECT DISTINCT {field.sql} AS id, BUILTIN.DF({field.sql}) AS name {source} "
            f"ORDER BY {field.sql}"
        ),
        count=lambda _: f"SELECT COUNT(DISTINCT {field.sql}) AS lines {source}",
        key=("id",),
        summed="",
    )


def one_of(field: Field, values: Sequence[str]) -> str:
    """The condition that it is one of these. Numbers are texts to SuiteQL; an apostrophe is doubled."""
    listed = ", ".join("'" + value.replace("'", "''") + "'" for value in values)
    return f"{field.sql} IN ({listed})"


def day_of(row: Row, name: str, *, place: str) -> date:
    """A day as TO_CHAR wrote it; raises NetSuiteNotWhole, which names the booking."""
    try:
        return date.fromisoformat(row.get(name, ""))
    except ValueError:
        raise NetSuiteNotWhole(f"{place} has no date that can be read: '{row.get(name, '')[:40]}'.") from None


def summed(bookings: Sequence[Booking], *, hours: bool = False) -> Decimal:
    """Their amounts, or their hours."""
    return sum(((one.hours if hours else one.amount) or Decimal(0) for one in bookings), Decimal(0))
