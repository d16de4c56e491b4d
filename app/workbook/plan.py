"""What one refresh writes: only what differs from what the workbook shows. Knows neither Google nor Excel."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import msgspec

from app.checks.flag import Findings
from app.forecast.result import Forecast
from app.moved import Moved
from app.project.model import Project
from app.workbook import marks
from app.workbook.arranged import Arranged, arrange
from app.workbook.book import Book, Tab
from app.workbook.flags_tab.kept import Kept
from app.workbook.flags_tab.laid import Laid, laid_of
from app.workbook.flags_tab.standing import HEADING
from app.workbook.highlights import TabRules, plan_highlights
from app.workbook.language import language_of
from app.workbook.locate import Located
from app.workbook.output.charts import MOVEMENT, Chart, dashboard_charts, titles_of
from app.workbook.output.dashboard_page import dashboard_page
from app.workbook.output.facts import Facts
from app.workbook.output.flags_page import flags_page
from app.workbook.output.forecast_page import forecast_page
from app.workbook.output.log_page import RunInfo, log_page, new_row, rows_of
from app.workbook.output.months_page import months_page
from app.workbook.output.movement_again import said_again
from app.workbook.output.movement_page import CHART_AT, movement_page
from app.workbook.output.page import Page
from app.workbook.page_write import PageWrite, plan_page, standing
from app.workbook.shape import shape_of
from app.workbook.targets import Target, targets_of
from app.workbook.touched import Touched, touched
from app.workbook.turns import Turn, turn_of
from app.workbook.watch import Watched, watch
from sheets_schema import Schema, load
from sheets_schema.spoken import spoken
from sheets_schema.translated import in_language

MOST_MOVES = 200
"""Of rows of the Flags tab; above that rows without notes are written anew where they are."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A developer metadata entry: on a tab, or on the file (`sheet_id` None). `id`: the one to update."""

    key: str
    value: str
    sheet_id: int | None = None
    id: int | None = None


@dataclass(frozen=True, slots=True)
class ChartWrite:
    """A chart to add or, when it stands already, to draw anew. `row`: where on its tab it goes;
    `months_sheet_id`: the tab that holds its data."""

    chart: Chart
    is_new: bool
    sheet_id: int
    row: int
    months_sheet_id: int


@dataclass(frozen=True, slots=True)
class Written:
    """What a plan amounts to, in counts, and the cells it touches."""

    tabs_created: tuple[str, ...]
    rows_written: int
    rows_unchanged: int
    highlights: int
    touched: tuple[Touched, ...] = ()

    def __add__(self, later: Written) -> Written:
        """Both writes of a run that had to write twice."""
        return Written(
            tabs_created=self.tabs_created + later.tabs_created,
            rows_written=self.rows_written + later.rows_written,
            rows_unchanged=later.rows_unchanged,
            highlights=later.highlights,
            touched=self.touched + later.touched,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WritePlan:
    """Everything one refresh writes, in one atomic step."""

    pages: tuple[PageWrite, ...]
    rules: tuple[TabRules, ...]
    charts: tuple[ChartWrite, ...]
    marks: tuple[Mark, ...]
    turn: Turn
    watched: tuple[Watched, ...]
    written: Written
    laid: Laid | None = None

    @property
    def stamp(self) -> str:
        """What the file will carry when this plan has landed: no other write carries the same."""
        return next(mark.value for mark in self.marks if mark.key == marks.RUN)

    @property
    def only_stamps(self) -> bool:
        """Whether nothing that a person sees changes."""
        return not (any(page.changes for page in self.pages) or self.rules or self.charts)


def plan_write(
    book: Book,
    located: Mapping[str, Located],
    project: Project,
    forecast: Forecast,
    findings: Findings,
    *,
    run: RunInfo,
    changes: str,
    kept: Kept | None = None,
    moved: Moved | None = None,
    schema: Schema | None = None,
) -> WritePlan:
    """The plan for one run. `changes` is the sentence for the Log; `kept`: people's notes on flags; `moved`:
    why the forecast moved."""
    kept, moved = kept or Kept(), moved or Moved()
    words = spoken(language_of(book, project.settings))
    schema = in_language(schema, words.code) if schema else load(words.code)
    facts = Facts.of(project, forecast, findings, changes, words)
    targets = targets_of(book, schema)
    dashboard, charts_at = dashboard_page(schema.tabs["dashboard"], facts)
    pages = [
        dashboard,
        forecast_page(schema.tabs["forecast"], facts),
        months_page(schema.tabs["months"], facts),
        flags_page(schema.tabs["flags"], facts, kept),
    ]
    explained = None
    if stands := moved.still and shape_of(targets["movement"][0]):
        pages += said_again(schema.tabs["movement"], targets["movement"][0], stands, project, words)
    else:
        page, explained = movement_page(schema.tabs["movement"], project, moved.movement, moved.since, words)
        pages.append(page)
    again = run.attempt > 1  # what the first attempt wrote may stand beside its looks
    arranged = _arranged(pages[3], kept)
    writes = [
        plan_page(
            page,
            *targets[page.name],
            every_look=again,
            arranged=arranged if page.name == "flags" else None,
            restored=kept.restored if page.name == "flags" else (),
        )
        for page in pages
    ]
    laid = _laid(writes[3], arranged, kept, targets["flags"][0])
    charts, chart_marks = _charts(schema, facts, book, targets, charts_at, explained)
    told = [flag for flag in findings.flags if not kept.quiet(flag)]
    rules, highlights = plan_highlights(told, _highlightable(book, located))
    changed = bool(any(write.changes for write in writes) or charts or rules)
    writes.append(_log(schema, facts, targets["log"], run, book.time_zone, changed=changed))
    return WritePlan(
        pages=tuple(writes),
        rules=rules,
        charts=charts,
        marks=(
            *_input_marks(located),
            *(mark for write in writes for mark in _page_marks(write, targets[write.page.name][0])),
            *chart_marks,
            _run_mark(book, pages[:4], project, run, schema),
        ),
        turn=turn_of(book),
        watched=watch(located, writes, told, laid),
        laid=laid,
        written=Written(
            tabs_created=tuple(write.title for write in writes if write.is_new),
            rows_written=sum(end - start for write in writes for start, end in write.values),
            rows_unchanged=sum(write.unchanged for write in writes),
            highlights=highlights,
            touched=touched(book, writes, rules),
        ),
    )


def _arranged(page: Page, kept: Kept) -> Arranged | None:
    """The Flags tab with every row where its flag is listed now; where that takes too many moves, every row
    with notes."""
    standing = kept.standing
    if standing is None:
        return None
    heading = standing.columns.heading
    ours = {} if heading is None else {heading: HEADING}
    noted = {row.at for row in standing.rows if row.noted}
    of_notes = {at: key for at, key in kept.bound.keys.items() if at in noted}
    for keys in (kept.bound.keys, of_notes):
        arranged = arrange(
            page,
            standing.tab,
            shape_of(standing.tab),
            height=standing.height,
            keys={**keys, **ours},
            moves=standing.columns.moves,
            new_columns=standing.columns.new,
        )
        if len(arranged.row_moves) <= MOST_MOVES:
            break
    return arranged


def _laid(write: PageWrite, arranged: Arranged | None, kept: Kept, tab: Tab | None) -> Laid | None:
    if arranged is None or kept.standing is None or tab is None:
        return None
    return laid_of(write, arranged, kept.standing, keys=kept.bound.keys, formulas=tab.formulas)


def _highlightable(book: Book, located: Mapping[str, Located]) -> list[Tab]:
    """People's tabs that are read, then others that still carry rules of ours (copies, tabs given up)."""
    read = {found.tab.sheet_id for found in located.values()}
    return [tab for tab in book.tabs if tab.sheet_id in read or tab.our_rules]


def _log(
    schema: Schema, facts: Facts, target: Target, run: RunInfo, time_zone: str, *, changed: bool
) -> PageWrite:
    contract = schema.tabs["log"]
    shape = shape_of(target[0])
    tab, ours = target[0], shape.rows if shape else 0
    if tab and shape and shape.prints:
        found = standing(log_page(contract, facts, (), None), tab, shape)
        tab, ours = found.tab, ours + found.pushed_out
    rows = rows_of(tab, ours, len(contract.fields))
    # A run that writes twice has one row all the same.
    before = [row for row in rows if row[-1] != run.id] if run.attempt > 1 else rows
    fresh = changed or target[0] is None or len(before) < len(rows)
    new = new_row(facts, run, time_zone) if fresh else None
    return plan_page(log_page(contract, facts, before, new), *target)


def _charts(
    schema: Schema,
    facts: Facts,
    book: Book,
    targets: Mapping[str, Target],
    row: int,
    explained: Chart | None,
) -> tuple[tuple[ChartWrite, ...], tuple[Mark, ...]]:
    """Charts to add or draw anew, and the mark that remembers what they show.

    A chart is ours by its id, or on our tab by its title: an Excel file carries no ids. `explained`: the
    waterfall of the Movement tab; while it is None the one that stands there stays.
    """
    tab, sheet_id, _ = targets["dashboard"]
    mark = tab.mark(marks.CHARTS) if tab else None
    known: dict[str, str] = _json(mark.value) if mark else {}
    there = {chart for each in book.tabs for chart in each.chart_ids}
    writes, hashes = [], {key: value for key, value in known.items() if key == str(MOVEMENT)}
    drawn = [(chart, "dashboard", "months", row) for chart in dashboard_charts(schema.tabs["months"], facts)]
    drawn += [(explained, "movement", "movement", CHART_AT)] if explained else []
    for chart, on, source, at in drawn:
        place, source_tab = targets[on][0], targets[source][0]
        hashes[str(chart.id)] = _hash(repr(chart).encode())
        found = chart.id if chart.id in there else _by_title(chart, place)
        if found is None or source_tab is None or known.get(str(chart.id)) != hashes[str(chart.id)]:
            writes.append(
                ChartWrite(
                    chart if found is None else replace(chart, id=found),
                    is_new=found is None,
                    sheet_id=targets[on][1],
                    row=at,
                    months_sheet_id=targets[source][1],
                )
            )
    value = json.dumps(hashes, sort_keys=True)
    stands = mark is not None and mark.value == value
    told = () if stands else (Mark(marks.CHARTS, value, sheet_id, mark.id if mark else None),)
    return tuple(writes), told


def _by_title(chart: Chart, place: Tab | None) -> int | None:
    """One of the charts that stand on a tab of ours, in whatever language it was drawn."""
    known = place.charts_by_title if place else {}
    return next((known[title] for title in titles_of(chart.id) if title in known), None)


def _input_marks(located: Mapping[str, Located]) -> Iterable[Mark]:
    """People's tabs are remembered by what they are, so that a renamed one is found again."""
    for name, found in located.items():
        if found.stand_in:
            continue  # the mapping itself finds it again
        mark = found.tab.mark(marks.TAB)
        if mark is None or mark.value != name:
            yield Mark(marks.TAB, name, found.tab.sheet_id, mark.id if mark else None)


def _page_marks(write: PageWrite, tab: Tab | None) -> Iterable[Mark]:
    if tab is None or tab.mark(marks.TAB) is None:
        yield Mark(marks.TAB, write.page.name, write.sheet_id)
    if write.shape_mark is not None:
        yield replace(Mark(marks.SHAPE, write.shape_mark, write.sheet_id), id=write.shape_id)


def _run_mark(book: Book, pages: Sequence[Page], project: Project, run: RunInfo, schema: Schema) -> Mark:
    value = json.dumps(
        {
            "run": run.id,
            "status_date": project.settings.status_date.isoformat(),
            "result": _hash(msgspec.json.encode([row.values for page in pages for row in page.rows])),
            "schema": schema.version,
            "at": run.at.isoformat(timespec="seconds"),
            "attempt": run.attempt,
        }
    )
    known = next((entry for entry in book.metadata if entry.key == marks.RUN), None)
    return Mark(marks.RUN, value, None, known.id if known else None)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def _json(text: str) -> dict[str, str]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
