"""files.export: a spreadsheet as another kind of file."""

from __future__ import annotations

from urllib.parse import quote

from starlette.responses import Response

from app.sandbox.drive import formats
from app.sandbox.drive.call import Call
from app.sandbox.drive.pdf import as_pdf
from app.sandbox.drive.resource import GOOGLE_KIND
from app.sandbox.drive.separated import as_separated
from app.sandbox.drive.zipped import as_zipped_pages
from app.sandbox.file_record import SPREADSHEET
from app.sandbox.grid.spreadsheet import Spreadsheet
from app.sandbox.refusals import drive_error
from app.sandbox.xlsx.exporting import export_xlsx

LARGEST = 10 * 1024**2


def export_file(call: Call) -> Response:
    """The bytes; CSV and TSV hold the first sheet only."""
    record = call.file()
    if not record.mime_type.startswith(GOOGLE_KIND):
        raise drive_error(403, "Export only supports Docs Editors files.", "fileNotExportable")
    wanted = call.query["mimeType"]
    if record.mime_type != SPREADSHEET or wanted not in formats.EXPORTS:
        raise drive_error(
            400, "The requested conversion is not supported.", "badRequest", location="convertTo"
        )
    data, dropped = converted(call.state.store.spreadsheet(record.file_id), wanted)
    if len(data) > LARGEST:
        raise drive_error(403, "This file is too large to be exported.", "exportSizeLimitExceeded")
    name = quote(f"{record.name}.{formats.EXPORTS[wanted]}")
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}"}
    if dropped:
        headers["x-dropped"] = quote("; ".join(dropped), safe=" ;,()")
    return Response(data, media_type=wanted, headers=headers)


def converted(book: Spreadsheet, wanted: str) -> tuple[bytes, list[str]]:
    """A workbook as one of the kinds that this sandbox can make, and what that kind cannot hold.

    Other kinds are refused aloud.
    """
    match wanted:
        case formats.CSV:
            return as_separated(book, ",").encode(), []
        case formats.TSV:
            return as_separated(book, "\t").encode(), []
        case formats.XLSX:
            return export_xlsx(book)
        case formats.PDF:
            return as_pdf(book), []
        case formats.ZIP:
            return as_zipped_pages(book), []
    raise drive_error(
        501, f"Export to {wanted} is not implemented by this sandbox.", "notImplemented", location="mimeType"
    )
