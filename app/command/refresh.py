"""`plumbline refresh`: one workbook, from the command line."""

from __future__ import annotations

import json
import os
import re
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from app.errors import AppError
from app.google.deadline import Deadline
from app.google.kinds import Kind
from app.google.sheets import SheetsGateway
from app.google.transport import Wire
from app.jobs.google_workbook import GoogleWorkbook
from app.jobs.result_json import result_json
from app.refresh import Outcome, Phase, Workbook, refresh
from app.settings import Settings
from app.workbook.excel import ExcelWorkbook

BY = "command line"
COLOURS = {"red": "red", "amber": "yellow", "green": "green", "grey": "bright_black", "error": "magenta"}
FLAGS_SHOWN = 10

_out, _progress = Console(), Console(stderr=True)


def is_file_name(target: str) -> bool:
    """Whether a file is meant, and no spreadsheet id: ids have no dot, no slash, and 25 signs or more."""
    return Path(target).exists() or not re.fullmatch(r"[\w-]{25,}", target)


def refresh_file(name: str, *, as_json: bool) -> int:
    """Refresh an Excel file into a copy beside it; the exit status."""
    path = Path(name)
    if not path.is_file():
        _progress.print(f"There is no file {name}. Nothing was written.", highlight=False, markup=False)
        return 2
    workbook = ExcelWorkbook(path)
    return _refresh(workbook, as_json=as_json, where=str(workbook.target))


def refresh_spreadsheet(spreadsheet_id: str, *, as_json: bool) -> int:
    """Refresh a workbook at Google with your own token in PLUMBLINE_ACCESS_TOKEN; the exit status."""
    token = os.environ.get("PLUMBLINE_ACCESS_TOKEN", "")
    if not token:
        _progress.print(
            "No access token. Put your own Google access token, with the spreadsheets scope, into "
            "PLUMBLINE_ACCESS_TOKEN. Nothing was changed."
        )
        return 2
    settings = Settings()
    run_id, wire = uuid.uuid4().hex, Wire()

    def gateway(deadline: Deadline) -> SheetsGateway:
        return SheetsGateway(settings.sheets_url, token, wire=wire, deadline=deadline, before=_at_once)

    deadline = Deadline.after(settings.run_seconds)
    workbook = GoogleWorkbook(gateway, spreadsheet_id, deadline=deadline)
    return _refresh(workbook, as_json=as_json, where=spreadsheet_id, run_id=run_id)


def _at_once(_kind: Kind, _deadline: Deadline) -> None:
    """Two requests by hand take no share of the service's quota."""


def _refresh(workbook: Workbook, *, as_json: bool, where: str, run_id: str = "") -> int:
    try:
        with _progress.status("Starting") as status:

            def tell(phase: Phase, text: str) -> None:
                status.update(f"{phase.step} of {len(Phase)}: {text}")
                if not _progress.is_terminal:
                    _progress.print(f"{phase.step} of {len(Phase)}: {text}", highlight=False)

            outcome = refresh(
                workbook, run_id=run_id or uuid.uuid4().hex, now=datetime.now(UTC), by=BY, tell=tell
            )
    except AppError as fault:
        _tell_fault(fault.document(), as_json=as_json)
        return 1
    except OSError as error:
        _tell_fault(_no_access(error, where), as_json=as_json)
        return 1
    result = result_json(outcome)
    if as_json:
        _out.print_json(json.dumps(result))
    else:
        _print_result(outcome, result, where)
    return 0


def _no_access(error: OSError, where: str) -> dict[str, object]:
    """A file or folder that may not be read or written."""
    return {
        "title": "A file could not be opened or written",
        "detail": f"{error.filename or where}: {error.strerror or error}.",
        "unchanged": "No file was written.",
        "mend": "Close it elsewhere, or copy the workbook to a folder of your own, then try again.",
    }


def _tell_fault(fault: Mapping[str, object], *, as_json: bool) -> None:
    if as_json:
        _out.print_json(json.dumps(fault))
    lines = f"{fault['title']}\n{fault['detail']}\n{fault['unchanged']} {fault['mend']}"
    _progress.print(lines, highlight=False, markup=False)


def _print_result(outcome: Outcome, result: dict[str, Any], where: str) -> None:
    light = outcome.findings.rag.overall
    settings = outcome.project.settings
    _out.print(f"\n[bold]{settings.project or outcome.workbook_title}[/], as at {settings.status_date}")
    _out.print(f"[{COLOURS[light.colour]}]{light.colour.upper()}[/] {light.reason}\n", highlight=False)
    figures = Table(box=None, show_header=False, pad_edge=False)
    for item in result["headline"]:
        figures.add_row(item["label"], item["text"] or "-", item["note"])
    _out.print(figures)
    _print_flags(result)
    if outcome.problems:
        _out.print(f"\n{len(outcome.problems)} things could not be read or used as they stand:")
        for problem in outcome.problems:
            _out.print(f"  {problem.message}. {problem.mend}", highlight=False, markup=False)
    _out.print(f"\n{outcome.changes.text}\nWritten to {where}", highlight=False, markup=False)


def _print_flags(result: dict[str, Any]) -> None:
    flags = result["flags"]
    if not flags:
        return
    _out.print(
        f"\n[bold]{len(flags)} flags[/]" + (f", the first {FLAGS_SHOWN}:" if len(flags) > FLAGS_SHOWN else "")
    )
    table = Table(box=None, show_header=False, pad_edge=False, expand=True)
    for flag in flags[:FLAGS_SHOWN]:
        cell = f"{flag['cells'][0]['tab']}!{flag['cells'][0]['a1']}" if flag["cells"] else ""
        colour = COLOURS.get(flag["severity"], "bright_black")
        table.add_row(
            f"[{colour}]{flag['severity']}[/]", flag["check"], f"{flag['title']}: {flag['remedy']}", cell
        )
    _out.print(table)
