"""The bookings of a workbook's project, from NetSuite: what files bring, from another place.

They are one more `BookingFile`: matching to lines, what is known already and what goes into Actuals is
decided where it is for files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.errors import NetSuiteProjectUnclear
from app.google.deadline import Deadline
from app.intake.bookings.booking import BookingFile
from app.intake.netsuite.paging import Window
from app.intake.netsuite.projects import Projects
from app.intake.netsuite.source import Part, Source
from app.intake.netsuite.suiteql import SuiteQL
from app.intake.netsuite.which_project import which_project
from app.project.model import Project

NAME = "NetSuite"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What NetSuite had at `read_at` (UTC, before the first question): the next reading goes on from there.

    `remarks`: what was not visible, what is preliminary.
    """

    file: BookingFile
    project: str
    read_at: datetime
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the role sees of one source: names of projects, and what of use it does not see."""

    projects: tuple[str, ...]
    remarks: tuple[str, ...]


class NetSuiteBookings:
    """Reads by project. `overlap`: by how much a reading goes back before the last one."""

    def __init__(
        self,
        suiteql: SuiteQL,
        sources: Mapping[str, Source],
        *,
        overlap: timedelta,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._sources, self._overlap, self._now = sources, overlap, now
        self._projects = Projects(suiteql, sources)

    def of(
        self, project: Project, *, since: datetime | None, deadline: Deadline, linked: str = ""
    ) -> Delivery:
        """What was changed since the last reading at `since`, or everything; all of it, or a NetSuiteError.

        `linked`: the full name of the one project that may be read, whatever the workbook says of itself.
        `deadline` is for all requests together.
        """
        read_at = self._now()
        about = read_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        start = since and since.astimezone(UTC).replace(tzinfo=None, microsecond=0) - self._overlap
        window = Window(since=start)
        names = self._projects.names(about, deadline)
        wanted = {name: which_project(project, found, linked=linked) for name, found in names.items()}
        if not any(wanted.values()):
            names = self._projects.names(about, deadline, anew=True)
            wanted = {name: which_project(project, found, linked=linked) for name, found in names.items()}
        if not any(wanted.values()):
            known = sum(len(found) for found in names.values())
            raise NetSuiteProjectUnclear(
                f"None of the {known:,} projects with bookings that NetSuite shows is the workbook's."
            )
        parts: list[Part] = [
            source.read([wanted[name]], window, now=about, deadline=deadline)
            for name, source in self._sources.items()
            if wanted[name]
        ]
        shown = dict.fromkeys(names[name][one] for name, one in wanted.items() if one)
        return Delivery(
            file=BookingFile(
                name=NAME,
                kind="suiteql",
                header_row=0,
                bookings=tuple(one for part in parts for one in part.bookings),
                controls=tuple(part.control for part in parts),
            ),
            project=", ".join(shown),
            read_at=read_at,
            remarks=tuple(remark for part in parts for remark in part.remarks),
        )

    def look(self, deadline: Deadline) -> dict[str, Seen]:
        """By source what there is, without reading a booking; raises a NetSuiteError."""
        about = self._now().astimezone(UTC).replace(tzinfo=None, microsecond=0)
        remarks = {name: source.look(deadline) for name, source in self._sources.items()}
        return {
            name: Seen(remarks=remarks[name], projects=tuple(sorted(found.values())))
            for name, found in self._projects.names(about, deadline).items()
        }
