"""A workbook as PDF, by the machine's own Chromium."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from app.sandbox.drive.printed import printed
from app.sandbox.grid.spreadsheet import Spreadsheet
from app.sandbox.refusals import drive_error

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SECONDS = 60


def as_pdf(book: Spreadsheet) -> bytes:
    """The bytes; refused aloud where there is no Chromium."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        text = "Export to application/pdf needs Chromium on this machine."
        raise drive_error(501, text, "notImplemented", location="mimeType")
    with tempfile.TemporaryDirectory() as folder:
        page, target = Path(folder) / "page.html", Path(folder) / "page.pdf"
        page.write_text(printed(book), encoding="utf-8")
        command = [
            browser,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            f"--user-data-dir={folder}/profile",
            "--no-pdf-header-footer",
            "--allow-file-access-from-files",  # the page imports what draws its charts
            "--virtual-time-budget=5000",  # until they are drawn
            f"--print-to-pdf={target}",
            page.as_uri(),
        ]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)  # noqa: S603 - fixed words
        except (subprocess.SubprocessError, OSError) as fault:
            raise drive_error(500, "Internal Error", "internalError") from fault
        return target.read_bytes()
