"""The Not refreshed tab: projects whose refresh failed or is paused, and what mends it."""

from __future__ import annotations

from collections.abc import Sequence

from app.portfolio.standing import Kind, Standing, Trouble
from app.portfolio.table_page import moment, table_page
from app.workbook.output.page import Page, PageRow, Value
from sheets_schema import Tab
from sheets_schema.spoken import Spoken


def not_refreshed_page(tab: Tab, standings: Sequence[Standing], *, time_zone: str, words: Spoken) -> Page:
    """The page; one line says so when all were refreshed."""
    rows = [
        PageRow(
            _values(standing, standing.trouble, time_zone, words),
            f"flag:{'red' if standing.trouble.kind is Kind.FAILED else 'amber'}",
            links=dict.fromkeys((1, len(tab.fields) - 1), standing.link),
        )
        for standing in standings
        if standing.trouble is not None
    ]
    said = (
        "Their figures elsewhere in this workbook are those of the last refresh that succeeded."
        if rows
        else "Every registered project was refreshed, or had not changed."
    )
    return table_page(tab, words.said(said), rows, words=words, frozen_columns=2)


def _values(standing: Standing, trouble: Trouble, time_zone: str, words: Spoken) -> tuple[Value, ...]:
    return (
        words.said(trouble.kind.value),
        standing.name,
        trouble.why,
        trouble.mend or None,
        trouble.nights or None,
        moment(trouble.since, time_zone),
        moment(standing.refreshed_at, time_zone),
        standing.answers,
        standing.link,
    )
