"""Which of NetSuite's projects a workbook is about: by its code, else its name, else its client."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.errors import NetSuiteProjectUnclear
from app.intake.bookings.booking import Booking
from app.intake.bookings.match import OTHER_PROJECT, Matcher
from app.project.model import Project
from app.project.names import folded

SHOWN = 5


def which_project(project: Project, names: Mapping[str, str], *, linked: str = "") -> str:
    """The id of the one that fits, "" where none does; `names`: id -> what NetSuite shows of it.

    Whoever imports a file sees what of it goes in; by night nobody does. So where two fit (`Phase 1` of two
    clients) it is refused. The full name counts before its last part. `linked`: that full name, and no other.
    """
    if linked:
        return _one([one for one, name in names.items() if folded(name) == folded(linked)], linked, names)
    settings = project.settings
    said = [text for text in (settings.code, settings.project, settings.client) if text]
    if not said:
        raise NetSuiteProjectUnclear("Settings names neither a project nor a code.")
    for text in said:
        whole = [one for one, name in names.items() if folded(name) == folded(text)]
        if found := _one(whole or _fitting(project, text, names), text, names):
            return found
    return ""


def _one(fitting: Sequence[str], text: str, names: Mapping[str, str]) -> str:
    if len(fitting) > 1:
        shown = ", ".join(sorted(names[one] for one in fitting)[:SHOWN])
        raise NetSuiteProjectUnclear(f"{len(fitting)} projects of NetSuite fit '{text}': {shown}.")
    return fitting[0] if fitting else ""


def _fitting(project: Project, text: str, names: Mapping[str, str]) -> list[str]:
    """By the same rule by which bookings are matched."""
    alone = replace(project, settings=replace(project.settings, project=text, code="", client=""))
    matcher = Matcher(alone)
    return [
        one
        for one, name in names.items()
        if matcher.line_of(Booking(row=0, document="", number=1, project=name)) != OTHER_PROJECT
    ]
