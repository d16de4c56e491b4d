"""The night's part of a process, from its settings: in `plumbline worker`, and beside the web in `all`."""

from __future__ import annotations

import threading
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import structlog

from app.errors import NetSuiteNotSetUp
from app.google.deadline import Deadline
from app.google.quota import Limits, Quota
from app.roles import Duty, Holders
from app.settings import Settings
from app.store.schedules import ScheduleRow

if TYPE_CHECKING:
    import sqlalchemy as sa

    from app.google.night_access import NightAccess
    from app.google.transport import Wire
    from app.jobs.night_bookings import NightBookings
    from app.jobs.shift import Shift
    from app.jobs.telling import Telling
    from app.jobs.upkeep import Upkeep

log = structlog.get_logger(__name__)

DRIVE_SECONDS = 120.0
QUIET_SECONDS = 2.0  # the first answers of a fresh process go first


def at_night(settings: Settings) -> bool:
    """Whether a process with these settings works by night. Without a service account there is no night."""
    return settings.role != "web" and bool(settings.service_account_files)


def prepare_night(settings: Settings, engine: sa.Engine) -> None:
    """Make or upgrade the engine's own tables, where that is this process's business (see `main.prepare`)."""
    from app.jobs.engine import migrate

    if engine.dialect.name == "sqlite" or settings.environment == "development":
        migrate(settings.database)


class NightHere:
    """The night in a process that also answers: started when that answers, stopped before it ends."""

    def __init__(
        self, settings: Settings, engine: sa.Engine, upkeep: Upkeep, limits: Limits, *, wire: Wire | None
    ) -> None:
        self._make = partial(shift_of, settings, engine, upkeep, limits, wire=wire)
        self._prepare = partial(prepare_night, settings, engine)
        self._timer = threading.Timer(QUIET_SECONDS, self.start)
        self._timer.daemon = True
        self._lock = threading.Lock()
        self._shift: Shift | None = None
        self._stopped = False

    def start_soon(self) -> None:
        """In a moment, in a thread of its own."""
        self._timer.start()

    def start(self) -> None:
        """Now. What keeps it from working is logged: people are answered all the same."""
        with self._lock:
            if self._stopped:
                return
            try:
                shift = self._make()
                self._prepare()
                shift.start()
            except Exception:
                log.exception("night.not_started")
                return
            self._shift = shift

    def stop(self) -> None:
        """Take no more runs; those under way may end."""
        self._timer.cancel()
        with self._lock:
            self._stopped = True
            if self._shift is not None:
                self._shift.stop()


def shift_of(
    settings: Settings, engine: sa.Engine, upkeep: Upkeep, limits: Limits, *, wire: Wire | None = None
) -> Shift:
    """Made but not started. Loads the engine and Google's clients, which takes a second."""
    from app.jobs.night_shares import NightShares
    from app.jobs.portfolios import Portfolios
    from app.jobs.shift import Shift

    google = google_by_night(settings, engine, limits, wire=wire)
    bookings = bookings_by_night(settings, engine)
    folios, telling = Portfolios(engine, google, seconds=settings.run_seconds), telling_of(settings, engine)
    shares = NightShares(
        engine,
        google,
        allowed_domains=settings.share_domains,
        may_share=settings.roles.get(Duty.SHARE, Holders()),
        shown_within=timedelta(days=settings.confirm_days),
    )
    return Shift(
        engine,
        upkeep,
        google,
        domains=frozenset(settings.domains),
        confirm_within=timedelta(days=settings.confirm_days),
        seconds=settings.run_seconds,
        slots=settings.night_runs_at_once,
        clock=settings.clock == "embedded",
        drive=Drive(engine, google, bookings),
        after={"portfolios": folios.after, "shares": shares.follow, "telling": telling.after},
        each_minute={
            "look_after_shares": shares.each_minute,
            "tell": telling.send_due,
            "forget_told": telling.prune,
        },
        bookings=bookings,
    )


def bookings_by_night(settings: Settings, engine: sa.Engine) -> NightBookings | None:
    """What NetSuite brings, where it is set up. A key that can't be used keeps no workbook from a refresh."""
    if not settings.netsuite_account:
        return None
    from app.intake.netsuite.set_up import netsuite_bookings
    from app.jobs.night_bookings import NightBookings

    try:
        return NightBookings(engine, netsuite_bookings(settings))
    except NetSuiteNotSetUp as fault:
        log.warning("netsuite.not_set_up", why=fault.detail)
        return None


def google_by_night(
    settings: Settings, engine: sa.Engine, limits: Limits, *, wire: Wire | None = None
) -> NightAccess:
    """Google as the service accounts, within the night's share of the quota. Reads the key files."""
    from app.google.night_access import NightAccess

    return NightAccess(
        settings.service_account_files,
        sheets_url=settings.sheets_url,
        drive_url=settings.drive_url,
        quota=Quota(engine, limits, by_night=True),
        largest_answer=settings.largest_answer_megabytes * 1_000_000,
        most_cells=settings.largest_workbook_cells,
        wire=wire,
    )


def telling_of(settings: Settings, engine: sa.Engine) -> Telling:
    """Who is told, from the settings. An address that can't be used keeps no other from it: it is logged, by
    its place."""
    from app.jobs.telling import Telling
    from app.notify.channels import usable

    channels, faults = usable(settings.tell.get_secret_value(), domains=settings.domains)
    beats, more = usable(settings.heartbeat.get_secret_value(), domains=settings.domains, web=True)
    for setting, found in (("PLUMBLINE_TELL", faults), ("PLUMBLINE_HEARTBEAT", more)):
        for fault in found:
            log.warning("telling.unusable_address", setting=setting, fault=fault)
    return Telling(engine, channels, beats)


class Drive:
    """Which workbooks have changed, as Drive tells it to the account that opens each. Those that get bookings
    may change without being touched: they are refreshed each night."""

    def __init__(self, engine: sa.Engine, google: NightAccess, bookings: NightBookings | None = None) -> None:
        self._engine, self._google, self._bookings = engine, google, bookings

    def unchanged(self, rows: Sequence[ScheduleRow]) -> Collection[str]:
        """Those which a refresh would leave as they are."""
        from app.jobs.unchanged import unchanged

        deadline = Deadline.after(DRIVE_SECONDS)
        linked = self._bookings.linked(row.workbook_id for row in rows) if self._bookings else ()
        open_ = [row for row in rows if row.workbook_id not in linked]
        return unchanged(self._engine, self._google, accounts_of(open_), deadline=deadline) if open_ else ()

    def edited_after_all(self, rows: Sequence[ScheduleRow], *, asked_at: datetime) -> Collection[str]:
        """Those left alone then that had been edited."""
        from app.jobs.unchanged import edited_after_all

        deadline = Deadline.after(DRIVE_SECONDS)
        return edited_after_all(
            self._engine, self._google, accounts_of(rows), asked_at=asked_at, deadline=deadline
        )


def accounts_of(rows: Sequence[ScheduleRow]) -> dict[str, str]:
    """By workbook the account that opens it."""
    return {row.workbook_id: row.service_account for row in rows}
