"""Adopts an Excel file: a copy that remembers the mapping, with a Settings tab for what no table says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from app.errors import NotAnExcelFile
from app.intake.proposal import Proposal
from app.workbook import marks
from app.workbook.excel import SUFFIXES, ExcelWorkbook
from app.workbook.excel_parts import with_additions
from sheets_schema.template import template

Value = str | float | date


def adopt_excel(path: Path, target: Path, proposal: Proposal, settings: Mapping[str, Value]) -> None:
    """Writes `target`; `path` stays as it is. `settings`: key of the contract -> value.

    A Settings tab that is there already is left as it is.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise NotAnExcelFile(f"{path.name} is no .xlsx or .xlsm file: only those can be refreshed.")
    rows = [{"key": key, "value": value} for key, value in settings.items()]
    tab = next(sheet for sheet in template({"settings": rows}) if sheet.name == "settings")
    with_additions(
        path,
        target,
        title=tab.title,
        rows=[[str(column.heading) for column in tab.columns], *tab.rows],
        properties={marks.ADOPTION: proposal.adoption(ExcelWorkbook(path).read()).to_json()},
    )
