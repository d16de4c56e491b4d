"""What the service answers: a run, its result, a workbook. Descriptions here are the API's documentation.

Money is in major units of the project currency, at full precision; hours are working hours. A figure that is
undefined is null, with the reason under `figures.reasons`.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from app.api.cells import Cell
from app.api.problems import Problem
from app.api.schedule_schemas import NightlyView, ScheduleView

Colour = Literal["red", "amber", "green", "grey"]
Measures = dict[str, float | None]

AT = "2026-09-03T08:15:30.120Z"
RUN_ID = "9f0c" + "0" * 28
MEASURES = {
    "bac": 1200000.0,
    "ac": 640000.0,
    "ev": 600000.0,
    "eac": 1312400.0,
    "vac": -112400.0,
    "cpi": 0.9375,
}


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")


class WorkbookName(_Answer):
    """Which workbook."""

    id: str = Field(description="Google's id.", examples=["1aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789abcdefg"])
    title: str = Field(description="Its title when it was read.", examples=["Harbour portal"])


class ProjectName(_Answer):
    """The project, as its Settings say."""

    name: str = Field(description="Name.", examples=["Harbour portal"])
    code: str = Field(description="Code; empty when not given.", examples=["HP-24"])
    client: str = Field(description="Client; empty when not given.", examples=["Brightwater Port Authority"])
    manager: str = Field(description="Project manager; empty when not given.", examples=["Ana Ruiz"])
    currency: str = Field(description="ISO 4217 code.", examples=["EUR"])
    status_date: date = Field(description="Every figure is as at this day.", examples=["2026-08-31"])
    start: date | None = Field(description="Planned start.", examples=["2025-09-01"])
    finish: date | None = Field(description="Planned finish.", examples=["2027-02-26"])


class LightView(_Answer):
    """One light, with the sentence that explains it."""

    colour: Colour = Field(description="Grey: can't be judged.", examples=["red"])
    reason: str = Field(description="Why.", examples=["Forecast is 9.4 % over budget."])
    check: str = Field(description="The check that set it; empty: none did.", examples=["V1"])
    by_rule: Colour | None = Field(
        default=None, description="What the rule says where the light was set by hand.", examples=[None]
    )
    last: Colour | None = Field(default=None, description="What it showed before.", examples=["amber"])


class RagView(_Answer):
    """The worst of the lights, and each of them."""

    overall: LightView = Field(description="The worst.")
    scope: LightView | None = Field(default=None, description="Scope.")
    schedule: LightView = Field(description="Schedule.")
    cost: LightView = Field(description="Cost.")
    resources: LightView | None = Field(default=None, description="Resources.")
    margin: LightView = Field(description="Margin.")


class Headline(_Answer):
    """A figure for people."""

    key: str = Field(description="Stable name.", examples=["eac"])
    label: str = Field(description="Its name in words.", examples=["Forecast at completion"])
    value: float | str | None = Field(
        description="The figure; a date as text; null: undefined.", examples=[1312400.0]
    )
    unit: str = Field(description="money, percent, months, date ...", examples=["money"])
    text: str = Field(description="As people read it.", examples=["EUR 1,312,400.00"])
    note: str = Field(description="Words beside it.", examples=["over by 112,400.00"])


class Basis(_Answer):
    """The same measures on both bases."""

    cost: Measures = Field(description="In money.", examples=[MEASURES])
    hours: Measures = Field(description="In working hours.", examples=[MEASURES])


class FiguresView(_Answer):
    """Every figure of the project."""

    cost: Measures = Field(description="Earned value in money.", examples=[MEASURES])
    hours: Measures = Field(description="Earned value in working hours.", examples=[MEASURES])
    reasons: dict[str, str] = Field(
        description="Why a figure is null, by its path.", examples=[{"cost.cpi": "no cost booked yet"}]
    )
    by_rule: dict[str, Basis] = Field(description="Credited by one rule throughout: 0/100 and 50/50.")
    by_phase: dict[str, Basis] = Field(description="By phase of the budget.")
    by_month: dict[str, Measures] = Field(
        description="By calendar month, not cumulative.",
        examples=[{"2026-08": {"budget_cost": 52000.0, "actual_cost": 58400.0, "forecast_cost": 0.0}}],
    )
    by_person: dict[str, Measures] = Field(
        description="Booked so far, by person.", examples=[{"Ana": {"hours": 412.5, "cost": 37125.0}}]
    )
    ac_by_phase: dict[str, Measures] = Field(
        description="Booked so far, by phase.", examples=[{"Design": {"hours": 900.0, "cost": 81000.0}}]
    )
    finance: dict[str, float | str | None] = Field(
        description="Revenue, margin, burn.",
        examples=[{"margin_at_completion": 187600.0, "months_left": 5.4}],
    )
    outlook: dict[str, object] = Field(
        default_factory=dict,
        description="The range beside the headline: calibrated P10 to P90, index forecasts, finishes.",
        examples=[{"p10": 1105000.0, "p50": 1180000.0, "p80": 1290000.0, "p90": 1360000.0}],
    )
    changes: dict[str, Measures] | None = Field(
        default=None,
        description="Original, approved, current and pending; null without change orders.",
        examples=[{"approved": {"cost": 20000.0, "price": 26000.0, "days": 5.0}}],
    )
    commitments: Measures | None = Field(
        default=None,
        description="What is on order in all; null without purchase orders.",
        examples=[{"value": 90000.0, "invoiced": 30000.0, "open": 60000.0}],
    )
    people_ahead: dict[str, dict[str, object]] = Field(
        default_factory=dict,
        description="Hours still planned by person and month, and a month's hours of one person; empty "
        "without a Resource plan.",
        examples=[{"planned": {"Ana": {"2026-10": 96.0}}, "capacity": {"2026-10": 176.0}}],
    )
    counts: dict[str, float] = Field(description="Rows read and left out.", examples=[{"entries": 1840}])


class FlagView(_Answer):
    """What is off plumb, and what would put it right."""

    id: str = Field(description="The same in every run.", examples=["V1:WP-07"])
    check: str = Field(description="The check.", examples=["V1"])
    severity: Literal["error", "red", "amber", "note"] = Field(description="How bad.", examples=["red"])
    title: str = Field(description="In words.", examples=["Over budget at completion"])
    rule: str = Field(description="The rule.", examples=["VAC under -10 % of the budget"])
    figure: str = Field(description="What was found.", examples=["-14.2 %"])
    threshold: str = Field(description="What it was held against.", examples=["-10 %"])
    cells: list[Cell] = Field(description="Where; the first 60 places.")
    cells_in_all: int = Field(default=0, description="How many places there are in all.", examples=[4])
    line: str = Field(description="Budget line, if one.", examples=["WP-07"])
    owner: str = Field(description="Who it falls to, if known.", examples=["Ben"])
    period: str = Field(description="Month, if one.", examples=["2026-08"])
    stake: float | None = Field(description="Money at stake.", examples=[12400.0])
    hours: float | None = Field(description="Hours at stake.", examples=[None])
    remedy: str = Field(description="What would help, with a number.", examples=["Move 96 hours to October."])
    first_seen: date | None = Field(
        default=None, description="The status date at which it was first raised.", examples=["2026-07-31"]
    )
    accepted_until: date | None = Field(
        default=None, description="The day up to which somebody accepted it as it is.", examples=[None]
    )


class ProblemView(_Answer):
    """A fault in the workbook that did not stop the refresh."""

    kind: str = Field(description="Stable name.", examples=["not-a-number"])
    message: str = Field(description="What and where.", examples=["Budget!G7: 'abc' is not a number"])
    mend: str = Field(description="What to do.", examples=["Type the planned hours as a number"])
    cells: list[Cell] = Field(description="Where; the first 60 places.")
    cells_in_all: int = Field(default=0, description="How many places there are in all.", examples=[4])
    left_out: bool = Field(
        description="Whether the row or cell is missing from the figures.", examples=[True]
    )
    amount: float | None = Field(description="Money withheld or in doubt.", examples=[12400.0])
    count: int = Field(description="How many rows it touches.", examples=[1])


class NotCheckedView(_Answer):
    """A check that could not run: never a pass."""

    check: str = Field(description="The check.", examples=["E1"])
    wants: str = Field(description="What it lacks.", examples=["a margin floor in Settings"])


class LineMovedView(_Answer):
    """How one line moved the forecast."""

    line: str = Field(description="The line; empty: in no line.", examples=["2.1"])
    total: float = Field(description="By how much.", examples=[8000.0])
    effects: dict[str, float] = Field(description="Its parts.", examples=[{"hours": 8000.0}])


class MovementView(_Answer):
    """Why the forecast moved: effects that add up to it, positive where they raise it."""

    since: date = Field(description="The status date compared with.", examples=["2026-07-31"])
    text: str = Field(
        description="In one sentence.",
        examples=["The forecast moved up by EUR 12,400.00 since 31 July 2026: hours +12,400.00."],
    )
    start: float = Field(description="The forecast then.", examples=[1300000.0])
    end: float = Field(description="The forecast now.", examples=[1312400.0])
    effects: dict[str, float] = Field(
        description="scope, hours, rates, exchange, timing, actuals, corrections.",
        examples=[{"scope": 0.0, "hours": 12400.0}],
    )
    lines: list[LineMovedView] = Field(description="The lines that moved most, then the others together.")


class ChangesView(_Answer):
    """What moved since the run before."""

    first: bool = Field(description="There was no run before.", examples=[False])
    since: str | None = Field(description="The run before, in words.", examples=["2026-07-31 status date"])
    text: str = Field(
        description="In one sentence.", examples=["Forecast up by 12,400.00; 2 new flags, 1 gone."]
    )
    eac_change: float | None = Field(description="How much the forecast moved.", examples=[12400.0])
    new_flags: list[str] = Field(description="Ids of flags that are new.", examples=[["V1:WP-07"]])
    gone_flags: list[str] = Field(description="Ids of flags that are gone.", examples=[[]])
    movement: MovementView | None = Field(
        default=None, description="Why the forecast moved; null where nothing can be compared."
    )


class WrittenView(_Answer):
    """What the refresh wrote."""

    tabs_created: list[str] = Field(description="Tabs that are new.", examples=[["Dashboard", "Forecast"]])
    rows_written: int = Field(description="Rows that had changed.", examples=[120])
    rows_unchanged: int = Field(description="Rows that had not, and were left alone.", examples=[0])
    highlights: int = Field(description="Cells highlighted.", examples=[14])


class ResultView(_Answer):
    """What a refresh found."""

    workbook: WorkbookName = Field(description="The workbook.")
    project: ProjectName = Field(description="The project.")
    rag: RagView = Field(description="The lights.")
    headline: list[Headline] = Field(description="The figures people ask for first.")
    figures: FiguresView = Field(description="All figures.")
    flags: list[FlagView] = Field(description="What is off plumb: the worst first, then by money.")
    problems: list[ProblemView] = Field(description="What could not be read.")
    not_checked: list[NotCheckedView] = Field(description="What could not be checked.")
    changes: ChangesView = Field(description="What moved.")
    written: WrittenView = Field(description="What was written.")


class ProgressView(_Answer):
    """How far a run is."""

    step: int = Field(description="The step it is at.", examples=[3])
    of: int = Field(description="How many there are.", examples=[5])
    text: str = Field(description="What it is doing.", examples=["Forecasting 42 lines"])


class RunView(_Answer):
    """One refresh, under way or ended."""

    run_id: str = Field(description="Its id.", examples=[RUN_ID])
    state: Literal["running", "done", "failed", "interrupted", "cancelled", "undone"] = Field(
        description="How it stands.", examples=["done"]
    )
    phase: Literal["reading", "understanding", "forecasting", "checking", "writing", "done"] = Field(
        description="What it is at, or was at when it ended.", examples=["done"]
    )
    progress: ProgressView = Field(description="How far it is.")
    started_at: datetime = Field(description="When it began.", examples=[AT])
    ended_at: datetime | None = Field(description="When it ended.", examples=[AT])
    by: str = Field(description="Who started it.", examples=["ana@northlight.example"])
    error: Problem | None = Field(description="Why it failed.")
    result: ResultView | None = Field(description="What it found.")


class UndoneView(_Answer):
    """What was taken back."""

    run_id: str = Field(description="The refresh that was undone.", examples=[RUN_ID])
    text: str = Field(description="In one sentence.", examples=["Undone: 4 tabs put back as before."])
    tabs: list[str] = Field(description="Tabs that are as before.", examples=[["Forecast", "Flags"]])
    tabs_deleted: list[str] = Field(
        description="Of these, tabs that the refresh had made and that are gone.", examples=[[]]
    )
    formats_later: list[str] = Field(
        description="Tabs whose row formats follow at the next refresh; their values are as before.",
        examples=[[]],
    )


class HistoryEntry(_Answer):
    """One earlier run in a line."""

    run_id: str = Field(description="Its id.", examples=[RUN_ID])
    at: datetime = Field(description="When it ended.", examples=[AT])
    by: str = Field(description="Who started it.", examples=["ana@northlight.example"])
    state: Literal["done", "failed", "interrupted", "cancelled", "undone"] = Field(
        description="How it ended.", examples=["done"]
    )
    status_date: date | None = Field(description="As at.", examples=["2026-08-31"])
    eac: float | None = Field(description="Forecast at completion.", examples=[1312400.0])
    bac: float | None = Field(description="Budget at completion.", examples=[1200000.0])
    colour: Colour | None = Field(description="The overall light.", examples=["red"])


class WorkbookView(_Answer):
    """What is kept of a workbook."""

    workbook: WorkbookName = Field(description="The workbook.")
    active_run: str | None = Field(description="The run under way.", examples=[None])
    last: RunView | None = Field(
        description="The latest run with a result; while there is none, the latest that failed."
    )
    history: list[HistoryEntry] = Field(description="Earlier runs, the latest first.")
    schedule: ScheduleView | None = Field(description="Its nightly refresh; null: there is none.")
    nightly: NightlyView = Field(description="What a nightly refresh of it takes.")
    shares: list[str] = Field(description="Always empty: nothing is shared.", examples=[[]], max_length=0)
