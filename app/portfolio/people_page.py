"""The People tab: who is planned beyond their hours over all projects."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.portfolio.overbooked import Overbooked
from app.portfolio.table_page import share, table_page
from app.portfolio.words import in_hours
from app.workbook.days import serial_of
from app.workbook.output.page import Page, PageRow, Value
from sheets_schema import Tab
from sheets_schema.spoken import Spoken

FAR_OVER = 1.2  # the limit at which check C8 turns red, too
_MOST_PARTS = 8


def people_page(tab: Tab, over: Sequence[Overbooked], words: Spoken) -> Page:
    """The page; one line says so when nobody is over capacity."""
    said = (
        "Planned hours of the Resource plans, over all projects, against one person's working hours."
        if over
        else "Nobody is planned beyond their hours in the months to come."
    )
    rows = [PageRow(_values(one, words), f"flag:{'red' if one.load > FAR_OVER else 'amber'}") for one in over]
    return table_page(tab, words.said(said), rows, words=words, frozen_columns=2)


def _values(one: Overbooked, words: Spoken) -> tuple[Value, ...]:
    shown = "; ".join(in_hours(project, f"{hours:,.1f}", words) for project, hours in one.parts[:_MOST_PARTS])
    more = len(one.parts) - _MOST_PARTS
    return (
        serial_of(date.fromisoformat(f"{one.month}-01")),
        one.person,
        round(one.planned, 2),
        round(one.capacity, 2),
        round(one.over, 2),
        share(one.load),
        f"{shown}; {words.said('and {more} more', more=more)}" if more > 0 else shown,
    )
