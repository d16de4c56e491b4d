"""What the nightly refresh of a workbook looks like, asked for and answered."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from app.jobs.recurrence import zone_of

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

AT = "2026-09-03T08:15:30.120Z"
ACCOUNT = "plumbline@project.iam.gserviceaccount.com"


class ScheduleRequest(BaseModel):
    """When a workbook is to be refreshed by night."""

    model_config = ConfigDict(extra="forbid")

    hour: int = Field(description="0 to 23, by the clocks of the zone.", ge=0, le=23, examples=[2])
    zone: str = Field(
        description="IANA time zone.",
        min_length=3,
        max_length=64,
        examples=["Europe/Berlin"],
        json_schema_extra={"format": "iana-time-zone"},
    )
    days: list[Day] = Field(
        description="On which days.",
        min_length=1,
        max_length=7,
        examples=[["mon", "tue", "wed", "thu", "fri"]],
    )

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        zone_of(value)
        return value

    @property
    def iso_days(self) -> str:
        """As `recurrence.Rule` has them."""
        return "".join(str(number) for number, day in enumerate(DAYS, start=1) if day in self.days)


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")


class PausedView(_Answer):
    """Why nothing is refreshed by night, and what mends it."""

    reason: str = Field(description="Stable name.", examples=["not-shared"])
    title: str = Field(description="In words.", examples=["The night can't open this workbook."])
    mend: str = Field(
        description="What to do.", examples=[f"Share the workbook with {ACCOUNT} as an editor."]
    )


class LastNightView(_Answer):
    """What the last night made of it."""

    at: datetime = Field(description="When.", examples=[AT])
    outcome: Literal["done", "unchanged", "failed"] = Field(
        description="Refreshed, left alone because nothing had changed, or not refreshed.", examples=["done"]
    )


class ScheduleView(_Answer):
    """The nightly refresh of a workbook. It belongs to the workspace: whoever may edit may change it."""

    state: Literal["active", "paused"] = Field(description="How it stands.", examples=["active"])
    hour: int = Field(description="0 to 23, by the clocks of the zone.", examples=[2])
    zone: str = Field(description="IANA time zone.", examples=["Europe/Berlin"])
    days: list[Day] = Field(description="On which days.", examples=[["mon", "tue", "wed", "thu", "fri"]])
    next_at: datetime | None = Field(description="When next; none while paused.", examples=[AT])
    text: str = Field(
        description="The same in words.", examples=["Thursday 3 September, 02:00 (Europe/Berlin)"]
    )
    paused: PausedView | None = Field(description="Why it is paused.")
    confirmed_by: str = Field(
        description="The editor who confirmed it last.", examples=["ana@northlight.example"]
    )
    confirmed_at: datetime = Field(description="When.", examples=[AT])
    confirm_by: datetime = Field(
        description="It is paused then, unless an editor opens or refreshes the workbook before.",
        examples=[AT],
    )
    account: str = Field(
        description="The account that opens the workbook by night; it must be an editor.", examples=[ACCOUNT]
    )
    made_by: str = Field(description="Who switched it on.", examples=["ana@northlight.example"])
    last: LastNightView | None = Field(description="The last night, once there was one.")


class NightlyView(_Answer):
    """What the nightly refresh of this workbook takes."""

    account: str | None = Field(
        description="The account to share the workbook with; null: there is no nightly refresh here.",
        examples=[ACCOUNT],
    )
    time_zone: str = Field(description="The workbook's own time zone.", examples=["Europe/Berlin"])


class Removed(_Answer):
    """The workbook is not refreshed by night any more."""

    removed: bool = Field(description="Whether it was until now.", examples=[True])
