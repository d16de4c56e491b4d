"""Whether a caller may see what is kept of a workbook: Google says so, now, each time."""

from __future__ import annotations

from app.api.rooms import Rooms
from app.errors import NotAllowedToWrite, NotYoursOrNotThere, RunNotFound
from app.google.caller import Caller
from app.google.deadline import Deadline
from app.roles import Duty, judge
from app.store.runs import RunRow


def title_of(house: Rooms, caller: Caller, workbook_id: str) -> str:
    """The workbook's title, which proves that the caller may open it; raises NotYoursOrNotThere."""
    gateway = house.google.sheets(caller, Deadline.after(house.settings.look_seconds))
    return gateway.title(workbook_id)


def about_of(house: Rooms, caller: Caller, workbook_id: str) -> tuple[str, str]:
    """The workbook's title and time zone, which prove the same."""
    gateway = house.google.sheets(caller, Deadline.after(house.settings.look_seconds))
    return gateway.about(workbook_id)


def editor_of(house: Rooms, caller: Caller, workbook_id: str, *, otherwise: str) -> None:
    """Proves that the caller may edit the workbook now; raises NotAllowedToWrite, which says `otherwise`, or
    NotYoursOrNotThere.
    """
    try:
        house.google.sheets(caller, Deadline.after(house.settings.look_seconds)).prove_edit(workbook_id)
    except NotAllowedToWrite:
        # To write needs more than to read: Google says the same to a stranger as to a reader.
        title_of(house, caller, workbook_id)
        raise NotAllowedToWrite(otherwise) from None


def holder_of(house: Rooms, caller: Caller, workbook_id: str, duty: Duty) -> str:
    """The workbook's title, which proves that the caller may open it, edit it, and has the duty; raises
    NotYoursOrNotThere, NotAllowedToWrite or NotYourRole."""
    title, edits = title_of(house, caller, workbook_id), True
    try:
        house.google.sheets(caller, Deadline.after(house.settings.look_seconds)).prove_edit(workbook_id)
    except NotAllowedToWrite:
        edits = False
    if refusal := judge(duty, house.settings.roles, email=caller.email, edits=edits):
        raise refusal
    return title


def run_of(house: Rooms, caller: Caller, run_id: str) -> RunRow:
    """The run, if the caller may open its workbook now; otherwise as if there were none.

    A run still under way tells its caller nothing but what they started, so they need not be looked up while
    they wait.
    """
    row = house.runs.find(run_id)
    if row is None:
        raise RunNotFound(NOT_FOUND)
    if row.active and row.by_sub == caller.sub:
        return row
    try:
        title_of(house, caller, row.workbook_id)
    except (NotYoursOrNotThere, NotAllowedToWrite):
        raise RunNotFound(NOT_FOUND) from None
    return row


NOT_FOUND = "There is no such refresh, or your Google account can't open its workbook."
