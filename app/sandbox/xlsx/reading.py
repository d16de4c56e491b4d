"""openpyxl, told to leave numbers alone: a date stays the serial that stands in the file."""

from __future__ import annotations

import io
import warnings
from threading import Lock
from typing import Any
from zipfile import BadZipFile

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.exceptions import InvalidFileException

_one_at_a_time = Lock()  # what openpyxl warns of is caught, and catching is for the whole process


class NotAWorkbook(Exception):  # noqa: N818 - a caller's fault
    """The bytes are no .xlsx that can be read."""


class _Reader(ExcelReader):
    wb: Any

    def read_worksheets(self) -> None:
        self.wb.date_styles = frozenset(self.wb._date_formats)
        self.wb._date_formats = frozenset()
        self.wb._timedelta_formats = frozenset()
        super().read_worksheets()


def read_workbook(data: bytes, *, results: bool = False) -> tuple[Any, set[str]]:
    """The workbook, and what openpyxl says it loses. `results`: what formulas came to, not the formulas.

    The workbook has one attribute more, `date_styles`: the numbers of styles that show dates.
    """
    with _one_at_a_time, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            reader = _Reader(io.BytesIO(data), data_only=results, rich_text=not results, keep_links=False)
            reader.read()
        except (BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, AttributeError) as fault:
            raise NotAWorkbook("This file can't be read as an .xlsx workbook.") from fault
    return reader.wb, {str(warning.message) for warning in caught}
