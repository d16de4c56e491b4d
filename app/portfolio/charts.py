"""The Portfolio's charts: shares, because amounts of several currencies can't stand on one axis."""

from __future__ import annotations

from app.portfolio.projects_page import FIRST_ROW
from app.portfolio.table_page import HEADER_ROW
from app.workbook.output.charts import ACTUAL, FORECAST, Chart, Series
from sheets_schema import Tab
from sheets_schema.spoken import Spoken

OVER_BUDGET, MARGIN = 1_700_011, 1_700_012
MOST = 8
"""Projects drawn: the first of the order."""


def portfolio_charts(projects: Tab, count: int, words: Spoken) -> tuple[Chart, ...]:
    """Over budget and margin of the first projects; none without a project."""
    if not count:
        return ()
    at = {field.name: place for place, field in enumerate(projects.fields)}
    drawn = min(count, MOST)
    said = words.said
    first = said("the first {number} projects", number=drawn) if count > drawn else said("every project")
    rows = {"row": HEADER_ROW, "end_row": FIRST_ROW + drawn}
    return (
        Chart(
            id=OVER_BUDGET,
            kind="column",
            title=said("Forecast over budget"),
            subtitle=said("Share of the budget, {projects}; below 0: under budget", projects=first),
            alt_text=said("Bars by project: forecast over budget as a share of the budget."),
            value_axis=said("of the budget"),
            domain=at["project"],
            series=(Series(at["over_percent"], FORECAST),),
            left=0,
            width=448,
            **rows,
        ),
        Chart(
            id=MARGIN,
            kind="column",
            title=said("Margin at completion"),
            subtitle=said("Share of the price, {projects}; no bar: no price", projects=first),
            alt_text=said("Bars by project: margin at completion as a share of the price."),
            value_axis=said("of the price"),
            domain=at["project"],
            series=(Series(at["margin_percent"], ACTUAL),),
            left=456,
            width=448,
            **rows,
        ),
    )
