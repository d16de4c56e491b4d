"""Which kinds of file a spreadsheet can become, and which can become a spreadsheet."""

from __future__ import annotations

CSV, TSV, PDF = "text/csv", "text/tab-separated-values", "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS, ODS_OLD = (
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/x-vnd.oasis.opendocument.spreadsheet",
)
ZIP = "application/zip"

EXPORTS = {ODS_OLD: "ods", TSV: "tsv", PDF: "pdf", XLSX: "xlsx", CSV: "csv", ZIP: "zip", ODS: "ods"}
IMPORTS = frozenset({CSV, TSV, XLSX, "text/plain"})


def export_links(file_id: str) -> dict[str, str]:
    """Where each form of a spreadsheet can be had, as Drive lists them."""
    return {
        mime: f"https://docs.google.com/spreadsheets/export?id={file_id}&exportFormat={name}"
        for mime, name in EXPORTS.items()
    }
