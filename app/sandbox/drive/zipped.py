"""A workbook as zipped web pages, one a sheet."""

from __future__ import annotations

import io
import zipfile

from app.sandbox.drive.printed import printed_sheets
from app.sandbox.grid.spreadsheet import Spreadsheet


def as_zipped_pages(book: Spreadsheet) -> bytes:
    """The bytes; hidden sheets are left out, as in print."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        for title, page in printed_sheets(book):
            package.writestr(f"{title.replace('/', '_')}.html", page)
    return held.getvalue()
