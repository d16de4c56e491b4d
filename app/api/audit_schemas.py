"""What the audit of a workbook looks like as an answer."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from app.store.audit import Act

HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")


class TouchedView(_Answer):
    """Cells of one tab that were written or highlighted; their contents by hash alone."""

    tab: str = Field(description="The tab's title then.", examples=["Forecast"])
    what: Literal["values", "highlights"] = Field(description="What was done to them.", examples=["values"])
    cells: list[str] = Field(description="Ranges, without the tab.", examples=[["A4:R21"]])
    more: int = Field(description="How many further ranges are not named.", examples=[0])
    before: str = Field(description="SHA-256 of what stood there.", examples=[HASH])
    after: str = Field(description="SHA-256 of what stands there since.", examples=[HASH])


class ActView(_Answer):
    """One act."""

    at: datetime = Field(description="When.", examples=["2026-09-03T08:15:30.120Z"])
    by: str = Field(description="Who: an e-mail address.", examples=["ana@northlight.example"])
    act: Act = Field(description="What, by its stable name.", examples=[Act.REFRESH_DONE.value])
    text: str = Field(
        description="What, in words.",
        examples=["Refreshed: 120 rows on 5 tabs written, 14 cells highlighted"],
    )
    run_id: str | None = Field(description="The run, if one.", examples=["9f0c" + "0" * 28])
    touched: list[TouchedView] = Field(description="Which cells.")
    error: str | None = Field(description="The problem's name, if it failed.", examples=["no-status-date"])


class AuditView(_Answer):
    """The latest acts on a workbook, the latest first."""

    workbook_id: str = Field(
        description="Google's id of the workbook.",
        examples=["1aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789abcdefg"],
    )
    acts: list[ActView] = Field(description="The acts.")
