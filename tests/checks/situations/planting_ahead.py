"""Words to put a situation together: orders, money, the plan ahead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from app.checks.flag import Findings
from app.checks.previous import PreviousRun
from app.checks.run import run_checks
from app.forecast.finance import Finance
from app.forecast.forecast import forecast_project
from app.project.change_order import ChangeOrder
from app.project.follow_up import Item
from app.project.model import ExchangeRate, Project
from app.project.purchase_order import PurchaseOrder
from tests.checks.checking import and_entry, and_line, and_planned, changed, findings
from tests.checks.situations.planting import (
    DAY,
    Situation,
    tuned,
)
from tests.checks.test_earned_value import small
from tests.support.factory import (
    MONTHS_2026,
    Entry,
    Planned,
    entries,
    lines,
    make_project,
    settings,
)

APR, MAY = MONTHS_2026[3], MONTHS_2026[4]


def holding(base: Project | None = None, **changes: Any) -> Situation:
    """The clean project with something else in it."""
    return lambda: findings(replace(base or make_project(), **changes))


def priced(**changes: Any) -> Situation:
    """Other settings."""
    return lambda: findings(make_project(settings_=settings(**changes)))


def order(value: int, **more: Any) -> PurchaseOrder:
    """An order on the open line 1.2."""
    fields = {
        "id": "PO-1",
        "vendor": "Invented Hosting",
        "currency": "EUR",
        "line": 1,
        "line_name": "1.2",
        "owner": "Ben",
        "row": 1,
        **more,
    }
    return PurchaseOrder(value=value, **fields)


def ordered(*orders: PurchaseOrder, **thresholds: float) -> Situation:
    """Purchase orders."""
    return holding(make_project(settings_=settings(**tuned(**thresholds))), purchase_orders=orders)


def change(**fields: Any) -> ChangeOrder:
    """A pending change of the open line 1.2."""
    return ChangeOrder(**{"id": "CO-1", "title": "More", "row": 1, "line": 1, "line_name": "1.2", **fields})


def moved(*orders: ChangeOrder, **changes: Any) -> Situation:
    """Change orders."""
    return holding(make_project(settings_=settings(**changes)), change_orders=orders)


def without(line: str, *, since: int) -> list[Entry]:
    """The clean entries without those of a line from a month on."""
    return [each for each in entries() if each.line != line or each.day.month < since]


def late(**changes: Any) -> Item:
    """An action due in June."""
    return Item(
        **{"id": "A-1", "title": "Agree", "owner": "Ben", "due": date(2026, 6, 12), "row": 1, **changes}
    )


def untouched(**changes: Any) -> Project:
    """What was spent since is B18's, which is off."""
    return make_project(lines_=changed("1.2", **changes), settings_=settings(**tuned(B18_off=1, C4_off=1)))


def broken(**money: float | None) -> Situation:
    """Another figure of the money."""

    def found() -> Findings:
        project = make_project()
        forecast, _ = forecast_project(project)
        finance: Finance = forecast.finance
        changes = {name: replace(getattr(finance, name), value=value) for name, value in money.items()}
        return run_checks(project, replace(forecast, finance=replace(finance, **changes)), ())

    return found


def lossy(lines_off: float) -> Situation:
    """Lines whose forecasts are not the sum of their parts."""

    def found() -> Findings:
        project = make_project(lines_=[*lines(), *[small(id=f"9.{n:02d}", months={}) for n in range(1, 12)]])
        forecast, _ = forecast_project(project)
        measures = replace(forecast.cost.lines, eac=forecast.cost.lines.eac + lines_off)
        return run_checks(project, replace(forecast, cost=replace(forecast.cost, lines=measures)), ())

    return found


def jumped(before: int, **by_line: float) -> Situation:
    """After a run with another forecast."""
    known = {key.removeprefix("line_").replace("_", "."): value for key, value in by_line.items()}
    previous = PreviousRun(status_date=date(2026, 5, 31), bac=120_000_00, eac=before, eac_by_line=known)
    return lambda: findings(make_project(), previous=previous)


def late_line(months: dict[int, float], **changes: Any) -> Situation:
    """A line with hours after its finish."""
    line = small(hours=10.0, cost=800_00, months={}, progress=0.0, actual_start=None, **changes)
    return lambda: findings(
        make_project(
            lines_=and_line(line), plan_=and_planned(Planned(person="Ben", line="1.5", hours=dict(months)))
        )
    )


def both_sides(*rows: tuple[str, float, float]) -> Situation:
    """Debits and credits of documents."""

    def found() -> Findings:
        import numpy as np

        more = [Entry(day=DAY, line="1.4", cost=1, document=document) for document, _, _ in rows]
        project = make_project(entries_=and_entry(*more))
        sides = [np.array([0.0] * 7 + [row[side] for row in rows]) for side in (1, 2)]
        return findings(replace(project, ledger=replace(project.ledger, debit=sides[0], credit=sides[1])))

    return found


def in_two_currencies(cost: int, both: str = "1.3", **changes: Any) -> Situation:
    """An amount of 100 dollars at 0.90, and one in euros."""
    dollars = Entry(day=DAY, line=both, cost=100_00, currency="USD")
    euros = replace(dollars, cost=cost, currency="EUR", **changes)
    rates_ = [ExchangeRate(currency="USD", effective_from=date(2026, 6, 1), rate=0.9)]
    return lambda: findings(make_project(entries_=and_entry(dollars, euros), exchange_rates_=rates_))
