"""The Log tab: a row a refresh that changed something, the newest last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.workbook.book import CellError, Tab
from app.workbook.days import EPOCH, serial_of
from app.workbook.output.facts import Facts
from app.workbook.output.page import Page, PageRow, Value, page_column
from sheets_schema import Tab as Contract


@dataclass(frozen=True, slots=True)
class RunInfo:
    """Which refresh this is. `at` has a time zone; `attempt` counts its writes."""

    id: str
    at: datetime
    by: str
    attempt: int = 1


def log_page(
    contract: Contract, facts: Facts, before: Sequence[Sequence[Value]], new: Sequence[Value] | None
) -> Page:
    """The rows that stand in the Log already, and one more when this run changed something."""
    columns = tuple(page_column(field) for field in contract.fields)
    heading = PageRow(
        tuple(field.title for field in contract.fields),
        "heading",
        notes={at: field.description for at, field in enumerate(contract.fields)},
    )
    rows = [*before, *([new] if new is not None else [])]
    return Page(
        name=contract.name,
        title=contract.title,
        columns=columns,
        rows=(heading, *(PageRow(tuple(row), "flag") for row in rows)),
        digits=facts.digits,
        language=facts.words.code,
        frozen_rows=1,
    )


def rows_of(tab: Tab | None, rows: int, width: int) -> list[tuple[Value, ...]]:
    """The Log's rows as the workbook shows them, beneath the heading; `rows` of them were ours."""
    if tab is None:
        return []
    found: list[tuple[Value, ...]] = []
    for at in range(1, rows):
        cells = [tab.value(at, column) for column in range(width)]
        found.append(tuple(cell.text if isinstance(cell, CellError) else cell for cell in cells))
    while found and all(cell is None for cell in found[-1]):
        found.pop()
    return found


def new_row(facts: Facts, run: RunInfo, time_zone: str) -> tuple[Value, ...]:
    """This run's row."""
    return (
        _serial(run.at, time_zone),
        run.by,
        serial_of(facts.project.settings.status_date),
        facts.money(facts.cost["bac"].project),
        facts.money(facts.cost["eac"].project),
        facts.words.said(facts.findings.rag.overall.colour.value),
        len(facts.findings.flags),
        _changes(facts),
        run.id,
    )


def _changes(facts: Facts) -> str:
    """What changed, each part of the sentence in the language of the tabs."""
    parts = facts.changes.removesuffix(".").split("; ")
    return f"{'; '.join(map(facts.words.said, parts))}." if facts.changes else ""


def _serial(at: datetime, time_zone: str) -> float:
    """Day and time in the workbook's zone, to the minute."""
    try:
        local = at.astimezone(ZoneInfo(time_zone))
    except (ZoneInfoNotFoundError, ValueError):
        local = at.astimezone(UTC)
    return local.toordinal() - EPOCH + round((local.hour * 60 + local.minute) / 1440, 8)
