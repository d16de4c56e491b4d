"""The Projects tab: a row a project, what needs a person first."""

from __future__ import annotations

from collections.abc import Sequence

from app.portfolio.standing import Standing
from app.portfolio.table_page import HEADER_ROW, moment, money, share, table_page
from app.portfolio.urgency import Urgency
from app.workbook.days import serial_of
from app.workbook.output.page import Page, PageRow, Value
from app.workbook.output.words import SIGN
from sheets_schema import Tab
from sheets_schema.spoken import Spoken

FIRST_ROW = HEADER_ROW + 1


def projects_page(
    tab: Tab, ordered: Sequence[tuple[Standing, Urgency]], *, time_zone: str, words: Spoken
) -> Page:
    """The page; blank cells are figures that are not defined, or not known yet."""
    told = (
        "What needs a person today comes first.",
        SIGN,
        "Amounts are in the currency of their row.",
    )
    said = " ".join(map(words.said, told))
    places = {field.name: place for place, field in enumerate(tab.fields)}
    name, link = places["project"], places["link"]
    rows = [
        PageRow(
            _values(standing, urgent, time_zone, words),
            f"flag:{_colour(standing)}",
            links=dict.fromkeys((name, link), standing.link),
        )
        for standing, urgent in ordered
    ]
    return table_page(tab, said, rows, words=words, frozen_columns=2)


def _colour(standing: Standing) -> str:
    return standing.figures.colour if standing.figures else "grey"


def _values(standing: Standing, urgent: Urgency, time_zone: str, words: Spoken) -> tuple[Value, ...]:
    figures = standing.figures
    if figures is None:
        blank: list[Value] = [None] * 21
        return (None, standing.name, words.said(urgent.reason), *blank, standing.link)
    digits = figures.digits
    return (
        words.said(figures.colour),
        standing.name,
        words.said(urgent.reason),
        figures.client or None,
        figures.manager or None,
        figures.currency,
        money(figures.bac, digits),
        money(figures.eac, digits),
        money(figures.vac, digits),
        share(figures.over_share),
        money(figures.p10, digits),
        money(figures.p90, digits),
        money(standing.moved(standing.night), digits),
        money(standing.moved(standing.week), digits),
        money(figures.margin, digits),
        share(figures.margin_percent),
        serial_of(figures.finish) if figures.finish else None,
        words.said(figures.finish_note) or None,
        figures.count("error"),
        figures.count("red"),
        figures.count("amber"),
        figures.count("note"),
        serial_of(figures.status_date),
        moment(standing.refreshed_at, time_zone),
        standing.link,
    )
