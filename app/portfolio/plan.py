"""What of the Portfolio workbook is written: only what differs from what it shows, in one atomic step."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.portfolio.charts import portfolio_charts
from app.portfolio.not_refreshed_page import not_refreshed_page
from app.portfolio.overbooked import overbooked
from app.portfolio.overview_page import overview_page
from app.portfolio.people_page import people_page
from app.portfolio.projects_page import projects_page
from app.portfolio.standing import Standing
from app.portfolio.table_page import in_zone
from app.portfolio.totals_page import totals_page
from app.portfolio.urgency import in_order
from app.workbook import marks
from app.workbook.book import Book, Tab
from app.workbook.language import by_locale
from app.workbook.page_write import PageWrite, plan_page
from app.workbook.plan import ChartWrite, Mark, WritePlan, Written
from app.workbook.targets import Target, targets_of
from app.workbook.touched import touched
from app.workbook.turns import turn_of
from app.workbook.watch import watch
from sheets_schema import Schema
from sheets_schema.portfolio import load_portfolio
from sheets_schema.spoken import Spoken, spoken
from sheets_schema.translated import in_language


@dataclass(frozen=True, slots=True)
class Build:
    """One building of a Portfolio. `at`: the night's end; months before its month are past."""

    id: str
    at: datetime
    attempt: int = 1


def plan_portfolio(
    book: Book, workspace: str, standings: Sequence[Standing], *, build: Build, schema: Schema | None = None
) -> WritePlan:
    """The plan for one building; `only_stamps` when the workbook shows all of it already."""
    words = spoken(by_locale(book))
    schema = in_language(schema, words.code) if schema else load_portfolio(words.code)
    targets, tabs, zone = targets_of(book, schema), schema.tabs, book.time_zone
    ordered = in_order(standings)
    over = overbooked(standings, since=f"{in_zone(build.at, zone):%Y-%m}")
    overview, charts_at = overview_page(
        tabs["portfolio_overview"], workspace, ordered, over, time_zone=zone, words=words
    )
    pages = [
        overview,
        projects_page(tabs["portfolio_projects"], ordered, time_zone=zone, words=words),
        totals_page(tabs["portfolio_totals"], standings, words),
        people_page(tabs["portfolio_people"], over, words),
        not_refreshed_page(tabs["portfolio_not_refreshed"], standings, time_zone=zone, words=words),
    ]
    writes = [plan_page(page, *targets[page.name], every_look=build.attempt > 1) for page in pages]
    charts, chart_mark = _charts(schema, book, targets, charts_at, len(standings), words)
    return WritePlan(
        pages=tuple(writes),
        rules=(),
        charts=charts,
        marks=(
            *(mark for write in writes for mark in _page_marks(write, targets[write.page.name][0])),
            *chart_mark,
            _stamp(book, build, schema),
        ),
        turn=turn_of(book),
        watched=watch({}, writes, ()),
        written=Written(
            tabs_created=tuple(write.title for write in writes if write.is_new),
            rows_written=sum(end - start for write in writes for start, end in write.values),
            rows_unchanged=sum(write.unchanged for write in writes),
            highlights=0,
            touched=touched(book, writes, ()),
        ),
    )


def _charts(
    schema: Schema, book: Book, targets: Mapping[str, Target], row: int, count: int, words: Spoken
) -> tuple[tuple[ChartWrite, ...], tuple[Mark, ...]]:
    """Charts to add or draw anew, and the mark that remembers what they show."""
    tab, sheet_id, _ = targets["portfolio_overview"]
    projects, projects_id, _ = targets["portfolio_projects"]
    mark = tab.mark(marks.CHARTS) if tab else None
    there = {chart for each in book.tabs for chart in each.chart_ids}
    drawn = portfolio_charts(schema.tabs["portfolio_projects"], count, words)
    value = hashlib.sha256(repr(drawn).encode()).hexdigest()[:16]
    known = mark is not None and mark.value == value and projects is not None
    writes = tuple(
        ChartWrite(
            chart, is_new=chart.id not in there, sheet_id=sheet_id, row=row, months_sheet_id=projects_id
        )
        for chart in drawn
        if not known or chart.id not in there
    )
    if mark is not None and mark.value == value:
        return writes, ()
    return writes, (Mark(marks.CHARTS, value, sheet_id, mark.id if mark else None),)


def _page_marks(write: PageWrite, tab: Tab | None) -> list[Mark]:
    found = []
    if tab is None or tab.mark(marks.TAB) is None:
        found.append(Mark(marks.TAB, write.page.name, write.sheet_id))
    if write.shape_mark is not None:
        found.append(replace(Mark(marks.SHAPE, write.shape_mark, write.sheet_id), id=write.shape_id))
    return found


def _stamp(book: Book, build: Build, schema: Schema) -> Mark:
    value = json.dumps(
        {
            "run": build.id,
            "at": build.at.isoformat(timespec="seconds"),
            "portfolio": schema.version,
            "attempt": build.attempt,
        }
    )
    known = next((entry for entry in book.metadata if entry.key == marks.RUN), None)
    return Mark(marks.RUN, value, None, known.id if known else None)
