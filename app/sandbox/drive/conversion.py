"""Bytes of another kind of file as a spreadsheet."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from app.sandbox.drive import formats
from app.sandbox.drive.content import Content
from app.sandbox.drive.separated import from_separated
from app.sandbox.errors import ApiError
from app.sandbox.file_record import FileRecord
from app.sandbox.formulas import recalculate
from app.sandbox.grid.sheet import Sheet
from app.sandbox.grid.spreadsheet import Spreadsheet
from app.sandbox.refusals import drive_error
from app.sandbox.xlsx.importing import NotAWorkbook, import_xlsx

IMPORTED_ZONE = "America/Los_Angeles"
SHEET_IDS = 2**31 - 1


def converted_book(content: Content, record: FileRecord) -> Spreadsheet:
    """A workbook from CSV, TSV or XLSX: named as the file, in the time zone that Drive's conversion gives."""
    kind = content.mime_type
    if content.data.startswith(b"PK\x03\x04"):
        kind = formats.XLSX
    if kind not in formats.IMPORTS:
        raise no_spreadsheet(kind or "bytes without a type")
    if kind == formats.XLSX:
        try:
            book = import_xlsx(content.data, spreadsheet_id=record.file_id, title=record.name)[0]
        except NotAWorkbook as fault:
            raise drive_error(400, "Bad Request", "badRequest", inner=str(fault)) from fault
        recalculate(book)
        return book
    number = int.from_bytes(hashlib.sha256(record.file_id.encode() + content.data).digest()[:4], "big")
    sheet = Sheet(number % SHEET_IDS or 1, record.name)
    book = Spreadsheet(record.file_id, record.name, time_zone=IMPORTED_ZONE, sheets=[sheet])
    separator = "\t" if kind == formats.TSV else ","
    today = datetime.now(UTC).date()
    from_separated(content.data, separator, sheet=sheet, locale_name=book.locale, today=today)
    recalculate(book)
    return book


def no_spreadsheet(what: str) -> ApiError:
    """400: there is no way from one to the other."""
    return drive_error(400, "Bad Request", "badRequest", inner=f"A spreadsheet can't be made of {what}.")
