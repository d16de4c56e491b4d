"""What sharing with a client looks like, asked for and answered."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Section = Literal["figures", "progress", "milestones", "work", "risks", "decisions", "changes", "order"]
"""As `app.sharing.allow_list.Section`, which takes long to load."""
AT = "2026-09-03T08:15:30.120Z"
SHARE_ID = "5b1e" + "0" * 28
HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
RECIPIENT = "noor@brightwater.example"
LINK = "https://docs.google.com/spreadsheets/d/1aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789abcdefg"


class ShareRequest(BaseModel):
    """Whom to share with, what, and until when."""

    model_config = ConfigDict(extra="forbid")

    recipients: list[str] = Field(
        description="E-mail addresses within the client's domains that Settings names; may be empty for a "
        "preview.",
        max_length=50,
        examples=[[RECIPIENT]],
    )
    sections: list[Section] | None = Field(
        default=None,
        description="Which parts; absent: all. Header and lights always stand in it.",
        examples=[["figures", "progress", "milestones"]],
    )
    until: date | None = Field(
        default=None,
        description="Last day on which it can be opened, within a year; absent: until it is taken back.",
        examples=["2026-12-31"],
    )
    preview: bool = Field(default=False, description="Only show what they would see.", examples=[True])
    language: Literal["en", "he"] | None = Field(
        default=None, description="Absent: as Settings say, else English.", examples=["he"]
    )
    role: Literal["reader", "commenter"] = Field(
        default="reader", description="What they may do.", examples=["reader"]
    )
    nightly: bool = Field(
        default=False, description="Publish it anew after each nightly refresh.", examples=[False]
    )
    tell: bool = Field(default=False, description="Google writes them an e-mail.", examples=[False])


class AgainRequest(BaseModel):
    """A share published anew, or only looked at."""

    model_config = ConfigDict(extra="forbid")

    preview: bool = Field(default=False, description="Only show what they would see.", examples=[True])


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ReportView(_Answer):
    """One report that went out."""

    number: int = Field(description="Counts the reports of a share.", examples=[3])
    at: datetime = Field(description="When it went out.", examples=[AT])
    by: str = Field(description="Who sent it.", examples=["ana@northlight.example"])
    as_at: date = Field(description="Its status date.", examples=["2026-08-31"])
    sha256: str = Field(description="Hash of all that it said.", examples=[HASH])
    state: Literal["sending", "published", "withdrawn"] = Field(
        description="Sending: its publication was interrupted.", examples=["published"]
    )


class ShareView(_Answer):
    """One share with a client."""

    id: str = Field(description="Its id.", examples=[SHARE_ID])
    state: Literal["building", "shared", "paused", "revoked", "expired", "failed"] = Field(
        description="Paused: not published anew until somebody does.", examples=["shared"]
    )
    reason: str = Field(description="Why it is paused or failed.", examples=[""])
    title: str = Field(
        description="Of the client's file.", examples=["Claims portal renewal – Status report"]
    )
    client: str = Field(description="As the workbook names it.", examples=["Brightwater Mutual"])
    recipients: list[str] = Field(description="Addresses.", examples=[[RECIPIENT]])
    role: Literal["reader", "commenter"] = Field(description="What they may do.", examples=["reader"])
    sections: list[Section] = Field(description="Which parts.", examples=[["figures", "progress"]])
    language: Literal["en", "he"] = Field(description="Of the report.", examples=["en"])
    until: date | None = Field(description="Last day on which it can be opened.", examples=["2026-12-31"])
    nightly: bool = Field(description="Published anew by night.", examples=[False])
    link: str | None = Field(description="To the client's file; null when there is none.", examples=[LINK])
    pdf: str | None = Field(
        description="The report as PDF, for its owner.", examples=[f"{LINK}/export?format=pdf"]
    )
    number: int = Field(description="Of the last report that went out.", examples=[3])
    by: str = Field(
        description="Who shared it first, and owns the file.", examples=["ana@northlight.example"]
    )
    made_at: datetime = Field(description="When.", examples=[AT])
    reports: list[ReportView] = Field(description="What went out, the latest first.")


class PreviewView(_Answer):
    """What a client would see, cell by cell."""

    title: str = Field(
        description="Of the client's file.", examples=["Claims portal renewal – Status report"]
    )
    language: Literal["en", "he"] = Field(description="Of the report.", examples=["en"])
    right_to_left: bool = Field(description="Whether it is read from the right.", examples=[False])
    as_at: date = Field(description="Its status date.", examples=["2026-08-31"])
    number: int = Field(description="Which report it would be.", examples=[1])
    sha256: str = Field(description="Hash of all that it would say.", examples=[HASH])
    looks: dict[str, dict[str, Any]] = Field(
        description="Ink, size, fill and the like of each style.",
        examples=[{"title": {"ink": "#0F4C5C", "size": 18, "bold": True}}],
    )
    pages: list[dict[str, Any]] = Field(
        description="Tabs: widths, heights, rows of {text, look, span}, charts.",
        examples=[[{"title": "Status report", "widths": [146], "heights": [34], "rows": [], "charts": []}]],
    )


class PreviewAnswer(_Answer):
    """A preview; nothing was shared."""

    preview: PreviewView = Field(description="What they would see.")


class SharesView(_Answer):
    """The shares of a workbook, the latest first."""

    workbook_id: str = Field(
        description="Google's id of the workbook.", examples=["1aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789abcdefg"]
    )
    client: str = Field(
        description="As the last share named it; empty before.", examples=["Brightwater Mutual"]
    )
    shares: list[ShareView] = Field(description="The shares.")
