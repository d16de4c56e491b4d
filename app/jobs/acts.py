"""What the audit's rows say, in a sentence each."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from app.errors import AppError
from app.store.audit import Act, AuditRow

_SAID = {
    Act.REFRESH_STARTED: "Started a refresh",
    Act.REFRESH_JOINED: "Joined the refresh under way",
    Act.REFRESH_FAILED: "The refresh did not succeed",
    Act.REFRESH_REFUSED: "Was refused a refresh",
    Act.REFRESH_INTERRUPTED: "The refresh was interrupted",
    Act.REFRESH_UNDONE: "Undid the last refresh",
    Act.ADOPTED: "Confirmed what the tables are",
    Act.ACTUALS_IMPORTED: "Imported a file of bookings into Actuals",
    Act.SCHEDULE_SET: "Set the nightly refresh",
    Act.SCHEDULE_REMOVED: "Switched the nightly refresh off",
    Act.SCHEDULE_REFUSED: "Was refused a change of the nightly refresh",
    Act.SCHEDULE_CONFIRMED: "Confirmed the nightly refresh",
    Act.SCHEDULE_PAUSED: "Paused the nightly refresh",
    Act.SHARE_PREVIEWED: "Looked at what a client would see",
    Act.SHARE_PUBLISHED: "Shared a report with the client",
    Act.SHARE_REFUSED: "The report was not shared",
    Act.SHARE_FAILED: "The report could not be shared",
    Act.SHARE_PAUSED: "Paused what is shared with the client",
    Act.SHARE_REVOKED: "Took the report back from the client",
    Act.SHARE_EXPIRED: "The time of a share was over",
    Act.SHARE_SWEPT: "Put away what an interrupted publication had left",
    Act.NETSUITE_LINKED: "Linked it to a project of NetSuite's",
    Act.NETSUITE_UNLINKED: "Took its link to NetSuite off",
    Act.NETSUITE_FAILED: "Brought no bookings from NetSuite",
    Act.PORTFOLIO_REGISTERED: "Made it the workspace's Portfolio",
    Act.PORTFOLIO_REMOVED: "Took it off as the workspace's Portfolio",
    Act.PORTFOLIO_WRITTEN: "Wrote the Portfolio",
}


def said(row: AuditRow) -> str:
    """`Refreshed: 120 rows on 5 tabs written, 14 cells highlighted`; a failure with its title."""
    if row.act is Act.REFRESH_DONE:
        return _refreshed(row.details)
    if row.act is Act.NETSUITE_IMPORTED:
        return _imported(row.details)
    title = _titles().get(str(row.details.get("error", "")))
    return f"{_SAID[row.act]}: {title[0].lower()}{title[1:]}" if title else _SAID[row.act]


@cache
def _titles() -> dict[str, str]:
    """Each problem's title by its slug."""
    titles, kinds = dict[str, str](), [AppError]
    while kinds:
        kind = kinds.pop()
        titles[kind.slug] = kind.title
        kinds += kind.__subclasses__()
    return titles


def _refreshed(details: Mapping[str, Any]) -> str:
    rows, highlights = details.get("rows_written", 0), details.get("highlights", 0)
    tabs = {one["tab"] for one in details.get("touched", ()) if one["what"] == "values"}
    wrote = (
        f"{_counted(rows, 'row')} on {_counted(len(tabs), 'tab')} written" if rows else "nothing had changed"
    )
    return f"Refreshed: {wrote}, {_counted(highlights, 'cell')} highlighted"


def _imported(details: Mapping[str, Any]) -> str:
    new, changed = details.get("new", 0), details.get("changed", 0)
    left = f"; {changed:,} changed there since, left as they stand" if changed else ""
    return f"Brought {_counted(new, 'booking')} from NetSuite{left}"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
