"""Which budget line a booking belongs to: by task, person, account, the weakest dropped until one fits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from app.intake.bookings.booking import Booking
from app.project.model import Line, Project
from app.project.names import folded

OTHER_PROJECT, NO_LINE = -2, -1
_KEYS = ("task", "person", "account")  # the strongest first


class Matcher:
    """Matches bookings to the lines of one project."""

    def __init__(self, project: Project) -> None:
        self._lines = project.lines
        settings = project.settings
        self._project = {folded(text) for text in (settings.project, settings.code, settings.client) if text}
        people = _people_of(project)
        self._names = {
            "task": [_names(line.id, line.title, f"{line.id} {line.title}") for line in self._lines],
            "person": [_names(line.owner) | people.get(at, set()) for at, line in enumerate(self._lines)],
            "account": [_names(line.phase, line.title, line.id) for line in self._lines],
        }

    def line_of(self, booking: Booking) -> int:
        """Index of the line; NO_LINE where none or several fit, OTHER_PROJECT where it is another's."""
        if booking.project and self._project and not self._project & _said(booking.project):
            return OTHER_PROJECT
        said = {key: _said(getattr(booking, key)) for key in _KEYS}
        given = [key for key in _KEYS if said[key]]
        while given:
            fitting = [
                at for at in range(len(self._lines)) if all(self._names[key][at] & said[key] for key in given)
            ]
            if len(fitting) == 1:
                return fitting[0]
            given.pop()  # the weakest
        return NO_LINE


def _people_of(project: Project) -> Mapping[int, set[str]]:
    """By line those who are planned for it."""
    found: dict[int, set[str]] = {}
    if project.plan is not None:
        for person, line in zip(project.plan.person, project.plan.line.tolist(), strict=True):
            if person and line >= 0:
                found.setdefault(line, set()).add(folded(person))
    return found


def _names(*texts: str) -> set[str]:
    return {folded(text) for text in texts if text}


def _said(text: str) -> set[str]:
    """What `Parent : Child` may mean: all of it, or the child alone; `3.40 Screens` also its number."""
    parts = [part.strip() for part in text.split(" : ")]
    last = parts[-1]
    return _names(text, last, last.split(" ", 1)[0] if any(char.isdigit() for char in last[:1]) else "")


def unmatched(bookings: Iterable[Booking], lines: Sequence[int]) -> list[Booking]:
    """Those that no single line fits."""
    return [booking for booking, line in zip(bookings, lines, strict=True) if line == NO_LINE]


def line_text(lines: Sequence[Line], at: int, booking: Booking) -> str:
    """What goes into the Line column: the line's number, else what the file said."""
    return lines[at].id if at >= 0 else booking.task or booking.account
