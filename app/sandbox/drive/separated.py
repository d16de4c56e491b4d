"""Comma- and tab-separated text: out of a sheet, and into a new one."""

from __future__ import annotations

import csv
import io
from datetime import date

from app.sandbox.grid.cell_format import intern
from app.sandbox.grid.entered import entered
from app.sandbox.grid.locale import conventions
from app.sandbox.grid.sheet import Sheet
from app.sandbox.grid.show import shown_row
from app.sandbox.grid.spreadsheet import Spreadsheet


def as_separated(book: Spreadsheet, separator: str) -> str:
    """The first sheet as its cells show it.

    Rows end with CRLF, the last one with nothing; a field is quoted where it must be; every row has as
    many fields as the widest. TSV has no quotes: tabs and line ends within a cell become blanks.
    """
    sheet = book.sheets[0]
    locale = conventions(book.locale)
    texts: list[list[str]] = []
    last = max(sheet.grid.result_indices(0, sheet.row_count), default=-1)
    for index in range(last + 1):
        row = sheet.grid.rows.get(index)
        texts.append(shown_row(sheet.grid.effective_row(index), row.formats if row else None, locale))
    while texts and not any(texts[-1]):
        texts.pop()
    width = max((len(_trimmed(row)) for row in texts), default=0)
    lines = [[*row[:width], *[""] * (width - len(row))] for row in texts]
    written = _without_tabs if separator == "\t" else _quoted
    return "\r\n".join(separator.join(map(written, row)) for row in lines)


def from_separated(data: bytes, separator: str, *, sheet: Sheet, locale_name: str, today: date) -> None:
    """Fill an empty sheet as if each field had been typed; it grows to hold them all."""
    locale = conventions(locale_name)
    text = data.decode("utf-8-sig", "replace")
    for index, fields in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator)):
        sheet.row_count = max(sheet.row_count, index + 1)
        sheet.column_count = max(sheet.column_count, len(fields))
        row = sheet.grid.for_write(index)
        for column, field in enumerate(fields):
            value, number_format = entered(field, locale, today)
            if value is not None:
                row.set_value(column, value)
            if number_format is not None:
                row.set_format(column, intern({"numberFormat": number_format}))
        sheet.grid.tidy(index)


def _trimmed(row: list[str]) -> list[str]:
    end = len(row)
    while end and not row[end - 1]:
        end -= 1
    return row[:end]


def _quoted(text: str) -> str:
    if any(sign in text for sign in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def _without_tabs(text: str) -> str:
    return " ".join(text.replace("\t", "\n").splitlines()) if "\t" in text or "\n" in text else text
