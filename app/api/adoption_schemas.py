"""A workbook of a person's own as it is proposed to be read, and as they confirm it."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from app.api.cells import Cell
from app.workbook.adoption import Feed

Role = Literal[
    "actual",
    "bill_rate",
    "blank",
    "budget",
    "category",
    "client",
    "committed",
    "cost",
    "cumulative",
    "currency",
    "date",
    "days",
    "duration",
    "earned",
    "finish",
    "forecast",
    "fte",
    "group",
    "hours",
    "job_role",
    "line_id",
    "note",
    "owner",
    "parent_id",
    "percent",
    "period",
    "predecessor",
    "quantity",
    "rate",
    "reference",
    "remaining",
    "revenue",
    "start",
    "status",
    "tax",
    "title",
    "total",
    "unit",
    "variance",
    "vendor",
    "vendor_id",
    "working",
]
"""What a column may hold: `app.intake.role` has the same list."""
KEY = "Cost!A3"
MOST_TABLES = 20


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ColumnView(_Strict):
    """One column of a table."""

    letter: str = Field(description="Its letters.", examples=["H"])
    heading: str = Field(description="What heads it.", examples=["Budget USD"])
    role: str = Field(description="What it holds, from the closed list of roles.", examples=["budget"])
    confidence: float = Field(description="How sure that is, 0 to 1.", examples=[0.85])
    why: str = Field(description="What it rests on.", examples=["heading"])
    sum: str | None = Field(
        description="Over the lines alone; null where sums mean nothing.", examples=["48823"]
    )
    cell: Cell = Field(description="Its heading.")


class TableView(_Strict):
    """One table of the workbook."""

    key: str = Field(description="Names it when it is confirmed.", examples=[KEY])
    tab: str = Field(description="The tab's title.", examples=["Cost"])
    cells: Cell = Field(description="Where its rows stand.")
    feeds: list[Feed] = Field(description="What it is proposed to stand in for.", examples=[["budget"]])
    lines: int = Field(description="Rows that are neither totals nor headings.", examples=[6])
    left_out: int = Field(description="Totals, subtotals and headings.", examples=[5])
    periods: str = Field(description="Its periods, if it has any.", examples=["2026-01 to 2026-06, by month"])
    columns: list[ColumnView] = Field(description="From left to right.")


class MissingView(_Strict):
    """What no table gives."""

    feeds: Feed = Field(description="The tab of the contract.", examples=["rate_card"])
    gain: str = Field(description="What it would make possible.", examples=["costs of hours that have none"])


class FindingView(_Strict):
    """A mistake met on the way in."""

    kind: str = Field(description="Stable name.", examples=["sum_range_short"])
    note: str = Field(description="In words.", examples=["The sum leaves out rows 9, 10"])
    shown: str = Field(description="What the workbook shows.", examples=["345,000"])
    recomputed: str = Field(description="What it comes to.", examples=["445,000"])
    mend: str = Field(description="What to do about it.", examples=["Extend the sum to row 12"])
    cell: Cell = Field(description="The first cells in question.")


class AdoptionView(_Strict):
    """What the workbook's tables could stand in for. Nothing is written yet."""

    language: str = Field(description="Of most headings.", examples=["en"])
    currency: str = Field(description="Of most amounts; blank where none is said.", examples=["EUR"])
    has_settings: bool = Field(description="Whether there is a Settings tab already.", examples=[False])
    tables: list[TableView] = Field(description="Those with a use first.")
    missing: list[MissingView] = Field(description="What no table gives.")
    findings: list[FindingView] = Field(description="At most 50.")
    remarks: list[str] = Field(description="What was left out, and why.", examples=[["Pivot: left out"]])


class RoleWish(_Strict):
    """What a column holds, as a person put it right."""

    column: str = Field(description="Its letters.", pattern="^[A-Z]{1,3}$", examples=["H"])
    role: Role = Field(description="What it holds.", examples=["budget"])


class TableWish(_Strict):
    """A table as it is confirmed."""

    key: str = Field(description="From the proposal.", min_length=2, max_length=200, examples=[KEY])
    feeds: list[Feed] = Field(description="What it stands in for.", min_length=1, examples=[["budget"]])
    roles: list[RoleWish] = Field(
        default_factory=list,
        description="For the columns that were put right.",
    )


class AdoptionRequest(_Strict):
    """What a person confirms."""

    tables: list[TableWish] = Field(description="Each that has a use.", min_length=1, max_length=MOST_TABLES)
    currency: str = Field(
        default="", description="Of the project.", pattern="^([A-Z]{3})?$", examples=["EUR"]
    )
    status_date: date | None = Field(
        default=None, description="The day the figures are as at.", examples=["2026-06-30"]
    )
    project: str = Field(default="", description="Its name.", examples=["Claims portal"])


class AdoptedView(_Strict):
    """What is remembered from now on."""

    feeds: list[Feed] = Field(
        description="What the workbook's own tables stand in for.", examples=[["budget"]]
    )
    settings_added: bool = Field(description="Whether a Settings tab was added.", examples=[True])
