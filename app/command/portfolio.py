"""`plumbline portfolio`: which workbook shows a workspace its projects."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime

import sqlalchemy as sa
from rich.console import Console
from rich.table import Table
from sqlalchemy.exc import IntegrityError

from app.errors import AppError, NotAllowedToWrite, NotYoursOrNotThere
from app.google.deadline import Deadline
from app.google.night_access import NightAccess
from app.jobs.portfolios import Portfolios
from app.jobs.runs import now
from app.main import limits_of
from app.settings import Settings
from app.store import audit, nights, portfolios, schedules
from app.store.audit import Act, AuditRow
from app.store.engine import make_engine
from app.store.nights import Night
from app.store.portfolios import PortfolioRow
from app.worker import google_by_night

OPERATOR = "operator"
SECONDS = 60.0

_out, _progress = Console(soft_wrap=True), Console(stderr=True, soft_wrap=True)


class Refused(Exception):  # noqa: N818 - what happened
    """Why it was not done, and what to do, in plain words."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def register_portfolio(workspace: str, workbook_id: str, *, settings: Settings | None = None) -> int:
    """Make the workbook the workspace's Portfolio; the exit status."""
    settings = settings or Settings()
    try:
        with _at_google(settings) as (engine, google):
            row = _registered(engine, google, settings, workspace.casefold(), workbook_id)
    except Refused as refused:
        _say(f"{refused.why} Nothing was registered.")
        return 1
    except AppError as fault:
        _say(f"{fault.detail} Nothing was registered. {fault.mend}")
        return 1
    _out.print(
        f"The Portfolio of {row.workspace} is {row.workbook_id}, written by {row.service_account} after each "
        "night. Whoever may open the workbook sees every registered project of the workspace.",
        highlight=False,
    )
    return 0


def build_portfolio(workspace: str, *, settings: Settings | None = None) -> int:
    """Build it now, as the last night left its projects; the exit status."""
    settings = settings or Settings()
    try:
        with _at_google(settings) as (engine, google):
            outcome = _built(engine, google, settings, workspace.casefold())
    except Refused as refused:
        _say(f"{refused.why} Nothing was written.")
        return 1
    except AppError as fault:
        _say(f"{fault.detail} {fault.unchanged} {fault.mend}")
        return 1
    _out.print("Written." if outcome == portfolios.WRITTEN else "Nothing had changed.", highlight=False)
    return 0


def remove_portfolio(workspace: str, *, settings: Settings | None = None) -> int:
    """None any more; the workbook stays as it is. The exit status."""
    engine = make_engine((settings or Settings()).database)
    with engine.begin() as db:
        row = portfolios.find(db, workspace.casefold())
        if row is not None:
            portfolios.remove(db, row.workspace)
            audit.add(db, _act(Act.PORTFOLIO_REMOVED, row))
    engine.dispose()
    if row is None:
        _say(f"{workspace} has no Portfolio.")
        return 1
    _out.print(f"{row.workbook_id} is not written any more. It stays as it is.", highlight=False)
    return 0


def print_portfolios(*, as_json: bool, settings: Settings | None = None) -> int:
    """Every Portfolio and how its last building went; the exit status."""
    engine = make_engine((settings or Settings()).database)
    with engine.connect() as db:
        rows = portfolios.all_of(db)
    engine.dispose()
    if as_json:
        plain = [{name: _plain(value) for name, value in asdict(row).items()} for row in rows]
        _out.print(json.dumps(plain, indent=1), markup=False, highlight=False)
        return 0
    if not rows:
        _out.print("No workspace has a Portfolio. See `plumbline portfolio --help`.", highlight=False)
        return 0
    table = Table(box=None, pad_edge=False)
    for heading in ("Workspace", "Workbook", "Written by", "Last building", "Last change"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        outcome = f"{row.outcome or 'not yet'}{f': {row.error}' if row.error else ''}"
        table.add_row(
            row.workspace, row.workbook_id, row.service_account, outcome, str(_plain(row.written_at) or "")
        )
    _out.print(table)
    return 0


@contextmanager
def _at_google(settings: Settings) -> Iterator[tuple[sa.Engine, NightAccess]]:
    """The database, and Google as the service accounts."""
    engine = make_engine(settings.database)
    try:
        google = google_by_night(settings, engine, limits_of(settings))
        try:
            yield engine, google
        finally:
            google.close()
    finally:
        engine.dispose()


def _built(engine: sa.Engine, google: NightAccess, settings: Settings, workspace: str) -> str:
    with engine.connect() as db:
        row, last = portfolios.find(db, workspace), nights.latest(db, most=1)
    if row is None:
        raise Refused(f"{workspace} has no Portfolio.")
    night = last[0] if last and last[0].ended_at else _no_night(now())
    return Portfolios(engine, google, seconds=settings.run_seconds).build(row, night)


def _registered(
    engine: sa.Engine, google: NightAccess, settings: Settings, workspace: str, workbook_id: str
) -> PortfolioRow:
    if workspace not in settings.domains:
        raise Refused(f"{workspace} is none of the organisations in PLUMBLINE_DOMAINS.")
    with engine.connect() as db:
        if schedules.find(db, workbook_id) is not None:
            raise Refused("That workbook is a project's: it is refreshed by night itself.")
    account = _writer(google, workbook_id)
    if _public(google, account, workbook_id):
        raise Refused(
            "Anyone with its link can open that workbook, and it would show every project of the workspace: "
            "take that permission away first."
        )
    row = PortfolioRow(
        workspace=workspace, workbook_id=workbook_id, service_account=account, registered_at=now()
    )
    try:
        with engine.begin() as db:
            portfolios.put(db, row)
            audit.add(db, _act(Act.PORTFOLIO_REGISTERED, row))
    except IntegrityError as error:
        raise Refused("That workbook is the Portfolio of another workspace.") from error
    return row


def _writer(google: NightAccess, workbook_id: str) -> str:
    """The first service account that may edit the workbook."""
    if not google.emails:
        raise Refused("No service account is set up: see PLUMBLINE_SERVICE_ACCOUNT_FILES.")
    for email in google.emails:
        try:
            google.sheets(email, Deadline.after(SECONDS)).prove_edit(workbook_id)
        except (NotYoursOrNotThere, NotAllowedToWrite):
            continue
        except AppError as fault:
            raise Refused(f"{fault.detail} {fault.mend}") from fault
        return email
    who = google.emails[0]
    raise Refused(
        f"{who} may not edit that workbook: share it with that address as an editor, then try again."
    )


def _public(google: NightAccess, account: str, workbook_id: str) -> bool:
    try:
        found = list(google.drive(account, Deadline.after(SECONDS)).permissions(workbook_id))
    except AppError as fault:
        raise Refused(f"Who may open the workbook can't be told. {fault.detail} {fault.mend}") from fault
    return any(one.get("type") == "anyone" for one in found)


def _act(act: Act, row: PortfolioRow) -> AuditRow:
    return AuditRow(
        at=now(),
        actor_sub=OPERATOR,
        actor_email="command line",
        act=act,
        workbook_id=row.workbook_id,
        run_id=None,
        details={"workspace": row.workspace, "service_account": row.service_account},
    )


def _no_night(at: datetime) -> Night:
    """What stands in for the night where there was none yet: nothing is compared."""
    return Night(id="", began_at=at, ended_at=at, unchanged=0, done=0, failed=0, told_at=None)


def _plain(value: object) -> object:
    return value.isoformat(sep=" ", timespec="seconds") if isinstance(value, datetime) else value


def _say(text: str) -> None:
    _progress.print(text, highlight=False, markup=False)
