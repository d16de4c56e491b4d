"""The internal workbook, read and understood as a refresh does it, and nothing written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from app.errors import FiguresTooLarge
from app.forecast.forecast import forecast_project
from app.forecast.result import Forecast
from app.project.magnitude import LARGEST, magnitude
from app.project.model import Project
from app.workbook.from_sheets import book_of
from app.workbook.read import read
from app.workbook.sheets_types import FIELDS, Spreadsheet

T = TypeVar("T")


class Reader(Protocol):
    """Sheets as somebody who may open the workbook."""

    def read(self, spreadsheet_id: str, fields: str, into: type[T]) -> T:
        """One `spreadsheets.get`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A project with its forecast, of one workbook."""

    workbook_id: str
    title: str
    project: Project
    forecast: Forecast


def source_of(sheets: Reader, workbook_id: str, *, today: date) -> Source:
    """One read; raises as a refresh would when the workbook leaves nothing to forecast."""
    book = book_of(sheets.read(workbook_id, FIELDS, Spreadsheet))
    project = read(book, today=today).project
    if not magnitude(project) < LARGEST:
        raise FiguresTooLarge("Amounts, hours and rates come to sums too large to be counted to the cent.")
    forecast, _ = forecast_project(project)
    return Source(workbook_id=book.id, title=book.title, project=project, forecast=forecast)
