"""`plumbline refresh FILE.xlsx`: progress, the copy beside it, and each kind of file that will not do."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from app.cli import app
from app.sandbox.demo.tables import story, tables
from sheets_schema.template import template
from sheets_schema.template_xlsx import write_xlsx

OUTPUTS = ["Dashboard", "Forecast", "Months", "Flags", "Movement", "Log"]


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """The demo as an Excel file."""
    path = tmp_path / "claims portal ü.xlsx"
    write_xlsx(template(tables(story())), path)
    return path


def refreshed(name: Path | str, *options: str) -> tuple[int, str, str]:
    """Exit status, what was printed, and what was told beside it."""
    done = CliRunner().invoke(app, ["refresh", str(name), *options])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


def test_progress_result_and_a_copy_beside_the_file(demo: Path) -> None:
    before = hashlib.sha256(demo.read_bytes()).digest()
    status, printed, told = refreshed(demo)
    assert status == 0
    steps = [line.split(":")[0] for line in told.splitlines() if " of 5:" in line]
    assert steps == [f"{step} of 5" for step in range(1, 6)]
    assert "Claims portal renewal, as at 2026-08-31" in printed
    assert "over by 39,260.81" in printed
    assert hashlib.sha256(demo.read_bytes()).digest() == before
    copy = demo.with_name("claims portal ü.plumbline.xlsx")
    book = load_workbook(copy)
    assert book.sheetnames[-6:] == OUTPUTS
    assert len(book["Dashboard"]._charts) == 2  # type: ignore[attr-defined] # openpyxl has no other way
    assert [file.name for file in demo.parent.iterdir() if file.suffix != ".xlsx"] == []


def test_the_copy_refreshed_again_stays_as_it_is(demo: Path) -> None:
    refreshed(demo)
    copy = demo.with_name("claims portal ü.plumbline.xlsx")
    before = copy.read_bytes()
    status, printed, _ = refreshed(copy, "--json")
    result = json.loads(printed)
    assert (status, result["written"]["rows_written"], result["written"]["tabs_created"]) == (0, 0, [])
    assert result["changes"]["first"] is False
    assert result["changes"]["text"].startswith("Not compared: the figures of the refresh of")
    assert copy.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "content", "says", "mend"),
    [
        ("words.xlsx", b"no workbook", "words.xlsx holds no Excel workbook", "save it as .xlsx"),
        ("empty.xlsx", b"", "empty.xlsx is empty", "save it as .xlsx"),
        ("locked.xlsx", bytes.fromhex("d0cf11e0a1b11ae1"), "protected by a password", "remove the password"),
        ("cut.xlsx", b"PK\x03\x04cut", "cut.xlsx is damaged", "save it as .xlsx"),
        ("list.csv", b"a,b", "list.csv is no .xlsx file", "save it as .xlsx"),
    ],
)  # fmt: skip
def test_files_that_are_no_workbook(tmp_path: Path, name: str, content: bytes, says: str, mend: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    status, printed, told = refreshed(path, "--json")
    assert status == 1
    fault = json.loads(printed)
    assert (fault["type"], fault["unchanged"]) == ("/problems/not-an-excel-file", "No file was written.")
    assert says in fault["detail"]
    assert mend in fault["mend"]
    assert "Traceback" not in told
    assert [file.name for file in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["missing.xlsx", "folder/missing.xlsx", ""])
def test_a_file_that_is_not_there(tmp_path: Path, name: str) -> None:
    status, _, told = refreshed(tmp_path / name if name else name)
    assert status == 2
    assert "There is no file" in " ".join(told.split())


def test_a_folder_that_cannot_be_written(demo: Path) -> None:
    """A folder stands where the copy is to be written: refused by the system for root too."""
    demo.with_name(f".{demo.stem}.plumbline.xlsx.part").mkdir()
    status, printed, _ = refreshed(demo, "--json")
    fault = json.loads(printed)
    assert (status, fault["unchanged"]) == (1, "No file was written.")
    assert "Is a directory" in fault["detail"]
    assert not demo.with_name(f"{demo.stem}.plumbline.xlsx").exists()


def test_an_id_is_no_file() -> None:
    status, _, told = refreshed("1DemoClaimsPortalRenewalForecastWorkbook0001")
    assert status == 2
    assert "PLUMBLINE_ACCESS_TOKEN" in told
