"""What the Portfolio's tables have in common: a line above, the headings with their meaning, the rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.workbook.days import EPOCH
from app.workbook.output.page import Page, PageRow, Value, padded, page_column
from sheets_schema import Tab
from sheets_schema.spoken import Spoken

HEADER_ROW = 1
WHOLE_UNITS = 0
"""Decimals shown of money: amounts keep their cents, rows of many currencies are read by the unit."""


def table_page(
    tab: Tab, said: str, rows: Sequence[PageRow], *, words: Spoken, frozen_columns: int = 0
) -> Page:
    """A page with `said` above the headings, beside the frozen columns, which would cut it short."""
    width = len(tab.fields)
    heading = PageRow(
        tuple(field.title for field in tab.fields),
        "heading",
        notes={at: field.description for at, field in enumerate(tab.fields)},
    )
    return Page(
        name=tab.name,
        title=tab.title,
        columns=tuple(page_column(field) for field in tab.fields),
        rows=(PageRow(padded([*[None] * frozen_columns, said], width), "subtitle"), heading, *rows),
        digits=WHOLE_UNITS,
        language=words.code,
        frozen_rows=HEADER_ROW + 1,
        frozen_columns=frozen_columns,
    )


def money(minor: int | None, digits: int) -> Value:
    """A major amount from minor units; undefined is blank."""
    return None if minor is None else minor / 10**digits


def share(value: float | None) -> Value:
    """A share with the decimals that are worth keeping; undefined is blank."""
    return None if value is None else round(value, 4) + 0.0


def moment(at: datetime | None, time_zone: str) -> Value:
    """Day and time in the workbook's zone, to the minute; UTC where the zone is not known."""
    if at is None:
        return None
    local = in_zone(at, time_zone)
    return local.toordinal() - EPOCH + round((local.hour * 60 + local.minute) / 1440, 8)


def in_zone(at: datetime, time_zone: str) -> datetime:
    """The moment by the clocks of that zone."""
    try:
        return at.astimezone(ZoneInfo(time_zone))
    except (ZoneInfoNotFoundError, ValueError):
        return at.astimezone(UTC)
