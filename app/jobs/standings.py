"""Where the registered projects of a workspace stand: from schedules and stored results alone."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta

import msgspec
import sqlalchemy as sa
import structlog

from app.errors import Unexpected
from app.jobs.pauses import REASONS
from app.portfolio.standing import Before, Figures, Kind, Standing, Trouble
from app.portfolio.stored import before_of, figures_of
from app.store import netsuite_links, nights, results_as_at, runs, schedules
from app.store.netsuite_links import LinkRow
from app.store.nights import Night
from app.store.results_as_at import ResultAt
from app.store.schedules import ScheduleRow

log = structlog.get_logger(__name__)

WEEK = timedelta(days=7)
_NIGHTS = 20  # looked back for one that had ended before this one began


def standings_of(engine: sa.Engine, workspace: str, *, night: Night) -> list[Standing]:
    """All of them as `night` left them; compared with the end of the night before and with a week ago."""
    at = night.ended_at or night.began_at
    with engine.connect() as db:
        rows = schedules.all_of(db, workspace=workspace)
        now = results_as_at.as_at(db, workspace)
        before = _night_before(db, night)
        by_night = results_as_at.as_at(db, workspace, before) if before else {}
        by_week = results_as_at.as_at(db, workspace, at - WEEK)
        links = {link.workbook_id: link for link in netsuite_links.all_of(db)}
        found = []
        for row in rows:
            latest = now.get(row.workbook_id)
            figures = _figures(db, latest)
            known = {latest.run_id: figures} if latest else {}
            found.append(
                Standing(
                    workbook_id=row.workbook_id,
                    title=row.title,
                    answers=row.confirmed_by,
                    figures=figures,
                    refreshed_at=latest.at if latest and figures else None,
                    night=_before(db, by_night.get(row.workbook_id), known),
                    week=_before(db, by_week.get(row.workbook_id), known),
                    trouble=_trouble(db, row, latest),
                    bookings=_no_bookings(links.get(row.workbook_id)),
                )
            )
    return found


def _night_before(db: sa.Connection, night: Night) -> datetime | None:
    ends = (one.ended_at for one in nights.latest(db, most=_NIGHTS) if one.id != night.id)
    return max((end for end in ends if end and end <= night.began_at), default=None)


def _figures(db: sa.Connection, result: ResultAt | None) -> Figures | None:
    body = runs.result_body(db, result.run_id) if result else None
    if body is None:
        return None
    try:
        return figures_of(body)
    except msgspec.MsgspecError:
        log.warning("portfolio.unreadable_result", run=result.run_id if result else "")
        return None


def _before(db: sa.Connection, result: ResultAt | None, known: dict[str, Figures | None]) -> Before | None:
    """What an earlier result is compared by; read once where it is the latest still."""
    if result is None:
        return None
    if result.run_id not in known:
        known[result.run_id] = _figures(db, result)
    figures = known[result.run_id]
    return before_of(figures) if figures else None


def _trouble(db: sa.Connection, row: ScheduleRow, latest: ResultAt | None) -> Trouble | None:
    """Why the night didn't refresh it. A refresh that a person made since then is the end of a failure."""
    if not row.active:
        reason = REASONS.get(row.reason)
        why, mend = reason.said(account=row.service_account, by=row.confirmed_by) if reason else ("", "")
        return Trouble(
            kind=Kind.PAUSED, slug=row.reason, why=why or "It is paused.", mend=mend, since=row.looked_at
        )
    healed = latest is not None and row.looked_at is not None and latest.at > row.looked_at
    if row.outcome != "failed" or healed:
        return None
    fault = results_as_at.last_failure(db, row.workbook_id) or "{}"
    return replace(_failed(fault), nights=row.failures, since=row.looked_at)


def _no_bookings(link: LinkRow | None) -> Trouble | None:
    """Why the last reading of NetSuite brought none."""
    return _failed(link.error) if link is not None and link.error else None


def _failed(document: str) -> Trouble:
    """As a problem document tells it."""
    fault = json.loads(document)
    return Trouble(
        kind=Kind.FAILED,
        slug=str(fault.get("type", "")).rpartition("/")[2] or Unexpected.slug,
        why=str(fault.get("detail") or Unexpected.title),
        mend=str(fault.get("mend") or Unexpected.mend),
    )
