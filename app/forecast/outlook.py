"""What statistics say beside the bottom-up forecast: all index forecasts, durations, calibrated range."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.forecast.calibrated import Calibrated
from app.forecast.figure import Figure
from app.forecast.finish_range import FinishRange


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexRange:
    """Forecasts at completion by performance factor, in the unit of the basis; the headline among them."""

    by_factor: Mapping[str, Figure]  # the eight factors, then CPI3 and CPI6
    lowest: Figure
    highest: Figure
    below: int  # how many of the defined ones lie below the bottom-up forecast
    defined: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRange:
    """Durations in working days from `start`; dates are the last working day of each duration."""

    start: date
    planned: Figure  # PD
    actual: Figure  # AT
    earned: Figure  # ES
    sv_t: Figure  # ES - AT, negative is late
    spi_t: Figure  # ES / AT
    p_factor: Figure  # 0..1: how far work was done in the planned order
    durations: Mapping[str, Figure]  # the nine EAC(t)
    finishes: Mapping[str, date | None]
    earliest: date | None
    latest: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """The range beside the headline."""

    cost: IndexRange
    hours: IndexRange
    time: TimeRange | None  # None when no budget is phased
    calibrated_cost: Calibrated
    calibrated_hours: Calibrated
    finish: FinishRange
