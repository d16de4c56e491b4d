"""The Dashboard's charts as data: which columns of the Months tab they draw, and how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from app.workbook.output.facts import Facts
from app.workbook.output.months_page import FIRST_ROW, HEADER_ROW
from sheets_schema import Tab
from sheets_schema.language import LANGUAGES
from sheets_schema.spoken import spoken

BUDGET, ACTUAL, FORECAST = "#9AA8B8", "#2F5D8A", "#E08E45"


@dataclass(frozen=True, slots=True)
class Series:
    """One line or set of bars: a column of the Months tab."""

    column: int
    colour: str
    dashed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart over the rows `row` to `end_row` (half-open) of the Months tab, heading row first; a waterfall
    over those of the Movement tab, without a heading.

    `left` and `width` are pixels from the left edge of the Dashboard's second column.
    """

    id: int
    kind: Literal["line", "column", "waterfall"]
    title: str
    subtitle: str
    alt_text: str
    value_axis: str
    domain: int
    series: tuple[Series, ...]
    row: int
    end_row: int
    left: int
    width: int
    height: int = 350


S_CURVE, MONTH_BARS, MOVEMENT = 1_700_001, 1_700_002, 1_700_003
TITLES: Mapping[int, str] = {
    S_CURVE: "Budget, actual and forecast so far",
    MONTH_BARS: "Month by month",
    MOVEMENT: "What moved the forecast",
}


def titles_of(chart: int) -> tuple[str, ...]:
    """The title of one of our charts in every language."""
    return tuple(dict.fromkeys(spoken(code).said(TITLES[chart]) for code in LANGUAGES))


def dashboard_charts(months_tab: Tab, facts: Facts) -> tuple[Chart, ...]:
    """S-curve and month bars; none when there is no month to draw."""
    months = facts.forecast.monthly.months
    if not months:
        return ()
    at = {field.name: place for place, field in enumerate(months_tab.fields)}
    settings = facts.project.settings
    said = facts.words.said
    as_at = said("{currency}, as at {day}", currency=settings.currency, day=facts.day(settings.status_date))
    rows = {"row": HEADER_ROW, "end_row": FIRST_ROW + len(months)}
    return (
        Chart(
            id=S_CURVE,
            kind="line",
            title=said(TITLES[S_CURVE]),
            subtitle=as_at,
            alt_text=said(
                "Running sums by month: budget, actual cost to the status date, then forecast, dashed."
            ),
            value_axis=settings.currency,
            domain=at["month"],
            series=(
                Series(at["budget_sum"], BUDGET),
                Series(at["actual_sum"], ACTUAL),
                Series(at["forecast_sum"], FORECAST, dashed=True),
            ),
            left=0,
            width=448,
            **rows,
        ),
        Chart(
            id=MONTH_BARS,
            kind="column",
            title=said(TITLES[MONTH_BARS]),
            subtitle=as_at,
            alt_text=said("Bars by month: budget, actual cost, and forecast of what is still to come."),
            value_axis=settings.currency,
            domain=at["month"],
            series=(
                Series(at["budget_cost"], BUDGET),
                Series(at["actual_cost"], ACTUAL),
                Series(at["forecast_cost"], FORECAST),
            ),
            left=456,
            width=448,
            **rows,
        ),
    )
