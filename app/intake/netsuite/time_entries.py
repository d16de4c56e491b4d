"""Hours from time entries: `timebill`, those that were worked (not planned) and not rejected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from app.errors import NetSuiteNotWhole
from app.google.deadline import Deadline
from app.intake.bookings.booking import Booking, ControlTotal
from app.intake.netsuite.fields import Fields, columns_of
from app.intake.netsuite.paging import Query, Window, decimal_of, read_all
from app.intake.netsuite.sight import Sight
from app.intake.netsuite.source import Part, day_of, one_of, projects_of, summed
from app.intake.netsuite.suiteql import Row, SuiteQL

APPROVED, REJECTED = "3", "4"


class TimeEntries:
    """A time entry is a document of its own: `NS-T991`."""

    def __init__(self, suiteql: SuiteQL, sight: Sight, fields: Fields) -> None:
        self._suiteql, self._sight, self._fields = suiteql, sight, fields

    @property
    def projects(self) -> Query:
        """Each `id` of a project with its `name`."""
        return projects_of(self._fields["project"], "timebill")

    def look(self, deadline: Deadline) -> tuple[str, ...]:
        """What of use the role can't see."""
        return _not_seen(approval=self._approval(deadline))

    def _approval(self, deadline: Deadline) -> bool:
        needed = {"id", "trandate", "timetype", "hours", "lastmodifieddate", *columns_of(self._fields, "tb")}
        useful = {"approvalstatus"}
        return bool(self._sight.columns("timebill", needed=needed, useful=useful, deadline=deadline))

    def read(self, projects: Sequence[str], window: Window, *, now: datetime, deadline: Deadline) -> Part:
        """Their hours. Raises a NetSuiteError."""
        approval = self._approval(deadline)
        found = read_all(
            self._suiteql, self._query(projects, approval=approval), window, now=now, deadline=deadline
        )
        bookings = tuple(_booking(at, row) for at, row in enumerate(found.rows, 1))
        control = ControlTotal(
            row=0,
            label="NetSuite's time entries in hours",
            stated=found.stated,
            counted=summed(bookings, hours=True),
        )
        return Part(bookings=bookings, control=control, remarks=_not_seen(approval=approval))

    def _query(self, projects: Sequence[str], *, approval: bool) -> Query:
        where = f"FROM timebill tb WHERE tb.timetype = 'A' AND {one_of(self._fields['project'], projects)}"
        if approval:
            where += f" AND (tb.approvalstatus IS NULL OR tb.approvalstatus <> {REJECTED})"
        said = {
            "id": "tb.id",
            "day": "TO_CHAR(tb.trandate, 'YYYY-MM-DD')",
            "hours": "tb.hours",
            **{name: f"BUILTIN.DF({field.sql})" for name, field in self._fields.items()},
        }
        if approval:
            said["approval"] = "tb.approvalstatus"
        asked = ", ".join(f"{sql} AS {name}" for name, sql in said.items())
        changed = "tb.lastmodifieddate"
        return Query(
            rows=lambda window: f"SELECT {asked} {where}{window.where(changed)} ORDER BY tb.id",
            count=lambda window: (
                f"SELECT COUNT(*) AS lines, SUM(tb.hours) AS total {where}{window.where(changed)}"
            ),
            key=("id",),
            summed="hours",
        )


def _not_seen(*, approval: bool) -> tuple[str, ...]:
    return () if approval else ("the role does not see whether hours are approved: all are taken",)


def _booking(at: int, row: Row) -> Booking:
    number = row.get("id", "")
    place = f"Time entry {number}"
    hours: Decimal = decimal_of(row.get("hours", ""))
    if not number.isdecimal():
        raise NetSuiteNotWhole("A time entry has no number.")
    return Booking(
        row=at,
        document=f"NS-T{number}",
        number=1,
        day=day_of(row, "day", place=place),
        project=row.get("project", ""),
        task=row.get("task", ""),
        person=row.get("person", ""),
        account=row.get("account", ""),
        hours=hours,
        approved=row["approval"] == APPROVED if "approval" in row else None,
    )
