"""Builds each workspace's Portfolio once a night has ended: one read and, where anything changed, one write.

Only a workbook that an operator registered is written, by the service account that was registered with it;
who sees it is who its owner shares it with: no permission is ever changed here.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable

import sqlalchemy as sa
import structlog

from app.errors import AppError, ChangedUnderUs, GoogleUnavailable, QuotaExhausted, TimedOut, Unexpected
from app.google.deadline import Deadline
from app.google.night_access import NightAccess
from app.jobs.google_workbook import GoogleWorkbook
from app.jobs.runs import now
from app.jobs.standings import standings_of
from app.portfolio.plan import Build, plan_portfolio
from app.portfolio.standing import Standing
from app.store import audit, portfolios
from app.store.audit import Act, AuditRow
from app.store.nights import Night
from app.store.portfolios import FAILED, UNCHANGED, WRITTEN, PortfolioRow
from app.workbook.plan import WritePlan

log = structlog.get_logger(__name__)

PASSING = (GoogleUnavailable, QuotaExhausted, TimedOut)
NIGHT_SHIFT = "nightly"
"""Who is behind it: no person."""


class Portfolios:
    """The registered Portfolios. `seconds`: how long building one may take."""

    def __init__(self, engine: sa.Engine, google: NightAccess, *, seconds: float) -> None:
        self._engine, self._google, self._seconds = engine, google, seconds

    def after(self, night: Night) -> None:
        """Build all of them. What may be over in a minute is raised at the end, to be tried again."""
        with self._engine.connect() as db:
            rows = portfolios.all_of(db)
        troubles = [trouble for row in rows if (trouble := self._tried(row, night)) is not None]
        for trouble in troubles:
            if isinstance(trouble, PASSING):
                raise trouble

    def build(self, row: PortfolioRow, night: Night) -> str:
        """One of them: `written` or `unchanged`; raises an AppError when it can't be done."""
        standings = standings_of(self._engine, row.workspace, night=night)
        plan = self._landed(row, standings, night)
        outcome = WRITTEN if plan is not None else UNCHANGED
        at = now()
        with self._engine.begin() as db:
            portfolios.built(db, row, outcome=outcome, at=at)
            if plan is not None:
                details = {"rows_written": plan.written.rows_written, "projects": len(standings)}
                audit.add(
                    db,
                    AuditRow(
                        at=at,
                        actor_sub=NIGHT_SHIFT,
                        actor_email=row.service_account,
                        act=Act.PORTFOLIO_WRITTEN,
                        workbook_id=row.workbook_id,
                        run_id=None,
                        details=details,
                    ),
                )
        log.info("portfolio.built", outcome=outcome, projects=len(standings))
        return outcome

    def _tried(self, row: PortfolioRow, night: Night) -> AppError | None:
        try:
            self.build(row, night)
        except AppError as error:
            trouble = error
        except Exception:  # one workspace's Portfolio must not keep another's from being built
            log.exception("portfolio.broke")
            trouble = Unexpected("Plumbline failed while it built the Portfolio.")
        else:
            return None
        log.warning("portfolio.failed", error=trouble.slug)
        with self._engine.begin() as db:
            portfolios.built(db, row, outcome=FAILED, at=now(), error=trouble.slug)
        return trouble

    def _landed(self, row: PortfolioRow, standings: list[Standing], night: Night) -> WritePlan | None:
        """The plan that was written; None when the workbook showed all of it already. Once more where
        somebody rebuilt the workbook meanwhile."""
        workbook = GoogleWorkbook(
            lambda deadline: self._google.sheets(row.service_account, deadline),
            row.workbook_id,
            deadline=Deadline.after(self._seconds),
        )

        def once(attempt: int) -> WritePlan | None:
            build = Build(uuid.uuid4().hex, night.ended_at or night.began_at, attempt)
            plan = plan_portfolio(workbook.read(), row.workspace, standings, build=build)
            if plan.only_stamps:
                return None
            workbook.write(plan)
            return plan

        return _twice(once)


def _twice(once: Callable[[int], WritePlan | None]) -> WritePlan | None:
    try:
        return once(1)
    except ChangedUnderUs:
        return once(2)
