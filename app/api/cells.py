"""A place in the workbook, as answers name it."""

from __future__ import annotations

from pydantic import BaseModel, Field


class Cell(BaseModel):
    """One cell or one rectangle."""

    sheet_id: int = Field(description="Google's id of the tab.", examples=[0])
    tab: str = Field(description="The tab's title when it was read.", examples=["Budget"])
    a1: str = Field(description="The cells, without the tab.", examples=["G7"])
