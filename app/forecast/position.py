"""Where a project stands, in the few figures that ways back to a target rest on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from app.forecast.figure import Figure, Undefined
from app.forecast.finance import approved_changes
from app.forecast.result import Forecast
from app.project.exchange import FOR_FORECAST
from app.project.line_table import LineTable
from app.project.model import CommercialModel, Project
from app.project.pricing import Pricing


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Money in minor units, hours in working hours, rates in minor units an hour; as at `status`."""

    status: date
    bac: float
    ev: float
    ac: float
    eac: float
    cpi: Figure
    spi_t: Figure
    price: Figure
    hours_left: float
    rate_left: float  # what an hour still to come costs on average; 0 when nothing tells
    bill_left: float = 0.0  # what it bills; 0 at a fixed price and past the cap
    least_rate: float | None = None  # the cheapest hour on the rate card
    finish: date | None = None  # forecast


def position(project: Project, forecast: Forecast) -> Position:
    """The position of a forecast project."""
    cost, hours = forecast.cost.project, forecast.hours.project
    hours_left = max(0.0, float(hours.etc[0]))
    time = forecast.outlook.time if forecast.outlook else None
    return Position(
        status=forecast.status_date,
        bac=float(cost.bac[0]),
        ev=float(cost.ev[0]),
        ac=float(cost.ac[0]),
        eac=float(cost.eac[0]),
        cpi=cost.cpi.at(0),
        spi_t=time.spi_t if time else Figure(None, Undefined.NO_PLANNED_VALUE),
        price=forecast.finance.price,
        hours_left=hours_left,
        rate_left=_rate_left(project, forecast),
        bill_left=_bill_left(project, forecast, hours_left),
        least_rate=_least_rate(project, forecast.pricing or Pricing.of(project)),
        finish=forecast.finish_forecast,
    )


def _rate_left(project: Project, forecast: Forecast) -> float:
    """Remaining cost over remaining hours, of lines without other costs where there are any."""
    etc, hours = forecast.cost.lines.etc, forecast.hours.lines.etc
    worked = np.flatnonzero((etc > 0) & (hours > 0))
    lines = forecast.line_table or LineTable.of(project.lines, project.settings)
    other = lines.other.take(worked)
    pure = worked[np.isnan(other) | (other == 0)]
    chosen = pure if len(pure) else worked
    return float(etc.take(chosen).sum() / hours.take(chosen).sum()) if len(chosen) else 0.0


def _bill_left(project: Project, forecast: Forecast, hours_left: float) -> float:
    settings, price = project.settings, forecast.finance.price.value
    if settings.commercial_model is not CommercialModel.TIME_AND_MATERIALS or price is None or not hours_left:
        return 0.0
    cap = settings.contract_price
    if cap is not None and price >= cap + approved_changes(project):
        return 0.0
    return max(0.0, price - forecast.finance.bill_value) / hours_left


def _least_rate(project: Project, pricing: Pricing) -> float | None:
    everyone = pricing.card.all_keys()
    day = np.full(len(everyone), project.settings.status_date.toordinal(), np.int64)
    hour = pricing.card.hour("cost", person=everyone, role=everyone, day=day, tiers=FOR_FORECAST)
    known = hour.minor[hour.minor > 0]  # NaN is not
    return float(known.min()) if len(known) else None
